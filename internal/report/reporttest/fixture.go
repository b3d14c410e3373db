// Package reporttest makes report inputs for tests and benchmarks: a rich,
// hand-made assessment of a fictitious vendor whose numbers add up, and
// variants that strain renderers.
package reporttest

import (
	"memsure/internal/assessment"
	"memsure/internal/questionnaire"
	"memsure/internal/report"
	"memsure/internal/scoring"
)

// Day is 2026-11-20 09:30 UTC, "now" of the fixture, in microseconds.
const Day int64 = 1_795_167_000_000_000

// Input is a rich assessment: every type of answer, a conditional and an open
// knock-out, contradictions, reviews, evidence and a bill of materials. Each
// call gives a fresh copy.
func Input() report.Input {
	def := Definition()
	result := Result()
	return report.Input{
		ReportID: "rpt_7k2m9q4x8b1n5v3c6z0d2f4g8h", Final: true, GeneratedAt: Day, DataCutOff: Day - 3_600_000_000,
		Buyer: report.Buyer{Name: "Stadtwerke Beispielburg"}, Marking: "Confidential: procurement",
		DecideBy: "2026-12-15", Decider: "Head of Procurement, with the CISO's advice",
		Vendor: "Northlight Networks Ltd.", Product: "EdgeGate", Release: "4.2.1",
		Purpose: assessment.PurposeRenewal, Tier: "critical", Source: assessment.SourceVendor,
		Definition: def, DefinitionDigest: digest("1f"), RulesetDigest: digest("2e"),
		Revision: Revision(), RevisionDigest: digest("3d"),
		Facts: Facts(), FactsDigest: digest("4c"),
		Reviews: Reviews(), ReviewsDigest: digest("5b"),
		Result: result, ResultDigest: digest("6a"),
		Previous: previous(),
		People: []report.Person{{Ref: "per_eva1", Role: "evaluator, application security"},
			{Ref: "per_ven1", Role: "vendor contact, product security"}},
	}
}

// Clean is the same assessment with good, proven answers, every knock-out passed
// and no finding: the report recommends to proceed.
func Clean() report.Input {
	in := Input()
	better := groups()
	for _, g := range better {
		for i := range g.items {
			it := &g.items[i]
			if it.status == scoring.StatusScored && it.q.ID != "MS-03" {
				it.quality, it.rung = max(it.quality, 850_000), scoring.Verified
				it.rule, it.why = "As published for this answer", "An independent laboratory confirmed it"
			}
		}
	}
	in.Result = resultOf(better)
	for i := range in.Result.Gates {
		in.Result.Gates[i] = scoring.GateResult{ID: in.Result.Gates[i].ID, Title: in.Result.Gates[i].Title,
			Outcome: scoring.Pass, Why: "What it asks for is stated and documented"}
	}
	in.Result.GateOutcome = scoring.Pass
	in.Result.Findings = nil
	in.Result.Band, in.Result.BandBeforeCap = "good", "good"
	in.Previous = nil
	return in
}

// Failed is the same assessment with a failed knock-out.
func Failed() report.Input {
	in := Input()
	in.Result.Gates[0].Outcome = scoring.Fail
	in.Result.Gates[0].Why = "The vendor states that no component inventory can be given"
	in.Result.GateOutcome = scoring.Fail
	return in
}

// Empty is a response without any answer: nothing was scorable.
func Empty() report.Input {
	in := Input()
	in.Final = false
	in.Result = &scoring.Result{Arithmetic: 1, RulesetID: "standard-1", GateOutcome: scoring.Undetermined}
	in.Revision.Answers, in.Revision.Evidence, in.Facts, in.Reviews, in.Previous = nil, nil, nil, nil, nil
	return in
}

func digest(pair string) string {
	out := "sha256:"
	for range 32 {
		out += pair
	}
	return out
}

func previous() *report.Previous {
	old := Result()
	old.Overall.Score -= 6_250_000
	old.Practice.Score -= 9_100_000
	old.Band = "weak"
	old.Gates[1].Outcome = scoring.Fail
	old.Findings = old.Findings[:1]
	rev := Revision()
	rev.Number = 1
	for i := range rev.Answers {
		if rev.Answers[i].QuestionID == "MS-02" {
			rev.Answers[i].Value.Number = 41_000_000
		}
	}
	return &report.Previous{ReportID: "rpt_previous", Revision: rev, Result: old}
}

// Definition is the fixture's questionnaire.
func Definition() *questionnaire.Definition {
	return &questionnaire.Definition{
		Slug: "supplier-memory-safety", Version: "1.0.0", Title: "Supplier memory safety", Language: "en",
		Ruleset: questionnaire.Ruleset{ID: "standard-1", Arithmetic: 1, RollUp: questionnaire.RollUpSections,
			Confidence: questionnaire.Ladder{Claimed: "0.5", ClaimedProofRequired: "0.25", Documented: "0.75", Verified: "1"},
			Bands: []questionnaire.Band{{ID: "strong", Label: "A · strong", AtLeast: "70"}, {ID: "good", Label: "B · good", AtLeast: "50"},
				{ID: "mixed", Label: "C · mixed", AtLeast: "30"}, {ID: "weak", Label: "D · weak", AtLeast: "0"}},
			ExposureCaps:     []questionnaire.ExposureCap{{Below: "60", Band: "mixed"}, {Below: "30", Band: "weak"}},
			IntegrityFailsAt: 3},
		Tiers:    []questionnaire.Tier{{ID: "critical", Label: "Critical: runs at the network edge"}, {ID: "standard", Label: "Standard"}},
		Sections: sections(),
	}
}
