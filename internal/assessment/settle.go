package assessment

import (
	"slices"

	"memsure/internal/questionnaire"
)

// Settle brings a value into the one form its question gives it: what is sent
// does not say whether a number in a table is a percentage, and the order in
// which options were ticked means nothing. A nil value stays nil.
func Settle(q *questionnaire.Question, v *questionnaire.Value) {
	if v == nil {
		return
	}
	for i := range q.Columns {
		column := &q.Columns[i]
		if column.Type != questionnaire.TypePercentage {
			continue
		}
		for _, row := range v.Rows {
			if cell, ok := row[column.ID]; ok && cell.Kind == questionnaire.TypeNumber {
				cell.Kind = questionnaire.TypePercentage
				row[column.ID] = cell
			}
		}
	}
	if q.Type == questionnaire.TypeMultiChoice && !slices.ContainsFunc(v.Options, func(id string) bool { return rank(q, id) < 0 }) {
		slices.SortStableFunc(v.Options, func(a, b string) int { return rank(q, a) - rank(q, b) })
	}
}

// rank is the place of an option in its question, -1 for an unknown one.
func rank(q *questionnaire.Question, id string) int {
	return slices.IndexFunc(q.Options, func(o questionnaire.Option) bool { return o.ID == id })
}
