package pdf_test

import (
	"bytes"
	"io"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"memsure/internal/questionnaire"
	"memsure/internal/questionnaire/questionnairetest"
	"memsure/internal/report"
	"memsure/internal/report/html"
	"memsure/internal/report/pdf"
)

func sheetOf(t *testing.T, scoring bool) (report.Questionnaire, []byte) {
	t.Helper()
	source, err := os.ReadFile("../../../questionnaires/supplier-memory-safety-1.0.0.yaml")
	if err != nil {
		t.Fatal(err)
	}
	def, err := questionnaire.Load(source)
	if err != nil {
		t.Fatal(err)
	}
	_, digest, err := questionnaire.Canonical(def)
	if err != nil {
		t.Fatal(err)
	}
	view := report.BuildQuestionnaire(def, digest, scoring)
	var out bytes.Buffer
	if err := pdf.Questionnaire(&out, view); err != nil {
		t.Fatal(err)
	}
	return view, out.Bytes()
}

func TestQuestionnaireSheetIsAlwaysTheSame(t *testing.T) {
	_, first := sheetOf(t, true)
	_, second := sheetOf(t, true)
	if !bytes.Equal(first, second) {
		t.Error("the same view gave two files")
	}
	if _, bare := sheetOf(t, false); len(bare) >= len(first) {
		t.Error("the sheet without scoring is no shorter")
	}
	if dir := os.Getenv("MEMSURE_SHEETS"); dir != "" { // to be looked at
		if err := os.WriteFile(dir+"/sheet.pdf", first, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// Every question stands on the sheet once; marks and weights only where they
// were asked for.
func TestQuestionnaireViewSaysEverything(t *testing.T) {
	for _, scoring := range []bool{true, false} {
		view, _ := sheetOf(t, scoring)
		asked := 0
		for _, section := range view.Sections {
			for _, q := range section.Questions {
				asked++
				if q.Text == "" || q.Kind == "" || q.Number != section.Letter+strings.TrimPrefix(q.Number, section.Letter) {
					t.Errorf("%s: %+v", q.ID, q)
				}
				if told := q.Weight != "" || q.Marks != ""; told != scoring {
					t.Errorf("%s: weight %q and marks %q, scoring %v", q.ID, q.Weight, q.Marks, scoring)
				}
			}
		}
		if asked != 34 {
			t.Errorf("%d questions, want 34", asked)
		}
		if (len(view.KnockOuts) > 0) != scoring {
			t.Errorf("%d knock-outs, scoring %v", len(view.KnockOuts), scoring)
		}
	}
}

// Whatever an author writes can be drawn, on paper and as a page.
func TestAnyQuestionnaireCanBeDrawn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		def := questionnairetest.Definition(t)
		def.Sections[0].Questions[0].Text = rapid.String().Draw(t, "text") + "\U0001F980\u202e\x00"
		view := report.BuildQuestionnaire(def, "sha256:0", rapid.Bool().Draw(t, "scoring"))
		if err := pdf.Questionnaire(io.Discard, view); err != nil {
			t.Fatal(err)
		}
		if err := html.Questionnaire(io.Discard, view); err != nil {
			t.Fatal(err)
		}
	})
}
