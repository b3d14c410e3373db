package response

import (
	"strconv"
	"strings"

	"memsure/internal/questionnaire"
)

// memberOf names the member each kind of value sets; a file sets none, its
// bytes are linked as evidence.
var memberOf = map[questionnaire.Type]string{
	questionnaire.TypeBoolean: "boolean", questionnaire.TypeSingleChoice: "option", questionnaire.TypeMultiChoice: "options",
	questionnaire.TypePercentage: "number", questionnaire.TypeNumber: "number", questionnaire.TypeDate: "date",
	questionnaire.TypeText: "text", questionnaire.TypeTable: "rows", questionnaire.TypeFile: "",
}

// kindOf says what a cell's one member makes of it. A number may stand in a
// column of percentages; its column decides.
var kindOf = map[string]questionnaire.Type{
	"boolean": questionnaire.TypeBoolean, "option": questionnaire.TypeSingleChoice, "number": questionnaire.TypeNumber,
	"date": questionnaire.TypeDate, "text": questionnaire.TypeText,
}

// value reads a value that has exactly the member its kind names.
func (r *reader) value(at string, in *valueShape) questionnaire.Value {
	kind := questionnaire.Type(in.Kind)
	want, known := memberOf[kind]
	if !known {
		r.refuse(at+"/kind", "not_one_of", "One of these belongs here: boolean, single_choice, multi_choice, percentage, number, date, text, file, table.")
		return questionnaire.Value{}
	}
	set := in.members()
	for _, name := range set {
		if name != want {
			r.refuse(at+"/"+name, "wrong_member", "A value of this kind has no such member.")
		}
	}
	if want != "" && !strings.Contains(" "+strings.Join(set, " ")+" ", " "+want+" ") {
		r.refuse(at+"/"+want, "required", "A value of this kind needs this member.")
	}
	v := single(kind, in.Boolean, in.Option, in.Number, in.Date, in.Text)
	if in.Options != nil {
		v.Options = append([]string{}, *in.Options...)
	}
	if in.Rows != nil {
		v.Rows = r.rows(at+"/rows", *in.Rows)
	}
	return v
}

// single is what a value and a cell have in common.
func single(kind questionnaire.Type, boolean *bool, option *string, number *questionnaire.Decimal, date, text *string) questionnaire.Value {
	v := questionnaire.Value{Kind: kind, Boolean: given(boolean), Option: given(option), Date: given(date), Text: given(text)}
	v.Number, _ = given(number).Micro() // a Decimal was checked when it was read
	return v
}

func given[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

func (v *valueShape) members() []string {
	return names(v.Boolean != nil, v.Option != nil, v.Options != nil, v.Number != nil, v.Date != nil, v.Text != nil, v.Rows != nil)
}

func (c *cellShape) members() []string {
	return names(c.Boolean != nil, c.Option != nil, false, c.Number != nil, c.Date != nil, c.Text != nil, false)
}

// names lists the members that are set, in the order of the form.
func names(set ...bool) (out []string) {
	for i, name := range []string{"boolean", "option", "options", "number", "date", "text", "rows"} {
		if set[i] {
			out = append(out, name)
		}
	}
	return out
}

func (r *reader) rows(at string, in []rowShape) []questionnaire.Row {
	rows := make([]questionnaire.Row, len(in))
	for i, row := range in {
		rows[i] = make(questionnaire.Row, len(row.Cells))
		for j := range row.Cells {
			r.cell(at+"/"+strconv.Itoa(i)+item("cells", j), &row.Cells[j], rows[i])
		}
	}
	return rows
}

func (r *reader) cell(at string, in *cellShape, row questionnaire.Row) {
	r.need(at+"/column", in.Column)
	set := in.members()
	if len(set) != 1 {
		r.refuse(at, "one_member", "A cell has its column and exactly one of boolean, option, number, date or text; leave empty cells out.")
		return
	}
	if _, twice := row[in.Column]; twice {
		r.refuse(at+"/column", "duplicate", "This row has a cell for this column already.")
	}
	row[in.Column] = single(kindOf[set[0]], in.Boolean, in.Option, in.Number, in.Date, in.Text)
}
