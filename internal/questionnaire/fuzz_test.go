package questionnaire

import (
	"errors"
	"testing"
	"unicode/utf8"

	"memsure/internal/fault"
)

// FuzzLoad: whatever the bytes, Load answers with a definition that everything
// else accepts, or with an invalid questionnaire and its places.
func FuzzLoad(f *testing.F) {
	text := small(f)
	doc, _, err := Canonical(mustLoad(f, text))
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(text))
	f.Add(doc)
	for _, seed := range []string{
		"", "a", "- [", "{", "{}", "{\"slug\":", "slug: &a b", "<<: *a", "slug: |\n  a\n", "? a\n: b", "%YAML 1.2\n---\n", "--- a\n...\n",
		"sections: [{questions: [{when: {all: []}}]}]", "\ufeffslug: a", "slug: \"\\x00\"", "a: b: c", "\t", "- - - -\n", "slug: 'a''b'", "k: >-\n\n  a\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		def, err := Load(src)
		if err != nil {
			refusedCleanly(t, err)
			return
		}
		_, digest, err := Canonical(def)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Compile(def); err != nil {
			t.Fatalf("loads but does not compile: %v", err)
		}
		again, err := ToYAML(def)
		if err != nil {
			t.Fatal(err)
		}
		back, err := Load(again)
		if err != nil {
			t.Fatalf("%v\n%s", err, again)
		}
		if _, other, _ := Canonical(back); other != digest {
			t.Fatalf("written and read again it is another:\n%s", again)
		}
		Lint(def)
	})
}

func refusedCleanly(t *testing.T, err error) {
	t.Helper()
	var e *fault.Error
	if !errors.As(err, &e) || e.Kind != fault.Invalid || len(e.Fields) == 0 || len(e.Fields) > maxFaults {
		t.Fatalf("refused with %#v", err)
	}
	for _, field := range e.Fields {
		if field.Message == "" || field.Code == "" || !utf8.ValidString(field.Snippet) && field.Code != "not_text" {
			t.Fatalf("a place without words: %+v", field)
		}
	}
}
