package fact_test

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"memsure/internal/fact"
)

func TestFormatMicro(t *testing.T) {
	for micro, want := range map[int64]string{
		0: "0", 1: "0.000001", -1: "-0.000001", 500_000: "0.5", 12_000_000: "12", -62_500_000: "-62.5",
		9_223_372_036_854_775_807: "9223372036854.775807", -9_223_372_036_854_775_808: "-9223372036854.775808",
	} {
		if got := fact.FormatMicro(micro); got != want {
			t.Errorf("FormatMicro(%d) = %s, want %s", micro, got, want)
		}
	}
}

// The printed decimal is exactly the number of millionths.
func TestFormatMicroIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		micro := rapid.Int64().Draw(t, "micro")
		printed, ok := new(big.Rat).SetString(fact.FormatMicro(micro))
		if !ok || printed.Cmp(big.NewRat(micro, fact.Million)) != 0 {
			t.Fatalf("%d printed as %s", micro, fact.FormatMicro(micro))
		}
	})
}

func TestShown(t *testing.T) {
	for want, f := range map[string]fact.Fact{
		"7 components": {Kind: fact.Number, Micro: 7 * fact.Million, Unit: "components"},
		"3.5 percent":  {Kind: fact.Share, Micro: 3_500_000, Unit: "percent"},
		"yes":          {Kind: fact.Boolean, Flag: true},
		"no":           {Kind: fact.Boolean},
		"2026-11-10":   {Kind: fact.Date, Text: "2026-11-10"},
	} {
		if got := f.Shown(); got != want {
			t.Errorf("Shown() = %q, want %q", got, want)
		}
	}
}
