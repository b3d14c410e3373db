package app

import (
	"testing"

	"memsure/internal/assessment"
	"memsure/internal/canon"
	"memsure/internal/fault"
	"memsure/internal/scoring"
	"memsure/internal/store"
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
		if got := settled(c.result); got != c.want {
			t.Errorf("%s: settled %t", name, got)
		}
	}
}

// A review is held to its digest, and its order to its document.
func TestOpenedReview(t *testing.T) {
	row, err := reviewRow(store.AssessmentView{}, assessment.Review{ID: "rev_1", Number: 2, Revision: 1, Kind: assessment.ReviewGate, GateID: "g", Reason: "r", Note: "n"})
	if err != nil {
		t.Fatal(err)
	}
	if r, err := openedReview(row); err != nil || r.Number != 2 || r.Note != "n" || row.Subject != "gate:g" {
		t.Errorf("%+v, %v", r, err)
	}
	for name, change := range map[string]func(*store.Review){
		"document": func(r *store.Review) { r.Document = []byte("{}") },
		"number":   func(r *store.Review) { r.Number = 1 },
		"revision": func(r *store.Review) { r.Revision = 2 },
		"both": func(r *store.Review) {
			r.Document = []byte(`{"id":"rev_2"}`)
			r.Digest = canon.Digest(canon.DomainReview, r.Document)
		},
	} {
		changed := row
		change(&changed)
		if _, err := openedReview(changed); fault.Code(err) != "record_damaged" {
			t.Errorf("%s changed: %v", name, err)
		}
	}
}

// The order in which an evaluation looked at things is part of the scorecard,
// and nothing has one form.
func TestConsidered(t *testing.T) {
	j := judged{revisions: []store.Revision{{Number: 1, Digest: "a"}, {Number: 2, Digest: "b"}}}
	revisions, reviews := j.considered()
	if len(revisions) != 2 || revisions[1] != (RevisionRef{2, "b"}) || reviews == nil || len(reviews) != 0 {
		t.Errorf("%v %v", revisions, reviews)
	}
	inputs, err := j.inputDigests("sha256:r")
	if err != nil || inputs[3].Digest != canon.Digest(canon.DomainFacts, []byte("[]")) || inputs[4].Digest != canon.Digest(canon.DomainReviews, []byte("[]")) {
		t.Errorf("%v, %v", inputs, err)
	}
}
