package workbook

import (
	"cmp"
	"slices"
	"strings"

	"memsure/internal/fault"
	"memsure/internal/questionnaire"
	"memsure/internal/spreadsheet"
)

// Read reads a workbook that was made for this version, whose digest is given.
// It refuses files that are no such workbook as a whole; of one that is, every
// cell that is not understood is a note, and everything else is read.
func Read(file []byte, version *questionnaire.Compiled, digest string) (*Filled, error) {
	book, err := spreadsheet.Read(file, spreadsheet.DefaultLimits())
	if err != nil {
		return nil, err
	}
	r := &reading{book: book, version: version, made: map[string][2]string{}, rows: map[string]*questionRows{}, tables: map[string][]*tableSheet{}}
	if err := r.origin(digest); err != nil {
		return nil, err
	}
	for s := range book.Sheets {
		r.find(&book.Sheets[s])
	}
	for _, q := range numbered(version) {
		r.filled.Questions = append(r.filled.Questions, r.question(q))
	}
	r.order()
	if r.untold > 0 {
		r.filled.Notes = append(r.filled.Notes, Note{Code: "more_notes", Expected: "There are more places that were not understood; they are not listed.",
			Remedy: "Correct those that are, and send the workbook again."})
	}
	return &r.filled, nil
}

// reading is one workbook being read.
type reading struct {
	book    *spreadsheet.Book
	version *questionnaire.Compiled
	made    map[string][2]string // ETag and fingerprint of answers, by question
	rows    map[string]*questionRows
	tables  map[string][]*tableSheet
	filled  Filled
	untold  int // notes that found no room
}

// mostNotes bounds how many notes a workbook gets: a few bytes of it can ask
// for one.
const mostNotes = 2_000

// tell adds a note while there is room.
func (r *reading) tell(n Note) {
	if len(r.filled.Notes) == mostNotes {
		r.untold++
		return
	}
	r.filled.Notes = append(r.filled.Notes, n)
}

// questionRows are the rows of one question: its own, and those of its options.
type questionRows struct {
	main    []sheetRow
	options map[string][]sheetRow
}

// sheetRow is a row of a section's sheet with the columns as they stand there.
type sheetRow struct {
	sheet   *spreadsheet.Sheet
	row     *spreadsheet.Row
	columns map[string]int // by mark
}

// tableSheet is the sheet of a table.
type tableSheet struct {
	sheet   *spreadsheet.Sheet
	first   int
	columns map[string]int // by column id
}

// origin reads the hidden sheet: what the workbook was made from.
func (r *reading) origin(digest string) error {
	sheet := r.hiddenSheet()
	if sheet == nil {
		return fault.New(fault.Invalid, "workbook_unknown", "This is not a workbook made here, or its hidden sheet was removed.").
			WithRemedy("Download the workbook again, copy your answers into it and send that.")
	}
	facts := map[string]string{}
	for i := range sheet.Rows {
		row := &sheet.Rows[i]
		key, value := textAt(row, 1), textAt(row, 2)
		if key == markAnswer {
			r.made[value] = [2]string{textAt(row, 3), textAt(row, 4)}
			continue
		}
		facts[key] = value
	}
	switch {
	case facts[markBook] != Schema:
		return fault.New(fault.Invalid, "workbook_schema", "The workbook has a form that is not known here.").
			WithRemedy("Download the workbook again, copy your answers into it and send that.")
	case facts["slug"] != r.version.Definition.Slug || facts["digest"] != digest:
		return fault.New(fault.Invalid, "workbook_other_version", "The workbook was made for another questionnaire, or another version of this one, so nothing was read.").
			WithRemedy("Download the workbook of this assessment and copy the answers that still hold into it.")
	}
	r.filled.AssessmentID = facts["assessment"]
	return nil
}

func (r *reading) hiddenSheet() *spreadsheet.Sheet {
	for s := range r.book.Sheets {
		sheet := &r.book.Sheets[s]
		if len(sheet.Rows) > 0 && textAt(&sheet.Rows[0], 1) == markBook {
			return sheet
		}
	}
	return nil
}

func textAt(row *spreadsheet.Row, column int) string {
	c, _ := row.At(column)
	if c.Formula {
		return ""
	}
	return strings.TrimSpace(c.Text)
}

// marksWithin is how many rows may have been put above the row of marks.
const marksWithin = 50

// find looks for the marks of a sheet and notes what stands below them.
func (r *reading) find(sheet *spreadsheet.Sheet) {
	for i := range sheet.Rows {
		row := &sheet.Rows[i]
		if row.Number > marksWithin {
			return
		}
		for _, c := range row.Cells {
			switch {
			case c.Formula:
			case c.Text == markQuestion:
				r.section(sheet, i, marksOf(row))
				return
			case strings.HasPrefix(c.Text, markTable):
				id := strings.TrimPrefix(c.Text, markTable)
				r.tables[id] = append(r.tables[id], &tableSheet{sheet, i + 1, columnsOf(row)})
				return
			}
		}
	}
}

// marksOf says which column holds what; of a mark that comes twice the first
// counts.
func marksOf(row *spreadsheet.Row) map[string]int {
	found := map[string]int{}
	for _, c := range row.Cells {
		if _, twice := found[c.Text]; !twice && !c.Formula {
			found[c.Text] = c.Column
		}
	}
	return found
}

func columnsOf(row *spreadsheet.Row) map[string]int {
	found := map[string]int{}
	for mark, column := range marksOf(row) {
		if id, ok := strings.CutPrefix(mark, markColumn); ok {
			found[id] = column
		}
	}
	return found
}

// section notes the rows of a section's sheet by the question they belong to.
func (r *reading) section(sheet *spreadsheet.Sheet, marks int, columns map[string]int) {
	for i := marks + 1; i < len(sheet.Rows); i++ {
		at := sheetRow{sheet, &sheet.Rows[i], columns}
		id, option := at.text(markQuestion), at.text(markOption)
		if _, known := r.version.Index(id); !known {
			r.stranger(at)
			continue
		}
		rows := r.rows[id]
		if rows == nil {
			rows = &questionRows{options: map[string][]sheetRow{}}
			r.rows[id] = rows
		}
		if option == "" {
			rows.main = append(rows.main, at)
		} else {
			rows.options[option] = append(rows.options[option], at)
		}
	}
}

// filledMarks are the columns that are filled in.
var filledMarks = []string{markAnswer, markNA, markComment, markFiles}

// stranger reports a row with an answer that belongs to no question.
func (r *reading) stranger(at sheetRow) {
	for _, mark := range filledMarks {
		if c, ok := at.cell(mark); ok {
			r.tell(Note{Place: at.place(c.Column), Code: "row_unknown",
				Expected: "This row belongs to no question of the questionnaire, so it was not read.",
				Remedy:   "Write the answer into the row of its question."})
			return
		}
	}
}

func (s sheetRow) cell(mark string) (spreadsheet.Cell, bool) {
	column, ok := s.columns[mark]
	if !ok {
		return spreadsheet.Cell{}, false
	}
	return s.row.At(column)
}

func (s sheetRow) text(mark string) string {
	c, _ := s.cell(mark)
	if c.Formula {
		return ""
	}
	return strings.TrimSpace(c.Text)
}

func (s sheetRow) place(column int) Place {
	if column == 0 {
		column = 1
	}
	return Place{s.sheet.Name, spreadsheet.Name(s.row.Number, column)}
}

// order sorts the notes as a person walks through the workbook.
func (r *reading) order() {
	tab := map[string]int{}
	for i := range r.book.Sheets {
		tab[r.book.Sheets[i].Name] = i + 1
	}
	slices.SortStableFunc(r.filled.Notes, func(a, b Note) int {
		if a.Sheet == "" || b.Sheet == "" { // those without a place come last
			return cmp.Compare(min(1, len(b.Sheet)), min(1, len(a.Sheet)))
		}
		return cmp.Compare(tab[a.Sheet], tab[b.Sheet])
	})
}
