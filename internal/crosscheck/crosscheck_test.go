package crosscheck_test

import (
	"slices"
	"strings"
	"testing"

	"memsure/internal/crosscheck"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
)

const source = `
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
  - id: one
    title: One
    dimension: exposure
    weight: 1
    questions:
      - {id: native, text: Native?, type: boolean, weight: 1, scoring: {kind: no_is_good}}
      - {id: deeper, text: Deeper?, type: boolean, weight: 1, scoring: {kind: yes_is_good}, when: {question: native, equals: "true"}}
checks:
  - id: no-native
    questions: [native]
    claim: no native code
    severity: high
    message: The file shows native code.
    resolve: Correct one of them.
    contradicted: {all: [{question: native, equals: "false"}, {fact: sbom.components.native, at_least: "1"}]}
    supported: {all: [{question: native, equals: "false"}, {fact: sbom.components.native, at_most: "0"}]}
  - id: deep
    questions: [deeper]
    claim: deeper
    severity: low
    message: The file shows otherwise.
    resolve: Correct one of them.
    contradicted: {all: [{question: deeper, equals: "true"}, {fact: sbom.components.native, at_least: "1"}]}
`

func TestOutcomes(t *testing.T) {
	def, err := questionnaire.Load([]byte(source))
	if err != nil {
		t.Fatal(err)
	}
	version, err := questionnaire.Compile(def)
	if err != nil {
		t.Fatal(err)
	}
	yes, no := &questionnaire.Value{Kind: questionnaire.TypeBoolean, Boolean: true}, &questionnaire.Value{Kind: questionnaire.TypeBoolean}
	native := func(n int64) []fact.Fact {
		return []fact.Fact{{Name: fact.SBOMNative, Kind: fact.Number, Micro: n * fact.Million, EvidenceID: "a", Assurance: fact.Documented}}
	}
	either := func(n ...int64) (facts []fact.Fact) {
		for _, each := range n {
			facts = append(facts, native(each)...)
		}
		return facts
	}
	for _, test := range []struct {
		name           string
		native, deeper *questionnaire.Value
		facts          []fact.Fact
		want, deep     crosscheck.Outcome
		because        []string
	}{
		{"contradicted", no, nil, native(2), crosscheck.Contradicted, crosscheck.NotVerifiable, []string{"native", fact.SBOMNative}},
		{"supported", no, nil, native(0), crosscheck.Supported, crosscheck.NotContradicted, []string{"native", fact.SBOMNative}},
		{"contradicted by the first of two files", no, nil, either(2, 0), crosscheck.Contradicted, crosscheck.NotVerifiable, []string{"native", fact.SBOMNative}},
		{"contradicted by the second", no, nil, either(0, 2), crosscheck.Contradicted, crosscheck.NotVerifiable, []string{"native", fact.SBOMNative}},
		{"contradicted by both", no, nil, either(3, 2), crosscheck.Contradicted, crosscheck.NotVerifiable, nil},
		{"supported by both", no, nil, either(-1, 0), crosscheck.Supported, crosscheck.NotContradicted, []string{"native", fact.SBOMNative}},
		{"files disagree on what was not claimed", yes, yes, either(-1, 0), crosscheck.NotContradicted, crosscheck.NotContradicted, nil},
		{"files disagree, no answer", nil, nil, either(0, 2), crosscheck.NotVerifiable, crosscheck.NotVerifiable, nil},
		{"no file", no, nil, nil, crosscheck.NoEvidence, crosscheck.NoEvidence, []string{fact.SBOMNative}},
		{"no answer", nil, nil, native(2), crosscheck.NotVerifiable, crosscheck.NotVerifiable, nil},
		{"the claim is not made", yes, yes, native(0), crosscheck.NotContradicted, crosscheck.NotContradicted, nil},
		{"an answer to a hidden question", no, yes, native(2), crosscheck.Contradicted, crosscheck.NotVerifiable, nil},
		{"an answer to a shown question", yes, yes, native(2), crosscheck.NotContradicted, crosscheck.Contradicted, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			env := version.NewEnv()
			env.Answers[0], env.Answers[1] = test.native, test.deeper
			version.Know(env, test.facts)
			version.Visible(env)
			verdicts := crosscheck.Run(version, env)
			if verdicts[0].Outcome != test.want || verdicts[1].Outcome != test.deep {
				t.Errorf("%s and %s, want %s and %s", verdicts[0].Outcome, verdicts[1].Outcome, test.want, test.deep)
			}
			if got := slices.Concat(verdicts[0].Questions, verdicts[0].Facts); test.because != nil && !slices.Equal(got, test.because) {
				t.Errorf("because of %v, want %v", got, test.because)
			}
			for i := range verdicts {
				is := verdicts[i].Outcome == crosscheck.Contradicted
				if crosscheck.IsContradicted(version, env, &version.Checks()[i]) != is {
					t.Errorf("%s: the short way says otherwise", verdicts[i].RuleID)
				}
			}
		})
	}
}

// Support needs every value: between contradiction and support there is room,
// and values on both sides of its edge leave the claim open.
func TestDisagreementLeavesSupportOpen(t *testing.T) {
	def, err := questionnaire.Load([]byte(strings.Replace(source, "at_least: \"1\"}]}\n    supported", "at_least: \"9\"}]}\n    supported", 1)))
	if err != nil {
		t.Fatal(err)
	}
	version, err := questionnaire.Compile(def)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		values []int64
		want   crosscheck.Outcome
	}{
		{[]int64{0}, crosscheck.Supported},
		{[]int64{5}, crosscheck.NotContradicted},
		{[]int64{0, 5}, crosscheck.NotVerifiable},
		{[]int64{5, 0}, crosscheck.NotVerifiable},
		{[]int64{5, 6}, crosscheck.NotContradicted},
		{[]int64{0, 5, 9}, crosscheck.Contradicted},
	} {
		env := version.NewEnv()
		env.Answers[0] = &questionnaire.Value{Kind: questionnaire.TypeBoolean}
		var facts []fact.Fact
		for _, n := range test.values {
			facts = append(facts, fact.Fact{Name: fact.SBOMNative, Kind: fact.Number, Micro: n * fact.Million})
		}
		version.Know(env, facts)
		version.Visible(env)
		if got := crosscheck.Judge(version, env, &version.Checks()[0]).Outcome; got != test.want {
			t.Errorf("files show %v: %s, want %s", test.values, got, test.want)
		}
	}
}
