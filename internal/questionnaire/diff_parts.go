package questionnaire

func (d *differ) whole(old, new *Definition) {
	o := on{d, "questionnaire", new.Slug}
	o.text(AnswerAffecting, "slug", old.Slug, new.Slug)
	o.text(Wording, "title", old.Title, new.Title)
	o.text(Wording, "description", old.Description, new.Description)
	o.text(Wording, "language", old.Language, new.Language)
	d.ruleset(&old.Ruleset, &new.Ruleset)
	lists(d, "tier", old.Tiers, new.Tiers, tierID, func(o on, old, new *Tier) {
		o.text(Wording, "label", old.Label, new.Label)
		o.part(ScoringAffecting, "weights in this tier", old.Weights, new.Weights)
	})
	o.order("tiers", idsOf(old.Tiers, tierID), idsOf(new.Tiers, tierID))
	o.order("sections", idsOf(old.Sections, sectionID), idsOf(new.Sections, sectionID))
	o.order("gates", idsOf(old.Gates, gateID), idsOf(new.Gates, gateID))
	o.order("checks", idsOf(old.Checks, checkID), idsOf(new.Checks, checkID))
}

func tierID(t *Tier) string         { return t.ID }
func sectionID(s *Section) string   { return s.ID }
func questionID(q *Question) string { return q.ID }
func optionID(o *Option) string     { return o.ID }
func columnID(c *Column) string     { return c.ID }
func gateID(g *Gate) string         { return g.ID }
func flagID(f *RedFlag) string      { return f.ID }
func checkID(c *Check) string       { return c.ID }

func (d *differ) ruleset(old, new *Ruleset) {
	o := on{d, "ruleset", new.ID}
	o.text(ScoringAffecting, "id", old.ID, new.ID)
	o.number(ScoringAffecting, "arithmetic", old.Arithmetic, new.Arithmetic)
	o.text(ScoringAffecting, "roll-up", string(old.RollUp), string(new.RollUp))
	o.part(ScoringAffecting, "confidence ladder", old.Confidence, new.Confidence)
	o.part(ScoringAffecting, "rating bands", bounds(old.Bands), bounds(new.Bands))
	o.part(Wording, "labels of rating bands", labels(old.Bands, new.Bands), labels(new.Bands, old.Bands))
	o.part(ScoringAffecting, "exposure caps", old.ExposureCaps, new.ExposureCaps)
	o.number(ScoringAffecting, "contradictions that fail the integrity gate", old.IntegrityFailsAt, new.IntegrityFailsAt)
}

// bounds gives bands without their labels.
func bounds(bands []Band) []Band {
	bare := make([]Band, len(bands))
	for i, band := range bands {
		bare[i] = Band{ID: band.ID, AtLeast: band.AtLeast}
	}
	return bare
}

// labels gives the labels of the bands that another version has too.
func labels(bands, others []Band) map[string]string {
	known := map[string]bool{}
	for _, band := range others {
		known[band.ID] = true
	}
	found := map[string]string{}
	for _, band := range bands {
		if known[band.ID] {
			found[band.ID] = band.Label
		}
	}
	return found
}

func (d *differ) sections(old, new *Definition) {
	lists(d, "section", old.Sections, new.Sections, sectionID, func(o on, old, new *Section) {
		o.text(Wording, "title", old.Title, new.Title)
		o.text(Wording, "help", old.Help, new.Help)
		o.text(ScoringAffecting, "dimension", string(old.Dimension), string(new.Dimension))
		o.number(ScoringAffecting, "weight", old.Weight, new.Weight)
		o.order("questions", idsOf(old.Questions, questionID), idsOf(new.Questions, questionID))
	})
}

func (d *differ) gates(old, new *Definition) {
	lists(d, "gate", old.Gates, new.Gates, gateID, gate)
}

func gate(o on, old, new *Gate) {
	o.text(Wording, "title", old.Title, new.Title)
	o.text(Wording, "reason", old.Why, new.Why)
	o.part(ScoringAffecting, "condition", old.Pass, new.Pass)
	o.part(ScoringAffecting, "tiers it applies to", old.Tiers, new.Tiers)
}

func (d *differ) checks(old, new *Definition) {
	lists(d, "check", old.Checks, new.Checks, checkID, func(o on, old, new *Check) {
		o.text(Wording, "claim", old.Claim, new.Claim)
		o.text(Wording, "message", old.Message, new.Message)
		o.text(Wording, "what resolves it", old.Resolve, new.Resolve)
		o.part(ScoringAffecting, "questions it speaks about", old.Questions, new.Questions)
		o.part(ScoringAffecting, "contradicting condition", old.Contradicted, new.Contradicted)
		o.part(ScoringAffecting, "supporting condition", old.Supported, new.Supported)
		o.text(ScoringAffecting, "severity", string(old.Severity), string(new.Severity))
	})
}
