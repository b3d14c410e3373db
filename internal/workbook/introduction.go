package workbook

import (
	"fmt"
	"time"

	"memsure/internal/questionnaire"
)

// leadWidth is how wide the texts of the first sheet run.
const leadWidth = 96

// introduction draws the first sheet: who asks whom about what, until when,
// and how to fill the workbook in.
func (w *writer) introduction() {
	const sheet = "Introduction"
	w.newSheet(sheet, 0, 0)
	w.do(w.SetColWidth(sheet, "A", "A", 3))
	w.do(w.SetColWidth(sheet, "B", "B", 24))
	w.do(w.SetColWidth(sheet, "C", "C", leadWidth))
	w.put(sheet, 2, 2, w.version.Definition.Title, w.styles.title)
	row := 4
	for _, fact := range w.facts() {
		if fact[1] != "" {
			w.put(sheet, row, 2, fact[0], w.styles.strong)
			w.put(sheet, row, 3, fact[1], w.styles.plain)
			w.tall(sheet, row, map[float64][]string{leadWidth: {fact[1]}})
			row++
		}
	}
	row++
	w.put(sheet, row, 2, "How to fill it in", w.styles.strong)
	for i, step := range w.steps() {
		w.put(sheet, row, 3, fmt.Sprintf("%d. %s", i+1, step), w.styles.lead)
		w.tall(sheet, row, map[float64][]string{leadWidth: {step}})
		row++
	}
	row++
	w.put(sheet, row, 2, "What is asked", w.styles.strong)
	for s := range w.version.Definition.Sections {
		section := &w.version.Definition.Sections[s]
		text := fmt.Sprintf("%s  %s (%s)", questionnaire.SectionLetter(s), section.Title, counted(section.Questions))
		if section.Help != "" {
			text += "\n" + section.Help
		}
		w.put(sheet, row, 3, text, w.styles.lead)
		w.tall(sheet, row, map[float64][]string{leadWidth: {text}})
		row++
	}
	w.lock(sheet)
}

func counted(questions []questionnaire.Question) string {
	if len(questions) == 1 {
		return "1 question"
	}
	return fmt.Sprintf("%d questions", len(questions))
}

// facts are what the workbook is about; those without words are left out.
func (w *writer) facts() [][2]string {
	def, m := w.version.Definition, w.meta
	return [][2]string{
		{"Asked by", m.Buyer}, {"Answered by", m.Vendor}, {"About", joined(m.Product, m.Release)}, {"Due", m.Due},
		{"Questionnaire", def.Title + ", version " + def.Version}, {"What it is for", def.Description},
		{"Workbook made", minute(m.ExportedAt)},
	}
}

// minute words a time stamp for people; what is none stays as it is.
func minute(stamp string) string {
	at, err := time.Parse(time.RFC3339, stamp)
	if err != nil {
		return stamp
	}
	return at.UTC().Format("2 January 2006, 15:04 UTC")
}

func joined(product, release string) string {
	if product == "" || release == "" {
		return product + release
	}
	return product + ", " + release
}

func (w *writer) steps() []string {
	steps := []string{
		"Each section has a sheet of its own. Write only into the framed cells under the headings “Your answer”, " +
			"“Does not apply because”, “Comment” and “Files”. The other cells are locked; nothing you change there is read.",
		"Where an answer is one of several, a list opens when you click the cell. Where several may hold, write Yes beside each that does.",
		"“Required” beside a question means that the answers cannot be submitted without it. Where a line says “Only if …”, " +
			"answer the question only if that is so.",
		"Dates are written as 2026-11-22. Numbers are written without separators between thousands. Percentages are written as 62.5 or 62.5%.",
		"Formulas are not read, not even their results: write the value itself.",
		"Tables are on sheets of their own, one row a thing. Leave rows empty that you do not need.",
		"Files cannot be put into this workbook: upload them in the portal, and write the file’s name under “Files”, one a line. " +
			"Add a place like this: report.pdf | page 4.",
	}
	if w.meta.AssessmentID == "" {
		return append(steps, "This workbook is not tied to an assessment yet. Who is invited can upload it in the portal.")
	}
	return append(steps, "Save the workbook as .xlsx and upload it in the portal. You are told of every cell that was not understood. "+
		"What somebody changed in the portal since this workbook was made is not overwritten. Clearing a cell here clears nothing there.")
}
