package questionnaire_test

import (
	"strings"
	"testing"

	"memsure/internal/questionnaire"
)

// A slip in a control is named with what was probably meant; a framework of the
// author's own is never more than a remark.
func TestLintLooksAtMappings(t *testing.T) {
	def := &questionnaire.Definition{Sections: []questionnaire.Section{{Questions: []questionnaire.Question{{ID: "q", MapsTo: []string{
		"SSDF-1.1 PW.5.1", "SSDF-1.1 PW.51", "SSDF-1.2 PW.5.1", "HouseRules-7 part 3", "SLSA-1.2", "CRA-2024/2847 Annex I Part I(2)(k)",
	}}}}}}
	got := map[string]questionnaire.Remark{}
	for _, r := range questionnaire.Lint(def) {
		if r.Code == "unknown_control" || r.Code == "own_framework" {
			got[r.Pointer] = r
		}
	}
	if len(got) != 3 {
		t.Errorf("remarks %+v", got)
	}
	for at, want := range map[string][2]string{
		"/sections/0/questions/0/maps_to/1": {"unknown_control", "Nearest is PW.5.1."},
		"/sections/0/questions/0/maps_to/2": {"own_framework", "If you meant SSDF-1.1"},
		"/sections/0/questions/0/maps_to/3": {"own_framework", "fine for one of your own"},
	} {
		if r := got[at]; r.Code != want[0] || !strings.Contains(r.Message, want[1]) {
			t.Errorf("%s: %+v", at, r)
		}
	}
}
