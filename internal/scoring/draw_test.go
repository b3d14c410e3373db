package scoring_test

import (
	"fmt"
	"maps"
	"slices"

	"pgregory.net/rapid"

	"memsure/internal/assessment"
	"memsure/internal/questionnaire"
	"memsure/internal/questionnaire/questionnairetest"
	"memsure/internal/scoring"
)

// drawInput draws a version, a response with evidence and facts, and an
// evaluator's work on it.
func drawInput(t *rapid.T) scoring.Input {
	return drawInputTo(t, questionnairetest.Definition(t))
}

// drawInputTo draws the response to a questionnaire, with the weights of the
// assessment's tier or its own as often as with the authored ones.
func drawInputTo(t *rapid.T, def *questionnaire.Definition) scoring.Input {
	tier := rapid.SampledFrom([]string{"", "critical", "low"}).Draw(t, "tier")
	var own questionnaire.Weights
	if rapid.IntRange(0, 2).Draw(t, "own weights") == 0 {
		own = questionnairetest.Weights(t, def)
	}
	def, err := questionnaire.Reweigh(def, tier, own)
	if err != nil {
		t.Fatal(err)
	}
	version, err := questionnaire.Compile(def)
	if err != nil {
		t.Fatal(err)
	}
	in := scoring.Input{
		Version:  version,
		Revision: assessment.Revision{Number: rapid.IntRange(1, 3).Draw(t, "revision"), Answers: drawAnswers(t, def)},
		Facts:    questionnairetest.Facts(t),
		Tier:     tier,
		Source:   rapid.SampledFrom([]assessment.Source{assessment.SourceVendor, assessment.SourceVendor, assessment.SourcePublic}).Draw(t, "source"),
		At:       today.UnixMicro(),
	}
	for i := range 6 {
		in.Revision.Evidence = append(in.Revision.Evidence, assessment.Evidence{
			ID: evidenceID(i), DatedOn: rapid.SampledFrom([]string{"", "2026-11-01", "2026-03-01", "2020-01-01", "2027-01-01"}).Draw(t, "dated"),
		})
	}
	in.Panel = drawPanel(t)
	in.Reviews = drawReviews(t, version, in.Revision.Number)
	in.Unchanged = map[string]int{}
	for _, q := range version.Questions() {
		if rapid.Bool().Draw(t, "unchanged") {
			in.Unchanged[q.ID] = rapid.IntRange(1, in.Revision.Number).Draw(t, "since")
		}
	}
	return in
}

func evidenceID(i int) string { return fmt.Sprintf("ev_%d", i) }

func drawAnswers(t *rapid.T, def *questionnaire.Definition) (answers []assessment.Answer) {
	values := questionnairetest.Answers(t, def)
	for _, id := range slices.Sorted(maps.Keys(values)) {
		value := values[id]
		a := assessment.Answer{QuestionID: id, Value: &value}
		if rapid.IntRange(0, 9).Draw(t, "not applicable") == 0 {
			a = assessment.Answer{QuestionID: id, NotApplicable: &assessment.NotApplicable{Reason: "none"}}
		}
		for range rapid.IntRange(0, 2).Draw(t, "links") {
			a.Evidence = append(a.Evidence, assessment.EvidenceLink{EvidenceID: evidenceID(rapid.IntRange(0, 6).Draw(t, "link"))})
		}
		answers = append(answers, a)
	}
	return answers
}

// people are those who judge answers.
var people = []string{"anna", "ben", "cleo"}

// drawPanel draws who grades together: often nobody, so that any grade counts.
func drawPanel(t *rapid.T) []string {
	return rapid.SampledFrom([][]string{nil, nil, {"anna"}, {"anna", "ben"}, {"cleo", "ben", "anna"}}).Draw(t, "panel")
}

func drawReviews(t *rapid.T, version *questionnaire.Compiled, revision int) (reviews []assessment.Review) {
	questions, gates, checks := version.Questions(), version.Gates(), version.Checks()
	for i := range rapid.IntRange(0, 12).Draw(t, "reviews") {
		r := assessment.Review{
			ID: fmt.Sprintf("review-%d", i), Revision: rapid.IntRange(1, revision).Draw(t, "judged"),
			At:       int64(rapid.IntRange(0, 3).Draw(t, "at")),
			Accepted: rapid.Bool().Draw(t, "accepted"),
			Kind: rapid.SampledFrom([]assessment.ReviewKind{
				assessment.ReviewGrade, assessment.ReviewOverride, assessment.ReviewVerdict,
				assessment.ReviewNotApplicable, assessment.ReviewGate, assessment.ReviewFinding,
				assessment.ReviewConsensus, assessment.ReviewApproval,
			}).Draw(t, "kind"),
			Quality:    rapid.Int64Range(0, 1_000_000).Draw(t, "quality"),
			Grade:      rapid.IntRange(0, 3).Draw(t, "grade"),
			Confidence: rapid.SampledFrom([]string{"claimed", "documented", "verified", "contradicted"}).Draw(t, "confidence"),
			EvidenceID: evidenceID(rapid.IntRange(0, 5).Draw(t, "file")),
			By:         rapid.SampledFrom(people).Draw(t, "by"),
			Approves:   fmt.Sprintf("review-%d", rapid.IntRange(0, 11).Draw(t, "approves")),
			Place:      rapid.SampledFrom([]string{"", "page 4"}).Draw(t, "place"),
		}
		r.QuestionID = questions[rapid.IntRange(0, len(questions)-1).Draw(t, "of")].ID
		if len(gates) > 0 {
			r.GateID = gates[rapid.IntRange(0, len(gates)-1).Draw(t, "of gate")].ID
		}
		if len(checks) > 0 {
			r.FindingID = checks[rapid.IntRange(0, len(checks)-1).Draw(t, "of check")].ID
		}
		if rapid.Bool().Draw(t, "remedy") {
			r.Remedy, r.RemedyBy = "a fix", rapid.SampledFrom([]string{"2026-11-22", "2026-11-21"}).Draw(t, "until")
		}
		reviews = append(reviews, r)
	}
	return reviews
}

// shuffled gives the same response in another order.
func shuffled(t *rapid.T, in scoring.Input) scoring.Input {
	in.Revision.Answers = rapid.Permutation(in.Revision.Answers).Draw(t, "answers")
	in.Revision.Evidence = rapid.Permutation(in.Revision.Evidence).Draw(t, "evidence")
	in.Facts = permuted(t, in.Facts)
	in.Reviews = permuted(t, in.Reviews)
	return in
}

func permuted[T any](t *rapid.T, all []T) []T {
	if len(all) == 0 {
		return all
	}
	return rapid.Permutation(all).Draw(t, "order")
}

func mustScore(t *rapid.T, in scoring.Input) scoring.Result {
	result, err := scoring.Score(in)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// summaries gives all published results that are there.
func summaries(r scoring.Result) (all []scoring.Summary) {
	for _, s := range []*scoring.Summary{r.Overall, r.Exposure, r.Practice} {
		if s != nil {
			all = append(all, *s)
		}
	}
	for _, s := range r.Sections {
		if s.Summary != nil {
			all = append(all, *s.Summary)
		}
	}
	return all
}

// statuses tells how each question took part.
func statuses(r scoring.Result) map[string]scoring.Status {
	all := map[string]scoring.Status{}
	for _, s := range r.Sections {
		for _, q := range s.Questions {
			all[q.ID] = q.Status
		}
	}
	return all
}
