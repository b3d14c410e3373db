package questionnaire

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"memsure/internal/fact"
	"memsure/internal/fault"
)

// withGates compiles the questions of each type with gates on conditions.
func withGates(t *testing.T, passes ...Condition) *Compiled {
	t.Helper()
	def := typed()
	for i := range passes {
		def.Gates = append(def.Gates, Gate{ID: "g" + string(rune('a'+i)), Pass: &passes[i]})
	}
	c, err := Compile(def)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func numberFact(name string, n int64) fact.Fact {
	return fact.Fact{Name: name, Kind: fact.Number, Micro: n * fact.Million, Assurance: fact.Documented}
}

func atLeast(name string, bound Decimal) Condition { return Condition{Fact: name, AtLeast: &bound} }

// A reason names each question and each fact once, in the definition's order
// and in the order of the facts' numbers, however the condition names them.
func TestReasonsAreInOrder(t *testing.T) {
	answered := func(id string) Condition { return Condition{Question: id, Answered: new(true)} }
	c := withGates(t,
		Condition{Any: []Condition{atLeast(fact.SBOMNative, "1"), atLeast(fact.SBOMUnsafe, "1")}}, // numbers the facts
		Condition{Any: []Condition{
			atLeast(fact.SBOMUnsafe, "1"), answered("number"), atLeast(fact.SBOMNative, "1"), answered("boolean"),
			answered("number"), atLeast(fact.SBOMUnsafe, "2"),
		}})
	env := c.NewEnv()
	c.Know(env, []fact.Fact{numberFact(fact.SBOMNative, 0), numberFact(fact.SBOMUnsafe, 0)})
	c.Visible(env)
	reason := c.Explain(c.Gates()[1].Pass, env)
	if want := (Reason{Truth: False, Questions: []int{0, 4}, Facts: []int{0, 1}}); !cmp.Equal(reason, want) {
		t.Error(cmp.Diff(want, reason))
	}
	if want := []string{"boolean", "number", fact.SBOMNative, fact.SBOMUnsafe}; !cmp.Equal(c.Names(reason), want) {
		t.Errorf("named %v, want %v", c.Names(reason), want)
	}
}

// The parts of a condition come in the order written, a group before what it
// groups.
func TestPartsInOrder(t *testing.T) {
	group := Condition{Any: []Condition{
		{Not: &Condition{Question: "boolean", Answered: new(true)}}, atLeast(fact.SBOMNative, "1"), {Question: "text", Answered: new(true)},
	}}
	c := withGates(t, Condition{Question: "file", Answered: new(true)}, group)
	env := c.NewEnv()
	c.Visible(env)
	if got, want := c.Parts(c.Gates()[1].Pass, env), []Truth{True, True, False, Unknown, False}; !slices.Equal(got, want) {
		t.Errorf("parts %v, want %v", got, want)
	}
	if got := c.Parts(NoProgram, env); len(got) != 0 {
		t.Errorf("no condition has parts: %v", got)
	}
}

// What a condition and what lies behind it name is told in ascending order;
// facts are told apart from questions, and a tolerance rests on a fact too.
func TestWhatConditionsRestOn(t *testing.T) {
	yes := Literal("true")
	def := typed()
	ask := func(q int, when Condition) { def.Sections[0].Questions[q].When = &when }
	ask(0, Condition{Any: []Condition{{Question: "file", Answered: new(true)}, {Question: "multi", Answered: new(true)}, {Question: "file", Answered: new(false)}}})
	ask(1, Condition{Question: "boolean", Equals: &yes})
	ask(2, Condition{Question: "number", Differs: &Difference{fact.SBOMComponents, "1"}})
	ask(3, atLeast(fact.SBOMComponents, "1"))
	c, err := Compile(def)
	if err != nil {
		t.Fatal(err)
	}
	if got := c.ConditionQuestions(0); !cmp.Equal(got, []int{2, 7}) {
		t.Errorf("the condition names %v", got)
	}
	for q, want := range map[int]struct {
		questions []int
		facts     bool
	}{0: {[]int{2, 4, 7}, true}, 1: {[]int{0, 2, 4, 7}, true}, 2: {[]int{4}, true}, 3: {nil, true}, 4: {nil, false}} {
		if questions, facts := c.RestsOn(q); !cmp.Equal(questions, want.questions) || facts != want.facts {
			t.Errorf("question %d rests on %v, facts %v; want %v, %v", q, questions, facts, want.questions, want.facts)
		}
	}
}

// Values that disagree are kept once each, in their own order, for every kind
// of fact; and an environment that is used again forgets them.
func TestDisputedValues(t *testing.T) {
	flag := func(yes bool) fact.Fact {
		return fact.Fact{Name: fact.SBOMHasDependencies, Kind: fact.Boolean, Flag: yes, Assurance: fact.Documented}
	}
	spec := func(text string) fact.Fact { return fact.Fact{Name: fact.SBOMSpec, Kind: fact.Text, Text: text} }
	yes := Literal("true")
	c := withGates(t, atLeast(fact.SBOMNative, "1"), Condition{Fact: fact.SBOMHasDependencies, Equals: &yes}, Condition{Fact: fact.SBOMSpec, In: []string{"a"}})
	env := c.NewEnv()
	for name, facts := range map[string][]fact.Fact{
		"as they come": {numberFact(fact.SBOMNative, 1), numberFact(fact.SBOMNative, 2), flag(false), flag(true), spec("a"), spec("b")},
		"the other way, some twice": {numberFact(fact.SBOMNative, 2), flag(true), spec("b"), numberFact(fact.SBOMNative, 1), spec("a"), flag(false),
			numberFact(fact.SBOMNative, 2), flag(true), spec("b"), flag(false), numberFact(fact.SBOMNative, 1)},
	} {
		c.Know(env, facts)
		want := map[int][]string{0: {"1", "2"}, 1: {"no", "yes"}, 2: {"a", "b"}}
		got := map[int][]string{}
		for at, values := range env.Disputed {
			for _, f := range values {
				got[at] = append(got[at], f.Shown())
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if slices.ContainsFunc(env.Facts, func(f *fact.Fact) bool { return f != nil }) {
			t.Errorf("%s: something is known: %v", name, env.Facts)
		}
	}
	c.Know(env, []fact.Fact{numberFact(fact.SBOMNative, 1)})
	if len(env.Disputed) > 0 || env.Facts[0] == nil {
		t.Errorf("used again: disputed %v, known %v", env.Disputed, env.Facts[0])
	}
}

// Readings go through the values of the facts a condition rests on, and leave
// other disputed facts unknown.
func TestReadingsOfOneTest(t *testing.T) {
	yes := Literal("true")
	number := Value{Kind: TypeNumber, Number: 5 * fact.Million}
	conditions := []Condition{
		atLeast(fact.SBOMUnsafe, "1"), // fact 0: none of the others rests on it
		atLeast(fact.SBOMNative, "1"),
		{Fact: fact.SBOMHasDependencies, Equals: &yes},
		{Question: "number", Differs: &Difference{fact.SBOMComponents, "2"}},
		{Question: "boolean", Answered: new(true)},
	}
	c := withGates(t, conditions...)
	env := c.NewEnv()
	env.Answers[4] = &number
	c.Know(env, []fact.Fact{
		numberFact(fact.SBOMUnsafe, 0), numberFact(fact.SBOMUnsafe, 3), numberFact(fact.SBOMNative, 0), numberFact(fact.SBOMNative, 3),
		{Name: fact.SBOMHasDependencies, Kind: fact.Boolean}, {Name: fact.SBOMHasDependencies, Kind: fact.Boolean, Flag: true},
		numberFact(fact.SBOMComponents, 5), numberFact(fact.SBOMComponents, 9),
	})
	c.Visible(env)
	for i, want := range [][]Truth{{False, True}, {False, True}, {False, True}, {False, True}, {False}} {
		var came []Truth
		all := c.Readings(env, func() bool {
			came = append(came, c.Eval(c.Gates()[i].Pass, env))
			for at, f := range env.Facts {
				if f != nil && at != i { // the gates' facts are numbered as the gates
					t.Errorf("condition %d sees a value of %s", i, c.FactNames()[at])
				}
			}
			return true
		}, c.Gates()[i].Pass)
		slices.Sort(came)
		if !all || !slices.Equal(came, want) {
			t.Errorf("condition %d: %v, all %v; want %v", i, came, all, want)
		}
	}
}

// One load reports a hundred wrong places at most.
func TestReportedFaultsAreBounded(t *testing.T) {
	for gates, want := range map[int]int{99: 99, 100: 100, 101: 100, 150: 100} {
		def := typed()
		def.Gates = make([]Gate, gates)
		for i := range def.Gates {
			def.Gates[i].ID = "g" + string(rune('a'+i/26)) + string(rune('a'+i%26))
		}
		var e *fault.Error
		if !errors.As(compileError(def), &e) || len(e.Fields) != want {
			t.Errorf("%d wrong places: %d reported, want %d", gates, len(e.Fields), want)
		}
	}
}
