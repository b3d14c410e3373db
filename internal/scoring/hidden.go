package scoring

import (
	"slices"

	"memsure/internal/fact"
	"memsure/internal/questionnaire"
)

// settleHidden decides what becomes of every question that was not shown.
func (r *run) settleHidden() {
	all := r.env.Facts
	r.env.Facts = r.whenFacts
	defer func() { r.env.Facts = all }()
	for q := range r.cells {
		if r.shown[q] != questionnaire.True {
			r.hide(q)
		}
	}
}

// hide decides a hidden question once, after those that hid it.
//
// A condition that is false hides for a reason: the answers (and facts) that
// made it false. A condition that is unknown only because the questions it
// rests on were themselves hidden, or do not apply, hides for their reason.
// Everything else unknown rests on something missing: the question stays in
// the denominator and earns nothing, so that silence never pays.
func (r *run) hide(q int) {
	c := &r.cells[q]
	if c.status != "" {
		return
	}
	c.status = StatusUndecided // also while those it rests on are decided
	reason := r.reason(q)
	for _, cause := range reason.Questions {
		if r.shown[cause] != questionnaire.True {
			r.hide(cause)
		}
	}
	if reason.Truth == questionnaire.Unknown && !r.followable(reason) {
		r.noteUndecided(q, reason)
		return
	}
	if c.status = StatusExcluded; r.rules[q].inherit {
		r.inherit(q, c, reason)
	}
}

// reason says why a question was not shown.
func (r *run) reason(q int) questionnaire.Reason {
	if sole := r.rules[q].soleCause; sole != nil {
		return questionnaire.Reason{Truth: r.shown[q], Questions: sole}
	}
	return r.version.Explain(r.version.When(q), r.env)
}

func (r *run) followable(reason questionnaire.Reason) bool {
	if len(reason.Facts) > 0 {
		return false
	}
	for _, q := range reason.Questions {
		switch r.cells[q].status {
		case StatusExcluded, StatusInherited, StatusNAAccepted:
		default:
			return false
		}
	}
	return true
}

func (r *run) noteUndecided(q int, reason questionnaire.Reason) {
	if !r.words {
		return
	}
	r.note(r.rules[q].ID, "Whether the question applies is unknown, as it rests on "+
		list(r.version.Names(reason))+r.orDisputed(r.version.Names(reason))+"; it earns nothing until that is known.")
}

// inherit gives a hidden question what hid it: over the visible answers at the
// root of it the lowest quality and the lowest confidence. A fact that decided
// counts as a perfect answer with the confidence of its assurance. Where all
// roots left the score themselves, so does the question.
func (r *run) inherit(q int, c *cell, reason questionnaire.Reason) {
	from := len(r.roots)
	for _, cause := range reason.Questions {
		switch by := &r.cells[cause]; by.status {
		case StatusInherited:
			r.roots = append(r.roots, by.roots...)
			c.hidBy = r.weaker(c.hidBy, by.hidBy)
		case StatusExcluded, StatusNAAccepted:
		default:
			r.roots = append(r.roots, int32(cause))
		}
	}
	for _, f := range reason.Facts {
		c.hidBy = r.weaker(c.hidBy, r.env.Facts[f])
	}
	c.roots = r.roots[from:len(r.roots):len(r.roots)]
	if len(c.roots) == 0 && c.hidBy == nil {
		return
	}
	slices.Sort(c.roots)
	c.roots = slices.Compact(c.roots)
	if r.words {
		for _, root := range c.roots {
			r.cells[root].heirs = append(r.cells[root].heirs, int32(q))
		}
	}
	c.status = StatusInherited
	r.bequeath(q, c)
}

func (r *run) weaker(a, b *fact.Fact) *fact.Fact {
	if a == nil || b != nil && rungOf(b.Assurance) < rungOf(a.Assurance) {
		return b
	}
	return a
}

// bequeath takes the lowest standing of the roots.
func (r *run) bequeath(q int, c *cell) {
	perfect := standing{million, million}
	now, low, high := perfect, perfect, perfect
	c.rung, c.answered, c.hasQuality = rungOwn, true, true
	if c.hidBy != nil {
		c.rung = rungOf(c.hidBy.Assurance)
		now.confidence = r.ladder.of(c.rung, r.rules[q].required, r.upheld > 0)
		low, high = now, now
	}
	fromRoot := false
	for _, root := range c.roots {
		by := &r.cells[root]
		switch {
		case by.confidence < now.confidence, len(c.roots) == 1 && c.hidBy == nil:
			c.rung, fromRoot = by.rung, true
		case by.confidence == now.confidence && fromRoot: // rungs may be worth the same; the order of questions says nothing
			c.rung = min(c.rung, by.rung)
		}
		now, low, high = now.lowest(by.standing()), low.lowest(by.low), high.lowest(by.high)
		c.answered = c.answered && by.answered
		r.noteWithoutRule(q, int(root))
	}
	c.quality, c.confidence = now.quality, now.confidence
	c.low, c.high = low, high
}

func (s standing) lowest(other standing) standing {
	return standing{min(s.quality, other.quality), min(s.confidence, other.confidence)}
}

func (r *run) noteWithoutRule(q, root int) {
	if by := &r.cells[root]; by.status == StatusScored && !by.hasQuality {
		r.note(r.rules[q].ID, "The answer that hid the question, "+r.rules[root].ID+", has no scoring rule of its own; nothing can be inherited from it.")
	}
}
