package questionnaire

import (
	"slices"
	"strings"

	"memsure/internal/fact"
	"memsure/internal/fault"
)

// Compiled is a definition prepared once for fast evaluation: ids resolved to
// indexes, conditions to flat programs. It is immutable and safe to share.
type Compiled struct {
	Definition *Definition

	questions []Asked
	index     map[string]int
	facts     []string
	factIndex map[string]int
	gates     []CompiledGate
	flags     []CompiledFlag
	checks    []CompiledCheck
	when      []Program // by question
	order     []int32   // questions, each after those its condition names
	code      []instruction
}

// Asked is a question with its place in the definition.
type Asked struct {
	*Question
	Section int // index into Definition.Sections
}

// CompiledGate is a gate with its condition. Question is the index of the
// question that carried it in short form, or -1.
type CompiledGate struct {
	*Gate
	ID       string
	Question int
	Pass     Program
}

// CompiledFlag is a red flag with its condition and its question's index.
type CompiledFlag struct {
	*RedFlag
	Question int
	When     Program
}

// CompiledCheck is a check with its conditions. Supported is NoProgram where
// the check names none.
type CompiledCheck struct {
	*Check
	Questions    []int // indexes of the questions it speaks about
	Contradicted Program
	Supported    Program
}

// Compile prepares a definition. It resolves what conditions refer to and
// orders them; it refuses with fault.Invalid what cannot be evaluated (unknown
// ids, malformed tests, cycles), placing each by JSON Pointer. Whether the
// definition is otherwise sensible is Validate's question. The definition must
// not change afterwards.
func Compile(def *Definition) (*Compiled, error) {
	c := &Compiled{Definition: def, index: map[string]int{}, factIndex: map[string]int{}}
	c.number()
	if faults := checkConditions(def); len(faults) > 0 {
		return nil, invalid(faults)
	}
	for q := range c.questions {
		c.when = append(c.when, c.program(c.questions[q].When))
	}
	c.order = dependencyOrder(c)
	c.compileGates()
	for i := range def.Checks {
		c.compileCheck(&def.Checks[i])
	}
	return c, nil
}

func (c *Compiled) number() {
	for s := range c.Definition.Sections {
		section := &c.Definition.Sections[s]
		for q := range section.Questions {
			question := &section.Questions[q]
			c.index[question.ID] = len(c.questions)
			c.questions = append(c.questions, Asked{Question: question, Section: s})
		}
	}
}

func (c *Compiled) compileGates() {
	for q := range c.questions {
		if gate := c.questions[q].Gate; gate != nil {
			id := gate.ID
			if id == "" {
				id = c.questions[q].ID
			}
			c.gates = append(c.gates, CompiledGate{Gate: gate, ID: id, Question: q, Pass: c.program(gate.Pass)})
		}
		for i := range c.questions[q].RedFlags {
			flag := &c.questions[q].RedFlags[i]
			c.flags = append(c.flags, CompiledFlag{RedFlag: flag, Question: q, When: c.program(flag.When)})
		}
	}
	for i := range c.Definition.Gates {
		gate := &c.Definition.Gates[i]
		c.gates = append(c.gates, CompiledGate{Gate: gate, ID: gate.ID, Question: -1, Pass: c.program(gate.Pass)})
	}
}

func (c *Compiled) compileCheck(check *Check) {
	compiled := CompiledCheck{Check: check, Contradicted: c.program(check.Contradicted), Supported: c.program(check.Supported)}
	for _, id := range check.Questions {
		if q, ok := c.index[id]; ok {
			compiled.Questions = append(compiled.Questions, q)
		}
	}
	c.checks = append(c.checks, compiled)
}

// Index gives the index of a question by its id.
func (c *Compiled) Index(questionID string) (int, bool) {
	q, ok := c.index[questionID]
	return q, ok
}

// Questions gives all questions in the definition's order; a question's place
// in it is its index. The slice is shared: do not change it.
func (c *Compiled) Questions() []Asked { return c.questions }

// Gates gives all gates: those of questions in the order of the questions,
// then the definition's own.
func (c *Compiled) Gates() []CompiledGate { return c.gates }

// RedFlags gives all red flags in the order of the questions.
func (c *Compiled) RedFlags() []CompiledFlag { return c.flags }

// Checks gives all checks in the definition's order.
func (c *Compiled) Checks() []CompiledCheck { return c.checks }

// FactNames gives the names of the facts that conditions rest on; a name's
// place is its index in Env.Facts.
func (c *Compiled) FactNames() []string { return c.facts }

// When gives the condition that shows a question, NoProgram if it always shows.
func (c *Compiled) When(q int) Program { return c.when[q] }

// ConditionQuestions gives the indexes of the questions a question's condition
// refers to, ascending, without repeats.
func (c *Compiled) ConditionQuestions(q int) []int { return c.programQuestions(c.when[q]) }

func (c *Compiled) programQuestions(p Program) []int {
	var found []int
	for _, in := range c.body(p) {
		if in.op.readsQuestion() {
			found = append(found, int(in.index))
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// dependencyOrder lists questions so that each comes after those its condition
// names. Cycles were refused before.
func dependencyOrder(c *Compiled) []int32 {
	order := make([]int32, 0, len(c.questions))
	done := make([]bool, len(c.questions))
	var visit func(q int)
	visit = func(q int) {
		if done[q] {
			return
		}
		done[q] = true
		for _, earlier := range c.ConditionQuestions(q) {
			visit(earlier)
		}
		order = append(order, int32(q))
	}
	for q := range c.questions {
		visit(q)
	}
	return order
}

// fact gives the index of a fact, numbering it on first use.
func (c *Compiled) fact(name string) int32 {
	i, ok := c.factIndex[name]
	if !ok {
		i = len(c.facts)
		c.factIndex[name] = i
		c.facts = append(c.facts, name)
	}
	return int32(i)
}

// invalid makes the one error of a bad definition out of its places.
func invalid(fields []fault.Field) error {
	if len(fields) > maxFaults {
		fields = fields[:maxFaults]
	}
	return fault.New(fault.Invalid, "questionnaire_invalid", "The questionnaire has errors.").
		WithRemedy("Correct the places listed and load it again.").With(fields...)
}

// maxFaults bounds how many errors one load reports.
const maxFaults = 100

// isNumeric tells the types whose values are millionths.
func isNumeric(t Type) bool { return t == TypeNumber || t == TypePercentage }

func isChoice(t Type) bool { return t == TypeSingleChoice || t == TypeMultiChoice }

func isNumericFact(k fact.Kind) bool { return k == fact.Number || k == fact.Share }

// escape makes a map key safe inside a JSON Pointer (RFC 6901).
func escape(key string) string { return pointerEscapes.Replace(key) }

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1") // making one costs more than using it
