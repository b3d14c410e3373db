package report_test

import (
	"testing"

	"memsure/internal/assessment"
	"memsure/internal/report"
	"memsure/internal/report/reporttest"
)

// The buyer reads which earlier answer was confirmed, beside that answer and
// nowhere else.
func TestACarriedAnswerSaysWhereItComesFrom(t *testing.T) {
	in := reporttest.Input()
	const march = 1_772_496_000_000_000 // 3 March 2026
	at := -1
	for i, a := range in.Revision.Answers {
		if a.QuestionID == "MS-03" {
			at = i
		}
	}
	in.Revision.Answers[at].Carried = &assessment.Carried{AssessmentID: "asm_before", Revision: 2, QuestionID: "MS-02", SubmittedAt: march, Of: "Aurora Gateway 4.1"}
	for _, section := range report.BuildScorecard(in).Sections {
		for _, q := range section.Questions {
			want := ""
			if q.ID == "MS-03" {
				want = "The vendor confirmed its answer of 3 March 2026 for Aurora Gateway 4.1 (revision 2 of asm_before, asked there as MS-02)."
			}
			if q.Carried != want {
				t.Errorf("%s: %q, want %q", q.ID, q.Carried, want)
			}
		}
	}
}
