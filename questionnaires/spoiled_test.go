package questionnaires_test

import (
	"maps"
	"slices"
	"testing"

	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

// A spoiled response is the best one there is but for single answers, files and
// silences: tests see what becomes of the result.
type spoiled struct {
	definition *questionnaire.Definition
	tier       string
	others     map[string]questionnaire.Value // instead of the best answers
	silent     []string                       // questions left unanswered
	shows      []fact.Fact                    // what the file linked as SBOM shows
}

// but gives the response with other answers to some questions.
func (r spoiled) but(others map[string]questionnaire.Value) spoiled {
	r.others = maps.Clone(r.others)
	maps.Copy(r.others, others)
	return r
}

func (r spoiled) without(id string) spoiled {
	r.silent = append(slices.Clone(r.silent), id)
	return r
}

func (r spoiled) score(t *testing.T) scoring.Result {
	t.Helper()
	in := perfectInput(t, r.definition, r.tier, r.others)
	in.Revision.Answers = slices.DeleteFunc(in.Revision.Answers, func(a assessment.Answer) bool {
		return slices.Contains(r.silent, a.QuestionID)
	})
	for _, shown := range r.shows {
		shown.EvidenceID, shown.Assurance = "sbom", fact.Documented
		in.Facts = append(in.Facts, shown)
	}
	return score(t, in)
}

// outcomeOf gives the outcome of one gate.
func outcomeOf(t *testing.T, result scoring.Result, id string) scoring.Outcome {
	t.Helper()
	for _, gate := range result.Gates {
		if gate.ID == id {
			return gate.Outcome
		}
	}
	t.Fatalf("the result has no gate %s", id)
	return ""
}

func questionOf(t *testing.T, result scoring.Result, id string) scoring.QuestionResult {
	t.Helper()
	for _, section := range result.Sections {
		for _, question := range section.Questions {
			if question.ID == id {
				return question
			}
		}
	}
	t.Fatalf("the result has no question %s", id)
	return scoring.QuestionResult{}
}

func option(id string) questionnaire.Value {
	return questionnaire.Value{Kind: questionnaire.TypeSingleChoice, Option: id}
}

func options(ids ...string) questionnaire.Value {
	return questionnaire.Value{Kind: questionnaire.TypeMultiChoice, Options: ids}
}

func boolean(yes bool) questionnaire.Value {
	return questionnaire.Value{Kind: questionnaire.TypeBoolean, Boolean: yes}
}

// choices is a table of rows with one choice each, in the column named.
func choices(column string, rows ...string) questionnaire.Value {
	table := questionnaire.Value{Kind: questionnaire.TypeTable}
	for _, row := range rows {
		table.Rows = append(table.Rows, questionnaire.Row{column: option(row)})
	}
	return table
}
