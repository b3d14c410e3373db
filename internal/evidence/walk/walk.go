// Package walk reads JSON evidence token by token under limits, without ever
// holding the document. It is what the readers of JSON formats are built on.
//
// A walk remembers its first failure, like bufio.Scanner: afterwards every
// method returns at once with an empty result, so that readers need not check
// after each step, only at the end with Err. Failures carry the byte offset
// and the JSON Pointer of the place, and never content of the file other than
// the keys in that pointer.
//
// See [Walk.Object] for the shape of the loops.
package walk

import (
	"bytes"
	"errors"
	"io"

	"github.com/go-json-experiment/json/jsontext"

	"memsure/internal/evidence"
	"memsure/internal/fault"
)

// Walk is one pass over one JSON document. Make one with New; it is not safe
// for use by several goroutines.
type Walk struct {
	dec      *jsontext.Decoder
	limits   evidence.Limits
	warnings *evidence.Warnings
	skipped  int64 // bytes of byte-order mark before the document
	name     []byte
	text     []byte // scratch for unescaping
	err      error
}

// New starts a walk at the beginning of r. A UTF-8 byte-order mark is skipped.
// Duplicate keys, invalid UTF-8 and everything over the limits fail the walk;
// null where a value is expected is a warning and reads as absent.
func New(r io.Reader, limits evidence.Limits, warnings *evidence.Warnings) *Walk {
	w := &Walk{limits: limits, warnings: warnings}
	guard := newGuard(r, limits)
	w.skipped = guard.skipMark()
	w.dec = jsontext.NewDecoder(guard)
	guard.walked = w.dec.InputOffset
	return w
}

// Err returns what stopped the walk: a fault with the place for a broken file
// or one over a limit, the plain error where the source could not be read,
// nil while all is well.
func (w *Walk) Err() error { return w.err }

// Ok reports that nothing has failed.
func (w *Walk) Ok() bool { return w.err == nil }

// Object enters an object and reports whether there is one; the loop over its
// members is
//
//	if w.Object() {
//		for w.Key() {
//			switch string(w.Name()) {
//			case "name":
//				name = w.Text()
//			default:
//				w.Skip()
//			}
//		}
//	}
//
// The body must consume exactly one value a turn. Anything but an object or
// null fails the walk.
func (w *Walk) Object() bool { return w.enter('{', "an object") }

// Array enters an array, whose items are walked with Item as an object's
// members are with Key. Anything but an array or null fails the walk.
func (w *Walk) Array() bool { return w.enter('[', "a list") }

func (w *Walk) enter(kind jsontext.Kind, expected string) bool {
	if w.err != nil || !w.expect(kind, expected) {
		return false
	}
	if _, err := w.dec.ReadToken(); err != nil {
		return w.fail(err)
	}
	if w.dec.StackDepth() > w.limits.Depth {
		return w.tooDeep()
	}
	return true
}

// expect looks at the next value. A null is consumed with a warning; another
// kind fails the walk with the value's place.
func (w *Walk) expect(kind jsontext.Kind, expected string) bool {
	switch next := w.dec.PeekKind(); next {
	case kind:
		return true
	case 0, '}', ']':
		_, err := w.dec.ReadToken()
		return w.fail(err)
	case 'n':
		if _, err := w.dec.ReadToken(); err != nil {
			return w.fail(err)
		}
		w.warnings.AddAt(w.Place, "null_value", "The value is null; it was read as absent.")
		return false
	}
	offset := w.next()
	if _, err := w.dec.ReadToken(); err != nil {
		return w.fail(err)
	}
	return w.stop(fault.Invalid, "wrong_type", "The value is not "+expected+", as the format requires.", offset)
}

// Key moves to the next member of the object entered last and reports whether
// there is one; at the end it leaves the object.
func (w *Walk) Key() bool {
	if w.err != nil {
		return false
	}
	if w.dec.PeekKind() == '}' {
		return w.leave()
	}
	name, err := w.dec.ReadValue()
	if err != nil {
		return w.fail(err)
	}
	if len(name) > w.limits.KeyLen+2 {
		return w.keyTooLong()
	}
	w.name = unquote(name, &w.text)
	if _, read := w.dec.StackIndex(w.dec.StackDepth()); read > 2*int64(w.limits.Members) {
		return w.tooManyKeys()
	}
	return true
}

// Name is the key that Key moved to, valid until anything else is read.
func (w *Walk) Name() []byte { return w.name }

// Item reports whether the array entered last has another item; at the end it
// leaves the array.
func (w *Walk) Item() bool {
	if w.err != nil {
		return false
	}
	if w.dec.PeekKind() == ']' {
		return w.leave()
	}
	return true
}

func (w *Walk) leave() bool {
	if _, err := w.dec.ReadToken(); err != nil {
		return w.fail(err)
	}
	return false
}

// Is reports whether the next value is of the kind: '{', '[', '"', '0', 't',
// 'f' or 'n'.
func (w *Walk) Is(kind jsontext.Kind) bool { return w.err == nil && w.dec.PeekKind() == kind }

// Text reads a string that is going to be kept: at most TextLen bytes, without
// NUL. Null reads as "" with a warning; anything else fails the walk.
func (w *Walk) Text() string {
	raw, offset := w.raw()
	if raw == nil {
		return ""
	}
	text := unquote(raw, &w.text)
	switch {
	case len(text) > w.limits.TextLen:
		w.stop(fault.TooLarge, "text_too_long", "A text is longer than names and versions may be.", offset)
	case bytes.IndexByte(text, 0) >= 0:
		w.stop(fault.Invalid, "text_with_nul", "A text holds the character NUL.", offset)
	default:
		return string(text)
	}
	return ""
}

// Bytes reads a string of any length within StringLen and gives its content,
// valid until the next call. Null reads as nil with a warning; anything else
// fails the walk.
func (w *Walk) Bytes() []byte {
	raw, _ := w.raw()
	if raw == nil {
		return nil
	}
	return unquote(raw, &w.text)
}

func (w *Walk) raw() (raw jsontext.Value, offset int64) {
	if w.err != nil || !w.expect('"', "text") {
		return nil, 0
	}
	raw, err := w.dec.ReadValue()
	if err != nil {
		w.fail(err)
		return nil, 0
	}
	if len(raw) > w.limits.StringLen+2 {
		w.tooLong()
		return nil, 0
	}
	return raw, w.dec.InputOffset() - int64(len(raw))
}

// Int reads a whole number. Null reads as absent with a warning; anything else
// fails the walk.
func (w *Walk) Int() (n int64, ok bool) {
	if w.err != nil || !w.expect('0', "a whole number") {
		return 0, false
	}
	offset := w.next()
	token, err := w.dec.ReadToken()
	if err != nil {
		return 0, w.fail(err)
	}
	n, err = token.Int()
	if err != nil {
		return 0, w.stop(fault.Invalid, "wrong_type", "The value is not a whole number, as the format requires.", offset)
	}
	return n, true
}

// Skip passes over the next value, whatever it is, under the same limits.
func (w *Walk) Skip() {
	if w.err != nil {
		return
	}
	depth := w.dec.StackDepth()
	for {
		start := w.dec.InputOffset()
		token, err := w.dec.ReadToken()
		if err != nil {
			w.fail(err)
			return
		}
		now := w.dec.StackDepth()
		switch token.Kind() {
		case '{', '[':
			if now > w.limits.Depth {
				w.tooDeep()
				return
			}
		case '"':
			if !w.skippable(token, now, w.dec.InputOffset()-start) {
				return
			}
		}
		if now <= depth {
			return
		}
	}
}

// skippable checks a string token on the way: a key by the limits for keys, a
// value by its length. span is the token's length with the space before it,
// which saves looking at short ones.
func (w *Walk) skippable(token jsontext.Token, depth int, span int64) bool {
	kind, read := w.dec.StackIndex(depth)
	limit := w.limits.StringLen
	isKey := kind == '{' && read%2 == 1
	if isKey {
		limit = w.limits.KeyLen
	}
	switch {
	case isKey && read > 2*int64(w.limits.Members):
		return w.tooManyKeys()
	case span <= int64(limit) || len(token.String()) <= limit:
		return true
	case isKey:
		return w.keyTooLong()
	}
	return w.tooLong()
}

// End requires that nothing follows the document but white space.
func (w *Walk) End() {
	if w.err != nil {
		return
	}
	kind := w.dec.PeekKind()
	offset := w.next()
	if kind != 0 {
		w.stop(fault.Invalid, "trailing_data", "Something follows the end of the JSON document.", offset)
		return
	}
	if _, err := w.dec.ReadToken(); !errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		w.fail(err)
	}
}

// unquote gives a string's content. What needs unescaping goes through scratch.
func unquote(raw jsontext.Value, scratch *[]byte) []byte {
	if bytes.IndexByte(raw, '\\') < 0 {
		return raw[1 : len(raw)-1]
	}
	*scratch, _ = jsontext.AppendUnquote((*scratch)[:0], raw)
	return *scratch
}
