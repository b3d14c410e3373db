package authored

import (
	"errors"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"memsure/internal/fault"
)

// Decode fills a struct from the file, by the names of its json tags, and
// reports everything that does not fit: unknown and repeated fields and values
// of another type. Values left out stay zero. Structs, slices, pointers,
// booleans, whole numbers, texts and Scalars can be filled.
func (f *File) Decode(into any) []fault.Field {
	var d decoder
	d.value(f.root, reflect.ValueOf(into).Elem(), "")
	return d.wrong
}

// Form says how a single value was written.
type Form uint8

// The forms of a single value: true or false, a number, a text.
const (
	Boolean = Form(formBoolean)
	Number  = Form(formNumber)
	Text    = Form(formText)
)

// Scalar is a type with its own way of reading a single value, by the text as
// authored. What it refuses is an Unfit, or an error whose text becomes the
// message; it never repeats the value.
type Scalar interface {
	ReadScalar(form Form, text string) error
}

// Unfit is a single value that cannot be read, and why.
type Unfit struct{ Code, Message string }

// Error implements error.
func (u Unfit) Error() string { return u.Message }

type decoder struct{ wrong []fault.Field }

func (d *decoder) add(at place, pointer, code, message string) {
	d.wrong = append(d.wrong, fault.Field{Pointer: pointer, Line: at.line, Column: at.column, Code: code, Message: message})
}

func (d *decoder) mismatch(n *node, pointer, message string) {
	d.add(place{n.line, n.column}, pointer, "wrong_type", message)
}

func (d *decoder) value(n *node, into reflect.Value, pointer string) {
	if n.form == formNull {
		d.mismatch(n, pointer, "A value belongs here; leave the field out if there is none.")
		return
	}
	if own, ok := into.Addr().Interface().(Scalar); ok {
		d.scalar(n, own, pointer)
		return
	}
	switch into.Kind() {
	case reflect.Pointer:
		into.Set(reflect.New(into.Type().Elem()))
		d.value(n, into.Elem(), pointer)
	case reflect.Struct:
		d.mapping(n, into, pointer)
	case reflect.Slice:
		d.list(n, into, pointer)
	case reflect.Bool:
		d.boolean(n, into, pointer)
	case reflect.Int:
		d.integer(n, into, pointer)
	default:
		d.text(n, into, pointer)
	}
}

func (d *decoder) mapping(n *node, into reflect.Value, pointer string) {
	if n.form != formMapping {
		d.mismatch(n, pointer, "Named fields belong here, not a single value or a list.")
		return
	}
	fields := fieldsOf(into.Type())
	seen := map[string]bool{}
	for i, k := range n.keys {
		index, known := fields[k.name]
		here := pointer + "/" + escape(k.name)
		switch {
		case !known:
			d.add(place{k.line, k.column}, pointer, "unknown_field", unknownField(k.name, into.Type()))
		case seen[k.name]:
			d.add(place{k.line, k.column}, here, "duplicate_field", "This field is given a second time.")
		default:
			d.value(n.items[i], into.Field(index), here)
		}
		seen[k.name] = true
	}
}

// fieldsOf gives the index of each field of a struct by its name in files.
func fieldsOf(t reflect.Type) map[string]int {
	fields := make(map[string]int, t.NumField())
	for i := range t.NumField() {
		fields[FieldName(t.Field(i))] = i
	}
	return fields
}

// FieldName is the name a struct field has in files: that of its json tag.
func FieldName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

// unknownField says which fields there are, and first the one that was likely
// meant. It names the struct's own fields only, never what the file says.
func unknownField(given string, t reflect.Type) string {
	names := make([]string, t.NumField())
	meant := "."
	for i := range names {
		names[i] = FieldName(t.Field(i))
		if nearly(given, names[i]) {
			meant = "; did you mean " + names[i] + "?"
		}
	}
	return "There is no such field" + meant + " Here belong: " + strings.Join(names, ", ") + "."
}

// nearly tells whether two names are one slip of the hand apart: a letter too
// many, one missing, another one, or two exchanged.
func nearly(given, name string) bool {
	if len(name) < 3 || given == name {
		return false
	}
	start := 0
	for start < min(len(given), len(name)) && given[start] == name[start] {
		start++
	}
	g, n := given[start:], name[start:]
	switch len(given) - len(name) {
	case 1:
		return g[1:] == n
	case -1:
		return g == n[1:]
	case 0:
		return g[1:] == n[1:] || len(g) > 1 && g[2:] == n[2:] && g[0] == n[1] && g[1] == n[0]
	}
	return false
}

func (d *decoder) list(n *node, into reflect.Value, pointer string) {
	if n.form != formList {
		d.mismatch(n, pointer, "A list belongs here.")
		return
	}
	if len(n.items) == 0 {
		return // an empty list says the same as none
	}
	into.Set(reflect.MakeSlice(into.Type(), len(n.items), len(n.items)))
	for i, item := range n.items {
		d.value(item, into.Index(i), join(pointer, i))
	}
}

func (d *decoder) boolean(n *node, into reflect.Value, pointer string) {
	if n.form != formBoolean {
		d.mismatch(n, pointer, "true or false belongs here, without quotes.")
		return
	}
	into.SetBool(n.text == "true")
}

func (d *decoder) integer(n *node, into reflect.Value, pointer string) {
	number, err := strconv.ParseInt(n.text, 10, 32)
	if n.form != formNumber || err != nil || strconv.FormatInt(number, 10) != n.text {
		d.mismatch(n, pointer, "A whole number belongs here, without quotes.")
		return
	}
	into.SetInt(number)
}

func (d *decoder) text(n *node, into reflect.Value, pointer string) {
	switch {
	case d.unfit(n, pointer):
	case n.form != formText:
		d.mismatch(n, pointer, "A text belongs here; put it between quotes.")
	default:
		into.SetString(n.text)
	}
}

func (d *decoder) scalar(n *node, into Scalar, pointer string) {
	if d.unfit(n, pointer) {
		return
	}
	err := into.ReadScalar(Form(n.form), n.text)
	if refused := (Unfit{}); errors.As(err, &refused) {
		d.add(place{n.line, n.column}, pointer, refused.Code, refused.Message)
	} else if err != nil {
		d.mismatch(n, pointer, err.Error())
	}
}

// unfit reports what is no single value, or no text that can be kept.
func (d *decoder) unfit(n *node, pointer string) bool {
	switch {
	case n.form == formList || n.form == formMapping:
		d.mismatch(n, pointer, "A single value belongs here, not a list or named fields.")
	case strings.ContainsRune(n.text, 0) || !utf8.ValidString(n.text):
		d.mismatch(n, pointer, "A text is valid UTF-8 without NUL characters.")
	default:
		return false
	}
	return true
}
