package workbook

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
	"memsure/internal/spreadsheet"
)

// cell writes the value of an answer or of a table's cell, nil for none, into a
// cell that is to be filled in.
func (w *writer) cell(sheet string, row, column int, c *questionnaire.Column, v *Value) {
	style := w.styles.answerText
	switch c.Type {
	case questionnaire.TypePercentage, questionnaire.TypeNumber:
		style = w.styles.answer
	case questionnaire.TypeDate:
		style = w.styles.answerDate
	}
	if v == nil {
		w.put(sheet, row, column, "", style)
		return
	}
	name := spreadsheet.Name(row, column)
	if number, ok := asNumber(v); ok {
		w.do(w.SetCellFloat(sheet, name, number, -1, 64))
		w.do(w.SetCellStyle(sheet, name, name, style))
		return
	}
	w.put(sheet, row, column, asText(c, v), style)
}

// asNumber gives the number by which a cell holds a value exactly: not every
// decimal survives as a floating-point number, and early dates are kept as
// text, since a serial number that small is mostly a year by mistake.
func asNumber(v *Value) (float64, bool) {
	switch v.Kind {
	case questionnaire.TypePercentage, questionnaire.TypeNumber:
		text := fact.FormatMicro(v.Number)
		f, err := strconv.ParseFloat(text, 64)
		return f, err == nil && strings.TrimPrefix(strconv.FormatFloat(f, 'f', -1, 64), "-0") == strings.TrimPrefix(text, "-0") &&
			len(strings.Trim(text, "-0.")) <= 15
	case questionnaire.TypeDate:
		day, err := time.Parse(assessment.DateLayout, v.Date)
		serial := int(day.Sub(dayZero).Hours() / 24)
		return float64(serial), err == nil && serial >= firstSerial && serial <= lastSerial
	}
	return 0, false
}

// Days as spreadsheets count them.
const (
	firstSerial = 29_221    // 1980-01-01
	lastSerial  = 2_958_465 // 9999-12-31
	since1904   = 1_462     // days between the two first days in use
)

var dayZero = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)

// asText says a value in words.
func asText(c *questionnaire.Column, v *Value) string {
	switch v.Kind {
	case questionnaire.TypeBoolean:
		if v.Boolean {
			return "Yes"
		}
		return "No"
	case questionnaire.TypeSingleChoice:
		return label(c.Options, v.Option)
	case questionnaire.TypePercentage, questionnaire.TypeNumber:
		return fact.FormatMicro(v.Number)
	case questionnaire.TypeDate:
		return v.Date
	default:
		return v.Text
	}
}

// limit says what may be typed into cells, and what to do when it is refused.
func (w *writer) limit(sheet, cells string, c *questionnaire.Column) {
	r := excelize.NewDataValidation(true)
	r.SetSqref(cells)
	stop := excelize.DataValidationErrorStyleStop
	switch c.Type {
	case questionnaire.TypeBoolean:
		r.SetSqrefDropList(w.lists.ref(yesNo))
		r.SetError(stop, "Yes or No", "Choose Yes or No from the list, or leave the cell empty.")
	case questionnaire.TypeSingleChoice:
		key := c.ID
		if w.lists.columns[key] == 0 {
			w.lists.put(key, labels(c.Options))
		}
		r.SetSqrefDropList(w.lists.ref(key))
		r.SetError(stop, "Not in the list", "Choose one from the list, or leave the cell empty.")
	case questionnaire.TypePercentage, questionnaire.TypeNumber:
		low, high := bounds(c)
		w.do(r.SetRange(low, high, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween))
		r.SetError(stop, "Not such a number", "Write a number"+between(c.Min, c.Max)+", such as 62.5. No words, no separators between thousands.")
	case questionnaire.TypeDate:
		w.do(r.SetRange(firstSerial, lastSerial, excelize.DataValidationTypeDate, excelize.DataValidationOperatorBetween))
		r.SetError(excelize.DataValidationErrorStyleWarning, "Not a date", "Write the date as 2026-11-22.")
	default:
		return
	}
	w.rule(sheet, r)
}

// bounds are those of the question, as wide as they can be where it has none.
func bounds(c *questionnaire.Column) (low, high float64) {
	low, high = -9_000_000_000, 9_000_000_000
	if c.Type == questionnaire.TypePercentage {
		low, high = 0, 100
	}
	for _, set := range []struct {
		from *questionnaire.Decimal
		to   *float64
	}{{c.Min, &low}, {c.Max, &high}} {
		if set.from != nil {
			if f, err := strconv.ParseFloat(string(*set.from), 64); err == nil {
				*set.to = f
			}
		}
	}
	return low, high
}

// table draws the sheet of a table with room for more rows.
func (w *writer) table(q asked) {
	sheet := w.tables[q.ID]
	w.newSheet(sheet, rowMarks, 1)
	w.put(sheet, rowMarks, 1, markTable+q.ID, w.styles.mark)
	w.put(sheet, rowTitle, 1, q.Number+" "+q.Text, w.styles.title)
	w.put(sheet, rowHead, 1, "Row", w.styles.head)
	w.do(w.SetColWidth(sheet, "A", "A", 6))
	e := w.entry(q)
	var rows []questionnaire.Row
	if e.Value != nil {
		rows = e.Value.Rows
	}
	room := roomFor(q, len(rows))
	for i := range q.Columns {
		w.column(sheet, i, q, rows, room)
	}
	for i := range room {
		w.put(sheet, rowFirst+i, 1, strconv.Itoa(i+1), w.styles.body)
	}
	w.do(w.SetRowVisible(sheet, rowMarks, false))
	w.do(w.SetRowHeight(sheet, rowTitle, 26))
	w.do(w.SetRowHeight(sheet, rowHead, 48))
	w.lock(sheet)
}

// column draws one column of a table.
func (w *writer) column(sheet string, i int, q asked, rows []questionnaire.Row, room int) {
	c, at := &q.Columns[i], i+2
	name := spreadsheet.ColumnName(at)
	w.do(w.SetColWidth(sheet, name, name, 26))
	w.put(sheet, rowMarks, at, markColumn+c.ID, w.styles.mark)
	head := c.Label
	if c.Required {
		head += " (required)"
	}
	w.put(sheet, rowHead, at, head+"\n"+form(c.Type, c.Unit, c.Min, c.Max), w.styles.head)
	typed := *c
	typed.ID = "column " + q.ID + " " + c.ID
	for r := range room {
		var v *Value
		if r < len(rows) {
			if cell, ok := rows[r][c.ID]; ok {
				v = &cell
			}
		}
		w.cell(sheet, rowFirst+r, at, &typed, v)
	}
	w.limit(sheet, fmt.Sprintf("%s:%s", spreadsheet.Name(rowFirst, at), spreadsheet.Name(rowFirst+room-1, at)), &typed)
}

// roomFor gives a table's rows: at least twenty, ten to spare, never more than
// it may have.
func roomFor(q asked, rows int) int {
	room := max(20, rows+10, q.MinRows)
	if q.MaxRows > 0 {
		room = min(room, q.MaxRows)
	}
	return max(room, rows)
}
