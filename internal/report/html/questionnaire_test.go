package html_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"memsure/internal/questionnaire"
	"memsure/internal/report"
	"memsure/internal/report/html"
)

func sheet(t *testing.T, source []byte) string {
	t.Helper()
	def, err := questionnaire.Load(source)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := html.Questionnaire(&out, report.BuildQuestionnaire(def, "sha256:0", true)); err != nil {
		t.Fatal(err)
	}
	if dir := os.Getenv("MEMSURE_SHEETS"); dir != "" { // to be looked at
		if err := os.WriteFile(dir+"/sheet.html", out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}

func TestQuestionnairePage(t *testing.T) {
	source, err := os.ReadFile("../../../questionnaires/supplier-memory-safety-1.0.0.yaml")
	if err != nil {
		t.Fatal(err)
	}
	page := sheet(t, source)
	if n := strings.Count(page, `class="question"`); n != 34 {
		t.Errorf("%d questions on the page, want 34", n)
	}
	for _, want := range []string{"Only if A1 is Yes.", "must be answered", "memsureConditions.compile", "Knock-out conditions", `data-alone="1"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for _, allowed := range []string{html.SheetScriptHash(), html.SheetStyleHash()} {
		if !strings.HasPrefix(allowed, "'sha256-") {
			t.Errorf("not a source expression: %s", allowed)
		}
	}
}

// An author's text is text, wherever it stands on the page.
func TestQuestionnairePageIsInert(t *testing.T) {
	source, err := os.ReadFile("../../questionnaire/testdata/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	hostile := strings.NewReplacer("Is there native code?", `'</script><img src=x onerror=alert(1)>'`, "label: Rust", `label: '"><script>alert(2)</script>'`).Replace(string(source))
	page := sheet(t, []byte(hostile))
	if strings.Contains(page, "<img src=x") || strings.Contains(page, "<script>alert") || strings.Count(page, "</script>") != 2 {
		t.Error("markup of the author's became markup of the page")
	}
}
