package main

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"
)

// Every mutant of a small package is found, and all are killed but the one no
// test looks at.
func TestMutantsOfASmallPackage(t *testing.T) {
	var listed bytes.Buffer
	o := options{dir: "testdata/sample", list: true}
	if err := mutate(t.Context(), &listed, o); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"7:6 Over: <= to <: n <= limit", "7:6 Over: negate: n <= limit", "8:4 Over: leave out: continue",
		"10:3 Over: leave out: count++", "10:3 Over: ++ to --: count++",
		"11:3 Over: leave out: sum += n", "11:3 Over: += to -=: sum += n",
		"13:9 Over: return nothing: count", "13:16 Over: return nothing: sum",
		`17:51 Either: && to ||: (a || b) && name != ""`, "17:52 Either: || to &&: a || b", "17:52 Either: negate: a", "17:57 Either: negate: b",
		`17:63 Either: negate: name != ""`,
	}
	var got []string
	for line := range strings.Lines(listed.String()) {
		got = append(got, strings.TrimPrefix(strings.TrimSpace(line), "sample.go:"))
	}
	if !slices.Equal(got, want) {
		t.Fatalf("found\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	var out bytes.Buffer
	o = options{dir: "testdata/sample", state: t.TempDir() + "/state", parallel: 2, timeout: time.Minute, sample: 1, least: 90}
	for range 2 { // the second time from what was written down
		out.Reset()
		if err := mutate(t.Context(), &out, o); err != nil {
			t.Fatal(err)
		}
		if text := out.String(); strings.Count(text, "survived sample.go") != 1 || !strings.Contains(text, "sample.go Over: <= to <: n <= limit") {
			t.Error(text)
		}
	}
	if o.least = 100; mutate(t.Context(), &out, o) == nil {
		t.Error("a survivor is not enough to fail at 100 percent")
	}
}
