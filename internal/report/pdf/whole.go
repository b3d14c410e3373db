package pdf

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// whole wraps items so that each stands in full above the imprint. Where the
// room is too small, what stands in brackets goes first, from the last item
// upwards; then the last items give way to a line that says how many. Only a
// single item that alone is larger than the room is cut.
func (s *scorecard) whole(items []string, y, w, apart float64) [][][]glyph {
	room := imprintTop - 1 - y + apart
	items = slices.Clone(items)
	for i := len(items) - 1; i >= 0 && !s.fits(items, w, apart, room); i-- {
		items[i] = withoutAside(items[i])
	}
	for left := 0; !s.fits(items, w, apart, room); {
		last := len(items) - 1
		if left > 0 {
			last--
		}
		if last < 1 {
			return s.budget(items, y, w, apart, 0)
		}
		left += standsFor(items[last])
		items = append(items[:last], fmt.Sprintf("and %d more: see the chapters on knock-outs, findings and levers.", left))
	}
	out := make([][][]glyph, len(items))
	for i, item := range items {
		out[i] = s.lines(item, body, w, 0)
	}
	return out
}

// condensed leaves out the last sentence of the longest items until all find
// room above the imprint, so that none is cut inside a sentence.
func (s *scorecard) condensed(items []string, y, w, apart float64) []string {
	items = slices.Clone(items)
	for !s.fits(items, w, apart, imprintTop-1-y+apart) {
		longest := -1
		for i, item := range items {
			if len(item) > longestPrinted {
				continue // cut in any case
			}
			if shorter := withoutLast(item); shorter != item && (longest < 0 || len(item) >= len(items[longest])) {
				longest = i
			}
		}
		if longest < 0 {
			break
		}
		items[longest] = withoutLast(items[longest])
	}
	return items
}

// withoutLast drops the last sentence of a text that has more than one; quoted
// ones are no sentences of the text.
func withoutLast(text string) string {
	at, depth := len(text), 0
	for i, r := range text {
		switch {
		case r == '“':
			depth++
		case r == '”':
			depth--
		case depth == 0 && strings.HasPrefix(text[i:], ". ") && i+2 < len(text):
			at = i + 1
		}
	}
	return text[:at]
}

func (s *scorecard) fits(items []string, w, apart, room float64) bool {
	h := 0.0
	for _, item := range items {
		h += float64(len(s.lines(item, body, w, 0)))*body.height() + apart
	}
	return h <= room
}

// aside is a remark in brackets outside quotation marks, at the end of a text.
var aside = regexp.MustCompile(` \([^()“”]*\)(\.?)$`)

func withoutAside(item string) string { return aside.ReplaceAllString(item, "$1") }

// standsFor is how many conditions an item is: the list's own last line may
// stand for several.
func standsFor(item string) int {
	n := 0
	if _, err := fmt.Sscanf(item, "%d more:", &n); err == nil && n > 0 && strings.Contains(item, " more: see ") {
		return n
	}
	return 1
}
