package app

import (
	"testing"

	"memsure/internal/canon"
	"memsure/internal/fault"
	"memsure/internal/questionnaire"
	"memsure/internal/store"
	"memsure/questionnaires"
)

// A later memsure may write a revision otherwise. Whether an old one is
// damaged is for the stored bytes and their digest to say.
func TestThawedHoldsTheStoredBytesToTheirDigest(t *testing.T) {
	row := store.Revision{AssessmentID: "asm_1", Number: 2, SubmittedUS: 7,
		Document: []byte(`{"assessment_id":"asm_1","dropped_since":true,"number":2,"schema":"memsure/revision/v1","submitted_at":7}`)}
	row.Digest = canon.Digest(canon.DomainRevision, row.Document)
	revision, err := thawed(row)
	if err != nil || revision.Number != 2 {
		t.Errorf("an old form: %+v, %v", revision, err)
	}
	for name, change := range map[string]func(*store.Revision){
		"bytes":      func(r *store.Revision) { r.Document = append([]byte(" "), r.Document...) },
		"digest":     func(r *store.Revision) { r.Digest = canon.Digest(canon.DomainRevision, nil) },
		"assessment": func(r *store.Revision) { r.AssessmentID = "asm_2" },
		"number":     func(r *store.Revision) { r.Number = 1 },
		"time":       func(r *store.Revision) { r.SubmittedUS = 8 },
	} {
		changed := row
		change(&changed)
		if _, err := thawed(changed); fault.Code(err) != "record_damaged" {
			t.Errorf("%s changed: %v", name, err)
		}
	}
}

func TestCompileStoredHoldsTheStoredBytesToTheirDigest(t *testing.T) {
	file, err := questionnaires.Named("supplier-memory-safety", "1.0.0")
	if err != nil {
		t.Fatal(err)
	}
	row, _, err := readFile(file.Source)
	if err != nil {
		t.Fatal(err)
	}
	row.Canonical = append([]byte(`{"a_member_of_the_past":[1],`), row.Canonical[1:]...)
	if _, err := compileStored(row); fault.Code(err) != "record_damaged" {
		t.Errorf("changed bytes: %v", err)
	}
	row.Digest = canon.Digest(canon.DomainQuestionnaire, row.Canonical)
	compiled, err := compileStored(row)
	if err != nil || compiled.Definition.Schema != questionnaire.Schema {
		t.Fatalf("an old form: %v", err)
	}
	if err := heldToDigests(row); err != nil {
		t.Errorf("held to its digests: %v", err)
	}
	row.Source = append(row.Source, '\n')
	if err := heldToDigests(row); fault.Code(err) != "record_damaged" {
		t.Errorf("the author's file changed: %v", err)
	}
}
