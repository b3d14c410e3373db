package questionnairetest_test

import (
	"testing"

	"pgregory.net/rapid"

	"memsure/internal/questionnaire"
	"memsure/internal/questionnaire/questionnairetest"
)

// What the generator makes is accepted by everything that reads it.
func TestDefinitionIsValid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		def := questionnairetest.Definition(t)
		if err := questionnaire.Validate(def); err != nil {
			t.Fatal(err)
		}
		if _, err := questionnaire.Compile(def); err != nil {
			t.Fatal(err)
		}
		if wrong := questionnaire.CheckWeights(def, questionnairetest.Weights(t, def)); len(wrong) > 0 {
			t.Fatal(wrong)
		}
		if len(questionnairetest.Facts(t)) > 6 {
			t.Fatal("more facts than drawn")
		}
		for id := range questionnairetest.Answers(t, def) {
			if id == "" {
				t.Fatal("an answer without a question")
			}
		}
	})
}
