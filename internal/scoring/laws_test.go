package scoring_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"memsure/internal/assessment"
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

// ScoreFast publishes the same numbers as Score.
func TestFastIsTheSameScore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		full := mustScore(t, in)
		fast, err := scoring.ScoreFast(in)
		if err != nil {
			t.Fatal(err)
		}
		if fast.GateOutcome != full.GateOutcome || fast.Band != full.Band || fast.BandBeforeCap != full.BandBeforeCap {
			t.Fatalf("fast %s %s, full %s %s", fast.GateOutcome, fast.Band, full.GateOutcome, full.Band)
		}
		if diff := cmp.Diff([]*scoring.Summary{full.Overall, full.Exposure, full.Practice},
			[]*scoring.Summary{fast.Overall, fast.Exposure, fast.Practice}); diff != "" {
			t.Fatal(diff)
		}
	})
}

// droppable draws a question that may be said not to apply and that nothing
// rests on, and gives the version without it; nil where there is none.
func droppable(t *rapid.T, version *questionnaire.Compiled) (at questionnaire.Asked, without *questionnaire.Compiled) {
	for _, q := range rapid.Permutation(version.Questions()).Draw(t, "question") {
		if !q.NA.Allowed {
			continue
		}
		if without, err := questionnaire.Compile(dropped(version.Definition, q.ID)); err == nil {
			return q, without
		}
	}
	return at, nil
}

// withoutAway gives the published results but for the share that does not
// apply.
func withoutAway(r scoring.Result) (all []scoring.Summary) {
	for _, s := range []*scoring.Summary{r.Overall, r.Exposure, r.Practice} {
		if s == nil {
			all = append(all, scoring.Summary{Score: -1})
			continue
		}
		published := *s
		published.NAShare = 0
		all = append(all, published)
	}
	return all
}

// dropped copies a definition without one question.
func dropped(def *questionnaire.Definition, id string) *questionnaire.Definition {
	out := *def
	out.Sections = slices.Clone(def.Sections)
	for s := range out.Sections {
		out.Sections[s].Questions = slices.DeleteFunc(slices.Clone(out.Sections[s].Questions),
			func(q questionnaire.Question) bool { return q.ID == id })
	}
	out.Checks = slices.Clone(def.Checks)
	for i := range out.Checks {
		out.Checks[i].Questions = slices.DeleteFunc(slices.Clone(out.Checks[i].Questions), func(named string) bool { return named == id })
	}
	return &out
}

// A lever promises what the answer then really brings: the promised gain is
// reached when the question alone is perfect and proven.
func TestGainIsWhatPerfectionBrings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		in.Source, in.Panel = assessment.SourceVendor, nil // a panel's texts take no override
		in.Reviews = slices.DeleteFunc(in.Reviews, func(r assessment.Review) bool {
			return r.Kind == assessment.ReviewFinding || r.Kind == assessment.ReviewVerdict
		})
		in.Version.Definition.Ruleset.Confidence = questionnaire.Ladder{Claimed: "0.5", ClaimedProofRequired: "0.25", Documented: "0.75", Verified: "1"}
		before := mustScore(t, in)
		q := rapid.SampledFrom(in.Version.Questions()).Draw(t, "question")
		now := question(t, before, q.ID)
		if before.Overall == nil || now.Status != scoring.StatusScored && now.Status != scoring.StatusUngraded {
			return // no answer to improve
		}
		in.Revision.Evidence = append(slices.Clone(in.Revision.Evidence), assessment.Evidence{ID: "fresh", DatedOn: "2026-11-22"})
		in.Reviews = append(slices.Clone(in.Reviews),
			assessment.Review{ID: "y", Revision: in.Revision.Number, At: 9, QuestionID: q.ID, Kind: assessment.ReviewOverride, Quality: 1_000_000},
			assessment.Review{ID: "z", Revision: in.Revision.Number, At: 9, QuestionID: q.ID, Kind: assessment.ReviewVerdict,
				Confidence: "verified", EvidenceID: "fresh", Place: "page 1"})
		after := mustScore(t, in)
		if got := after.Overall.Score - before.Overall.Score; got != now.Gain {
			t.Fatalf("%s: promised %d, brought %d", q.ID, now.Gain, got)
		}
	})
}
