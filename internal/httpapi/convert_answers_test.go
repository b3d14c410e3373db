package httpapi

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"memsure/api"
	"memsure/internal/app"
	"memsure/internal/assessment"
	"memsure/internal/questionnaire"
	"memsure/internal/questionnaire/questionnairetest"
)

// Every value that fits a question survives the way out and back, exactly. A
// cell does not say whether its number is a percentage; its column does.
func TestValuesSurviveTheContract(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		def := questionnairetest.Definition(t)
		section := def.Sections[rapid.IntRange(0, len(def.Sections)-1).Draw(t, "section")]
		q := &section.Questions[rapid.IntRange(0, len(section.Questions)-1).Draw(t, "question")]
		want := questionnairetest.Value(t, q)

		doc, err := json.Marshal(frozenOut(assessment.Answer{QuestionID: q.ID, Value: &want, Comment: "as before"}))
		if err != nil {
			t.Fatal(err)
		}
		var sent api.FrozenAnswer
		if err := json.Unmarshal(doc, &sent); err != nil {
			t.Fatal(err)
		}
		read, err := answerIn(q.ID, api.AnswerInput{Value: sent.Value, Comment: sent.Comment})
		if err != nil {
			t.Fatalf("%s: %v", doc, err)
		}
		for _, row := range read.Value.Rows {
			for _, column := range q.Columns {
				if cell, ok := row[column.ID]; ok && column.Type == questionnaire.TypePercentage {
					cell.Kind = questionnaire.TypePercentage
					row[column.ID] = cell
				}
			}
		}
		if diff := cmp.Diff(want, *read.Value); diff != "" || read.Comment != "as before" {
			t.Fatalf("changed on the way:\n%s", diff)
		}
	})
}

func TestAnswersKeepEverythingBesideTheValue(t *testing.T) {
	want := assessment.Answer{QuestionID: "q", NotApplicable: &assessment.NotApplicable{Reason: "No code."},
		Evidence: []assessment.EvidenceLink{{EvidenceID: "evd_1", Place: "page 4"}, {EvidenceID: "evd_1"}},
		Citation: &assessment.Citation{URL: "https://example.com", Title: "Notes", RetrievedOn: "2024-02-29"}}
	out := frozenOut(want)
	read, err := answerIn("q", api.AnswerInput{NotApplicable: out.NotApplicable, Evidence: out.Evidence, Citation: out.Citation})
	if diff := cmp.Diff(want, read); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestRevisionsAndReceiptsAreWrittenWhole(t *testing.T) {
	r := app.Receipt{ID: "rct_1", Digest: "sha256:1", Revision: assessment.Revision{AssessmentID: "asm_1", Number: 2, SubmittedAt: 1_000_000,
		SubmittedBy: "ctc_1", ApprovedBy: "ctc_2", Attestation: "Yes.", Answers: []assessment.Answer{{QuestionID: "q", Comment: "c"}},
		Evidence: []assessment.Evidence{{ID: "evd_1", FileName: "a", SHA256: "00", Size: 1, Kind: "sbom"}}}}
	out := revisionOut(r)
	if out.Number != 2 || *out.ApprovedBy != "ctc_2" || *out.Attestation != "Yes." || *out.Answers[0].Comment != "c" || out.Evidence[0].Sha256 != "00" ||
		out.SubmittedAt.Format("15:04:05Z07:00") != "00:00:01Z" {
		t.Errorf("revision: %+v", out)
	}
	if receipt := receiptOut(r); receipt.Answers != 1 || receipt.AssessmentID != "asm_1" || receipt.Revision != 2 || len(receipt.Evidence) != 1 {
		t.Errorf("receipt: %+v", receipt)
	}
}
