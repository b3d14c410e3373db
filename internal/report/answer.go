package report

import (
	"fmt"
	"strings"

	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
)

// noAnswer stands where the vendor gave none.
const noAnswer = "No answer"

// answerWords gives the answer as a person would say it.
func (b *builder) answerWords(id string) string {
	q, a := b.questions[id], b.answers[id]
	switch {
	case a == nil:
		return noAnswer
	case a.NotApplicable != nil:
		return "Not applicable"
	case q != nil && q.Type == questionnaire.TypeFile:
		return b.filesWords(a)
	case a.Value == nil:
		return noAnswer
	}
	if q == nil {
		q = &questionnaire.Question{Type: a.Value.Kind}
	}
	return oneOfMany.ReplaceAllStringFunc(valueWords(*a.Value, q.Options, q.Unit), singular)
}

func (b *builder) filesWords(a *assessment.Answer) string {
	names := []string{}
	for _, link := range a.Evidence {
		for _, e := range b.evidence {
			if e.ID == link.EvidenceID {
				names = append(names, b.numbers[e.ID]+" "+e.FileName)
			}
		}
	}
	if len(names) == 0 {
		return "No evidence supplied"
	}
	return "File supplied: " + strings.Join(names, "; ")
}

func valueWords(v questionnaire.Value, options []questionnaire.Option, unit string) string {
	switch v.Kind {
	case questionnaire.TypeBoolean:
		return map[bool]string{true: "Yes", false: "No"}[v.Boolean]
	case questionnaire.TypeSingleChoice:
		return optionLabel(options, v.Option)
	case questionnaire.TypeMultiChoice:
		return optionLabels(options, v.Options)
	case questionnaire.TypePercentage:
		return fact.FormatMicro(v.Number) + " %"
	case questionnaire.TypeNumber:
		return strings.TrimSpace(fact.FormatMicro(v.Number) + " " + unit)
	case questionnaire.TypeDate:
		return v.Date
	case questionnaire.TypeTable:
		return "Table of " + plural(len(v.Rows), "row", "rows")
	default:
		return v.Text
	}
}

func optionLabel(options []questionnaire.Option, id string) string {
	for _, o := range options {
		if o.ID == id {
			return o.Label
		}
	}
	return id
}

func optionLabels(options []questionnaire.Option, ids []string) string {
	labels := make([]string, len(ids))
	for i, id := range ids {
		labels[i] = optionLabel(options, id)
	}
	if len(labels) == 0 {
		return "None of these"
	}
	return strings.Join(labels, "; ")
}

// answerTable gives a table answer with its column labels; nil for others.
func (b *builder) answerTable(id string) *Table {
	q, a := b.questions[id], b.answers[id]
	if q == nil || a == nil || a.Value == nil || q.Type != questionnaire.TypeTable || len(a.Value.Rows) == 0 {
		return nil
	}
	t := &Table{Rows: [][]string{}}
	for _, c := range q.Columns {
		head := c.Label
		if c.Unit != "" {
			head = fmt.Sprintf("%s (%s)", c.Label, c.Unit)
		}
		t.Head = append(t.Head, head)
	}
	for _, row := range a.Value.Rows {
		cells := make([]string, len(q.Columns))
		for i, c := range q.Columns {
			cells[i] = dash
			if v, ok := row[c.ID]; ok {
				cells[i] = valueWords(v, c.Options, "")
			}
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}
