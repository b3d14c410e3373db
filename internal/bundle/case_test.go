package bundle

import (
	"testing"

	"memsure/internal/assessment"
	"memsure/internal/canon"
	"memsure/internal/scoring"
)

// A report is final once nothing waits for a person, gates included.
func TestSettled(t *testing.T) {
	question := func(s scoring.Status) scoring.Result {
		return scoring.Result{GateOutcome: scoring.Pass, Sections: []scoring.SectionResult{{Questions: []scoring.QuestionResult{{Status: s}}}}}
	}
	finding := func(k scoring.FindingKind, s scoring.FindingState) scoring.Result {
		return scoring.Result{GateOutcome: scoring.Pass, Findings: []scoring.Finding{{Kind: k, State: s}}}
	}
	for name, c := range map[string]struct {
		result scoring.Result
		want   bool
	}{
		"nothing waits":      {scoring.Result{GateOutcome: scoring.Pass}, true},
		"failed":             {scoring.Result{GateOutcome: scoring.Fail}, true},
		"conditional":        {scoring.Result{GateOutcome: scoring.Conditional}, true},
		"undetermined":       {scoring.Result{GateOutcome: scoring.Undetermined}, false},
		"ungraded":           {question(scoring.StatusUngraded), false},
		"claim pending":      {question(scoring.StatusNAPending), false},
		"scored":             {question(scoring.StatusScored), true},
		"open contradiction": {finding(scoring.FindingContradiction, scoring.FindingOpen), false},
	} {
		if got := Settled(&c.result); got != c.want {
			t.Errorf("%s: settled %t", name, got)
		}
	}
}

// What only some of a panel gave is told by no report; all else is.
func TestToldWithholdsOpenGrades(t *testing.T) {
	result := scoring.Result{Sections: []scoring.SectionResult{{Questions: []scoring.QuestionResult{
		{ID: "done", Grades: []scoring.GradeGiven{{By: "a", Grade: 1}}}, {ID: "open"}}}}}
	reviews := []assessment.Review{{ID: "1", Kind: assessment.ReviewGrade, QuestionID: "done"}, {ID: "2", Kind: assessment.ReviewGrade, QuestionID: "open"},
		{ID: "3", Kind: assessment.ReviewVerdict, QuestionID: "open"}}
	if told := Told([]string{"a"}, &result, reviews); len(told) != 2 || told[0].ID != "1" || told[1].ID != "3" {
		t.Errorf("told %v", told)
	}
	if told := Told(nil, &result, reviews); len(told) != 3 {
		t.Errorf("without a panel told %v", told)
	}
}

// The order in which an evaluation looked at things is part of the scorecard,
// and nothing has one form.
func TestFreezeNamesWhatWasConsidered(t *testing.T) {
	c := Case{AssessmentID: "asm_1", Number: 3, Revisions: []RevisionRef{{1, "a"}, {2, "b"}}, Questionnaire: Named{"sha256:q", "sha256:r"}}
	doc, bytes, digest, err := c.Freeze()
	if err != nil || digest != canon.Digest(canon.DomainScorecard, bytes) {
		t.Fatalf("%s, %v", digest, err)
	}
	if len(doc.Revisions) != 2 || doc.Revisions[1] != (RevisionRef{2, "b"}) || doc.Reviews == nil || len(doc.Reviews) != 0 {
		t.Errorf("%v %v", doc.Revisions, doc.Reviews)
	}
	for name, want := range map[string]string{"questionnaire": "sha256:q", "ruleset": "sha256:r", "revision": "b", "nothing": "",
		"facts": canon.Digest(canon.DomainFacts, []byte("[]")), "reviews": canon.Digest(canon.DomainReviews, []byte("[]"))} {
		if got := doc.Input(name); got != want {
			t.Errorf("%s: %s", name, got)
		}
	}
	c.Input.Reviews = []assessment.Review{{ID: "rev_1", Number: 1, By: "usr_1"}, {ID: "rev_2", Number: 2, By: "usr_1"}}
	c.ScoredBy = "usr_2"
	if doc, _, _, err = c.Freeze(); err != nil || len(doc.Reviews) != 2 || doc.Reviews[1] != (ReviewRef{2, "rev_2"}) {
		t.Errorf("%v, %v", doc.Reviews, err)
	}
	if people := c.people(); len(people) != 2 || people[0].Ref != "usr_1" || people[1].Role != "had the score computed" {
		t.Errorf("%v", people)
	}
}
