package app

import (
	"testing"

	"memsure/internal/assessment"
	"memsure/internal/canon"
	"memsure/internal/fault"
	"memsure/internal/store"
)

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
