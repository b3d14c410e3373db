package scoring_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/scoring"
)

const reviewed = `
      - {id: plain, text: Plain?, type: boolean, weight: 1, scoring: {kind: yes_is_good}, evidence: {proof: required},
         red_flag: [{id: warned, when: {question: plain, equals: "true"}, message: Yes., severity: low}]}
      - {id: words, text: Words?, type: text, weight: 1, scoring: {kind: rubric, rubric: [{grade: 0, score: "0", text: Nothing}, {grade: 2, score: "1", text: All}]}}
      - {id: own, text: Own?, type: boolean, weight: 1, scoring: {kind: yes_is_good}, evidence: {assurance: none}}
      - {id: silent, text: Silent?, type: boolean, weight: 1, scoring: {kind: yes_is_good}}
      - {id: away, text: Away?, type: boolean, weight: 1, scoring: {kind: yes_is_good}, na: {allowed: true}}
      - {id: hidden, text: Hidden?, type: boolean, weight: 1, scoring: {kind: yes_is_good}, when: {question: plain, equals: "false"}}
      - {id: told, text: Told?, type: boolean, role: information, weight: 0, scoring: {kind: none}}
      - {id: routing, text: Routing?, type: boolean, role: selection, weight: 0, scoring: {kind: yes_is_good}}
      - {id: heir, text: Heir?, type: boolean, weight: 1, scoring: {kind: yes_is_good}, when: {question: routing, equals: "true"}}
      - {id: report, text: Report?, type: file, weight: 1, scoring: {kind: evidence}, evidence: {accepts: [audit_report]}}
gates:
  - {id: passed, title: Passed, pass: {question: plain, equals: "true"}}
  - {id: failed, title: Failed, pass: {question: plain, equals: "false"}}
checks:
  - {id: check-plain, questions: [plain], claim: plain, severity: high, message: No., resolve: Correct it.,
     contradicted: {all: [{question: plain, equals: "true"}, {fact: sbom.components.native, at_least: "1"}]}}
`

func TestReviewable(t *testing.T) {
	in := input(t, section(reviewed), answer("plain", yes()), answer("words", text("we do")), answer("own", yes()), answer("told", yes()),
		answer("routing", no()), answer("hidden", yes()), assessment.Answer{QuestionID: "away", NotApplicable: &assessment.NotApplicable{Reason: "none"}},
		assessment.Answer{QuestionID: "report", Evidence: []assessment.EvidenceLink{{EvidenceID: "b"}}})
	in.Facts = []fact.Fact{count(fact.SBOMNative, "a", 1, fact.Documented), count(fact.SBOMNative, "b", 2, fact.Documented)}
	result := score(t, in)
	graded := func(id string, grade int) assessment.Review {
		r := review(assessment.ReviewGrade, id)
		r.Grade = grade
		return r
	}
	on := func(kind assessment.ReviewKind, id string) assessment.Review {
		return assessment.Review{ID: "r", Revision: 1, Kind: kind, GateID: id, FindingID: id, Accepted: true}
	}
	for _, test := range []struct {
		name   string
		review assessment.Review
		says   string // empty: it can be recorded
	}{
		{"override", review(assessment.ReviewOverride, "plain"), ""},
		{"override of what no version asks", review(assessment.ReviewOverride, "elsewhere"), "no such question"},
		{"override of silence", review(assessment.ReviewOverride, "silent"), "no answer"},
		{"override of a hidden answer", review(assessment.ReviewOverride, "hidden"), "not shown"},
		{"override of a claim that it does not apply", review(assessment.ReviewOverride, "away"), "does not apply"},
		{"override of a file of another kind", review(assessment.ReviewOverride, "report"), ""},
		{"override of what is not scored", review(assessment.ReviewOverride, "told"), "not scored"},
		{"override of what another inherits from", review(assessment.ReviewOverride, "routing"), ""},
		{"grade", graded("words", 2), ""},
		{"grade that is no step", graded("words", 1), "rubric"},
		{"grade of no text", graded("plain", 0), "rubric"},
		{"verdict", verdict("plain", "documented"), ""},
		{"verdict on its own proof", verdict("own", "verified"), "its own proof"},
		{"its own proof contradicted", verdict("own", "contradicted"), ""},
		{"verdict on what is not scored", verdict("told", "verified"), "not scored"},
		{"what is not scored contradicted", verdict("told", "contradicted"), ""},
		{"verdict on silence", verdict("silent", "contradicted"), "no answer"},
		{"not applicable", review(assessment.ReviewNotApplicable, "away"), ""},
		{"not applicable, never claimed", review(assessment.ReviewNotApplicable, "plain"), "no claim"},
		{"not applicable, not scored, not allowed", review(assessment.ReviewNotApplicable, "told"), "no claim"},
		{"gate", on(assessment.ReviewGate, "failed"), ""},
		{"gate passed", on(assessment.ReviewGate, "passed"), "nothing to settle"},
		{"gate unknown", on(assessment.ReviewGate, "elsewhere"), "no such gate"},
		{"contradiction", on(assessment.ReviewFinding, "check-plain"), ""},
		{"red flag", on(assessment.ReviewFinding, "flag:plain:warned"), ""},
		{"files that disagree", on(assessment.ReviewFinding, "facts:sbom.components.native"), ""},
		{"consensus without a panel", consensus("words", 2), "all its members"},
		{"consensus off the rubric", consensus("words", 1), "rubric"},
		{"spread", on(assessment.ReviewFinding, "spread:words"), "no such finding"},
		{"gate's finding", on(assessment.ReviewFinding, "gate:failed"), "decision on the gate"},
		{"missing proof", on(assessment.ReviewFinding, "proof:plain"), "settled by proof"},
		{"finding unknown", on(assessment.ReviewFinding, "elsewhere"), "no such finding"},
		{"no kind", assessment.Review{Kind: "wish"}, "no such kind"},
	} {
		t.Run(test.name, func(t *testing.T) {
			reason, ok := scoring.Reviewable(&result, in.Version, &test.review)
			if ok != (test.says == "") || !strings.Contains(reason, test.says) || ok && reason != "" {
				t.Errorf("%v, %q; want one that says %q", ok, reason, test.says)
			}
		})
	}
	for says, approves := range map[string]string{"": "needs two", "needs nobody": "needs one", "No gate waits": "superseded"} {
		of := result
		of.Gates = []scoring.GateResult{{ID: "a", ReviewID: "needs two", ProposedBy: "first"}, {ID: "b", ReviewID: "needs one"}}
		r := assessment.Review{Kind: assessment.ReviewApproval, Approves: approves}
		if reason, ok := scoring.Reviewable(&of, in.Version, &r); ok != (says == "") || !strings.Contains(reason, says) {
			t.Errorf("approval of one that %s: %v, %q", approves, ok, reason)
		}
	}
	in.Reviews = []assessment.Review{verdict("plain", "contradicted")}
	judged := score(t, in)
	finding := on(assessment.ReviewFinding, "verdict:plain")
	if reason, ok := scoring.Reviewable(&judged, in.Version, &finding); ok {
		t.Errorf("a verdict's finding: %v, %q", ok, reason)
	}
}

// notes leaves out what did not run: a verdict that misses its place is said
// to, whether it could have done anything or not.
var notes = cmpopts.IgnoreFields(scoring.Result{}, "NotRun")

// A review that is refused would have changed nothing, to the last word.
func TestRefusedReviewsChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		result := mustScore(t, in)
		for _, r := range drawReviews(t, in.Version, 1) {
			r.ID, r.Revision, r.At = "late", in.Revision.Number, 9
			if reason, ok := scoring.Reviewable(&result, in.Version, &r); ok || strings.Contains(reason, "rubric") {
				continue // a grade that is no step would put a good one out of force
			}
			with := in
			with.Reviews = append(slices.Clone(in.Reviews), r)
			if diff := cmp.Diff(result, mustScore(t, with), notes); diff != "" {
				t.Fatalf("refused %+v\n%s", r, diff)
			}
		}
	})
}

// Reviews that are not in force can go and nothing changes.
func TestOnlyReviewsInForceCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		in.Reviews = slices.DeleteFunc(in.Reviews, func(r assessment.Review) bool {
			return r.Kind == assessment.ReviewGate && r.GateID == scoring.IntegrityGate // its history counts
		})
		result := mustScore(t, in)
		inForce := result.InForce()
		some := in
		some.Reviews = slices.DeleteFunc(slices.Clone(in.Reviews), func(r assessment.Review) bool { return !inForce[r.ID] })
		if diff := cmp.Diff(result, mustScore(t, some), notes); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestInForce(t *testing.T) {
	in := input(t, section(reviewed), answer("plain", yes()), answer("told", yes()), answer("words", text("we do")),
		assessment.Answer{QuestionID: "away", NotApplicable: &assessment.NotApplicable{Reason: "none"}})
	grade, again := review(assessment.ReviewGrade, "words"), review(assessment.ReviewGrade, "words")
	again.ID, again.At, again.Grade = "again", 2, 2
	in.Reviews = []assessment.Review{
		grade, again, verdict("told", "contradicted"), review(assessment.ReviewOverride, "silent"), review(assessment.ReviewOverride, "away"),
		review(assessment.ReviewNotApplicable, "away"), review(assessment.ReviewNotApplicable, "plain"),
		{ID: "on gate", Revision: 1, Kind: assessment.ReviewGate, GateID: "failed", Accepted: true},
		{ID: "approval", Revision: 1, Kind: assessment.ReviewApproval, Approves: "on gate", By: "second", At: 1},
		{ID: "approval of nothing", Revision: 1, Kind: assessment.ReviewApproval, Approves: "on passed gate", By: "second"},
		{ID: "on passed gate", Revision: 1, Kind: assessment.ReviewGate, GateID: "passed", Accepted: true},
		{ID: "on flag", Revision: 1, Kind: assessment.ReviewFinding, FindingID: "flag:plain:warned"},
		{ID: "on no finding", Revision: 1, Kind: assessment.ReviewFinding, FindingID: "check-plain"},
	}
	result := score(t, in)
	want := map[string]bool{"again": true, "r-verdict-told": true, "r-not_applicable-away": true, "on gate": true, "approval": true, "on flag": true}
	if diff := cmp.Diff(want, result.InForce()); diff != "" {
		t.Error(diff)
	}
	if got := question(t, result, "told").Status; got != scoring.StatusNotScored {
		t.Errorf("told is %s", got)
	}
}
