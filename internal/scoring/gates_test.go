package scoring_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

const gated = `
      - {id: level, text: Level?, type: percentage, weight: 1, scoring: {kind: anchors, anchors: [{at: "0", score: "0"}, {at: "100", score: "1"}]}}
gates:
  - {id: half, title: At least half, pass: {question: level, at_least: "50"}}
  - {id: critical-only, title: Nearly all, pass: {question: level, at_least: "90"}, tiers: [critical]}
`

func gate(t *testing.T, result scoring.Result, id string) *scoring.GateResult {
	t.Helper()
	for i := range result.Gates {
		if result.Gates[i].ID == id {
			return &result.Gates[i]
		}
	}
	return nil
}

// approved is a decision with a second person's yes to it.
func approved(decision assessment.Review) []assessment.Review {
	return []assessment.Review{decision, {ID: decision.ID + " approved", Revision: decision.Revision, Kind: assessment.ReviewApproval,
		Approves: decision.ID, Accepted: true, By: "second", At: decision.At}}
}

func TestGates(t *testing.T) {
	remedy := func(until string) assessment.Review {
		return assessment.Review{ID: "r", Revision: 1, Kind: assessment.ReviewGate, GateID: "half", Remedy: "a fix", RemedyBy: until}
	}
	accepted := assessment.Review{ID: "r", Revision: 1, Kind: assessment.ReviewGate, GateID: "half", Accepted: true}
	refused := assessment.Review{ID: "r", Revision: 1, Kind: assessment.ReviewGate, GateID: "half"}
	for _, test := range []struct {
		name    string
		percent int64 // -1: no answer
		reviews []assessment.Review
		want    scoring.Outcome
		says    string
	}{
		{"holds", 50, nil, scoring.Pass, "level"},
		{"does not hold", 49, nil, scoring.Fail, "does not hold"},
		{"no answer", -1, nil, scoring.Undetermined, "not known"},
		{"settled by two persons", 49, approved(accepted), scoring.Pass, "another approved that"},
		{"settled by one person", 49, []assessment.Review{accepted}, scoring.Fail, "waits for another person's approval"},
		{"unknown, settled by one person", -1, []assessment.Review{accepted}, scoring.Pass, "A person settled"},
		{"unknown, settled as failed", -1, []assessment.Review{refused}, scoring.Fail, "settled the gate as failed"},
		{"remedy until today", 49, approved(remedy("2026-11-22")), scoring.Conditional, "until 2026-11-22"},
		{"remedy until yesterday", 49, approved(remedy("2026-11-21")), scoring.Fail, "has passed"},
		{"remedy for the unknown, passed", -1, approved(remedy("2026-11-21")), scoring.Undetermined, "has passed"},
		{"a passed gate needs no remedy", 50, []assessment.Review{remedy("2026-12-31")}, scoring.Pass, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := input(t, section(gated))
			in.Tier = "low"
			if test.percent >= 0 {
				in.Revision.Answers = []assessment.Answer{answer("level", percent(test.percent*fact.Million))}
			}
			in.Reviews = test.reviews
			result := score(t, in)
			half := gate(t, result, "half")
			if half.Outcome != test.want || !strings.Contains(half.Why, test.says) {
				t.Errorf("%s: %s; want %s saying %q", half.Outcome, half.Why, test.want, test.says)
			}
			if result.GateOutcome != test.want {
				t.Errorf("all gates: %s, want %s", result.GateOutcome, test.want)
			}
		})
	}
}

// A decision about a gate is over when the answer it rests on has changed.
func TestGateDecisionsEndWithTheAnswer(t *testing.T) {
	for since, want := range map[int]scoring.Outcome{1: scoring.Pass, 2: scoring.Fail} {
		in := input(t, section(gated), answer("level", percent(0)))
		in.Revision.Number, in.Unchanged = 2, map[string]int{"level": since}
		in.Reviews = approved(assessment.Review{ID: "r", Revision: 1, Kind: assessment.ReviewGate, GateID: "half", Accepted: true})
		if got := gate(t, score(t, in), "half").Outcome; got != want {
			t.Errorf("unchanged since %d: %s, want %s", since, got, want)
		}
	}
}

// Without a tier, or with one this version does not know, nobody can say
// whether a gate for some tiers holds: it is undetermined, never left out.
func TestGatesByTier(t *testing.T) {
	for tier, want := range map[string]scoring.Outcome{
		"critical": scoring.Fail, "low": scoring.Pass, "": scoring.Undetermined, "unheard-of": scoring.Undetermined,
	} {
		in := input(t, section(gated), answer("level", percent(60*fact.Million)))
		in.Tier = tier
		result := score(t, in)
		if result.GateOutcome != want {
			t.Errorf("tier %q: %s, want %s", tier, result.GateOutcome, want)
		}
		only := gate(t, result, "critical-only")
		if listed := only != nil; listed != (tier != "low") {
			t.Errorf("tier %q: the gate is listed: %v", tier, listed)
		}
		if want == scoring.Undetermined && !strings.Contains(only.Why, "tier") {
			t.Errorf("tier %q: %s", tier, only.Why)
		}
	}
}

// The gates of questions come first, integrity last.
func TestGateOrder(t *testing.T) {
	in := input(t, section(`
      - {id: policy, text: Policy?, type: boolean, weight: 1, scoring: {kind: yes_is_good}, gate: {title: Policy, pass: {question: policy, equals: "true"}}}
gates:
  - {id: other, title: Other, pass: {question: policy, answered: true}}
`), answer("policy", yes()))
	var order []string
	for _, g := range score(t, in).Gates {
		order = append(order, g.ID)
	}
	if join(order) != "policy other integrity" {
		t.Errorf("gates %v", order)
	}
}

const checked = `
      - {id: native, text: Native?, type: boolean, weight: 1, scoring: {kind: no_is_good}, evidence: {facts: [sbom.components.native]}, gate: {title: No native code, pass: {question: native, equals: "false"}}}
      - {id: unsafe, text: Unsafe?, type: boolean, weight: 1, scoring: {kind: no_is_good}}
checks:
  - {id: check-native, questions: [native], claim: no native code, severity: high, message: The file shows native code., resolve: Correct one of them.,
     contradicted: {all: [{question: native, equals: "false"}, {fact: sbom.components.native, at_least: "1"}]}}
  - {id: check-unsafe, questions: [unsafe], claim: no unsafe code, severity: high, message: The file shows unsafe code., resolve: Correct one of them.,
     contradicted: {all: [{question: unsafe, equals: "false"}, {fact: sbom.components.unsafe, at_least: "1"}]}}
`

// checkedAndMore has one question more, which no check speaks about.
var checkedAndMore = strings.Replace(checked, "checks:", `      - {id: third, text: Third?, type: boolean, weight: 1, scoring: {kind: yes_is_good}}
checks:`, 1)

// Checks on questions that were not shown are no matter; on shown ones it is
// said that they did not run.
func TestChecksOfHiddenQuestionsAreNotMentioned(t *testing.T) {
	source := section(`
      - {id: first, text: First?, type: boolean, weight: 1, scoring: {kind: yes_is_good}}
      - {id: deeper, text: Deeper?, type: boolean, weight: 1, scoring: {kind: yes_is_good}, when: {question: first, equals: "true"}}
checks:
  - {id: deep, questions: [deeper], claim: deep, severity: high, message: No., resolve: Correct it.,
     contradicted: {all: [{question: deeper, equals: "true"}, {fact: sbom.components.native, at_least: "1"}]}}
`)
	for name, first := range map[string]questionnaire.Value{"shown": yes(), "hidden": no()} {
		result := score(t, input(t, source, answer("first", first), answer("deeper", yes())))
		if said := noted(result, "deep") != ""; said != (name == "shown") {
			t.Errorf("%s: the check is mentioned: %v", name, said)
		}
	}
}

// A contradiction is a finding until a person settles it. Open, its facts
// prove nothing; upheld, the answer earns nothing, other claims fall and a
// gate that rested on it is open again; dismissed, the fact documents.
func TestContradictionsAreSettledByPeople(t *testing.T) {
	finding := func(accepted bool) []assessment.Review {
		return []assessment.Review{{ID: "r", Revision: 1, Kind: assessment.ReviewFinding, FindingID: "check-native", Accepted: accepted}}
	}
	for _, test := range []struct {
		name    string
		reviews []assessment.Review
		state   scoring.FindingState
		total   int64
		gate    scoring.Outcome
	}{
		{"open", nil, scoring.FindingOpen, 50_000_000, scoring.Pass},                       // (0.5 + 0.5)/2
		{"upheld", finding(true), scoring.FindingUpheld, 12_500_000, scoring.Undetermined}, // (0 + 0.25)/2
		{"dismissed", finding(false), scoring.FindingDismissed, 62_500_000, scoring.Pass},  // (0.75 + 0.5)/2
	} {
		t.Run(test.name, func(t *testing.T) {
			in := input(t, section(checked), answer("native", no(), "a"), answer("unsafe", no()))
			in.Facts = []fact.Fact{count(fact.SBOMNative, "a", 3, fact.Documented)}
			in.Reviews = test.reviews
			result := score(t, in)
			expect(t, "overall", result.Overall, test.total)
			if len(result.Findings) != 1 || result.Findings[0].RuleID != "check-native" || result.Findings[0].State != test.state {
				t.Errorf("findings %+v", result.Findings)
			}
			if got := gate(t, result, "native").Outcome; got != test.gate {
				t.Errorf("gate %s, want %s", got, test.gate)
			}
			if noted(result, "check-unsafe") == "" {
				t.Error("a check without its fact is not said to have not run")
			}
		})
	}
}

// The integrity gate of this ruleset fails at two: upheld ones count, those
// not settled yet leave it open.
func TestIntegrityGate(t *testing.T) {
	upheld := func(ids ...string) (reviews []assessment.Review) {
		for _, id := range ids {
			reviews = append(reviews, assessment.Review{ID: id, Revision: 1, Kind: assessment.ReviewFinding, FindingID: id, Accepted: true})
		}
		return reviews
	}
	facts := []fact.Fact{count(fact.SBOMNative, "a", 3, fact.Documented), count(fact.SBOMUnsafe, "a", 3, fact.Documented)}
	for _, test := range []struct {
		name    string
		facts   []fact.Fact
		reviews []assessment.Review
		want    scoring.Outcome
	}{
		{"one open", facts[:1], nil, scoring.Pass},
		{"two open", facts, nil, scoring.Undetermined},
		{"one upheld", facts[:1], upheld("check-native"), scoring.Pass},
		{"one upheld, one open", facts, upheld("check-native"), scoring.Undetermined},
		{"two upheld", facts, upheld("check-native", "check-unsafe"), scoring.Fail},
		{"a verdict and a check", facts[:1], append(upheld("check-native"), verdict("unsafe", "contradicted")), scoring.Fail},
		{"a verdict on the answer a check strikes", facts[:1], append(upheld("check-native"), verdict("native", "contradicted")), scoring.Pass},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := input(t, section(checked), answer("native", no(), "a"), answer("unsafe", no()))
			in.Facts, in.Reviews = test.facts, test.reviews
			if got := gate(t, score(t, in), scoring.IntegrityGate); got.Outcome != test.want {
				t.Errorf("%s (%s), want %s", got.Outcome, got.Why, test.want)
			}
		})
	}
}

// The integrity gate rests on contradictions only: a question that nobody
// answered is none, and an answer settled as contradicted is named.
func TestIntegrityRestsOnContradictionsOnly(t *testing.T) {
	in := input(t, section(gated))
	in.Tier = "low"
	if because := gate(t, score(t, in), scoring.IntegrityGate).Because; len(because) != 0 {
		t.Errorf("no answer, and integrity rests on %v", because)
	}
	in = input(t, section(gated), answer("level", percent(fact.Million)))
	in.Reviews = []assessment.Review{{ID: "r", Revision: 1, Kind: assessment.ReviewVerdict, QuestionID: "level", Confidence: "contradicted"}}
	if because := gate(t, score(t, in), scoring.IntegrityGate).Because; join(because) != "level" {
		t.Errorf("one contradicted answer, and integrity rests on %v", because)
	}
}

// A person's decision on the integrity gate is about the contradictions there
// were: any other set of them, or another answer under them, opens it again.
func TestIntegrityIsSettledForItsContradictionsOnly(t *testing.T) {
	finding := func(id string, at int64, upheld bool) assessment.Review {
		return assessment.Review{ID: fmt.Sprint(id, at), Revision: 1, Kind: assessment.ReviewFinding, FindingID: id, Accepted: upheld, At: at}
	}
	read := func(question, confidence string, at int64) assessment.Review {
		r := verdict(question, confidence)
		r.ID, r.At = fmt.Sprint(question, at), at
		return r
	}
	both := []assessment.Review{finding("check-native", 1, true), finding("check-unsafe", 1, true)}
	accepted := assessment.Review{ID: "settled", Revision: 1, Kind: assessment.ReviewGate, GateID: scoring.IntegrityGate, Accepted: true, At: 5}
	for _, test := range []struct {
		name      string
		more      []assessment.Review
		number    int
		unchanged map[string]int
		want      scoring.Outcome
	}{
		{name: "the same", number: 1, want: scoring.Pass},
		{name: "upheld once more", more: []assessment.Review{finding("check-native", 6, true)}, number: 1, want: scoring.Pass},
		{name: "one more by reading", more: []assessment.Review{read("third", "contradicted", 6)}, number: 1, want: scoring.Fail},
		{name: "by reading, before the decision", more: []assessment.Review{read("third", "contradicted", 4)}, number: 1, want: scoring.Pass},
		{name: "another verdict", more: []assessment.Review{read("third", "documented", 6)}, number: 1, want: scoring.Pass},
		{name: "one less, one more", more: []assessment.Review{finding("check-unsafe", 6, false), read("third", "contradicted", 6)}, number: 1, want: scoring.Fail},
		{name: "next revision, all unchanged", number: 2, unchanged: map[string]int{"native": 1, "unsafe": 1, "third": 1}, want: scoring.Pass},
		{name: "next revision, another answer changed", number: 2, unchanged: map[string]int{"native": 1, "unsafe": 1}, want: scoring.Pass},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := input(t, section(checkedAndMore), answer("native", no(), "a"), answer("unsafe", no(), "a"), answer("third", yes()))
			in.Facts = []fact.Fact{count(fact.SBOMNative, "a", 3, fact.Documented), count(fact.SBOMUnsafe, "a", 3, fact.Documented)}
			in.Revision.Number, in.Unchanged = test.number, test.unchanged
			in.Reviews = slices.Concat(both, test.more, approved(accepted))
			if got := gate(t, score(t, in), scoring.IntegrityGate); got.Outcome != test.want {
				t.Errorf("%s (%s), want %s", got.Outcome, got.Why, test.want)
			}
		})
	}
}

// In the next revision other answers are contradicted, and upheld again: what
// was decided about the first ones does not excuse them.
func TestIntegrityOpensAgainWithTheNextRevision(t *testing.T) {
	in := input(t, section(checkedAndMore), answer("native", no(), "a"), answer("unsafe", no(), "a"))
	in.Facts = []fact.Fact{count(fact.SBOMNative, "a", 3, fact.Documented), count(fact.SBOMUnsafe, "a", 3, fact.Documented)}
	in.Revision.Number = 2
	in.Reviews = approved(assessment.Review{ID: "settled", Revision: 1, Kind: assessment.ReviewGate, GateID: scoring.IntegrityGate, Accepted: true, At: 1})
	if got := gate(t, score(t, in), scoring.IntegrityGate).Outcome; got != scoring.Undetermined {
		t.Errorf("two open contradictions of changed answers: %s", got)
	}
	for _, id := range []string{"check-native", "check-unsafe"} {
		in.Reviews = append(in.Reviews, assessment.Review{ID: id, Revision: 2, Kind: assessment.ReviewFinding, FindingID: id, Accepted: true, At: 2})
	}
	if got := gate(t, score(t, in), scoring.IntegrityGate).Outcome; got != scoring.Fail {
		t.Errorf("two upheld contradictions of changed answers: %s", got)
	}
}

// Exposure below 40 caps at B, below 20 at C, by the exact score.
func TestBandsAndCaps(t *testing.T) {
	source := head + `
sections:
  - {id: x, title: X, dimension: exposure, weight: 1, questions: [
      {id: exposed, text: X?, type: percentage, weight: 1, evidence: {assurance: none}, scoring: {kind: anchors, anchors: [{at: "0", score: "0"}, {at: "100", score: "1"}]}}]}
  - {id: p, title: P, dimension: practice, weight: 9, questions: [
      {id: practised, text: P?, type: percentage, weight: 1, evidence: {assurance: none}, scoring: {kind: anchors, anchors: [{at: "0", score: "0"}, {at: "100", score: "1"}]}}]}
`
	for _, test := range []struct {
		exposed, practised int64
		band, before       string
	}{
		{40_000_000, 100_000_000, "A", ""},  // 94
		{39_999_900, 100_000_000, "B", "A"}, // just below 40
		{20_000_000, 100_000_000, "B", "A"}, // 92
		{19_999_900, 100_000_000, "C", "A"}, // both caps
		{100_000_000, 77_777_700, "B", ""},  // 79.99993
		{100_000_000, 77_777_800, "A", ""},  // 80.00002
		{0, 50_000_000, "C", ""},            // 45 is C anyway
	} {
		result := score(t, input(t, source, answer("exposed", percent(test.exposed)), answer("practised", percent(test.practised))))
		if result.Band != test.band || result.BandBeforeCap != test.before {
			t.Errorf("exposure %d, practice %d: band %s before cap %q, want %s and %q", test.exposed, test.practised,
				result.Band, result.BandBeforeCap, test.band, test.before)
		}
		if capped := result.CapReason != ""; capped != (test.before != "") {
			t.Errorf("cap reason %q", result.CapReason)
		}
	}
}

func TestFindings(t *testing.T) {
	in := input(t, section(`
      - {id: big, text: Big?, type: boolean, weight: 9, scoring: {kind: yes_is_good}, evidence: {proof: required}}
      - {id: small, text: Small?, type: boolean, weight: 1, scoring: {kind: yes_is_good}, evidence: {proof: required},
         red_flag: [{id: flagged, when: {question: small, equals: "false"}, message: No., severity: high}]}
      - {id: hidden, text: Hidden?, type: boolean, weight: 1, scoring: {kind: yes_is_good}, when: {question: small, equals: "true"},
         red_flag: [{id: unseen, when: {question: big, equals: "true"}, message: Never., severity: critical}]}
gates:
  - {id: must, title: Must, pass: {question: small, equals: "true"}}
`), answer("big", yes()), answer("small", no()), answer("hidden", yes()))
	var found []string
	for _, f := range score(t, in).Findings {
		found = append(found, string(f.Severity)+"/"+f.RuleID)
	}
	want := "critical/gate:must high/flag:small:flagged medium/proof:big low/proof:small"
	if join(found) != want {
		t.Errorf("findings %q\nwant     %q", join(found), want)
	}
}
