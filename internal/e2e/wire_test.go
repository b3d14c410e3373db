package e2e

import (
	"reflect"
	"testing"
	"time"

	openapi_types "github.com/oapi-codegen/runtime/types"

	"memsure/api"
	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
)

// reply is what every answer of the generated client can say.
type reply interface{ StatusCode() int }

type outcome[R reply] struct {
	reply R
	err   error
}

// got takes both results of a call, so that want can follow it.
func got[R reply](r R, err error) outcome[R] { return outcome[R]{r, err} }

// want fails the test unless the service answered with this status.
func (o outcome[R]) want(t testing.TB, status int) R {
	t.Helper()
	if o.err != nil {
		t.Fatal(o.err)
	}
	if o.reply.StatusCode() != status {
		t.Fatalf("the service answered %d, want %d: %s", o.reply.StatusCode(), status, bodyOf(o.reply))
	}
	return o.reply
}

func bodyOf(r reply) []byte { return reflect.Indirect(reflect.ValueOf(r)).FieldByName("Body").Bytes() }

// sent writes an answer as the API takes it; evidence maps symbolic ids.
func sent(a assessment.Answer, evidence map[string]string) api.AnswerInput {
	in := api.AnswerInput{Comment: some(a.Comment)}
	if a.NotApplicable != nil {
		in.NotApplicable = &api.NotApplicable{Reason: a.NotApplicable.Reason}
	}
	if len(a.Evidence) > 0 {
		links := make([]api.EvidenceLink, len(a.Evidence))
		for i, link := range a.Evidence {
			links[i] = api.EvidenceLink{EvidenceID: evidence[link.EvidenceID], Place: some(link.Place)}
		}
		in.Evidence = &links
	}
	if a.Value != nil {
		in.Value = sentValue(*a.Value)
	}
	return in
}

func sentValue(v questionnaire.Value) *api.AnswerValue {
	out := &api.AnswerValue{Kind: api.AnswerValueKind(v.Kind)}
	switch v.Kind {
	case questionnaire.TypeBoolean:
		out.Boolean = &v.Boolean
	case questionnaire.TypeSingleChoice:
		out.Option = &v.Option
	case questionnaire.TypeMultiChoice:
		out.Options = &v.Options
	case questionnaire.TypeNumber, questionnaire.TypePercentage:
		out.Number = some(fact.FormatMicro(v.Number))
	case questionnaire.TypeDate:
		out.Date = day(v.Date)
	case questionnaire.TypeText:
		out.Text = &v.Text
	case questionnaire.TypeTable:
		rows := make([]api.TableRow, len(v.Rows))
		for i, row := range v.Rows {
			rows[i].Cells = []api.TableCell{}
			for column, cell := range row {
				flat := sentValue(cell)
				rows[i].Cells = append(rows[i].Cells, api.TableCell{Column: column, Boolean: flat.Boolean, Option: flat.Option,
					Number: flat.Number, Date: flat.Date, Text: flat.Text})
			}
		}
		out.Rows = &rows
	}
	return out
}

// received reads a frozen answer back; the version says what its cells are.
func received(t testing.TB, version *questionnaire.Compiled, in api.FrozenAnswer) assessment.Answer {
	t.Helper()
	a := assessment.Answer{QuestionID: in.QuestionID, Comment: given(in.Comment)}
	if in.NotApplicable != nil {
		a.NotApplicable = &assessment.NotApplicable{Reason: in.NotApplicable.Reason}
	}
	for _, link := range given(in.Evidence) {
		a.Evidence = append(a.Evidence, assessment.EvidenceLink{EvidenceID: link.EvidenceID, Place: given(link.Place)})
	}
	if in.Value == nil {
		return a
	}
	v := cell(t, questionnaire.Type(in.Value.Kind), in.Value.Boolean, in.Value.Option, in.Value.Number, in.Value.Date, in.Value.Text)
	v.Options = given(in.Value.Options)
	q, ok := version.Index(in.QuestionID)
	if !ok {
		t.Fatalf("a frozen answer to %s, which the version does not have", in.QuestionID)
	}
	for _, row := range given(in.Value.Rows) {
		cells := questionnaire.Row{}
		for _, c := range row.Cells {
			cells[c.Column] = cell(t, columnType(version.Questions()[q].Columns, c.Column), c.Boolean, c.Option, c.Number, c.Date, c.Text)
		}
		v.Rows = append(v.Rows, cells)
	}
	a.Value = &v
	return a
}

func columnType(columns []questionnaire.Column, id string) questionnaire.Type {
	for _, c := range columns {
		if c.ID == id {
			return c.Type
		}
	}
	return ""
}

func cell(t testing.TB, kind questionnaire.Type, flag *bool, option, number *string, on *openapi_types.Date, text *string) questionnaire.Value {
	t.Helper()
	v := questionnaire.Value{Kind: kind, Boolean: given(flag), Option: given(option), Text: given(text)}
	if number != nil {
		micro, err := questionnaire.Decimal(*number).Micro()
		must(t, err)
		v.Number = micro
	}
	if on != nil {
		v.Date = on.Format(time.DateOnly)
	}
	return v
}

func given[T any](p *T) (value T) {
	if p != nil {
		value = *p
	}
	return value
}

func some(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func day(text string) *openapi_types.Date {
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return nil
	}
	return &openapi_types.Date{Time: at}
}
