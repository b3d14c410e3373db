package questionnaire

import (
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"memsure/internal/fault"
)

// decode fills a struct from a tree, by the names of its json tags, and
// reports everything that does not fit: unknown and repeated fields and values
// of another type. Values left out stay zero.
func decode(root *node, into any) []fault.Field {
	var d decoder
	d.value(root, reflect.ValueOf(into).Elem(), "")
	return d.wrong
}

type decoder struct{ wrong []fault.Field }

func (d *decoder) add(at place, pointer, code, message string) {
	d.wrong = append(d.wrong, fault.Field{Pointer: pointer, Line: at.line, Column: at.column, Code: code, Message: message})
}

func (d *decoder) mismatch(n *node, pointer, message string) {
	d.add(place{n.line, n.column}, pointer, "wrong_type", message)
}

var (
	decimalType = reflect.TypeFor[Decimal]()
	literalType = reflect.TypeFor[Literal]()
)

func (d *decoder) value(n *node, into reflect.Value, pointer string) {
	if n.form == formNull {
		d.mismatch(n, pointer, "A value belongs here; leave the field out if there is none.")
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
			d.add(place{k.line, k.column}, pointer, "unknown_field", "There is no such field; here belong: "+fieldNames(into.Type())+".")
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
		fields[fieldName(t.Field(i))] = i
	}
	return fields
}

func fieldName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

func fieldNames(t reflect.Type) string {
	names := make([]string, t.NumField())
	for i := range names {
		names[i] = fieldName(t.Field(i))
	}
	return strings.Join(names, ", ")
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
	case n.form == formList || n.form == formMapping:
		d.mismatch(n, pointer, "A single value belongs here, not a list or named fields.")
	case into.Type() == decimalType:
		d.decimal(n, into, pointer)
	case strings.ContainsRune(n.text, 0) || !utf8.ValidString(n.text):
		d.mismatch(n, pointer, "A text is valid UTF-8 without NUL characters.")
	case into.Type() == literalType:
		into.SetString(n.text)
	case n.form != formText:
		d.mismatch(n, pointer, "A text belongs here; put it between quotes.")
	default:
		into.SetString(n.text)
	}
}

func (d *decoder) decimal(n *node, into reflect.Value, pointer string) {
	decimal, err := ParseDecimal(n.text)
	if n.form == formBoolean {
		err = errNotDecimal
	}
	if err != nil {
		d.add(place{n.line, n.column}, pointer, "not_decimal", sentence(err))
		return
	}
	into.SetString(string(decimal))
}
