package scoring

import (
	"memsure/internal/crosscheck"
)

// contradict runs the version's checks. Those a person upheld strike the
// answers they speak about; while one is open, the facts that contradict an
// answer do not document it either. It counts the upheld ones: every upheld
// check once, every verdict of contradicted on an answer no check strikes once.
func (r *run) contradict() {
	checks := r.version.Checks()
	for i := range checks {
		if !crosscheck.IsContradicted(r.version, r.env, &checks[i]) {
			continue
		}
		switch r.findingState(checks[i].ID, r.checks[i]) {
		case FindingUpheld:
			r.upheld++
			r.strike(checks[i].Questions)
		case FindingOpen:
			r.disputes++
			r.dispute(checks[i].Questions)
		}
	}
	for q := range r.cells {
		if c := &r.cells[q]; c.rung == rungContradicted && c.answered && !c.struck {
			r.upheld++
		}
	}
}

// strike puts answers on the rung below claimed. Questions that were not
// shown, not answered or left the score have nothing to strike.
func (r *run) strike(questions []int) {
	for _, q := range questions {
		if r.cells[q].answered {
			r.cells[q].rung, r.cells[q].struck = rungContradicted, true
		}
	}
}

// dispute takes back what facts proved; what an evaluator judged stays.
func (r *run) dispute(questions []int) {
	for _, q := range questions {
		if c := &r.cells[q]; c.proof != nil && c.rung > rungClaimed {
			c.rung, c.disputed = rungClaimed, true
		}
	}
}

// findingState says what people decided about a finding.
func (r *run) findingState(ruleID string, about subject) FindingState {
	switch review := r.holds(r.settled.findings[ruleID], about); {
	case review == nil:
		return FindingOpen
	case review.Accepted:
		return FindingUpheld
	}
	return FindingDismissed
}

// weigh turns rungs into confidence and bounds, once it is known whether some
// answer of the response was settled as contradicted.
func (r *run) weigh() {
	for q := range r.cells {
		if c := &r.cells[q]; c.answered {
			r.weighAnswer(&r.rules[q], c)
		}
	}
}

// weighAnswer sets the confidence of an answer and what it could at worst and
// at best turn out to be: an open claim false or true, a text without a grade
// worthless or perfect, anything proven or settled what it is.
func (r *run) weighAnswer(rule *rule, c *cell) {
	c.penalised = r.upheld > 0 && c.rung == rungClaimed
	c.confidence = r.ladder.of(c.rung, rule.required, c.penalised)
	c.low, c.high = c.standing(), c.standing()
	if c.rung == rungContradicted {
		return
	}
	if c.rung == rungClaimed {
		c.low.quality, c.high.confidence = 0, million
	}
	if c.status == StatusUngraded {
		c.low.quality, c.high = 0, standing{million, million}
	}
}

func (r *run) hasIntegrityGate() bool {
	return r.version.Definition.Ruleset.IntegrityFailsAt > 0
}
