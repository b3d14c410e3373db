package pdf

import (
	"bytes"
	"testing"

	"memsure/internal/report"
	"memsure/internal/report/reporttest"
)

// FuzzSameUnpacked changes a file in every way the fuzzer can think of: only
// the file itself, or one whose streams unpack to the same, may pass.
func FuzzSameUnpacked(f *testing.F) {
	var drawn bytes.Buffer
	if err := Scorecard(&drawn, report.BuildScorecard(reporttest.Empty()), Style{}); err != nil {
		f.Fatal(err)
	}
	ours := drawn.Bytes()
	f.Add(100, []byte("x"))
	f.Add(len(ours)-20, []byte("9"))
	f.Add(len(ours), []byte("\n%%EOF\n"))
	f.Fuzz(func(t *testing.T, at int, with []byte) {
		if at < 0 || at > len(ours) || len(with) == 0 {
			return
		}
		file := append(bytes.Clone(ours[:at]), with...)
		file = append(file, ours[min(len(ours), at+len(with)):]...)
		if len(file) == len(ours) && bytes.Equal(file, ours) != sameUnpacked(file, ours) {
			t.Fatalf("%q written over offset %d goes unnoticed, or the file itself is refused", with, at)
		}
		if len(file) != len(ours) && sameUnpacked(file, ours) {
			t.Fatalf("%q appended goes unnoticed", with)
		}
	})
}
