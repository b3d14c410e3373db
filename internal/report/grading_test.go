package report

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"memsure/internal/assessment"
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

// The annex says which weights are not the published ones, and whose they are.
func TestAnnexTellsOfWeights(t *testing.T) {
	def := &questionnaire.Definition{Tiers: []questionnaire.Tier{{ID: "high", Label: "High: core systems", Weights: &questionnaire.Weights{
		Questions: []questionnaire.Weight{{ID: "a", Weight: 30}, {ID: "b", Weight: 20}}}}},
		Ruleset: questionnaire.Ruleset{RollUp: questionnaire.RollUpSections},
		Sections: []questionnaire.Section{{ID: "s", Title: "Code", Weight: 1, Questions: []questionnaire.Question{
			{ID: "a", Weight: 10, Role: questionnaire.RoleAward, Scoring: questionnaire.Scoring{Kind: questionnaire.ScoreYesIsGood}},
			{ID: "b", Weight: 20, Role: questionnaire.RoleAward, Scoring: questionnaire.Scoring{Kind: questionnaire.ScoreYesIsGood}}}}}}
	own := questionnaire.Weights{Sections: []questionnaire.Weight{{ID: "s", Weight: 5}}}
	counted, err := questionnaire.Reweigh(def, "high", own)
	if err != nil {
		t.Fatal(err)
	}
	view := BuildScorecard(Input{Definition: counted, Authored: def, Tier: "high", Weights: own, WeightsDigest: "sha256:w"})
	want := []string{"Section “Code”: weight 5 in place of 1, set for this assessment before its first answer.",
		"a: weight 30 in place of 10, by the tier “High: core systems”."}
	if diff := cmp.Diff(want, view.Annex.Weights); diff != "" {
		t.Error(diff)
	}
	if last := view.Annex.Digests[len(view.Annex.Digests)-1]; last.Digest != "sha256:w" {
		t.Errorf("the digest of the weights is not named: %+v", last)
	}
	if plain := BuildScorecard(Input{Definition: def, Authored: def}); plain.Annex.Weights != nil {
		t.Errorf("published weights are listed as others: %v", plain.Annex.Weights)
	}
}

// The annex names each member's grade, how far they lie apart, and the
// consensus with its reason.
func TestAnnexTellsOfGrades(t *testing.T) {
	result := scoring.Result{Sections: []scoring.SectionResult{{Questions: []scoring.QuestionResult{
		{ID: "agreed", Spread: 2, Grades: []scoring.GradeGiven{{By: "anna", Grade: 1}, {By: "ben", Grade: 3}}, ReviewIDs: []string{"c"}},
		{ID: "apart", Spread: 1, Grades: []scoring.GradeGiven{{By: "anna", Grade: 1}, {By: "ben", Grade: 2}}},
		{ID: "alike", Grades: []scoring.GradeGiven{{By: "anna", Grade: 1}, {By: "ben", Grade: 1}}},
		{ID: "open"},
	}}}}
	view := BuildScorecard(Input{Result: &result, Reviews: []assessment.Review{
		{ID: "c", Kind: assessment.ReviewConsensus, QuestionID: "agreed", Grade: 2, By: "ben", Reason: "We read it together"},
		{ID: "old", Kind: assessment.ReviewConsensus, QuestionID: "apart", Grade: 2, By: "ben", Reason: "Before anna changed hers"}}})
	want := []string{
		"agreed: anna gave 1, ben gave 3; 2 steps apart. The panel agreed on 2, recorded by ben: We read it together.",
		"apart: anna gave 1, ben gave 2; 1 step apart. No consensus is recorded; the text counts as not graded.",
		"alike: anna gave 1, ben gave 1; all alike.",
	}
	if diff := cmp.Diff(want, view.Annex.Grading); diff != "" {
		t.Error(diff)
	}
}

// A remedy that waits for its approval is not printed as one agreed on.
func TestProposedRemediesAreMarked(t *testing.T) {
	gate := scoring.GateResult{ID: "g", Title: "G", Outcome: scoring.Fail, Remedy: "rewrite", RemedyBy: "2027-01-31", ReviewID: "r", ProposedBy: "anna"}
	for approvedBy, want := range map[string]string{"": "rewrite (proposed; not in force)", "ben": "rewrite"} {
		gate.ApprovedBy = approvedBy
		reviews := []assessment.Review{{ID: "r", Kind: assessment.ReviewGate, GateID: "g"}, {ID: "a", Kind: assessment.ReviewApproval, Approves: "r", Accepted: true}}
		view := BuildScorecard(Input{Result: &scoring.Result{Gates: []scoring.GateResult{gate}}, Reviews: reviews})
		if got := view.Gates[0]; got.Remedy != want || got.ProposedBy != "anna" || got.ApprovedBy != approvedBy {
			t.Errorf("%+v", got)
		}
		if line := view.Annex.Reviews[1]; line.Subject != "knock-out g" || line.After != "approved" {
			t.Errorf("the approval reads %+v", line)
		}
	}
}
