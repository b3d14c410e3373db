package pdf

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestPrinted bounds one text in the PDF, in characters; the attached data
// keep the whole of it.
const longestPrinted = 700

// cutNote ends a text that was shortened.
const cutNote = " … (full text in the attached data)"

// mostMarks is how many combining marks in a row are drawn; more are written
// out, so that stacked marks cannot cover other lines.
const mostMarks = 3

// glyph is one character placed: its face and width in thousandths of the size.
type glyph struct {
	r    rune
	face face
	w    uint16
}

// printable shortens s and makes every character visible: controls, zero-width
// and direction characters, and whatever no face can draw, are written like
// [U+202E]. A few line feeds stay, later ones become "¶"; other white space
// becomes a space.
func printable(s string) string {
	return shortened(visible(shortened(s, longestPrinted)), longestPrinted+len(cutNote))
}

func shortened(s string, most int) string {
	if len(s) <= most {
		return s
	}
	n := 0
	for i := range s {
		if n == most {
			return strings.TrimRightFunc(s[:i], unicode.IsSpace) + cutNote
		}
		n++
	}
	return s
}

func visible(s string) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	marks, feeds := 0, 0
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if unicode.Is(unicode.Mn, r) {
			marks++
		} else {
			marks = 0
		}
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, "[byte %02X]", s[i])
		case r == '\n':
			feeds++
			b.WriteString(feed(feeds))
		case r == '\r' && strings.HasPrefix(s[i+n:], "\n"):
		case r == '\t' || r == '\r':
			b.WriteByte(' ')
		case !drawable(r) || marks > mostMarks:
			fmt.Fprintf(&b, "[U+%04X]", r)
		default:
			b.WriteRune(r)
		}
		i += n
	}
	return b.String()
}

// mostFeeds is how many line feeds of one text are kept.
const mostFeeds = 8

func feed(n int) string {
	if n > mostFeeds {
		return "¶"
	}
	return "\n"
}

func plain(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

func drawable(r rune) bool {
	if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp, unicode.Variation_Selector) {
		return false
	}
	_, _, ok := faceFor(r, sans)
	return ok
}

// shape places the characters of one printable text.
func shape(s string, want face) []glyph {
	out := make([]glyph, 0, len(s))
	for _, r := range s {
		f, w, ok := faceFor(r, want)
		if !ok {
			continue // printable has written it out
		}
		out = append(out, glyph{r, f, w})
	}
	return out
}

func width(line []glyph) int {
	sum := 0
	for _, g := range line {
		sum += int(g.w)
	}
	return sum
}

// wrap breaks a printable text into lines of at most most thousandths of the
// size: at line feeds, spaces, after hyphens and slashes, between ideographs,
// and inside a word only where nothing else helps.
func wrap(s string, want face, most int) [][]glyph {
	var lines [][]glyph
	for _, paragraph := range strings.Split(s, "\n") {
		lines = append(lines, wrapParagraph(shape(paragraph, want), most)...)
	}
	return lines
}

func wrapParagraph(g []glyph, most int) [][]glyph {
	var lines [][]glyph
	for start := 0; ; {
		end, next := breakAt(g, start, most)
		lines = append(lines, g[start:end])
		if next >= len(g) {
			return lines
		}
		start = next
	}
}

// breakAt finds where the line from start ends and the next one begins.
func breakAt(g []glyph, start, most int) (end, next int) {
	sum, good, after := 0, -1, -1
	for i := start; i < len(g); i++ {
		sum += int(g[i].w)
		if sum > most && i > start && g[i].r != ' ' {
			if good > start {
				return good, after
			}
			return i, i
		}
		switch {
		case g[i].r == ' ':
			good, after = i, i+1
		case breaksAfter(g, i):
			good, after = i+1, i+1
		}
	}
	return len(g), len(g)
}

func letters(g []glyph) bool {
	for _, c := range g {
		if !unicode.IsLetter(c.r) {
			return false
		}
	}
	return true
}

func breaksAfter(g []glyph, i int) bool {
	if i+1 < len(g) && g[i+1].w == 0 {
		return false // keep combining marks with their base
	}
	if i+1 == len(g) || g[i+1].r == ' ' {
		return false
	}
	switch g[i].r {
	case '/', '_', '–', '—', '@', '&', '?', '=':
		return true
	case '-': // dates, numbers and short endings ("sign-in") stay whole
		return i > 0 && unicode.IsLetter(g[i-1].r) && i+3 < len(g) && letters(g[i+1:i+4])
	}
	return g[i].face == cjk
}
