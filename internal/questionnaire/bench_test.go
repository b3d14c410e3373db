package questionnaire

import (
	"fmt"
	"testing"

	"memsure/internal/fact"
)

// eighty is a questionnaire of 80 questions, half of them with a condition on
// the question before, and a response to it.
func eighty(tb testing.TB) (*Compiled, *Env) {
	tb.Helper()
	section, yes := Section{ID: "s"}, Literal("true")
	for i := range 80 {
		q := Question{ID: fmt.Sprintf("q%d", i), Type: TypeBoolean}
		if i%2 == 1 {
			q.When = &Condition{All: []Condition{
				{Question: fmt.Sprintf("q%d", i-1), Equals: &yes},
				{Fact: fact.SBOMComponents, AtLeast: new(Decimal("1"))},
			}}
		}
		section.Questions = append(section.Questions, q)
	}
	c, err := Compile(&Definition{Sections: []Section{section}})
	if err != nil {
		tb.Fatal(err)
	}
	env := c.NewEnv()
	for q := range env.Answers {
		env.Answers[q] = &Value{Kind: TypeBoolean, Boolean: q%3 > 0}
	}
	c.Know(env, []fact.Fact{{Name: fact.SBOMComponents, Kind: fact.Number, Micro: fact.Million}})
	return c, env
}

func TestVisibleAllocatesNothing(t *testing.T) {
	c, env := eighty(t)
	if n := testing.AllocsPerRun(100, func() { c.Visible(env) }); n != 0 {
		t.Errorf("Visible allocates %v times", n)
	}
	if n := testing.AllocsPerRun(100, func() { c.Eval(c.When(1), env) }); n != 0 {
		t.Errorf("Eval allocates %v times", n)
	}
}

func BenchmarkVisible80(b *testing.B) {
	c, env := eighty(b)
	b.ReportAllocs()
	for b.Loop() {
		c.Visible(env)
	}
}

func BenchmarkCompile80(b *testing.B) {
	c, _ := eighty(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Compile(c.Definition); err != nil {
			b.Fatal(err)
		}
	}
}
