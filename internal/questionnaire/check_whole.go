package questionnaire

import (
	"fmt"

	"memsure/internal/fact"
)

// identities refuses ids that name two things. Questions were looked at when
// the checker was made.
func (k *checker) identities() {
	def := k.def
	k.unique("/sections", len(def.Sections), func(i int) string { return def.Sections[i].ID })
	k.unique("/tiers", len(def.Tiers), func(i int) string { return def.Tiers[i].ID })
	k.unique("/ruleset/bands", len(def.Ruleset.Bands), func(i int) string { return def.Ruleset.Bands[i].ID })
	k.eachQuestion(func(q *Question, pointer string) {
		k.unique(pointer+"/options", len(q.Options), func(i int) string { return q.Options[i].ID })
		k.unique(pointer+"/columns", len(q.Columns), func(i int) string { return q.Columns[i].ID })
		for i := range q.Columns {
			options := q.Columns[i].Options
			k.unique(join(pointer+"/columns", i)+"/options", len(options), func(o int) string { return options[o].ID })
		}
	})
	k.ruleIDs()
	k.replaced()
}

func (k *checker) unique(list string, n int, id func(i int) string) {
	seen := map[string]bool{}
	for i := range n {
		if id(i) != "" && seen[id(i)] {
			k.add(join(list, i)+"/id", "duplicate_id", "Another entry of this list has this id already.")
		}
		seen[id(i)] = true
	}
}

// ruleIDs: gates, red flags and checks share one space of ids, as findings are
// named after them; the integrity gate's is taken.
func (k *checker) ruleIDs() {
	seen := map[string]bool{"integrity": true}
	claim := func(id, pointer string) {
		if id != "" && seen[id] {
			k.add(pointer+"/id", "duplicate_id", "Another gate, red flag or check has this id already (integrity is reserved).")
		}
		seen[id] = true
	}
	k.eachQuestion(func(q *Question, pointer string) {
		if q.Gate != nil {
			claim(q.Gate.ID, pointer+"/gate")
		}
		for i := range q.RedFlags {
			claim(q.RedFlags[i].ID, join(pointer+"/red_flag", i))
		}
	})
	for i := range k.def.Gates {
		claim(k.def.Gates[i].ID, join("/gates", i))
	}
	for i := range k.def.Checks {
		claim(k.def.Checks[i].ID, join("/checks", i))
	}
}

// replaced: an earlier id is followed by one question and asked no more.
func (k *checker) replaced() {
	seen := map[string]bool{}
	k.eachQuestion(func(q *Question, pointer string) {
		for i, id := range q.Replaces {
			switch at := join(pointer+"/replaces", i); {
			case k.questions[id] != nil:
				k.add(at, "still_asked", "A question of this version has this id; it cannot be replaced as well.")
			case seen[id]:
				k.add(at, "duplicate_id", "This earlier question is replaced already.")
			}
			seen[id] = true
		}
	})
}

func (k *checker) ruleset() {
	rules := &k.def.Ruleset
	ladder := []Decimal{rules.Confidence.ClaimedProofRequired, rules.Confidence.Claimed, rules.Confidence.Documented, rules.Confidence.Verified}
	names := []string{"claimed_proof_required", "claimed", "documented", "verified"}
	for i := 1; i < len(ladder); i++ {
		if ladder[i].micro() < ladder[i-1].micro() {
			k.add("/ruleset/confidence/"+names[i], "not_ascending", "Better proof never counts less: claimed_proof_required ≤ claimed ≤ documented ≤ verified.")
		}
	}
	k.bands(rules.Bands)
	k.caps(rules)
}

func (k *checker) bands(bands []Band) {
	for i := 1; i < len(bands); i++ {
		if bands[i].AtLeast.micro() >= bands[i-1].AtLeast.micro() {
			k.add(join("/ruleset/bands", i)+"/at_least", "not_descending", "Bands are listed best first, each with a lower bound than the one before.")
		}
	}
	if n := len(bands); n > 0 && bands[n-1].AtLeast.micro() != 0 {
		k.add(join("/ruleset/bands", n-1)+"/at_least", "not_zero", "The last band begins at 0, so that every score has a band.")
	}
}

func (k *checker) caps(rules *Ruleset) {
	known := map[string]bool{}
	for _, band := range rules.Bands {
		known[band.ID] = true
	}
	seen := map[int64]bool{}
	for i, limit := range rules.ExposureCaps {
		if !known[limit.Band] {
			k.add(join("/ruleset/exposure_caps", i)+"/band", "unknown_band", "No band of this ruleset has this id.")
		}
		if seen[limit.Below.micro()] {
			k.add(join("/ruleset/exposure_caps", i)+"/below", "duplicate_value", "Another cap has this bound already.")
		}
		seen[limit.Below.micro()] = true
	}
}

// weights refuses a questionnaire in which nothing can be earned.
func (k *checker) weights() {
	if !earns(k.def) && len(k.def.Sections) > 0 {
		k.add("/sections", "no_weight", "Nothing can be earned: at least one award question with a weight above 0 is needed, in a section with a weight above 0.")
	}
	for i := range k.def.Tiers {
		if own := k.def.Tiers[i].Weights; own != nil {
			for _, field := range CheckWeights(k.def, *own) {
				k.add(join("/tiers", i)+"/weights"+field.Pointer, field.Code, field.Message)
			}
		}
	}
}

// Scored tells whether a question takes part in the score.
func (q *Question) Scored() bool {
	return q.Role == RoleAward && q.Weight > 0 && q.Scoring.Kind != ScoreNone
}

// rules checks gates, red flags and checks but for their conditions.
func (k *checker) rules() {
	tiers := map[string]bool{}
	for _, tier := range k.def.Tiers {
		tiers[tier.ID] = true
	}
	gate := func(g *Gate, pointer string) {
		for i, id := range g.Tiers {
			if !tiers[id] {
				k.add(join(pointer+"/tiers", i), "unknown_tier", "No tier of this questionnaire has this id.")
			}
		}
		k.notRepeated(g.Tiers, pointer+"/tiers")
	}
	k.eachQuestion(func(q *Question, pointer string) {
		if q.Gate != nil {
			gate(q.Gate, pointer+"/gate")
		}
	})
	for i := range k.def.Gates {
		gate(&k.def.Gates[i], join("/gates", i))
	}
	for i := range k.def.Checks {
		k.check(&k.def.Checks[i], join("/checks", i))
	}
}

func (k *checker) check(check *Check, pointer string) {
	for i, id := range check.Questions {
		if k.questions[id] == nil {
			k.add(join(pointer+"/questions", i), "unknown_question", "No question of this questionnaire has this id.")
		}
	}
	k.notRepeated(check.Questions, pointer+"/questions")
}

func (k *checker) facts(names []string, pointer string) {
	for i, name := range names {
		k.knownFact(name, join(pointer, i))
	}
	k.notRepeated(names, pointer)
}

// compatible refuses a fact of a kind the scoring cannot read.
func (k *checker) compatible(name, pointer string, kinds ...fact.Kind) {
	if !k.knownFact(name, pointer) {
		return
	}
	for _, kind := range kinds {
		if fact.Kinds[name] == kind {
			return
		}
	}
	k.add(pointer, "wrong_fact", fmt.Sprintf("This kind of scoring needs a fact of kind %s.", kinds[0]))
}
