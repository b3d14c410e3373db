package questionnaire

// questions pairs the questions of two versions and compares each pair.
func (d *differ) questions() {
	followed := map[string]bool{}
	for _, q := range d.new.order {
		o := on{d, "question", q.ID}
		before, ok := d.old.before(q.Question)
		if !ok {
			o.add(Added, "added", "", "")
			continue
		}
		followed[before.ID] = true
		o.text(Wording, "id; the question goes on under a new one", before.ID, q.ID)
		o.text(Moved, "section", before.section, q.section)
		o.question(before.Question, q.Question)
	}
	for _, q := range d.old.order {
		if !followed[q.ID] {
			(on{d, "question", q.ID}).add(Removed, "removed", "", "")
		}
	}
}

func (o on) question(old, new *Question) {
	o.wording(old, new)
	o.answering(old, new)
	o.worth(old, new)
	o.optionsOf(new.ID, old.Options, new.Options)
	o.columnsOf(new.ID, old.Columns, new.Columns)
	o.consequences(old, new)
}

func (o on) wording(old, new *Question) {
	o.text(Wording, "title", old.Title, new.Title)
	o.text(Wording, "text", old.Text, new.Text)
	o.text(Wording, "help", old.Help, new.Help)
	o.text(Wording, "example of a good answer", old.GoodAnswer, new.GoodAnswer)
	o.text(Wording, "example of a bad answer", old.BadAnswer, new.BadAnswer)
	o.part(Wording, "references", old.MapsTo, new.MapsTo)
	o.text(Wording, "since", old.Since, new.Since)
	o.part(Wording, "earlier ids", old.Replaces, new.Replaces)
}

// answering compares what may be answered, by whom, when and with what proof.
func (o on) answering(old, new *Question) {
	o.text(AnswerAffecting, "type", string(old.Type), string(new.Type))
	o.text(AnswerAffecting, "scope", string(old.Scope), string(new.Scope))
	o.flag(AnswerAffecting, "required", old.Required, new.Required)
	o.part(AnswerAffecting, "condition that shows it", old.When, new.When)
	o.text(AnswerAffecting, "unit", old.Unit, new.Unit)
	o.text(AnswerAffecting, "smallest value", shownDecimal(old.Min), shownDecimal(new.Min))
	o.text(AnswerAffecting, "largest value", shownDecimal(old.Max), shownDecimal(new.Max))
	o.number(AnswerAffecting, "smallest number of rows", old.MinRows, new.MinRows)
	o.number(AnswerAffecting, "largest number of rows", old.MaxRows, new.MaxRows)
	o.number(AnswerAffecting, "longest text", old.MaxLength, new.MaxLength)
	o.part(AnswerAffecting, "accepted evidence", old.Evidence.Accepts, new.Evidence.Accepts)
	o.part(AnswerAffecting, "when it may be not applicable", old.NA, new.NA)
}

func shownDecimal(d *Decimal) string {
	if d == nil {
		return ""
	}
	return string(*d)
}

// worth compares what answers earn.
func (o on) worth(old, new *Question) {
	o.number(ScoringAffecting, "weight", old.Weight, new.Weight)
	o.text(ScoringAffecting, "role", string(old.Role), string(new.Role))
	o.text(ScoringAffecting, "weight while hidden", string(old.WhenHidden), string(new.WhenHidden))
	o.text(ScoringAffecting, "kind of scoring", string(old.Scoring.Kind), string(new.Scoring.Kind))
	o.text(ScoringAffecting, "combination of options", old.Scoring.Combine, new.Scoring.Combine)
	o.part(ScoringAffecting, "scale", old.Scoring.Anchors, new.Scoring.Anchors)
	o.part(ScoringAffecting, "measure", old.Scoring.Measure, new.Scoring.Measure)
	o.part(ScoringAffecting, "rubric", marks(old.Scoring.Rubric), marks(new.Scoring.Rubric))
	o.part(Wording, "wording of the rubric", texts(old.Scoring.Rubric), texts(new.Scoring.Rubric))
	o.text(ScoringAffecting, "fact it is scored from", old.Scoring.Fact, new.Scoring.Fact)
	o.text(ScoringAffecting, "proof", old.Evidence.Proof, new.Evidence.Proof)
	o.text(ScoringAffecting, "assurance", old.Evidence.Assurance, new.Evidence.Assurance)
	o.number(ScoringAffecting, "largest age of evidence in days", old.Evidence.MaxAge, new.Evidence.MaxAge)
	o.part(ScoringAffecting, "facts that document it", old.Evidence.Facts, new.Evidence.Facts)
}

func marks(rubric []Grade) []Grade {
	bare := make([]Grade, len(rubric))
	for i, g := range rubric {
		bare[i] = Grade{Grade: g.Grade, Score: g.Score}
	}
	return bare
}

func texts(rubric []Grade) map[int]string {
	found := map[int]string{}
	for _, g := range rubric {
		found[g.Grade] = g.Text
	}
	return found
}

// optionsOf: a new or missing option changes what can be answered, and with it
// the meaning of the others.
func (o on) optionsOf(question string, old, new []Option) {
	id := func(option *Option) string { return question + "/" + option.ID }
	lists(o.differ, "option", old, new, id, func(o on, old, new *Option) {
		o.text(Wording, "label", old.Label, new.Label)
		o.text(Wording, "help", old.Help, new.Help)
		o.text(ScoringAffecting, "score", string(old.Score), string(new.Score))
		o.flag(AnswerAffecting, "exclusive", old.Exclusive, new.Exclusive)
	})
	o.order("options", idsOf(old, optionID), idsOf(new, optionID))
}

func (o on) columnsOf(question string, old, new []Column) {
	id := func(column *Column) string { return question + "/" + column.ID }
	lists(o.differ, "column", old, new, id, func(o on, old, new *Column) {
		o.text(Wording, "label", old.Label, new.Label)
		o.text(AnswerAffecting, "type", string(old.Type), string(new.Type))
		o.flag(AnswerAffecting, "required", old.Required, new.Required)
		o.text(AnswerAffecting, "unit", old.Unit, new.Unit)
		o.text(AnswerAffecting, "smallest value", shownDecimal(old.Min), shownDecimal(new.Min))
		o.text(AnswerAffecting, "largest value", shownDecimal(old.Max), shownDecimal(new.Max))
		o.optionsOf(o.id, old.Options, new.Options)
	})
	o.order("columns", idsOf(old, columnID), idsOf(new, columnID))
}

// consequences compares the question's own gate and red flags.
func (o on) consequences(old, new *Question) {
	single := func(g *Gate) []Gate {
		if g == nil {
			return nil
		}
		return []Gate{*g}
	}
	lists(o.differ, "gate", single(old.Gate), single(new.Gate), gateID, gate)
	lists(o.differ, "red_flag", old.RedFlags, new.RedFlags, flagID, func(o on, old, new *RedFlag) {
		o.text(Wording, "message", old.Message, new.Message)
		o.part(ScoringAffecting, "condition", old.When, new.When)
		o.text(ScoringAffecting, "severity", string(old.Severity), string(new.Severity))
	})
	o.order("red flags", idsOf(old.RedFlags, flagID), idsOf(new.RedFlags, flagID))
}
