package report_test

import (
	"bytes"
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"memsure/internal/assessment"
	"memsure/internal/bundle/response"
	"memsure/internal/evidence"
	"memsure/internal/evidence/read"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
	"memsure/internal/report"
	"memsure/internal/scoring"
	"memsure/questionnaires"
)

var realDay = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC).UnixMicro()

// realInput scores a shipped sample response with the shipped questionnaire, as the
// service does, and gives the report's input.
func realInput(t *testing.T, sample string, change func(*scoring.Input)) report.Input {
	t.Helper()
	response, err := response.Sample(sample)
	if err != nil {
		t.Fatal(err)
	}
	version := shippedVersion(t)
	in := scoring.Input{Version: version, Tier: response.Tier, Source: assessment.SourceVendor, At: realDay,
		Revision: assessment.Revision{Number: 1, Answers: response.Answers, SubmittedAt: realDay}}
	for _, f := range response.Evidence {
		in.Revision.Evidence = append(in.Revision.Evidence, assessment.Evidence{ID: f.ID, FileName: f.Name, Kind: f.Kind, DatedOn: f.DatedOn, Status: "stored"})
	}
	if change != nil {
		change(&in)
	}
	result, err := scoring.Score(in)
	if err != nil {
		t.Fatal(err)
	}
	return report.Input{ReportID: "rpt_real", Final: true, GeneratedAt: realDay, DataCutOff: realDay, Vendor: response.Vendor,
		Product: response.Product, Release: response.Release, Purpose: assessment.PurposeOnboarding, Tier: response.Tier,
		Source: in.Source, Definition: version.Definition, Revision: in.Revision, Facts: in.Facts, Reviews: in.Reviews, Result: &result}
}

func shippedVersion(t *testing.T) *questionnaire.Compiled {
	t.Helper()
	file, err := questionnaires.Named("supplier-memory-safety", "1.0.0")
	if err != nil {
		t.Fatal(err)
	}
	definition, err := questionnaire.Load(file.Source)
	if err != nil {
		t.Fatal(err)
	}
	version, err := questionnaire.Compile(definition)
	if err != nil {
		t.Fatal(err)
	}
	return version
}

// withSBOM adds what the demo's bill of materials shows.
func withSBOM(t *testing.T) func(*scoring.Input) {
	source, err := questionnaires.Sample("aurora-gateway-4.2.0.cdx.json")
	if err != nil {
		t.Fatal(err)
	}
	found, err := read.Read(bytes.NewReader(source), evidence.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	found.Stamp("sbom", strings.Repeat("a1", 32))
	return func(in *scoring.Input) { in.Facts = found.Facts }
}

// hiding answers "no" to what routes other questions away, so that they inherit.
func hiding(in *scoring.Input) {
	in.Revision.Answers = slices.Clone(in.Revision.Answers)
	for i, a := range in.Revision.Answers {
		if a.QuestionID == "ms-native-code" || a.QuestionID == "ug-unsafe-used" {
			in.Revision.Answers[i].Value = &questionnaire.Value{Kind: questionnaire.TypeBoolean}
		}
	}
}

// leavingOut drops every third answer: unanswered and undecided questions.
func leavingOut(in *scoring.Input) {
	var kept []assessment.Answer
	for i, a := range in.Revision.Answers {
		if i%3 != 0 {
			kept = append(kept, a)
		}
	}
	in.Revision.Answers = kept
}

// TestWorkedExampleOfRealScores follows the printed steps by their printed
// numbers alone and must arrive at what scoring computed.
func TestWorkedExampleOfRealScores(t *testing.T) {
	seen := map[scoring.Status]bool{}
	for name, in := range map[string]report.Input{
		"average, ungraded": realInput(t, questionnaires.SampleAverage, nil),
		"average, SBOM":     realInput(t, questionnaires.SampleAverage, withSBOM(t)),
		"inherited":         realInput(t, questionnaires.SampleAverage, hiding),
		"gaps":              realInput(t, questionnaires.SampleAverage, leavingOut),
		"evasive":           realInput(t, questionnaires.SampleEvasive, nil),
		"all C++":           realInput(t, questionnaires.SampleAllCPP, nil),
	} {
		t.Run(name, func(t *testing.T) {
			for _, s := range in.Result.Sections {
				for _, q := range s.Questions {
					seen[q.Status] = true
				}
			}
			view := report.BuildScorecard(in)
			steps := strings.Join(view.Annex.WorkedExample, "\n")
			followQuestion(t, steps)
			followSection(t, steps, view)
			followTotal(t, steps, view)
		})
	}
	for _, s := range []scoring.Status{scoring.StatusScored, scoring.StatusInherited, scoring.StatusUngraded, scoring.StatusUnanswered,
		scoring.StatusUndecided, scoring.StatusExcluded, scoring.StatusNotScored} {
		if !seen[s] {
			t.Errorf("no case has a question that is %s", s)
		}
	}
}

// step finds the parts of one printed step.
func step(t *testing.T, steps, pattern string) []string {
	t.Helper()
	found := regexp.MustCompile(pattern).FindStringSubmatch(steps)
	if found == nil {
		t.Fatalf("no step matches %s in:\n%s", pattern, steps)
	}
	return found[1:]
}

func exact(t *testing.T, s string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		t.Fatalf("%q is no number", s)
	}
	return r
}

func sum(t *testing.T, list string) (*big.Rat, int) {
	t.Helper()
	total, terms := new(big.Rat), strings.Split(list, " + ")
	for _, term := range terms {
		total.Add(total, exact(t, term))
	}
	return total, len(terms)
}

// near allows for n numbers rounded at the fourth decimal.
func near(t *testing.T, what string, got, want *big.Rat, n int) {
	t.Helper()
	if d := new(big.Rat).Sub(got, want); d.Abs(d).Cmp(big.NewRat(int64(n), 20_000)) > 0 {
		t.Errorf("%s: %s by the printed numbers, printed %s", what, got.FloatString(6), want.FloatString(6))
	}
}

func followQuestion(t *testing.T, steps string) {
	t.Helper()
	p := step(t, steps, `confidence = (\d+) × ([\d.]+) × ([\d.]+) = ([\d.]+) of (\d+)\.`)
	points := exact(t, p[0])
	points.Mul(points, exact(t, p[1])).Mul(points, exact(t, p[2]))
	near(t, "points", points, exact(t, p[3]), 1)
	if p[0] != p[4] {
		t.Errorf("the weight is %s and %s", p[0], p[4])
	}
}

func followSection(t *testing.T, steps string, view report.Scorecard) {
	t.Helper()
	p := step(t, steps, `Section “([^”]+)”: its questions, in order, earn ([\d. +]+) = ([\d.]+) points of ([\d +]+) = (\d+)\. Score: ([\d.]+) ÷ (\d+) × 100 = ([\d.]+)\.`)
	points, n := sum(t, p[1])
	near(t, "points of the section", points, exact(t, p[2]), n+1)
	weights, m := sum(t, p[3])
	if n != m || weights.Cmp(exact(t, p[4])) != 0 || p[2] != p[5] || p[4] != p[6] {
		t.Errorf("the section's step does not hang together: %v", p)
	}
	score := new(big.Rat).Quo(exact(t, p[5]), exact(t, p[6]))
	if got := score.Mul(score, big.NewRat(100, 1)).FloatString(1); got != p[7] {
		t.Errorf("the section scores %s by the printed numbers, printed %s", got, p[7])
	}
	for _, s := range view.Sections {
		if s.Title == p[0] && s.Result.Score != p[7] {
			t.Errorf("the example gives section %s %s, its row %s", s.ID, p[7], s.Result.Score)
		}
	}
}

func followTotal(t *testing.T, steps string, view report.Scorecard) {
	t.Helper()
	p := step(t, steps, `Total: \(([^)]+)\) ÷ (\d+) = ([\d.]+)\.`)
	total, weights := new(big.Rat), new(big.Rat)
	for term := range strings.SplitSeq(p[0], " + ") {
		weight, score, _ := strings.Cut(term, " × ")
		weights.Add(weights, exact(t, weight))
		total.Add(total, new(big.Rat).Mul(exact(t, weight), exact(t, score)))
	}
	if weights.Cmp(exact(t, p[1])) != 0 {
		t.Errorf("the sections weigh %s, printed %s", weights.FloatString(0), p[1])
	}
	if got := total.Quo(total, weights).FloatString(1); got != p[2] || view.Results[0].Score != p[2] {
		t.Errorf("the total is %s by the printed numbers, printed %s, on page 1 %s", got, p[2], view.Results[0].Score)
	}
}

func TestEveryRealContributionAddsUp(t *testing.T) {
	view := report.BuildScorecard(realInput(t, questionnaires.SampleAverage, withSBOM(t)))
	total := int64(0)
	for _, s := range view.Sections {
		total += hundredths(t, s.Contribution)
	}
	if total != hundredths(t, view.PointsTotal) {
		t.Errorf("sections add up to %d hundredths, the total prints %s", total, view.PointsTotal)
	}
}

// TestFirstPageHasNoRawNames: the first page is for people who have not read
// the questionnaire; a question's id may stand in brackets at the very end.
func TestFirstPageHasNoRawNames(t *testing.T) {
	for name, in := range map[string]report.Input{
		"SBOM": realInput(t, questionnaires.SampleAverage, withSBOM(t)), "evasive": realInput(t, questionnaires.SampleEvasive, withSBOM(t)),
		"gaps": realInput(t, questionnaires.SampleAverage, leavingOut), "none": realInput(t, questionnaires.SampleAllCPP, func(in *scoring.Input) { in.Revision.Answers = nil }),
	} {
		d := report.BuildScorecard(in).Decision
		unknown, _, _ := strings.Cut(d.MainUnknown, " (Question ")
		for _, text := range append(append([]string{d.Recommendation, unknown, d.GateSummary}, d.Reasons...), d.Conditions...) {
			for _, s := range in.Definition.Sections {
				for _, q := range s.Questions {
					if regexp.MustCompile(`(^|[^\w-])` + regexp.QuoteMeta(q.ID) + `($|[^\w-])`).MatchString(text) {
						t.Errorf("%s: question %s by its id in %q", name, q.ID, text)
					}
				}
			}
			for id := range fact.Kinds {
				if strings.Contains(text, id) {
					t.Errorf("%s: fact %s by its name in %q", name, id, text)
				}
			}
		}
	}
}

func TestMissingProofsAreOneEntryWithEveryQuestion(t *testing.T) {
	in := realInput(t, questionnaires.SampleAverage, nil)
	want, got := map[string]bool{}, map[string]bool{}
	for _, f := range in.Result.Findings {
		if f.Kind == scoring.FindingMissingProof {
			want[f.RuleID] = true
		}
	}
	entries := 0
	for _, f := range report.BuildScorecard(in).Findings {
		if len(f.Alike) == 0 {
			continue
		}
		entries++
		if n := len(f.Alike); n > 1 && !strings.HasPrefix(f.Message, fmt.Sprintf("For %d answers", n)) {
			t.Errorf("%d questions under %q", n, f.Message)
		}
		for i, m := range f.Alike {
			got[m.RuleID] = true
			if m.QuestionID != f.Questions[i] || m.Question == "" || m.Question == m.QuestionID {
				t.Errorf("%+v", m)
			}
		}
	}
	if len(want) < 3 || len(got) != len(want) || entries > 2 {
		t.Errorf("%d missing proofs, %d reported in %d entries", len(want), len(got), entries)
	}
}
