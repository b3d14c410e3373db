package workbook

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"memsure/internal/assessment"
	"memsure/internal/fault"
	"memsure/internal/questionnaire"
	"memsure/internal/spreadsheet"
)

// Write draws the workbook of a questionnaire version with the answers given
// so far, by question id. The same input gives the same bytes.
func Write(version *questionnaire.Compiled, answers map[string]assessment.Answer, meta Meta) ([]byte, error) {
	w := &writer{File: excelize.NewFile(), version: version, meta: meta, answers: answers, names: newSheetNames()}
	defer w.Close() //nolint:errcheck // nothing is left open: no temporary files while writing
	if err := w.draw(); err != nil {
		return nil, err
	}
	return spreadsheet.Pack(w.File, version.Definition.Title)
}

// writer is one workbook in the making. The first failure is kept, so that
// drawing reads as a list of what is drawn.
type writer struct {
	*excelize.File
	version *questionnaire.Compiled
	meta    Meta
	answers map[string]assessment.Answer
	names   *sheetNames
	styles  styles
	lists   lists
	tables  map[string]string // question id → its sheet
	err     error
}

func (w *writer) draw() error {
	w.styles = newStyles(w)
	w.lists.put(yesNo, []string{"Yes", "No"})
	w.lists.put(yesOnly, []string{"Yes"})
	questions := numbered(w.version)
	w.nameTables(questions)
	w.introduction()
	at := 0
	for s := range w.version.Definition.Sections {
		section := &w.version.Definition.Sections[s]
		w.section(s, section, questions[at:at+len(section.Questions)])
		at += len(section.Questions)
	}
	for _, q := range questions {
		if q.Type == questionnaire.TypeTable {
			w.table(q)
		}
	}
	w.hidden(questions)
	w.SetActiveSheet(0)
	return fault.Wrap(w.err, "draw workbook")
}

// entry gives what is said to a question now.
func (w *writer) entry(q asked) Entry {
	a, ok := w.answers[q.ID]
	if !ok {
		return Entry{QuestionID: q.ID}
	}
	return EntryOf(q.Question, a, w.meta.Files)
}

// nameTables names the sheets of tables before anything points to them.
func (w *writer) nameTables(questions []asked) {
	w.names.take("Introduction")
	for s := range w.version.Definition.Sections {
		w.names.take(questionnaire.SectionLetter(s) + " " + w.version.Definition.Sections[s].Title)
	}
	w.tables = map[string]string{}
	for _, q := range questions {
		if q.Type == questionnaire.TypeTable {
			name := q.Title
			if name == "" {
				name = cut(q.Text, 24)
			}
			w.tables[q.ID] = w.names.take("Table " + q.Number + " " + name)
		}
	}
}

// do keeps the first failure.
func (w *writer) do(err error) {
	if w.err == nil {
		w.err = err
	}
}

// put writes a text, always as a text, in a style.
func (w *writer) put(sheet string, row, column int, text string, style int) {
	cell := spreadsheet.Name(row, column)
	if text != "" {
		w.do(spreadsheet.SetText(w.File, sheet, cell, text))
	}
	w.do(w.SetCellStyle(sheet, cell, cell, style))
}

// tall makes a row high enough for the longest of its texts, by their columns.
func (w *writer) tall(sheet string, row int, texts map[float64][]string) {
	lines := 1
	for width, all := range texts {
		for _, text := range all {
			lines = max(lines, wrapped(text, width))
		}
	}
	w.do(w.SetRowHeight(sheet, row, min(tallest, float64(lines)*lineHeight+5)))
}

const (
	lineHeight = 14.5 // points
	tallest    = 405  // points; no row can be higher than 409
)

// wrapped counts the lines that a text takes in a column of a width.
func wrapped(text string, width float64) (lines int) {
	for paragraph := range strings.SplitSeq(text, "\n") {
		lines += 1 + utf8.RuneCountInString(paragraph)*10/int(width*10.2)
	}
	return lines
}

// rule adds a rule for what may be typed into cells.
func (w *writer) rule(sheet string, r *excelize.DataValidation) {
	w.do(w.AddDataValidation(sheet, r))
}

// newSheet adds a sheet with the paper and the view that all have. Rows up to
// head stay in sight and are repeated on every page.
func (w *writer) newSheet(name string, head, fixed int) {
	if name == "Introduction" {
		w.do(w.SetSheetName("Sheet1", name))
	} else {
		_, err := w.NewSheet(name)
		w.do(err)
	}
	w.do(w.SetPageLayout(name, &excelize.PageLayoutOptions{Size: new(9), Orientation: new("landscape"),
		FitToWidth: new(1), FitToHeight: new(0)}))
	w.do(w.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: new(true)}))
	w.do(w.SetPageMargins(name, &excelize.PageLayoutMarginsOptions{Left: new(0.4), Right: new(0.4), Top: new(0.5), Bottom: new(0.6)}))
	w.do(w.SetHeaderFooter(name, &excelize.HeaderFooterOptions{OddFooter: "&L&A&RPage &P of &N"}))
	w.do(w.SetSheetView(name, 0, &excelize.ViewOptions{ShowGridLines: new(false)}))
	if head == 0 {
		return
	}
	w.do(w.SetPanes(name, &excelize.Panes{Freeze: true, XSplit: fixed, YSplit: head,
		TopLeftCell: spreadsheet.Name(head+1, fixed+1), ActivePane: "bottomRight"}))
	w.do(w.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: name,
		RefersTo: fmt.Sprintf("'%s'!$%d:$%d", name, rowTitle, rowHead)}))
}

// lock keeps hands off what is not for filling in. It is a guide, not a guard:
// there is no password.
func (w *writer) lock(sheet string) {
	w.do(w.ProtectSheet(sheet, &excelize.SheetProtectionOptions{SelectLockedCells: true, SelectUnlockedCells: true,
		FormatColumns: true, FormatRows: true}))
}
