package questionnaire

import "reflect"

// Verdict says whether an earlier answer may be used.
type Verdict string

// The verdicts. Same: the answer can be offered as it is; confirm: it still
// fits, the vendor must say that it still holds; show_old: it is shown beside
// the question and must be given anew; gone: the question is asked no more;
// new: it was not asked before.
const (
	CarrySame    Verdict = "same"
	CarryConfirm Verdict = "confirm"
	CarryShowOld Verdict = "show_old"
	CarryGone    Verdict = "gone"
	CarryNew     Verdict = "new"
)

// Carried is the verdict on one question. For gone questions, QuestionID is
// the earlier id.
type Carried struct {
	QuestionID     string  `json:"question_id"`
	FromQuestionID string  `json:"from_question_id,omitempty"` // empty for new questions
	Verdict        Verdict `json:"verdict"`
	Reason         string  `json:"reason"`
}

// CarryForward says for each question of the newer version, in order, and for
// each that is gone, what becomes of an answer given to the older version.
// Whether a value fits the newer question is CheckValue's to say as well.
func CarryForward(old, new *Definition) []Carried {
	return carryForward(indexQuestions(old), indexQuestions(new))
}

func carryForward(old, new *questionIndex) []Carried {
	carried := make([]Carried, 0, len(new.order))
	followed := map[string]bool{}
	for _, q := range new.order {
		before, ok := old.before(q.Question)
		if !ok {
			carried = append(carried, Carried{q.ID, "", CarryNew, "The question was not asked before."})
			continue
		}
		followed[before.ID] = true
		verdict, reason := carry(before.Question, q.Question)
		carried = append(carried, Carried{q.ID, before.ID, verdict, reason})
	}
	for _, q := range old.order {
		if !followed[q.ID] {
			carried = append(carried, Carried{q.ID, q.ID, CarryGone, "The question is asked no more; the answer stays with the earlier assessment."})
		}
	}
	return carried
}

// carry compares what an answer means, worst difference first.
func carry(old, new *Question) (Verdict, string) {
	switch {
	case old.Type != new.Type:
		return CarryShowOld, "The type of the answer changed."
	case old.Unit != new.Unit:
		return CarryShowOld, "The unit of the answer changed."
	case old.Scope != new.Scope:
		return CarryShowOld, "The question is now about something else: vendor, product or release."
	case lost(idsOf(old.Options, optionID), idsOf(new.Options, optionID)):
		return CarryShowOld, "An option can no longer be chosen."
	case !reflect.DeepEqual(columnShapes(old.Columns), columnShapes(new.Columns)):
		return CarryShowOld, "The columns of the table changed."
	case narrower(old, new):
		return CarryShowOld, "The limits of the answer became narrower."
	case len(old.Options) != len(new.Options):
		return CarryConfirm, "There are more options to choose from."
	case old.ID != new.ID:
		return CarryConfirm, "The question replaces an earlier one."
	case old.Text != new.Text || old.Help != new.Help || !reflect.DeepEqual(shownTexts(old), shownTexts(new)):
		return CarryConfirm, "The wording changed."
	default:
		return CarrySame, "The question is the same."
	}
}

// lost tells whether an entry of before is missing after.
func lost(before, after []string) bool { return len(common(before, after)) < len(before) }

// columnShapes gives what a table's cells must be, without labels.
func columnShapes(columns []Column) []Column {
	shapes := make([]Column, len(columns))
	for i, c := range columns {
		c.Label = ""
		c.Options = nil
		for _, o := range columns[i].Options {
			c.Options = append(c.Options, Option{ID: o.ID})
		}
		shapes[i] = c
	}
	return shapes
}

// narrower tells whether an answer that fitted may not fit any more.
func narrower(old, new *Question) bool {
	oldLow, oldHigh := old.limits()
	newLow, newHigh := new.limits()
	return isNumeric(new.Type) && (newLow > oldLow || newHigh < oldHigh) ||
		new.Type == TypeText && or(new.MaxLength, DefaultMaxLength) < or(old.MaxLength, DefaultMaxLength) ||
		new.Type == TypeTable && (or(new.MaxRows, DefaultMaxRows) < or(old.MaxRows, DefaultMaxRows) || new.MinRows > old.MinRows) ||
		newlyExclusive(old, new)
}

func newlyExclusive(old, new *Question) bool {
	for _, o := range new.Options {
		if o.Exclusive && !old.isExclusive(o.ID) {
			return true
		}
	}
	return false
}

// shownTexts gives what a reader of options and columns sees, in whatever
// order.
func shownTexts(q *Question) map[string]string {
	texts := map[string]string{}
	for _, o := range q.Options {
		texts[o.ID] = o.Label + "\n" + o.Help
	}
	for _, c := range q.Columns {
		texts[c.ID] = c.Label
		for _, o := range c.Options {
			texts[c.ID+"/"+o.ID] = o.Label + "\n" + o.Help
		}
	}
	return texts
}
