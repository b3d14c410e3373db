package scoring

import (
	"cmp"
	"slices"
)

// contributions splits the overall score among the questions so that the parts
// add up to the printed total exactly: each gets its exact part rounded down,
// and the millionths left over go to the largest remainders, the earlier
// question first where two are equal.
func (r *run) contributions(total int64) []int64 {
	parts := make([]int64, len(r.cells))
	unit := r.scales[0].denominator.times(nat(perProduct))
	rests := make([]natural, len(r.cells))
	byRest := make([]int, 0, len(r.cells))
	for q := range r.cells {
		exact := r.reachTimes(&r.scales[0], q, r.cells[q].standing().points())
		if exact.isZero() {
			continue
		}
		parts[q], rests[q] = exact.over(unit)
		total -= parts[q]
		byRest = append(byRest, q)
	}
	slices.SortFunc(byRest, func(a, b int) int {
		return cmp.Or(rests[b].compare(rests[a]), cmp.Compare(a, b))
	})
	for _, q := range byRest[:total] {
		parts[q]++
	}
	return parts
}

// reachTimes is a question's reach times something, over the scale's
// denominator; zero for questions out of the points.
func (r *run) reachTimes(s *scale, q int, points int64) natural {
	if !r.counts(q) || points == 0 {
		return natural{}
	}
	rule := &r.rules[q]
	return s.factor[rule.section].times(nat(int64(rule.Weight))).times(nat(points))
}

// counts tells whether a question is in the denominator.
func (r *run) counts(q int) bool {
	if !r.rules[q].scored {
		return false
	}
	switch r.cells[q].status {
	case StatusExcluded, StatusNAAccepted:
		return false
	}
	return true
}

// fullPoints is a·e = 1 in millionths of millionths.
const fullPoints = million * million

// gain is what the overall score would rise by if this answer alone were
// perfect and proven, in millionths of a percent: its own points, and those of
// the questions it hides. All else stays, visibility included. Now is the exact
// score before, over the scale, and total the same rounded.
func (r *run) gain(q int, now natural, total int64) int64 {
	s := &r.scales[0]
	c := &r.cells[q]
	more := natural{}
	if c.status != StatusInherited {
		more = r.reachTimes(s, q, fullPoints-c.standing().points())
	}
	for _, heir := range c.heirs {
		has := r.cells[heir].standing().points()
		more = more.plus(r.reachTimes(s, int(heir), r.heirPoints(int(heir), q)-has))
	}
	if more.isZero() {
		return 0
	}
	return now.plus(more).rounded(s.denominator.times(nat(perProduct))) - total
}

// heirPoints gives an heir's points if one of its roots were perfect.
func (r *run) heirPoints(heir, root int) int64 {
	c := &r.cells[heir]
	lowest := standing{million, million}
	if c.hidBy != nil {
		lowest.confidence = r.ladder.of(rungOf(c.hidBy.Assurance), r.rules[heir].required, r.upheld > 0)
	}
	for _, other := range c.roots {
		if int(other) != root {
			lowest = lowest.lowest(r.cells[other].standing())
		}
	}
	return lowest.points()
}
