package scoring

import (
	"math/big"
	"testing"

	"memsure/internal/questionnaire"
)

// edges are numbers at which 64 and 128 bits begin and end.
func edges() (all []natural) {
	for _, shift := range []uint{0, 1, 32, 63, 64, 65, 96, 127, 128, 200} {
		n := new(big.Int).Lsh(big.NewInt(1), shift)
		for _, d := range []int64{-1, 0, 1} {
			all = append(all, naturalOf(new(big.Int).Add(n, big.NewInt(d))))
		}
	}
	return all
}

// naturalOf keeps numbers of 128 bits in place.
func naturalOf(n *big.Int) natural {
	if n.BitLen() > 128 {
		return natural{big: n}
	}
	return natural{hi: new(big.Int).Rsh(n, 64).Uint64(), lo: new(big.Int).And(n, new(big.Int).SetUint64(1<<64-1)).Uint64()}
}

// Every operation on every pair of edges is what math/big says, and a result of
// 128 bits from operands of 128 bits stays in place: sums of real
// questionnaires allocate nothing.
func TestEdgesOfNaturals(t *testing.T) {
	inPlace := func(what string, x, y, got natural, want *big.Int) {
		t.Helper()
		if got.toBig().Cmp(want) != 0 {
			t.Fatalf("%s of %s and %s: %s, want %s", what, x.toBig(), y.toBig(), got.toBig(), want)
		}
		if x.big == nil && y.big == nil && want.BitLen() <= 128 && got.big != nil {
			t.Fatalf("%s of %s and %s left its place", what, x.toBig(), y.toBig())
		}
	}
	for _, x := range edges() {
		for _, y := range edges() {
			inPlace("sum", x, y, x.plus(y), new(big.Int).Add(x.toBig(), y.toBig()))
			if x.big != nil || y.big != nil || x.hi == 0 || y.hi == 0 {
				inPlace("product", x, y, x.times(y), new(big.Int).Mul(x.toBig(), y.toBig()))
			}
			if got, want := x.compare(y), x.toBig().Cmp(y.toBig()); got != want {
				t.Fatalf("%s compared with %s: %d, want %d", x.toBig(), y.toBig(), got, want)
			}
			if x.toBig().Cmp(y.toBig()) >= 0 {
				inPlace("difference", x, y, x.minus(y), new(big.Int).Sub(x.toBig(), y.toBig()))
			}
			divided(t, x, y)
		}
	}
}

// divided compares quotient, remainder and rounding where the quotient is one
// of those a score can have.
func divided(t *testing.T, x, d natural) {
	t.Helper()
	if d.isZero() {
		return
	}
	quotient, rest := new(big.Int).QuoRem(x.toBig(), d.toBig(), new(big.Int))
	if !quotient.IsInt64() {
		return
	}
	q, r := x.over(d)
	if q != quotient.Int64() || r.toBig().Cmp(rest) != 0 {
		t.Fatalf("%s over %s: %d rest %s", x.toBig(), d.toBig(), q, r.toBig())
	}
	if d.big == nil && d.hi == 0 && x.big == nil && x.hi < d.lo && r.big != nil {
		t.Fatalf("%s over %s left its place", x.toBig(), d.toBig())
	}
	if d.big == nil && d.hi == 0 && x.modulo(d.lo) != rest.Uint64() {
		t.Fatalf("%s modulo %d: %d", x.toBig(), d.lo, x.modulo(d.lo))
	}
	want := quotient.Int64()
	if half := rest.Lsh(rest, 1).Cmp(d.toBig()); half > 0 || half == 0 && want&1 == 1 {
		want++
	}
	if got := x.rounded(d); got != want {
		t.Fatalf("%s over %s rounds to %d, want %d", x.toBig(), d.toBig(), got, want)
	}
}

// The common multiple is the least one.
func TestCommonMultiple(t *testing.T) {
	for _, c := range [][3]int64{{1, 1, 1}, {1, 7, 7}, {6, 4, 12}, {12, 18, 36}, {35, 7, 35}, {7, 35, 35}, {999_983, 1_000_000, 999_983_000_000}} {
		if got := nat(c[0]).commonMultiple(uint64(c[1])); got != nat(c[2]) {
			t.Errorf("of %d and %d: %s, want %d", c[0], c[1], got.toBig(), c[2])
		}
	}
}

// A day begins at midnight UTC, before 1970 too.
func TestDayOfAMoment(t *testing.T) {
	const aDay = int64(86_400_000_000)
	for micros, want := range map[int64]day{
		0: 0, 1: 0, aDay - 1: 0, aDay: 1, aDay + 1: 1, -1: -1, -aDay + 1: -1, -aDay: -1, -aDay - 1: -2, -2 * aDay: -2,
	} {
		if got := dayOf(micros); got != want {
			t.Errorf("%d microseconds: day %d, want %d", micros, got, want)
		}
	}
	for text, want := range map[string]day{"1970-01-01": 0, "1970-01-02": 1, "1969-12-31": -1, "": noDay, "soon": noDay, "2026-02-29": noDay} {
		if got := parseDay(text); got != want {
			t.Errorf("%q: day %d, want %d", text, got, want)
		}
	}
}

// A scale: its corners, the straight lines between and the level ends; exact
// fractions are rounded half to even, and none escapes past a corner.
func TestScale(t *testing.T) {
	rising := []corner{{-10, 0}, {0, 400_000}, {3, 1_000_000}}
	falling := []corner{{0, 1_000_000}, {4, 0}}
	third := func(floor int64) reading { return reading{floor, nat(1), nat(3)} }
	for name, c := range map[string]struct {
		scale []corner
		x     reading
		want  int64
	}{
		"no scale": {nil, whole(5), 0}, "one corner, below": {rising[1:2], whole(-1), 400_000}, "one corner, above": {rising[1:2], whole(1), 400_000},
		"below": {rising, whole(-11), 0}, "first": {rising, whole(-10), 0}, "between": {rising, whole(-5), 200_000}, "corner": {rising, whole(0), 400_000},
		"a third of the way": {rising, whole(1), 600_000}, "last": {rising, whole(3), 1_000_000}, "above": {rising, whole(4), 1_000_000},
		"past a corner by a third": {rising, third(0), 466_667}, "past the last by a third": {rising, third(3), 1_000_000}, "before the first by a third": {rising, third(-11), 0},
		"past the first by a third": {rising, third(-10), 13_333},
		"falling":                   {falling, whole(1), 750_000}, "falling by a third": {falling, third(1), 666_667}, "fallen": {falling, whole(9), 0},
	} {
		if got := c.x.on(c.scale); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

// cellsOf makes a row of one cell of each kind.
func cellsOf(number int64, option, text, date string, yes bool) questionnaire.Row {
	return questionnaire.Row{
		"n": {Kind: questionnaire.TypeNumber, Number: number}, "p": {Kind: questionnaire.TypePercentage, Number: number},
		"o": {Kind: questionnaire.TypeSingleChoice, Option: option}, "t": {Kind: questionnaire.TypeText, Text: text},
		"d": {Kind: questionnaire.TypeDate, Date: date}, "b": {Kind: questionnaire.TypeBoolean, Boolean: yes},
	}
}

// Every test on a cell holds for what it names and for nothing else: not for
// another value, not for a cell of another kind, not for an empty one.
func TestCellTests(t *testing.T) {
	equals := func(column, value string) questionnaire.CellCondition {
		return questionnaire.CellCondition{Column: column, Equals: new(questionnaire.Literal(value))}
	}
	five := questionnaire.Decimal("5")
	row := cellsOf(5*million, "x", "hello", "2026-01-31", true)
	for _, c := range []struct {
		test questionnaire.CellCondition
		want bool
	}{
		{equals("n", "5"), true}, {equals("n", "5.0"), true}, {equals("n", "6"), false}, {equals("n", "five"), false}, {equals("p", "5"), true}, {equals("p", "6"), false},
		{equals("o", "x"), true}, {equals("o", "y"), false}, {equals("t", "hello"), true}, {equals("t", "no"), false},
		{equals("d", "2026-01-31"), true}, {equals("d", "2026-02-01"), false}, {equals("b", "true"), true}, {equals("b", "false"), false}, {equals("empty", ""), false},
		{questionnaire.CellCondition{Column: "o", In: []string{"y", "x"}}, true}, {questionnaire.CellCondition{Column: "o", In: []string{"y"}}, false},
		{questionnaire.CellCondition{Column: "t", In: []string{"hello", ""}}, false}, {questionnaire.CellCondition{Column: "empty", In: []string{""}}, false},
		{questionnaire.CellCondition{Column: "n", AtLeast: &five}, true}, {questionnaire.CellCondition{Column: "p", AtMost: &five}, true},
		{questionnaire.CellCondition{Column: "t", AtMost: &five}, false}, {questionnaire.CellCondition{Column: "t", AtLeast: new(questionnaire.Decimal("-1"))}, false},
		{questionnaire.CellCondition{Column: "n"}, false},
	} {
		compiled := (&planner{plan: &Plan{}}).cellTests([]questionnaire.CellCondition{c.test})
		if got := all(compiled, row); got != c.want {
			t.Errorf("%+v holds: %v", c.test, got)
		}
	}
	no := cellsOf(0, "", "", "", false)
	if !all((&planner{}).cellTests([]questionnaire.CellCondition{equals("b", "false")}), no) || all((&planner{}).cellTests([]questionnaire.CellCondition{equals("b", "true")}), no) {
		t.Error("a cell that says no")
	}
	for bound, holds := range map[questionnaire.Decimal][2]bool{"4.999999": {true, false}, "5": {true, true}, "5.000001": {false, true}} {
		least := (&planner{}).cellTests([]questionnaire.CellCondition{{Column: "n", AtLeast: &bound}})
		most := (&planner{}).cellTests([]questionnaire.CellCondition{{Column: "n", AtMost: &bound}})
		if all(least, row) != holds[0] || all(most, row) != holds[1] {
			t.Errorf("5 against %s: %v, %v", bound, all(least, row), all(most, row))
		}
	}
}

// A bound that is no number is refused when the version is prepared.
func TestCellBoundIsANumber(t *testing.T) {
	b := &planner{}
	b.cellTests([]questionnaire.CellCondition{{Column: "n", AtLeast: new(questionnaire.Decimal("many"))}})
	if len(b.wrong) != 1 || b.wrong[0].Code != "not_decimal" {
		t.Errorf("%+v", b.wrong)
	}
}

// Measures see the rows that meet their tests; an unknown weight counts as the
// largest known one among them, in the total only.
func TestMeasuresOfSomeRows(t *testing.T) {
	yes := (&planner{}).cellTests([]questionnaire.CellCondition{{Column: "on", Equals: new(questionnaire.Literal("true"))}})
	near := (&planner{}).cellTests([]questionnaire.CellCondition{{Column: "near", Equals: new(questionnaire.Literal("true"))}})
	row := func(weight int64, on, near bool) questionnaire.Row {
		r := questionnaire.Row{"on": {Kind: questionnaire.TypeBoolean, Boolean: on}, "near": {Kind: questionnaire.TypeBoolean, Boolean: near}}
		if weight >= 0 {
			r["w"] = questionnaire.Value{Kind: questionnaire.TypeNumber, Number: weight * million}
		}
		return r
	}
	text := row(0, true, true)
	text["w"] = questionnaire.Value{Kind: questionnaire.TypeText, Number: 99 * million}
	for name, c := range map[string]struct {
		measure measure
		rows    []questionnaire.Row
		want    int64
		none    bool
	}{
		"count":                        {measure{of: "count", where: yes}, []questionnaire.Row{row(1, true, true), row(1, false, true), row(1, true, false)}, 2 * million, false},
		"sum":                          {measure{of: "sum", weight: "w", where: yes}, []questionnaire.Row{row(2, true, true), row(7, false, true), row(3, true, true), row(-1, true, true), text}, 5 * million, false},
		"share by number":              {measure{of: "share", where: yes}, []questionnaire.Row{row(1, true, true), row(9, false, true)}, 50 * million, false},
		"share by weight":              {measure{of: "share", weight: "w", where: yes}, []questionnaire.Row{row(1, true, true), row(3, false, true)}, 25 * million, false},
		"share, a weight unknown":      {measure{of: "share", weight: "w", where: yes}, []questionnaire.Row{row(3, true, true), row(-1, true, true), row(2, false, true)}, 37_500_000, false},
		"share, no weight known":       {measure{of: "share", weight: "w", where: yes}, []questionnaire.Row{row(-1, true, true)}, 0, false},
		"share among some":             {measure{of: "share", weight: "w", where: yes, among: near}, []questionnaire.Row{row(1, true, true), row(-1, false, true), row(50, true, false)}, 50 * million, false},
		"share of rows without weight": {measure{of: "share", weight: "w", where: yes}, []questionnaire.Row{row(0, true, true)}, 0, true},
		"share among none":             {measure{of: "share", where: yes, among: near}, []questionnaire.Row{row(1, true, false)}, 0, true},
		"ratio of some":                {measure{of: "ratio", weight: "w", over: "w", where: yes}, []questionnaire.Row{row(2, true, true), row(9, false, true)}, 100 * million, false},
		"average of some":              {measure{of: "average", weight: "w", where: yes}, []questionnaire.Row{row(2, true, true), row(90, false, true), row(4, true, true)}, 3 * million, false},
		"largest of some":              {measure{of: "max", weight: "w", where: yes}, []questionnaire.Row{row(2, true, true), row(90, false, true), text, row(-1, true, true)}, 2 * million, false},
		"another measure":              {measure{of: "mode"}, []questionnaire.Row{row(2, true, true)}, 0, true},
	} {
		got, ok := c.measure.read(c.rows)
		if ok == c.none || ok && got.floor != c.want || !ok && got.floor != 0 {
			t.Errorf("%s: %d, %v; want %d", name, got.floor, ok, c.want)
		}
	}
	for of, want := range map[string]string{"share": " percent", "ratio": " percent", "count": "", "sum": "", "average": "", "max": ""} {
		if got := (&measure{of: of}).unit(); got != want {
			t.Errorf("%s is printed with %q", of, got)
		}
	}
}

// Sums that no int64 holds stand at its ends.
func TestClamped(t *testing.T) {
	far := new(big.Int).Lsh(big.NewInt(1), 70)
	for want, sum := range map[int64]*big.Int{
		1<<63 - 1: far, -1 << 63: new(big.Int).Neg(far), 0: new(big.Int), -5: big.NewInt(-5),
	} {
		if got := clamped(sum); got.floor != want || !got.rest.isZero() {
			t.Errorf("%s: %d, want %d", sum, got.floor, want)
		}
	}
	if got, ok := quotient(new(big.Int).Neg(far), big.NewInt(1)); !ok || got.floor != -1<<63 {
		t.Errorf("far below the scale: %d, %v", got.floor, ok)
	}
	if got, ok := quotient(big.NewInt(-1), big.NewInt(3)); !ok || got.floor != -1 || got.rest.compare(nat(2)) != 0 {
		t.Errorf("minus a third: floor %d, rest %s of %s", got.floor, got.rest.toBig(), got.of.toBig())
	}
}

func TestFormatLimits(t *testing.T) {
	for want, got := range map[string]string{
		"1": FormatPercent(1_000_000, -3), "1.000000": FormatPercent(1_000_000, 9), "-1.500000": FormatPercent(-1_500_000, 6),
		"-9223372036854.775808": FormatPercent(-1<<63, 6), "0": FormatPercent(0, 0), "0.000000": FormatPercent(0, 6), "-0.5": FormatPercent(-500_000, 1),
	} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	for n, want := range map[int64]string{0: "0", 1: "0.000001", 500_000: "0.5", 10_000_000: "10", 12_340_000: "12.34", -250_000: "-0.25"} {
		if got := formatMicro(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}
