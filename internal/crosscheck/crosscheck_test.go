package crosscheck_test

import (
	"slices"
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
	for _, test := range []struct {
		name           string
		native, deeper *questionnaire.Value
		facts          []fact.Fact
		want, deep     crosscheck.Outcome
		because        []string
	}{
		{"contradicted", no, nil, native(2), crosscheck.Contradicted, crosscheck.NotVerifiable, []string{"native", fact.SBOMNative}},
		{"supported", no, nil, native(0), crosscheck.Supported, crosscheck.NotContradicted, []string{"native", fact.SBOMNative}},
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
