package scoring

import (
	"slices"
	"strconv"

	"memsure/internal/assessment"
	"memsure/internal/questionnaire"
)

// Grading by a panel. Each member grades alone; nothing of what the others gave
// shows in a result before all have graded, so that a result made meanwhile is
// the same as one made before the first grade. Then equal grades count at once,
// and a consensus that was reached after the last of them counts in their
// place; different ones without a consensus leave the text ungraded.

// member names one person's grade of one question.
type member struct{ question, person string }

// panelOf puts a panel into its one form.
func panelOf(persons []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(persons)))
}

// fileGrade keeps a grade; where a panel grades, each person's last one: only
// its members are asked for theirs.
func (r *run) fileGrade(review *assessment.Review) {
	if len(r.panel) == 0 {
		file(&r.settled.grades, review.QuestionID, review)
		return
	}
	if r.onRubric(review) {
		file(&r.settled.given, member{review.QuestionID, review.By}, review)
	}
}

// panelGrades tells whether a panel grades a question: nobody sets its quality
// alone, nor does what was set before there was a panel count.
func (r *run) panelGrades(questionID string) bool {
	q, ok := r.version.Index(questionID)
	return ok && len(r.panel) > 0 && r.rules[q].Scoring.Kind == questionnaire.ScoreRubric
}

// onRubric tells whether a grade is a step of its question's rubric: what is
// none cannot be recorded, and takes no other's place.
func (r *run) onRubric(review *assessment.Review) bool {
	q, ok := r.version.Index(review.QuestionID)
	if !ok {
		return false
	}
	_, ok = r.rules[q].gradeScore(review.Grade)
	return ok
}

// gradedByPanel takes the grade all members gave, or the one they agreed on.
func (r *run) gradedByPanel(rule *rule, cell *cell) {
	cell.grades = r.gradesOf(rule)
	if cell.grades == nil {
		r.note(rule.ID, "The text waits for the grades of the whole panel; until then it earns nothing.")
		return
	}
	low, high := lowestHighest(cell.grades)
	basis, grade := basisGrade, low
	if agreed := r.consensus(rule, cell); agreed != nil {
		basis, grade = basisConsensus, agreed.Grade
	} else if low != high {
		r.note(rule.ID, "The grades of the panel differ; the text waits for a consensus and earns nothing until then.")
		return
	}
	cell.status, cell.basis = StatusScored, basis
	cell.quality, _ = rule.gradeScore(grade)
}

// gradesOf gives the grades of the whole panel, in its order; nil while one is
// missing.
func (r *run) gradesOf(rule *rule) []*assessment.Review {
	grades := make([]*assessment.Review, len(r.panel))
	for i, person := range r.panel {
		if grades[i] = r.settled.given[member{rule.ID, person}]; grades[i] == nil {
			return nil
		}
	}
	return grades
}

// consensus gives what the panel agreed on after the last of its grades.
func (r *run) consensus(rule *rule, cell *cell) *assessment.Review {
	agreed := r.settled.consensus[rule.ID]
	if agreed == nil || cell.grades == nil {
		return nil
	}
	for _, grade := range cell.grades {
		if !later(agreed, grade) {
			return nil
		}
	}
	return agreed
}

func lowestHighest(grades []*assessment.Review) (low, high int) {
	low, high = grades[0].Grade, grades[0].Grade
	for _, g := range grades {
		low, high = min(low, g.Grade), max(high, g.Grade)
	}
	return low, high
}

// spread counts the steps of the rubric between the lowest and the highest
// grade.
func (rule *rule) spread(grades []*assessment.Review) (steps int) {
	if len(grades) == 0 {
		return 0
	}
	low, high := lowestHighest(grades)
	for _, step := range rule.steps {
		if step.id == "" && low < step.grade && step.grade <= high {
			steps++
		}
	}
	return steps
}

// showGrades puts the grades of a panel into the result of a question.
func (r *run) showGrades(out *QuestionResult, q int) {
	c := &r.cells[q]
	for _, g := range c.grades {
		out.Grades = append(out.Grades, GradeGiven{g.By, g.Grade, g.ID})
	}
	out.Spread = r.rules[q].spread(c.grades)
}

// spreads lists texts that the panel's members read very differently.
func (r *run) spreads(found []Finding) []Finding {
	for q := range r.cells {
		rule, c := &r.rules[q], &r.cells[q]
		if !rule.heard || rule.spread(c.grades) < 2 {
			continue
		}
		f := Finding{
			RuleID: findingSpread + rule.ID, Kind: FindingSpread, Severity: questionnaire.Medium, State: FindingOpen,
			Questions: []string{rule.ID}, Message: "The members of the panel read this text very differently: " + r.gradeRange(c) + ".",
			Resolve: "The panel agrees on a grade and says why, or the buyer asks the vendor what the text means.",
		}
		if agreed := r.consensus(rule, c); agreed != nil {
			f.State, f.ReviewID = FindingDismissed, agreed.ID
		}
		found = append(found, f)
	}
	return found
}

// gradeRange words the grades of a panel.
func (r *run) gradeRange(c *cell) string {
	low, high := lowestHighest(c.grades)
	if low == high {
		return "every grade is " + strconv.Itoa(low)
	}
	return "the grades go from " + strconv.Itoa(low) + " to " + strconv.Itoa(high)
}

// gradedSentence says who graded a text.
func (r *run) gradedSentence(rule *rule, c *cell) string {
	if c.grades == nil {
		return "An evaluator gave the text grade " + strconv.Itoa(r.settled.grades[rule.ID].Grade) + "; the published grades go up to " + strconv.Itoa(highestGrade(rule)) + "."
	}
	return "A panel of " + strconv.Itoa(len(c.grades)) + " graded the text on the rubric: " + r.gradeRange(c) + "."
}

func highestGrade(rule *rule) (highest int) {
	for _, g := range rule.Scoring.Rubric {
		highest = max(highest, g.Grade)
	}
	return highest
}

// ungradedSentence says what a text waits for.
func (r *run) ungradedSentence(rule *rule, c *cell) string {
	switch {
	case c.grades != nil:
		return "The panel graded the text; " + r.gradeRange(c) + ", " + steps(rule.spread(c.grades)) +
			" apart. It earns nothing until the panel agrees on a grade; the bounds show what that could change."
	case len(r.panel) > 0:
		return "A text earns nothing before the whole panel has graded it; the bounds show what the grades could change."
	}
	return "A text without an evaluator's grade earns nothing; the bounds show what a grade could change."
}

func steps(n int) string {
	if n == 1 {
		return "1 step"
	}
	return strconv.Itoa(n) + " steps"
}
