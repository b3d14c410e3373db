package questionnaire

import "slices"

// Reason says what a condition came to and what decided it: of all and any,
// the parts that came to the same value.
type Reason struct {
	Truth     Truth
	Questions []int // indexes, ascending
	Facts     []int // indexes into Compiled.FactNames, ascending
}

// Explain evaluates a condition and collects what decided it. Visible must
// have been called for env.
func (c *Compiled) Explain(p Program, env *Env) Reason {
	if !p.Exists() {
		return Reason{Truth: True}
	}
	reason := Reason{Truth: c.node(p.start, env)}
	c.collect(p.start, env, &reason)
	reason.Questions = sortedUnique(reason.Questions)
	reason.Facts = sortedUnique(reason.Facts)
	return reason
}

// Because names what decided a condition: question ids in the definition's
// order, then names of facts.
func (c *Compiled) Because(p Program, env *Env) (Truth, []string) {
	reason := c.Explain(p, env)
	return reason.Truth, c.Names(reason)
}

// Names gives the ids of the questions and the names of the facts of a reason.
func (c *Compiled) Names(reason Reason) []string {
	names := make([]string, 0, len(reason.Questions)+len(reason.Facts))
	for _, q := range reason.Questions {
		names = append(names, c.questions[q].ID)
	}
	for _, f := range reason.Facts {
		names = append(names, c.facts[f])
	}
	return names
}

func (c *Compiled) collect(pc int32, env *Env, into *Reason) {
	in := &c.code[pc]
	switch {
	case in.op == opNot:
		c.collect(pc+1, env, into)
	case in.op == opAll, in.op == opAny:
		result := c.node(pc, env)
		for child := pc + 1; child < in.end; child = c.code[child].end {
			if c.node(child, env) == result {
				c.collect(child, env, into)
			}
		}
	case in.op.readsQuestion():
		into.Questions = append(into.Questions, int(in.index))
		if in.op == opDiffers {
			into.Facts = append(into.Facts, int(in.extra))
		}
	default:
		into.Facts = append(into.Facts, int(in.index))
	}
}

func sortedUnique(found []int) []int {
	slices.Sort(found)
	return slices.Compact(found)
}

// Parts gives what every part of a condition came to, in the order written: a
// group before what it groups. A missing condition has no parts. Visible must
// have been called for env.
func (c *Compiled) Parts(p Program, env *Env) []Truth {
	parts := make([]Truth, 0, p.end-p.start)
	for pc := p.start; pc < p.end; pc++ {
		parts = append(parts, c.node(pc, env))
	}
	return parts
}
