package questionnaire

import (
	"slices"

	"memsure/internal/fact"
)

// maxCombinations bounds how many combinations of answers and facts a search
// tries. Conditions that hang on more than that are left alone.
const maxCombinations = 200_000

// maxTests bounds how many tests all searches through one definition make
// together; conditions that come after are left alone too. The shipped
// questionnaires take a tenth of it.
const maxTests = 50_000_000

// reach finds out what conditions can come to at all, by trying every
// combination of the answers and facts that make a difference to them.
type reach struct {
	version *Compiled
	env     *Env
	leaves  []instruction // every test in every condition
	left    int           // tests that may still be made
}

func newReach(version *Compiled) *reach {
	r := &reach{version: version, env: version.NewEnv(), left: maxTests}
	for _, in := range version.code {
		if in.op > opNot {
			r.leaves = append(r.leaves, in)
		}
	}
	return r
}

// possible tells whether a condition can be true, and whether it can be false.
// Whole is false where there are too many combinations to try them all.
func (r *reach) possible(p Program) (canBeTrue, canBeFalse, whole bool) {
	questions, facts := r.closure(p)
	axes := make([]axis, 0, len(questions)+len(facts))
	combinations := 1
	for _, q := range questions {
		axes = append(axes, axis{question: true, index: q, values: r.answers(q)})
	}
	for _, f := range facts {
		axes = append(axes, axis{index: f, facts: r.facts(f)})
	}
	for i := range axes {
		if combinations *= axes[i].size(); combinations > maxCombinations {
			return false, false, false
		}
	}
	order := r.inOrder(questions)
	tests := 1 + len(r.version.body(p))
	for _, q := range order {
		tests += 1 + len(r.version.body(r.version.when[q]))
	}
	if tests > r.left/combinations {
		return false, false, false
	}
	for range combinations {
		r.left -= tests
		r.show(order)
		switch r.version.Eval(p, r.env) {
		case True:
			canBeTrue = true
		case False:
			canBeFalse = true
		}
		if canBeTrue && canBeFalse {
			break
		}
		r.next(axes)
	}
	r.clear()
	return canBeTrue, canBeFalse, true
}

// axis is one answer or fact with the values that make a difference; the first
// is always that there is none.
type axis struct {
	question bool
	index    int
	at       int
	values   []*Value
	facts    []*fact.Fact
}

func (a *axis) size() int { return len(a.values) + len(a.facts) }

// next turns to the next combination, like the wheels of a counter.
func (r *reach) next(axes []axis) {
	for i := range axes {
		a := &axes[i]
		a.at = (a.at + 1) % a.size()
		if a.question {
			r.env.Answers[a.index] = a.values[a.at]
		} else {
			r.env.Facts[a.index] = a.facts[a.at]
		}
		if a.at != 0 {
			return
		}
	}
}

func (r *reach) clear() {
	clear(r.env.Answers)
	clear(r.env.Facts)
	r.version.Visible(r.env)
}

// inOrder gives questions in the order of their dependencies.
func (r *reach) inOrder(questions []int) (ordered []int) {
	for _, q := range r.version.order {
		if _, among := slices.BinarySearch(questions, int(q)); among {
			ordered = append(ordered, int(q))
		}
	}
	return ordered
}

// show decides the visibility of the questions a condition hangs on, which
// come in the order of their dependencies.
func (r *reach) show(ordered []int) {
	for _, q := range ordered {
		r.env.shown[q] = r.version.Eval(r.version.when[q], r.env)
	}
}

// closure gives the questions and facts a condition hangs on, also through the
// conditions that show those questions.
func (r *reach) closure(p Program) (questions, facts []int) {
	seen := make([]bool, len(r.version.questions))
	for open := []Program{p}; len(open) > 0; {
		from := open[len(open)-1]
		open = open[:len(open)-1]
		read, shown := r.reads(from)
		facts = append(facts, shown...)
		for _, q := range read {
			if !seen[q] {
				seen[q] = true
				questions, open = append(questions, q), append(open, r.version.when[q])
			}
		}
	}
	return sortedUnique(questions), sortedUnique(facts)
}

// reads gives the questions and facts that a condition names itself.
func (r *reach) reads(p Program) (questions, facts []int) {
	for _, in := range r.version.body(p) {
		switch {
		case in.op <= opNot:
		case in.op.readsQuestion():
			questions = append(questions, int(in.index))
			if in.op == opDiffers {
				facts = append(facts, int(in.extra))
			}
		default:
			facts = append(facts, int(in.index))
		}
	}
	return questions, facts
}

// answers gives the answers to a question that the tests tell apart.
func (r *reach) answers(q int) []*Value {
	asked := r.version.questions[q].Question
	values := []*Value{nil}
	add := func(v Value) {
		v.Kind = asked.Type
		values = append(values, &v)
	}
	switch asked.Type {
	case TypeBoolean:
		add(Value{Boolean: true})
		add(Value{})
	case TypeSingleChoice:
		for _, o := range asked.Options {
			add(Value{Option: o.ID})
		}
	case TypeMultiChoice:
		for _, chosen := range r.choices(q, asked) {
			add(Value{Options: chosen})
		}
	case TypeNumber, TypePercentage:
		low, high := asked.limits()
		for _, m := range r.numbers(q, low, high) {
			add(Value{Number: m})
		}
	case TypeDate, TypeText:
		for _, text := range r.texts(func(in *instruction) bool { return in.op == opText && int(in.index) == q }) {
			add(Value{Date: text, Text: text})
		}
	default:
		add(Value{})
	}
	return values
}

// choices gives the sets of options that tests tell apart: each alone, and all
// that may stand together.
func (r *reach) choices(q int, asked *Question) [][]string {
	var together []string
	var sets [][]string
	for _, o := range asked.Options {
		sets = append(sets, []string{o.ID})
		if !o.Exclusive {
			together = append(together, o.ID)
		}
	}
	for _, in := range r.leaves {
		if in.op == opChosen && int(in.index) == q { // all but the one looked for
			sets = append(sets, slices.DeleteFunc(slices.Clone(together), func(id string) bool { return id == in.text }))
		}
	}
	return append(sets, together)
}

// numbers gives the corners of the tests on a question, and what lies beside
// them, inside the limits.
func (r *reach) numbers(q int, low, high int64) []int64 {
	found := []int64{low, high}
	for _, in := range r.leaves {
		if in.op.readsQuestion() && int(in.index) == q && in.op != opAnswered {
			found = append(found, in.micro-1, in.micro, in.micro+1)
		}
	}
	found = slices.DeleteFunc(found, func(m int64) bool { return m < low || m > high })
	slices.Sort(found)
	return slices.Compact(found)
}

// texts gives the texts that tests look for, and one that none does.
func (r *reach) texts(looksFor func(*instruction) bool) []string {
	found := []string{"\x00"}
	for i := range r.leaves {
		if looksFor(&r.leaves[i]) {
			found = append(append(found, r.leaves[i].text), r.leaves[i].set...)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// facts gives the values of a fact that the tests tell apart.
func (r *reach) facts(f int) []*fact.Fact {
	name := r.version.facts[f]
	kind := fact.Kinds[name]
	found := []*fact.Fact{nil}
	add := func(v fact.Fact) {
		v.Name, v.Kind = name, kind
		found = append(found, &v)
	}
	switch kind {
	case fact.Boolean:
		add(fact.Fact{Flag: true})
		add(fact.Fact{})
	case fact.Number, fact.Share:
		for _, m := range r.measured(f, kind) {
			add(fact.Fact{Micro: m})
		}
	default:
		for _, text := range r.texts(func(in *instruction) bool { return in.op > opDiffers && int(in.index) == f }) {
			add(fact.Fact{Text: text})
		}
	}
	return found
}

// measured gives the corners of the tests on a numeric fact. What it is
// compared with can be anything, so both ends are among them.
func (r *reach) measured(f int, kind fact.Kind) []int64 {
	low, high := int64(0), int64(maxWhole*fact.Million)
	if kind == fact.Share {
		high = 100 * fact.Million
	}
	found := []int64{low, high}
	for _, in := range r.leaves {
		if in.op > opDiffers && int(in.index) == f {
			found = append(found, in.micro-1, in.micro, in.micro+1)
		}
	}
	found = slices.DeleteFunc(found, func(m int64) bool { return m < low || m > high })
	slices.Sort(found)
	return slices.Compact(found)
}
