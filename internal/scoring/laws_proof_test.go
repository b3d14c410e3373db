package scoring_test

import (
	"slices"

	"pgregory.net/rapid"

	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
	"memsure/internal/questionnaire/questionnairetest"
	"memsure/internal/scoring"
)

func (t *trial) anyValue(q *questionnaire.Question) *questionnaire.Value {
	v := questionnairetest.Value(t.T, q)
	return &v
}

// An answer of at least the quality of another one never brings a lower score,
// while the same questions stay visible, what is hidden stays hidden for the
// same reasons, and no contradiction arises. Of several reasons the weakest
// counts: an answer that becomes one more of them can lower what a question
// hidden already takes over.
func betterAnswerNeverLowers(t *trial) {
	in := drawInput(t.T)
	q := rapid.SampledFrom(in.Version.Questions()).Draw(t.T, "question")
	other := in
	other.Revision.Answers = slices.Clone(in.Revision.Answers)
	i := slices.IndexFunc(in.Revision.Answers, func(a assessment.Answer) bool { return a.QuestionID == q.ID })
	if i < 0 || q.Type == questionnaire.TypeFile {
		return
	}
	other.Revision.Answers[i].Value, other.Revision.Answers[i].NotApplicable = t.anyValue(q.Question), nil
	a, b := t.score(in), t.score(other)
	switch question(t, a, q.ID).Status {
	case scoring.StatusNotScored, scoring.StatusNAAccepted:
		return // out of the points before
	}
	if contradictions(a) != contradictions(b) || !sameShown(a, b) {
		return
	}
	if question(t, b, q.ID).Quality < question(t, a, q.ID).Quality {
		a, b = b, a
	}
	t.noneLower(a, b, "a better answer to "+q.ID+":")
}

// sameShown tells whether two results hide the same questions, for the same
// reasons.
func sameShown(a, b scoring.Result) bool {
	all := explained(b)
	for id, q := range explained(a) {
		other := all[id]
		if !hidden(id, a) && !hidden(id, b) {
			continue
		}
		if q.Status != other.Status || !slices.Equal(q.InheritedFrom, other.InheritedFrom) || !slices.Equal(q.FactNames, other.FactNames) {
			return false
		}
	}
	return true
}

// contradictions lists the contradictions by state.
func contradictions(r scoring.Result) (list string) {
	for _, f := range r.Findings {
		if f.Kind == scoring.FindingContradiction {
			list += f.RuleID + " " + string(f.State) + "\n"
		}
	}
	return list
}

// A better judgement of an evaluator, or better proof, never lowers a
// published score. Both leave what is visible as it was.
func betterProofNeverLowers(t *trial) {
	in := drawInput(t.T)
	before := t.score(in)
	q := rapid.SampledFrom(in.Version.Questions()).Draw(t.T, "question")
	better := in
	r := assessment.Review{ID: "z", Revision: in.Revision.Number, At: 9, QuestionID: q.ID}
	if rapid.Bool().Draw(t.T, "proof") {
		r.Kind, r.Confidence, r.EvidenceID, r.Place = assessment.ReviewVerdict, "verified", "fresh", "page 1"
		better.Revision.Evidence = append(slices.Clone(in.Revision.Evidence), assessment.Evidence{ID: "fresh", DatedOn: "2026-11-22"})
	} else {
		was := question(t, before, q.ID)
		now := was.Quality
		if was.Status == scoring.StatusNotScored {
			now = 1_000_000 // its quality is not shown, but others may inherit it
		}
		r.Kind, r.Quality = assessment.ReviewOverride, rapid.Int64Range(now, 1_000_000).Draw(t.T, "better")
	}
	better.Reviews = append(slices.Clone(in.Reviews), r)
	t.noneLower(before, t.score(better), "improving "+q.ID+":")
}

// An answer proven, claimed, not given and contradicted earns less in this
// order; a file in which nothing is found adds nothing to a claim; and a
// settled contradiction costs the other open claims as well.
func ranksByProof(t *trial) {
	in := drawInput(t.T)
	q := rapid.SampledFrom(in.Version.Questions()).Draw(t.T, "question")
	if len(in.Version.Checks()) > 0 || q.Type == questionnaire.TypeFile || restsOn(in.Version, q.ID) {
		return // the answer decides what else is asked, or contradicts others
	}
	given := assessment.Answer{QuestionID: q.ID, Value: t.anyValue(q.Question)}
	in.Revision.Evidence = append(slices.Clone(in.Revision.Evidence), assessment.Evidence{ID: "fresh", DatedOn: "2026-11-22", Status: "read"})
	in.Revision.Answers = slices.DeleteFunc(slices.Clone(in.Revision.Answers), func(a assessment.Answer) bool { return a.QuestionID == q.ID })
	in.Reviews = slices.DeleteFunc(slices.Clone(in.Reviews), func(r assessment.Review) bool { return r.QuestionID == q.ID && r.Kind == assessment.ReviewVerdict })
	with := func(a assessment.Answer, verdict string) scoring.Result {
		out := in
		out.Revision.Answers = append(slices.Clone(in.Revision.Answers), a)
		if verdict != "" {
			out.Reviews = append(slices.Clone(in.Reviews), assessment.Review{ID: "z", Revision: in.Revision.Number, At: 9, QuestionID: q.ID,
				Kind: assessment.ReviewVerdict, Confidence: verdict, EvidenceID: "fresh", Place: "page 1"})
		}
		return t.score(out)
	}
	filed := given
	filed.Evidence = []assessment.EvidenceLink{{EvidenceID: "fresh"}}
	proven, claimed, silent, contradicted := with(given, "verified"), with(given, ""), t.score(in), with(given, "contradicted")
	t.same(totals(claimed), totals(with(filed, "")))
	t.noneLower(contradicted, silent, "silence about "+q.ID+" instead of a contradiction:")
	t.noneLower(silent, claimed, "a claim for "+q.ID+" instead of silence:")
	t.noneLower(claimed, proven, "proof for "+q.ID+":")
	if judged := question(t, claimed, q.ID).Status; judged != scoring.StatusScored && judged != scoring.StatusUngraded {
		return // not shown, or nobody can see whether it was
	}
	if costs(in, silent, q.ID) && contradicted.Overall.Score >= silent.Overall.Score {
		t.broken("being contradicted on %s costs nothing: %d, %d in silence", q.ID, contradicted.Overall.Score, silent.Overall.Score)
	}
}

// costs tells whether a response holds another open claim that earns
// something that no rounding hides, on a ladder with a step below it, and
// nothing contradicted yet.
func costs(in scoring.Input, r scoring.Result, but string) bool {
	if in.Version.Definition.Ruleset.Confidence.Claimed != "0.5" || contradictions(r) != "" {
		return false
	}
	for _, q := range explained(r) {
		if q.Rung == scoring.Contradicted { // out of the points, perhaps
			return false
		}
	}
	for _, s := range r.Sections {
		for _, q := range s.Questions {
			if q.ID != but && q.Status == scoring.StatusScored && q.Rung == scoring.Claimed && q.Contribution > 100 {
				return true
			}
		}
	}
	return false
}

// restsOn tells whether a condition that shows questions names the question.
func restsOn(version *questionnaire.Compiled, id string) bool {
	at, _ := version.Index(id)
	for q := range version.Questions() {
		if slices.Contains(version.ConditionQuestions(q), at) {
			return true
		}
	}
	return false
}

// Whatever another file shows of a fact a file gave already, no score rises,
// while the fact does not decide what is asked: where it does, a question that
// was hidden for two reasons may come to be hidden for the better one alone.
func anotherFileNeverHelps(t *trial) {
	in := drawInput(t.T)
	if len(in.Facts) == 0 {
		return
	}
	// what a person judged of a question that is no longer shown is out of force
	in.Reviews = slices.DeleteFunc(in.Reviews, func(r assessment.Review) bool {
		return r.Kind == assessment.ReviewFinding || r.Confidence == "contradicted"
	})
	another := rapid.SampledFrom(scoringFacts(in)).Draw(t.T, "fact")
	if !countsAlways(in, another.EvidenceID) || decidesWhatIsAsked(in, another.Name) {
		return // what only a question that may be hidden links to is no fact until it is shown
	}
	another.EvidenceID = "another"
	if another.Kind == fact.Boolean {
		another.Flag = !another.Flag
	} else {
		another.Micro, another.Text = rapid.SampledFrom([]int64{0, 20, 40, 60, 80, 100}).Draw(t.T, "value")*fact.Million, another.Text+" or so"
	}
	more := in
	more.Facts = append(slices.Clone(in.Facts), another)
	t.noneLower(t.score(more), t.score(in), "without another file:")
}

// scoringFacts gives the facts that questions are scored by; where there are
// none, all.
func scoringFacts(in scoring.Input) []fact.Fact {
	some := slices.DeleteFunc(slices.Clone(in.Facts), func(f fact.Fact) bool {
		return !slices.ContainsFunc(in.Version.Questions(), func(q questionnaire.Asked) bool { return q.Scoring.Fact == f.Name })
	})
	if len(some) == 0 {
		return in.Facts
	}
	return some
}

// An assessment filled in from public sources has no proof: it never scores
// more than the same answers given, and proven, by the vendor.
func publicSourcesProveNothing(t *trial) {
	in := drawInput(t.T)
	in.Source = assessment.SourcePublic
	public := t.score(in)
	for id, q := range explained(public) {
		if q.Rung == scoring.Documented || q.Rung == scoring.Verified || q.Rung == scoring.Own {
			if q.Status != scoring.StatusInherited { // a fact hides with its own assurance
				t.broken("%s stands on %s", id, q.Rung)
			}
		}
	}
	in.Source = assessment.SourceVendor
	t.noneLower(public, t.score(in), "from the vendor instead of public sources:")
}
