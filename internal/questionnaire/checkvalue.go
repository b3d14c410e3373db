package questionnaire

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"memsure/internal/fact"
	"memsure/internal/fault"
)

// MaxCellLength bounds the text in one cell of a table, in characters.
const MaxCellLength = 4_000

// CheckValue says what is wrong with the meaning of an answer's value: of
// another kind than its question, unknown or repeated options, an exclusive
// option beside others, numbers out of range, days that do not exist, texts
// too long, tables with unknown, missing or misfilled cells. It gives nothing
// for a fitting value. Pointers lead into the value: /option, /options/1,
// /number, /date, /text, /rows/2/COLUMN, or empty for the value as a whole.
func CheckValue(q *Question, v Value) []fault.Field {
	check := valueChecker{}
	if v.Kind != q.Type {
		check.add("/kind", "wrong_kind", "The value is of another kind than the question asks for.")
		return check.wrong
	}
	check.onlyItsOwn(v, "")
	switch q.Type {
	case TypeMultiChoice:
		check.choices(q, v.Options)
	case TypeTable:
		check.table(q, v.Rows)
	case TypeFile:
	default:
		length := or(q.MaxLength, DefaultMaxLength)
		column := Column{Type: q.Type, Options: q.Options, Min: q.Min, Max: q.Max}
		check.single(&column, v, length, "/"+member(q.Type))
	}
	return check.wrong
}

// member names the part of a value that its kind sets.
func member(t Type) string {
	switch t {
	case TypeSingleChoice:
		return "option"
	case TypeMultiChoice:
		return "options"
	case TypePercentage, TypeNumber:
		return "number"
	case TypeTable:
		return "rows"
	default:
		return string(t)
	}
}

type valueChecker struct{ wrong []fault.Field }

func (k *valueChecker) add(pointer, code, message string) {
	k.wrong = append(k.wrong, fault.Field{Pointer: pointer, Code: code, Message: message})
}

// onlyItsOwn refuses values that set more than the member their kind names.
func (k *valueChecker) onlyItsOwn(v Value, pointer string) {
	for _, set := range []struct {
		is      bool
		members []Type
	}{
		{v.Boolean, []Type{TypeBoolean}}, {v.Option != "", []Type{TypeSingleChoice}}, {v.Options != nil, []Type{TypeMultiChoice}},
		{v.Number != 0, []Type{TypeNumber, TypePercentage}}, {v.Date != "", []Type{TypeDate}}, {v.Text != "", []Type{TypeText}},
		{v.Rows != nil, []Type{TypeTable}},
	} {
		if set.is && !slices.Contains(set.members, v.Kind) {
			k.add(pointer, "two_values", "A value holds only what its kind names.")
			return
		}
	}
}

// single checks what a question and a cell have in common.
func (k *valueChecker) single(c *Column, v Value, length int, pointer string) {
	switch c.Type {
	case TypeSingleChoice:
		if !hasOption(c.Options, v.Option) {
			k.add(pointer, "unknown_option", "This is not one of the options offered.")
		}
	case TypePercentage, TypeNumber:
		low, high := numericLimits(c.Type, c.Min, c.Max)
		if v.Number < low || v.Number > high {
			k.add(pointer, "out_of_range", fmt.Sprintf("A number from %s to %s belongs here.", fact.FormatMicro(low), fact.FormatMicro(high)))
		}
	case TypeDate:
		if !isDate(v.Date) {
			k.add(pointer, "bad_date", "This is not a calendar date; write it as YYYY-MM-DD.")
		}
	case TypeText:
		k.text(v.Text, length, pointer)
	}
}

func hasOption(options []Option, id string) bool {
	return slices.ContainsFunc(options, func(o Option) bool { return o.ID == id })
}

func (k *valueChecker) text(text string, length int, pointer string) {
	switch {
	case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
		k.add(pointer, "not_text", "Text must be valid UTF-8 without NUL characters.")
	case strings.TrimSpace(text) == "":
		k.add(pointer, "missing", "A text belongs here.")
	case utf8.RuneCountInString(text) > length:
		k.add(pointer, "too_long", fmt.Sprintf("The text may have at most %d characters.", length))
	}
}

func (k *valueChecker) choices(q *Question, chosen []string) {
	if len(chosen) == 0 {
		k.add("/options", "missing", "Choose at least one option, or leave the question unanswered.")
	}
	for i, id := range chosen {
		pointer := join("/options", i)
		switch {
		case !hasOption(q.Options, id):
			k.add(pointer, "unknown_option", "This is not one of the options offered.")
		case slices.Contains(chosen[:i], id):
			k.add(pointer, "duplicate_value", "This option is chosen already.")
		case len(chosen) > 1 && q.isExclusive(id):
			k.add(pointer, "exclusive", "This option cannot be combined with others.")
		}
	}
}

func (q *Question) isExclusive(id string) bool {
	return slices.ContainsFunc(q.Options, func(o Option) bool { return o.ID == id && o.Exclusive })
}

func (k *valueChecker) table(q *Question, rows []Row) {
	most := or(q.MaxRows, DefaultMaxRows)
	switch {
	case len(rows) > most:
		k.add("/rows", "too_many", fmt.Sprintf("The table may have at most %d rows.", most))
		return
	case len(rows) < max(1, q.MinRows):
		k.add("/rows", "too_few", fmt.Sprintf("The table needs at least %d rows.", max(1, q.MinRows)))
	}
	for i, row := range rows {
		k.row(q, row, join("/rows", i))
	}
}

func (k *valueChecker) row(q *Question, row Row, pointer string) {
	known := 0
	for c := range q.Columns {
		column := &q.Columns[c]
		at := pointer + "/" + escape(column.ID)
		cell, given := row[column.ID]
		switch {
		case !given && column.Required:
			k.add(at, "missing", "The column “"+column.Label+"” must be filled in.")
		case !given:
			continue
		case cell.Kind != column.Type:
			k.add(at, "wrong_kind", "The cell is of another kind than its column.")
		default:
			k.onlyItsOwn(cell, at)
			k.single(column, cell, MaxCellLength, at)
		}
		if given {
			known++
		}
	}
	if known < len(row) {
		k.add(pointer, "unknown_column", "The row has a cell for a column that the table does not have.")
	}
}
