// Package text writes report view models for terminals: plain words, at most
// Width columns, no colours and no control characters. Whatever a vendor wrote
// is made visible, so that no answer can move the cursor or hide a line.
package text

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode"

	"memsure/internal/fault"
	"memsure/internal/report"
)

// Width is the widest line written, in columns.
const Width = 80

// sheet collects lines.
type sheet struct{ out bytes.Buffer }

// flush writes everything at once; it fails only when the writer does.
func (s *sheet) flush(w io.Writer) error {
	_, err := w.Write(s.out.Bytes())
	return fault.Wrap(err, "write report")
}

func (s *sheet) line(text string) {
	s.out.WriteString(strings.TrimRight(text, " "))
	s.out.WriteByte('\n')
}

func (s *sheet) blank() { s.line("") }

// title heads the document; chapter a part of it.
func (s *sheet) title(text string) {
	s.para("", strings.ToUpper(visible(text)))
	s.line(strings.Repeat("=", Width))
}

func (s *sheet) chapter(text string) {
	s.blank()
	s.line(strings.ToUpper(text))
	s.line(strings.Repeat("-", Width))
}

// para wraps a text behind a lead; the following lines are indented as far as
// the lead reaches.
func (s *sheet) para(lead, text string) { s.hang(lead, strings.Repeat(" ", columns(lead)), text) }

// hang is para with its own indent for the following lines.
func (s *sheet) hang(lead, indent, text string) {
	if text == "" {
		return
	}
	for i, part := range wrap(visible(text), Width-columns(lead)) {
		if i == 0 {
			s.line(lead + part)
		} else {
			s.line(indent + part)
		}
	}
}

// list writes items behind dashes, or that there are none.
func (s *sheet) list(items []string, none string) {
	if len(items) == 0 {
		s.para("", none)
	}
	for _, item := range items {
		s.para("- ", item)
	}
}

// numbered writes items behind numbers.
func (s *sheet) numbered(items []string) {
	for i, item := range items {
		s.para(fmt.Sprintf("%d. ", i+1), item)
	}
}

// pair writes a name and its value in two columns.
func (s *sheet) pair(name, value string) {
	if value == "" {
		return
	}
	s.para(padRight(name, 16), value)
}

// ended writes a text and something at the right edge of its last line.
func (s *sheet) ended(lead, text, end string) {
	end = visible(end)
	room := Width - columns(lead) - columns(end) - 2
	lines := wrap(visible(text), room)
	for i, part := range lines {
		if i == len(lines)-1 {
			part = padRight(part, room) + "  " + end
		}
		s.line(lead + part)
		lead = strings.Repeat(" ", columns(lead))
	}
}

func padRight(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-columns(text)))
}

// wrap breaks a text at spaces, and inside a word only where it is wider than
// the room.
func wrap(text string, room int) []string {
	var lines []string
	line, used := "", 0
	flush := func() { lines, line, used = append(lines, line), "", 0 }
	for _, word := range strings.Fields(text) {
		for columns(word) > room {
			if used > 0 {
				flush()
			}
			head := headOf(word, room)
			lines, word = append(lines, head), word[len(head):]
		}
		if word == "" {
			continue
		}
		if used > 0 && used+1+columns(word) > room {
			flush()
		}
		if used > 0 {
			line, used = line+" ", used+1
		}
		line, used = line+word, used+columns(word)
	}
	if used > 0 || len(lines) == 0 {
		flush()
	}
	return lines
}

// headOf is the beginning of a word that fills the room, at least one character.
func headOf(word string, room int) string {
	used := 0
	for i, r := range word {
		used += wide(r)
		if used > room && i > 0 {
			return word[:i]
		}
	}
	return word
}

func columns(text string) (n int) {
	for _, r := range text {
		n += wide(r)
	}
	return n
}

// wide is how many columns terminals give a character.
func wide(r rune) int {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	case r >= 0x1100 && unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana),
		r >= 0x3000 && r <= 0x303f, r >= 0xff01 && r <= 0xff60, r >= 0x1f300 && r <= 0x1faff:
		return 2
	}
	return 1
}

// visible writes out what terminals act upon or do not show: controls, escape
// sequences, direction marks, broken bytes. White space becomes a space.
func visible(s string) string { return report.WrittenOut(spaces.Replace(s), hidden) }

var spaces = strings.NewReplacer("\n", " ", "\t", " ", "\r", " ")

func hidden(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp)
}
