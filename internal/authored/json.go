package authored

import (
	"bytes"
	"errors"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// jsonReader reads JSON text into a tree.
type jsonReader struct {
	kind    Kind
	text    []byte
	decoder *jsontext.Decoder
	lines   lineCounter
}

// parseJSON reads exactly one JSON value.
func (k Kind) parseJSON(text []byte) (*node, error) {
	r := &jsonReader{kind: k, text: text, lines: lineCounter{text: text},
		// repeated names are found later, with a better message
		decoder: jsontext.NewDecoder(bytes.NewReader(text), jsontext.AllowDuplicateNames(true))}
	root, err := r.value(1)
	if err != nil {
		return nil, err
	}
	end := r.next()
	if _, err := r.decoder.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, at(text, end, "second_document", "The file goes on after its end; it holds one "+k.Noun+".")
	}
	return root, nil
}

// next gives the offset at which the next token starts.
func (r *jsonReader) next() int {
	offset := int(r.decoder.InputOffset())
	for offset < len(r.text) && bytes.IndexByte([]byte(" \t\r\n,:"), r.text[offset]) >= 0 {
		offset++
	}
	return offset
}

func (r *jsonReader) value(depth int) (*node, error) {
	start := r.next()
	token, err := r.decoder.ReadToken()
	if err != nil {
		return nil, r.broken(err)
	}
	out := &node{}
	out.line, out.column = r.lines.place(start)
	if depth > MaxDepth {
		return nil, misplaced{out.line, out.column, "too_deep", r.kind.tooDeep()}
	}
	switch token.Kind() {
	case 'n':
		out.form = formNull
	case 't', 'f':
		out.form, out.text = formBoolean, token.String()
	case '0':
		out.form, out.text = formNumber, token.String()
	case '"':
		out.form, out.text = formText, token.String()
	case '[':
		out.form = formList
		err = r.list(out, depth)
	default:
		out.form = formMapping
		err = r.mapping(out, depth)
	}
	return out, err
}

func (r *jsonReader) list(out *node, depth int) error {
	for r.decoder.PeekKind() != ']' {
		item, err := r.value(depth + 1)
		if err != nil {
			return err
		}
		out.items = append(out.items, item)
	}
	return r.end()
}

func (r *jsonReader) mapping(out *node, depth int) error {
	for r.decoder.PeekKind() != '}' {
		start := r.next()
		name, err := r.decoder.ReadToken()
		if err != nil {
			return r.broken(err)
		}
		k := key{name: name.String()}
		k.line, k.column = r.lines.place(start)
		item, err := r.value(depth + 1)
		if err != nil {
			return err
		}
		out.keys = append(out.keys, k)
		out.items = append(out.items, item)
	}
	return r.end()
}

func (r *jsonReader) end() error {
	if _, err := r.decoder.ReadToken(); err != nil {
		return r.broken(err)
	}
	return nil
}

func (r *jsonReader) broken(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return at(r.text, len(r.text), "syntax", "The file ends too early; a bracket or a quote is still open.")
	}
	offset := r.next()
	var syntax *jsontext.SyntacticError
	if errors.As(err, &syntax) {
		offset = min(int(syntax.ByteOffset), len(r.text))
	}
	return at(r.text, offset, "syntax", "The file is not valid JSON here; see commas, brackets and quotes.")
}

// lineCounter turns ascending offsets into lines and columns in one pass.
type lineCounter struct {
	text         []byte
	offset       int
	line, column int // from 0
}

func (c *lineCounter) place(offset int) (line, column int) {
	for ; c.offset < offset; c.offset++ {
		switch b := c.text[c.offset]; {
		case b == '\n':
			c.line, c.column = c.line+1, 0
		case b&0xC0 != 0x80: // not a continuation byte of UTF-8
			c.column++
		}
	}
	return c.line + 1, c.column + 1
}
