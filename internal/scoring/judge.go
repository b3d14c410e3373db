package scoring

import (
	"slices"

	"memsure/internal/assessment"
	"memsure/internal/questionnaire"
)

// judgeShown settles status, quality and rung of every question that was
// shown. Questions out of the points are judged too: what they hide may
// inherit from them.
func (r *run) judgeShown() {
	for q := range r.cells {
		if r.shown[q] == questionnaire.True {
			r.judge(q)
		}
	}
}

func (r *run) judge(q int) {
	cell, answer := &r.cells[q], r.answers[q]
	cell.claim = answer
	cell.status = r.status(q, answer)
	if cell.status != StatusScored {
		return
	}
	cell.answered = true
	r.quality(q, cell)
	r.override(q, cell)
	r.confidence(q, cell)
}

// status says how a shown question takes part, before its quality is known.
func (r *run) status(q int, answer *assessment.Answer) Status {
	rule := &r.rules[q]
	switch {
	case answer == nil:
		return StatusUnanswered
	case answer.NotApplicable != nil && rule.NA.Allowed:
		return r.notApplicable(rule.ID)
	case answer.NotApplicable != nil:
		r.note(rule.ID, "The question does not allow the claim that it does not apply; it counts as unanswered.")
		return StatusUnanswered
	case r.env.Answers[q] == nil && (rule.Type != questionnaire.TypeFile || r.files.worth(rule, answer) == fileMissing):
		return StatusUnanswered
	}
	return StatusScored
}

func (r *run) notApplicable(questionID string) Status {
	switch review := r.settled.applicable[questionID]; {
	case review == nil:
		return StatusNAPending
	case review.Accepted:
		return StatusNAAccepted
	}
	return StatusNARejected
}

// quality gives an answer's quality: from the fact where a reader gave one,
// else from what the vendor states.
func (r *run) quality(q int, cell *cell) {
	rule := &r.rules[q]
	cell.basis, cell.hasQuality = basisClaim, true
	if f := r.scoredBy(q, cell); f != nil {
		cell.basis, cell.fact = basisFact, f
		r.qualityOfFact(rule, cell)
		return
	}
	value := r.env.Answers[q]
	switch rule.Scoring.Kind {
	case questionnaire.ScoreYesIsGood:
		cell.quality = oneIf(value.Boolean)
	case questionnaire.ScoreNoIsGood:
		cell.quality = oneIf(!value.Boolean)
	case questionnaire.ScoreOptions:
		cell.quality = rule.chosen(value)
	case questionnaire.ScoreAnchors:
		r.place(rule, cell, whole(value.Number))
	case questionnaire.ScoreFreshness, questionnaire.ScoreLeadTime:
		r.days(rule, cell, parseDay(value.Date))
	case questionnaire.ScoreMeasure:
		r.measured(rule, cell, value.Rows)
	case questionnaire.ScoreRubric:
		r.graded(rule, cell)
	case questionnaire.ScoreEvidence:
		r.filed(rule, cell)
	default:
		cell.basis, cell.hasQuality = basisNone, false
	}
}

func (r *run) place(rule *rule, cell *cell, x reading) {
	cell.quality = x.on(rule.corners)
	if r.words {
		kept := x
		cell.x = &kept
	}
}

func oneIf(good bool) int64 {
	if good {
		return million
	}
	return 0
}

// qualityOfFact needs a fact whose kind suits the rule; scoredBy sees to it.
func (r *run) qualityOfFact(rule *rule, cell *cell) {
	switch rule.Scoring.Kind {
	case questionnaire.ScoreYesIsGood:
		cell.quality = oneIf(cell.fact.Flag)
	case questionnaire.ScoreNoIsGood:
		cell.quality = oneIf(!cell.fact.Flag)
	case questionnaire.ScoreFreshness, questionnaire.ScoreLeadTime:
		r.days(rule, cell, parseDay(cell.fact.Text))
	default:
		r.place(rule, cell, whole(cell.fact.Micro))
	}
}

// days places a date: freshness by the days since, lead time by the days
// until, where a past date is due today. A date in the future is no sign of
// freshness and earns nothing; nor does one that cannot be read.
func (r *run) days(rule *rule, cell *cell, date day) {
	age := int64(r.today - date)
	switch {
	case date == noDay:
		r.note(rule.ID, "The date cannot be read; it earns nothing.")
	case rule.Scoring.Kind == questionnaire.ScoreLeadTime:
		r.place(rule, cell, whole(max(0, -age)*million))
	case age < 0:
		cell.basis = basisFuture
		r.note(rule.ID, "The date lies in the future; it earns nothing.")
	default:
		r.place(rule, cell, whole(age*million))
	}
}

func (r *run) measured(rule *rule, cell *cell, rows []questionnaire.Row) {
	if rule.measure == nil {
		return
	}
	x, ok := rule.measure.read(rows)
	if !ok {
		cell.basis = basisEmptyTable
		r.note(rule.ID, "There is nothing to measure in the table; it earns nothing.")
		return
	}
	r.place(rule, cell, x)
}

// graded takes the evaluator's grade; without one the answer earns nothing and
// widens the bounds. Where no grade can matter none is waited for.
func (r *run) graded(rule *rule, cell *cell) {
	cell.status, cell.basis = StatusUngraded, basisNone
	if !rule.heard {
		return
	}
	if len(r.panel) > 0 {
		r.gradedByPanel(rule, cell)
		return
	}
	review := r.settled.grades[rule.ID]
	if review == nil {
		r.note(rule.ID, "The text waits for an evaluator's grade; until then it earns nothing.")
		return
	}
	score, ok := rule.gradeScore(review.Grade)
	if !ok {
		r.note(rule.ID, "The evaluator's grade is not on the rubric; the text counts as not graded.")
		return
	}
	cell.status, cell.basis, cell.quality = StatusScored, basisGrade, score
}

// gradeScore gives what a grade is worth; ok is false for one that is not on
// the rubric.
func (rule *rule) gradeScore(grade int) (score int64, ok bool) {
	for _, step := range rule.steps {
		if step.grade == grade && step.id == "" {
			return step.score, true
		}
	}
	return 0, false
}

// filed scores a question that asks for a file by the best of those linked. A
// file that was read is worth all; so is one no reader reads, as a claim until
// an evaluator gave a verdict on it. A file that cannot be read, is gone or is
// of another kind than asked for earns nothing.
func (r *run) filed(rule *rule, cell *cell) {
	switch r.files.worth(rule, cell.claim) {
	case fileRead:
		cell.basis, cell.quality = basisRead, million
	case fileStored:
		cell.basis, cell.quality = basisRead, million
		if r.settled.verdicts[rule.ID] == nil {
			cell.basis = basisWaiting
			r.note(rule.ID, "No reader reads the linked file; it waits for an evaluator's verdict and counts as a claim until then.")
		}
	case fileUnreadable:
		cell.basis = basisUnreadable
		r.note(rule.ID, "The linked file could not be read; it earns nothing.")
	case fileErased:
		cell.basis = basisErased
		r.note(rule.ID, "The linked file was erased; it earns nothing.")
	default:
		cell.basis = basisOtherKind
		r.note(rule.ID, "No linked file is of a kind this question asks for; what is linked counts neither as answer nor as proof.")
	}
}

// override puts an evaluator's quality in place of the computed one.
func (r *run) override(q int, cell *cell) {
	if review := r.settled.overrides[r.rules[q].ID]; review != nil {
		cell.status, cell.basis, cell.hasQuality = StatusScored, basisOverride, true
		cell.quality = min(max(review.Quality, 0), million)
	}
}

// chosen scores a choice. The sum is capped at one; an average is rounded half
// to even. Nothing chosen earns nothing.
func (rule *rule) chosen(value *questionnaire.Value) int64 {
	sum, least, most, n := int64(0), int64(million), int64(0), int64(0)
	for _, step := range rule.steps {
		if step.id != "" && chose(value, step.id) {
			sum, least, most, n = sum+step.score, min(least, step.score), max(most, step.score), n+1
		}
	}
	switch {
	case n == 0:
		return 0
	case rule.Scoring.Combine == "min":
		return least
	case rule.Scoring.Combine == "max":
		return most
	case rule.Scoring.Combine == "average":
		return nat(sum).rounded(nat(n))
	}
	return min(sum, million)
}

func chose(value *questionnaire.Value, option string) bool {
	if value.Kind == questionnaire.TypeSingleChoice {
		return value.Option == option
	}
	return slices.Contains(value.Options, option)
}
