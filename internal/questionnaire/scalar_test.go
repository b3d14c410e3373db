package questionnaire

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseDecimalNormalises(t *testing.T) {
	for text, want := range map[string]Decimal{
		"0": "0", "-0": "0", "0.50": "0.5", "85": "85", "85.000": "85", "-1.250": "-1.25",
		"0.0000010": "0.000001", "9000000000": "9000000000", "0.5000000000": "0.5",
	} {
		if got, err := ParseDecimal(text); err != nil || got != want {
			t.Errorf("ParseDecimal(%q) = %q, %v; want %q", text, got, err, want)
		}
	}
}

func TestParseDecimalRefuses(t *testing.T) {
	for text, want := range map[string]error{
		"": errNotDecimal, "-": errNotDecimal, ".5": errNotDecimal, "5.": errNotDecimal, "1e3": errNotDecimal,
		"+1": errNotDecimal, "007": errNotDecimal, "1_000": errNotDecimal, "0x10": errNotDecimal, "--1": errNotDecimal,
		" 1": errNotDecimal, "٣": errNotDecimal, "1.2.3": errNotDecimal,
		"0.0000001": errTooPrecise, "9000000000.000001": errTooLarge, "99999999999999999999": errTooLarge,
		"9999999999999": errTooLarge,
	} {
		if got, err := ParseDecimal(text); !errors.Is(err, want) {
			t.Errorf("ParseDecimal(%q) = %q, %v; want error %v", text, got, err, want)
		}
	}
}

func TestDecimalMicroIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.Int64Range(-maxWhole*1_000_000, maxWhole*1_000_000).Draw(t, "micro")
		d := DecimalOf(m)
		if back, err := d.Micro(); err != nil || back != m {
			t.Fatalf("%d became %q became %d, %v", m, d, back, err)
		}
		want := big.NewRat(m, 1_000_000)
		if got, ok := new(big.Rat).SetString(string(d)); !ok || got.Cmp(want) != 0 {
			t.Fatalf("%q is not %v", d, want)
		}
		padded := string(d)
		if strings.Contains(padded, ".") {
			padded += "00"
		}
		if again, err := ParseDecimal(padded); err != nil || again != d {
			t.Fatalf("%q became %q, %v", padded, again, err)
		}
	})
}

func TestDecimalJSON(t *testing.T) {
	var got struct{ A, B Decimal }
	if err := json.Unmarshal([]byte(`{"A": 0.50, "B": "12.0"}`), &got); err != nil || got.A != "0.5" || got.B != "12" {
		t.Fatalf("got %+v, %v", got, err)
	}
	for _, bad := range []string{`true`, `[1]`, `{}`, `"x"`, `1e2`} {
		var d Decimal
		if err := json.Unmarshal([]byte(bad), &d); err == nil {
			t.Errorf("%s was read as %q", bad, d)
		}
	}
}

func TestLiteralJSON(t *testing.T) {
	for src, want := range map[string]Literal{`true`: "true", `false`: "false", `1.50`: "1.50", `"a\"b"`: `a"b`} {
		var l Literal
		if err := json.Unmarshal([]byte(src), &l); err != nil || l != want {
			t.Errorf("%s: got %q, %v", src, l, err)
		}
	}
	var l Literal
	if err := json.Unmarshal([]byte(`{"a":1}`), &l); err == nil {
		t.Error("an object was read as a literal")
	}
}

func ExampleDecimal_Micro() {
	half, _ := ParseDecimal("0.50")
	micro, _ := half.Micro()
	fmt.Println(half, micro)
	// Output: 0.5 500000
}
