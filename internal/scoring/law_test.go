package scoring_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"memsure/internal/scoring"
)

// engine is anything that scores: the real one, or one that was made wrong on
// purpose.
type engine func(scoring.Input) (scoring.Result, error)

// law is something every score must keep, whatever was asked and answered.
type law struct {
	name  string
	holds func(t *trial)
}

// trial is one drawn case before the engine that is judged.
type trial struct {
	*rapid.T
	engine engine
}

// breach is how a law was broken.
type breach string

func (t *trial) score(in scoring.Input) scoring.Result {
	result, err := t.engine(in)
	if err != nil {
		t.broken("it refuses to score: %v", err)
	}
	return result
}

// broken ends the trial: the law does not hold.
func (t *trial) broken(format string, args ...any) { panic(breach(fmt.Sprintf(format, args...))) }

// same asks for two results to be the same.
func (t *trial) same(want, got any, options ...cmp.Option) {
	if diff := cmp.Diff(want, got, options...); diff != "" {
		t.broken("%s", diff)
	}
}

// brokenBy draws one case and tells how an engine breaks the law; empty where
// it keeps it.
func (l law) brokenBy(t *rapid.T, e engine) (how string) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case breach:
			how = string(r)
		default:
			panic(r)
		}
	}()
	l.holds(&trial{t, e})
	return ""
}

// laws are all of them. Two more that speak of no drawn response are tested
// beside the code they speak of: TestNoFloatAnywhere and TestLargestQuestionnaire.
var laws = []law{
	{"bounds hold the score", boundsHoldTheScore},
	{"open claims stay within the bounds", openClaimsStayWithinTheBounds},
	{"the arithmetic is the published one", publishedArithmetic},
	{"confidence never raises a score above quality", confidenceNeverRaises},
	{"contributions sum exactly", contributionsSumExactly},
	{"order is irrelevant", orderIsIrrelevant},
	{"only proportions of weights count", onlyProportionsCount},
	{"answers to hidden questions have no influence", hiddenAnswersHaveNoInfluence},
	{"not applicable and not accepted equals no answer", pendingEqualsNoAnswer},
	{"not applicable and accepted equals absent", acceptedEqualsAbsent},
	{"nothing applicable gives null", nothingApplicableGivesNull},
	{"a better answer never lowers", betterAnswerNeverLowers},
	{"a better judgement or proof never lowers", betterProofNeverLowers},
	{"proven, claimed, silent, contradicted rank in this order", ranksByProof},
	{"hiding never pays", hidingNeverPays},
	{"another file never helps", anotherFileNeverHelps},
	{"public sources prove nothing", publicSourcesProveNothing},
	{"recomputed equals stored", recomputedEqualsStored},
}

func TestLaws(t *testing.T) {
	for _, l := range laws {
		t.Run(l.name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				if how := l.brokenBy(t, scoring.Score); how != "" {
					t.Fatal(how)
				}
			})
		})
	}
}

// trials bounds how many drawn cases it may take to show that an engine is
// wrong. The cases are the same in every run.
const trials = 2_000

// Every law is worth something: there is a wrong engine that it catches. And
// every wrong engine is caught by the law it offends.
func TestLawsCatchWrongEngines(t *testing.T) {
	caught := map[string]bool{}
	for _, w := range wrongEngines {
		t.Run(w.name, func(t *testing.T) {
			l := lawNamed(t, w.law)
			for i := range trials {
				e := w.engine()
				how := rapid.Custom(func(t *rapid.T) string { return l.brokenBy(t, e) }).Example(i)
				if how != "" {
					caught[w.law] = true
					t.Logf("caught in trial %d", i+1)
					return
				}
			}
			t.Errorf("no trial shows that %q is broken", w.law)
		})
	}
	for _, l := range laws {
		if !caught[l.name] && !t.Failed() {
			t.Errorf("no wrong engine shows that the law %q can be broken", l.name)
		}
	}
}

func lawNamed(t *testing.T, name string) law {
	for _, l := range laws {
		if l.name == name {
			return l
		}
	}
	t.Fatalf("there is no law %q", name)
	return law{}
}
