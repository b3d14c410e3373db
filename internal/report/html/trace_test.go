package html_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"memsure/internal/report"
	"memsure/internal/report/html"
	"memsure/internal/report/reporttest"
)

func renderTrace(t *testing.T, in report.Input) string {
	t.Helper()
	var out bytes.Buffer
	if err := html.Trace(&out, report.BuildTrace(in)); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestTraceGolden(t *testing.T) {
	got := renderTrace(t, reporttest.Input())
	path := filepath.Join("testdata", "rich-trace.html")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Fatalf("the page differs from %s; look at both, then run with -update", path)
	}
}

// Headings go down one level at a time, ids are unique, and nothing runs.
func TestTraceIsAccessibleAndPassive(t *testing.T) {
	for _, in := range []report.Input{reporttest.Input(), reporttest.Empty(), {}, reporttest.Hostile(reporttest.HostileTexts...)} {
		ids, level := map[string]bool{}, 0
		page := renderTrace(t, in)
		for _, e := range elements(t, page) {
			checkPassive(t, e)
			if id := e.attrs["id"]; id != "" {
				if ids[id] {
					t.Errorf("id %q twice", id)
				}
				ids[id] = true
			}
			if len(e.tag) == 2 && e.tag[0] == 'h' && e.tag[1] >= '1' && e.tag[1] <= '6' {
				if now := int(e.tag[1] - '0'); now > level+1 {
					t.Errorf("heading level jumps from %d to %d", level, now)
				}
				level = int(e.tag[1] - '0')
			}
		}
		if strings.ContainsAny(page, "\u202e\u2066\u200b\x00") {
			t.Error("hidden characters are in the page")
		}
	}
}
