package pdf_test

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"memsure/internal/report/pdf"
	"memsure/internal/report/reporttest"
)

// otherLayout is a file as another layout of this program describes itself.
func otherLayout(file []byte) []byte {
	return bytes.Replace(file, []byte("\x00l\x00a\x00y\x00o\x00u\x00t\x00 \x002"), []byte("\x00l\x00a\x00y\x00o\x00u\x00t\x00 \x001"), 1)
}

var sizeOf = regexp.MustCompile(`/Size ([0-9]+) >> >>`)

// withView gives the file another attached view and says its length.
func withView(t *testing.T, file []byte, change func(string) string) []byte {
	t.Helper()
	length := 0
	out := repack(t, file, false, func(i int, content []byte) []byte {
		if i != 0 {
			return content
		}
		changed := change(string(content))
		length = len(changed)
		return []byte(changed)
	})
	at := sizeOf.FindSubmatchIndex(out)
	out = append(out[:at[2]:at[2]], append([]byte(strconv.Itoa(length)), out[at[3]:]...)...)
	return retable(out)
}

func TestVerifyHasThreeOutcomes(t *testing.T) {
	in := reporttest.Input()
	file := draw(t, in, pdf.Style{})
	replaced := func(old, other string) func(string) string {
		return func(doc string) string {
			if !strings.Contains(doc, old) {
				t.Fatalf("the view does not hold %q", old)
			}
			return strings.Replace(doc, old, other, 1)
		}
	}
	cases := map[string]struct {
		file                []byte
		comparable, matches bool
	}{
		"as drawn":           {file, true, true},
		"page changed":       {bytes.Replace(file, []byte("\x00E\x00d\x00g\x00e"), []byte("\x00e\x00d\x00g\x00e"), 1), true, false},
		"view changed":       {withView(t, file, replaced(`"band":"C`, `"band":"A`)), true, false},
		"view not canonical": {withView(t, file, replaced(`{"annex":`, `{ "annex":`)), true, false},
		"other layout":       {otherLayout(file), false, false},
		"member added":       {withView(t, file, replaced(`,"buyer":`, `,"brand_new":{"of":[1]},"buyer":`)), false, false},
		"member missing":     {withView(t, file, replaced(`"points_total":"37.63",`, ``)), false, false},
		"member of other type": {withView(t, file, replaced(`"points_total":"37.63"`, `"points_total":37`)),
			false, false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			v, err := pdf.Verify(c.file)
			if err != nil || v.Comparable != c.comparable || v.ViewMatches != c.matches {
				t.Fatalf("Verify = %+v, %v", v, err)
			}
			if v.ReportID != in.ReportID || v.Status != "final" || v.GeneratedAt == "" || !strings.HasPrefix(v.Digest, "sha256:") {
				t.Errorf("what the view says of itself: %+v", v)
			}
			if strings.HasPrefix(v.Note, "Undetermined") != !c.comparable {
				t.Errorf("note: %s", v.Note)
			}
		})
	}
}
