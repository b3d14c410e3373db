package assessment_test

import (
	"testing"

	"pgregory.net/rapid"

	"memsure/internal/assessment"
	"memsure/internal/questionnaire"
)

// Whatever is accepted as an answer can be frozen, read back and digested: a
// response that was saved can always be submitted.
func TestWhatIsAcceptedCanBeFrozen(t *testing.T) {
	q := &questionnaire.Question{ID: "n", Type: questionnaire.TypeNumber}
	rapid.Check(t, func(t *rapid.T) {
		v := questionnaire.Value{Kind: questionnaire.TypeNumber, Number: rapid.Int64().Draw(t, "micro")}
		if len(questionnaire.CheckValue(q, v)) > 0 {
			return
		}
		r := assessment.Revision{Number: 1, Answers: []assessment.Answer{{QuestionID: "n", Value: &v}}}
		_, document, _, err := assessment.Freeze(r)
		if err != nil {
			t.Fatalf("%d was accepted and cannot be frozen: %v", v.Number, err)
		}
		back, err := assessment.Thaw(document)
		if err != nil || back.Answers[0].Value.Number != v.Number {
			t.Fatalf("%d came back as %+v, %v", v.Number, back, err)
		}
	})
}
