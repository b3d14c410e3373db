package scoring

import (
	"testing"

	"memsure/internal/questionnaire"
)

func numbered(cells ...int64) (rows []questionnaire.Row) {
	for i := 0; i < len(cells); i += 2 {
		rows = append(rows, questionnaire.Row{
			"a": {Kind: questionnaire.TypeNumber, Number: cells[i] * million},
			"b": {Kind: questionnaire.TypeNumber, Number: cells[i+1] * million},
		})
	}
	return rows
}

// The measures that compare columns: 3 of 8 is 37.5 percent; 10 days for four
// and 40 days for one are 16 on average; nothing to divide by is no measure.
func TestMeasuresOfColumns(t *testing.T) {
	for _, c := range []struct {
		name    string
		measure measure
		rows    []questionnaire.Row
		want    int64
		none    bool
	}{
		{name: "ratio", measure: measure{of: "ratio", weight: "a", over: "b"}, rows: numbered(1, 4, 2, 4), want: 37_500_000},
		{name: "ratio over nothing", measure: measure{of: "ratio", weight: "a", over: "b"}, rows: numbered(1, 0), none: true},
		{name: "ratio of no rows", measure: measure{of: "ratio", weight: "a", over: "b"}, none: true},
		{name: "average by number", measure: measure{of: "average", weight: "a", over: "b"}, rows: numbered(10, 4, 40, 1), want: 16_000_000},
		{name: "plain average", measure: measure{of: "average", weight: "a"}, rows: numbered(10, 4, 40, 1), want: 25_000_000},
		{name: "average of nothing", measure: measure{of: "average", weight: "a", over: "b"}, rows: numbered(10, 0), none: true},
		{name: "largest", measure: measure{of: "max", weight: "a"}, rows: numbered(10, 0, 40, 0, -3, 0), want: 40_000_000},
		{name: "largest below zero", measure: measure{of: "max", weight: "a"}, rows: numbered(-10, 0, -3, 0), want: -3_000_000},
		{name: "largest of nothing", measure: measure{of: "max", weight: "a"}, none: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, ok := c.measure.read(c.rows)
			if ok == c.none || ok && got.floor != c.want {
				t.Errorf("got %d, %v; want %d", got.floor, ok, c.want)
			}
		})
	}
}

// No sum of cells leaves the scale: the largest values that cells can hold
// stay in place.
func TestMeasuresStayOnTheScale(t *testing.T) {
	huge := numbered(1_000_000_000_000, 1, 1_000_000_000_000, 1)
	for _, of := range []string{"ratio", "average", "max"} {
		m := measure{of: of, weight: "a", over: "b"}
		if got, ok := m.read(huge); !ok || got.floor < 1_000_000_000_000*million {
			t.Errorf("%s: %d, %v", of, got.floor, ok)
		}
	}
}
