// Package csv writes reports as comma-separated text, one row a question, for
// those who work in spreadsheets: UTF-8 with a byte order mark (without it Excel
// takes the text for another encoding), fields and lines as in RFC 4180. No
// field can be taken for a formula by the program that opens it.
package csv

import (
	"bytes"
	"encoding/csv"
	"io"
	"regexp"
	"strings"
	"unicode"

	"memsure/internal/fault"
	"memsure/internal/report"
)

// mark is the byte order mark of UTF-8.
const mark = "\ufeff"

// Scorecard writes a scorecard, one row a question.
func Scorecard(w io.Writer, view report.Scorecard) error {
	return write(w, view.Subject, [2]string{"Report", view.ReportID}, view.QuestionGrid())
}

// Response writes a frozen revision, one row a question.
func Response(w io.Writer, view report.Response) error {
	return write(w, view.Subject, [2]string{"Submitted at", view.Subject.SubmittedAt}, view.Answers())
}

// write puts what the rows are about before each of them, so that files of
// several assessments can be put together.
func write(w io.Writer, about report.Subject, origin [2]string, grid report.Grid) error {
	var out bytes.Buffer
	out.WriteString(mark)
	lines := csv.NewWriter(&out)
	lines.UseCRLF = true
	head := append([]string{"Assessment", "Vendor", "Product", "Release", "Questionnaire", origin[0]}, grid.Head...)
	lead := []string{about.AssessmentID, about.Vendor, about.Product, about.Release, about.Questionnaire, origin[1]}
	rows := [][]string{head}
	for _, row := range grid.Rows {
		rows = append(rows, append(append([]string{}, lead...), row...))
	}
	for _, row := range rows {
		for i := range row {
			row[i] = Safe(row[i])
		}
		if err := lines.Write(row); err != nil {
			return fault.Wrap(err, "write csv")
		}
	}
	if lines.Flush(); lines.Error() != nil {
		return fault.Wrap(lines.Error(), "write csv")
	}
	_, err := w.Write(out.Bytes())
	return err //nolint:wrapcheck // the writer's own failure
}

// plainNumber is a number and nothing else: it cannot do anything.
var plainNumber = regexp.MustCompile(`^-?[0-9]{1,15}(\.[0-9]{1,6})?$`)

// starters begin formulas: in Excel, in its full-width forms, and in programs
// that take a tab or a line's end for the start of a cell.
const starters = "=+-@＝＋－＠﹢﹣﹦﹫−"

// Safe gives a text that no spreadsheet program takes for a formula: an
// apostrophe is put before whatever could begin one. That is looked for at the
// start, after spaces and signs that are not seen, and also after semicolons,
// tabs and line ends, because a program that expects other separators starts
// new cells there. Plain numbers stay as they are.
func Safe(text string) string {
	if plainNumber.MatchString(text) {
		return text
	}
	var out strings.Builder
	start := true
	for i, r := range text {
		switch {
		case i == 0 && (r == '\t' || r == '\r' || r == '\n'):
			out.WriteByte('\'')
		case r == ';' || r == '\t' || r == '\r' || r == '\n':
			start = true
		case start && strings.ContainsRune(starters, r):
			out.WriteByte('\'')
			start = false
		case start && !unseen(r):
			start = false
		}
		out.WriteRune(r)
	}
	return out.String()
}

// unseen tells of spaces, quotation marks and signs without a shape: programs
// drop them at the start of a cell.
func unseen(r rune) bool {
	return r == '"' || unicode.IsSpace(r) || unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zs, unicode.Mn)
}
