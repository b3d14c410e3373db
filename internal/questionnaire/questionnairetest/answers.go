package questionnairetest

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"memsure/internal/fact"
	"memsure/internal/questionnaire"
)

// Answers draws a response: a fitting value for some of the questions, by
// question id. Questions that end up hidden may have one too.
func Answers(t *rapid.T, def *questionnaire.Definition) map[string]questionnaire.Value {
	answers := map[string]questionnaire.Value{}
	for s := range def.Sections {
		for q := range def.Sections[s].Questions {
			question := &def.Sections[s].Questions[q]
			if rapid.IntRange(0, 4).Draw(t, "answered") > 0 {
				answers[question.ID] = Value(t, question)
			}
		}
	}
	return answers
}

// Value draws a value that fits a question.
func Value(t *rapid.T, q *questionnaire.Question) questionnaire.Value {
	d := &drawer{t: t}
	v := questionnaire.Value{Kind: q.Type}
	switch q.Type {
	case questionnaire.TypeSingleChoice:
		v.Option = d.option(q.Options)
	case questionnaire.TypeMultiChoice:
		v.Options = d.chosen(q.Options)
	case questionnaire.TypeTable:
		least := max(1, q.MinRows)
		rows := d.int(least, max(least, min(5, q.MaxRows)), "rows")
		for range rows {
			v.Rows = append(v.Rows, d.row(q.Columns))
		}
	default:
		d.single(&v, q.Min, q.Max, q.MaxLength)
	}
	return v
}

// single draws values that questions and cells share.
func (d *drawer) single(v *questionnaire.Value, lowest, highest *questionnaire.Decimal, length int) {
	switch v.Kind {
	case questionnaire.TypeBoolean:
		v.Boolean = d.chance("yes")
	case questionnaire.TypePercentage, questionnaire.TypeNumber:
		v.Number = d.micro(lowest, highest)
	case questionnaire.TypeDate:
		day := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, d.int(0, 4000, "day"))
		v.Date = day.Format(time.DateOnly)
	case questionnaire.TypeText:
		v.Text = fmt.Sprintf("%.*s", max(1, length), rapid.StringMatching(`[a-zé漢]{1,40}`).Draw(d.t, "text"))
	}
}

func (d *drawer) micro(lowest, highest *questionnaire.Decimal) int64 {
	low, high := int64(0), int64(100*fact.Million)
	if lowest != nil {
		low, _ = lowest.Micro()
	}
	if highest != nil {
		high, _ = highest.Micro()
	}
	m, _ := d.decimal(low, max(low, high), "number").Micro()
	return m
}

func (d *drawer) option(options []questionnaire.Option) string {
	return options[d.int(0, len(options)-1, "option")].ID
}

// chosen draws at least one option, in the question's order; an exclusive one
// stands alone.
func (d *drawer) chosen(options []questionnaire.Option) []string {
	var ids []string
	for _, o := range options {
		if !o.Exclusive && d.chance("chosen") {
			ids = append(ids, o.ID)
		}
	}
	if len(ids) == 0 {
		ids = []string{d.option(options)}
	}
	return ids
}

func (d *drawer) row(columns []questionnaire.Column) questionnaire.Row {
	row := questionnaire.Row{}
	for i := range columns {
		column := &columns[i]
		if !column.Required && d.chance("empty") {
			continue
		}
		cell := questionnaire.Value{Kind: column.Type}
		if column.Type == questionnaire.TypeSingleChoice {
			cell.Option = d.option(column.Options)
		} else {
			d.single(&cell, column.Min, column.Max, 100)
		}
		row[column.ID] = cell
	}
	return row
}

// Facts draws what readers found in the linked files: each fact the drawn
// conditions ask for, or not, and now and then two files that disagree.
func Facts(t *rapid.T) []fact.Fact {
	d := &drawer{t: t}
	var facts []fact.Fact
	for i, name := range []string{
		fact.SBOMUnsafe, fact.SBOMSafeShare, fact.SBOMHasDependencies, fact.SBOMSpec, fact.SBOMComponents, fact.SBOMUnsafe,
	} {
		if d.chance("known") {
			facts = append(facts, d.fact(name, i))
		}
	}
	return facts
}

func (d *drawer) fact(name string, i int) fact.Fact {
	f := fact.Fact{
		Name: name, Kind: fact.Kinds[name], EvidenceID: fmt.Sprintf("ev_%d", i), SHA256: fmt.Sprintf("%064d", i), Reader: "drawn/1",
		Assurance: rapid.SampledFrom([]fact.Assurance{fact.Documented, fact.Verified}).Draw(d.t, "assurance"),
		AsOf:      "2026-01-31",
	}
	switch f.Kind {
	case fact.Boolean:
		f.Flag = d.chance("flag")
	case fact.Text:
		f.Text = rapid.SampledFrom([]string{"CycloneDX 1.6", "SPDX 2.3", "SPDX 2.2"}).Draw(d.t, "text")
	default:
		f.Micro = d.micro(nil, nil)
	}
	return f
}
