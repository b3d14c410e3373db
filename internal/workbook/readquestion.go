package workbook

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"memsure/internal/assessment"
	"memsure/internal/questionnaire"
	"memsure/internal/spreadsheet"
)

// filler reads the cells of one question and keeps what it does not understand.
type filler struct {
	*reading
	q       asked
	refused bool
	notes   []Note
	cells   map[string]Place // by JSON Pointer into the answer
}

// question reads what the workbook says to one question.
func (r *reading) question(q asked) Question {
	f := &filler{reading: r, q: q, cells: map[string]Place{}}
	out := f.read()
	for _, n := range f.notes {
		if !n.Taken || out.Changed || out.Absent { // what was there before needs no second look
			r.tell(n)
		}
	}
	return out
}

func (f *filler) read() Question {
	q, r := f.q, f.reading
	out := Question{Entry: Entry{QuestionID: q.ID}, Base: r.made[q.ID][0]}
	at, ok := f.row()
	if !ok {
		out.Absent, out.Refused = true, f.refused
		if !f.refused {
			f.note(Place{}, "row_absent", "The row of this question is not in the file; its answer stays as it is.",
				"Nothing, if you removed it on purpose. Otherwise answer in the portal.", true)
		}
		return out
	}
	out.Place = at.place(at.columns[markAnswer])
	out.cells = f.cells
	for mark, pointer := range map[string]string{markNA: "/not_applicable", markComment: "/comment", markFiles: "/evidence"} {
		f.cells[pointer] = at.place(at.columns[mark])
	}
	out.Value = f.value(at)
	out.NotApplicable = f.notApplicable(at)
	out.Comment, _ = f.words(at, markComment)
	out.Files = f.files(at)
	out.Entry = out.settled(q.Question)
	if made := r.made[q.ID]; made[0] != "" {
		out.Changed = made[1] != out.fingerprint()
	} else {
		out.Changed = !out.Empty()
	}
	if out.Changed {
		f.cutShort(out.Entry, out.Place)
	}
	out.Refused = f.refused
	return out
}

func (f *filler) note(at Place, code, expected, remedy string, taken bool) {
	n := newNote(at, f.q, code, expected, remedy)
	n.Taken = taken
	if len(f.notes) <= mostNotes { // one more than is told, so that it is told that there are more
		f.notes = append(f.notes, n)
	}
	f.refused = f.refused || !taken
}

// row gives the one row of the question; a second one is a note.
func (f *filler) row() (sheetRow, bool) {
	rows := f.rows[f.q.ID]
	if rows == nil || len(rows.main) == 0 {
		return sheetRow{}, false
	}
	if len(rows.main) > 1 {
		second := rows.main[1]
		f.note(second.place(second.columns[markAnswer]), "row_twice", "This question is in the file twice, so neither row was read.",
			"Keep one of the two rows.", false)
		return sheetRow{}, false
	}
	return rows.main[0], true
}

// usable gives a filled cell that may be read; one that may not is a note.
func (f *filler) usable(sheet *spreadsheet.Sheet, row *spreadsheet.Row, column int) (spreadsheet.Cell, bool) {
	at := Place{sheet.Name, spreadsheet.Name(row.Number, column)}
	c, ok := row.At(column)
	switch {
	case acrossRows(sheet, row.Number, column):
		f.note(at, "merged", "The cell was merged with others, so it is not clear which question it answers.",
			"Undo the merge and write each answer into its own cell.", false)
		return c, false
	case !ok:
		return c, false
	case c.Formula:
		f.note(at, "formula", "Formulas are not read, not even their results.", "Write the value itself.", false)
		return c, false
	case c.Kind == spreadsheet.Failure:
		f.note(at, "error_value", "The cell holds an error of the spreadsheet program.", "Write the value itself.", false)
		return c, false
	}
	return c, strings.TrimSpace(c.Text) != ""
}

// acrossRows tells of merges that reach over more than one row.
func acrossRows(sheet *spreadsheet.Sheet, row, column int) bool {
	for _, m := range sheet.Merged {
		if m.Holds(row, column) && (m.FromRow != m.ToRow || m.FromColumn != column) {
			return true
		}
	}
	return false
}

// words reads a cell as text.
func (f *filler) words(at sheetRow, mark string) (string, bool) {
	column, ok := at.columns[mark]
	if !ok {
		return "", false
	}
	c, ok := f.usable(at.sheet, at.row, column)
	if !ok {
		return "", false
	}
	return textOf(c), true
}

// cutShort reports texts that were shortened when the workbook was made: saved
// as they are, their ends would be lost.
func (f *filler) cutShort(e Entry, at Place) {
	texts := []string{e.Comment}
	if e.Value != nil {
		texts = append(texts, e.Value.Text)
	}
	if e.NotApplicable != nil {
		texts = append(texts, e.NotApplicable.Reason)
	}
	if slices.ContainsFunc(texts, func(text string) bool { return strings.HasSuffix(text, spreadsheet.Shortened) }) {
		f.note(at, "shortened", "A text of this answer was too long for a cell and stands here shortened, so nothing of it was read.",
			"Change the answer in the portal.", false)
	}
}

func (f *filler) notApplicable(at sheetRow) *assessment.NotApplicable {
	text, ok := f.words(at, markNA)
	if !ok || fold(text) == fold("This question always applies") {
		return nil
	}
	return &assessment.NotApplicable{Reason: text}
}

// files reads the names of files, one a line, each with its place after a bar.
func (f *filler) files(at sheetRow) (named []FileName) {
	text, ok := f.words(at, markFiles)
	if !ok {
		return nil
	}
	for line := range strings.Lines(text) {
		name, place, _ := strings.Cut(line, "|")
		if strings.TrimSpace(name) != "" {
			named = append(named, FileName{name, place})
		}
	}
	return named
}

// value reads the answer itself.
func (f *filler) value(at sheetRow) *Value {
	switch f.q.Type {
	case questionnaire.TypeFile:
		return nil
	case questionnaire.TypeMultiChoice:
		return f.choices()
	case questionnaire.TypeTable:
		return f.table()
	}
	column, ok := at.columns[markAnswer]
	if !ok {
		return nil
	}
	c, ok := f.usable(at.sheet, at.row, column)
	if !ok {
		return nil
	}
	return f.typed(&questionnaire.Column{Type: f.q.Type, Options: f.q.Options, Unit: f.q.Unit, Min: f.q.Min, Max: f.q.Max},
		c, at.place(column))
}

// choices reads the yes beside each option.
func (f *filler) choices() *Value {
	v := &Value{Kind: questionnaire.TypeMultiChoice}
	for _, o := range f.q.Options {
		rows := f.rows[f.q.ID].options[o.ID]
		switch len(rows) {
		case 0:
			f.note(Place{}, "option_absent", "The row of one of the options is not in the file, so it is not clear whether it was chosen.",
				"Answer this question in the portal, or in a fresh workbook.", false)
			return nil
		case 1:
			if f.chosen(rows[0]) {
				v.Options = append(v.Options, o.ID)
			}
		default:
			f.note(rows[1].place(rows[1].columns[markAnswer]), "row_twice", "This option is in the file twice, so it was not read.",
				"Keep one of the two rows.", false)
		}
	}
	if len(v.Options) == 0 {
		return nil
	}
	return v
}

func (f *filler) chosen(at sheetRow) bool {
	column, ok := at.columns[markAnswer]
	if !ok {
		return false
	}
	c, ok := f.usable(at.sheet, at.row, column)
	if !ok {
		return false
	}
	yes, ok := asBoolean(c)
	if !ok && strings.EqualFold(strings.TrimSpace(c.Text), "x") {
		return true
	}
	if !ok {
		f.note(at.place(column), "not_yes", "Yes belongs here, or nothing.", "Choose Yes from the list, or clear the cell.", false)
	}
	return yes
}

// table reads the rows of a table; rows without any content are left out.
func (f *filler) table() *Value {
	sheets := f.tables[f.q.ID]
	switch len(sheets) {
	case 0:
		f.note(Place{}, "table_absent", "The sheet of this table is not in the file; its answer was not read.",
			"Answer this question in the portal, or in a fresh workbook.", false)
		return nil
	case 1:
	default:
		f.note(Place{sheets[1].sheet.Name, "A1"}, "table_twice", "The sheet of this table is in the file twice, so neither was read.",
			"Keep one of the two sheets.", false)
		return nil
	}
	t := sheets[0]
	for i := range f.q.Columns {
		if _, ok := t.columns[f.q.Columns[i].ID]; !ok {
			f.note(Place{t.sheet.Name, "A1"}, "column_absent", "A column of this table is not in the file, so the table was not read.",
				"Answer this question in the portal, or in a fresh workbook.", false)
			return nil
		}
	}
	v := &Value{Kind: questionnaire.TypeTable}
	for i := t.first; i < len(t.sheet.Rows); i++ {
		if cells := f.tableRow(t, &t.sheet.Rows[i], len(v.Rows)); len(cells) > 0 {
			v.Rows = append(v.Rows, cells)
		}
		if most := cmp.Or(f.q.MaxRows, questionnaire.DefaultMaxRows); len(v.Rows) > most {
			f.note(Place{t.sheet.Name, spreadsheet.Name(t.sheet.Rows[i].Number, 1)}, "too_many_rows",
				fmt.Sprintf("This table takes at most %d rows, so nothing of it was read.", most), "Keep the rows that matter most.", false)
			return nil
		}
	}
	if len(v.Rows) == 0 {
		return nil
	}
	return v
}

// tableRow reads a row that becomes the n-th of the answer, from 0.
func (f *filler) tableRow(t *tableSheet, row *spreadsheet.Row, n int) questionnaire.Row {
	cells := questionnaire.Row{}
	for i := range f.q.Columns {
		column := &f.q.Columns[i]
		at := Place{t.sheet.Name, spreadsheet.Name(row.Number, t.columns[column.ID])}
		f.cells[fmt.Sprintf("/value/rows/%d/%s", n, column.ID)] = at
		c, ok := f.usable(t.sheet, row, t.columns[column.ID])
		if !ok {
			continue
		}
		if v := f.typed(column, c, at); v != nil {
			cells[column.ID] = *v
		}
	}
	return cells
}
