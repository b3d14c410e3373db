package scoring

import "memsure/internal/questionnaire"

// The roll-up. With sections, each section's mean over its questions counts
// with the section's weight; flat, all questions share one total. Both are one
// thing: every question has an exact share of the whole, its reach,
//
//	sections: W_s/ΣW · w/D_s      flat: w/ΣD
//
// where D_s is the weight in a section's denominator and ΣW runs over the
// sections that have one. Every published number is a sum over reaches:
//
//	score          Σ reach·a·e
//	lower, upper   the same with each open claim false, or true
//	answered share Σ reach over what was answered
//	quality        Σ reach·a over what was answered / answered share
//	confidence     Σ reach·e over what was answered / answered share
//
// so that score ≤ quality · answered share holds in every roll-up. To stay
// exact, reaches are kept as whole numbers over one common denominator.

// sums are a section's totals over its questions.
type sums struct {
	applicable int64 // weight in the denominator
	away       int64 // weight accepted as not applicable
	answered   int64 // weight of what was answered
	quality    wide  // Σwa over what was answered
	confidence wide  // Σwe over what was answered
	score      wide  // Σwae
	lower      wide
	upper      wide
}

// scale is one published result's denominator: a question of section s has a
// reach of factor[s]·w/denominator.
type scale struct {
	factor      []natural // by section; zero where the section takes no part
	denominator natural   // zero where nothing is scorable
}

func newScale(p *Plan) scale { return scale{factor: make([]natural, len(p.sections))} }

// add counts one scored question.
func (t *sums) add(weight int64, c *cell) {
	switch c.status {
	case StatusNAAccepted:
		t.away += weight
		return
	case StatusExcluded, StatusNotScored:
		return
	}
	t.applicable += weight
	if !c.answered {
		return
	}
	t.answered += weight
	t.quality.add(weight, c.quality)
	t.confidence.add(weight, c.confidence)
	t.score.add(weight, c.standing().points())
	t.lower.add(weight, c.low.points())
	t.upper.add(weight, c.high.points())
}

// total adds up the sections.
func (r *run) total() []sums {
	clear(r.totals)
	totals := r.totals
	for s := range r.sections {
		for q := r.sections[s].first; q < r.sections[s].last; q++ {
			if rule := &r.rules[q]; rule.scored {
				totals[s].add(int64(rule.Weight), &r.cells[q])
			}
		}
	}
	return totals
}

// scaleOf makes the common denominator of one result over the weights that
// part gives. Sections of another dimension and those without weight take no
// part.
func (p *Plan) scaleOf(totals []sums, only questionnaire.Dimension, part func(*sums) int64) scale {
	s := scale{factor: make([]natural, len(totals))}
	p.fit(&s, totals, only, part)
	return s
}

// fit is scaleOf for a scale whose factors are to be overwritten.
func (p *Plan) fit(s *scale, totals []sums, only questionnaire.Dimension, part func(*sums) int64) {
	clear(s.factor)
	common, weights := nat(1), int64(0)
	p.eachPart(totals, only, part, func(i int, within int64) {
		if p.flat {
			s.factor[i] = nat(1)
			weights += within
			return
		}
		common = common.commonMultiple(uint64(within))
		weights += p.sections[i].weight
	})
	s.denominator = common.times(nat(weights))
	if !p.flat {
		p.eachPart(totals, only, part, func(i int, within int64) {
			s.factor[i] = common.dividedBy(uint64(within)).times(nat(p.sections[i].weight))
		})
	}
}

// eachPart visits the sections that take part in a result.
func (p *Plan) eachPart(totals []sums, only questionnaire.Dimension, part func(*sums) int64, visit func(i int, within int64)) {
	for i := range totals {
		section := &p.sections[i]
		if only != "" && section.dimension != only || section.weight == 0 && !p.flat {
			continue
		}
		if within := part(&totals[i]); within > 0 {
			visit(i, within)
		}
	}
}

func applicable(t *sums) int64 { return t.applicable }

// asked is everything that was asked and not routed away.
func asked(t *sums) int64 { return t.applicable + t.away }

// sum adds up one member of the totals over the reaches.
func (s *scale) sum(totals []sums, member func(*sums) natural) natural {
	sum := natural{}
	for i := range totals {
		if !s.factor[i].isZero() {
			sum = sum.plus(s.factor[i].times(member(&totals[i])))
		}
	}
	return sum
}

// perProduct brings products a·e (10⁻¹²) to millionths of a percent (10⁻⁸ of
// the whole).
const perProduct = 10_000

// summary publishes one result; nil where nothing is scorable.
func (p *Plan) summary(totals []sums, only questionnaire.Dimension, s *scale) *Summary {
	if s.denominator.isZero() {
		return nil
	}
	products := s.denominator.times(nat(perProduct))
	answered := s.sum(totals, func(t *sums) natural { return nat(t.answered) })
	out := &Summary{
		Score:         s.sum(totals, func(t *sums) natural { return t.score.natural() }).rounded(products),
		Lower:         s.sum(totals, func(t *sums) natural { return t.lower.natural() }).rounded(products),
		Upper:         s.sum(totals, func(t *sums) natural { return t.upper.natural() }).rounded(products),
		AnsweredShare: answered.times(nat(100 * million)).rounded(s.denominator),
		NAShare:       p.naShare(totals, only),
	}
	if !answered.isZero() {
		out.Quality = s.sum(totals, func(t *sums) natural { return t.quality.natural() }).times(nat(100)).rounded(answered)
		out.Confidence = s.sum(totals, func(t *sums) natural { return t.confidence.natural() }).times(nat(100)).rounded(answered)
	}
	return out
}

// naShare is the share of the whole weight that was accepted as not applicable.
func (p *Plan) naShare(totals []sums, only questionnaire.Dimension) int64 {
	some := false
	for i := range totals {
		some = some || totals[i].away > 0
	}
	if !some {
		return 0
	}
	s := p.scaleOf(totals, only, asked)
	away := s.sum(totals, func(t *sums) natural { return nat(t.away) })
	return away.times(nat(100 * million)).rounded(s.denominator)
}

// sectionSummary publishes a section by itself.
func (p *Plan) sectionSummary(t *sums) *Summary {
	alone := Plan{flat: true, sections: []sectionPlan{{}}}
	totals := []sums{*t}
	s := alone.scaleOf(totals, "", applicable)
	return alone.summary(totals, "", &s)
}
