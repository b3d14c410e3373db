package questionnaire_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"memsure/internal/fact"
	"memsure/internal/questionnaire"
	"memsure/internal/questionnaire/questionnairetest"
)

const million = fact.Million

func TestCheckValueAcceptsWhatFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		def := questionnairetest.Definition(t)
		answers := questionnairetest.Answers(t, def)
		for s := range def.Sections {
			for q := range def.Sections[s].Questions {
				question := &def.Sections[s].Questions[q]
				value, answered := answers[question.ID]
				if !answered {
					continue
				}
				if wrong := questionnaire.CheckValue(question, value); len(wrong) > 0 {
					t.Fatalf("%+v\n%+v\n%v", question, value, wrong)
				}
			}
		}
	})
}

func TestCheckValueRefuses(t *testing.T) {
	decimal := func(s string) *questionnaire.Decimal { return new(questionnaire.Decimal(s)) }
	options := []questionnaire.Option{{ID: "a"}, {ID: "b"}, {ID: "none", Exclusive: true}}
	boolean := questionnaire.Question{Type: questionnaire.TypeBoolean}
	single := questionnaire.Question{Type: questionnaire.TypeSingleChoice, Options: options}
	multi := questionnaire.Question{Type: questionnaire.TypeMultiChoice, Options: options}
	share := questionnaire.Question{Type: questionnaire.TypePercentage}
	number := questionnaire.Question{Type: questionnaire.TypeNumber, Min: decimal("1"), Max: decimal("2.5")}
	date := questionnaire.Question{Type: questionnaire.TypeDate}
	text := questionnaire.Question{Type: questionnaire.TypeText, MaxLength: 3}
	table := questionnaire.Question{Type: questionnaire.TypeTable, MinRows: 1, MaxRows: 2, Columns: []questionnaire.Column{
		{ID: "n/a~", Type: questionnaire.TypeText, Required: true},
		{ID: "kind", Type: questionnaire.TypeSingleChoice, Options: options},
		{ID: "size", Type: questionnaire.TypeNumber, Min: decimal("0")},
	}}
	cell := func(text string) questionnaire.Value {
		return questionnaire.Value{Kind: questionnaire.TypeText, Text: text}
	}
	rows := func(rows ...questionnaire.Row) questionnaire.Value {
		return questionnaire.Value{Kind: questionnaire.TypeTable, Rows: rows}
	}
	named := questionnaire.Row{"n/a~": cell("x")}
	with := func(id string, v questionnaire.Value) questionnaire.Value {
		return rows(questionnaire.Row{"n/a~": cell("x"), id: v})
	}
	multiOf := func(ids ...string) questionnaire.Value {
		return questionnaire.Value{Kind: questionnaire.TypeMultiChoice, Options: ids}
	}
	for name, tc := range map[string]struct {
		q    questionnaire.Question
		v    questionnaire.Value
		want string
	}{
		"fits":                  {boolean, questionnaire.Value{Kind: questionnaire.TypeBoolean}, ""},
		"another kind":          {boolean, cell("x"), "/kind wrong_kind"},
		"two members":           {boolean, questionnaire.Value{Kind: questionnaire.TypeBoolean, Text: "x"}, " two_values"},
		"unknown option":        {single, questionnaire.Value{Kind: questionnaire.TypeSingleChoice, Option: "z"}, "/option unknown_option"},
		"no option":             {single, questionnaire.Value{Kind: questionnaire.TypeSingleChoice}, "/option unknown_option"},
		"nothing chosen":        {multi, multiOf(), "/options missing"},
		"unknown choice":        {multi, multiOf("a", "z"), "/options/1 unknown_option"},
		"chosen twice":          {multi, multiOf("a", "a"), "/options/1 duplicate_value"},
		"exclusive with others": {multi, multiOf("a", "none"), "/options/1 exclusive"},
		"exclusive alone":       {multi, multiOf("none"), ""},
		"percent below":         {share, questionnaire.Value{Kind: questionnaire.TypePercentage, Number: -1}, "/number out_of_range"},
		"percent at the ends":   {share, questionnaire.Value{Kind: questionnaire.TypePercentage, Number: 100 * million}, ""},
		"percent above":         {share, questionnaire.Value{Kind: questionnaire.TypePercentage, Number: 100*million + 1}, "/number out_of_range"},
		"number at min":         {number, questionnaire.Value{Kind: questionnaire.TypeNumber, Number: million}, ""},
		"number below min":      {number, questionnaire.Value{Kind: questionnaire.TypeNumber, Number: million - 1}, "/number out_of_range"},
		"number above max":      {number, questionnaire.Value{Kind: questionnaire.TypeNumber, Number: 2_500_001}, "/number out_of_range"},
		"leap day":              {date, questionnaire.Value{Kind: questionnaire.TypeDate, Date: "2024-02-29"}, ""},
		"no leap day":           {date, questionnaire.Value{Kind: questionnaire.TypeDate, Date: "2026-02-29"}, "/date bad_date"},
		"no date":               {date, questionnaire.Value{Kind: questionnaire.TypeDate}, "/date bad_date"},
		"date and time":         {date, questionnaire.Value{Kind: questionnaire.TypeDate, Date: "2026-02-28T00:00:00Z"}, "/date bad_date"},
		"text of three":         {text, cell("漢字é"), ""},
		"text of four":          {text, cell("abcd"), "/text too_long"},
		"blank text":            {text, cell(" \n"), "/text missing"},
		"NUL":                   {text, cell("a\x00"), "/text not_text"},
		"not UTF-8":             {text, cell("\xff"), "/text not_text"},
		"text by default":       {questionnaire.Question{Type: questionnaire.TypeText}, cell(strings.Repeat("é", 20_000)), ""},
		"too long by default":   {questionnaire.Question{Type: questionnaire.TypeText}, cell(strings.Repeat("é", 20_001)), "/text too_long"},
		"a row":                 {table, rows(named), ""},
		"two rows":              {table, rows(named, named), ""},
		"no rows":               {table, rows(), "/rows too_few"},
		"three rows":            {table, rows(named, named, named), "/rows too_many"},
		"required cell":         {table, rows(named, questionnaire.Row{}), "/rows/1/n~1a~0 missing"},
		"blank required cell":   {table, rows(questionnaire.Row{"n/a~": cell(" ")}), "/rows/0/n~1a~0 missing"},
		"unknown column":        {table, with("other", cell("x")), "/rows/0 unknown_column"},
		"cell of another kind":  {table, with("size", cell("x")), "/rows/0/size wrong_kind"},
		"cell with two members": {table, with("size", questionnaire.Value{Kind: questionnaire.TypeNumber, Text: "x"}), "/rows/0/size two_values"},
		"cell below min":        {table, with("size", questionnaire.Value{Kind: questionnaire.TypeNumber, Number: -1}), "/rows/0/size out_of_range"},
		"cell's unknown option": {table, with("kind", questionnaire.Value{Kind: questionnaire.TypeSingleChoice, Option: "z"}), "/rows/0/kind unknown_option"},
		"cell too long":         {table, rows(questionnaire.Row{"n/a~": cell(strings.Repeat("x", 4001))}), "/rows/0/n~1a~0 too_long"},
		"file":                  {questionnaire.Question{Type: questionnaire.TypeFile}, questionnaire.Value{Kind: questionnaire.TypeFile}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, f := range questionnaire.CheckValue(&tc.q, tc.v) {
				got = append(got, f.Pointer+" "+f.Code)
			}
			if all := strings.Join(got, "|"); all != tc.want {
				t.Errorf("got %q, want %q", all, tc.want)
			}
		})
	}
}
