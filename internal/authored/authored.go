// Package authored reads files that people write, in YAML or in JSON, and
// knows the place of everything in them: it accepts only what it fully
// understands, and every refusal has its line and column. Anchors, aliases,
// tags, merge keys, further documents and deep nesting are refused, so a small
// file stays small when it is read.
package authored

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"unicode/utf8"

	"memsure/internal/fault"
)

// MaxDepth bounds the lists and mappings inside one another.
const MaxDepth = 32

// MaxFaults bounds how many wrong places of a file are reported.
const MaxFaults = 100

// Kind is what one sort of file may be.
type Kind struct {
	Noun      string // "questionnaire": what a file holds one of, in messages
	MaxSize   int    // bytes, whole MiB
	MaxFields int    // of one mapping of a YAML file
}

// File is a file as its author wrote it, in a tree whose every value has a
// place. It never changes.
type File struct {
	text   []byte
	root   *node
	places places
}

// Parse reads YAML, or JSON where the first character is a brace. For a file
// that cannot be read it gives, in place of the file, what is wrong: one place
// with line, column and snippet.
func (k Kind) Parse(src []byte) (*File, []fault.Field) {
	f := &File{text: bytes.TrimPrefix(src, []byte("\ufeff"))}
	root, err := k.parse(f.text)
	if err != nil {
		return nil, f.Placed([]fault.Field{placeOf(err)})
	}
	f.root, f.places = root, placesOf(root)
	return f, nil
}

// parse turns the text into a tree, by content.
func (k Kind) parse(text []byte) (*node, error) {
	if err := k.readable(text); err != nil {
		return nil, err
	}
	if trimmed := bytes.TrimLeft(text, " \t\r\n"); len(trimmed) > 0 && trimmed[0] == '{' {
		return k.parseJSON(text)
	}
	return k.parseYAML(text)
}

// readable refuses what no parser should see.
func (k Kind) readable(text []byte) error {
	switch {
	case len(text) > k.MaxSize:
		return misplaced{code: "too_large", message: fmt.Sprintf("A %s file may have at most %d MiB.", k.Noun, k.MaxSize>>20)}
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

// Place finds the line and column of a JSON Pointer, both from 1. Where the
// author wrote nothing there, it is the nearest thing around it.
func (f *File) Place(pointer string) (line, column int) {
	at, _ := f.places.find(pointer)
	return at.line, at.column
}

// Placed gives every wrong place its line, column and snippet, in the order of
// the file and at most MaxFaults of them.
func (f *File) Placed(wrong []fault.Field) []fault.Field {
	for i := range wrong {
		if field := &wrong[i]; field.Line == 0 && f.places != nil {
			at, missing := f.places.find(field.Pointer)
			field.Line, field.Column = at.line, at.column
			if missing != "" {
				field.Message = "The field " + missing + " is missing. " + field.Message
			}
		}
	}
	slices.SortStableFunc(wrong, func(a, b fault.Field) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	wrong = wrong[:min(len(wrong), MaxFaults)]
	lines := linesOf(f.text)
	for i := range wrong {
		wrong[i].Snippet = snippet(lines, wrong[i].Line, wrong[i].Column)
	}
	return wrong
}

// linesOf splits a text where YAML does: after a line feed, a carriage return or
// both.
func linesOf(text []byte) [][]byte {
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	return bytes.Split(bytes.ReplaceAll(text, []byte("\r"), []byte("\n")), []byte("\n"))
}
