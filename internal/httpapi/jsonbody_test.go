package httpapi

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadJSONPlaces(t *testing.T) {
	for text, want := range map[string]struct {
		line, column int
		pointer      string
	}{
		"{\n  \"a\": 1,\n  \"a\": 2\n}":      {3, 3, "/a"},
		"{\"a\": [1, {\"b\": \"\\u0000\"}]}": {1, 17, "/a/1/b"},
		"{\"a\": tru}":                       {1, 10, "/a"},
		"{} []":                              {1, 4, ""},
		"":                                   {1, 1, ""},
	} {
		_, f := readJSON([]byte(text))
		if f == nil {
			t.Errorf("%q was taken", text)
			continue
		}
		if f.Line != want.line || f.Column != want.column || f.Pointer != want.pointer {
			t.Errorf("%q: %d:%d %q, want %d:%d %q", text, f.Line, f.Column, f.Pointer, want.line, want.column, want.pointer)
		}
	}
}

// Whatever is taken means to us what it means to everybody else.
func FuzzReadJSON(f *testing.F) {
	for _, seed := range []string{`{"a":[1,2.5e3,"x",null,true,{}]}`, `{"a":1,"a":2}`, `"\ud800"`, `[[[[]]]]`, `1e400`, "{", "[1,]", "\xff", `{"a":1}x`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, field := readJSON(data)
		if field != nil {
			if field.Line < 1 || field.Column < 1 || field.Message == "" {
				t.Errorf("a refusal without a place: %+v", field)
			}
			return
		}
		dec := json.NewDecoder(bytes.NewReader(data))
		dec.UseNumber()
		var want any
		if err := dec.Decode(&want); err != nil {
			t.Fatalf("we read what encoding/json does not: %v", err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("read differently (-encoding/json +ours):\n%s", diff)
		}
	})
}
