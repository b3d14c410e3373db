package questionnaire

import (
	"bytes"
	"cmp"
	"errors"
	"slices"
	"unicode/utf8"

	"memsure/internal/fault"
)

// Limits of an authored file. A questionnaire of 500 questions is about 1 MB.
const (
	MaxFileSize = 1 << 20 // bytes
	MaxDepth    = 32      // lists and mappings inside one another
)

// Source is an authored file together with what it means.
type Source struct {
	Definition *Definition // complete: defaults are filled in
	text       []byte
	places     places
}

// Load reads one version of a questionnaire from YAML, or from JSON where the
// first character is a brace. It accepts only what it fully understands:
// unknown and repeated fields, anchors, aliases, tags, merge keys and second
// documents are refused, as is everything Validate refuses. Defaults are
// filled in. Every error is fault.Invalid; its fields carry line and column,
// JSON Pointer, and a snippet of the author's file for use at a terminal.
// Up to 100 places are reported, in the order of the file.
func Load(src []byte) (*Definition, error) {
	source, err := LoadSource(src)
	if err != nil {
		return nil, err
	}
	return source.Definition, nil
}

// LoadSource is Load for callers that also want Lint to know lines.
func LoadSource(src []byte) (*Source, error) {
	source := &Source{Definition: &Definition{}, text: bytes.TrimPrefix(src, []byte("\ufeff"))}
	root, err := source.parse()
	if err != nil {
		return nil, source.placed([]fault.Field{placeOf(err)})
	}
	source.places = placesOf(root)
	if wrong := decode(root, source.Definition); len(wrong) > 0 {
		return nil, source.placed(wrong)
	}
	fillDefaults(source.Definition)
	if wrong := validate(source.Definition); len(wrong) > 0 {
		return nil, source.placed(wrong)
	}
	return source, nil
}

// parse turns the text into a tree, by content.
func (s *Source) parse() (*node, error) {
	if err := readable(s.text); err != nil {
		return nil, err
	}
	if trimmed := bytes.TrimLeft(s.text, " \t\r\n"); len(trimmed) > 0 && trimmed[0] == '{' {
		return parseJSON(s.text)
	}
	return parseYAML(s.text)
}

// readable refuses what no parser should see.
func readable(text []byte) error {
	switch {
	case len(text) > MaxFileSize:
		return misplaced{code: "too_large", message: "A questionnaire file may have at most 1 MiB."}
	case bytes.IndexByte(text, 0) >= 0:
		return at(text, bytes.IndexByte(text, 0), "not_text", "The file holds a NUL character; it must be plain text.")
	case !utf8.Valid(text):
		return at(text, firstInvalid(text), "not_text", "The file is not valid UTF-8 text here.")
	default:
		return nil
	}
}

func firstInvalid(text []byte) int {
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size <= 1 {
			return i
		}
		i += size
	}
	return len(text)
}

// misplaced is one thing a parser refuses, with its place.
type misplaced struct {
	line, column  int
	code, message string
}

func (m misplaced) Error() string { return m.message }

// at places a message at a byte of the text; columns count characters.
func at(text []byte, offset int, code, message string) misplaced {
	before := text[:offset]
	start := bytes.LastIndexByte(before, '\n') + 1
	return misplaced{
		line:   bytes.Count(before, []byte("\n")) + 1,
		column: utf8.RuneCount(before[start:]) + 1,
		code:   code, message: message,
	}
}

func placeOf(err error) fault.Field {
	var m misplaced
	if errors.As(err, &m) {
		return fault.Field{Line: m.line, Column: m.column, Code: m.code, Message: m.message}
	}
	return fault.Field{Code: "syntax", Message: "The file cannot be read."}
}

// placed gives every wrong place its line, column and snippet and makes them
// one error, in the order of the file.
func (s *Source) placed(wrong []fault.Field) error {
	for i := range wrong {
		if f := &wrong[i]; f.Line == 0 && s.places != nil {
			at, missing := s.places.find(f.Pointer)
			f.Line, f.Column = at.line, at.column
			if missing != "" {
				f.Message = "The field " + missing + " is missing. " + f.Message
			}
		}
	}
	slices.SortStableFunc(wrong, func(a, b fault.Field) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	if len(wrong) > maxFaults {
		wrong = wrong[:maxFaults]
	}
	lines := bytes.Split(s.text, []byte("\n"))
	for i := range wrong {
		wrong[i].Snippet = snippet(lines, wrong[i].Line, wrong[i].Column)
	}
	return invalid(wrong)
}
