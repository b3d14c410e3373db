package questionnaire

import (
	"slices"

	"memsure/internal/fact"
)

// Env is what conditions are evaluated against: the answers and the facts of
// one response. Make it with Compiled.NewEnv; it may be used again for another
// response of the same version, by one goroutine at a time.
type Env struct {
	Answers []*Value     // by question index; nil where there is no value
	Facts   []*fact.Fact // by fact index; nil where unknown or disputed
	// Disputed gives, by fact index, what files that disagree give: one fact a
	// value, in the order of the values. Know fills it.
	Disputed map[int][]*fact.Fact
	shown    []Truth // by question index, as of the last Visible
}

// NewEnv gives an empty environment: nothing answered, no fact known, and only
// questions without a condition visible until Visible is called.
func (c *Compiled) NewEnv() *Env {
	env := &Env{
		Answers: make([]*Value, len(c.questions)),
		Facts:   make([]*fact.Fact, len(c.facts)),
		shown:   make([]Truth, len(c.questions)),
	}
	for q, when := range c.when {
		if !when.Exists() {
			env.shown[q] = True
		}
	}
	return env
}

// Know sets the facts conditions see. A fact that two files give with
// different values is unknown, as is one that no file gives, and its values are
// kept in Disputed; where the files agree, the better assured one stands. Call
// Visible after it.
func (c *Compiled) Know(env *Env, facts []fact.Fact) {
	clear(env.Facts)
	clear(env.Disputed)
	for i := range facts {
		f := &facts[i]
		at, ok := c.factIndex[f.Name]
		if !ok {
			continue
		}
		known := env.Facts[at]
		switch {
		case env.Disputed[at] != nil:
			env.dispute(at, f)
		case known == nil || sameValue(known, f) && f.Assurance == fact.Verified:
			env.Facts[at] = f
		case !sameValue(known, f):
			env.Facts[at] = nil
			env.dispute(at, known, f)
		}
	}
}

func sameValue(a, b *fact.Fact) bool {
	return a.Kind == b.Kind && a.Micro == b.Micro && a.Flag == b.Flag && a.Text == b.Text
}

// Visible decides which questions are shown, in dependency order, and gives
// the result by question index. A question without a condition is shown; one
// whose condition is unknown is not. The slice belongs to env and is
// overwritten by the next call. Call it again after answers or facts change:
// Eval rests on it.
func (c *Compiled) Visible(env *Env) []Truth {
	for _, q := range c.order {
		env.shown[q] = c.Eval(c.when[q], env)
	}
	return env.shown
}

// Eval evaluates a condition. A missing condition is true.
func (c *Compiled) Eval(p Program, env *Env) Truth {
	if !p.Exists() {
		return True
	}
	return c.node(p.start, env)
}

// node evaluates the instruction at pc by Kleene's strong logic: all is the
// minimum of its parts, any the maximum.
func (c *Compiled) node(pc int32, env *Env) Truth {
	in := &c.code[pc]
	switch in.op {
	case opAll:
		result := True
		for child := pc + 1; child < in.end && result != False; child = c.code[child].end {
			result = min(result, c.node(child, env))
		}
		return result
	case opAny:
		result := False
		for child := pc + 1; child < in.end && result != True; child = c.code[child].end {
			result = max(result, c.node(child, env))
		}
		return result
	case opNot:
		return c.node(pc+1, env).Not()
	}
	if in.op.readsQuestion() {
		return in.onQuestion(env)
	}
	return in.onFact(env.Facts[in.index])
}

// onQuestion tests an answer. Hidden and unanswered questions make it unknown,
// but for the test whether a visible question is answered.
func (in *instruction) onQuestion(env *Env) Truth {
	if env.shown[in.index] != True {
		return Unknown
	}
	value := env.Answers[in.index]
	if in.op == opAnswered {
		return truth((value != nil) == in.flag)
	}
	if value == nil || value.Kind != in.want {
		return Unknown
	}
	if in.op == opDiffers {
		return in.differs(value.Number, env.Facts[in.extra])
	}
	return truth(in.holds(value))
}

func (in *instruction) holds(value *Value) bool {
	switch in.op {
	case opBoolean:
		return value.Boolean == in.flag
	case opOption:
		return value.Option == in.text
	case opChosen:
		return slices.Contains(value.Options, in.text)
	case opOneOf:
		return slices.Contains(in.set, value.Option)
	case opAnyOf:
		return anyIn(value.Options, in.set)
	case opNumberIs:
		return value.Number == in.micro
	case opAtLeast:
		return value.Number >= in.micro
	case opAtMost:
		return value.Number <= in.micro
	default:
		return textOf(value) == in.text
	}
}

func textOf(value *Value) string {
	if value.Kind == TypeDate {
		return value.Date
	}
	return value.Text
}

func anyIn(chosen, set []string) bool {
	for _, id := range chosen {
		if slices.Contains(set, id) {
			return true
		}
	}
	return false
}

func (in *instruction) differs(claim int64, f *fact.Fact) Truth {
	if f == nil || !isNumericFact(f.Kind) {
		return Unknown
	}
	return truth(distance(claim, f.Micro) > uint64(in.micro))
}

// distance is |a − b|; unsigned, as the difference may not fit an int64.
func distance(a, b int64) uint64 {
	if a > b {
		return uint64(a) - uint64(b)
	}
	return uint64(b) - uint64(a)
}

func (in *instruction) onFact(f *fact.Fact) Truth {
	if f == nil || !in.reads(f.Kind) {
		return Unknown
	}
	switch in.op {
	case opFactBoolean:
		return truth(f.Flag == in.flag)
	case opFactText:
		return truth(f.Text == in.text)
	case opFactOneOf:
		return truth(slices.Contains(in.set, f.Text))
	case opFactNumberIs:
		return truth(f.Micro == in.micro)
	case opFactAtLeast:
		return truth(f.Micro >= in.micro)
	default:
		return truth(f.Micro <= in.micro)
	}
}

// reads tells whether a fact has the kind of value the test needs.
func (in *instruction) reads(kind fact.Kind) bool {
	switch in.op {
	case opFactBoolean:
		return kind == fact.Boolean
	case opFactText, opFactOneOf:
		return kind == fact.Text || kind == fact.Date
	default:
		return isNumericFact(kind)
	}
}

func truth(b bool) Truth {
	if b {
		return True
	}
	return False
}
