package httpapi

import (
	"mime"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

func TestAttachmentNames(t *testing.T) {
	for name, want := range map[string]string{
		"plain.txt":        `attachment; filename="plain.txt"; filename*=UTF-8''plain.txt`,
		"with space.txt":   `attachment; filename="with space.txt"; filename*=UTF-8''with%20space.txt`,
		"résumé.pdf":       `attachment; filename="r_sum_.pdf"; filename*=UTF-8''r%C3%A9sum%C3%A9.pdf`,
		`../etc/pass"wd`:   `attachment; filename=".._etc_pass_wd"; filename*=UTF-8''.._etc_pass_wd`,
		"a\r\nX-Evil: 1":   `attachment; filename="a__X-Evil_ 1"; filename*=UTF-8''a__X-Evil_%201`,
		"gpj.\u202eexe":    `attachment; filename="gpj._exe"; filename*=UTF-8''gpj._exe`,
		"100%41.txt":       `attachment; filename="100_41.txt"; filename*=UTF-8''100%2541.txt`,
		"..":               `attachment; filename="file"; filename*=UTF-8''file`,
		"":                 `attachment; filename="file"; filename*=UTF-8''file`,
		"it's (a) file;.x": `attachment; filename="it's (a) file;.x"; filename*=UTF-8''it%27s%20%28a%29%20file%3B.x`,
	} {
		if got := attachment(name); got != want {
			t.Errorf("%q:\n got %s\nwant %s", name, got, want)
		}
	}
}

// Whatever a vendor calls a file, the header is one line of ASCII that parses,
// and the name it gives leads nowhere.
func TestAttachmentIsSafeForAnyName(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes"))
		if rapid.Bool().Draw(t, "text") {
			name = rapid.String().Draw(t, "name")
		}
		header := attachment(name)
		if strings.ContainsFunc(header, func(r rune) bool { return r > unicode.MaxASCII || unicode.IsControl(r) }) {
			t.Fatalf("header %q", header)
		}
		kind, params, err := mime.ParseMediaType(header)
		if err != nil || kind != "attachment" {
			t.Fatalf("%q: %s %v", header, kind, err)
		}
		if got := params["filename"]; got != tame(name) || strings.ContainsAny(got, "/\\\x00\r\n") {
			t.Fatalf("%q became %q, want %q", name, got, tame(name))
		}
	})
}
