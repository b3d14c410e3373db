package csv_test

import (
	"bytes"
	stdcsv "encoding/csv"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"memsure/internal/report"
	"memsure/internal/report/csv"
)

func hostile() *rapid.Generator[string] {
	return rapid.OneOf(rapid.String(), rapid.StringMatching(`[ \t\r\n;"'\x{200B}\x{FEFF}]{0,3}[=+@＝＋－＠-][A-Z0-9!|' ]{0,8}[;\t\n]?[=@+-]?.{0,3}`),
		rapid.SampledFrom([]string{`=cmd|'/C calc'!A0`, "a;=1+1", "x\t@SUM(1)", "\t=1", "\u00a0＝1", "-1+1", "-5", "+5", "\ufeff=1", `"=1`}))
}

// number can do nothing: a program that reads it gets that number.
var number = regexp.MustCompile(`^-?[0-9.]+$`)

// startsFormula looks for what a program could take for a formula, wherever
// one that splits at semicolons, tabs or line ends could see the start of a
// cell.
func startsFormula(text string) bool {
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(";\t\r\n", r) }) {
		part = strings.TrimLeftFunc(part, func(r rune) bool {
			return r == '"' || unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
		})
		if part != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(part)[0]) {
			return true
		}
	}
	return false
}

// No text, wherever it stands, becomes a formula.
func TestNoFieldIsAFormula(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := hostile().Draw(t, "text")
		view := report.Response{Subject: report.Subject{Vendor: text, Product: text}, Sections: []report.ResponseSection{{Title: text,
			Questions: []report.ResponseQuestion{{ID: "q", Text: text, Answer: text, Comment: text, NAReason: text, Citation: text,
				Table: &report.Table{Head: []string{text}, Rows: [][]string{{text}}}}}}}}
		card := report.Scorecard{Subject: view.Subject, Sections: []report.Section{{Title: text, Questions: []report.Question{
			{ID: "q", Text: text, Answer: text, Comment: text, Why: text, Reviews: []string{text}, MapsTo: []string{text}}}}}}
		var out, again bytes.Buffer
		for _, err := range []error{csv.Response(&out, view), csv.Response(&again, view)} {
			if err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(out.Bytes(), again.Bytes()) {
			t.Fatal("the same view gave two files")
		}
		check(t, out.Bytes(), 20)
		out.Reset()
		if err := csv.Scorecard(&out, card); err != nil {
			t.Fatal(err)
		}
		check(t, out.Bytes(), 24)
	})
}

func check(t *rapid.T, file []byte, columns int) {
	rest, ok := bytes.CutPrefix(file, []byte("\xef\xbb\xbf"))
	rows, err := stdcsv.NewReader(bytes.NewReader(rest)).ReadAll()
	if err != nil || !ok || len(rows) != 2 || len(rows[1]) != columns {
		t.Fatalf("%v, %d rows, %q", err, len(rows), file)
	}
	for _, field := range rows[1] {
		if startsFormula(field) && !number.MatchString(field) {
			t.Fatalf("a field that could be a formula: %q", field)
		}
	}
}

func TestNumbersStayNumbers(t *testing.T) {
	for text, want := range map[string]string{"-5": "-5", "-5.25": "-5.25", "62.4": "62.4", "-5+1": "'-5+1", "+5": "'+5", "plain": "plain", "": ""} {
		if got := csv.Safe(text); got != want {
			t.Errorf("%q became %q", text, got)
		}
	}
}
