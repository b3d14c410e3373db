package assessment

import (
	"testing"

	"memsure/internal/questionnaire"
)

const asked = `slug: asked
version: 1.0.0
title: Asked
language: en
ruleset:
  id: rules
  arithmetic: 1
  roll_up: sections
  confidence: {claimed: 0.5, claimed_proof_required: 0.25, documented: 0.75, verified: 1}
  bands: [{id: A, label: Any, at_least: 0}]
sections:
  - id: code
    title: Code
    dimension: exposure
    weight: 1
    questions:
      - {id: native, text: Native?, type: boolean, required: true, weight: 1, scoring: {kind: no_is_good}}
      - id: languages
        text: Which?
        type: multi_choice
        required: true
        weight: 1
        when: {question: native, equals: true}
        options: [{id: rust, label: Rust, score: 1}, {id: c, label: C}]
        scoring: {kind: options}
      - id: reason
        text: Why C?
        type: text
        weight: 1
        when: {question: languages, in: [c]}
        scoring: {kind: rubric, rubric: [{grade: 0, score: 0, text: Bad.}, {grade: 1, score: 1, text: Good.}]}
      - id: share
        text: Share?
        type: percentage
        required: true
        weight: 1
        na: {allowed: true, reason_required: true}
        scoring: {kind: anchors, anchors: [{at: 0, score: 0}, {at: 100, score: 1}]}
      - {id: sbom, text: SBOM, type: file, weight: 1, scoring: {kind: evidence}, evidence: {accepts: [sbom]}}
      - {id: parts, text: Parts?, type: number, role: information, weight: 0, when: {fact: sbom.components.total, at_least: 1}}
`

func compiled(t testing.TB) *questionnaire.Compiled {
	t.Helper()
	def, err := questionnaire.Load([]byte(asked))
	if err != nil {
		t.Fatal(err)
	}
	version, err := questionnaire.Compile(def)
	if err != nil {
		t.Fatal(err)
	}
	return version
}

func boolean(is bool) *questionnaire.Value {
	return &questionnaire.Value{Kind: questionnaire.TypeBoolean, Boolean: is}
}

func options(ids ...string) *questionnaire.Value {
	return &questionnaire.Value{Kind: questionnaire.TypeMultiChoice, Options: ids}
}

func percent(micro int64) *questionnaire.Value {
	return &questionnaire.Value{Kind: questionnaire.TypePercentage, Number: micro}
}

// answers gives answers with values, by question.
func answers(given ...Answer) map[string]Answer {
	byID := map[string]Answer{}
	for _, a := range given {
		byID[a.QuestionID] = a
	}
	return byID
}
