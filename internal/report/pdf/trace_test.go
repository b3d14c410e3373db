package pdf

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"memsure/internal/report"
	"memsure/internal/report/reporttest"
)

func traced(t *testing.T, in report.Input) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Trace(&out, report.BuildTrace(in)); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// The same view always gives the same bytes: what is kept is what is drawn.
func TestTraceGolden(t *testing.T) {
	for name, in := range map[string]report.Input{"rich": reporttest.Input(), "empty": reporttest.Empty()} {
		got := traced(t, in)
		path := filepath.Join("testdata", name+"-trace.pdf")
		if os.Getenv("UPDATE_GOLDEN") != "" {
			if err := os.WriteFile(path, got, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s differs (run with UPDATE_GOLDEN=1 when it is meant, and look at the pages)", path)
		}
		if !bytes.Equal(got, traced(t, in)) {
			t.Errorf("%s: drawn again, it differs from itself", name)
		}
	}
}

// "Why not 100" is one page, whatever is written on it and however much is lost.
func TestWhyNotIsOnePage(t *testing.T) {
	for _, s := range []string{"", reporttest.HostileTexts[3], reporttest.HostileTexts[14], reporttest.HostileTexts[15], strings.Repeat("long words ", 5_000)} {
		in := reporttest.Hostile(s)
		for range 20 {
			in.Result.Gates = append(in.Result.Gates, in.Result.Gates[1])
		}
		for i := range in.Definition.Sections {
			for j := range in.Definition.Sections[i].Questions {
				in.Definition.Sections[i].Questions[j].Text += s
			}
		}
		doc := &trace{view: report.BuildTrace(in)}
		doc.open()
		doc.whyPage()
		if n := doc.pdf.PageNo(); n != 1 {
			t.Errorf("%.20q: %d pages", s, n)
		}
		if doc.y > bottom+6 {
			t.Errorf("%.20q: text reaches %.1f mm of %.1f", s, doc.y, bottom+6)
		}
	}
}

// No text makes a trace fail.
func TestTraceTakesAnyText(t *testing.T) {
	for i := range reporttest.HostileTexts {
		if file := traced(t, reporttest.Hostile(reporttest.HostileTexts[i:]...)); !bytes.HasPrefix(file, []byte("%PDF-")) {
			t.Fatal("no PDF")
		}
	}
}

// A trace is held to its pages like a report, and says what it is.
func TestVerifyKnowsTraces(t *testing.T) {
	file := traced(t, reporttest.Input())
	v, err := Verify(file)
	if err != nil || v.Kind != KindTrace || !v.Comparable || !v.ViewMatches || v.Scorecard == "" {
		t.Fatalf("Verify = %+v, %v", v, err)
	}
	if v, err := Verify(append(file[:len(file):len(file)], '\n')); err == nil && v.ViewMatches {
		t.Error("a byte behind the end went unseen")
	}
	var card bytes.Buffer
	if err := Scorecard(&card, report.BuildScorecard(reporttest.Clean()), Style{}); err != nil {
		t.Fatal(err)
	}
	if v, err := Verify(card.Bytes()); err != nil || v.Kind != KindScorecard {
		t.Errorf("a scorecard is taken for a %s: %v", v.Kind, err)
	}
}
