package scoring_test

import (
	"math/big"

	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

// rollUp is the published roll-up once more, written for reading and in
// rationals: the explained questions in, the scores out. Its parts can be
// exchanged for wrong ones.
type rollUp struct {
	points func(q *scoring.QuestionResult) *big.Rat // of one question, 0 to 1
	counts func(q *scoring.QuestionResult) bool     // in the denominator
	weight func(q *scoring.QuestionResult) int
	flat   func(def *questionnaire.Definition) bool
}

func micro(n int64) *big.Rat { return big.NewRat(n, 1_000_000) }

func times(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }

// asPublished is points = quality · confidence over all that is asked.
func asPublished() rollUp {
	return rollUp{
		points: func(q *scoring.QuestionResult) *big.Rat { return times(micro(q.Quality), micro(q.Confidence)) },
		counts: func(q *scoring.QuestionResult) bool {
			switch q.Status {
			case scoring.StatusNotScored, scoring.StatusExcluded, scoring.StatusNAAccepted:
				return false
			}
			return true
		},
		weight: func(q *scoring.QuestionResult) int { return q.Weight },
		flat:   func(def *questionnaire.Definition) bool { return def.Ruleset.RollUp == questionnaire.RollUpFlat },
	}
}

// answered restricts the denominator to what was answered.
func (u rollUp) answered() rollUp {
	all := u.counts
	u.counts = func(q *scoring.QuestionResult) bool { return all(q) && q.Rung != "" }
	return u
}

// score is the mean over a dimension, or over everything; nil where nothing
// counts.
func (u rollUp) score(def *questionnaire.Definition, r *scoring.Result, only questionnaire.Dimension) *big.Rat {
	sum, weights := new(big.Rat), new(big.Rat)
	for s := range r.Sections {
		section := &r.Sections[s]
		if only != "" && section.Dimension != only {
			continue
		}
		points, within := u.section(section)
		if within.Sign() == 0 {
			continue
		}
		if !u.flat(def) {
			weight := big.NewRat(int64(section.Weight), 1)
			points, within = times(weight, new(big.Rat).Quo(points, within)), weight
		}
		sum.Add(sum, points)
		weights.Add(weights, within)
	}
	if weights.Sign() == 0 {
		return nil
	}
	return sum.Quo(sum, weights)
}

// section gives the weighted points of a section and their weight.
func (u rollUp) section(s *scoring.SectionResult) (points, weight *big.Rat) {
	points, weight = new(big.Rat), new(big.Rat)
	for q := range s.Questions {
		question := &s.Questions[q]
		if !u.counts(question) {
			continue
		}
		w := big.NewRat(int64(u.weight(question)), 1)
		weight.Add(weight, w)
		points.Add(points, times(w, u.points(question)))
	}
	return points, weight
}

// millionths rounds a share of the whole to millionths of a percent, half to
// even.
func millionths(share *big.Rat) int64 {
	x := times(share, big.NewRat(whole, 1))
	quotient, rest := new(big.Int).QuoRem(x.Num(), x.Denom(), new(big.Int))
	switch half := rest.Lsh(rest, 1).Cmp(x.Denom()); {
	case half > 0, half == 0 && quotient.Bit(0) == 1:
		quotient.Add(quotient, big.NewInt(1))
	}
	return quotient.Int64()
}

// published gives the three results of a scorecard.
func published(r *scoring.Result) map[questionnaire.Dimension]**scoring.Summary {
	return map[questionnaire.Dimension]**scoring.Summary{
		"": &r.Overall, questionnaire.Exposure: &r.Exposure, questionnaire.Practice: &r.Practice,
	}
}

// alone is the roll-up of one section by itself.
func alone(s *scoring.SectionResult) *scoring.Result {
	only := *s
	only.Weight = 1
	return &scoring.Result{Sections: []scoring.SectionResult{only}}
}
