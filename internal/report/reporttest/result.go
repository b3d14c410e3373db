package reporttest

import (
	"math/big"
	"sort"

	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

const million = 1_000_000

var factors = map[scoring.Confidence]int64{scoring.Claimed: 500_000, scoring.Documented: 750_000,
	scoring.Verified: 1_000_000, scoring.Own: 1_000_000}

// reviewed says which reviews of the fixture are in force on a question.
var reviewed = map[string][]string{"UG-01": {"rvw_grade2"}, "MS-10": {"rvw_over"}, "MS-06": {"rvw_verdict"}, "MS-11": {"rvw_na"}}

// Result is the fixture's scorecard. Sums follow the published formulas; range
// and levers are plausible rather than computed by the rules.
func Result() *scoring.Result { return resultOf(groups()) }

func resultOf(all []group) *scoring.Result {
	r := &scoring.Result{Arithmetic: 1, RulesetID: "standard-1", Gates: gateResults(), Findings: findingResults(),
		NotRun: []scoring.NotRun{{Rule: "check CX-07 (signature against the artifact)", Reason: "No signature file was supplied"},
			{Rule: "check CX-11 (advisories against the bill of materials)", Reason: "No advisory feed is configured"}}}
	for _, g := range all {
		r.Sections = append(r.Sections, sectionResult(g))
	}
	r.Overall = combine(r.Sections, "")
	r.Exposure = combine(r.Sections, questionnaire.Exposure)
	r.Practice = combine(r.Sections, questionnaire.Practice)
	contributions(r)
	r.Levers = leverResults(r)
	r.Band, r.BandBeforeCap = "mixed", "mixed"
	r.GateOutcome = scoring.Undetermined
	return r
}

func inScore(s scoring.Status) bool {
	return s != scoring.StatusExcluded && s != scoring.StatusNAAccepted && s != scoring.StatusNotScored
}

func sectionResult(g group) scoring.SectionResult {
	s := scoring.SectionResult{ID: g.id, Dimension: g.dimension, Weight: g.weight}
	for _, it := range g.items {
		s.Questions = append(s.Questions, scoring.QuestionResult{ID: it.q.ID, Status: it.status, Weight: it.q.Weight,
			Quality: it.quality, Confidence: factors[it.rung], Rung: it.rung, Rule: it.rule, ConfidenceWhy: it.why, ReviewIDs: reviewed[it.q.ID]})
	}
	s.Summary = summarise(s.Questions)
	return s
}

func summarise(questions []scoring.QuestionResult) *scoring.Summary {
	var points, quality, confidence, weight, answered, na, whole int64
	for _, q := range questions {
		w := int64(q.Weight)
		whole += w
		if q.Status == scoring.StatusNAAccepted {
			na += w
		}
		if !inScore(q.Status) {
			continue
		}
		weight += w
		points += w * q.Quality * q.Confidence / million
		if q.Status == scoring.StatusScored {
			answered += w
			quality += w * q.Quality
			confidence += w * q.Confidence
		}
	}
	if weight == 0 {
		return nil
	}
	s := &scoring.Summary{Score: points * 100 / weight, AnsweredShare: answered * 100 * million / weight, NAShare: na * 100 * million / whole}
	if answered > 0 {
		s.Quality, s.Confidence = quality*100/answered, confidence*100/answered
	}
	s.Lower, s.Upper = s.Score*7/10, min(s.Score+s.Score/3, 100*million)
	return s
}

// combine weighs section summaries; "" takes every dimension.
func combine(sections []scoring.SectionResult, only questionnaire.Dimension) *scoring.Summary {
	sum, weight := scoring.Summary{}, int64(0)
	for _, s := range sections {
		if s.Summary == nil || (only != "" && s.Dimension != only) {
			continue
		}
		w := int64(s.Weight)
		weight += w
		sum.Score += w * s.Summary.Score
		sum.Quality += w * s.Summary.Quality
		sum.Confidence += w * s.Summary.Confidence
		sum.AnsweredShare += w * s.Summary.AnsweredShare
		sum.NAShare += w * s.Summary.NAShare
		sum.Lower += w * s.Summary.Lower
		sum.Upper += w * s.Summary.Upper
	}
	for _, p := range []*int64{&sum.Score, &sum.Quality, &sum.Confidence, &sum.AnsweredShare, &sum.NAShare, &sum.Lower, &sum.Upper} {
		*p /= weight
	}
	return &sum
}

// contributions spreads the overall score over questions exactly, by largest
// remainder, and gives each what it could still gain.
func contributions(r *scoring.Result) {
	total := int64(0)
	for _, s := range r.Sections {
		total += int64(s.Weight)
	}
	exact := new(big.Rat)
	for i := range r.Sections {
		s := &r.Sections[i]
		weight := int64(0)
		for _, q := range s.Questions {
			if inScore(q.Status) {
				weight += int64(q.Weight)
			}
		}
		for j := range s.Questions {
			q := &s.Questions[j]
			if !inScore(q.Status) {
				continue
			}
			share := big.NewRat(int64(s.Weight)*int64(q.Weight)*100*million, total*weight)
			got := new(big.Rat).Mul(share, big.NewRat(q.Quality*q.Confidence, million*million))
			exact.Add(exact, got)
			q.Contribution = new(big.Int).Quo(got.Num(), got.Denom()).Int64()
			q.Gain = new(big.Int).Quo(share.Num(), share.Denom()).Int64() - q.Contribution
			s.Contribution += q.Contribution
		}
	}
	r.Overall.Score = nearest(exact)
	left := r.Overall.Score
	for i := range r.Sections {
		left -= r.Sections[i].Contribution
	}
	r.Sections[0].Questions[0].Contribution += left
	r.Sections[0].Contribution += left
}

func leverResults(r *scoring.Result) []scoring.Lever {
	var out []scoring.Lever
	for _, s := range r.Sections {
		for _, q := range s.Questions {
			if q.Gain > 0 {
				out = append(out, scoring.Lever{QuestionID: q.ID, Gain: q.Gain, Advice: advice(q)})
			}
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Gain > out[j].Gain })
	return out
}

func advice(q scoring.QuestionResult) string {
	switch {
	case q.Rung == scoring.Contradicted:
		return "Explain the contradiction or correct the answer to " + q.ID
	case q.Rung == scoring.Claimed:
		return "Supply evidence for " + q.ID
	case q.Status == scoring.StatusUnanswered:
		return "Answer " + q.ID
	default:
		return "Improve what " + q.ID + " measures"
	}
}

func gateResults() []scoring.GateResult {
	return []scoring.GateResult{
		{ID: "G-INVENTORY", Title: "A complete component inventory exists", Outcome: scoring.Pass, Why: "The vendor states 7 components and the file shows the same", Because: []string{"MS-01", "sbom.components.total"}},
		{ID: "G-ROADMAP", Title: "Remaining C and C++ has a dated plan", Outcome: scoring.Conditional, Why: "Two of four components have no date", Because: []string{"MS-01"}, Remedy: "Dated plan for tls-core and media-decoder", RemedyBy: "2027-01-31", ReviewID: "rvw_gate"},
		{ID: "G-UNKNOWN", Title: "At most a fifth of components of unknown language", Outcome: scoring.Undetermined, Why: "The bill of materials lists 41 components without a package type", Because: []string{"sbom.share.unknown"}},
		{ID: "integrity", Title: "The response can be relied on", Outcome: scoring.Pass, Why: "1 contradiction upheld, 3 would fail", Because: []string{"MS-07"}},
	}
}

func findingResults() []scoring.Finding {
	return []scoring.Finding{
		{RuleID: "CX-01", Kind: scoring.FindingContradiction, Severity: questionnaire.Critical, State: scoring.FindingUpheld, Questions: []string{"MS-07"}, Facts: []string{"sbom.components.unsafe"}, Message: "The vendor states that no new product line was started in a memory-unsafe language; the file shows the C++ module media-decoder 0.9, first released in 2026", Resolve: "Correct the answer, or show that media-decoder is not new", ReviewID: "rvw_finding"},
		{RuleID: "RF-03", Kind: scoring.FindingRedFlag, Severity: questionnaire.High, State: scoring.FindingOpen, Questions: []string{"MS-03", "MS-08"}, Message: "Less than half of the functions that face the network are in memory-safe languages, and no test of the containment was supplied", Resolve: "Supply the entry-point list and a test of the sandbox"},
		{RuleID: "MP-02", Kind: scoring.FindingMissingProof, Severity: questionnaire.Medium, State: scoring.FindingOpen, Questions: []string{"UG-02"}, Message: "No evidence supplied that can be read: the unsafe-code count is a scanned picture", Resolve: "Supply the report as JSON"},
		{RuleID: "RF-09", Kind: scoring.FindingRedFlag, Severity: questionnaire.Low, State: scoring.FindingDismissed, Questions: []string{"SB-03"}, Message: "The vendor states that builds are reproduced ad hoc", Resolve: "None needed", ReviewID: "rvw_dismiss"},
	}
}

// nearest rounds to a whole number, half to even.
func nearest(x *big.Rat) int64 {
	whole, rest := new(big.Int).QuoRem(x.Num(), x.Denom(), new(big.Int))
	if half := rest.Lsh(rest, 1).Cmp(x.Denom()); half > 0 || half == 0 && whole.Bit(0) == 1 {
		whole.Add(whole, big.NewInt(1))
	}
	return whole.Int64()
}
