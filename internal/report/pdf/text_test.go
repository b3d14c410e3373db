package pdf

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"memsure/internal/report"
	"memsure/internal/report/reporttest"
)

func TestVisible(t *testing.T) {
	cases := []struct{ in, want string }{
		{"plain", "plain"},
		{"two\nlines\r\nthree\rfour\tfive", "two\nlines\nthree four five"},
		{"🚀", "[U+1F680]"},
		{"a\u202eb", "a[U+202E]b"},
		{"zero\u200bwidth", "zero[U+200B]width"},
		{"nul\x00", "nul[U+0000]"},
		{"bad\xff", "bad[byte FF]"},
		{"\ue000", "[U+E000]"},
		{"é ß Ж Ω ≤ →", "é ß Ж Ω ≤ →"},
		{"北京 かな 한국", "北京 かな 한국"},
		{"שלום", "שלום"},
		{"e\u0301\u0301\u0301\u0301", "e\u0301\u0301\u0301[U+0301]"},
	}
	for _, c := range cases {
		if got := visible(c.in); got != c.want {
			t.Errorf("visible(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestShortened(t *testing.T) {
	if got := shortened("short", 700); got != "short" {
		t.Errorf("got %q", got)
	}
	got := shortened(strings.Repeat("ä", 800), 700)
	if got != strings.Repeat("ä", 700)+cutNote {
		t.Errorf("cut at %d characters", utf8.RuneCountInString(got))
	}
}

func TestWrapKeepsWidthAndText(t *testing.T) {
	for _, s := range reporttest.HostileTexts {
		text := printable(s)
		var all strings.Builder
		for _, l := range wrap(text, sans, 12_000) {
			trimmed := l
			for len(trimmed) > 0 && trimmed[len(trimmed)-1].r == ' ' {
				trimmed = trimmed[:len(trimmed)-1]
			}
			if len(trimmed) > 1 && width(trimmed) > 12_000 {
				t.Errorf("a line of %q is too wide", text)
			}
			for _, g := range l {
				all.WriteRune(g.r)
			}
		}
		squeeze := func(s string) string { return strings.NewReplacer(" ", "", "\n", "").Replace(s) }
		if squeeze(all.String()) != squeeze(text) {
			t.Errorf("wrapping lost characters of %q", text)
		}
	}
}

// TestEveryCharacterCanBeDrawn: whatever comes in, what is left to draw is in a
// face and below U+10000, which the PDF writer cannot go beyond.
func TestEveryCharacterCanBeDrawn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := printable(rapid.OneOf(rapid.String(), rapid.StringOf(rapid.Rune()), bytesText()).Draw(t, "text"))
		for _, r := range text {
			if _, _, ok := faceFor(r, bold); !ok && r != '\n' {
				t.Fatalf("%U is left", r)
			}
		}
		room := rapid.IntRange(1, 30_000).Draw(t, "room")
		for _, l := range wrap(text, bold, room) {
			if len(reorder(l)) != len(l) {
				t.Fatal("reordering changed the number of characters")
			}
		}
	})
}

func bytesText() *rapid.Generator[string] {
	return rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) })
}

func TestWrapKeepsNumbersWhole(t *testing.T) {
	for _, l := range wrap("due on 2027-01-31 at 09:30:00", sans, 5_000) {
		if s := lineText(l); strings.HasSuffix(s, "-") || strings.HasSuffix(s, ":") {
			t.Errorf("broken inside a number: %q", s)
		}
	}
}

func lineText(g []glyph) string {
	var b strings.Builder
	for _, c := range g {
		b.WriteRune(c.r)
	}
	return b.String()
}

func TestReorder(t *testing.T) {
	cases := []struct{ in, want string }{
		{"left to right", "left to right"},
		{"שלום", "םולש"},
		{"name: שלום עולם end", "name: םלוע םולש end"},
		{"שלום 123 עולם", "םלוע 123 םולש"},
		{"שלום (א) ב", "ב (א) םולש"},
		{"12 שלום", "12 םולש"},
		{"חברה (בעמ) 2026 from", "2026 (מעב) הרבח from"},
	}
	for _, c := range cases {
		if got := lineText(reorder(shape(c.in, sans))); got != c.want {
			t.Errorf("reorder(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

// TestDecisionPageStandsAlone draws only the first page, with texts of any
// length in every place: it must stay one page and keep clear of the imprint.
func TestDecisionPageStandsAlone(t *testing.T) {
	for _, s := range []string{"", reporttest.HostileTexts[3], reporttest.HostileTexts[14], reporttest.HostileTexts[15], strings.Repeat("long words ", 5_000)} {
		in := reporttest.Hostile(s)
		for range 20 {
			in.Result.Gates = append(in.Result.Gates, in.Result.Gates[1])
		}
		view := report.BuildScorecard(in)
		doc := &scorecard{view: view}
		doc.open()
		if err := doc.start(nil); err != nil {
			t.Fatal(err)
		}
		doc.decisionPage()
		if n := doc.pdf.PageNo(); n != 1 {
			t.Errorf("%.20q: %d pages", s, n)
		}
		if doc.lowest > imprintTop {
			t.Errorf("%.20q: text reaches %.1f mm, the imprint starts at %.1f", s, doc.lowest, imprintTop)
		}
	}
}

func TestAQuestionTellsOfTheAnswerItWasCarriedFrom(t *testing.T) {
	const told = "The vendor confirmed its answer of 3 March 2026 (revision 1 of asm_before)."
	var texts []string
	for _, p := range questionParts(report.Question{Text: "Is it signed?", ID: "Q1", Answer: "Yes", StatusID: "scored", Carried: told}) {
		texts = append(texts, p.text)
	}
	if !slices.Contains(texts, told) {
		t.Errorf("parts: %q", texts)
	}
}
