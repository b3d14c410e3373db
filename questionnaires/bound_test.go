package questionnaires_test

import (
	"slices"
	"testing"

	"memsure/internal/assessment"
	"memsure/internal/evidence"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

// allCPP fixes what is true of a product that is C++ throughout and reads
// outside data; ids that a questionnaire does not ask are ignored. Everything
// else, down to the checks it says it has and the record it shows, is perfect.
func allCPP() map[string]questionnaire.Value {
	option := func(id string) questionnaire.Value {
		return questionnaire.Value{Kind: questionnaire.TypeSingleChoice, Option: id}
	}
	number := func(n int64) questionnaire.Value {
		return questionnaire.Value{Kind: questionnaire.TypeNumber, Number: n * fact.Million}
	}
	table := func(row questionnaire.Row) questionnaire.Value {
		return questionnaire.Value{Kind: questionnaire.TypeTable, Rows: []questionnaire.Row{row}}
	}
	percent := questionnaire.Value{Kind: questionnaire.TypePercentage}
	yes := questionnaire.Value{Kind: questionnaire.TypeBoolean, Boolean: true}
	return map[string]questionnaire.Value{
		"ms-native-code":     yes,
		"ug-unsafe-used":     yes,
		"ms-entry-points":    table(questionnaire.Row{"parser": option("unsafe")}),
		"ms-attack-surface":  table(questionnaire.Row{"functions": number(400), "safe": number(0)}),
		"ms-components":      table(questionnaire.Row{"language-class": option("unsafe"), "size": number(900)}),
		"ms-keys":            table(questionnaire.Row{"language-class": option("unsafe")}),
		"ms-own-share":       percent,
		"ms-new-code-share":  percent,
		"ms-sbom-share":      percent,
		"ms-native-deps":     option("native-product"),
		"el-protocol-stacks": table(questionnaire.Row{"front": option("nothing")}),
	}
}

// perfect scores perfectInput.
func perfect(t *testing.T, d *questionnaire.Definition, tier string, fixed map[string]questionnaire.Value, waived ...string) scoring.Result {
	t.Helper()
	return score(t, perfectInput(t, d, tier, fixed, waived...))
}

// perfectInput is a definition as it counts in a tier, with the best answer to
// every question but those fixed; every answer is verified and every text has
// the top grade. Questions named in waived are claimed not to apply instead, and
// an evaluator accepts it.
func perfectInput(t *testing.T, d *questionnaire.Definition, tier string, fixed map[string]questionnaire.Value, waived ...string) scoring.Input {
	t.Helper()
	version := counted(t, d, tier)
	revision := assessment.Revision{Number: 1, SubmittedAt: scoredAt.UnixMicro()}
	values := bestTicks(t, d, fixed)
	var reviews []assessment.Review
	eachQuestion(d, func(_ questionnaire.Section, q questionnaire.Question) {
		if slices.Contains(waived, q.ID) {
			revision.Answers = append(revision.Answers, assessment.Answer{QuestionID: q.ID, NotApplicable: &assessment.NotApplicable{Reason: "none"}})
			reviews = append(reviews, assessment.Review{ID: "waiver-" + q.ID, Revision: 1, Kind: assessment.ReviewNotApplicable, QuestionID: q.ID,
				Accepted: true, Reason: "agreed", By: "evaluator"})
			return
		}
		value := values[q.ID]
		if q.Type == questionnaire.TypeFile {
			value = &questionnaire.Value{Kind: questionnaire.TypeFile}
		}
		kind := slices.Concat(q.Evidence.Accepts, []string{"dossier"})[0]
		if !slices.ContainsFunc(revision.Evidence, func(e assessment.Evidence) bool { return e.ID == kind }) {
			revision.Evidence = append(revision.Evidence, assessment.Evidence{ID: kind, FileName: kind + ".pdf", Kind: kind, DatedOn: "2026-11-20", Status: string(evidence.Stored)})
		}
		revision.Answers = append(revision.Answers, assessment.Answer{QuestionID: q.ID, Value: value, Evidence: []assessment.EvidenceLink{{EvidenceID: kind}}})
		reviews = append(reviews, assessment.Review{ID: "verdict-" + q.ID, Revision: 1, Kind: assessment.ReviewVerdict, QuestionID: q.ID,
			Confidence: "verified", EvidenceID: kind, Place: "page 1", Reason: "read", By: "evaluator"})
		if len(q.Scoring.Rubric) > 0 {
			reviews = append(reviews, assessment.Review{ID: "grade-" + q.ID, Revision: 1, Kind: assessment.ReviewGrade, QuestionID: q.ID,
				Grade: q.Scoring.Rubric[len(q.Scoring.Rubric)-1].Grade, Reason: "read", By: "evaluator"})
		}
	})
	return scoring.Input{Version: version, Revision: revision, Reviews: reviews, Tier: tier,
		Source: assessment.SourceVendor, At: scoredAt.UnixMicro()}
}

// eachTier visits every shipped questionnaire in each of its tiers.
func eachTier(t *testing.T, visit func(t *testing.T, d *questionnaire.Definition, tier string)) {
	t.Helper()
	for _, d := range shippedDefinitions(t) {
		for _, tier := range d.Tiers {
			t.Run(d.Slug+" "+d.Version+" "+tier.ID, func(t *testing.T) { visit(t, d, tier.ID) })
		}
	}
}

// An upper bound: however perfect and however well proven the paperwork and the
// record of an all-C++ product are, no shipped questionnaire rates it better
// than D, in no tier. It does not rest on the caps alone: the points do not
// reach band C either.
func TestPerfectPaperworkLeavesAllCPPInBandD(t *testing.T) {
	eachTier(t, func(t *testing.T, d *questionnaire.Definition, tier string) {
		result := perfect(t, d, tier, allCPP())
		if result.Band != "D" && result.Band != "E" {
			t.Errorf("band %s: overall %s, exposure %s", result.Band, fact.FormatMicro(result.Overall.Score), fact.FormatMicro(result.Exposure.Score))
		}
		if result.Exposure.Score >= 40*fact.Million {
			t.Errorf("exposure %s, want below 40", fact.FormatMicro(result.Exposure.Score))
		}
		if d.Version != "1.0.0" && result.Overall.Score >= 55*fact.Million {
			t.Errorf("overall %s, want below 55", fact.FormatMicro(result.Overall.Score))
		}
	})
}

// An evaluator may even accept that whatever may be waived does not apply, but
// for the places where outside data comes in: waiving those says that there is
// no exposure.
func TestWaiversDoNotLiftAllCPPAboveBandD(t *testing.T) {
	eachTier(t, func(t *testing.T, d *questionnaire.Definition, tier string) {
		var waived []string
		eachQuestion(d, func(_ questionnaire.Section, q questionnaire.Question) {
			if q.NA.Allowed && q.ID != "ms-entry-points" {
				waived = append(waived, q.ID)
			}
		})
		result := perfect(t, d, tier, allCPP(), waived...)
		if len(waived) == 0 || result.Band != "D" && result.Band != "E" {
			t.Errorf("%d waived, band %s: overall %s, exposure %s", len(waived), result.Band,
				fact.FormatMicro(result.Overall.Score), fact.FormatMicro(result.Exposure.Score))
		}
	})
}

// The scale is not out of reach: without native code and all of it verified,
// every question of every shipped questionnaire can be answered in full.
func TestVerifiedMemorySafeProductReachesTheTopEverywhere(t *testing.T) {
	eachTier(t, func(t *testing.T, d *questionnaire.Definition, tier string) {
		result := perfect(t, d, tier, map[string]questionnaire.Value{
			"ms-native-code": {Kind: questionnaire.TypeBoolean},
			"ug-unsafe-used": {Kind: questionnaire.TypeBoolean},
			"sc-delivery":    {Kind: questionnaire.TypeSingleChoice, Option: "both"},
		})
		want(t, "overall", result.Overall, 100*fact.Million)
		for _, gate := range result.Gates {
			if gate.Outcome == scoring.Fail {
				t.Errorf("gate %s fails", gate.ID)
			}
		}
	})
}

// No purity test: the same C++ product, with a memory-safe parser in front of
// all that comes from outside, gains more than all its other paperwork could.
func TestASafeParserInFrontEarnsCredit(t *testing.T) {
	for _, slug := range []string{"supplier-memory-safety", "supplier-memory-safety-quick", "renewal-memory-safety", "embedded-and-legacy"} {
		d := newest(t, slug)
		fronted := allCPP()
		fronted["ms-entry-points"] = questionnaire.Value{Kind: questionnaire.TypeTable, Rows: []questionnaire.Row{
			{"parser": {Kind: questionnaire.TypeSingleChoice, Option: "safe"}},
		}}
		without, with := perfect(t, d, "high", allCPP()), perfect(t, d, "high", fronted)
		if gained := with.Overall.Score - without.Overall.Score; gained < 10*fact.Million {
			t.Errorf("%s: a safe parser in front gains %s points, want at least 10", slug, fact.FormatMicro(gained))
		}
	}
}
