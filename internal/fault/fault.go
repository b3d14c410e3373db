// Package fault is memsure's one vocabulary of failure. Every room returns
// these errors or wraps them; each edge (HTTP, command line, pages) translates
// them once. The package knows no status codes, no transport and no storage.
package fault

import (
	"errors"
	"fmt"
	"time"
)

// Kind says what sort of failure happened, in terms a caller can act on.
type Kind uint8

// The kinds, from the caller's point of view.
const (
	Internal             Kind = iota // our fault; details are logged, never shown
	Invalid                          // the input means nothing; Fields say where
	NotFound                         // absent, or not yours: the two answer alike
	Conflict                         // right input, wrong moment or state
	Stale                            // If-Match named an older version; Current is today's
	PreconditionRequired             // an edit without If-Match
	Forbidden                        // known caller, not allowed
	Unauthenticated                  // unknown caller
	Gone                             // it existed for this caller and is over (expired, used)
	TooLarge                         // over a published limit
	RateLimited                      // too many; RetryAfter says when
	Unavailable                      // try again later; nothing was changed
	Unsupported                      // media type or format not spoken here
	MethodNotAllowed                 // the path exists, the method does not
)

// Field is one place in the input that is wrong. Pointer is an RFC 6901 JSON
// Pointer into the submitted document; Line and Column (1-based) and Offset
// (bytes, 0-based) place errors in text files, and are zero when unknown.
// Message never repeats submitted values.
type Field struct {
	Pointer string
	Line    int
	Column  int
	Offset  int64
	Code    string
	Message string
	Snippet string // lines of the author's own file around the place; command line only
}

// Error is a failure with a stable machine code, a sentence for people and
// what to do about it.
type Error struct {
	Kind       Kind
	Code       string // stable, snake_case, part of the contract
	Message    string // one clear sentence without internals
	Remedy     string // what the reader can do; may be empty
	Fields     []Field
	Current    string        // today's ETag, with Stale
	RetryAfter time.Duration // with RateLimited and Unavailable
	cause      error
}

// New returns an error of a kind with a stable code and a sentence.
func New(kind Kind, code, message string) *Error {
	return &Error{Kind: kind, Code: code, Message: message}
}

// Newf is New with a formatted sentence. Arguments must not be user input.
func Newf(kind Kind, code, format string, args ...any) *Error {
	return New(kind, code, fmt.Sprintf(format, args...))
}

// Wrap hides a cause behind an internal error: the cause is logged once at the
// edge and never shown. A cause that is already a fault passes through.
func Wrap(cause error, doing string) error {
	if cause == nil {
		return nil
	}
	var known *Error
	if errors.As(cause, &known) {
		return cause
	}
	return &Error{Kind: Internal, Code: "internal", Message: "Something went wrong on our side.",
		cause: fmt.Errorf("%s: %w", doing, cause)}
}

// Error gives the sentence, for logs with its cause.
func (e *Error) Error() string {
	text := e.Code + ": " + e.Message
	if e.cause != nil {
		text += ": " + e.cause.Error()
	}
	for i, f := range e.Fields {
		if i == 3 {
			text += fmt.Sprintf("; and %d more", len(e.Fields)-i)
			break
		}
		text += "; " + f.String()
	}
	return text
}

// Unwrap gives the hidden cause.
func (e *Error) Unwrap() error { return e.cause }

// WithCause attaches the cause for the log and returns e.
func (e *Error) WithCause(cause error) *Error { e.cause = cause; return e }

// WithRemedy says what the reader can do and returns e.
func (e *Error) WithRemedy(remedy string) *Error { e.Remedy = remedy; return e }

// At adds one wrong place by JSON Pointer and returns e.
func (e *Error) At(pointer, code, message string) *Error {
	e.Fields = append(e.Fields, Field{Pointer: pointer, Code: code, Message: message})
	return e
}

// With adds wrong places and returns e.
func (e *Error) With(fields ...Field) *Error { e.Fields = append(e.Fields, fields...); return e }

// String places the message: "12:3 text" in files, "/pointer text" in documents.
func (f Field) String() string {
	switch {
	case f.Line > 0:
		return fmt.Sprintf("%d:%d: %s", f.Line, f.Column, f.Message)
	case f.Pointer != "":
		return f.Pointer + ": " + f.Message
	default:
		return f.Message
	}
}

// KindOf gives the kind of err; anything that is not a fault is Internal.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Is reports whether err is a fault of this kind.
func Is(err error, kind Kind) bool {
	var e *Error
	return errors.As(err, &e) && e.Kind == kind
}

// Code gives the stable code of err, "internal" when it has none.
func Code(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return "internal"
}
