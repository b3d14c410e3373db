package report_test

import (
	"strings"
	"testing"

	"memsure/internal/report"
	"memsure/questionnaires"
)

// TestLeversNameWhatIsMissing: every lever says where the answer stands and, by
// its own question, what a better answer or the missing proof is.
func TestLeversNameWhatIsMissing(t *testing.T) {
	view := report.BuildScorecard(realInput(t, questionnaires.SampleAverage, withSBOM(t)))
	seen := map[string]string{}
	for _, l := range view.Levers {
		_, missing, _ := strings.Cut(l.Advice, "). ")
		if !strings.HasPrefix(l.Advice, "Now quality ") || missing == "" || strings.Contains(missing, "Improve the practice") {
			t.Errorf("%s: %s", l.QuestionID, l.Advice)
		}
		if other := seen[l.Advice]; other != "" {
			t.Errorf("%s and %s get the same advice: %s", l.QuestionID, other, l.Advice)
		}
		seen[l.Advice] = l.QuestionID
	}
	if len(seen) < 3 || !strings.Contains(view.Levers[0].Advice, "“Kind of language that reads the data first” is “") {
		t.Errorf("%d levers, first %+v", len(seen), view.Levers[0])
	}
}
