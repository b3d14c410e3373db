package html_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	nethtml "golang.org/x/net/html"

	"memsure/internal/assessment"
	"memsure/internal/report"
	"memsure/internal/report/html"
	"memsure/internal/report/reporttest"
)

var update = flag.Bool("update", false, "write golden files")

func render(t *testing.T, in report.Input) string {
	t.Helper()
	var out bytes.Buffer
	if err := html.Scorecard(&out, report.BuildScorecard(in)); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestGolden(t *testing.T) {
	got := render(t, reporttest.Input())
	path := filepath.Join("testdata", "rich.html")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
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

// element is what the checks below need of the parsed page.
type element struct {
	tag   string
	attrs map[string]string
	node  *nethtml.Node
}

func elements(t *testing.T, text string) []element {
	t.Helper()
	root, err := nethtml.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var out []element
	for n := range root.Descendants() {
		if n.Type != nethtml.ElementNode {
			continue
		}
		e := element{n.Data, map[string]string{}, n}
		for _, a := range n.Attr {
			e.attrs[a.Key] = a.Val
		}
		out = append(out, e)
	}
	return out
}

func TestPageIsAccessibleAndPassive(t *testing.T) {
	ids, level := map[string]bool{}, 0
	for _, e := range elements(t, render(t, reporttest.Input())) {
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
			} else {
				level = now
			}
		}
		switch e.tag {
		case "html":
			if e.attrs["lang"] == "" {
				t.Error("no language")
			}
		case "th":
			if e.attrs["scope"] == "" {
				t.Error("a header cell without scope")
			}
		case "svg":
			if e.attrs["role"] != "img" && e.attrs["aria-hidden"] != "true" {
				t.Error("a picture without a role")
			}
		}
	}
	for _, e := range elements(t, render(t, reporttest.Input())) {
		if target, ok := strings.CutPrefix(e.attrs["href"], "#"); ok && !ids[target] {
			t.Errorf("link to %q leads nowhere", target)
		}
		if label := e.attrs["aria-labelledby"]; label != "" && !ids[label] {
			t.Errorf("label %q is missing", label)
		}
	}
}

// checkPassive refuses what a strict content security policy would.
func checkPassive(t *testing.T, e element) {
	t.Helper()
	switch e.tag {
	case "script", "iframe", "object", "embed", "form", "img", "link", "base":
		t.Errorf("element %s", e.tag)
	}
	for name, value := range e.attrs {
		if strings.HasPrefix(name, "on") || name == "style" || name == "src" || strings.Contains(value, "javascript:") {
			t.Errorf("attribute %s on %s", name, e.tag)
		}
	}
}

func TestHostileTextIsOnlyText(t *testing.T) {
	for _, s := range reporttest.HostileTexts {
		page := render(t, reporttest.Hostile(s))
		for _, e := range elements(t, page) {
			checkPassive(t, e)
		}
		for _, r := range []rune{'\u202e', '\u2066', '\u200b', '\ufeff', 0} {
			if strings.ContainsRune(page, r) {
				t.Errorf("%U is in the page", r)
			}
		}
	}
}

func TestEveryVariantRenders(t *testing.T) {
	for name, in := range map[string]report.Input{"clean": reporttest.Clean(), "failed": reporttest.Failed(), "empty": reporttest.Empty(), "nothing": {}} {
		if page := render(t, in); !strings.Contains(page, "</html>") {
			t.Errorf("%s: the page is not complete", name)
		}
	}
}

func TestStyleHashAllowsTheStyle(t *testing.T) {
	if !regexp.MustCompile(`^'sha256-[A-Za-z0-9+/]{43}='$`).MatchString(html.StyleHash()) {
		t.Errorf("StyleHash = %s", html.StyleHash())
	}
	if n := strings.Count(render(t, reporttest.Input()), "<style>"); n != 1 {
		t.Errorf("%d style elements", n)
	}
}

// A confirmed earlier answer is told beside the answer, with every text kept
// from being markup.
func TestACarriedAnswerIsTold(t *testing.T) {
	in := reporttest.Input()
	in.Revision.Answers[0].Carried = &assessment.Carried{AssessmentID: "asm_before", Revision: 2, QuestionID: in.Revision.Answers[0].QuestionID, Of: "<b>Aurora</b>"}
	page := render(t, in)
	if want := "The vendor confirmed its answer of 1 January 1970 for &lt;b&gt;Aurora&lt;/b&gt; (revision 2 of asm_before)."; strings.Count(page, want) != 1 {
		t.Errorf("the page does not tell once: %s", want)
	}
}
