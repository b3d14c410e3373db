package scoring

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"memsure/internal/fact"
)

// Numbers in sentences are printed as facts print them.
func TestFormatMicroIsThatOfFacts(t *testing.T) {
	same := func(t interface {
		Fatalf(string, ...any)
	}, n int64) {
		if got, want := formatMicro(n), fact.FormatMicro(n); got != want {
			t.Fatalf("%d is printed as %q, want %q", n, got, want)
		}
	}
	for _, n := range []int64{0, 1, -1, 10, 500_000, 1_000_000, 10_000_000, -62_500_000, math.MaxInt64, math.MinInt64} {
		same(t, n)
	}
	rapid.Check(t, func(t *rapid.T) { same(t, rapid.Int64().Draw(t, "n")) })
}
