package pdf

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestColumnsShareTheWholeWidth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, mostColumns).Draw(t, "columns")
		text := rapid.StringMatching(`[a-z-]{0,14}( [a-z]{1,12}){0,8}`)
		head := rapid.SliceOfN(text, n, n).Draw(t, "head")
		rows := rapid.SliceOfN(rapid.SliceOfN(text, n, n), 1, 12).Draw(t, "rows")
		sum := 0.0
		for _, c := range shareOut(head, rows) {
			if c.w <= gap {
				t.Fatalf("a column of %.1f mm", c.w)
			}
			sum += c.w
		}
		if math.Abs(sum-full) > 0.01 {
			t.Fatalf("the columns take %.2f mm of %.2f", sum, full)
		}
	})
}

func TestNoWordIsBrokenWhereThereIsRoom(t *testing.T) {
	head := []string{"Component", "Written by", "Main language", "Kind of language", "Contact with outside data", "Size (thousand lines)", "Cryptography", "Why unsafe code remains and what is planned"}
	rows := [][]string{
		{"aurora-administration", "Ourselves", "Rust", "Memory-safe, no escape hatches used", "Reads data from outside directly", "118.4", "Yes", "–"},
		{"zstd", "An open source project", "C", "C, C++, assembly or similar", "Gets such data from another component", "48", "No", "Unpacks uploaded archives; no replacement planned yet."},
	}
	cols := shareOut(head, rows)
	for i := range cols {
		for _, r := range rows {
			for word := range strings.FieldsSeq(r[i]) {
				if got := len(wrap(word, data.face, data.most(inner(cols, i)))); got != 1 {
					t.Errorf("%q is broken in a column of %.1f mm", word, cols[i].w)
				}
			}
		}
		if lines := len(wrap(head[i], label.face, label.most(inner(cols, i)))); lines > mostHeadLines {
			t.Errorf("%q takes %d lines", head[i], lines)
		}
	}
}

func TestShortReferences(t *testing.T) {
	for ref, want := range map[string]string{"": "", "per_eva1": "per_eva1", "per_5hz05mnwe3gypdnxqmnpwatzkm": "per_5hz05mnw…"} {
		if got := shortRef(ref); got != want {
			t.Errorf("%q is shortened to %q, want %q", ref, got, want)
		}
	}
}
