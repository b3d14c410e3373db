package questionnaires_test

import (
	"slices"
	"strings"
	"testing"

	"memsure/internal/fact"
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

// bankWithNative is the full bank answered as well as a product with native
// code can.
func bankWithNative(t *testing.T) spoiled {
	t.Helper()
	return spoiled{definition: shippedDefinition(t, "supplier-memory-safety", "2.0.0"), tier: "critical", others: map[string]questionnaire.Value{
		"ms-native-code": boolean(true), "ug-unsafe-used": boolean(true), "sc-delivery": option("both"),
	}}
}

func TestCriticalGatesOfTheBank(t *testing.T) {
	for _, tc := range []struct {
		name, gate string
		others     map[string]questionnaire.Value
		want       scoring.Outcome
	}{
		{"published roadmap", "gate-roadmap", nil, scoring.Pass},
		{"roadmap on request", "gate-roadmap", map[string]questionnaire.Value{"rd-roadmap": option("on-request")}, scoring.Pass},
		{"roadmap being written", "gate-roadmap", map[string]questionnaire.Value{"rd-roadmap": option("planned")}, scoring.Fail},
		{"dated exemption", "gate-roadmap", map[string]questionnaire.Value{"rd-roadmap": option("exempt")}, scoring.Pass},
		{"all signed", "gate-signed", nil, scoring.Pass},
		{"delivered with checksums", "gate-signed", map[string]questionnaire.Value{"sc-delivery": option("delivered"), "sc-signed": option("checksums")}, scoring.Fail},
		{"hosted without signatures to check", "gate-signed", map[string]questionnaire.Value{"sc-delivery": option("hosted"), "sc-signed": option("none")}, scoring.Pass},
		{"hosted, builds unchecked", "gate-signed", map[string]questionnaire.Value{"sc-delivery": option("hosted"), "sc-hosted-verify": option("none")}, scoring.Fail},
		{"both, half of it unchecked", "gate-signed", map[string]questionnaire.Value{"sc-hosted-verify": option("none")}, scoring.Fail},
		{"build systems guarded", "gate-build-systems", map[string]questionnaire.Value{"sc-build-systems": options("separate", "multi-factor")}, scoring.Pass},
		{"no second factor", "gate-build-systems", map[string]questionnaire.Value{"sc-build-systems": options("separate", "monitored", "fresh")}, scoring.Fail},
		{"nobody signs", "gate-answerable", map[string]questionnaire.Value{"gc-signatory": boolean(false)}, scoring.Fail},
		{"no notice of changes", "gate-answerable", map[string]questionnaire.Value{"gc-change-notice": boolean(false)}, scoring.Fail},
		{"somebody answers", "gate-answerable", nil, scoring.Pass},
		{"support end named", "gate-support-end", nil, scoring.Pass},
		{"all clauses", "gate-clauses", nil, scoring.Pass},
		{"no way out", "gate-clauses", map[string]questionnaire.Value{"gc-clauses": options("audit", "notice", "subcontracting")}, scoring.Fail},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := outcomeOf(t, bankWithNative(t).but(tc.others).score(t), tc.gate); got != tc.want {
				t.Errorf("%s: %s, want %s", tc.gate, got, tc.want)
			}
		})
	}
}

// A gate that rests on an answer fails where that answer is missing.
func TestCriticalGatesFailClosed(t *testing.T) {
	if got := outcomeOf(t, bankWithNative(t).without("gc-support-until").score(t), "gate-support-end"); got != scoring.Fail {
		t.Errorf("without an end of support: %s", got)
	}
	exempt := bankWithNative(t).but(map[string]questionnaire.Value{"rd-roadmap": option("exempt")}).without("rd-exemption-until")
	if got := outcomeOf(t, exempt.score(t), "gate-roadmap"); got != scoring.Fail {
		t.Errorf("an exemption without a date: %s", got)
	}
}

// Less critical products are not knocked out by what only critical ones need;
// that somebody answers for the answers holds for all.
func TestLowerTiersHaveFewerGates(t *testing.T) {
	low := bankWithNative(t)
	low.tier = "low"
	held := map[string]bool{}
	for _, g := range low.score(t).Gates {
		held[g.ID] = true
	}
	for id, want := range map[string]bool{
		"gate-sbom": true, "gate-answerable": true, "gate-roadmap": false, "gate-signed": false,
		"gate-build-systems": false, "gate-support-end": false, "gate-clauses": false,
	} {
		if held[id] != want {
			t.Errorf("%s for the low tier: %v, want %v", id, held[id], want)
		}
	}
}

// Having no roadmap hides the questions about its content; they take its mark.
// Nothing is gained by it, and the exemption earns less than a plan that is
// kept half of the time.
func TestNoRoadmapGainsNothing(t *testing.T) {
	section := func(others map[string]questionnaire.Value) int64 {
		for _, s := range bankWithNative(t).but(others).score(t).Sections {
			if s.ID == "roadmap" {
				return s.Summary.Score
			}
		}
		t.Fatal("no section roadmap")
		return 0
	}
	half := section(map[string]questionnaire.Value{"rd-milestones": choices("state", "met", "late", "on-track")})
	exempt := section(map[string]questionnaire.Value{"rd-roadmap": option("exempt")})
	none := section(map[string]questionnaire.Value{"rd-roadmap": option("none")})
	if half <= exempt || exempt <= none {
		t.Errorf("half kept %s, exempt %s, none %s: not in this order", fact.FormatMicro(half), fact.FormatMicro(exempt), fact.FormatMicro(none))
	}
	// none leaves what does not rest on a roadmap: 14 + 8 + 10 + 6 + 4 of 100.
	if none != 42*fact.Million {
		t.Errorf("no roadmap earns %s of the section, want 42", fact.FormatMicro(none))
	}
}

// Milestones not yet due change nothing: calling all of them on track earns
// nothing, and adding one takes nothing away.
func TestOnlyMilestonesDueCount(t *testing.T) {
	quality := func(states ...string) int64 {
		given := bankWithNative(t).but(map[string]questionnaire.Value{"rd-milestones": choices("state", states...)})
		return questionOf(t, given.score(t), "rd-milestones").Quality
	}
	for _, tc := range []struct {
		states []string
		want   int64
	}{
		{[]string{"met", "met"}, fact.Million},
		{[]string{"met", "met", "on-track", "on-track"}, fact.Million},
		{[]string{"met", "dropped"}, 400_000},
		{[]string{"on-track", "on-track"}, 0},
	} {
		if got := quality(tc.states...); got != tc.want {
			t.Errorf("%v earn %s, want %s", tc.states, fact.FormatMicro(got), fact.FormatMicro(tc.want))
		}
	}
}

// Any one of the independent confirmations is enough: no certificate is
// preferred over its equals.
func TestEquivalentAssuranceCountsTheSame(t *testing.T) {
	quality := map[string]int64{}
	for _, kind := range []string{"iso-27001", "soc-2-type-2", "equivalent", "point-in-time", "none"} {
		result := bankWithNative(t).but(map[string]questionnaire.Value{"gc-assurance": option(kind)}).score(t)
		quality[kind] = questionOf(t, result, "gc-assurance").Quality
	}
	if quality["iso-27001"] != fact.Million || quality["soc-2-type-2"] != fact.Million || quality["equivalent"] != fact.Million {
		t.Errorf("equals are not equal: %v", quality)
	}
	if quality["point-in-time"] >= quality["equivalent"] || quality["none"] != 0 {
		t.Errorf("%v", quality)
	}
}

// What the vendor says about its SBOM is held against the SBOM. Saying where it
// has gaps is never held against anybody.
func TestClaimsAboutTheSBOMAreChecked(t *testing.T) {
	flag := func(name string, yes bool) fact.Fact { return fact.Fact{Name: name, Kind: fact.Boolean, Flag: yes} }
	share := func(name string, percent int64) fact.Fact {
		return fact.Fact{Name: name, Kind: fact.Share, Micro: percent * fact.Million, Unit: "percent"}
	}
	phase := fact.Fact{Name: fact.SBOMPhase, Kind: fact.Text, Text: "pre-build"}
	for _, tc := range []struct {
		name, rule string
		others     map[string]questionnaire.Value
		shows      fact.Fact
		want       bool
	}{
		{"all levels, none related", "check-sbom-depth", map[string]questionnaire.Value{"sc-sbom-depth": option("all-levels")}, flag(fact.SBOMHasDependencies, false), true},
		{"all levels, related", "check-sbom-depth", map[string]questionnaire.Value{"sc-sbom-depth": option("all-levels")}, flag(fact.SBOMHasDependencies, true), false},
		{"direct only, none related", "check-sbom-depth", map[string]questionnaire.Value{"sc-sbom-depth": option("direct")}, flag(fact.SBOMHasDependencies, false), false},
		{"all levels, declared incomplete", "check-sbom-complete", map[string]questionnaire.Value{"sc-sbom-depth": option("all-levels")}, flag(fact.SBOMDeclaredComplete, false), true},
		{"gaps named, declared incomplete", "check-sbom-complete", map[string]questionnaire.Value{"sc-sbom-depth": option("all-with-gaps-named")}, flag(fact.SBOMDeclaredComplete, false), false},
		{"all fields, half of them", "check-sbom-minimum", nil, share(fact.SBOMMinimumNTIA, 50), true},
		{"all fields, nearly", "check-sbom-minimum", nil, share(fact.SBOMMinimumNTIA, 86), false},
		{"few hashes", "rf-sbom-few-hashes", nil, share(fact.SBOMHashShare, 40), true},
		{"most have hashes", "rf-sbom-few-hashes", nil, share(fact.SBOMHashShare, 90), false},
		{"made too early", "rf-sbom-before-build", nil, phase, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			given := bankWithNative(t).but(tc.others)
			given.shows = []fact.Fact{tc.shows}
			found := slices.ContainsFunc(given.score(t).Findings, func(f scoring.Finding) bool { return strings.HasSuffix(f.RuleID, tc.rule) })
			if found != tc.want {
				t.Errorf("%s found: %v, want %v", tc.rule, found, tc.want)
			}
		})
	}
}

// From the first version to this one: what stayed the same question carries
// over, what changed its meaning is shown beside the old answer, and what is
// asked no more is named.
func TestAnswersOfTheFirstVersionCarry(t *testing.T) {
	first, second := shippedDefinition(t, "supplier-memory-safety", "1.0.0"), shippedDefinition(t, "supplier-memory-safety", "2.0.0")
	verdicts := map[string]questionnaire.Carried{}
	for _, carried := range questionnaire.CarryForward(first, second) {
		verdicts[carried.QuestionID] = carried
	}
	for id, want := range map[string]questionnaire.Carried{
		"sc-sbom":            {FromQuestionID: "sc-sbom", Verdict: questionnaire.CarrySame},
		"sc-provenance":      {FromQuestionID: "sc-provenance", Verdict: questionnaire.CarrySame},
		"rd-safe-date":       {FromQuestionID: "rd-safe-date", Verdict: questionnaire.CarrySame},
		"rd-roadmap":         {FromQuestionID: "rd-roadmap", Verdict: questionnaire.CarryConfirm},
		"rd-milestones":      {FromQuestionID: "rd-milestones", Verdict: questionnaire.CarryConfirm},
		"sc-signed":          {FromQuestionID: "sc-signed", Verdict: questionnaire.CarryConfirm},
		"gc-milestones":      {FromQuestionID: "gc-contract", Verdict: questionnaire.CarryShowOld},
		"gc-clauses":         {Verdict: questionnaire.CarryNew},
		"ts-sanitizers":      {Verdict: questionnaire.CarryNew},
		"rd-dependency-plan": {Verdict: questionnaire.CarryNew},
	} {
		if got := verdicts[id]; got.Verdict != want.Verdict || got.FromQuestionID != want.FromQuestionID {
			t.Errorf("%s: %s from %q, want %s from %q", id, got.Verdict, got.FromQuestionID, want.Verdict, want.FromQuestionID)
		}
	}
}

// A promise to keep a plan earns nothing without a plan.
func TestMilestonesInTheContractNeedARoadmap(t *testing.T) {
	points := func(roadmap string) int64 {
		given := bankWithNative(t).but(map[string]questionnaire.Value{"rd-roadmap": option(roadmap), "gc-milestones": option("with-remedies")})
		return questionOf(t, given.score(t), "gc-milestones").Quality
	}
	if with, without := points("public"), points("none"); with != fact.Million || without != 0 {
		t.Errorf("with a roadmap %s, without %s", fact.FormatMicro(with), fact.FormatMicro(without))
	}
}
