package httpapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"memsure/internal/fault"
)

// No request of the contract is deeper than a handful of levels.
const maxDepth = 32

// jsonReader reads one JSON document into the plain values a schema is checked
// against, and refuses what two readers might understand differently: a member
// given twice, invalid UTF-8, NUL, a number no float64 holds, anything after
// the end. Member names that differ in letter case only are left to the
// schemas, all of which are closed.
type jsonReader struct {
	dec  *jsontext.Decoder
	data []byte
	last int64 // where the token before the current one ended
}

// refusal carries the first wrong place out of the recursion.
type refusal struct{ field fault.Field }

func (r *refusal) Error() string { return r.field.Message }

// readJSON gives the document's value, or the first place where it is wrong.
func readJSON(data []byte) (any, *fault.Field) {
	r := &jsonReader{dec: jsontext.NewDecoder(bytes.NewReader(data)), data: data}
	value, err := r.value(1)
	if err == nil {
		err = r.end()
	}
	if err == nil {
		return value, nil
	}
	f := placeOf(err, data)
	return nil, &f
}

func (r *jsonReader) value(depth int) (any, error) {
	if depth > maxDepth {
		return nil, r.refuse("too_deep", "This is nested more than "+strconv.Itoa(maxDepth)+" levels deep.")
	}
	token, err := r.next()
	if err != nil {
		return nil, err
	}
	switch token.Kind() {
	case '{':
		return r.object(depth)
	case '[':
		return r.array(depth)
	case '"':
		return r.text(token)
	case '0':
		return r.number(token)
	case 'n':
		return nil, nil
	default:
		return token.Bool(), nil
	}
}

func (r *jsonReader) next() (jsontext.Token, error) {
	r.last = r.dec.InputOffset()
	return r.dec.ReadToken()
}

func (r *jsonReader) object(depth int) (any, error) {
	out := map[string]any{}
	for r.dec.PeekKind() != '}' {
		token, err := r.next()
		if err != nil {
			return nil, err
		}
		name, err := r.text(token)
		if err != nil {
			return nil, err
		}
		if out[name], err = r.value(depth + 1); err != nil {
			return nil, err
		}
	}
	_, err := r.next()
	return out, err
}

func (r *jsonReader) array(depth int) (any, error) {
	out := []any{}
	for r.dec.PeekKind() != ']' {
		v, err := r.value(depth + 1)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	_, err := r.next()
	return out, err
}

func (r *jsonReader) text(token jsontext.Token) (string, error) {
	s := token.String()
	if strings.IndexByte(s, 0) >= 0 {
		return "", r.refuse("text", "Text must not contain NUL.")
	}
	return s, nil
}

func (r *jsonReader) number(token jsontext.Token) (any, error) {
	s := token.String()
	if _, err := strconv.ParseFloat(s, 64); err != nil {
		return nil, r.refuse("number_range", "This number is too large.")
	}
	return json.Number(s), nil
}

func (r *jsonReader) end() error {
	_, err := r.next()
	if errors.Is(err, io.EOF) {
		return nil
	}
	return &refusal{fault.Field{Offset: r.start(), Code: "syntax", Message: "There is something after the end of the JSON document."}}
}

// start is where the current token begins, behind spaces and punctuation.
func (r *jsonReader) start() int64 {
	rest := r.data[r.last:]
	return r.last + int64(len(rest)-len(bytes.TrimLeft(rest, " \t\r\n,:")))
}

func (r *jsonReader) refuse(code, message string) error {
	return &refusal{fault.Field{Pointer: string(r.dec.StackPointer()), Offset: r.start(), Code: code, Message: message}}
}

// placeOf describes where and how reading failed, without the text itself.
func placeOf(err error, data []byte) fault.Field {
	f := fault.Field{Offset: int64(len(data)), Code: "syntax", Message: "This is not well-formed JSON."}
	var refused *refusal
	var syntax *jsontext.SyntacticError
	switch {
	case errors.As(err, &refused):
		f = refused.field
	case errors.As(err, &syntax):
		f.Offset, f.Pointer = syntax.ByteOffset, string(syntax.JSONPointer)
		if errors.Is(err, jsontext.ErrDuplicateName) {
			f.Code, f.Message = "duplicate_member", "This member is given twice."
		}
	default:
		f.Message = "The JSON document ends too early."
	}
	f.Pointer = safePointer(f.Pointer)
	f.Line, f.Column = lineColumn(data, f.Offset)
	return f
}

// lineColumn counts both from 1; the column is in bytes.
func lineColumn(data []byte, offset int64) (line, column int) {
	before := data[:min(max(offset, 0), int64(len(data)))]
	return bytes.Count(before, []byte("\n")) + 1, len(before) - bytes.LastIndexByte(before, '\n')
}
