package questionnaire_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"memsure/internal/fact"
	"memsure/internal/questionnaire"
)

const disputedCheck = `
slug: test
version: 1.0.0
title: Test
language: en
ruleset:
  id: test-1
  arithmetic: 1
  roll_up: flat
  confidence: {claimed: "0.5", claimed_proof_required: "0.25", documented: "0.75", verified: "1"}
  bands: [{id: A, label: All, at_least: "0"}]
sections:
  - {id: one, title: One, dimension: exposure, weight: 1, questions: [
      {id: level, text: Level?, type: number, min: "0", max: "10", unit: parts, weight: 1, scoring: {kind: anchors, anchors: [{at: "0", score: "0"}, {at: "10", score: "1"}]}}]}
checks:
  - {id: c, questions: [level], claim: c, severity: low, message: No., resolve: Correct it.,
     contradicted: {all: [{question: level, differs: {fact: sbom.components.total, by_more_than: "2"}},
       {any: [{fact: sbom.components.native, at_least: "3"}, {fact: sbom.components.unsafe, equals: "1"}]},
       {fact: sbom.components.native, at_most: "6"}]}}
`

// A condition is possible exactly where some choice of one value for each fact
// makes it true, and what it was given comes back as it was.
func TestPossibleIsTrueUnderSomeChoice(t *testing.T) {
	def, err := questionnaire.Load([]byte(disputedCheck))
	if err != nil {
		t.Fatal(err)
	}
	version, err := questionnaire.Compile(def)
	if err != nil {
		t.Fatal(err)
	}
	condition := version.Checks()[0].Contradicted
	names := []string{fact.SBOMComponents, fact.SBOMNative, fact.SBOMUnsafe}
	rapid.Check(t, func(t *rapid.T) {
		level := questionnaire.Value{Kind: questionnaire.TypeNumber, Number: rapid.Int64Range(0, 10).Draw(t, "level") * fact.Million}
		var facts []fact.Fact
		choices := make([][]fact.Fact, len(names))
		for i, name := range names {
			for _, n := range rapid.SliceOfN(rapid.Int64Range(0, 10), 0, 4).Draw(t, name) {
				f := fact.Fact{Name: name, Kind: fact.Number, Micro: n * fact.Million}
				facts, choices[i] = append(facts, f), append(choices[i], f)
			}
		}
		want := false
		each(choices, nil, func(chosen []fact.Fact) {
			env := known(version, &level, chosen)
			want = want || version.Eval(condition, env) == questionnaire.True
		})
		env := known(version, &level, facts)
		before := fmt.Sprint(env.Facts)
		reason, got := version.Possible(condition, env)
		if got != want || got != (reason.Truth == questionnaire.True) {
			t.Fatalf("possible: %v with %v, want %v", got, reason.Truth, want)
		}
		if fmt.Sprint(env.Facts) != before {
			t.Fatal("the facts are not what they were")
		}
	})
}

func known(version *questionnaire.Compiled, level *questionnaire.Value, facts []fact.Fact) *questionnaire.Env {
	env := version.NewEnv()
	env.Answers[0] = level
	version.Know(env, facts)
	version.Visible(env)
	return env
}

// each gives every choice of one from each list that has any.
func each(from [][]fact.Fact, chosen []fact.Fact, visit func([]fact.Fact)) {
	if len(from) == 0 {
		visit(chosen)
		return
	}
	if len(from[0]) == 0 {
		each(from[1:], chosen, visit)
	}
	for _, f := range from[0] {
		each(from[1:], append(chosen[:len(chosen):len(chosen)], f), visit)
	}
}

// Thousands of values that say the same to a test are one reading; thousands
// of combinations are cut, which is said.
func TestReadingsAreBounded(t *testing.T) {
	var parts []string
	var facts []fact.Fact
	for name, kind := range fact.Kinds {
		if kind != fact.Number {
			continue
		}
		parts = append(parts, "{fact: "+name+`, at_least: "1"}`+", {fact: "+name+`, at_most: "20"}`)
		for n := range int64(40) {
			facts = append(facts, fact.Fact{Name: name, Kind: kind, Micro: n * fact.Million})
		}
	}
	for _, test := range []struct {
		tests    int
		readings int
		all      bool
	}{{1, 3, true}, {3, 27, true}, {len(parts), 4096, false}} {
		source := disputedCheck[:strings.Index(disputedCheck, "contradicted:")] + "contradicted: {all: [" + strings.Join(parts[:test.tests], ", ") + "]}}\n"
		def, err := questionnaire.Load([]byte(source))
		if err != nil {
			t.Fatal(err)
		}
		version, err := questionnaire.Compile(def)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		all := version.Readings(known(version, nil, facts), func() bool { n++; return true }, version.Checks()[0].Contradicted)
		if n != test.readings || all != test.all {
			t.Errorf("%d tests: %d readings, all %v; want %d, %v", test.tests, n, all, test.readings, test.all)
		}
	}
}
