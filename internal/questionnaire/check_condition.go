package questionnaire

import (
	"slices"
	"strings"

	"memsure/internal/fact"
)

// condition checks one node and what is below it.
func (k *checker) condition(c *Condition, pointer string) {
	forms, tests := c.forms(), c.tests()
	switch {
	case forms != 1:
		k.add(pointer, "condition_form", "A condition is exactly one of all, any, not, or a test on a question or a fact.")
	case c.All != nil:
		k.group(c.All, pointer, "/all", tests)
	case c.Any != nil:
		k.group(c.Any, pointer, "/any", tests)
	case c.Not != nil:
		k.noTests(pointer, tests)
		k.condition(c.Not, pointer+"/not")
	case tests != 1:
		k.add(pointer, "condition_test", "A condition on a question or a fact has exactly one test: equals, in, at_least, at_most, answered or differs.")
	case c.Fact != "":
		k.factTest(c, pointer)
	default:
		k.questionTest(c, pointer)
	}
}

func (c *Condition) forms() int {
	return count(c.All != nil, c.Any != nil, c.Not != nil, c.Question != "", c.Fact != "")
}

func (c *Condition) tests() int {
	return count(c.Equals != nil, c.In != nil, c.AtLeast != nil, c.AtMost != nil, c.Answered != nil, c.Differs != nil)
}

func count(these ...bool) (n int) {
	for _, is := range these {
		if is {
			n++
		}
	}
	return n
}

func (k *checker) group(parts []Condition, pointer, member string, tests int) {
	k.noTests(pointer, tests)
	if len(parts) == 0 {
		k.add(pointer+member, "condition_empty", "At least one condition belongs in this list.")
	}
	for i := range parts {
		k.condition(&parts[i], join(pointer+member, i))
	}
}

func (k *checker) noTests(pointer string, tests int) {
	if tests > 0 {
		k.add(pointer, "condition_form", "Tests belong to a question or a fact; all, any and not only hold conditions.")
	}
}

func (k *checker) questionTest(c *Condition, pointer string) {
	q := k.questions[c.Question]
	switch {
	case q == nil:
		k.add(pointer+"/question", "unknown_question", "No question of this questionnaire has this id.")
	case c.Answered != nil:
	case c.Equals != nil:
		k.equals(q, string(*c.Equals), pointer+"/equals")
	case c.In != nil:
		k.in(q, c.In, pointer+"/in")
	case c.AtLeast != nil:
		k.bound(q, *c.AtLeast, pointer+"/at_least")
	case c.AtMost != nil:
		k.bound(q, *c.AtMost, pointer+"/at_most")
	default:
		k.differs(q, c.Differs, pointer+"/differs")
	}
}

func (k *checker) equals(q *Question, literal, pointer string) {
	switch q.Type {
	case TypeBoolean:
		k.wantBoolean(literal, pointer)
	case TypeSingleChoice, TypeMultiChoice:
		k.wantOption(q.Options, literal, pointer)
	case TypeNumber, TypePercentage:
		k.wantAnswerable(q, Decimal(literal), pointer)
	case TypeDate:
		k.wantDate(literal, pointer)
	case TypeFile, TypeTable:
		k.add(pointer, "condition_type", "Answers that are files or tables can only be tested with answered.")
	}
}

func (k *checker) in(q *Question, ids []string, pointer string) {
	if !isChoice(q.Type) {
		k.add(pointer, "condition_type", "The test in needs a question with options.")
		return
	}
	k.notEmpty(ids, pointer)
	for i, id := range ids {
		k.wantOption(q.Options, id, join(pointer, i))
	}
}

func (k *checker) notEmpty(set []string, pointer string) {
	if len(set) == 0 {
		k.add(pointer, "condition_empty", "At least one value belongs in this list.")
	}
	for i := range set {
		if slices.Contains(set[:i], set[i]) {
			k.add(join(pointer, i), "duplicate_value", "This value is in the list already.")
		}
	}
}

func (k *checker) bound(q *Question, d Decimal, pointer string) {
	if !isNumeric(q.Type) {
		k.add(pointer, "condition_type", "The tests at_least and at_most need a number or a percentage.")
		return
	}
	k.wantAnswerable(q, d, pointer)
}

func (k *checker) differs(q *Question, d *Difference, pointer string) {
	if !isNumeric(q.Type) {
		k.add(pointer, "condition_type", "The test differs needs a question whose answer is a number or a percentage.")
	}
	if k.knownFact(d.Fact, pointer+"/fact") && !isNumericFact(fact.Kinds[d.Fact]) {
		k.add(pointer+"/fact", "condition_type", "The test differs needs a fact that is a number or a share.")
	}
	if m, ok := k.decimal(d.ByMore, pointer+"/by_more_than"); ok && m < 0 {
		k.add(pointer+"/by_more_than", "out_of_range", "A tolerance is not negative.")
	}
}

func (k *checker) factTest(c *Condition, pointer string) {
	if !k.knownFact(c.Fact, pointer+"/fact") {
		return
	}
	kind := fact.Kinds[c.Fact]
	switch {
	case c.Answered != nil, c.Differs != nil:
		k.add(pointer, "condition_type", "The tests answered and differs start from a question, not from a fact.")
	case c.In != nil:
		k.notEmpty(c.In, pointer+"/in")
		if kind != fact.Text {
			k.add(pointer+"/in", "condition_type", "The test in needs a fact that is a text.")
		}
	case c.Equals != nil:
		k.factEquals(kind, string(*c.Equals), pointer+"/equals")
	case !isNumericFact(kind):
		k.add(pointer, "condition_type", "The tests at_least and at_most need a fact that is a number or a share.")
	case c.AtLeast != nil:
		k.decimal(*c.AtLeast, pointer+"/at_least")
	default:
		k.decimal(*c.AtMost, pointer+"/at_most")
	}
}

func (k *checker) factEquals(kind fact.Kind, literal, pointer string) {
	switch kind {
	case fact.Boolean:
		k.wantBoolean(literal, pointer)
	case fact.Number, fact.Share:
		k.decimal(Decimal(literal), pointer)
	case fact.Date:
		k.wantDate(literal, pointer)
	}
}

func (k *checker) knownFact(name, pointer string) bool {
	_, ok := fact.Kinds[name]
	if !ok {
		k.add(pointer, "unknown_fact", "No reader of evidence produces a fact of this name.")
	}
	return ok
}

func (k *checker) wantBoolean(literal, pointer string) {
	if literal != "true" && literal != "false" {
		k.add(pointer, "condition_value", "What is compared is a yes or no: true or false belongs here, without quotes.")
	}
}

func (k *checker) wantDate(literal, pointer string) {
	if !isDate(literal) {
		k.add(pointer, "condition_value", "A calendar date (YYYY-MM-DD) belongs here.")
	}
}

func (k *checker) wantOption(options []Option, id, pointer string) {
	if !slices.ContainsFunc(options, func(o Option) bool { return o.ID == id }) {
		k.add(pointer, "unknown_option", "The question has no option with this id.")
	}
}

// wantAnswerable refuses numbers no answer to the question can be compared
// with sensibly.
func (k *checker) wantAnswerable(q *Question, d Decimal, pointer string) {
	m, ok := k.decimal(d, pointer)
	low, high := q.limits()
	if ok && (m < low || m > high) {
		k.add(pointer, "condition_value", "No answer to the question can have this value; see its smallest and largest value.")
	}
}

// limits gives the smallest and the largest answer to a numeric question.
func (q *Question) limits() (low, high int64) {
	return numericLimits(q.Type, q.Min, q.Max)
}

func numericLimits(t Type, lowest, highest *Decimal) (low, high int64) {
	low, high = -maxWhole*fact.Million, maxWhole*fact.Million
	if t == TypePercentage {
		low, high = 0, 100*fact.Million
	}
	if lowest != nil {
		low = max(low, lowest.micro())
	}
	if highest != nil {
		high = min(high, highest.micro())
	}
	return low, high
}

// decimal checks authored decimal text; only a Decimal made without Load can
// fail it.
func (k *checker) decimal(d Decimal, pointer string) (int64, bool) {
	m, err := d.Micro()
	if d == "" {
		err = errNotDecimal
	}
	if err != nil {
		k.add(pointer, "not_decimal", sentence(err))
		return 0, false
	}
	return m, true
}

// sentence turns an error text into one that stands alone.
func sentence(err error) string {
	text := err.Error()
	return strings.ToUpper(text[:1]) + text[1:] + "."
}
