package scoring_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"memsure/internal/assessment"
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

const mappedQuestions = `
      - {id: good, text: Good?, type: boolean, weight: 3, scoring: {kind: yes_is_good}, maps_to: ["SSDF-1.1 PO.10.1", "SSDF-1.1 PO.2.1"], red_flag: [{id: f, when: {question: good, equals: "true"}, message: Look., severity: medium}]}
      - {id: bad, text: Bad?, type: boolean, weight: 1, scoring: {kind: yes_is_good}, evidence: {assurance: none}, maps_to: ["SSDF-1.1 PO.2.1"], gate: {title: Not bad, pass: {question: bad, equals: "true"}}}
      - {id: silent, text: Silent?, type: boolean, weight: 4, scoring: {kind: yes_is_good}, maps_to: ["SSDF-1.1 PO.2.1"]}
      - {id: routed, text: Routed?, type: boolean, weight: 1, scoring: {kind: yes_is_good}, when: {question: good, equals: "false"}, when_hidden: exclude, maps_to: ["SSDF-1.1 PS.1.1", "SSDF-1.1 PS.4.1"]}
      - {id: told, text: Told?, type: text, weight: 0, role: information, maps_to: ["SSDF-1.1 PS.2.1", "SSDF-1.1 PS.4.1"]}
      - {id: away, text: Away?, type: boolean, weight: 1, scoring: {kind: yes_is_good}, na: {allowed: true}, maps_to: ["SSDF-1.1 PS.3.1", "SSDF-1.1 PS.4.1", "Own-1"]}
`

// Numbers, worst gate and worst finding of every standing there is.
func TestCoverage(t *testing.T) {
	in := input(t, section(mappedQuestions), answer("good", yes()), answer("bad", no()),
		assessment.Answer{QuestionID: "away", NotApplicable: &assessment.NotApplicable{Reason: "None."}})
	accepted := review(assessment.ReviewNotApplicable, "away")
	accepted.Accepted = true
	in.Reviews = []assessment.Review{accepted}
	result := score(t, in)
	away := "There is no score: of the questions that map to it, one does not apply, as an evaluator accepted."
	want := []scoring.FrameworkCoverage{
		{Framework: "Own-1", Controls: []scoring.ControlCoverage{
			{Standing: scoring.CoverageUndetermined, Why: away, Questions: []string{"away"}, Asked: 1},
		}},
		{Framework: "SSDF-1.1", Controls: []scoring.ControlCoverage{
			// 3 × 1 × 0.5 of 8; quality 3 of 4, confidence (1.5 + 1) of 4
			{Control: "PO.2.1", Standing: scoring.CoverageScored, Questions: []string{"good", "bad", "silent"}, Asked: 3, Answered: 2, Counted: 3,
				Score: 18_750_000, Quality: 75_000_000, Confidence: 62_500_000, WorstGate: scoring.Fail, WorstFinding: questionnaire.Critical},
			{Control: "PO.10.1", Standing: scoring.CoverageScored, Questions: []string{"good"}, Asked: 1, Answered: 1, Counted: 1,
				Score: 50_000_000, Quality: 100_000_000, Confidence: 50_000_000, WorstFinding: questionnaire.Medium},
			{Control: "PS.1.1", Standing: scoring.CoverageNotAsked, Questions: []string{"routed"}},
			{Control: "PS.2.1", Standing: scoring.CoverageNotScored, Questions: []string{"told"}, Asked: 1},
			{Control: "PS.3.1", Standing: scoring.CoverageUndetermined, Why: away, Questions: []string{"away"}, Asked: 1},
			{Control: "PS.4.1", Standing: scoring.CoverageUndetermined, Questions: []string{"routed", "told", "away"}, Asked: 2,
				Why: "There is no score: of the questions that map to it, one does not apply, as an evaluator accepted, one was not asked and one is not scored."},
		}},
	}
	if diff := cmp.Diff(want, scoring.Coverage(in.Version.Definition, &result)); diff != "" {
		t.Error(diff)
	}
}

// A control that every question maps to scores what the whole scores, and the
// order of questions changes none of the numbers.
func TestCoverageOfEverythingIsTheOverallScore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		result := mustScore(t, in)
		def := *in.Version.Definition
		def.Sections = slices.Clone(def.Sections)
		for s := range def.Sections {
			def.Sections[s].Questions = slices.Clone(def.Sections[s].Questions)
			for q := range def.Sections[s].Questions {
				def.Sections[s].Questions[q].MapsTo = []string{"All-1 it"}
			}
		}
		covered := scoring.Coverage(&def, &result)[0].Controls[0]
		if result.Overall == nil {
			if covered.Standing == scoring.CoverageScored || covered.Score != 0 {
				t.Fatalf("a score of nothing: %+v", covered)
			}
			return
		}
		if covered.Score != result.Overall.Score || covered.Quality != result.Overall.Quality || covered.Confidence != result.Overall.Confidence {
			t.Fatalf("%+v, overall %+v", covered, *result.Overall)
		}
		def.Sections = permuted(t, def.Sections)
		result.Sections = permuted(t, result.Sections)
		again := scoring.Coverage(&def, &result)[0].Controls[0]
		covered.Questions, again.Questions = nil, nil
		if diff := cmp.Diff(covered, again); diff != "" {
			t.Fatal(diff)
		}
	})
}
