package questionnaires_test

import (
	"cmp"
	"maps"
	"slices"
	"testing"
	"time"

	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
	"memsure/questionnaires"
)

// An ideal response gives every question its best answer, linked to a file in
// which an evaluator verified it. Tests spoil single answers and see what
// becomes of the result.
type ideal struct {
	version *questionnaire.Compiled
	values  map[string]questionnaire.Value
	tier    string
}

func idealOf(t *testing.T, slug, version string) ideal {
	t.Helper()
	definition := shippedDefinition(t, slug, version)
	compiled, err := questionnaire.Compile(definition)
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]questionnaire.Value{}
	eachQuestion(definition, func(_ questionnaire.Section, q questionnaire.Question) {
		values[q.ID] = bestValue(t, q)
	})
	return ideal{compiled, values, "critical"}
}

func shippedDefinition(t *testing.T, slug, version string) *questionnaire.Definition {
	t.Helper()
	file, err := questionnaires.Named(slug, version)
	if err != nil {
		t.Fatal(err)
	}
	definition, err := questionnaire.Load(file.Source)
	if err != nil {
		t.Fatal(err)
	}
	return definition
}

// but gives the response with other answers to some questions.
func (r ideal) but(others map[string]questionnaire.Value) ideal {
	r.values = maps.Clone(r.values)
	maps.Copy(r.values, others)
	return r
}

func (r ideal) without(id string) ideal {
	r.values = maps.Clone(r.values)
	delete(r.values, id)
	return r
}

func (r ideal) score(t *testing.T, facts ...fact.Fact) scoring.Result {
	t.Helper()
	in := scoring.Input{Version: r.version, Facts: facts, Tier: r.tier, Source: assessment.SourceVendor, At: scoredAt.UnixMicro()}
	in.Revision = assessment.Revision{Number: 1, SubmittedAt: in.At}
	for _, q := range r.version.Questions() {
		value, answered := r.values[q.ID]
		if !answered {
			continue
		}
		id, file := q.ID, assessment.Evidence{ID: "proof-" + q.ID, FileName: q.ID + ".pdf", Kind: "audit_report", DatedOn: "2026-11-01"}
		if q.Type == questionnaire.TypeFile {
			file.Kind = q.Evidence.Accepts[0]
		}
		file.Status = statusOf(file.ID, facts)
		in.Revision.Evidence = append(in.Revision.Evidence, file)
		in.Revision.Answers = append(in.Revision.Answers, assessment.Answer{
			QuestionID: id, Value: &value, Evidence: []assessment.EvidenceLink{{EvidenceID: file.ID}},
		})
		in.Reviews = append(in.Reviews, assessment.Review{
			ID: "verdict-" + id, Revision: 1, Kind: assessment.ReviewVerdict, QuestionID: id,
			Confidence: "verified", EvidenceID: file.ID, Place: "page 1", Reason: "read", By: "evaluator",
		})
		if value.Kind == questionnaire.TypeText {
			in.Reviews = append(in.Reviews, assessment.Review{
				ID: "grade-" + id, Revision: 1, Kind: assessment.ReviewGrade, QuestionID: id, Grade: 4, Reason: "read", By: "evaluator",
			})
		}
	}
	return score(t, in)
}

// gate gives the outcome of one gate.
func gate(t *testing.T, result scoring.Result, id string) scoring.Outcome {
	t.Helper()
	for _, g := range result.Gates {
		if g.ID == id {
			return g.Outcome
		}
	}
	t.Fatalf("the result has no gate %s", id)
	return ""
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

func bestValue(t *testing.T, q questionnaire.Question) questionnaire.Value {
	t.Helper()
	value := questionnaire.Value{Kind: q.Type}
	switch q.Type {
	case questionnaire.TypeBoolean:
		value.Boolean = q.Scoring.Kind != questionnaire.ScoreNoIsGood
	case questionnaire.TypeSingleChoice:
		value.Option = bestOption(t, q.Options)
	case questionnaire.TypeMultiChoice:
		for _, o := range q.Options {
			if !o.Exclusive {
				value.Options = append(value.Options, o.ID)
			}
		}
	case questionnaire.TypeNumber, questionnaire.TypePercentage:
		value.Number = bestAt(t, q)
	case questionnaire.TypeDate:
		value.Date = bestDay(t, q).Format(time.DateOnly)
	case questionnaire.TypeText:
		value.Text = "Graded by an evaluator."
	case questionnaire.TypeTable:
		value.Rows = []questionnaire.Row{perfectRow(t, q)}
	}
	return value
}

func bestOption(t *testing.T, all []questionnaire.Option) string {
	t.Helper()
	score := func(o questionnaire.Option) int64 {
		if o.Score == "" {
			return 0
		}
		return micro(t, o.Score)
	}
	return slices.MaxFunc(all, func(a, b questionnaire.Option) int { return cmp.Compare(score(a), score(b)) }).ID
}

// bestAt is the first place on the scale with the highest mark, in millionths.
func bestAt(t *testing.T, q questionnaire.Question) int64 {
	t.Helper()
	if len(q.Scoring.Anchors) == 0 {
		return 0
	}
	return micro(t, slices.MaxFunc(q.Scoring.Anchors, func(a, b questionnaire.Anchor) int {
		return cmp.Compare(micro(t, a.Score), micro(t, b.Score))
	}).At)
}

func bestDay(t *testing.T, q questionnaire.Question) time.Time {
	t.Helper()
	days := int(bestAt(t, q) / fact.Million)
	if q.Scoring.Kind == questionnaire.ScoreFreshness {
		days = -days
	}
	return scoredAt.AddDate(0, 0, days)
}

// perfectRow meets the measure's conditions and has the measure's best number.
func perfectRow(t *testing.T, q questionnaire.Question) questionnaire.Row {
	t.Helper()
	measure, row := q.Scoring.Measure, questionnaire.Row{}
	if measure == nil {
		return row
	}
	for _, cell := range measure.Where {
		choice := slices.Concat(cell.In, []string{""})[0]
		if cell.Equals != nil {
			choice = string(*cell.Equals)
		}
		row[cell.Column] = option(choice)
	}
	number := func(column string, of int64) {
		if column != "" {
			row[column] = questionnaire.Value{Kind: questionnaire.TypeNumber, Number: of}
		}
	}
	switch measure.Of {
	case "share":
		number(measure.Weight, fact.Million)
	case "ratio":
		number(measure.Weight, bestAt(t, q))
		number(measure.Over, 100*fact.Million)
	default:
		number(measure.Weight, bestAt(t, q))
		number(measure.Over, fact.Million)
	}
	return row
}
