package text_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"memsure/internal/report"
	"memsure/internal/report/reporttest"
	"memsure/internal/report/text"
)

var update = flag.Bool("update", false, "write golden files")

func written(t *testing.T, in report.Input) (scorecard, trace string) {
	t.Helper()
	var card, why bytes.Buffer
	if err := text.Scorecard(&card, report.BuildScorecard(in)); err != nil {
		t.Fatal(err)
	}
	if err := text.Trace(&why, report.BuildTrace(in)); err != nil {
		t.Fatal(err)
	}
	return card.String(), why.String()
}

func TestGolden(t *testing.T) {
	for name, in := range map[string]report.Input{"rich": reporttest.Input(), "empty": reporttest.Empty()} {
		card, trace := written(t, in)
		for kind, got := range map[string]string{"scorecard": card, "trace": trace} {
			path := filepath.Join("testdata", name+"-"+kind+".txt")
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("%s (run with -update when it is meant):\n%s", path, diff)
			}
		}
	}
}

// What a vendor writes cannot move the cursor, hide text or widen a line.
func TestHostileTextStaysInItsPlace(t *testing.T) {
	for i := range reporttest.HostileTexts {
		card, trace := written(t, reporttest.Hostile(reporttest.HostileTexts[i:]...))
		for _, page := range []string{card, trace} {
			for _, line := range strings.Split(page, "\n") {
				if strings.ContainsAny(line, "\x1b\r\x00\u202e\u200b") || !utf8.ValidString(line) {
					t.Fatalf("a terminal would act on %q", line)
				}
				if n := utf8.RuneCountInString(strings.Map(withoutMarks, line)); n > text.Width {
					t.Fatalf("%d columns in %q", n, line)
				}
			}
		}
	}
}

func withoutMarks(r rune) rune {
	if unicode.In(r, unicode.Mn, unicode.Me) {
		return -1
	}
	return r
}
