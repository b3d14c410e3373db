package httpapi

import (
	"fmt"
	"time"

	openapi_types "github.com/oapi-codegen/runtime/types"

	"memsure/api"
	"memsure/internal/app"
	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/fault"
	"memsure/internal/questionnaire"
)

// badAnswer is a request that fits the contract and cannot be an answer;
// places lead into the answer.
func badAnswer(fields []fault.Field) error {
	if len(fields) == 0 {
		return nil
	}
	return fault.New(fault.Invalid, "validation", "The answer cannot be read as one.").
		WithRemedy("Correct the places listed; nothing was changed.").With(fields...)
}

// answerIn reads one answer. What its question makes of it is the use case's
// to check; here only what a kind promises and a decimal means.
func answerIn(questionID string, in api.AnswerInput) (assessment.Answer, error) {
	a := assessment.Answer{QuestionID: questionID, Comment: given(in.Comment)}
	if in.NotApplicable != nil {
		a.NotApplicable = &assessment.NotApplicable{Reason: in.NotApplicable.Reason}
	}
	if in.Citation != nil {
		a.Citation = &assessment.Citation{URL: in.Citation.URL, Title: in.Citation.Title, RetrievedOn: dayText(&in.Citation.RetrievedOn)}
	}
	for _, link := range given(in.Evidence) {
		a.Evidence = append(a.Evidence, assessment.EvidenceLink{EvidenceID: link.EvidenceID, Place: given(link.Place)})
	}
	if in.Value == nil {
		return a, nil
	}
	value, fields := valueIn(*in.Value)
	for i := range fields {
		fields[i].Pointer = "/value" + fields[i].Pointer
	}
	a.Value = &value
	return a, badAnswer(fields)
}

// members are the parts of a value or a cell, as the contract names them.
type members struct {
	boolean *bool
	option  *string
	options *[]string
	number  *string
	date    *openapi_types.Date
	text    *string
	rows    *[]api.TableRow
}

// set names the members that were sent, in the contract's order.
func (m members) set() (names []string) {
	for _, part := range []struct {
		name  string
		given bool
	}{
		{"boolean", m.boolean != nil}, {"option", m.option != nil}, {"options", m.options != nil}, {"number", m.number != nil},
		{"date", m.date != nil}, {"text", m.text != nil}, {"rows", m.rows != nil},
	} {
		if part.given {
			names = append(names, part.name)
		}
	}
	return names
}

// memberOf names the member each kind sets; a file sets none, its bytes are
// linked as evidence.
var memberOf = map[questionnaire.Type]string{
	questionnaire.TypeBoolean: "boolean", questionnaire.TypeSingleChoice: "option", questionnaire.TypeMultiChoice: "options",
	questionnaire.TypePercentage: "number", questionnaire.TypeNumber: "number", questionnaire.TypeDate: "date",
	questionnaire.TypeText: "text", questionnaire.TypeTable: "rows",
}

func valueIn(in api.AnswerValue) (questionnaire.Value, []fault.Field) {
	parts := members{in.Boolean, in.Option, in.Options, in.Number, in.Date, in.Text, in.Rows}
	kind := questionnaire.Type(in.Kind)
	if fields := onlyMember(parts.set(), memberOf[kind]); len(fields) > 0 {
		return questionnaire.Value{}, fields
	}
	return parts.value(kind)
}

// onlyMember wants exactly the one member a kind names.
func onlyMember(set []string, want string) (fields []fault.Field) {
	found := want == ""
	for _, name := range set {
		if name == want {
			found = true
			continue
		}
		fields = append(fields, fault.Field{Pointer: "/" + name, Code: "wrong_member", Message: "A value of this kind has no such member."})
	}
	if !found {
		fields = append(fields, fault.Field{Pointer: "/" + want, Code: "required", Message: "A value of this kind needs this member."})
	}
	return fields
}

// value reads the one member that is set.
func (m members) value(kind questionnaire.Type) (v questionnaire.Value, fields []fault.Field) {
	v = questionnaire.Value{Kind: kind, Boolean: given(m.boolean), Option: given(m.option), Date: dayText(m.date), Text: given(m.text)}
	if m.options != nil {
		v.Options = append([]string{}, *m.options...)
	}
	if m.number != nil {
		micro, err := questionnaire.Decimal(*m.number).Micro()
		if err != nil {
			fields = append(fields, fault.Field{Pointer: "/number", Code: "decimal", Message: sentenceOf(err)})
		}
		v.Number = micro
	}
	if m.rows != nil {
		v.Rows, fields = rowsIn(*m.rows)
	}
	return v, fields
}

// sentenceOf makes a sentence of an error that never repeats what was sent.
func sentenceOf(err error) string {
	text := err.Error()
	return string(text[0]-'a'+'A') + text[1:] + "."
}

func rowsIn(in []api.TableRow) (rows []questionnaire.Row, fields []fault.Field) {
	rows = make([]questionnaire.Row, len(in))
	for i, row := range in {
		rows[i] = make(questionnaire.Row, len(row.Cells))
		for j, cell := range row.Cells {
			value, wrong := cellIn(cell)
			if _, twice := rows[i][cell.Column]; twice {
				wrong = append(wrong, fault.Field{Pointer: "/column", Code: "duplicate", Message: "This row has a cell for this column already."})
			}
			for _, f := range wrong {
				f.Pointer = fmt.Sprintf("/rows/%d/cells/%d%s", i, j, f.Pointer)
				fields = append(fields, f)
			}
			rows[i][cell.Column] = value
		}
	}
	return rows, fields
}

// cellKinds says what a cell's one member makes of it. A number may stand in a
// column of percentages; its column decides.
var cellKinds = map[string]questionnaire.Type{
	"boolean": questionnaire.TypeBoolean, "option": questionnaire.TypeSingleChoice, "number": questionnaire.TypeNumber,
	"date": questionnaire.TypeDate, "text": questionnaire.TypeText,
}

func cellIn(in api.TableCell) (questionnaire.Value, []fault.Field) {
	parts := members{boolean: in.Boolean, option: in.Option, number: in.Number, date: in.Date, text: in.Text}
	set := parts.set()
	if len(set) != 1 {
		return questionnaire.Value{}, []fault.Field{{Code: "one_member",
			Message: "A cell has its column and exactly one of boolean, option, number, date or text; leave empty cells out."}}
	}
	return parts.value(cellKinds[set[0]])
}

// editsIn reads a bulk save.
// followsIn reads what a save follows; it cannot be both a first and a later
// one.
func followsIn[T any](ifMatch *string, ifNoneMatch *T) (app.Follows, error) {
	if ifMatch != nil && ifNoneMatch != nil {
		return app.Follows{}, unfit([]fault.Field{{Pointer: "/header/If-None-Match", Code: "conflict",
			Message: "Send If-Match for a change or If-None-Match for a first answer, not both."}})
	}
	return app.Follows{IfMatch: given(ifMatch), First: ifNoneMatch != nil}, nil
}

func editsIn(in []api.BulkAnswerInput) ([]app.Edit, error) {
	edits := make([]app.Edit, len(in))
	var fields []fault.Field
	for i, item := range in {
		at := fmt.Sprintf("/answers/%d", i)
		answer, err := answerIn(item.QuestionID, item.Answer)
		fields = append(fields, below(err, at+"/answer")...)
		edits[i] = app.Edit{Answer: answer, Follows: app.Follows{IfMatch: given(item.IfMatch), First: item.IfMatch == nil}, At: at}
	}
	return edits, badAnswer(fields)
}

// below gives the places of an error under another place of the request.
func below(err error, at string) []fault.Field {
	fields := placesOf(err)
	for i := range fields {
		fields[i].Pointer = at + fields[i].Pointer
	}
	return fields
}

// fileIn reads a file of answers.
func fileIn(in api.AnswersFile) (app.AnswersFile, error) {
	file := app.AnswersFile{Slug: in.Questionnaire.Slug, Version: in.Questionnaire.Version, Digest: in.QuestionnaireDigest}
	var fields []fault.Field
	for i, item := range in.Answers {
		answer, err := answerIn(item.QuestionID, api.AnswerInput{Value: item.Value, Comment: item.Comment,
			NotApplicable: item.NotApplicable, Evidence: item.Evidence, Citation: item.Citation})
		fields = append(fields, below(err, fmt.Sprintf("/answers/%d", i))...)
		file.Answers = append(file.Answers, answer)
	}
	return file, badAnswer(fields)
}

// frozenOut writes an answer without its version.
func frozenOut(a assessment.Answer) api.FrozenAnswer {
	out := api.FrozenAnswer{QuestionID: a.QuestionID, Comment: some(a.Comment)}
	if a.Value != nil {
		value := valueOut(*a.Value)
		out.Value = &value
	}
	if a.NotApplicable != nil {
		out.NotApplicable = &api.NotApplicable{Reason: a.NotApplicable.Reason}
	}
	if a.Citation != nil {
		out.Citation = &api.Citation{URL: a.Citation.URL, Title: a.Citation.Title, RetrievedOn: given(day(a.Citation.RetrievedOn))}
	}
	if a.Carried != nil {
		from := carriedOut(*a.Carried)
		out.Carried = &from
	}
	if len(a.Evidence) > 0 {
		links := each(a.Evidence, func(l assessment.EvidenceLink) api.EvidenceLink {
			return api.EvidenceLink{EvidenceID: l.EvidenceID, Place: some(l.Place)}
		})
		out.Evidence = &links
	}
	return out
}

// answerOut writes an answer of a draft with its ETag.
func answerOut(saved app.SavedAnswer) api.Answer {
	frozen := frozenOut(saved.Answer)
	return api.Answer{QuestionID: frozen.QuestionID, Value: frozen.Value, Comment: frozen.Comment, NotApplicable: frozen.NotApplicable,
		Evidence: frozen.Evidence, Citation: frozen.Citation, Carried: frozen.Carried, Hidden: some(saved.Hidden), Etag: app.ETag(saved.Version),
		UpdatedAt: moment(saved.UpdatedUS)}
}

// answersOut writes a draft: its answers in the questionnaire's order, and how
// far it is.
func answersOut(d app.Draft) api.AnswerList {
	list := api.AnswerList{Items: []api.Answer{}, Progress: progressOut(d.Progress)}
	for _, asked := range d.Version.Questions() {
		if _, ok := d.Answers[asked.ID]; ok {
			list.Items = append(list.Items, answerOut(d.Saved(asked.ID)))
		}
	}
	return list
}

func progressOut(p assessment.Progress) api.Progress {
	return api.Progress{Visible: p.Visible, Answered: p.Answered, RequiredOpen: p.RequiredOpen, Ready: p.Ready(),
		Missing: each(p.Missing, func(m assessment.Missing) api.MissingItem {
			return api.MissingItem{QuestionID: some(m.QuestionID), Code: api.MissingItemCode(m.Code), Message: m.Message}
		})}
}

// valueOut writes a value; the member its kind names is always there, also
// where it is false, 0 or empty.
func valueOut(v questionnaire.Value) api.AnswerValue {
	out := api.AnswerValue{Kind: api.AnswerValueKind(v.Kind)}
	switch v.Kind {
	case questionnaire.TypeMultiChoice:
		options := append([]string{}, v.Options...)
		out.Options = &options
	case questionnaire.TypeTable:
		rows := each(v.Rows, rowOut)
		out.Rows = &rows
	default:
		one := singleOut(v)
		out.Boolean, out.Option, out.Number, out.Date, out.Text = one.boolean, one.option, one.number, one.date, one.text
	}
	return out
}

// singleOut writes what a value and a cell have in common.
func singleOut(v questionnaire.Value) (m members) {
	switch v.Kind {
	case questionnaire.TypeBoolean:
		m.boolean = &v.Boolean
	case questionnaire.TypeSingleChoice:
		m.option = &v.Option
	case questionnaire.TypePercentage, questionnaire.TypeNumber:
		number := fact.FormatMicro(v.Number)
		m.number = &number
	case questionnaire.TypeDate:
		m.date = day(v.Date)
	case questionnaire.TypeText:
		m.text = &v.Text
	}
	return m
}

// rowOut writes a row with its cells in the order of the column ids: the same
// row is always the same text.
func rowOut(row questionnaire.Row) api.TableRow {
	return api.TableRow{Cells: each(sortedKeys(row), func(column string) api.TableCell {
		m := singleOut(row[column])
		return api.TableCell{Column: column, Boolean: m.boolean, Option: m.option, Number: m.number, Date: m.date, Text: m.text}
	})}
}

// revisionOut writes a frozen revision.
func revisionOut(r app.Receipt) api.Revision {
	return api.Revision{Number: r.Revision.Number, Digest: r.Digest, QuestionnaireDigest: r.Revision.QuestionnaireDigest,
		Canonical: string(r.Document), SubmittedAt: moment(r.Revision.SubmittedAt),
		SubmittedBy: r.Revision.SubmittedBy, ApprovedBy: some(r.Revision.ApprovedBy), Attestation: some(r.Revision.Attestation),
		Answers: each(r.Revision.Answers, frozenOut), Evidence: each(r.Revision.Evidence, frozenEvidenceOut)}
}

func frozenEvidenceOut(e assessment.Evidence) api.FrozenEvidence {
	return api.FrozenEvidence{ID: e.ID, FileName: e.FileName, Sha256: e.SHA256, Size: e.Size, Kind: some(e.Kind), Format: some(e.Format),
		Status: some(api.FrozenEvidenceStatus(e.Status)), DatedOn: day(e.DatedOn)}
}

// receiptOut writes what a submission is acknowledged with.
func receiptOut(r app.Receipt) api.Receipt {
	return api.Receipt{ID: r.ID, AssessmentID: r.Revision.AssessmentID, Revision: r.Revision.Number, Digest: r.Digest,
		SubmittedAt: moment(r.Revision.SubmittedAt), Answers: len(r.Revision.Answers), Evidence: each(r.Revision.Evidence, frozenEvidenceOut)}
}

// since gives a time for a moment that may not have come.
func since(us int64) *time.Time {
	if us == 0 {
		return nil
	}
	at := moment(us)
	return &at
}
