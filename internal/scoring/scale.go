package scoring

import (
	"slices"

	"memsure/internal/questionnaire"
)

// million is one whole in millionths.
const million = 1_000_000

// corner is one corner of a piecewise-linear scale.
type corner struct {
	at    int64 // millionths of the unit
	score int64
}

func (b *planner) corners(anchors []questionnaire.Anchor) []corner {
	scale := make([]corner, len(anchors))
	for i, a := range anchors {
		at, err := a.At.Micro()
		scale[i] = corner{at, b.decimal(a.Score, 0, 1, "/sections/questions/scoring/anchors")}
		if err != nil || i > 0 && at <= scale[i-1].at {
			b.refuse("/sections/questions/scoring/anchors", "anchors_order", "Anchors are decimal numbers, each larger than the one before.")
		}
	}
	return scale
}

// reading is an exact number to be placed on a scale: floor + rest/of, with
// 0 ≤ rest < of. Answers and facts are whole millionths; only shares computed
// from tables have a rest.
type reading struct {
	floor    int64
	rest, of natural
}

func whole(micro int64) reading { return reading{floor: micro, of: nat(1)} }

// on gives the score of a reading on a scale: on a corner its score, between
// two corners the straight line, beyond the ends the score of the end. The
// exact value is rounded once, half to even, to millionths. A scale without
// corners gives 0.
func (x reading) on(scale []corner) int64 {
	right, exact := slices.BinarySearchFunc(scale, x.floor, func(c corner, at int64) int {
		return order64(c.at, at)
	})
	switch {
	case len(scale) == 0:
		return 0
	case exact && (x.rest.isZero() || right == len(scale)-1):
		return scale[right].score
	case exact:
		right++
	}
	if right == 0 {
		return scale[0].score
	}
	if right == len(scale) {
		return scale[right-1].score
	}
	return x.between(scale[right-1], scale[right])
}

func order64(a, b int64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// between is the straight line from a to b at x:
//
//	(a.score·(b.at−a.at) ± |b.score−a.score|·(x−a.at)) / (b.at−a.at)
//
// with both sides multiplied by x.of, so that all is whole.
func (x reading) between(a, b corner) int64 {
	width := natural{lo: uint64(b.at) - uint64(a.at)}.times(x.of)
	along := natural{lo: uint64(x.floor) - uint64(a.at)}.times(x.of).plus(x.rest)
	start := nat(a.score).times(width)
	if b.score >= a.score {
		return start.plus(nat(b.score - a.score).times(along)).rounded(width)
	}
	return start.minus(nat(a.score - b.score).times(along)).rounded(width)
}
