package httpapi

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// attachment is the Content-Disposition of a download under a name that came
// from outside: always an attachment, with a plain ASCII name for old clients
// and the exact one beside it (RFC 6266, RFC 8187). Path separators and
// control characters are replaced, so that no client writes elsewhere.
func attachment(name string) string {
	name = tame(name)
	return `attachment; filename="` + asciiName(name) + `"; filename*=UTF-8''` + extValue(name)
}

// tame replaces what has no place in a file name; a name that is nothing but
// dots or spaces becomes "file".
func tame(name string) string {
	name = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsControl(r) || unicode.In(r, unicode.Cf) || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, name)
	if strings.Trim(name, ". ") == "" {
		return "file"
	}
	return name
}

func asciiName(name string) string {
	return strings.Map(func(r rune) rune {
		if r > unicode.MaxASCII || r == '%' {
			return '_'
		}
		return r
	}, name)
}

// extValue percent-encodes all but the attr-chars of RFC 8187.
func extValue(name string) string {
	const hex = "0123456789ABCDEF"
	var out strings.Builder
	for _, b := range []byte(name) {
		if isAttrChar(b) {
			out.WriteByte(b)
			continue
		}
		out.WriteByte('%')
		out.WriteByte(hex[b>>4])
		out.WriteByte(hex[b&15])
	}
	return out.String()
}

func isAttrChar(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || strings.IndexByte("!#$&+-.^_`|~", b) >= 0
}
