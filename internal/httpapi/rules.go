package httpapi

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"

	"memsure/internal/fault"
)

// formats judges dates as the generated code will read them: the validation
// library alone lets 31 February pass.
var formats = []openapi3.SchemaValidationOption{openapi3.WithStringFormatValidators(map[string]openapi3.StringFormatValidator{
	"date":      openapi3.NewCallbackValidator(parses(time.DateOnly)),
	"date-time": openapi3.NewCallbackValidator(parses(time.RFC3339)),
})}

func parses(layout string) func(string) error {
	return func(s string) error {
		_, err := time.Parse(layout, s)
		return err
	}
}

// schemaFields turns what the validation library found into places and rules.
// The library's own texts hold the submitted values and are never used.
func schemaFields(base string, err error) []fault.Field {
	if many, ok := err.(openapi3.MultiError); ok { //nolint:errorlint // only the list itself; a schema error may wrap one
		var out []fault.Field
		for _, one := range many {
			out = append(out, schemaFields(base, one)...)
		}
		return out
	}
	var request *openapi3filter.RequestError
	var many openapi3.MultiError
	var schema *openapi3.SchemaError
	switch {
	case errors.As(err, &request) && errors.As(request.Err, &many):
		return schemaFields(base, many)
	case errors.As(err, &schema):
		return []fault.Field{schemaField(base, schema)}
	case errors.Is(err, openapi3filter.ErrInvalidRequired), errors.Is(err, openapi3filter.ErrInvalidEmptyValue):
		return []fault.Field{{Pointer: base, Code: "required", Message: "This is missing or empty."}}
	default:
		return []fault.Field{{Pointer: base, Code: "type", Message: "This cannot be read as the type the contract gives it."}}
	}
}

func schemaField(base string, e *openapi3.SchemaError) fault.Field {
	at := base
	for _, step := range e.JSONPointer() {
		at = pointer(at, step)
	}
	code, message := rule(e)
	if code == "unknown_member" {
		if name, err := strconv.QuotedPrefix(strings.TrimPrefix(e.Reason, "property ")); err == nil {
			name, _ = strconv.Unquote(name)
			at = pointer(at, name)
		}
	}
	return fault.Field{Pointer: at, Code: code, Message: message}
}

// typeWords name JSON types for people who may have left out quotation marks.
var typeWords = map[string]string{
	"string": "a text in quotation marks", "boolean": "true or false, without quotation marks",
	"integer": "a whole number, without quotation marks", "number": "a number, without quotation marks",
	"array": "a list in square brackets", "object": "an object in braces",
}

// rule names the broken rule and says what is wanted, from the schema alone.
func rule(e *openapi3.SchemaError) (code, message string) {
	s := e.Schema
	switch e.SchemaField {
	case "properties", "additionalProperties":
		return "unknown_member", "There is no such member here."
	case "required":
		return "required", "This is missing."
	case "nullable":
		return "type", "This must not be null."
	case "type":
		return "type", "This must be " + typeWords[strings.Join(s.Type.Slice(), " ")] + "."
	case "enum":
		return "enum", "This must be one of: " + listed(s.Enum) + "."
	case "format":
		return "format", "This must be a valid " + s.Format + "."
	case "pattern":
		return "pattern", "This is not written as it has to be." + described(s)
	default:
		return bound(e.SchemaField, s)
	}
}

// described adds what the contract says of the value in words: a pattern tells
// a person little.
func described(s *openapi3.Schema) string {
	if s.Description == "" {
		return ""
	}
	return " Expected: " + s.Description
}

func bound(field string, s *openapi3.Schema) (code, message string) {
	switch field {
	case "minimum", "exclusiveMinimum":
		return "minimum", "This must be at least " + number(s.Min) + "."
	case "maximum", "exclusiveMaximum":
		return "maximum", "This must be at most " + number(s.Max) + "."
	case "minLength":
		return "min_length", fmt.Sprintf("This must have at least %d characters.", s.MinLength)
	case "maxLength":
		return "max_length", "This must have at most " + count(s.MaxLength) + " characters."
	case "minItems":
		return "min_items", fmt.Sprintf("This must have at least %d items.", s.MinItems)
	case "maxItems":
		return "max_items", "This must have at most " + count(s.MaxItems) + " items."
	case "uniqueItems":
		return "unique_items", "No item may be given twice."
	case "minProperties":
		return "min_members", fmt.Sprintf("This must have at least %d members.", s.MinProps)
	case "maxProperties":
		return "max_members", "This must have at most " + count(s.MaxProps) + " members."
	default:
		return "schema", "This does not fit the contract."
	}
}

func number(f *float64) string {
	if f == nil {
		return "the limit"
	}
	return strconv.FormatFloat(*f, 'f', -1, 64)
}

func count(n *uint64) string {
	if n == nil {
		return "the allowed number of"
	}
	return strconv.FormatUint(*n, 10)
}

func listed(values []any) string {
	out := make([]string, 0, len(values))
	for _, v := range values {
		out = append(out, fmt.Sprint(v))
	}
	return strings.Join(out, ", ")
}

// pointer adds one step to a JSON Pointer. A name nobody would choose is left
// out: it is the caller's text, and a problem does not repeat it.
func pointer(base, step string) string {
	if !plainName(step) {
		return base
	}
	return base + "/" + step
}

// safePointer cuts a pointer at its first step that is not a plain name.
func safePointer(p string) string {
	out := ""
	for _, step := range strings.Split(strings.TrimPrefix(p, "/"), "/") {
		if !plainName(step) {
			break
		}
		out += "/" + step
	}
	return out
}

// plainName: 1 to 64 letters, digits, dots, dashes or underscores.
func plainName(s string) bool {
	return len(s) > 0 && len(s) <= 64 && !strings.ContainsFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '.' && r != '-' && r != '_'
	})
}

// mediaTypes lists what a body may be, in order.
func (b *requestBody) mediaTypes() []string {
	out := make([]string, 0, len(b.schemas))
	for media := range b.schemas {
		out = append(out, media)
	}
	slices.Sort(out)
	return out
}
