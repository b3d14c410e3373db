package report

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"memsure/internal/scoring"
)

func TestRoundToHalfEven(t *testing.T) {
	cases := []struct {
		micro  int64
		places int
		want   string
	}{
		{62_449_999, 1, "62.4"}, {62_450_000, 1, "62.4"}, {62_450_001, 1, "62.5"}, {62_550_000, 1, "62.6"},
		{0, 1, "0.0"}, {100_000_000, 1, "100.0"}, {625_000, 2, "0.62"}, {635_000, 2, "0.64"},
		{-50_000, 1, "0.0"}, {-150_000, 1, "-0.2"}, {1, 6, "0.000001"}, {1_500_000, 0, "2"}, {2_500_000, 0, "2"},
	}
	for _, c := range cases {
		if got := scaled(roundTo(c.micro, c.places), c.places); got != c.want {
			t.Errorf("%d to %d places = %s, want %s", c.micro, c.places, got, c.want)
		}
	}
}

func TestRatioAgreesWithTheFormatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		micro := rapid.Int64Range(0, 100_000_000).Draw(t, "micro")
		places := rapid.IntRange(0, 6).Draw(t, "places")
		if a, b := scoring.FormatPercent(micro, places), ratio(big.NewRat(micro, million), places); a != b {
			t.Fatalf("the formatter gives %s, ratio %s", a, b)
		}
	})
}

func TestApportionAddsUpAndStaysClose(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.Int64Range(0, 10_000_000), 1, 40).Draw(t, "parts")
		sum := int64(0)
		for _, p := range parts {
			sum += p
		}
		if sum == 0 {
			return
		}
		out := apportion(parts, roundTo(sum, 2))
		got := int64(0)
		for i, o := range out {
			got += o
			if d := o*10_000 - parts[i]; d <= -10_000 || d > 10_000 {
				t.Fatalf("part %d of %d prints %d hundredths", i, parts[i], o)
			}
		}
		if got != roundTo(sum, 2) {
			t.Fatalf("parts add up to %d, the total is %d", got, roundTo(sum, 2))
		}
	})
}
