package pdf

import (
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// reorder puts the characters of one line into the order they are drawn in.
// Lines run left to right (the report's language does); each stretch of
// right-to-left text is turned round, with its numbers left readable and its
// brackets mirrored. Letters are not joined: Arabic prints in separate forms.
func reorder(line []glyph) []glyph {
	if !slices.ContainsFunc(line, func(g glyph) bool { return g.r >= 0x590 && rightToLeft(g.r) }) {
		return line
	}
	out := slices.Clone(line)
	for start := 0; start < len(out); {
		if !rightToLeft(out[start].r) {
			start++
			continue
		}
		end := stretch(out, start)
		turn(out[start:end])
		start = end
	}
	return out
}

func class(r rune) bidi.Class {
	p, _ := bidi.LookupRune(r)
	return p.Class()
}

func rightToLeft(r rune) bool {
	c := class(r)
	return c == bidi.R || c == bidi.AL
}

// stretch gives the end of the right-to-left stretch that starts at start: what
// comes before a strong left-to-right character, up to the last right-to-left
// letter, number or bracket that closes one inside.
func stretch(line []glyph, start int) int {
	end, depth := start+1, 0
	for i := start + 1; i < len(line); i++ {
		switch class(line[i].r) {
		case bidi.L:
			return end
		case bidi.R, bidi.AL, bidi.NSM, bidi.EN, bidi.AN:
			end = i + 1
		}
		switch line[i].r {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			if depth > 0 {
				depth, end = depth-1, i+1
			}
		}
	}
	return end
}

// turn reverses a stretch by base characters, keeping marks after their base
// and numbers in their own order.
func turn(line []glyph) {
	slices.Reverse(line)
	for i := 0; i < len(line); i++ {
		if m, ok := mirrors[line[i].r]; ok {
			if f, w, found := faceFor(m, line[i].face); found {
				line[i] = glyph{m, f, w}
			}
		}
	}
	restore(line, func(g glyph) bool {
		c := class(g.r)
		return c == bidi.EN || c == bidi.AN || c == bidi.CS || c == bidi.ES
	})
	marksAfterBase(line)
}

// restore turns back every run of characters that inside holds for.
func restore(line []glyph, inside func(glyph) bool) {
	for i := 0; i < len(line); {
		j := i
		for j < len(line) && inside(line[j]) {
			j++
		}
		slices.Reverse(line[i:j])
		i = max(j, i+1)
	}
}

// marksAfterBase moves combining marks, which reversing put before their base,
// behind it again.
func marksAfterBase(line []glyph) {
	for i := 0; i < len(line); {
		j := i
		for j < len(line) && class(line[j].r) == bidi.NSM {
			j++
		}
		if j > i && j < len(line) {
			slices.Reverse(line[i : j+1])
			j++
		}
		i = max(j, i+1)
	}
}

var mirrors = map[rune]rune{'(': ')', ')': '(', '[': ']', ']': '[', '{': '}', '}': '{', '<': '>', '>': '<', '«': '»', '»': '«'}
