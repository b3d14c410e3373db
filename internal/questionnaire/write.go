package questionnaire

import (
	"bytes"
	"encoding/json"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"memsure/internal/authored"
)

// ToYAML writes a version as a file an author can go on with, fields in the
// order of the definition. Load reads it back to the same digest. The writer
// is our own: it quotes every text that any YAML reader could take for
// something else.
func ToYAML(def *Definition) ([]byte, error) {
	var w yamlWriter
	w.mapping(reflect.ValueOf(def).Elem(), 0)
	return w.out.Bytes(), nil
}

type yamlWriter struct{ out bytes.Buffer }

// mapping writes the fields that are set, the first of them where the pen is.
func (w *yamlWriter) mapping(v reflect.Value, indent int) {
	first := true
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			continue
		}
		if !first {
			w.margin(indent)
		}
		first = false
		w.out.WriteString(authored.FieldName(v.Type().Field(i)) + ":")
		w.member(reflect.Indirect(v.Field(i)), indent+2)
	}
	if first {
		w.out.WriteString("{}\n")
	}
}

func (w *yamlWriter) member(v reflect.Value, indent int) {
	switch {
	case v.Kind() == reflect.Struct:
		w.newLine(indent)
		w.mapping(v, indent)
	case v.Kind() == reflect.Slice && v.Len() > 0 && v.Index(0).Kind() == reflect.Struct:
		for i := range v.Len() {
			w.newLine(indent)
			w.out.WriteString("- ")
			w.mapping(v.Index(i), indent+2)
			w.out.Truncate(w.out.Len() - 1)
		}
		w.out.WriteByte('\n')
	default:
		w.out.WriteString(" " + scalarYAML(v) + "\n")
	}
}

func (w *yamlWriter) newLine(indent int) {
	w.out.WriteByte('\n')
	w.margin(indent)
}

func (w *yamlWriter) margin(indent int) { w.out.WriteString(strings.Repeat(" ", indent)) }

// scalarYAML writes a single value, or a list of them in brackets.
func scalarYAML(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Slice:
		items := make([]string, v.Len())
		for i := range items {
			items[i] = scalarYAML(v.Index(i))
		}
		return "[" + strings.Join(items, ", ") + "]"
	case reflect.Bool:
		return strconv.FormatBool(v.Bool())
	case reflect.Int:
		return strconv.FormatInt(v.Int(), 10)
	default:
		return textYAML(v.String())
	}
}

// plainText is text that no version of YAML reads as anything but text.
var plainText = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_./-]*( [A-Za-z0-9_./()-]+)*[?.]?$`)

var wordsOfYAML = regexp.MustCompile(`^(?i:y|n|yes|no|on|off|true|false|null)$`)

func textYAML(text string) string {
	if plainText.MatchString(text) && !wordsOfYAML.MatchString(text) {
		return text
	}
	var quoted bytes.Buffer
	encoder := json.NewEncoder(&quoted)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(text) // a string always encodes
	return escapeRare(strings.TrimSuffix(quoted.String(), "\n"))
}

// escapeRare escapes characters that JSON lets stand and YAML may not.
func escapeRare(quoted string) string {
	var out strings.Builder
	for _, r := range quoted {
		if r == 0x7f || r >= 0x80 && r <= 0xa0 || r == 0xfeff {
			out.WriteString(`\u` + strconv.FormatInt(0x10000+int64(r), 16)[1:])
			continue
		}
		out.WriteRune(r)
	}
	return out.String()
}
