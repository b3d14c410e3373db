package scoring_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"memsure/internal/assessment"
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

const whole = 100_000_000 // one hundred percent

func TestScoresStayInTheirBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for _, s := range summaries(mustScore(t, drawInput(t))) {
			if s.Lower < 0 || s.Lower > s.Score || s.Score > s.Upper || s.Upper > whole {
				t.Fatalf("lower %d, score %d, upper %d", s.Lower, s.Score, s.Upper)
			}
			if s.Score > s.Quality || s.Quality > whole || s.Confidence > whole || s.AnsweredShare > whole || s.NAShare > whole {
				t.Fatalf("score above quality, or a share above one: %+v", s)
			}
		}
	})
}

func TestContributionsAddUpExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		result := mustScore(t, drawInput(t))
		total := int64(0)
		for _, s := range result.Sections {
			part := int64(0)
			for _, q := range s.Questions {
				if q.Contribution < 0 {
					t.Fatalf("%s takes points away", q.ID)
				}
				part += q.Contribution
			}
			if part != s.Contribution {
				t.Fatalf("section %s: %d, its questions %d", s.ID, s.Contribution, part)
			}
			total += part
		}
		if result.Overall != nil && total != result.Overall.Score || result.Overall == nil && total != 0 {
			t.Fatalf("contributions add up to %d: %+v", total, result.Overall)
		}
	})
}

func TestOrderNeverMatters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		if diff := cmp.Diff(mustScore(t, in), mustScore(t, shuffled(t, in))); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestSameInputSameBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		plan, err := scoring.Prepare(in.Version)
		if err != nil {
			t.Fatal(err)
		}
		first, _ := plan.Score(in)
		other, _ := scoring.Prepare(in.Version)
		_, _ = plan.Score(scoring.Input{Version: in.Version, Revision: assessment.Revision{Number: 1}}) // another response in between
		again, _ := plan.Score(in)
		fresh, _ := other.Score(in)
		if !bytes.Equal(encoded(t, first), encoded(t, again)) || !bytes.Equal(encoded(t, first), encoded(t, fresh)) {
			t.Fatal("the same input gave other bytes")
		}
	})
}

func encoded(t *rapid.T, r scoring.Result) []byte {
	out, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

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

// Whatever stands in the answers to questions that were not shown, the result
// is the same: their values, their evidence and what reviews say of them.
func TestHiddenAnswersHaveNoInfluence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		result := mustScore(t, in)
		without := in
		without.Revision.Answers = nil
		for _, a := range in.Revision.Answers {
			if !hidden(a.QuestionID, result) {
				without.Revision.Answers = append(without.Revision.Answers, a)
			}
		}
		// files only hidden questions link to go with them
		without.Facts = nil
		for _, f := range in.Facts {
			if links(in, f.EvidenceID) == 0 || links(without, f.EvidenceID) > 0 {
				without.Facts = append(without.Facts, f)
			}
		}
		if diff := cmp.Diff(result, mustScore(t, without)); diff != "" {
			t.Fatal(diff)
		}
	})
}

// hidden tells whether a question was not shown.
func hidden(id string, result scoring.Result) bool {
	switch statuses(result)[id] {
	case scoring.StatusExcluded, scoring.StatusInherited, scoring.StatusUndecided:
		return true
	}
	return false
}

func links(in scoring.Input, evidence string) (n int) {
	for _, a := range in.Revision.Answers {
		for _, link := range a.Evidence {
			if link.EvidenceID == evidence {
				n++
			}
		}
	}
	return n
}

// Claimed and pending, or rejected, a question that is said not to apply earns
// what no answer earns.
func TestPendingNotApplicableEqualsNoAnswer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		in.Reviews = slices.DeleteFunc(in.Reviews, func(r assessment.Review) bool { return r.Kind == assessment.ReviewNotApplicable })
		silent := in
		silent.Revision.Answers = slices.DeleteFunc(slices.Clone(in.Revision.Answers), func(a assessment.Answer) bool { return a.NotApplicable != nil })
		if linksDiffer(in, silent) {
			return // the claim links a file with facts
		}
		if diff := cmp.Diff(summaries(mustScore(t, in)), summaries(mustScore(t, silent))); diff != "" {
			t.Fatal(diff)
		}
	})
}

func linksDiffer(a, b scoring.Input) bool {
	for _, f := range a.Facts {
		if links(a, f.EvidenceID) != links(b, f.EvidenceID) {
			return true
		}
	}
	return false
}

// Accepted as not applicable, a question counts as if it were not there.
func TestAcceptedNotApplicableEqualsAbsent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		at, without := droppable(t, in.Version)
		if without == nil {
			return // every question must be answered, or something rests on it
		}
		in.Revision.Answers = slices.DeleteFunc(in.Revision.Answers, func(a assessment.Answer) bool { return a.QuestionID == at.ID })
		absent := in
		absent.Version = without
		in.Revision.Answers = append(slices.Clone(in.Revision.Answers),
			assessment.Answer{QuestionID: at.ID, NotApplicable: &assessment.NotApplicable{Reason: "none"}})
		in.Reviews = append(slices.Clone(in.Reviews), assessment.Review{
			ID: "z", Revision: in.Revision.Number, At: 9, Kind: assessment.ReviewNotApplicable, QuestionID: at.ID, Accepted: true,
		})
		accepted := mustScore(t, in)
		if status := statuses(accepted)[at.ID]; status != scoring.StatusNAAccepted && status != scoring.StatusNotScored {
			return // the question was not shown
		}
		if diff := cmp.Diff(withoutAway(mustScore(t, absent)), withoutAway(accepted)); diff != "" {
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

// Better practice and better proof of one shown answer never lower a
// published score.
func TestImprovingOneAnswerNeverLowers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		before := mustScore(t, in)
		q := rapid.SampledFrom(in.Version.Questions()).Draw(t, "question")
		better := in
		r := assessment.Review{ID: "z", Revision: in.Revision.Number, At: 9, QuestionID: q.ID}
		if rapid.Bool().Draw(t, "proof") {
			r.Kind, r.Confidence, r.EvidenceID, r.Place = assessment.ReviewVerdict, "verified", "fresh", "page 1"
			better.Revision.Evidence = append(slices.Clone(in.Revision.Evidence), assessment.Evidence{ID: "fresh", DatedOn: "2026-11-22"})
		} else {
			was := question(t, before, q.ID)
			now := was.Quality
			if was.Status == scoring.StatusNotScored {
				now = 1_000_000 // its quality is not shown, but others may inherit it
			}
			r.Kind, r.Quality = assessment.ReviewOverride, rapid.Int64Range(now, 1_000_000).Draw(t, "better")
		}
		better.Reviews = append(slices.Clone(in.Reviews), r)
		was, is := withoutAway(before), withoutAway(mustScore(t, better))
		for i := range was {
			if is[i].Score < was[i].Score {
				t.Fatalf("improving %s lowered %d to %d", q.ID, was[i].Score, is[i].Score)
			}
		}
	})
}

// A lever promises what the answer then really brings: the promised gain is
// reached when the question alone is perfect and proven.
func TestGainIsWhatPerfectionBrings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		in.Source = assessment.SourceVendor
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
