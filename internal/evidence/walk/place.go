package walk

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"memsure/internal/fault"
)

// maxPointer bounds pointers in messages: keys are the file's own.
const maxPointer = 300

const remedy = "Make the file again with its tool, or check it against the format's schema, and upload it anew."

// Place is the JSON Pointer of the value read last, cut at a key when long.
func (w *Walk) Place() string { return shortened(w.dec.StackPointer()) }

// Offset is the number of bytes read so far, from the start of the file.
func (w *Walk) Offset() int64 { return w.skipped + w.dec.InputOffset() }

// next is the offset, within the document, of the value that was peeked at.
func (w *Walk) next() int64 {
	offset := w.dec.InputOffset()
	for _, b := range w.dec.UnreadBuffer() {
		if !strings.ContainsRune(" \t\r\n,:", rune(b)) {
			break
		}
		offset++
	}
	return offset
}

// Stop fails the walk at the value read last; for what a format itself
// forbids. It returns false, for the convenience of callers in a condition.
func (w *Walk) Stop(kind fault.Kind, code, message string) bool {
	if w.err != nil {
		return false
	}
	return w.stop(kind, code, message, w.dec.InputOffset())
}

func (w *Walk) stop(kind fault.Kind, code, message string, offset int64) bool {
	w.err = w.faultAt(kind, code, message, w.Place(), offset)
	return false
}

func (w *Walk) faultAt(kind fault.Kind, code, message, pointer string, offset int64) *fault.Error {
	return fault.New(kind, "evidence_"+code, message).WithRemedy(remedy).
		With(fault.Field{Pointer: pointer, Offset: w.skipped + offset, Code: code, Message: message})
}

// over fails the walk because of a limit, whose value the message prints.
func (w *Walk) over(code, format string, limit int) bool {
	return w.stop(fault.TooLarge, code, fmt.Sprintf(format, limit), w.dec.InputOffset())
}

func (w *Walk) tooDeep() bool {
	return w.over("too_deep", "The file nests objects and lists deeper than %d levels.", w.limits.Depth)
}

func (w *Walk) tooManyKeys() bool {
	return w.over("too_many_keys", "An object has more than %d keys.", w.limits.Members)
}

func (w *Walk) keyTooLong() bool {
	return w.over("key_too_long", "A key is longer than %d bytes.", w.limits.KeyLen)
}

func (w *Walk) tooLong() bool {
	return w.over("value_too_long", "A single value is longer than %d bytes.", w.limits.StringLen)
}

// fail records what the token reader reported, in words of our own: its texts
// quote the file.
func (w *Walk) fail(err error) bool {
	var syntax *jsontext.SyntacticError
	switch {
	case errors.Is(err, errBytes):
		w.over("file_too_large", "The file is larger than %d bytes.", int(w.limits.Bytes))
	case errors.Is(err, errLong):
		w.tooLong()
	case errors.As(err, &syntax):
		w.err = w.syntax(syntax)
	case errors.Is(err, io.EOF):
		w.stop(fault.Invalid, "truncated", "The file ends before the JSON document does.", w.dec.InputOffset())
	case err == nil:
		w.stop(fault.Invalid, "not_json", "The file is not valid JSON here.", w.dec.InputOffset())
	default:
		w.err = fault.Wrap(err, "read evidence")
	}
	return false
}

func (w *Walk) syntax(err *jsontext.SyntacticError) *fault.Error {
	code, message := "not_json", "The file is not valid JSON here."
	switch {
	case errors.Is(err, jsontext.ErrDuplicateName):
		code, message = "duplicate_key", "An object has the same key twice."
	case errors.Is(err, io.ErrUnexpectedEOF):
		code, message = "truncated", "The file ends before the JSON document does."
	}
	return w.faultAt(fault.Invalid, code, message, shortened(err.JSONPointer), err.ByteOffset)
}

// shortened cuts a long pointer after its last whole key.
func shortened(pointer jsontext.Pointer) string {
	if len(pointer) <= maxPointer {
		return string(pointer)
	}
	cut := strings.ToValidUTF8(string(pointer[:maxPointer]), "")
	return cut[:max(strings.LastIndexByte(cut, '/'), 0)]
}
