package workbook

import (
	"fmt"
	"strings"

	"memsure/internal/questionnaire"
	"memsure/internal/spreadsheet"
)

// Names of the two hidden sheets, and of the lists that all workbooks have.
const (
	hiddenSheet = "memsure"
	listSheet   = "lists"
	yesNo       = "yes-no"
	yesOnly     = "yes"
)

// lists are the drop-down lists, a column each of the hidden list sheet: a list
// written into a cell's own rule breaks at commas and at 255 characters.
type lists struct {
	columns map[string]int
	texts   [][]string
}

// put keeps a list under a key.
func (l *lists) put(key string, texts []string) {
	if l.columns == nil {
		l.columns = map[string]int{}
	}
	l.texts = append(l.texts, texts)
	l.columns[key] = len(l.texts)
}

// ref points at a list.
func (l *lists) ref(key string) string {
	column := l.columns[key]
	name := spreadsheet.ColumnName(column)
	return fmt.Sprintf("%s!$%s$1:$%s$%d", listSheet, name, name, len(l.texts[column-1]))
}

// labels gives the options as a workbook shows them: labels that could be
// taken for one another carry their id.
func labels(options []questionnaire.Option) []string {
	times := map[string]int{}
	for _, o := range options {
		times[fold(o.Label)]++
	}
	out := make([]string, len(options))
	for i, o := range options {
		out[i] = strings.Join(strings.Fields(spreadsheet.Fit(o.Label)), " ")
		if times[fold(o.Label)] > 1 || out[i] == "" {
			out[i] += " (" + o.ID + ")"
		}
	}
	return out
}

// label gives the words of one option; unknown ids stay as they are.
func label(options []questionnaire.Option, id string) string {
	for i, text := range labels(options) {
		if options[i].ID == id {
			return text
		}
	}
	return id
}

// optionOf finds the option that a text names, by its label or its id.
func optionOf(options []questionnaire.Option, text string) (id string, ok bool) {
	for i, l := range labels(options) {
		if fold(l) == fold(text) {
			return options[i].ID, true
		}
	}
	for _, o := range options {
		if o.ID == fold(text) {
			return o.ID, true
		}
	}
	return "", false
}

// hidden writes the two sheets that nobody sees: what the workbook was made
// from, and the lists.
func (w *writer) hidden(questions []asked) {
	_, err := w.NewSheet(hiddenSheet)
	w.do(err)
	def := w.version.Definition
	rows := [][]string{{markBook, Schema}, {"slug", def.Slug}, {"version", def.Version}, {"digest", w.meta.Digest},
		{"assessment", w.meta.AssessmentID}, {"exported_at", w.meta.ExportedAt}}
	for _, q := range questions {
		if etag := w.meta.ETags[q.ID]; etag != "" {
			rows = append(rows, []string{markAnswer, q.ID, etag, w.entry(q).fingerprint()})
		}
	}
	for i, row := range rows {
		for j, text := range row {
			w.put(hiddenSheet, i+1, j+1, text, w.styles.mark)
		}
	}
	_, err = w.NewSheet(listSheet)
	w.do(err)
	for column, texts := range w.lists.texts {
		for i, text := range texts {
			w.put(listSheet, i+1, column+1, text, w.styles.mark)
		}
	}
	w.do(w.SetSheetVisible(hiddenSheet, false, true))
	w.do(w.SetSheetVisible(listSheet, false, true))
	w.lock(hiddenSheet)
	w.lock(listSheet)
}
