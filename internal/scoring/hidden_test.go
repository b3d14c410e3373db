package scoring_test

import (
	"strings"
	"testing"

	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/scoring"
)

// Of several answers that hid a question the lowest quality and the lowest
// confidence count, even from different ones.
func TestInheritsTheLowestOfAll(t *testing.T) {
	in := input(t, section(`
      - {id: one, text: One?, type: percentage, weight: 0, role: selection, scoring: {kind: anchors, anchors: [{at: "0", score: "1"}, {at: "100", score: "0"}]}}
      - {id: two, text: Two?, type: boolean, weight: 0, role: selection, scoring: {kind: no_is_good}}
      - {id: heir, text: Heir?, type: boolean, weight: 1, scoring: {kind: yes_is_good},
         when: {any: [{question: one, at_least: "50"}, {question: two, equals: "true"}]}}
`), answer("one", percent(20*fact.Million)), answer("two", no()))
	in.Reviews = []assessment.Review{verdict("one", "verified")}
	result := score(t, in)
	heir := question(t, result, "heir")
	// one: 0.8 verified; two: 1 claimed
	if heir.Quality != 800_000 || heir.Confidence != 500_000 || join(heir.InheritedFrom) != "one two" {
		t.Errorf("inherited %d and %d from %v", heir.Quality, heir.Confidence, heir.InheritedFrom)
	}
	// levers: one perfect gives 0.5, two perfect and proven gives 0.8
	if one, two := question(t, result, "one"), question(t, result, "two"); one.Gain != 10_000_000 || two.Gain != 40_000_000 {
		t.Errorf("gains %d and %d", one.Gain, two.Gain)
	}
}

// A condition on a fact hides with the assurance of the fact.
func TestHiddenByAFact(t *testing.T) {
	source := section(`
      - {id: first, text: First?, type: boolean, weight: 1, scoring: {kind: yes_is_good}}
      - {id: heir, text: Heir?, type: boolean, weight: 1, scoring: {kind: yes_is_good}, when: {fact: sbom.components.native, at_least: "1"}}
`)
	for _, test := range []struct {
		name   string
		facts  []fact.Fact
		status scoring.Status
		micro  int64
	}{
		{"no file", nil, scoring.StatusUndecided, 0},
		{"the file shows none", []fact.Fact{count(fact.SBOMNative, "a", 0, fact.Documented)}, scoring.StatusInherited, 750_000},
		{"we verified none", []fact.Fact{count(fact.SBOMNative, "a", 0, fact.Verified)}, scoring.StatusInherited, 1_000_000},
		{"the file shows some", []fact.Fact{count(fact.SBOMNative, "a", 1, fact.Documented)}, scoring.StatusUnanswered, 0},
		{"files disagree", []fact.Fact{count(fact.SBOMNative, "a", 1, fact.Documented), count(fact.SBOMNative, "b", 0, fact.Documented)}, scoring.StatusUndecided, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := input(t, source, answer("first", yes()))
			in.Facts = test.facts
			heir := question(t, score(t, in), "heir")
			if heir.Status != test.status || heir.Confidence != test.micro {
				t.Errorf("%s with %d, want %s with %d", heir.Status, heir.Confidence, test.status, test.micro)
			}
		})
	}
}

// A file that only a hidden question links to shows nothing to anyone.
func TestEvidenceOfHiddenQuestionsIsNotUsed(t *testing.T) {
	in := input(t, section(`
      - {id: gatekeeper, text: Keeper?, type: boolean, weight: 1, scoring: {kind: yes_is_good}}
      - {id: share, text: Share?, type: percentage, weight: 1, scoring: {kind: anchors, fact: sbom.share.memory_safe, `+scale+`}}
      - {id: hidden, text: Hidden?, type: boolean, weight: 1, scoring: {kind: yes_is_good}, when: {question: gatekeeper, equals: "true"}}
`), answer("gatekeeper", no()), answer("share", percent(0)), answer("hidden", yes(), "a"))
	in.Facts = []fact.Fact{share(fact.SBOMSafeShare, "a", 100*fact.Million, fact.Verified)}
	if got := question(t, score(t, in), "share").Quality; got != 0 {
		t.Errorf("the hidden question's file gave a quality of %d", got)
	}
}

// What rests on a question that an evaluator accepted as not applicable goes
// with it; what rests on one whose claim is pending stays and earns nothing.
func TestQuestionsBehindNotApplicable(t *testing.T) {
	source := section(`
      - {id: first, text: First?, type: boolean, weight: 1, na: {allowed: true}, scoring: {kind: yes_is_good}}
      - {id: behind, text: Behind?, type: boolean, weight: 1, scoring: {kind: yes_is_good}, when: {question: first, equals: "true"}}
`)
	accepted := review(assessment.ReviewNotApplicable, "first")
	accepted.Accepted = true
	for name, test := range map[string]struct {
		reviews []assessment.Review
		want    scoring.Status
	}{
		"pending":  {nil, scoring.StatusUndecided},
		"accepted": {[]assessment.Review{accepted}, scoring.StatusExcluded},
	} {
		in := input(t, source, assessment.Answer{QuestionID: "first", NotApplicable: &assessment.NotApplicable{Reason: "none"}})
		in.Reviews = test.reviews
		if got := question(t, score(t, in), "behind").Status; got != test.want {
			t.Errorf("%s: behind is %s, want %s", name, got, test.want)
		}
	}
}

// Hiding never pays: once the answer that hid a group is settled as
// contradicted, the group earns nothing either.
func TestContradictedHidingAnswerEarnsNothingForTheGroup(t *testing.T) {
	in := input(t, section(nativeGroup), answer("native", no()))
	in.Reviews = []assessment.Review{verdict("native", "contradicted")}
	expect(t, "overall", score(t, in).Overall, 0)
}

// Where rungs are worth the same, the weaker one is told, whichever of the
// questions that hid this one comes first.
func TestRungsWorthTheSameKnowNoOrder(t *testing.T) {
	const (
		a    = `      - {id: a, text: A?, type: boolean, weight: 1, scoring: {kind: yes_is_good}}` + "\n"
		b    = `      - {id: b, text: B?, type: boolean, weight: 1, scoring: {kind: yes_is_good}}` + "\n"
		heir = `      - {id: heir, text: Heir?, type: boolean, weight: 1, scoring: {kind: no_is_good}, when: {all: [{question: a, equals: "false"}, {question: b, equals: "false"}]}}` + "\n"
	)
	for _, questions := range []string{a + b + heir, b + a + heir} {
		source := strings.Replace(section(questions), `claimed: "0.5", claimed_proof_required: "0.25"`, `claimed: "0", claimed_proof_required: "0"`, 1)
		in := input(t, source, answer("a", yes()), answer("b", yes()))
		in.Reviews = []assessment.Review{verdict("a", "contradicted")}
		if got := question(t, score(t, in), "heir"); got.Status != scoring.StatusInherited || got.Rung != scoring.Contradicted {
			t.Errorf("%s on rung %s, want inherited on contradicted", got.Status, got.Rung)
		}
	}
}
