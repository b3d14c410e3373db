package questionnaires_test

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"memsure/internal/fact"
	"memsure/internal/questionnaire"
)

// bestTicks gives, to every question of d that takes no file, the answer of the
// highest quality, but for those fixed.
func bestTicks(t *testing.T, d *questionnaire.Definition, fixed map[string]questionnaire.Value) map[string]*questionnaire.Value {
	t.Helper()
	values := map[string]*questionnaire.Value{}
	eachQuestion(d, func(_ questionnaire.Section, q questionnaire.Question) {
		if value, ok := fixed[q.ID]; ok {
			values[q.ID] = &value
		} else if q.Type != questionnaire.TypeFile {
			values[q.ID] = bestTick(t, q)
		}
	})
	return values
}

func bestTick(t *testing.T, q questionnaire.Question) *questionnaire.Value {
	t.Helper()
	value := questionnaire.Value{Kind: q.Type}
	switch q.Type {
	case questionnaire.TypeBoolean:
		value.Boolean = q.Scoring.Kind != questionnaire.ScoreNoIsGood
	case questionnaire.TypeSingleChoice:
		value.Option = slices.MaxFunc(q.Options, func(a, b questionnaire.Option) int {
			return cmp.Compare(micro(t, a.Score), micro(t, b.Score))
		}).ID
	case questionnaire.TypeMultiChoice:
		for _, option := range q.Options {
			if !option.Exclusive {
				value.Options = append(value.Options, option.ID)
			}
		}
	case questionnaire.TypeNumber, questionnaire.TypePercentage:
		value.Number = bestAt(t, q)
	case questionnaire.TypeDate:
		value.Date = bestDay(t, q)
	case questionnaire.TypeText:
		value.Text = "We follow best practice."
	case questionnaire.TypeTable:
		value.Rows = bestRows(t, q)
	}
	return &value
}

// bestAt is the place of the highest anchor; 0 for what is not scored.
func bestAt(t *testing.T, q questionnaire.Question) int64 {
	t.Helper()
	if len(q.Scoring.Anchors) == 0 {
		return 0
	}
	return micro(t, slices.MaxFunc(q.Scoring.Anchors, func(a, b questionnaire.Anchor) int {
		return cmp.Compare(micro(t, a.Score), micro(t, b.Score))
	}).At)
}

func bestDay(t *testing.T, q questionnaire.Question) string {
	t.Helper()
	days := int(bestAt(t, q) / fact.Million)
	if q.Scoring.Kind == questionnaire.ScoreFreshness {
		days = -days
	}
	return scoredAt.AddDate(0, 0, days).Format(time.DateOnly)
}

// bestRows meet every condition of the measure and bring it to its best anchor.
func bestRows(t *testing.T, q questionnaire.Question) []questionnaire.Row {
	t.Helper()
	row, measure := questionnaire.Row{}, q.Scoring.Measure
	if measure == nil {
		return []questionnaire.Row{row}
	}
	number := func(column string, n int64) {
		if column != "" {
			row[column] = questionnaire.Value{Kind: questionnaire.TypeNumber, Number: n}
		}
	}
	for _, cell := range measure.Where {
		option := slices.Concat(cell.In, []string{""})[0]
		if cell.Equals != nil {
			option = string(*cell.Equals)
		}
		row[cell.Column] = questionnaire.Value{Kind: questionnaire.TypeSingleChoice, Option: option}
	}
	best := bestAt(t, q)
	switch measure.Of {
	case "count":
		return slices.Repeat([]questionnaire.Row{row}, max(1, int(best/fact.Million)))
	case "share":
		number(measure.Weight, fact.Million)
	case "ratio":
		number(measure.Weight, best)
		number(measure.Over, 100*fact.Million)
	default: // sum, average, max
		number(measure.Over, fact.Million)
		number(measure.Weight, best)
	}
	return []questionnaire.Row{row}
}

func micro(t *testing.T, d questionnaire.Decimal) int64 {
	t.Helper()
	m, err := d.Micro()
	if err != nil {
		t.Fatal(err)
	}
	return m
}
