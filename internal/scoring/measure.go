package scoring

import (
	"math"
	"math/big"
	"slices"

	"memsure/internal/questionnaire"
)

// measure computes one number from a table's rows.
type measure struct {
	of     string
	where  []cellTest
	among  []cellTest
	weight string
	over   string
}

// cellTest is a compiled test on one column.
type cellTest struct {
	questionnaire.CellCondition
	equals, least, most int64 // of numeric columns
	isEqual             bool  // Equals is a number
}

func (b *planner) measure(q *questionnaire.Question) *measure {
	authored := q.Scoring.Measure
	return &measure{
		of:     authored.Of,
		weight: authored.Weight,
		over:   authored.Over,
		where:  b.cellTests(authored.Where),
		among:  b.cellTests(authored.Among),
	}
}

func (b *planner) cellTests(authored []questionnaire.CellCondition) []cellTest {
	tests := make([]cellTest, len(authored))
	for i, c := range authored {
		t := cellTest{CellCondition: c}
		if c.Equals != nil {
			micro, err := questionnaire.Decimal(*c.Equals).Micro()
			t.equals, t.isEqual = micro, err == nil
		}
		t.least, t.most = b.bound(c.AtLeast), b.bound(c.AtMost)
		tests[i] = t
	}
	return tests
}

func (b *planner) bound(d *questionnaire.Decimal) int64 {
	if d == nil {
		return 0
	}
	micro, err := d.Micro()
	if err != nil {
		b.refuse("/sections/questions/scoring/measure", "not_decimal", "A plain decimal number belongs here.")
	}
	return micro
}

// read computes the measure. It is false where there is nothing to measure:
// a share of no rows, or of rows that weigh nothing.
func (m *measure) read(rows []questionnaire.Row) (reading, bool) {
	switch m.of {
	case "count":
		return whole(int64(m.count(rows)) * million), true
	case "sum":
		return clamped(m.sum(rows)), true
	case "share":
		return m.share(rows)
	case "ratio":
		return m.ratio(rows)
	case "average":
		return m.average(rows)
	case "max":
		return m.largest(rows)
	}
	return reading{}, false
}

// unit is what is printed behind the number.
func (m *measure) unit() string {
	if m.of == "share" || m.of == "ratio" {
		return " percent"
	}
	return ""
}

func (m *measure) count(rows []questionnaire.Row) (n int) {
	for _, row := range rows {
		if all(m.where, row) {
			n++
		}
	}
	return n
}

func (m *measure) sum(rows []questionnaire.Row) *big.Int {
	sum := new(big.Int)
	for _, row := range rows {
		if cell, ok := number(row, m.weight); ok && all(m.where, row) {
			sum.Add(sum, big.NewInt(cell))
		}
	}
	return sum
}

// share is the weight of the rows that meet where, in percent of the weight of
// the rows that meet among. A row without a weight takes the largest weight
// given in the total (one, where none is) and never joins the numerator.
func (m *measure) share(rows []questionnaire.Row) (reading, bool) {
	unknown := m.unknownWeight(rows)
	part, total := new(big.Int), new(big.Int)
	for _, row := range rows {
		if !all(m.among, row) {
			continue
		}
		weight, known := m.weigh(row)
		if !known {
			weight = unknown
		}
		total.Add(total, big.NewInt(weight))
		if known && all(m.where, row) {
			part.Add(part, big.NewInt(weight))
		}
	}
	return quotient(part.Mul(part, big.NewInt(100*million)), total)
}

// ratio is the sum of one column in percent of the sum of another, over the
// rows that meet where. It is false where the divisor is nothing.
func (m *measure) ratio(rows []questionnaire.Row) (reading, bool) {
	part, total := new(big.Int), new(big.Int)
	for _, row := range rows {
		if all(m.where, row) {
			part.Add(part, big.NewInt(row[m.weight].Number))
			total.Add(total, big.NewInt(row[m.over].Number))
		}
	}
	return quotient(part.Mul(part, big.NewInt(100*million)), total)
}

// average is the mean of one column over the rows that meet where, each row
// counted as often as the divisor's cell says. It is false where no row counts.
func (m *measure) average(rows []questionnaire.Row) (reading, bool) {
	part, total := new(big.Int), new(big.Int)
	for _, row := range rows {
		if !all(m.where, row) {
			continue
		}
		times := big.NewInt(million)
		if m.over != "" {
			times.SetInt64(row[m.over].Number)
		}
		total.Add(total, times)
		part.Add(part, times.Mul(times, big.NewInt(row[m.weight].Number)))
	}
	return quotient(part, total)
}

// largest is the greatest cell of the column among the rows that meet where. It
// is false where no row does.
func (m *measure) largest(rows []questionnaire.Row) (reading, bool) {
	most, found := int64(math.MinInt64), false
	for _, row := range rows {
		if cell, ok := number(row, m.weight); ok && all(m.where, row) {
			most, found = max(most, cell), true
		}
	}
	return whole(most), found
}

// quotient places part/total, which is never divided by nothing and never
// reaches beyond the scales.
func quotient(part, total *big.Int) (reading, bool) {
	if total.Sign() <= 0 {
		return reading{}, false
	}
	floor, rest := new(big.Int).DivMod(part, total, new(big.Int))
	if !floor.IsInt64() {
		return clamped(floor), true
	}
	return reading{floor.Int64(), natural{big: rest}, natural{big: total}}, true
}

// weigh gives a row's weight; negative weights are no weights.
func (m *measure) weigh(row questionnaire.Row) (int64, bool) {
	if m.weight == "" {
		return 1, true
	}
	weight, ok := number(row, m.weight)
	return weight, ok && weight >= 0
}

func (m *measure) unknownWeight(rows []questionnaire.Row) int64 {
	largest := int64(0)
	for _, row := range rows {
		if weight, ok := m.weigh(row); ok && all(m.among, row) {
			largest = max(largest, weight)
		}
	}
	if largest == 0 {
		return million
	}
	return largest
}

func number(row questionnaire.Row, column string) (int64, bool) {
	cell, ok := row[column]
	return cell.Number, ok && isNumeric(cell.Kind)
}

func isNumeric(t questionnaire.Type) bool {
	return t == questionnaire.TypeNumber || t == questionnaire.TypePercentage
}

// clamped brings a sum into an int64: no scale reaches further.
func clamped(sum *big.Int) reading {
	switch {
	case sum.IsInt64():
		return whole(sum.Int64())
	case sum.Sign() < 0:
		return whole(math.MinInt64)
	}
	return whole(math.MaxInt64)
}

func all(tests []cellTest, row questionnaire.Row) bool {
	for i := range tests {
		if cell, ok := row[tests[i].Column]; !ok || !tests[i].holds(&cell) {
			return false
		}
	}
	return true
}

func (t *cellTest) holds(cell *questionnaire.Value) bool {
	switch {
	case t.Equals != nil:
		return t.holdsEqual(cell)
	case t.In != nil:
		return cell.Kind == questionnaire.TypeSingleChoice && slices.Contains(t.In, cell.Option)
	case t.AtLeast != nil:
		return isNumeric(cell.Kind) && cell.Number >= t.least
	case t.AtMost != nil:
		return isNumeric(cell.Kind) && cell.Number <= t.most
	}
	return false
}

func (t *cellTest) holdsEqual(cell *questionnaire.Value) bool {
	want := string(*t.Equals)
	switch cell.Kind {
	case questionnaire.TypeBoolean:
		return want == "true" && cell.Boolean || want == "false" && !cell.Boolean
	case questionnaire.TypeSingleChoice:
		return cell.Option == want
	case questionnaire.TypeNumber, questionnaire.TypePercentage:
		return t.isEqual && cell.Number == t.equals
	case questionnaire.TypeDate:
		return cell.Date == want
	}
	return cell.Text == want
}
