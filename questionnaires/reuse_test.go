package questionnaires_test

import (
	"testing"

	"memsure/internal/assessment"
	"memsure/internal/bundle/response"
	"memsure/internal/questionnaire"
	"memsure/questionnaires"
)

// reused says what a sample's answers to 1.0.0 offer to another questionnaire.
func reused(t *testing.T, sampleName string, target *questionnaire.Compiled, r assessment.Relation) (offers, archive []assessment.Offer) {
	t.Helper()
	given, err := response.Sample(sampleName)
	if err != nil {
		t.Fatal(err)
	}
	revision, _, digest, err := assessment.Freeze(assessment.Revision{AssessmentID: "asm_before", Number: 1, Answers: given.Answers})
	if err != nil {
		t.Fatal(err)
	}
	return assessment.Reuse(target, []assessment.Earlier{{Version: compiled(t), Revision: revision, Digest: digest, Relation: r, Of: "Aurora Gateway 4.2.0"}})
}

// Who has answered 1.0.0 starts the later questionnaires from there: every
// earlier answer is offered or archived, and what asks about the vendor reaches
// its other products.
func TestTheBankIsAnsweredOnce(t *testing.T) {
	given := sample(t, questionnaires.SampleAllCPP)
	for name, version := range map[string]string{"supplier-memory-safety": "2.0.0", "renewal-memory-safety": "1.0.0", "supplier-memory-safety-quick": "1.0.0"} {
		target := compiledAs(t, name, version)
		offers, archive := reused(t, questionnaires.SampleAllCPP, target, assessment.SameProduct)
		if len(offers)+len(archive) != len(given.Answers) {
			t.Errorf("%s: %d answers, %d offered and %d archived", name, len(given.Answers), len(offers), len(archive))
		}
		confirmable, byName := 0, 0
		for _, o := range offers {
			if o.Confirmable() {
				confirmable++
			}
			if o.ByName {
				byName++
			}
			if o.Verdict == questionnaire.CarryShowOld {
				t.Logf("%s: %s must be answered anew: %s", name, o.QuestionID, o.Reason)
			}
		}
		t.Logf("%s: %d of %d offers can be confirmed, %d by name, %d archived", name, confirmable, len(offers), byName, len(archive))
		if confirmable*2 < len(offers) {
			t.Errorf("%s: only %d of %d offers can be confirmed", name, confirmable, len(offers))
		}
		elsewhere, _ := reused(t, questionnaires.SampleAllCPP, target, assessment.SameVendor)
		for _, o := range elsewhere {
			if q, _ := target.Index(o.QuestionID); target.Questions()[q].Scope != questionnaire.ScopeVendor {
				t.Errorf("%s: %s reaches another product", name, o.QuestionID)
			}
		}
	}
}
