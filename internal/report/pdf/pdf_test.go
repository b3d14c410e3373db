package pdf_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"memsure/internal/fault"
	"memsure/internal/report"
	"memsure/internal/report/pdf"
	"memsure/internal/report/reporttest"
)

var update = flag.Bool("update", false, "write golden files")

var fixtures = map[string]func() report.Input{
	"rich": reporttest.Input, "clean": reporttest.Clean, "failed": reporttest.Failed, "empty": reporttest.Empty,
}

// TestGolden keeps the drawing stable: a changed byte must be meant, and then
// Layout needs a new number once a version has been released.
func TestGolden(t *testing.T) {
	for name, in := range fixtures {
		t.Run(name, func(t *testing.T) {
			got := draw(t, in(), pdf.Style{})
			path := filepath.Join("testdata", name+".pdf")
			if *update {
				if err := os.WriteFile(path, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Fatalf("the PDF differs from %s (%d bytes, want %d); look at both, then run with -update", path, len(got), len(want))
			}
		})
	}
}

func TestRepeatsAreIdentical(t *testing.T) {
	for name, c := range map[string]struct {
		in   func() report.Input
		runs int
	}{
		"logo":    {reporttest.Empty, 20},
		"scripts": {func() report.Input { in := reporttest.Empty(); in.Vendor = reporttest.HostileTexts[4]; return in }, 3},
	} {
		want := draw(t, c.in(), pdf.Style{Logo: reporttest.Logo()})
		for i := range c.runs {
			if got := draw(t, c.in(), pdf.Style{Logo: reporttest.Logo()}); !bytes.Equal(got, want) {
				t.Fatalf("%s: run %d differs", name, i)
			}
		}
	}
}

func TestParallelDrawing(t *testing.T) {
	want := draw(t, reporttest.Input(), pdf.Style{})
	for range 4 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			if !bytes.Equal(draw(t, reporttest.Input(), pdf.Style{}), want) {
				t.Fatal("differs from the first")
			}
		})
	}
}

func TestHostileTextNeverFails(t *testing.T) {
	all := reporttest.HostileTexts
	for i := 0; i < len(all); i += 6 { // every place meets three of the texts
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			file := draw(t, reporttest.Hostile(append(all[i:len(all):len(all)], all[:i]...)...), pdf.Style{})
			if n := pages(file); n > 60 {
				t.Fatalf("%d pages", n)
			}
			v, err := pdf.Verify(file)
			if err != nil || !v.ViewMatches {
				t.Fatalf("Verify = %+v, %v", v, err)
			}
		})
	}
}

func TestMegabyteTextIsCutOnPaperAndKeptInData(t *testing.T) {
	long := strings.Repeat("A long text about memory. ", 40_000)
	in := reporttest.Input()
	in.Product, in.Revision.Answers[2].Comment = long, long
	in.Result.Findings[0].Message = long
	file := draw(t, in, pdf.Style{})
	doc, err := pdf.Extract(file)
	if err != nil || !bytes.Contains(doc, []byte(long)) {
		t.Fatalf("the attached data lost the text: %v", err)
	}
	if n := pages(file); n > 40 {
		t.Fatalf("%d pages", n)
	}
}

func TestAnyText(t *testing.T) {
	for seed := range 4 {
		draw(t, reporttest.Hostile(rapid.String().Example(seed)), pdf.Style{})
	}
}

func pages(file []byte) int { return bytes.Count(file, []byte("<</Type /Page\n")) }

func TestPageCountAndSize(t *testing.T) {
	for name, most := range map[string]int{"rich": 12, "clean": 12, "failed": 12, "empty": 8} {
		file := draw(t, fixtures[name](), pdf.Style{})
		if n := pages(file); n < 4 || n > most {
			t.Errorf("%s: %d pages, want 4 to %d", name, n, most)
		}
		if len(file) > 10_000*pages(file) {
			t.Errorf("%s: %d bytes on %d pages", name, len(file), pages(file))
		}
	}
}

func TestCheckLogo(t *testing.T) {
	if err := pdf.CheckLogo(reporttest.Logo()); err != nil {
		t.Errorf("a good logo: %v", err)
	}
	for name, logo := range map[string][]byte{"text": []byte("text"), "cut short": reporttest.Logo()[:40], "too large": make([]byte, pdf.MaxLogo+1)} {
		if err := pdf.CheckLogo(logo); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLogoMustBeTheOneNamed(t *testing.T) {
	view := report.BuildScorecard(reporttest.Input())
	for name, logo := range map[string][]byte{"not named": reporttest.Logo(), "not an image": []byte("GIF89a"), "broken": []byte("\x89PNG\r\n\x1a\nbroken")} {
		view.Buyer.LogoSHA256 = ""
		if name == "broken" {
			view.Buyer.LogoSHA256 = report.LogoDigest(logo)
		}
		err := pdf.Scorecard(&bytes.Buffer{}, view, pdf.Style{Logo: logo})
		if fault.Code(err) != "logo" {
			t.Errorf("%s: err = %v", name, err)
		}
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestWriterErrorIsReported(t *testing.T) {
	if err := pdf.Scorecard(failing{}, report.BuildScorecard(reporttest.Empty()), pdf.Style{}); err == nil {
		t.Fatal("no error")
	}
}
