package questionnaire_test

import (
	"testing"

	"memsure/internal/fault"
	"memsure/internal/questionnaire"
)

const weighted = `
slug: weighted
version: 1.0.0
title: Weighted
language: en
ruleset:
  id: r
  arithmetic: 1
  roll_up: sections
  confidence: {claimed: "0.5", claimed_proof_required: "0.25", documented: "0.75", verified: "1"}
  bands: [{id: A, label: All, at_least: "0"}]
tiers:
  - id: critical
    label: Critical
    weights:
      sections: [{id: s1, weight: 9}]
      questions: [{id: q1, weight: 7}]
  - {id: low, label: Low}
sections:
  - id: s1
    title: One
    dimension: exposure
    weight: 1
    questions:
      - {id: q1, title: First, text: One?, type: boolean, scope: vendor, required: true, weight: 2, role: award, scoring: {kind: yes_is_good}}
      - {id: q2, text: Two?, type: boolean, scope: vendor, required: true, weight: 0, role: information}
  - id: s2
    title: Two
    dimension: practice
    weight: 1
    questions:
      - {id: q3, text: Three?, type: boolean, scope: vendor, required: true, weight: 2, role: award, scoring: {kind: yes_is_good}}
`

func weightedDefinition(t *testing.T) *questionnaire.Definition {
	t.Helper()
	def, err := questionnaire.Load([]byte(weighted))
	if err != nil {
		t.Fatal(err)
	}
	return def
}

// The tier's weights take the place of the authored ones, an assessment's own
// that of both; the definition itself stays as it was published.
func TestReweigh(t *testing.T) {
	def := weightedDefinition(t)
	_, before, err := questionnaire.Canonical(def)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, tier string
		own        questionnaire.Weights
		s1, q1, q3 int
	}{
		{name: "no tier", s1: 1, q1: 2, q3: 2},
		{name: "tier without weights", tier: "low", s1: 1, q1: 2, q3: 2},
		{name: "tier", tier: "critical", s1: 9, q1: 7, q3: 2},
		{name: "own over tier", tier: "critical", own: questionnaire.Weights{Sections: []questionnaire.Weight{{ID: "s1", Weight: 4}}, Questions: []questionnaire.Weight{{ID: "q3", Weight: 0}}}, s1: 4, q1: 7, q3: 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := questionnaire.Reweigh(def, c.tier, c.own)
			if err != nil {
				t.Fatal(err)
			}
			s := got.Sections
			if s[0].Weight != c.s1 || s[0].Questions[0].Weight != c.q1 || s[1].Questions[0].Weight != c.q3 {
				t.Errorf("weights %d, %d, %d; want %d, %d, %d", s[0].Weight, s[0].Questions[0].Weight, s[1].Questions[0].Weight, c.s1, c.q1, c.q3)
			}
		})
	}
	if _, after, _ := questionnaire.Canonical(def); after != before {
		t.Error("the definition was changed")
	}
}

func TestWeightsThatDoNotFit(t *testing.T) {
	def := weightedDefinition(t)
	for _, c := range []struct {
		name, pointer, code string
		own                 questionnaire.Weights
	}{
		{"unknown section", "/sections/0/id", "unknown_section", questionnaire.Weights{Sections: []questionnaire.Weight{{ID: "s9", Weight: 1}}}},
		{"unknown question", "/questions/0/id", "unknown_question", questionnaire.Weights{Questions: []questionnaire.Weight{{ID: "q/9", Weight: 1}}}},
		{"too large", "/questions/0/weight", "out_of_range", questionnaire.Weights{Questions: []questionnaire.Weight{{ID: "q1", Weight: 1_000_001}}}},
		{"earns nothing", "/questions/0/id", "no_effect", questionnaire.Weights{Questions: []questionnaire.Weight{{ID: "q2", Weight: 1}}}},
		{"nothing left", "", "no_weight", questionnaire.Weights{Sections: []questionnaire.Weight{{ID: "s1", Weight: 0}, {ID: "s2", Weight: 0}}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			fields := questionnaire.CheckWeights(def, c.own)
			if len(fields) != 1 || fields[0].Pointer != c.pointer || fields[0].Code != c.code {
				t.Errorf("got %+v", fields)
			}
			if _, err := questionnaire.Reweigh(def, "", c.own); !fault.Is(err, fault.Invalid) {
				t.Errorf("Reweigh: %v", err)
			}
		})
	}
}
