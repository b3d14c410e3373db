package scoring_test

import (
	"testing"

	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/scoring"
)

// One question on the whole of the ladder, by what its answer rests on.
const ladderQuestions = `
      - {id: plain, text: Plain?, type: percentage, weight: 1, evidence: {facts: [sbom.share.memory_safe], max_age_days: 100},
         scoring: {kind: anchors, anchors: [{at: "0", score: "0"}, {at: "100", score: "1"}]}}
      - {id: strict, text: Strict?, type: boolean, weight: 1, evidence: {proof: required}, scoring: {kind: yes_is_good}}
      - {id: own, text: Own?, type: boolean, weight: 1, evidence: {assurance: none}, scoring: {kind: yes_is_good}}
`

func TestLadder(t *testing.T) {
	documented := share(fact.SBOMSafeShare, "a", 100*fact.Million, fact.Documented)
	verified := share(fact.SBOMSafeShare, "a", 100*fact.Million, fact.Verified)
	other := share(fact.SBOMSafeShare, "b", 90*fact.Million, fact.Verified)
	aged := func(f fact.Fact, asOf string) fact.Fact { f.AsOf = asOf; return f }
	noPlace := verdict("plain", "verified")
	noPlace.Place = ""
	noFile := verdict("plain", "verified")
	noFile.EvidenceID = "elsewhere"
	for _, test := range []struct {
		name    string
		links   []string
		facts   []fact.Fact
		reviews []assessment.Review
		rung    scoring.Confidence
		micro   int64
		expired bool
	}{
		{name: "nothing linked", rung: scoring.Claimed, micro: 500_000},
		{name: "a brochure proves nothing", links: []string{"a"}, rung: scoring.Claimed, micro: 500_000},
		{name: "fact of a file not linked", links: []string{"b"}, facts: []fact.Fact{documented}, rung: scoring.Claimed, micro: 500_000},
		{name: "fact of a linked file", links: []string{"a"}, facts: []fact.Fact{documented}, rung: scoring.Documented, micro: 750_000},
		{name: "recomputed fact", links: []string{"a"}, facts: []fact.Fact{verified}, rung: scoring.Verified, micro: 1_000_000},
		{name: "the better of two that agree", links: []string{"a", "b"},
			facts: []fact.Fact{documented, share(fact.SBOMSafeShare, "b", 100*fact.Million, fact.Verified)}, rung: scoring.Verified, micro: 1_000_000},
		{name: "linked files that disagree", links: []string{"a", "b"}, facts: []fact.Fact{documented, other}, rung: scoring.Claimed, micro: 500_000},
		{name: "100 days old", links: []string{"a"}, facts: []fact.Fact{aged(verified, "2026-08-14")}, rung: scoring.Verified, micro: 1_000_000},
		{name: "101 days old", links: []string{"a"}, facts: []fact.Fact{aged(verified, "2026-08-13")}, rung: scoring.Documented, micro: 750_000, expired: true},
		{name: "200 days old", links: []string{"a"}, facts: []fact.Fact{aged(verified, "2026-05-06")}, rung: scoring.Documented, micro: 750_000, expired: true},
		{name: "201 days old", links: []string{"a"}, facts: []fact.Fact{aged(verified, "2026-05-05")}, rung: scoring.Claimed, micro: 500_000, expired: true},
		{name: "documented, 101 days old", links: []string{"a"}, facts: []fact.Fact{aged(documented, "2026-08-13")}, rung: scoring.Claimed, micro: 500_000, expired: true},
		{name: "dated tomorrow", links: []string{"a"}, facts: []fact.Fact{aged(verified, "2026-11-23")}, rung: scoring.Documented, micro: 750_000},
		{name: "an undated file", links: []string{"c"}, facts: []fact.Fact{{Name: fact.SBOMSafeShare, Kind: fact.Share, EvidenceID: "c", Assurance: fact.Verified}},
			rung: scoring.Documented, micro: 750_000},
		{name: "young and documented beats old and verified", links: []string{"a", "b"},
			facts: []fact.Fact{aged(verified, "2020-01-01"), share(fact.SBOMSafeShare, "b", 100*fact.Million, fact.Documented)}, rung: scoring.Documented, micro: 750_000},
		{name: "verdict documented", reviews: []assessment.Review{verdict("plain", "documented")}, rung: scoring.Documented, micro: 750_000},
		{name: "verdict verified", reviews: []assessment.Review{verdict("plain", "verified")}, rung: scoring.Verified, micro: 1_000_000},
		{name: "verdict without a place", reviews: []assessment.Review{noPlace}, rung: scoring.Claimed, micro: 500_000},
		{name: "verdict without a file of the revision", reviews: []assessment.Review{noFile}, rung: scoring.Claimed, micro: 500_000},
		{name: "verdict claimed lowers", links: []string{"a"}, facts: []fact.Fact{documented}, reviews: []assessment.Review{verdict("plain", "claimed")},
			rung: scoring.Claimed, micro: 500_000},
		{name: "verdict contradicted", reviews: []assessment.Review{verdict("plain", "contradicted")}, rung: scoring.Contradicted},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := input(t, section(ladderQuestions), answer("plain", percent(100*fact.Million), test.links...))
			in.Revision.Evidence = append(in.Revision.Evidence, assessment.Evidence{ID: "c"})
			in.Facts, in.Reviews = test.facts, test.reviews
			q := question(t, score(t, in), "plain")
			if q.Rung != test.rung || q.Confidence != test.micro || q.Expired != test.expired {
				t.Errorf("on %s with %d, expired %v; want %s, %d, %v\n%s", q.Rung, q.Confidence, q.Expired, test.rung, test.micro, test.expired, q.ConfidenceWhy)
			}
		})
	}
}

// Proof required: half of a claim without. Its own proof: all of it. Filled in
// from public sources: everything is a claim at best.
func TestLadderByQuestionAndSource(t *testing.T) {
	answers := []assessment.Answer{answer("plain", percent(100*fact.Million), "a"), answer("strict", yes()), answer("own", yes())}
	verified := share(fact.SBOMSafeShare, "a", 100*fact.Million, fact.Verified)
	for _, test := range []struct {
		source              assessment.Source
		plain, strict, own  int64
		ownRung, provenRung scoring.Confidence
	}{
		{assessment.SourceVendor, 1_000_000, 250_000, 1_000_000, scoring.Own, scoring.Verified},
		{assessment.SourcePublic, 500_000, 250_000, 500_000, scoring.Claimed, scoring.Claimed},
	} {
		in := input(t, section(ladderQuestions), answers...)
		in.Facts, in.Source = []fact.Fact{verified}, test.source
		result := score(t, in)
		plain, strict, own := question(t, result, "plain"), question(t, result, "strict"), question(t, result, "own")
		if plain.Confidence != test.plain || strict.Confidence != test.strict || own.Confidence != test.own {
			t.Errorf("%s: %d, %d, %d", test.source, plain.Confidence, strict.Confidence, own.Confidence)
		}
		if own.Rung != test.ownRung || plain.Rung != test.provenRung {
			t.Errorf("%s: rungs %s and %s", test.source, own.Rung, plain.Rung)
		}
	}
}

// One settled contradiction costs its own points and takes every open claim
// one step down: a claim to where proof is required (0.25), proof required to
// half of that (0.125). Own proof and documented answers stay.
func TestContradictionLowersOpenClaims(t *testing.T) {
	in := input(t, section(ladderQuestions+`
      - {id: wrong, text: Wrong?, type: boolean, weight: 1, scoring: {kind: yes_is_good}}
      - {id: proven, text: Proven?, type: boolean, weight: 1, scoring: {kind: yes_is_good}}
`), answer("plain", percent(100*fact.Million)), answer("strict", yes()), answer("own", yes()), answer("wrong", yes()), answer("proven", yes()))
	in.Reviews = []assessment.Review{verdict("wrong", "contradicted"), verdict("proven", "documented")}
	result := score(t, in)
	for id, want := range map[string]int64{"plain": 250_000, "strict": 125_000, "own": 1_000_000, "wrong": 0, "proven": 750_000} {
		if got := question(t, result, id).Confidence; got != want {
			t.Errorf("%s has confidence %d, want %d", id, got, want)
		}
	}
	// (0.25 + 0.125 + 1 + 0 + 0.75)/5
	expect(t, "overall", result.Overall, 42_500_000)
	if wrong := question(t, result, "wrong"); wrong.Quality != 1_000_000 {
		t.Errorf("the contradicted answer keeps its quality for print; got %d", wrong.Quality)
	}
}

// For one question: proven earns at least what claimed earns, claimed at least
// what silence earns; contradicted earns nothing and costs the others.
func TestProvenClaimedSilentContradicted(t *testing.T) {
	two := section(`
      - {id: asked, text: Asked?, type: boolean, weight: 1, scoring: {kind: yes_is_good}}
      - {id: other, text: Other?, type: boolean, weight: 1, scoring: {kind: yes_is_good}}
`)
	other, asked := answer("other", yes()), answer("asked", yes())
	total := func(reviews []assessment.Review, answers ...assessment.Answer) int64 {
		in := input(t, two, answers...)
		in.Reviews = reviews
		return score(t, in).Overall.Score
	}
	proven := total([]assessment.Review{verdict("asked", "verified")}, asked, other)
	claimed := total(nil, asked, other)
	silent := total(nil, other)
	contradicted := total([]assessment.Review{verdict("asked", "contradicted")}, asked, other)
	if proven != 75_000_000 || claimed != 50_000_000 || silent != 25_000_000 || contradicted != 12_500_000 {
		t.Errorf("proven %d, claimed %d, silent %d, contradicted %d", proven, claimed, silent, contradicted)
	}
}
