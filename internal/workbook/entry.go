package workbook

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"memsure/internal/assessment"
	"memsure/internal/questionnaire"
	"memsure/internal/spreadsheet"
)

// Value is the value of an answer.
type Value = questionnaire.Value

// asked is a question with the number it has in the workbook.
type asked struct {
	*questionnaire.Question
	Number string // "2.3"
}

// title is how the question is called where space is short.
func (q asked) title() string {
	if q.Question == nil {
		return ""
	}
	if q.Title != "" {
		return q.Number + " " + q.Title
	}
	return q.Number + " " + cut(q.Text, 80)
}

// numbered gives all questions with their numbers, in the definition's order.
func numbered(v *questionnaire.Compiled) []asked {
	out := make([]asked, 0, len(v.Questions()))
	for s := range v.Definition.Sections {
		questions := v.Definition.Sections[s].Questions
		for q := range questions {
			out = append(out, asked{&questions[q], questionnaire.SectionLetter(s) + strconv.Itoa(q+1)})
		}
	}
	return out
}

// FileNames gives each file of an assessment the name by which a workbook
// knows it: its own, with its id where two files have the same one.
func FileNames(files []assessment.Evidence) map[string]string {
	times := map[string]int{}
	for _, f := range files {
		times[fold(oneLine(f.FileName))]++
	}
	names := make(map[string]string, len(files))
	for _, f := range files {
		name := oneLine(f.FileName)
		if times[fold(name)] > 1 {
			name += " (" + f.ID + ")"
		}
		names[f.ID] = name
	}
	return names
}

// EntryOf says an answer as a workbook does; files gives the names of FileNames.
func EntryOf(q *questionnaire.Question, a assessment.Answer, files map[string]string) Entry {
	e := Entry{QuestionID: q.ID, Comment: a.Comment}
	if a.NotApplicable != nil {
		e.NotApplicable = &assessment.NotApplicable{Reason: a.NotApplicable.Reason}
	}
	if a.Value != nil && q.Type != questionnaire.TypeFile {
		value := *a.Value
		e.Value = &value
	}
	for _, link := range a.Evidence {
		if name, ok := files[link.EvidenceID]; ok {
			e.Files = append(e.Files, FileName{name, link.Place})
		}
	}
	return e.settled(q)
}

// settled gives the one form in which an entry is written and read: texts as a
// cell holds them, blanks left out, choices in the question's order.
func (e Entry) settled(q *questionnaire.Question) Entry {
	e.Comment = plain(e.Comment)
	if e.NotApplicable != nil {
		reason := plain(e.NotApplicable.Reason)
		if fold(reason) == fold(reasonless) {
			reason = ""
		}
		e.NotApplicable = &assessment.NotApplicable{Reason: reason}
	}
	files := []FileName(nil)
	for _, f := range e.Files {
		files = append(files, FileName{oneLine(f.Name), oneLine(f.Place)})
	}
	e.Files = files
	e.Value = settledValue(q, e.Value)
	return e
}

func settledValue(q *questionnaire.Question, v *Value) *Value {
	if v == nil {
		return nil
	}
	out := *v
	out.Text = plain(v.Text)
	out.Options = nil
	for _, o := range q.Options {
		if slices.Contains(v.Options, o.ID) {
			out.Options = append(out.Options, o.ID)
		}
	}
	out.Rows = nil
	for _, row := range v.Rows {
		next := questionnaire.Row{}
		for id, cell := range row {
			cell.Text = plain(cell.Text)
			next[id] = cell
		}
		if len(next) > 0 {
			out.Rows = append(out.Rows, next)
		}
	}
	return &out
}

// fingerprint tells whether an entry still says what it said.
func (e Entry) fingerprint() string {
	doc, err := json.Marshal(e)
	if err != nil {
		return "" // cannot be: an entry holds strings, numbers and lists
	}
	sum := sha256.Sum256(doc)
	return hex.EncodeToString(sum[:16])
}

// plain gives a text with one sort of line end, as a cell can hold it, and
// nothing for a blank one.
func plain(text string) string {
	text = spreadsheet.Fit(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text))
	if strings.TrimSpace(text) == "" {
		return ""
	}
	return text
}

// oneLine is plain without line ends and outer spaces, and without the sign
// that sets the place apart from a file's name.
func oneLine(text string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(plain(text), "|", "/")), " ")
}

// fold makes texts alike that a person would take for the same.
func fold(text string) string {
	return strings.ToLower(strings.Join(strings.Fields(text), " "))
}

// cut shortens a text at a word.
func cut(text string, most int) string {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) <= most {
		return string(runes)
	}
	short := string(runes[:most-2])
	if at := strings.LastIndexByte(short, ' '); at > most/2 {
		short = short[:at]
	}
	return short + " …"
}
