package scoring_test

import (
	"strings"
	"testing"

	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

const scale = `anchors: [{at: "0", score: "0"}, {at: "50", score: "0.4"}, {at: "100", score: "1"}]`

// Every way of scoring, one answer each, by hand in the comments.
func TestQualityOfAnswers(t *testing.T) {
	for _, test := range []struct {
		name, question string
		value          questionnaire.Value
		want           int64
	}{
		{"yes is good", `type: boolean, scoring: {kind: yes_is_good}`, yes(), 1_000_000},
		{"yes is good, no", `type: boolean, scoring: {kind: yes_is_good}`, no(), 0},
		{"no is good", `type: boolean, scoring: {kind: no_is_good}`, no(), 1_000_000},
		{"no is good, yes", `type: boolean, scoring: {kind: no_is_good}`, yes(), 0},
		{"choice", `type: single_choice, scoring: {kind: options}, ` + options, choice("b"), 333_333},
		{"sum", `type: multi_choice, scoring: {kind: options}, ` + options, choices("a", "b"), 583_333},
		{"sum, capped", `type: multi_choice, scoring: {kind: options}, ` + options, choices("a", "b", "c"), 1_000_000},
		{"min", `type: multi_choice, scoring: {kind: options, combine: min}, ` + options, choices("b", "c"), 333_333},
		{"max", `type: multi_choice, scoring: {kind: options, combine: max}, ` + options, choices("a", "b"), 333_333},
		{"average", `type: multi_choice, scoring: {kind: options, combine: average}, ` + options, choices("a", "b"), 291_666}, // 583,333/2: half, to even
		{"a chosen option twice", `type: multi_choice, scoring: {kind: options}, ` + options, choices("a", "a"), 250_000},
		{"on an anchor", `type: percentage, scoring: {kind: anchors, ` + scale + `}`, percent(50 * fact.Million), 400_000},
		{"between", `type: percentage, scoring: {kind: anchors, ` + scale + `}`, percent(75 * fact.Million), 700_000},
		{"between, half to even", `type: percentage, scoring: {kind: anchors, ` + scale + `}`, percent(62_500), 500},
		{"half to even upwards", `type: percentage, scoring: {kind: anchors, anchors: [{at: "0", score: "0"}, {at: "100", score: "0.5"}]}`, percent(700), 4},        // 3.5
		{"half to even downwards", `type: percentage, scoring: {kind: anchors, anchors: [{at: "0", score: "0"}, {at: "100", score: "0.5"}]}`, percent(500), 2},      // 2.5
		{"falling, half to even", `type: percentage, scoring: {kind: anchors, anchors: [{at: "0", score: "0.5"}, {at: "100", score: "0"}]}`, percent(500), 499_998}, // 499,997.5
		{"below the scale", `type: number, unit: days, scoring: {kind: anchors, anchors: [{at: "1", score: "0.9"}, {at: "2", score: "0.1"}]}`, number(-3), 900_000},
		{"above the scale", `type: number, unit: days, scoring: {kind: anchors, anchors: [{at: "1", score: "0.9"}, {at: "2", score: "0.1"}]}`, number(9), 100_000},
		{"negative numbers", `type: number, unit: things, scoring: {kind: anchors, anchors: [{at: "-10", score: "0"}, {at: "10", score: "1"}]}`, number(-5), 250_000},
		{"widest scale", `type: number, unit: things, scoring: {kind: anchors, anchors: [{at: "-9000000000", score: "0"}, {at: "9000000000", score: "1"}]}`, number(0), 500_000},
		{"fresh", `type: date, scoring: {kind: freshness, anchors: [{at: "0", score: "1"}, {at: "100", score: "0"}]}`, date("2026-11-12"), 900_000},
		{"fresh today", `type: date, scoring: {kind: freshness, anchors: [{at: "0", score: "1"}, {at: "100", score: "0"}]}`, date("2026-11-22"), 1_000_000},
		{"fresh tomorrow", `type: date, scoring: {kind: freshness, anchors: [{at: "0", score: "1"}, {at: "100", score: "0"}]}`, date("2026-11-23"), 0},
		{"lead time", `type: date, scoring: {kind: lead_time, anchors: [{at: "0", score: "0"}, {at: "100", score: "1"}]}`, date("2026-12-02"), 100_000},
		{"lead time, past", `type: date, scoring: {kind: lead_time, anchors: [{at: "0", score: "0.3"}, {at: "100", score: "1"}]}`, date("2020-01-01"), 300_000},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := input(t, section("      - {id: q, text: Q?, weight: 1, "+test.question+"}\n"), answer("q", test.value))
			if got := question(t, score(t, in), "q").Quality; got != test.want {
				t.Errorf("quality %d, want %d", got, test.want)
			}
		})
	}
}

const options = `options: [{id: a, label: A, score: "0.25"}, {id: b, label: B, score: "0.333333"}, {id: c, label: C, score: "0.5"}]`

func number(whole int64) questionnaire.Value {
	return questionnaire.Value{Kind: questionnaire.TypeNumber, Number: whole * fact.Million}
}

const table = `
      - id: q
        text: Q?
        type: table
        weight: 1
        columns:
          - {id: class, label: Class, type: single_choice, options: [{id: safe, label: Safe}, {id: unsafe, label: Unsafe}]}
          - {id: size, label: Size, type: number, unit: lines, min: "0"}
          - {id: shipped, label: Shipped, type: boolean}
        scoring:
          kind: measure
          anchors: [{at: "0", score: "0"}, {at: "100", score: "1"}]
          measure: `

func row(class string, size int64, shipped bool) questionnaire.Row {
	r := questionnaire.Row{"class": choice(class), "shipped": {Kind: questionnaire.TypeBoolean, Boolean: shipped}}
	if size >= 0 {
		r["size"] = number(size)
	}
	return r
}

func TestQualityOfTables(t *testing.T) {
	safe := `where: [{column: class, equals: safe}]`
	rows := []questionnaire.Row{row("safe", 10, true), row("unsafe", 20, true), row("safe", 5, false)}
	for _, test := range []struct {
		name, measure string
		rows          []questionnaire.Row
		want          int64
		note          string
	}{
		{"count", `{of: count, ` + safe + `}`, rows, 20_000, ""},                                                    // 2 rows
		{"sum", `{of: sum, weight: size, ` + safe + `}`, rows, 150_000, ""},                                         // 15
		{"share of rows", `{of: share, ` + safe + `}`, rows, 666_667, ""},                                           // 2/3
		{"share by weight", `{of: share, weight: size, ` + safe + `}`, rows, 428_571, ""},                           // 15/35
		{"share among", `{of: share, ` + safe + `, among: [{column: shipped, equals: "true"}]}`, rows, 500_000, ""}, // 1/2
		{"an empty weight stays in the total", `{of: share, weight: size, ` + safe + `}`,
			[]questionnaire.Row{row("safe", 30, true), row("safe", -1, true)}, 500_000, ""}, // 30 of 30 + 30
		{"only empty weights", `{of: share, weight: size, ` + safe + `}`, []questionnaire.Row{row("safe", -1, true)}, 0, ""},
		{"share of nothing", `{of: share, ` + safe + `}`, nil, 0, "nothing to measure"},
		{"share of weightless rows", `{of: share, weight: size, ` + safe + `}`, []questionnaire.Row{row("safe", 0, true)}, 0, "nothing to measure"},
		{"count of nothing", `{of: count, ` + safe + `}`, nil, 0, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			value := questionnaire.Value{Kind: questionnaire.TypeTable, Rows: test.rows}
			result := score(t, input(t, section(table+test.measure+"\n"), answer("q", value)))
			if got := question(t, result, "q").Quality; got != test.want {
				t.Errorf("quality %d, want %d", got, test.want)
			}
			if said := noted(result, "q"); test.note == "" && said != "" || !strings.Contains(said, test.note) {
				t.Errorf("noted %q, want %q", said, test.note)
			}
		})
	}
}

// noted gives what did not run by one rule.
func noted(result scoring.Result, rule string) (all string) {
	for _, n := range result.NotRun {
		if n.Rule == rule {
			all += n.Reason
		}
	}
	return all
}

const rubric = `
      - {id: q, text: Q?, type: text, weight: 1, evidence: {assurance: none},
         scoring: {kind: rubric, rubric: [{grade: 0, score: "0", text: Nothing}, {grade: 2, score: "0.6", text: Some}, {grade: 4, score: "1", text: All}]}}
`

// Without a grade a text earns nothing and could be anything.
func TestQualityOfTexts(t *testing.T) {
	for _, test := range []struct {
		name         string
		grade        int
		graded       bool
		status       scoring.Status
		score, upper int64
	}{
		{"ungraded", 0, false, scoring.StatusUngraded, 0, 100_000_000},
		{"graded 2", 2, true, scoring.StatusScored, 60_000_000, 60_000_000},
		{"graded 0", 0, true, scoring.StatusScored, 0, 0},
		{"a grade the rubric has not", 3, true, scoring.StatusUngraded, 0, 100_000_000},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := input(t, section(rubric), answer("q", text("we do")))
			if test.graded {
				r := review(assessment.ReviewGrade, "q")
				r.Grade = test.grade
				in.Reviews = []assessment.Review{r}
			}
			result := score(t, in)
			if got := question(t, result, "q").Status; got != test.status {
				t.Errorf("status %s, want %s", got, test.status)
			}
			if result.Overall.Score != test.score || result.Overall.Upper != test.upper {
				t.Errorf("score %d up to %d, want %d up to %d", result.Overall.Score, result.Overall.Upper, test.score, test.upper)
			}
		})
	}
}

// A review counts for as long as the answer it judged is unchanged.
func TestReviewsCarryOverWithTheAnswer(t *testing.T) {
	graded := review(assessment.ReviewGrade, "q")
	graded.Grade = 2
	later := graded
	later.ID, later.Grade, later.Revision = "later", 4, 3
	for _, test := range []struct {
		name      string
		unchanged map[string]int
		reviews   []assessment.Review
		want      scoring.Status
	}{
		{"changed", nil, []assessment.Review{graded}, scoring.StatusUngraded},
		{"unchanged since 1", map[string]int{"q": 1}, []assessment.Review{graded}, scoring.StatusScored},
		{"unchanged since 2", map[string]int{"q": 2}, []assessment.Review{graded}, scoring.StatusUngraded},
		{"of a later revision", map[string]int{"q": 1}, []assessment.Review{later}, scoring.StatusUngraded},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := input(t, section(rubric), answer("q", text("we do")))
			in.Revision.Number, in.Unchanged, in.Reviews = 2, test.unchanged, test.reviews
			if got := question(t, score(t, in), "q").Status; got != test.want {
				t.Errorf("status %s, want %s", got, test.want)
			}
		})
	}
}

// The latest review of a kind is the one in force, wherever it stands.
func TestLatestReviewCounts(t *testing.T) {
	first, second := review(assessment.ReviewOverride, "q"), review(assessment.ReviewOverride, "q")
	first.Quality, first.At = 100_000, 1
	second.ID, second.Quality, second.At = "second", 900_000, 2
	in := input(t, section(rubric), answer("q", text("we do")))
	in.Reviews = []assessment.Review{second, first}
	q := question(t, score(t, in), "q")
	if q.Quality != 900_000 || len(q.ReviewIDs) != 1 || q.ReviewIDs[0] != "second" {
		t.Errorf("quality %d by %v", q.Quality, q.ReviewIDs)
	}
	in.Reviews[0].Number, in.Reviews[0].At, in.Reviews[1].Number = 2, 0, 1 // a clock that was set back changes nothing
	if q := question(t, score(t, in), "q"); len(q.ReviewIDs) != 1 || q.ReviewIDs[0] != "second" {
		t.Errorf("by %v", q.ReviewIDs)
	}
}

// Scored from the fact where there is one, linked to the answer or not; where
// files disagree, from the value that earns least.
func TestQualityFromFacts(t *testing.T) {
	source := section(`
      - {id: q, text: Q?, type: percentage, weight: 1, scoring: {kind: anchors, fact: sbom.share.memory_safe, ` + scale + `}}
`)
	a, b := share(fact.SBOMSafeShare, "a", 50*fact.Million, fact.Documented), share(fact.SBOMSafeShare, "b", 75*fact.Million, fact.Documented)
	for _, test := range []struct {
		name  string
		links []string
		facts []fact.Fact
		want  int64
	}{
		{"no fact", nil, nil, 1_000_000},
		{"of a linked file", []string{"a"}, []fact.Fact{a, b}, 400_000},
		{"of the other linked file", []string{"b"}, []fact.Fact{a, b}, 400_000},
		{"of a file that is not linked", nil, []fact.Fact{b}, 700_000},
		{"linked files disagree", []string{"a", "b"}, []fact.Fact{a, b}, 400_000},
		{"files that are not linked disagree", nil, []fact.Fact{a, b}, 400_000},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := input(t, source, answer("q", percent(100*fact.Million), test.links...))
			in.Facts = test.facts
			if got := question(t, score(t, in), "q").Quality; got != test.want {
				t.Errorf("quality %d, want %d", got, test.want)
			}
		})
	}
}

// The sentence says the grade and how far grades go.
func TestAGradeIsToldWithTheHighest(t *testing.T) {
	in := input(t, section(rubric), answer("q", text("we do")))
	graded := review(assessment.ReviewGrade, "q")
	graded.Grade = 2
	in.Reviews = []assessment.Review{graded}
	const want = "An evaluator gave the text grade 2; the published grades go up to 4."
	if got := question(t, score(t, in), "q").Rule; !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want it to begin with %q", got, want)
	}
}
