package scoring_test

import (
	"math/big"
	"slices"

	"pgregory.net/rapid"

	"memsure/internal/assessment"
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

const whole = 100_000_000 // one hundred percent

// 0 ≤ lower ≤ score ≤ upper ≤ 100, and every share is one.
func boundsHoldTheScore(t *trial) {
	for _, s := range summaries(t.score(drawInput(t.T))) {
		if s.Lower < 0 || s.Lower > s.Score || s.Score > s.Upper || s.Upper > whole {
			t.broken("lower %d, score %d, upper %d", s.Lower, s.Score, s.Upper)
		}
		for _, share := range []int64{s.Quality, s.Confidence, s.AnsweredShare, s.NAShare} {
			if share < 0 || share > whole {
				t.broken("a share outside the whole: %+v", s)
			}
		}
	}
}

// The bounds are about open claims: whichever of them turn out proven the score
// stays at or below the upper bound, whichever turn out worthless it stays at
// or above the lower one. With all of them proven it is the upper bound, with
// all of them worthless the lower one.
func openClaimsStayWithinTheBounds(t *trial) {
	in := drawInput(t.T)
	in.Panel = nil // a panel's texts take no override
	if rapid.Bool().Draw(t.T, "full ladder") {
		in.Version = withLadder(t, in.Version, "1")
	}
	before := t.score(in)
	everything := rapid.Bool().Draw(t.T, "everything")
	chosen := func(id string) bool { return everything || rapid.Bool().Draw(t.T, "settle "+id) }
	good, bad := settledClaims(in, before, chosen)
	for d, now := range published(&before) {
		if *now == nil {
			continue
		}
		up, down := t.score(good), t.score(bad)
		best, worst := (*published(&up)[d]).Score, (*published(&down)[d]).Score
		if best > (*now).Upper || worst < (*now).Lower {
			t.broken("settled claims give %d to %d, the bounds are %d to %d", worst, best, (*now).Lower, (*now).Upper)
		}
		if everything && simple(in, before) && (best != (*now).Upper || worst != (*now).Lower) {
			t.broken("with every claim settled the score is %d or %d, the bounds are %d and %d", worst, best, (*now).Lower, (*now).Upper)
		}
	}
}

// settledClaims gives the response with some of its open claims proven, and
// with the same found worthless.
func settledClaims(in scoring.Input, r scoring.Result, chosen func(id string) bool) (good, bad scoring.Input) {
	good, bad = in, in
	good.Reviews, bad.Reviews = slices.Clone(in.Reviews), slices.Clone(in.Reviews)
	good.Revision.Evidence = append(slices.Clone(in.Revision.Evidence), assessment.Evidence{ID: "fresh", DatedOn: "2026-11-22"})
	for id, q := range explained(r) {
		open := q.Status == scoring.StatusScored && q.Rung == scoring.Claimed || q.Status == scoring.StatusUngraded && q.Rung != scoring.Contradicted
		if !open || !chosen(id) {
			continue
		}
		later := assessment.Review{Revision: in.Revision.Number, At: 9, QuestionID: id}
		later.ID, later.Kind, later.Quality = "bad-"+id, assessment.ReviewOverride, 0
		bad.Reviews = append(bad.Reviews, later)
		if q.Status == scoring.StatusUngraded {
			later.ID, later.Quality = "good-"+id, 1_000_000
			good.Reviews = append(good.Reviews, later)
		}
		later.ID, later.Kind, later.Confidence, later.EvidenceID, later.Place = "proof-"+id, assessment.ReviewVerdict, "verified", "fresh", "page 1"
		good.Reviews = append(good.Reviews, later)
	}
	return good, bad
}

// simple tells whether every open claim shows in the result and can be settled:
// the vendor's own answers, full confidence for what is verified, and nothing
// inherited from what a result does not show.
func simple(in scoring.Input, r scoring.Result) bool {
	all := explained(r)
	for _, q := range all {
		for _, root := range q.InheritedFrom {
			if all[root].Status == scoring.StatusNotScored {
				return false
			}
		}
		if q.Status == scoring.StatusInherited && len(q.FactNames) > 0 {
			return false // a fact that no longer proves anything is an open claim nobody can settle
		}
	}
	return in.Source == assessment.SourceVendor && in.Version.Definition.Ruleset.Confidence.Verified == "1"
}

// Points are weight · quality · confidence, sections are means, the total is
// the mean of sections or of questions: computed again in rationals from the
// explained questions.
func publishedArithmetic(t *trial) {
	in := drawInput(t.T)
	r := t.score(in)
	quality, confidence := asPublished().answered(), asPublished().answered()
	quality.points = func(q *scoring.QuestionResult) *big.Rat { return micro(q.Quality) }
	confidence.points = func(q *scoring.QuestionResult) *big.Rat { return micro(q.Confidence) }
	for d, s := range published(&r) {
		exact := asPublished().score(in.Version.Definition, &r, d)
		if (exact == nil) != (*s == nil) {
			t.broken("%q: published %v, recomputed %v", d, *s, exact)
		}
		if exact != nil && millionths(exact) != (*s).Score {
			t.broken("%q: published %d, recomputed %s", d, (*s).Score, exact.FloatString(9))
		}
	}
	for i := range r.Sections {
		section := &r.Sections[i]
		for what, of := range map[string]rollUp{"score": asPublished(), "quality": quality, "confidence": confidence} {
			exact := of.score(in.Version.Definition, alone(section), "")
			if exact == nil {
				continue
			}
			got := map[string]int64{"score": section.Summary.Score, "quality": section.Summary.Quality, "confidence": section.Summary.Confidence}[what]
			if millionths(exact) != got {
				t.broken("section %s: %s %d, recomputed %s", section.ID, what, got, exact.FloatString(9))
			}
		}
	}
}

// A score is never above the quality of what was answered, times how much of
// it was; and the ladder of confidence only takes away.
func confidenceNeverRaises(t *trial) {
	in := drawInput(t.T)
	r := t.score(in)
	for _, s := range summaries(r) {
		if new(big.Rat).SetFrac64(s.Score-1, 1).Cmp(times(micro(s.Quality+1), big.NewRat(s.AnsweredShare+1, 100))) > 0 {
			t.broken("a score above quality: %+v", s)
		}
	}
	in.Version = withLadder(t, in.Version, "1")
	full := t.score(in)
	t.noneLower(r, full, "with full confidence for everything")
}

// noneLower refuses a published score that is lower after than before.
func (t *trial) noneLower(before, after scoring.Result, why string) {
	is := published(&after)
	for d, was := range published(&before) {
		if *was != nil && *is[d] != nil && (*is[d]).Score < (*was).Score {
			t.broken("%s %q falls from %d to %d", why, d, (*was).Score, (*is[d]).Score)
		}
	}
}

// withLadder gives the version with one factor for all degrees of proof.
func withLadder(t *trial, version *questionnaire.Compiled, factor questionnaire.Decimal) *questionnaire.Compiled {
	return altered(t, version, func(def *questionnaire.Definition) {
		def.Ruleset.Confidence = questionnaire.Ladder{Claimed: factor, ClaimedProofRequired: factor, Documented: factor, Verified: factor}
	})
}

// altered compiles a changed copy of a version: sections and questions may be
// changed, what they point to may not.
func altered(t *trial, version *questionnaire.Compiled, change func(*questionnaire.Definition)) *questionnaire.Compiled {
	out, err := questionnaire.Compile(changed(version, change))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func changed(version *questionnaire.Compiled, change func(*questionnaire.Definition)) *questionnaire.Definition {
	def := *version.Definition
	def.Sections = slices.Clone(def.Sections)
	for s := range def.Sections {
		def.Sections[s].Questions = slices.Clone(def.Sections[s].Questions)
	}
	change(&def)
	return &def
}

// The parts of questions and of sections add up to the printed total, and each
// is its exact part but for less than one millionth of a percent.
func contributionsSumExactly(t *trial) {
	in := drawInput(t.T)
	r := t.score(in)
	total := int64(0)
	for s := range r.Sections {
		part := int64(0)
		for q := range r.Sections[s].Questions {
			part += r.Sections[s].Questions[q].Contribution
			t.nearItsPart(in, &r, s, q)
		}
		if part != r.Sections[s].Contribution {
			t.broken("section %s: %d, its questions %d", r.Sections[s].ID, r.Sections[s].Contribution, part)
		}
		total += part
	}
	if r.Overall != nil && total != r.Overall.Score || r.Overall == nil && total != 0 {
		t.broken("contributions add up to %d: %+v", total, r.Overall)
	}
}

// nearItsPart recomputes one contribution: the score with only this question's
// points.
func (t *trial) nearItsPart(in scoring.Input, r *scoring.Result, s, q int) {
	only, of := asPublished(), &r.Sections[s].Questions[q]
	only.points = func(other *scoring.QuestionResult) *big.Rat {
		if other != of {
			return new(big.Rat)
		}
		return asPublished().points(of)
	}
	exact := only.score(in.Version.Definition, r, "")
	if exact == nil {
		return
	}
	off := new(big.Rat).Sub(times(exact, big.NewRat(whole, 1)), big.NewRat(of.Contribution, 1))
	if off.Abs(off).Cmp(big.NewRat(1, 1)) >= 0 {
		t.broken("%s contributes %d, its part is %s", of.ID, of.Contribution, times(exact, big.NewRat(whole, 1)).FloatString(6))
	}
}

// Weights are proportions: all questions of a section by one factor, all
// sections by one factor, and nothing changes. Flat, one factor for all.
func onlyProportionsCount(t *trial) {
	in := drawInput(t.T)
	factor := rapid.IntRange(2, 10_000).Draw(t.T, "factor")
	more := in
	more.Version = altered(t, in.Version, func(def *questionnaire.Definition) {
		for s := range def.Sections {
			def.Sections[s].Weight *= factor
			for q := range def.Sections[s].Questions {
				def.Sections[s].Questions[q].Weight *= factor
			}
		}
	})
	was, is := t.score(in), t.score(more)
	t.same(totals(was), totals(is))
}

// explained gives the questions of a result by id.
func explained(r scoring.Result) map[string]scoring.QuestionResult {
	all := map[string]scoring.QuestionResult{}
	for _, s := range r.Sections {
		for _, q := range s.Questions {
			all[q.ID] = q
		}
	}
	return all
}

// totals gives what is published of the whole.
func totals(r scoring.Result) []*scoring.Summary {
	return []*scoring.Summary{r.Overall, r.Exposure, r.Practice}
}
