package questionnaire

import (
	"cmp"
	"slices"
	"strings"

	"memsure/internal/fact"
)

// maxReadings bounds how many combinations of disputed values are tried. Only
// a condition on a dozen disputed facts at once can reach it.
const maxReadings = 4096

// byValue orders facts of one name by what they say.
func byValue(a, b *fact.Fact) int {
	flag := 0
	if a.Flag != b.Flag {
		flag = -1
		if a.Flag {
			flag = 1
		}
	}
	return cmp.Or(strings.Compare(string(a.Kind), string(b.Kind)), cmp.Compare(a.Micro, b.Micro), flag, strings.Compare(a.Text, b.Text))
}

// dispute files one more value of a fact.
func (env *Env) dispute(at int, values ...*fact.Fact) {
	if env.Disputed == nil {
		env.Disputed = map[int][]*fact.Fact{}
	}
	for _, f := range values {
		if place, known := slices.BinarySearchFunc(env.Disputed[at], f, byValue); !known {
			env.Disputed[at] = slices.Insert(env.Disputed[at], place, f)
		}
	}
}

// Readings calls visit with env set to each combination of the values that
// disagreeing files give, for the facts the conditions rest on, until visit
// gives false. Values that make no difference to any test count once. The
// order is that of the values, whatever the order of the files. It leaves env
// as it was, and gives false where there are more than 4096 combinations: then
// visit saw only some of them.
func (c *Compiled) Readings(env *Env, visit func() bool, conditions ...Program) (all bool) {
	tried, going := 0, true
	var choose func(from int)
	choose = func(from int) {
		at := c.disputedAfter(env, from, conditions)
		if at < 0 {
			tried++
			going = visit()
			return
		}
		defer func() { env.Facts[at] = nil }()
		for _, f := range c.telling(env, at, conditions) {
			if !going || tried >= maxReadings {
				return
			}
			env.Facts[at] = f
			choose(at + 1)
		}
	}
	choose(0)
	return tried < maxReadings
}

// Possible gives the reason why a condition is true under some combination of
// the values that disagreeing files give, and whether there is one.
func (c *Compiled) Possible(p Program, env *Env) (reason Reason, found bool) {
	c.Readings(env, func() bool {
		if found = c.Eval(p, env) == True; found {
			reason = c.Explain(p, env)
		}
		return !found
	}, p)
	return reason, found
}

// disputedAfter gives the first disputed fact from an index on that the
// conditions rest on, -1 where there is none.
func (c *Compiled) disputedAfter(env *Env, from int, conditions []Program) int {
	for at := from; len(env.Disputed) > 0 && at < len(env.Facts); at++ {
		if env.Disputed[at] != nil && slices.ContainsFunc(conditions, func(p Program) bool { return c.restsOn(p, at) }) {
			return at
		}
	}
	return -1
}

func (c *Compiled) restsOn(p Program, at int) bool {
	return slices.ContainsFunc(c.body(p), func(in instruction) bool { return in.onFactAt(at) })
}

// onFactAt tells whether a test reads a fact.
func (in *instruction) onFactAt(at int) bool {
	return in.op >= opFactBoolean && int(in.index) == at || in.op == opDiffers && int(in.extra) == at
}

// telling gives one of each group of disputed values that come to the same in
// every test.
func (c *Compiled) telling(env *Env, at int, conditions []Program) (some []*fact.Fact) {
	var seen []string
	for _, f := range env.Disputed[at] {
		env.Facts[at] = f
		if tests := c.tests(env, at, conditions); !slices.Contains(seen, tests) {
			seen, some = append(seen, tests), append(some, f)
		}
	}
	env.Facts[at] = nil
	return some
}

// tests gives what every test on a fact comes to, a byte a test.
func (c *Compiled) tests(env *Env, at int, conditions []Program) string {
	var outcomes []byte
	for _, p := range conditions {
		for pc := p.start; pc < p.end; pc++ {
			if c.code[pc].onFactAt(at) {
				outcomes = append(outcomes, byte(c.node(pc, env)))
			}
		}
	}
	return string(outcomes)
}
