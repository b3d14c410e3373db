package scoring

import (
	"go/ast"
	"go/parser"
	"go/token"
	"math/big"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// The whole arithmetic is in integers and rationals: no float type, no float
// literal, no package that computes in floats.
func TestNoFloatAnywhere(t *testing.T) {
	for _, dir := range []string{".", "../crosscheck"} {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			if name := entry.Name(); strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
				refuseFloats(t, dir+"/"+name)
			}
		}
	}
}

var floating = []string{"float32", "float64", "complex64", "complex128", "Float", "NewFloat", "ParseFloat", "FormatFloat", "Float64", "Float32"}

func refuseFloats(t *testing.T, path string) {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			if n.Kind == token.FLOAT || n.Kind == token.IMAG {
				t.Errorf("%s: a float literal", set.Position(n.Pos()))
			}
		case *ast.Ident:
			if slices.Contains(floating, n.Name) {
				t.Errorf("%s: %s", set.Position(n.Pos()), n.Name)
			}
		}
		return true
	})
}

// drawNatural draws numbers of every length, far beyond 128 bits.
func drawNatural(t *rapid.T, label string) natural {
	n := natural{lo: rapid.Uint64().Draw(t, label)}
	for range rapid.IntRange(0, 3).Draw(t, label+" length") {
		n = n.times(natural{lo: rapid.Uint64().Draw(t, label)})
	}
	return n
}

func TestNaturalAgreesWithBig(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y := drawNatural(t, "x"), drawNatural(t, "y")
		small := rapid.Uint64Range(1, 1<<63).Draw(t, "small")
		same := func(what string, got natural, want *big.Int) {
			if got.toBig().Cmp(want) != 0 {
				t.Fatalf("%s: %s, want %s", what, got.toBig(), want)
			}
		}
		same("sum", x.plus(y), new(big.Int).Add(x.toBig(), y.toBig()))
		same("product", x.times(y), new(big.Int).Mul(x.toBig(), y.toBig()))
		same("difference", x.plus(y).minus(y), x.toBig())
		same("exact quotient", x.times(natural{lo: small}).dividedBy(small), x.toBig())
		if got, want := x.modulo(small), new(big.Int).Mod(x.toBig(), new(big.Int).SetUint64(small)).Uint64(); got != want {
			t.Fatalf("remainder %d, want %d", got, want)
		}
		if got, want := x.compare(y), x.toBig().Cmp(y.toBig()); got != want {
			t.Fatalf("compare %d, want %d", got, want)
		}
		if x.isZero() != (x.toBig().Sign() == 0) {
			t.Fatal("zero is not zero")
		}
	})
}

// Rounding half to even against the rational definition.
func TestRoundedAgainstRationals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawNatural(t, "divisor").plus(nat(1))
		q := rapid.Int64Range(0, 1_000_000_000).Draw(t, "quotient")
		twice := d.plus(d)
		rest := natural{big: new(big.Int).Mod(drawNatural(t, "rest").toBig(), twice.toBig())}
		x := twice.times(nat(q)).plus(rest) // x/(2d) = q + rest/2d
		want := q
		if c := rest.compare(d); c > 0 || c == 0 && q%2 == 1 {
			want++
		}
		if got := x.rounded(twice); got != want {
			t.Fatalf("rounded to %d, want %d", got, want)
		}
	})
}

func TestFormat(t *testing.T) {
	for _, test := range []struct {
		n        int64
		decimals int
		want     string
	}{
		{62_450_000, 1, "62.4"}, {62_350_000, 1, "62.4"}, {62_450_001, 1, "62.5"}, {100_000_000, 1, "100.0"},
		{0, 1, "0.0"}, {49_999, 1, "0.0"}, {50_000, 1, "0.0"}, {50_001, 1, "0.1"}, {375_000, 2, "0.38"}, {365_000, 2, "0.36"},
		{5, 6, "0.000005"}, {1_500_000, 0, "2"}, {2_500_000, 0, "2"}, {-1_500_000, 1, "-1.5"}, {-1, 1, "0.0"},
	} {
		if got := FormatPercent(test.n, test.decimals); got != test.want {
			t.Errorf("%d with %d decimals: %s, want %s", test.n, test.decimals, got, test.want)
		}
		if FormatUnit(test.n, test.decimals) != FormatPercent(test.n, test.decimals) {
			t.Errorf("%d is printed in two ways", test.n)
		}
	}
}
