package workbook

import (
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"memsure/internal/questionnaire"
	"memsure/internal/spreadsheet"
)

// Marks by which hidden cells say what a row or a column holds.
const (
	markBook     = "memsure:workbook"
	markQuestion = "memsure:question"
	markOption   = "memsure:option"
	markAnswer   = "memsure:answer"
	markNA       = "memsure:not-applicable"
	markComment  = "memsure:comment"
	markFiles    = "memsure:files"
	markTable    = "memsure:table:"
	markColumn   = "memsure:column:"
)

// Columns of a section's sheet.
const (
	colQuestion = iota + 1
	colOption
	colNumber
	colTitle
	colText
	colHow
	colAnswer
	colNA
	colComment
	colFiles
	colHelp
)

// sheetColumns are the columns of a section's sheet from left to right.
var sheetColumns = []struct {
	mark, head string
	width      float64
}{
	{markQuestion, "", 4}, {markOption, "", 4}, {"", "No.", 6}, {"", "In short", 22}, {"", "Question", 50}, {"", "How to answer", 22},
	{markAnswer, "Your answer", 34}, {markNA, "Does not apply because", 24}, {markComment, "Comment", 28}, {markFiles, "Files", 22},
	{"", "Help and examples", 66},
}

func width(column int) float64 { return sheetColumns[column-1].width }

// First rows of every sheet with questions. The marks are the last row above
// what is read, so that nothing above them can be taken for an answer.
const (
	rowTitle = iota + 1
	rowHead
	rowMarks // hidden
	rowFirst
)

// section draws the sheet of one section.
func (w *writer) section(s int, section *questionnaire.Section, questions []asked) {
	sheet := w.names.take(questionnaire.SectionLetter(s) + " " + section.Title)
	w.newSheet(sheet, rowMarks, colTitle)
	for i, c := range sheetColumns {
		name := spreadsheet.ColumnName(i + 1)
		w.do(w.SetColWidth(sheet, name, name, c.width))
		w.put(sheet, rowMarks, i+1, c.mark, w.styles.mark)
		w.put(sheet, rowHead, i+1, c.head, w.styles.head)
	}
	w.put(sheet, rowTitle, colNumber, questionnaire.SectionLetter(s)+"  "+section.Title, w.styles.title)
	row := rowFirst
	for _, q := range questions {
		row = w.question(sheet, row, q)
	}
	w.do(w.SetColVisible(sheet, "A:B", false))
	w.do(w.SetRowVisible(sheet, rowMarks, false))
	w.do(w.SetRowHeight(sheet, rowTitle, 26))
	w.do(w.SetRowHeight(sheet, rowHead, 32))
	w.lock(sheet)
}

// question draws one question and gives the row after it.
func (w *writer) question(sheet string, row int, q asked) int {
	e := w.entry(q)
	w.put(sheet, row, colQuestion, q.ID, w.styles.mark)
	w.put(sheet, row, colNumber, q.Number, w.styles.body)
	w.put(sheet, row, colTitle, q.Title, w.styles.body)
	w.put(sheet, row, colText, w.wording(q), w.styles.body)
	w.put(sheet, row, colHow, w.how(q), w.styles.body)
	w.answer(sheet, row, q, e)
	w.beside(sheet, row, q, e)
	w.put(sheet, row, colHelp, help(q), w.styles.body)
	w.tall(sheet, row, map[float64][]string{width(colTitle): {q.Title, w.how(q)}, width(colText): {w.wording(q)},
		width(colHelp): {help(q)}, width(colComment): {e.Comment}})
	row++
	if q.Type != questionnaire.TypeMultiChoice {
		return row
	}
	for i, o := range q.Options {
		w.option(sheet, row, q, e, o, labels(q.Options)[i])
		row++
	}
	return row
}

// wording is the question, and when it applies.
func (w *writer) wording(q asked) string {
	if q.When == nil {
		return q.Text
	}
	return q.Text + "\n\nOnly if " + questionnaire.InWords(w.version.Definition, q.When, nil) + "."
}

// how says what an answer looks like.
func (w *writer) how(q asked) string {
	required := "Optional. "
	if q.Required {
		required = "Required. "
	}
	if q.Required && q.When != nil {
		required = "Required where it applies. "
	}
	return required + form(q.Type, q.Unit, q.Min, q.Max)
}

func form(t questionnaire.Type, unit string, low, high *questionnaire.Decimal) string {
	switch t {
	case questionnaire.TypeBoolean:
		return "Yes or No."
	case questionnaire.TypeSingleChoice:
		return "Choose one from the list."
	case questionnaire.TypeMultiChoice:
		return "Write Yes beside each that holds, in the rows below."
	case questionnaire.TypePercentage:
		return "A percentage, such as 62.5" + between(low, high) + "."
	case questionnaire.TypeNumber:
		if unit != "" {
			return "A number of " + unit + between(low, high) + "."
		}
		return "A number" + between(low, high) + "."
	case questionnaire.TypeDate:
		return "A date, such as 2026-11-22."
	case questionnaire.TypeFile:
		return "Upload the file in the portal and write its name under “Files”."
	case questionnaire.TypeTable:
		return "Fill in the table on its own sheet."
	default:
		return "In your own words."
	}
}

func between(low, high *questionnaire.Decimal) string {
	switch {
	case low != nil && high != nil:
		return " from " + string(*low) + " to " + string(*high)
	case low != nil:
		return ", at least " + string(*low)
	case high != nil:
		return ", at most " + string(*high)
	}
	return ""
}

// help is what helps to answer: the help text, then the examples.
func help(q asked) string {
	var parts []string
	if q.Help != "" {
		parts = append(parts, q.Help)
	}
	if q.GoodAnswer != "" {
		parts = append(parts, "A good answer: "+q.GoodAnswer)
	}
	if q.BadAnswer != "" {
		parts = append(parts, "Not enough: "+q.BadAnswer)
	}
	return strings.Join(parts, "\n\n")
}

// answer draws the cell of the answer itself.
func (w *writer) answer(sheet string, row int, q asked, e Entry) {
	switch q.Type {
	case questionnaire.TypeMultiChoice:
		w.put(sheet, row, colAnswer, "See the rows below", w.styles.closed)
	case questionnaire.TypeTable:
		w.put(sheet, row, colAnswer, "Fill in the sheet “"+w.tables[q.ID]+"”", w.styles.closed)
	case questionnaire.TypeFile:
		w.put(sheet, row, colAnswer, "Name the file under “Files”", w.styles.closed)
	default:
		c := questionnaire.Column{ID: "question " + q.ID, Type: q.Type, Options: q.Options, Min: q.Min, Max: q.Max, Unit: q.Unit}
		w.cell(sheet, row, colAnswer, &c, e.Value)
		w.limit(sheet, spreadsheet.Name(row, colAnswer), &c)
	}
}

// beside draws the cells that every question has.
func (w *writer) beside(sheet string, row int, q asked, e Entry) {
	switch {
	case !q.NA.Allowed && e.NotApplicable == nil:
		w.put(sheet, row, colNA, "This question always applies", w.styles.closed)
	case e.NotApplicable != nil && e.NotApplicable.Reason == "":
		w.put(sheet, row, colNA, reasonless, w.styles.answerText)
	case e.NotApplicable != nil:
		w.put(sheet, row, colNA, e.NotApplicable.Reason, w.styles.answerText)
	default:
		w.put(sheet, row, colNA, "", w.styles.answerText)
	}
	w.put(sheet, row, colComment, e.Comment, w.styles.answerText)
	var lines []string
	for _, f := range e.Files {
		if f.Place != "" {
			f.Name += " | " + f.Place
		}
		lines = append(lines, f.Name)
	}
	w.put(sheet, row, colFiles, strings.Join(lines, "\n"), w.styles.answerText)
}

// option draws one choice of several with its own yes.
func (w *writer) option(sheet string, row int, q asked, e Entry, o questionnaire.Option, label string) {
	w.put(sheet, row, colQuestion, q.ID, w.styles.mark)
	w.put(sheet, row, colOption, o.ID, w.styles.mark)
	w.put(sheet, row, colNumber, "", w.styles.body)
	w.put(sheet, row, colTitle, "", w.styles.body)
	w.put(sheet, row, colText, label, w.styles.option)
	how := "Yes, or leave it empty."
	if o.Exclusive {
		how = "Yes, or leave it empty. Not together with others."
	}
	w.put(sheet, row, colHow, how, w.styles.body)
	chosen := ""
	if e.Value != nil && slices.Contains(e.Value.Options, o.ID) {
		chosen = "Yes"
	}
	w.put(sheet, row, colAnswer, chosen, w.styles.answerText)
	r := excelize.NewDataValidation(true)
	r.SetSqref(spreadsheet.Name(row, colAnswer))
	r.SetSqrefDropList(w.lists.ref(yesOnly))
	r.SetError(excelize.DataValidationErrorStyleStop, "Yes or empty", "Choose Yes from the list, or leave the cell empty.")
	w.rule(sheet, r)
	for _, column := range []int{colNA, colComment, colFiles} {
		w.put(sheet, row, column, "", w.styles.closed)
	}
	w.put(sheet, row, colHelp, o.Help, w.styles.body)
	w.tall(sheet, row, map[float64][]string{width(colText) - 4: {label}, width(colHow): {how}, width(colHelp): {o.Help}})
}
