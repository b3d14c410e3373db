package report

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// WrittenOut shows what a rendering would hide or act upon: characters that
// hidden names become [U+202E], bytes that are no UTF-8 become [byte FF]. All
// else stays as it is.
func WrittenOut(s string, hidden func(rune) bool) string {
	if !strings.ContainsFunc(s, hidden) && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD"):
			fmt.Fprintf(&b, "[byte %02X]", s[i])
		case hidden(r):
			fmt.Fprintf(&b, "[U+%04X]", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
