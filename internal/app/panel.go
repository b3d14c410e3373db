package app

import (
	"fmt"
	"slices"
	"strings"

	"memsure/internal/assessment"
	"memsure/internal/auth"
	"memsure/internal/fault"
	"memsure/internal/store"
)

// maxPanel bounds a panel.
const maxPanel = 9

// panelOf gives the persons who grade an assessment's text answers together.
func panelOf(a store.Assessment) []string { return strings.Fields(a.Panel) }

// Graders gives the persons who grade the text answers together; none where any
// evaluator does.
func (a Assessment) Graders() []string { return panelOf(a.Assessment) }

// panel checks who is to grade together and gives the panel's one form.
func (u Assessments) panel(tx *store.Tx, persons []string) (string, error) {
	bad := fault.New(fault.Invalid, "validation", "This panel cannot grade.")
	if len(persons) > maxPanel {
		bad.At("/panel", "too_many", fmt.Sprintf("A panel has at most %d members.", maxPanel))
	}
	for i, person := range persons {
		able, err := mayGrade(tx, person)
		if err != nil {
			return "", err
		}
		switch at := fmt.Sprintf("/panel/%d", i); {
		case !able:
			bad.At(at, "no_evaluator", "Name a person who has a key with the evaluator role in use.")
		case slices.Contains(persons[:i], person):
			bad.At(at, "duplicate", "Name each person once.")
		}
	}
	if len(bad.Fields) > 0 {
		return "", bad
	}
	return strings.Join(slices.Sorted(slices.Values(persons)), " "), nil
}

// mayGrade tells whether somebody can act as an evaluator now.
func mayGrade(tx *store.Tx, person string) (bool, error) {
	keys, err := tx.Buyer().APIKeys()
	return slices.ContainsFunc(keys, func(k store.APIKey) bool {
		live := k.RevokedUS == nil && (k.ExpiresUS == nil || *k.ExpiresUS > tx.Now())
		return live && k.PersonID == person && k.Role == string(auth.Evaluator)
	}), err
}

// repanel changes who grades, until the first grade that counts for the current
// revision was given. After that a member who can no longer grade may be
// replaced or left out, so that nobody's leaving stops an assessment.
func (u Assessments) repanel(tx *store.Tx, a *store.AssessmentView, persons []string) error {
	panel, err := u.panel(tx, persons)
	if err != nil || panel == a.Panel {
		return err
	}
	fixed, err := u.gradedBefore(tx, a)
	if err != nil {
		return err
	}
	if fixed {
		if err := replacesLeavers(tx, panelOf(a.Assessment), strings.Fields(panel)); err != nil {
			return err
		}
	}
	a.Panel = panel
	return nil
}

// gradedBefore tells whether a grade counts for the last revision already, or
// was given to an earlier answer and never shown: another panel would show it.
func (u Assessments) gradedBefore(tx *store.Tx, a *store.AssessmentView) (bool, error) {
	if a.Revision == 0 {
		return false, nil
	}
	j, err := u.judge(&tx.ReadTx, a.ID)
	begun := func(r assessment.Review) bool { return j.isCurrentGrade(r) || j.withheld(r, "") }
	return err == nil && slices.ContainsFunc(j.input.Reviews, begun), err
}

func replacesLeavers(tx *store.Tx, old, persons []string) error {
	refused := fault.New(fault.Conflict, "panel_fixed", "Grading has begun; the panel is fixed.").
		WithRemedy("Only a member who can no longer grade may be replaced or left out.")
	left, joined := without(old, persons), without(persons, old)
	if len(persons) == 0 || len(left) == 0 || len(joined) > len(left) {
		return refused
	}
	for _, person := range left {
		able, err := mayGrade(tx, person)
		if err != nil {
			return err
		}
		if able {
			return refused
		}
	}
	return nil
}

// without gives those of all who are not among some.
func without(all, some []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(one string) bool { return slices.Contains(some, one) })
}

// isCurrentGrade tells whether a review is a grade of an answer as it stands.
func (j judged) isCurrentGrade(r assessment.Review) bool {
	since, answered := j.input.Unchanged[r.QuestionID]
	return r.Kind == assessment.ReviewGrade && answered && r.Revision >= since
}

// The blind part of grading: what a panel's members gave is shown to nobody but
// themselves until all have graded the answer as it stands, or nothing more can
// be graded.

// blind tells whether a question still waits for grades of the panel.
func (j judged) blind(questionID string) bool {
	if len(j.input.Panel) == 0 || assessment.State(j.row.State).Ended() {
		return false
	}
	result, _ := j.questionResult(questionID)
	return len(result.Grades) == 0
}

// withheld tells whether a review must not be shown to somebody.
func (j judged) withheld(r assessment.Review, from string) bool {
	return r.Kind == assessment.ReviewGrade && r.By != from && j.blind(r.QuestionID)
}

// open gives the reviews that everybody may see: what a scorecard rests on, and
// goes with it. The others change nothing in the result.
func (j judged) open() []assessment.Review {
	return slices.DeleteFunc(slices.Clone(j.input.Reviews), func(r assessment.Review) bool { return j.withheld(r, "") })
}

// gradingOpen refuses to freeze what some members have graded and others not.
func (j judged) gradingOpen() error {
	for _, r := range j.input.Reviews {
		if j.isCurrentGrade(r) && slices.Contains(j.input.Panel, r.By) && j.blind(r.QuestionID) && j.gradable(r.QuestionID) {
			return fault.New(fault.Conflict, "grading_open", "The panel's grading is under way; a scorecard made now would tell of it.").
				WithRemedy("Wait until every member has graded what the panel has begun to grade.")
		}
	}
	return nil
}

// checkGrading holds a decision to the rules of a panel.
func (j judged) checkGrading(r *assessment.Review) error {
	q, ok := j.input.Version.Index(r.QuestionID)
	if len(j.input.Panel) == 0 || !ok || len(j.input.Version.Questions()[q].Scoring.Rubric) == 0 {
		return j.noPanel(r)
	}
	member := slices.Contains(j.input.Panel, r.By)
	switch {
	case r.Kind == assessment.ReviewOverride:
		return fault.New(fault.Conflict, "panel_grades", "A panel grades this text; nobody sets its quality alone.").
			WithRemedy("The panel's consensus, once all have graded, can be given anew.")
	case r.Kind != assessment.ReviewGrade && r.Kind != assessment.ReviewConsensus:
		return nil
	case !member:
		return fault.New(fault.Forbidden, "not_on_panel", "Only the members of the panel grade this assessment's texts.")
	case r.Kind == assessment.ReviewConsensus && j.blind(r.QuestionID):
		return fault.New(fault.Conflict, "grading_open", "Not every member of the panel has graded this text.").
			WithRemedy("A consensus is recorded once all have.")
	case r.Kind == assessment.ReviewGrade && len(j.input.Panel) > 1 && !j.blind(r.QuestionID):
		return fault.New(fault.Conflict, "grading_complete", "Every member of the panel has graded this text, and all see the grades.").
			WithRemedy("Record what the panel agrees on as its consensus, with the reason.")
	}
	return nil
}

func (j judged) noPanel(r *assessment.Review) error {
	if r.Kind != assessment.ReviewConsensus {
		return nil
	}
	return fault.New(fault.Conflict, "no_panel", "No panel grades this; a consensus needs one.").
		WithRemedy("Record a grade instead.")
}
