package scoring_test

import (
	"testing"

	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

// twoSections has exposure (weight 60) with weights 3 and 1, and practice
// (weight 40) with 2, 2 and 1.
const twoSections = head + `
sections:
  - id: code
    title: Code
    dimension: exposure
    weight: 60
    questions:
      - {id: safe-share, text: Share?, type: percentage, weight: 3,
         scoring: {kind: anchors, anchors: [{at: "0", score: "0"}, {at: "50", score: "0.4"}, {at: "100", score: "1"}], fact: sbom.share.memory_safe}}
      - {id: native, text: Native?, type: boolean, weight: 1, scoring: {kind: no_is_good}}
  - id: rules
    title: Rules
    dimension: practice
    weight: 40
    questions:
      - {id: policy, text: Policy?, type: boolean, weight: 2, scoring: {kind: yes_is_good}, evidence: {proof: required}}
      - {id: level, text: Level?, type: single_choice, weight: 2, na: {allowed: true}, scoring: {kind: options},
         options: [{id: none, label: None, score: "0"}, {id: some, label: Some, score: "0.35"}, {id: full, label: Full, score: "1"}]}
      - {id: contact, text: Contact?, type: boolean, weight: 1, scoring: {kind: yes_is_good}, evidence: {assurance: none}}
`

// By hand:
//
//	safe-share  the linked SBOM shows 70: 0.4 + 20/50·0.6 = 0.64, documented 0.75: 3·0.64·0.75 = 1.44
//	native      "no", claimed: 1·1·0.5 = 0.5
//	code        (1.44 + 0.5)/4 = 0.485
//	policy      "yes", proof required, claimed: 2·1·0.25 = 0.5
//	level       "some", claimed: 2·0.35·0.5 = 0.35
//	contact     "yes", its own proof: 1
//	rules       (0.5 + 0.35 + 1)/5 = 0.37
//	overall     (60·0.485 + 40·0.37)/100 = 0.439
//
// Lower: native, policy and level false: code 1.44/4 = 0.36, rules 1/5 = 0.2,
// overall 0.216 + 0.08 = 0.296. Upper: their confidence 1: code 2.44/4 = 0.61,
// rules (2 + 0.7 + 1)/5 = 0.74, overall 0.366 + 0.296 = 0.662.
//
// Quality: code (3·0.64 + 1)/4 = 0.73, rules (2 + 0.7 + 1)/5 = 0.74, overall
// 0.6·0.73 + 0.4·0.74 = 0.734. Confidence: code (2.25 + 0.5)/4 = 0.6875, rules
// (0.5 + 1 + 1)/5 = 0.5, overall 0.4125 + 0.2 = 0.6125.
func TestTwoSectionsByHand(t *testing.T) {
	result := score(t, twoSectionsInput(t))
	want := scoring.Summary{
		Score: 43_900_000, Quality: 73_400_000, Confidence: 61_250_000, AnsweredShare: 100_000_000,
		Lower: 29_600_000, Upper: 66_200_000,
	}
	if *result.Overall != want {
		t.Errorf("overall = %+v\nwant      %+v", *result.Overall, want)
	}
	expect(t, "exposure", result.Exposure, 48_500_000)
	expect(t, "practice", result.Practice, 37_000_000)
	if result.Band != "C" || result.BandBeforeCap != "" {
		t.Errorf("band %s before cap %q, want C and no cap", result.Band, result.BandBeforeCap)
	}
}

// Reach of a question of code is 0.6·w/4, of rules 0.4·w/5:
//
//	safe-share 0.45·0.48 = 0.216, native 0.15·0.5 = 0.075 → code 0.291
//	policy 0.16·0.25 = 0.04, level 0.16·0.175 = 0.028, contact 0.08 → rules 0.148
//
// What is missing to 1 is the gain: 0.45·0.52 = 0.234, 0.15·0.5 = 0.075,
// 0.16·0.75 = 0.12, 0.16·0.825 = 0.132, 0.
func TestContributionsAndGainsByHand(t *testing.T) {
	result := score(t, twoSectionsInput(t))
	for id, want := range map[string][2]int64{
		"safe-share": {21_600_000, 23_400_000},
		"native":     {7_500_000, 7_500_000},
		"policy":     {4_000_000, 12_000_000},
		"level":      {2_800_000, 13_200_000},
		"contact":    {8_000_000, 0},
	} {
		if q := question(t, result, id); q.Contribution != want[0] || q.Gain != want[1] {
			t.Errorf("%s contributes %d and could gain %d, want %v", id, q.Contribution, q.Gain, want)
		}
	}
	if got := result.Sections[0].Contribution; got != 29_100_000 {
		t.Errorf("code contributes %d, want 29100000", got)
	}
	var order []string
	for _, lever := range result.Levers {
		order = append(order, lever.QuestionID)
	}
	if want := "safe-share level policy native"; join(order) != want {
		t.Errorf("levers %q, want %q", join(order), want)
	}
}

func twoSectionsInput(t *testing.T) scoring.Input {
	in := input(t, twoSections,
		answer("safe-share", percent(95*fact.Million), "a"),
		answer("native", no()), answer("policy", yes()), answer("level", choice("some")), answer("contact", yes()))
	in.Facts = []fact.Fact{share(fact.SBOMSafeShare, "a", 70*fact.Million, fact.Documented)}
	return in
}

// Flat, all weights share one total of 9: (1.44 + 0.5 + 0.5 + 0.35 + 1)/9 =
// 3.79/9 = 0.42111…
func TestFlatByHand(t *testing.T) {
	in := twoSectionsInput(t)
	in.Version.Definition.Ruleset.RollUp = questionnaire.RollUpFlat
	expect(t, "overall", score(t, in).Overall, 42_111_111)
}

// What does not apply leaves the denominator only when accepted: rules is then
// (0.5 + 1)/3 = 0.5 and the total 0.6·0.485 + 0.4·0.5 = 0.491; until then, and
// when rejected, level counts 0: rules 1.5/5 = 0.3, total 0.411. The share of
// the whole weight that was accepted away is 0.4·2/5 = 0.16.
func TestNotApplicableByHand(t *testing.T) {
	accepted := review(assessment.ReviewNotApplicable, "level")
	accepted.Accepted = true
	for _, test := range []struct {
		name    string
		reviews []assessment.Review
		status  scoring.Status
		total   int64
		away    int64
	}{
		{"pending", nil, scoring.StatusNAPending, 41_100_000, 0},
		{"rejected", []assessment.Review{review(assessment.ReviewNotApplicable, "level")}, scoring.StatusNARejected, 41_100_000, 0},
		{"accepted", []assessment.Review{accepted}, scoring.StatusNAAccepted, 49_100_000, 16_000_000},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := twoSectionsInput(t)
			in.Revision.Answers[3] = assessment.Answer{QuestionID: "level", NotApplicable: &assessment.NotApplicable{Reason: "none"}}
			in.Reviews = test.reviews
			result := score(t, in)
			expect(t, "overall", result.Overall, test.total)
			if result.Overall.NAShare != test.away {
				t.Errorf("not applicable share %d, want %d", result.Overall.NAShare, test.away)
			}
			if got := question(t, result, "level").Status; got != test.status {
				t.Errorf("status %s, want %s", got, test.status)
			}
		})
	}
}

// No "not applicable" where the question does not allow it.
func TestNotApplicableWhereNotAllowed(t *testing.T) {
	in := twoSectionsInput(t)
	accepted := review(assessment.ReviewNotApplicable, "native")
	accepted.Accepted = true
	in.Reviews = []assessment.Review{accepted}
	in.Revision.Answers[1] = assessment.Answer{QuestionID: "native", NotApplicable: &assessment.NotApplicable{Reason: "none"}}
	if got := question(t, score(t, in), "native").Status; got != scoring.StatusUnanswered {
		t.Errorf("status %s, want unanswered", got)
	}
}

// nativeGroup: "no native code" hides the group about containing it.
const nativeGroup = `
      - {id: native, text: Native?, type: boolean, weight: 2, scoring: {kind: no_is_good}, evidence: {facts: [sbom.components.native]}}
      - {id: contained, text: Contained?, type: boolean, weight: 3, scoring: {kind: yes_is_good}, when: {question: native, equals: "true"}}
      - {id: tested, text: Tested?, type: boolean, weight: 5, scoring: {kind: yes_is_good}, when: {question: contained, equals: "true"}}
`

// Unproven, "no native code" earns half of the group, the questions behind
// the hidden one included: (2 + 3 + 5)·0.5/10. The SBOM linked, it earns 0.75.
// Nothing said, nothing is known, and all ten weights earn nothing. Said "yes",
// the group speaks for itself: (0 + 3·0.5 + 0)/10.
func TestHiddenWeightByHand(t *testing.T) {
	native := []fact.Fact{count(fact.SBOMNative, "a", 0, fact.Documented)}
	for _, test := range []struct {
		name    string
		answers []assessment.Answer
		facts   []fact.Fact
		total   int64
		tested  scoring.Status
	}{
		{"claimed", []assessment.Answer{answer("native", no())}, nil, 50_000_000, scoring.StatusInherited},
		{"documented", []assessment.Answer{answer("native", no(), "a")}, native, 75_000_000, scoring.StatusInherited},
		{"silent", nil, nil, 0, scoring.StatusUndecided},
		{"honest", []assessment.Answer{answer("native", yes()), answer("contained", yes())}, nil, 15_000_000, scoring.StatusUnanswered},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := input(t, section(nativeGroup), test.answers...)
			in.Facts = test.facts
			result := score(t, in)
			expect(t, "overall", result.Overall, test.total)
			if got := question(t, result, "tested").Status; got != test.tested {
				t.Errorf("tested is %s, want %s", got, test.tested)
			}
		})
	}
}

// The lever on the answer that hides the group carries the group's weight.
func TestHidingAnswerCarriesTheLever(t *testing.T) {
	result := score(t, input(t, section(nativeGroup), answer("native", no())))
	if len(result.Levers) != 1 || result.Levers[0].QuestionID != "native" || result.Levers[0].Gain != 50_000_000 {
		t.Errorf("levers %+v, want native with a gain of 50 percent", result.Levers)
	}
}

// Pure routing leaves the denominator, and what rests on it does too.
func TestExcludedLeavesTheDenominator(t *testing.T) {
	result := score(t, input(t, section(`
      - {id: hosted, text: Hosted?, type: boolean, weight: 0, role: information}
      - {id: region, text: Region?, type: boolean, weight: 7, scoring: {kind: yes_is_good}, when: {question: hosted, equals: "true"}, when_hidden: exclude}
      - {id: deeper, text: Deeper?, type: boolean, weight: 7, scoring: {kind: yes_is_good}, when: {question: region, equals: "true"}, when_hidden: exclude}
      - {id: policy, text: Policy?, type: boolean, weight: 1, scoring: {kind: yes_is_good}}
`), answer("hosted", no()), answer("policy", yes())))
	expect(t, "overall", result.Overall, 50_000_000)
	for _, id := range []string{"region", "deeper"} {
		if got := question(t, result, id).Status; got != scoring.StatusExcluded {
			t.Errorf("%s is %s, want excluded", id, got)
		}
	}
}

// Nothing scorable is null, never 0.
func TestNothingScorable(t *testing.T) {
	in := input(t, section(`
      - {id: level, text: Level?, type: boolean, weight: 2, na: {allowed: true}, scoring: {kind: yes_is_good}}
`), assessment.Answer{QuestionID: "level", NotApplicable: &assessment.NotApplicable{Reason: "none"}})
	accepted := review(assessment.ReviewNotApplicable, "level")
	accepted.Accepted = true
	in.Reviews = []assessment.Review{accepted}
	result := score(t, in)
	if result.Overall != nil || result.Exposure != nil || result.Practice != nil || result.Band != "" || result.Sections[0].Summary != nil {
		t.Errorf("something was scored: %+v", result)
	}
}

func join(words []string) (all string) {
	for i, w := range words {
		if i > 0 {
			all += " "
		}
		all += w
	}
	return all
}
