package scoring_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"memsure/internal/assessment"
	"memsure/internal/scoring"
)

const worded = `
      - {id: words, text: Words?, type: text, weight: 1, evidence: {assurance: none}, scoring: {kind: rubric, rubric: [{grade: 0, score: "0", text: None}, {grade: 2, score: "0.5", text: Some}, {grade: 3, score: "0.75", text: More}, {grade: 5, score: "1", text: All}]}}
`

// given is a panel member's grade; at is also its number.
func given(by string, grade, at int) assessment.Review {
	return assessment.Review{ID: fmt.Sprint(by, at), Number: at, Revision: 1, Kind: assessment.ReviewGrade, QuestionID: "words", Grade: grade, By: by}
}

func consensus(question string, grade int) assessment.Review {
	return assessment.Review{ID: "consensus", Number: 9, Revision: 1, Kind: assessment.ReviewConsensus, QuestionID: question, Grade: grade, By: "anna", Reason: "we talked"}
}

func TestPanels(t *testing.T) {
	agreed := func(grade, at int) assessment.Review {
		r := consensus("words", grade)
		r.Number = at
		return r
	}
	for _, test := range []struct {
		name    string
		reviews []assessment.Review
		status  scoring.Status
		quality int64
		spread  int
		grades  string
		finding scoring.FindingState // of the spread; empty for none
		says    string
	}{
		{"nobody has graded", nil, scoring.StatusUngraded, 0, 0, "", "", "before the whole panel"},
		{"one has graded", []assessment.Review{given("anna", 5, 1)}, scoring.StatusUngraded, 0, 0, "", "", "before the whole panel"},
		{"one has graded twice", []assessment.Review{given("anna", 5, 1), given("anna", 3, 2)}, scoring.StatusUngraded, 0, 0, "", "", "before the whole panel"},
		{"a stranger's grade", []assessment.Review{given("anna", 5, 1), given("cleo", 5, 2)}, scoring.StatusUngraded, 0, 0, "", "", "before the whole panel"},
		{"off the rubric", []assessment.Review{given("anna", 5, 1), given("ben", 4, 2)}, scoring.StatusUngraded, 0, 0, "", "", "before the whole panel"},
		{"equal", []assessment.Review{given("anna", 3, 1), given("ben", 3, 2)}, scoring.StatusScored, 750_000, 0, "anna 3 ben 3", "", "A panel of 2 graded"},
		{"equal after one changed", []assessment.Review{given("anna", 5, 1), given("anna", 3, 2), given("ben", 3, 3)}, scoring.StatusScored, 750_000, 0, "anna 3 ben 3", "", "every grade is 3"},
		{"one step apart", []assessment.Review{given("anna", 3, 1), given("ben", 2, 2)}, scoring.StatusUngraded, 0, 1, "anna 3 ben 2", "", "from 2 to 3, 1 step apart"},
		{"two steps apart", []assessment.Review{given("ben", 5, 1), given("anna", 2, 2)}, scoring.StatusUngraded, 0, 2, "anna 2 ben 5", scoring.FindingOpen, "2 steps apart"},
		{"agreed", []assessment.Review{given("ben", 5, 1), given("anna", 2, 2), agreed(3, 3)}, scoring.StatusScored, 750_000, 2, "anna 2 ben 5", scoring.FindingDismissed, "It agreed on 3"},
		{"agreed on another than all gave", []assessment.Review{given("ben", 5, 1), given("anna", 5, 2), agreed(0, 3)}, scoring.StatusScored, 0, 0, "anna 5 ben 5", "", "It agreed on 0"},
		{"agreed before all graded", []assessment.Review{given("ben", 5, 1), agreed(3, 2), given("anna", 2, 3)}, scoring.StatusUngraded, 0, 2, "anna 2 ben 5", scoring.FindingOpen, "2 steps apart"},
		{"agreed before one changed", []assessment.Review{given("ben", 5, 1), given("anna", 2, 2), agreed(3, 3), given("ben", 3, 4)}, scoring.StatusUngraded, 0, 1, "anna 2 ben 3", "", "1 step apart"},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := input(t, section(worded), answer("words", text("we do")))
			in.Panel, in.Reviews = []string{"ben", "anna", "ben"}, test.reviews
			result := score(t, in)
			q := question(t, result, "words")
			var grades []string
			for _, g := range q.Grades {
				grades = append(grades, g.By, fmt.Sprint(g.Grade))
			}
			if q.Status != test.status || q.Quality != test.quality || q.Spread != test.spread || strings.Join(grades, " ") != test.grades {
				t.Errorf("%s, quality %d, spread %d, grades %v", q.Status, q.Quality, q.Spread, grades)
			}
			if !strings.Contains(q.Rule, test.says) {
				t.Errorf("the rule says %q", q.Rule)
			}
			state := scoring.FindingState("")
			for _, f := range result.Findings {
				if f.Kind == scoring.FindingSpread {
					state = f.State
				}
			}
			if state != test.finding {
				t.Errorf("finding %q, want %q", state, test.finding)
			}
			if waits := noted(result, "words") != ""; waits != (test.status == scoring.StatusUngraded) {
				t.Errorf("said to wait: %v", waits)
			}
		})
	}
}

// An answer that changed is graded anew by everybody.
func TestPanelsGradeChangedAnswersAnew(t *testing.T) {
	for since, want := range map[int]scoring.Status{1: scoring.StatusScored, 2: scoring.StatusUngraded} {
		in := input(t, section(worded), answer("words", text("we do")))
		in.Revision.Number, in.Unchanged = 2, map[string]int{"words": since}
		in.Panel = []string{"anna", "ben"}
		in.Reviews = []assessment.Review{given("anna", 5, 1), given("ben", 5, 2)}
		if got := question(t, score(t, in), "words").Status; got != want {
			t.Errorf("unchanged since %d: %s, want %s", since, got, want)
		}
	}
}

// Until all have graded a question, what some of them gave has no influence on
// anything in the result: whoever reads it learns nothing of the others.
func TestOpenGradesHaveNoInfluence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		if len(in.Panel) == 0 {
			in.Panel = []string{"anna", "ben"}
		}
		in.Reviews = append(in.Reviews, drawGrades(t, in)...)
		result := mustScore(t, in)
		open := func(r assessment.Review) bool {
			of := r.Kind == assessment.ReviewGrade || r.Kind == assessment.ReviewConsensus
			return of && len(question(t, result, r.QuestionID).Grades) == 0
		}
		without := in
		without.Reviews = slices.DeleteFunc(slices.Clone(in.Reviews), open)
		if diff := cmp.Diff(result, mustScore(t, without)); diff != "" {
			t.Fatal(diff)
		}
	})
}

// drawGrades draws for each text who of the people has graded it.
func drawGrades(t *rapid.T, in scoring.Input) (reviews []assessment.Review) {
	for _, q := range in.Version.Questions() {
		for i, by := range people {
			if len(q.Scoring.Rubric) > 0 && rapid.IntRange(0, 3).Draw(t, "graded") > 0 {
				reviews = append(reviews, assessment.Review{ID: fmt.Sprint(q.ID, by), Number: 30 + i, Revision: in.Revision.Number, QuestionID: q.ID,
					Kind: assessment.ReviewGrade, By: by, Grade: rapid.SampledFrom(q.Scoring.Rubric).Draw(t, "grade").Grade})
			}
		}
	}
	return reviews
}

// What those outside the panel say of a text's grade has no influence.
func TestOnlyThePanelGrades(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		if len(in.Panel) == 0 {
			return
		}
		in.Reviews = append(in.Reviews, drawGrades(t, in)...)
		without := in
		without.Reviews = slices.DeleteFunc(slices.Clone(in.Reviews), func(r assessment.Review) bool {
			return r.Kind == assessment.ReviewGrade && !slices.Contains(in.Panel, r.By)
		})
		if diff := cmp.Diff(mustScore(t, in), mustScore(t, without)); diff != "" {
			t.Fatal(diff)
		}
	})
}

// No single person lets a vendor through a gate that fails: whatever one person
// decides and approves, a failed gate does not get better.
func TestNobodyAloneImprovesAFailedGate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		in.Reviews = slices.DeleteFunc(in.Reviews, func(r assessment.Review) bool {
			return r.Kind == assessment.ReviewGate || r.Kind == assessment.ReviewApproval
		})
		before := mustScore(t, in)
		for i, gate := range before.Gates {
			proposal := assessment.Review{ID: fmt.Sprint("proposal", i), Number: 20 + 2*i, Revision: in.Revision.Number, Kind: assessment.ReviewGate, GateID: gate.ID, By: "anna"}
			if proposal.Accepted = rapid.Bool().Draw(t, "outright"); !proposal.Accepted {
				proposal.Remedy, proposal.RemedyBy = "a fix", "2026-12-31"
			}
			in.Reviews = append(in.Reviews, proposal, assessment.Review{ID: fmt.Sprint("approval", i), Number: 21 + 2*i, Revision: in.Revision.Number,
				Kind: assessment.ReviewApproval, Approves: proposal.ID, Accepted: true, By: "anna"})
		}
		for i, gate := range mustScore(t, in).Gates {
			if before.Gates[i].Outcome == scoring.Fail && gate.Outcome != scoring.Fail {
				t.Fatalf("alone: %s to %s: %s", before.Gates[i].Outcome, gate.Outcome, gate.Why)
			}
			if gate.Outcome == scoring.Conditional {
				t.Fatalf("conditional by one person: %s", gate.Why)
			}
		}
	})
}

// A text out of the points that nothing takes over from asks for no grade, and
// shows none.
func TestPanelsGradeOnlyWhatCounts(t *testing.T) {
	in := input(t, section(strings.Replace(worded, "weight: 1", "weight: 0", 1)+`
      - {id: other, text: Other?, type: boolean, weight: 1, scoring: {kind: yes_is_good}}
`), answer("words", text("we do")))
	in.Panel = []string{"anna"}
	before := score(t, in)
	if said := noted(before, "words"); said != "" {
		t.Errorf("a grade is waited for: %s", said)
	}
	grade := given("anna", 5, 1)
	if reason, ok := scoring.Reviewable(&before, in.Version, &grade); ok {
		t.Errorf("a grade is asked for: %q", reason)
	}
	in.Reviews = []assessment.Review{grade}
	if diff := cmp.Diff(before, score(t, in)); diff != "" {
		t.Errorf("a grade that was refused shows:\n%s", diff)
	}
}
