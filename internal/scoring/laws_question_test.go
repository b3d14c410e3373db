package scoring_test

import (
	"slices"

	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

// The order of answers, files, facts and reviews changes nothing at all. The
// order of sections and questions changes no number but who gets a millionth
// of a percent that rounding leaves over.
func orderIsIrrelevant(t *trial) {
	in := drawInput(t.T)
	was := t.score(in)
	t.same(was, t.score(shuffled(t.T, in)))
	turned := in
	turned.Version = altered(t, in.Version, func(def *questionnaire.Definition) {
		def.Sections = rapid.Permutation(def.Sections).Draw(t.T, "sections")
		for s := range def.Sections {
			def.Sections[s].Questions = rapid.Permutation(def.Sections[s].Questions).Draw(t.T, "questions")
		}
	})
	is := t.score(turned)
	t.same(totals(was), totals(is))
	t.same([]any{was.Band, was.BandBeforeCap, was.GateOutcome}, []any{is.Band, is.BandBeforeCap, is.GateOutcome})
	t.same(explained(was), explained(is), cmpopts.IgnoreFields(scoring.QuestionResult{}, "Contribution", "Rule", "InheritedFrom", "FactNames"))
}

// Whatever stands in the answers to questions that were not shown, the result
// is the same: their values, their files and what reviews say of them.
func hiddenAnswersHaveNoInfluence(t *trial) {
	in := drawInput(t.T)
	if rapid.Bool().Draw(t.T, "no facts") {
		in.Facts = nil
	}
	result := t.score(in)
	hides := hider(in, result)
	without := in
	without.Revision.Answers = slices.DeleteFunc(slices.Clone(in.Revision.Answers), func(a assessment.Answer) bool { return hides(a.QuestionID) })
	// files only hidden questions link to go with them
	without.Facts = slices.DeleteFunc(slices.Clone(in.Facts), func(f fact.Fact) bool {
		return links(in, f.EvidenceID) > 0 && links(without, f.EvidenceID) == 0
	})
	t.same(result, t.score(without))
}

// hider tells which questions were not shown: where there are no facts, by the
// conditions alone and whatever the engine says.
func hider(in scoring.Input, result scoring.Result) func(id string) bool {
	if len(in.Facts) > 0 {
		return func(id string) bool { return hidden(id, result) }
	}
	env := in.Version.NewEnv()
	for _, a := range in.Revision.Answers {
		q, _ := in.Version.Index(a.QuestionID)
		switch {
		case a.NotApplicable != nil:
		case in.Version.Questions()[q].Type == questionnaire.TypeFile:
			if hasFile(in, &in.Version.Questions()[q], a) {
				env.Answers[q] = &questionnaire.Value{Kind: questionnaire.TypeFile}
			}
		default:
			env.Answers[q] = a.Value
		}
	}
	shown := in.Version.Visible(env)
	return func(id string) bool {
		q, _ := in.Version.Index(id)
		return shown[q] != questionnaire.True
	}
}

// hasFile tells whether an answer links a file of the revision that its
// question accepts.
func hasFile(in scoring.Input, q *questionnaire.Asked, a assessment.Answer) bool {
	return slices.ContainsFunc(a.Evidence, func(link assessment.EvidenceLink) bool {
		return slices.ContainsFunc(in.Revision.Evidence, func(e assessment.Evidence) bool {
			return e.ID == link.EvidenceID && (len(q.Evidence.Accepts) == 0 || slices.Contains(q.Evidence.Accepts, e.Kind))
		})
	})
}

// hidden tells whether a result says that a question was not shown.
func hidden(id string, result scoring.Result) bool {
	switch statuses(result)[id] {
	case scoring.StatusExcluded, scoring.StatusInherited, scoring.StatusUndecided:
		return true
	}
	return false
}

func links(in scoring.Input, evidence string) (n int) {
	for _, a := range in.Revision.Answers {
		for _, link := range a.Evidence {
			if link.EvidenceID == evidence {
				n++
			}
		}
	}
	return n
}

// Claimed and pending, or rejected, a question that is said not to apply earns
// what no answer earns, even where a value was given as well.
func pendingEqualsNoAnswer(t *trial) {
	in := drawInput(t.T)
	in.Reviews = slices.DeleteFunc(in.Reviews, func(r assessment.Review) bool {
		return r.Kind == assessment.ReviewNotApplicable && r.Accepted
	})
	in.Revision.Answers = slices.Clone(in.Revision.Answers)
	for i := range in.Revision.Answers {
		a := &in.Revision.Answers[i]
		if a.NotApplicable != nil {
			in.Reviews = append(in.Reviews, t.decisions(in, a.QuestionID)...)
			a.Value = t.valueOf(in, a.QuestionID)
		}
	}
	silent := in
	silent.Revision.Answers = slices.DeleteFunc(slices.Clone(in.Revision.Answers), func(a assessment.Answer) bool { return a.NotApplicable != nil })
	if linksDiffer(in, silent) {
		return // the claim links a file with facts
	}
	t.same(totals(t.score(in)), totals(t.score(silent)))
}

// decisions draws a rejection of a claim that a question does not apply, or none.
func (t *trial) decisions(in scoring.Input, id string) []assessment.Review {
	if rapid.Bool().Draw(t.T, "pending") {
		return nil
	}
	return []assessment.Review{{ID: "no-" + id, Revision: in.Revision.Number, At: 9, Kind: assessment.ReviewNotApplicable, QuestionID: id}}
}

// valueOf draws a value for a question, or none.
func (t *trial) valueOf(in scoring.Input, id string) *questionnaire.Value {
	q, _ := in.Version.Index(id)
	question := in.Version.Questions()[q].Question
	if question.Type == questionnaire.TypeFile || rapid.IntRange(0, 3).Draw(t.T, "no value") == 0 {
		return nil
	}
	return t.anyValue(question)
}

func linksDiffer(a, b scoring.Input) bool {
	return slices.ContainsFunc(a.Facts, func(f fact.Fact) bool { return links(a, f.EvidenceID) != links(b, f.EvidenceID) })
}

// Accepted as not applicable, a question counts as if it were not there,
// whatever value stands beside the claim.
func acceptedEqualsAbsent(t *trial) {
	in := drawInput(t.T)
	at, without := droppable(t.T, in.Version)
	if without == nil {
		return // something rests on every question
	}
	in.Revision.Answers = slices.DeleteFunc(slices.Clone(in.Revision.Answers), func(a assessment.Answer) bool { return a.QuestionID == at.ID })
	absent := in
	absent.Version = without
	in.Revision.Answers = append(in.Revision.Answers,
		assessment.Answer{QuestionID: at.ID, Value: t.valueOf(in, at.ID), NotApplicable: &assessment.NotApplicable{Reason: "none"}})
	in.Reviews = append(slices.Clone(in.Reviews), assessment.Review{
		ID: "z", Revision: in.Revision.Number, At: 9, Kind: assessment.ReviewNotApplicable, QuestionID: at.ID, Accepted: true,
	})
	accepted := t.score(in)
	if hidden(at.ID, accepted) {
		return
	}
	t.same(withoutAway(t.score(absent)), withoutAway(accepted))
}

// Where every scored question was accepted as not applicable there is no
// score, no band and no contribution; where one counts there is a score, be it
// 0.
func nothingApplicableGivesNull(t *trial) {
	in := drawInput(t.T)
	if rapid.Bool().Draw(t.T, "nothing applies") {
		in = nothingApplies(t, in)
	}
	r := t.score(in)
	counts := map[questionnaire.Dimension]bool{}
	for _, s := range r.Sections {
		some := slices.ContainsFunc(s.Questions, func(q scoring.QuestionResult) bool { return asPublished().counts(&q) })
		if (s.Summary != nil) != some {
			t.broken("section %s: something counts: %v, summary %v", s.ID, some, s.Summary)
		}
		if some && (s.Weight > 0 || asPublished().flat(in.Version.Definition)) {
			counts[""], counts[s.Dimension] = true, true
		}
	}
	for d, s := range published(&r) {
		if (*s != nil) != counts[d] {
			t.broken("%q: something counts: %v, score %v", d, counts[d], *s)
		}
	}
	if (r.Overall == nil) != (r.Band == "") {
		t.broken("overall %v with band %q", r.Overall, r.Band)
	}
}

func nothingApplies(t *trial, in scoring.Input) scoring.Input {
	in.Version = altered(t, in.Version, func(def *questionnaire.Definition) {
		for s := range def.Sections {
			for q := range def.Sections[s].Questions {
				def.Sections[s].Questions[q].NA.Allowed = true
			}
		}
	})
	in.Revision.Answers, in.Reviews = nil, nil
	for _, q := range in.Version.Questions() {
		in.Revision.Answers = append(in.Revision.Answers, assessment.Answer{QuestionID: q.ID, NotApplicable: &assessment.NotApplicable{Reason: "none"}})
		in.Reviews = append(in.Reviews, assessment.Review{
			ID: "na-" + q.ID, Revision: in.Revision.Number, Kind: assessment.ReviewNotApplicable, QuestionID: q.ID, Accepted: true,
		})
	}
	return in
}
