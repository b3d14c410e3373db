package questionnaires_test

import (
	"testing"

	"memsure/internal/questionnaire"
	"memsure/questionnaires"
)

// Lint has nothing to remark on what is shipped, nor on the example that
// authors copy from the format reference.
func TestLintHasNothingToRemark(t *testing.T) {
	sources := map[string][]byte{"the format reference's example": formatExample(t)}
	for _, file := range questionnaires.Shipped() {
		sources[file.Name] = file.Source
	}
	for name, text := range sources {
		source, err := questionnaire.LoadSource(text)
		if err != nil {
			t.Fatal(err)
		}
		for _, remark := range source.Lint() {
			t.Errorf("%s: %+v", name, remark)
		}
	}
}
