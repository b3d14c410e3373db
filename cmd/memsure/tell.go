package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"memsure/internal/fault"
)

// tell prints an error for people: what is wrong, where, and what to do. An
// operator at a command line also gets the cause, which callers of the service
// never see.
func (w *world) tell(err error) { w.tellAbout("", err) }

// tellAbout is tell with the file that the error is about.
func (w *world) tellAbout(file string, err error) {
	head := "memsure: "
	if file != "" {
		head += file + ": "
	}
	var f *fault.Error
	if !errors.As(err, &f) {
		fmt.Fprintf(w.stderr, "%s%s\n", head, err)
		return
	}
	fmt.Fprintf(w.stderr, "%s%s\n", head, f.Message)
	for _, field := range f.Fields {
		fmt.Fprintf(w.stderr, "  %s\n", field.String())
	}
	if cause := f.Unwrap(); cause != nil {
		fmt.Fprintf(w.stderr, "Cause: %s\n", cause)
	}
	if f.Remedy != "" {
		fmt.Fprintln(w.stderr, f.Remedy)
	}
}

// remark tells something that is no error and that a person should know; it
// stays out of standard output, which may be read by a program.
func (w *world) remark(sentence string) { fmt.Fprintf(w.stderr, "remark: %s\n", sentence) }

// tellPlaces prints errors of a file as compilers do, with the lines around.
func tellPlaces(out io.Writer, file string, fields []fault.Field) {
	for _, field := range fields {
		fmt.Fprintf(out, "%s: error: %s\n", position(file, field.Line, field.Column, field.Pointer), field.Message)
		for line := range strings.Lines(field.Snippet) {
			fmt.Fprintf(out, "    %s\n", strings.TrimRight(line, "\n"))
		}
	}
}

// position names a place: by line and column where they are known, else by
// JSON Pointer.
func position(file string, line, column int, pointer string) string {
	switch {
	case line > 0:
		return fmt.Sprintf("%s:%d:%d", file, line, column)
	case pointer != "":
		return file + ": " + pointer
	default:
		return file
	}
}

// writeJSON prints a value for scripts.
func (w *world) writeJSON(v any) error {
	enc := json.NewEncoder(w.stdout)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return fault.Wrap(enc.Encode(v), "write JSON")
}

// table aligns columns; cells of a row are separated by tabs.
func table(out io.Writer, rows func(row func(cells ...string))) error {
	t := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	rows(func(cells ...string) { fmt.Fprintln(t, strings.Join(cells, "\t")) })
	return fault.Wrap(t.Flush(), "write a table")
}

// problem is an error as --json prints it.
type problem struct {
	Code    string  `json:"code"`
	Message string  `json:"message"`
	Remedy  string  `json:"remedy,omitempty"`
	Errors  []place `json:"errors,omitempty"`
}

// place is one wrong place as --json prints it.
type place struct {
	Pointer string `json:"pointer,omitempty"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
	Offset  int64  `json:"offset,omitempty"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

func problemOf(err error) *problem {
	var f *fault.Error
	if !errors.As(err, &f) {
		return nil
	}
	p := &problem{Code: f.Code, Message: f.Message, Remedy: f.Remedy}
	for _, field := range f.Fields {
		p.Errors = append(p.Errors, place{field.Pointer, field.Line, field.Column, field.Offset, field.Code, field.Message})
	}
	return p
}
