package scoring_test

import (
	"testing"
	"time"

	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

// today is the day all scores in these tests are for.
var today = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// head is a ruleset with the default ladder.
const head = `
slug: test
version: 1.0.0
title: Test
language: en
ruleset:
  id: test-1
  arithmetic: 1
  roll_up: sections
  confidence: {claimed: "0.5", claimed_proof_required: "0.25", documented: "0.75", verified: "1"}
  bands:
    - {id: A, label: Strong, at_least: "80"}
    - {id: B, label: Fair, at_least: "50"}
    - {id: C, label: Weak, at_least: "0"}
  exposure_caps:
    - {below: "40", band: B}
    - {below: "20", band: C}
  integrity_fails_at: 2
tiers:
  - {id: critical, label: Critical}
  - {id: low, label: Low}
`

// section gives one exposure section of weight 1 around questions.
func section(questions string) string {
	return head + `
sections:
  - id: one
    title: One
    dimension: exposure
    weight: 1
    questions:
` + questions
}

func compile(t testing.TB, source string) *questionnaire.Compiled {
	t.Helper()
	def, err := questionnaire.Load([]byte(source))
	if err != nil {
		t.Fatal(err)
	}
	version, err := questionnaire.Compile(def)
	if err != nil {
		t.Fatal(err)
	}
	return version
}

// input is a response of revision 1 with evidence files a and b, dated today.
func input(t testing.TB, source string, answers ...assessment.Answer) scoring.Input {
	t.Helper()
	return scoring.Input{
		Version: compile(t, source),
		Revision: assessment.Revision{Number: 1, Answers: answers, Evidence: []assessment.Evidence{
			{ID: "a", DatedOn: "2026-11-22", Status: "read"}, {ID: "b", DatedOn: "2026-11-22", Status: "read"},
		}},
		Source: assessment.SourceVendor,
		At:     today.UnixMicro(),
	}
}

func score(t testing.TB, in scoring.Input) scoring.Result {
	t.Helper()
	result, err := scoring.Score(in)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func answer(id string, v questionnaire.Value, evidence ...string) assessment.Answer {
	a := assessment.Answer{QuestionID: id, Value: &v}
	for _, e := range evidence {
		a.Evidence = append(a.Evidence, assessment.EvidenceLink{EvidenceID: e})
	}
	return a
}

func yes() questionnaire.Value {
	return questionnaire.Value{Kind: questionnaire.TypeBoolean, Boolean: true}
}

func no() questionnaire.Value { return questionnaire.Value{Kind: questionnaire.TypeBoolean} }

func percent(micro int64) questionnaire.Value {
	return questionnaire.Value{Kind: questionnaire.TypePercentage, Number: micro}
}

func date(text string) questionnaire.Value {
	return questionnaire.Value{Kind: questionnaire.TypeDate, Date: text}
}

func text(s string) questionnaire.Value {
	return questionnaire.Value{Kind: questionnaire.TypeText, Text: s}
}

func choice(option string) questionnaire.Value {
	return questionnaire.Value{Kind: questionnaire.TypeSingleChoice, Option: option}
}

func choices(options ...string) questionnaire.Value {
	return questionnaire.Value{Kind: questionnaire.TypeMultiChoice, Options: options}
}

func share(name, evidence string, micro int64, assurance fact.Assurance) fact.Fact {
	return fact.Fact{Name: name, Kind: fact.Share, Micro: micro, Unit: "percent", EvidenceID: evidence, Assurance: assurance}
}

func count(name, evidence string, n int64, assurance fact.Assurance) fact.Fact {
	return fact.Fact{Name: name, Kind: fact.Number, Micro: n * fact.Million, EvidenceID: evidence, Assurance: assurance}
}

func review(kind assessment.ReviewKind, question string) assessment.Review {
	return assessment.Review{ID: "r-" + string(kind) + "-" + question, Revision: 1, Kind: kind, QuestionID: question, At: 1}
}

func verdict(question, confidence string) assessment.Review {
	r := review(assessment.ReviewVerdict, question)
	r.Confidence, r.EvidenceID, r.Place = confidence, "a", "page 4"
	return r
}

// failer is what tests and properties share.
type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

// question finds one question's result.
func question(t failer, result scoring.Result, id string) scoring.QuestionResult {
	t.Helper()
	for _, s := range result.Sections {
		for _, q := range s.Questions {
			if q.ID == id {
				return q
			}
		}
	}
	t.Fatalf("no question %s in the result", id)
	return scoring.QuestionResult{}
}

// expect compares a published score, in millionths of a percent.
func expect(t testing.TB, what string, got *scoring.Summary, micro int64) {
	t.Helper()
	switch {
	case got == nil:
		t.Errorf("%s: nothing scorable, want %s", what, scoring.FormatPercent(micro, 6))
	case got.Score != micro:
		t.Errorf("%s = %s, want %s", what, scoring.FormatPercent(got.Score, 6), scoring.FormatPercent(micro, 6))
	}
}
