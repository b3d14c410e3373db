package report_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"memsure/internal/control"
	"memsure/internal/questionnaire"
	"memsure/internal/report"
	"memsure/internal/report/reporttest"
	"memsure/internal/scoring"
)

var update = flag.Bool("update", false, "write golden files")

func TestGolden(t *testing.T) {
	for name, in := range map[string]report.Input{"rich": reporttest.Input(), "clean": reporttest.Clean(), "failed": reporttest.Failed(), "empty": reporttest.Empty()} {
		t.Run(name, func(t *testing.T) {
			doc, _, err := report.Encode(report.BuildScorecard(in))
			if err != nil {
				t.Fatal(err)
			}
			var got bytes.Buffer
			if err := json.Indent(&got, doc, "", "  "); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join("testdata", name+".json")
			if *update {
				if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Fatalf("the view differs from %s (run with -update when it is meant):\n%s", path, diff)
			}
		})
	}
}

func TestRecommendationFollowsTheRules(t *testing.T) {
	band := func(id string) func(*report.Input) {
		return func(in *report.Input) { in.Result.Band = id }
	}
	finding := func(kind scoring.FindingKind, severity questionnaire.Severity, state scoring.FindingState) func(*report.Input) {
		return func(in *report.Input) {
			in.Result.Findings = []scoring.Finding{{RuleID: "X", Kind: kind, Severity: severity, State: state, Message: "m", Resolve: "r"}}
		}
	}
	gate := func(o scoring.Outcome) func(*report.Input) {
		return func(in *report.Input) { in.Result.Gates[1].Outcome = o }
	}
	cases := []struct {
		name   string
		change func(*report.Input)
		want   string
	}{
		{"best band", band("strong"), report.Proceed},
		{"upper half", band("good"), report.Proceed},
		{"between", band("mixed"), report.ProceedWithConditions},
		{"lowest band", band("weak"), report.DoNotProceed},
		{"no known band", band(""), report.DecideByPerson},
		{"nothing scored", func(in *report.Input) { in.Result.Overall = nil }, report.DecideByPerson},
		{"failed gate", gate(scoring.Fail), report.DoNotProceed},
		{"open gate", gate(scoring.Undetermined), report.DecideByPerson},
		{"conditional gate", gate(scoring.Conditional), report.ProceedWithConditions},
		{"a remedy does not lift the lowest band", func(in *report.Input) {
			in.Result.Band, in.Result.Gates[1].Outcome = "weak", scoring.Conditional
		}, report.DoNotProceed},
		{"nor does a contradiction", func(in *report.Input) {
			finding(scoring.FindingContradiction, questionnaire.Low, scoring.FindingOpen)(in)
			in.Result.Band = "weak"
		}, report.DoNotProceed},
		{"failed gate wins over an open one", func(in *report.Input) {
			in.Result.Gates[0].Outcome, in.Result.Gates[1].Outcome = scoring.Undetermined, scoring.Fail
		}, report.DoNotProceed},
		{"open gate wins over a conditional one", func(in *report.Input) {
			in.Result.Gates[0].Outcome, in.Result.Gates[1].Outcome = scoring.Conditional, scoring.Undetermined
		}, report.DecideByPerson},
		{"open contradiction", finding(scoring.FindingContradiction, questionnaire.Low, scoring.FindingOpen), report.ProceedWithConditions},
		{"dismissed contradiction", finding(scoring.FindingContradiction, questionnaire.Critical, scoring.FindingDismissed), report.Proceed},
		{"critical red flag", finding(scoring.FindingRedFlag, questionnaire.Critical, scoring.FindingOpen), report.ProceedWithConditions},
		{"high red flag", finding(scoring.FindingRedFlag, questionnaire.High, scoring.FindingOpen), report.ProceedWithConditions},
		{"medium red flag", finding(scoring.FindingRedFlag, questionnaire.Medium, scoring.FindingOpen), report.Proceed},
		{"missing proof", finding(scoring.FindingMissingProof, questionnaire.High, scoring.FindingOpen), report.Proceed},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			in := reporttest.Clean()
			c.change(&in)
			d := report.BuildScorecard(in).Decision
			if d.Outcome != c.want {
				t.Errorf("outcome %q, want %q", d.Outcome, c.want)
			}
			if len(d.Reasons) != 3 || d.Recommendation == "" || d.MainUnknown == "" || d.GateSummary == "" {
				t.Errorf("the page cannot stand alone: %+v", d)
			}
		})
	}
}

// hundredths parses "12.34" into 1234.
func hundredths(t *testing.T, s string) int64 {
	t.Helper()
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		t.Fatalf("%q is no number", s)
	}
	return r.Mul(r, big.NewRat(100, 1)).Num().Int64()
}

func TestPrintedContributionsAddUp(t *testing.T) {
	view := report.BuildScorecard(reporttest.Input())
	total := int64(0)
	for _, s := range view.Sections {
		want, got := hundredths(t, s.Contribution), int64(0)
		for _, q := range s.Questions {
			if q.Contribution != "–" {
				got += hundredths(t, q.Contribution)
			}
		}
		if got != want {
			t.Errorf("section %s: questions add up to %d hundredths, the section prints %d", s.ID, got, want)
		}
		total += want
	}
	if want := hundredths(t, view.PointsTotal); total != want {
		t.Errorf("sections add up to %d hundredths, the total prints %d", total, want)
	}
}

// TestWorkedExampleComesOut recomputes the printed steps from the printed
// numbers alone, as an auditor would.
func TestWorkedExampleComesOut(t *testing.T) {
	view := report.BuildScorecard(reporttest.Input())
	steps := strings.Join(view.Annex.WorkedExample, "\n")
	for _, want := range []string{"= 5 × 1.000000 × 1.000000 = 5.0000 of 5.", "÷ 12 × 100 = " + view.Sections[4].Result.Score + ".", "÷ 100 = " + view.Results[0].Score + "."} {
		if !strings.Contains(steps, want) {
			t.Errorf("no step says %q in:\n%s", want, steps)
		}
	}
}

func TestViewIsDeterministic(t *testing.T) {
	want := report.BuildScorecard(reporttest.Input())
	for range 20 {
		if diff := cmp.Diff(want, report.BuildScorecard(reporttest.Input())); diff != "" {
			t.Fatal(diff)
		}
	}
}

// TestWordsWeNeverPrint guards the wording of everything the report adds
// itself: the fixture's own texts avoid these words too. Frameworks keep the
// names their publishers gave them.
func TestWordsWeNeverPrint(t *testing.T) {
	for _, in := range []report.Input{reporttest.Input(), reporttest.Clean(), reporttest.Failed(), reporttest.Empty()} {
		in.People = nil
		for i := range in.Revision.Evidence {
			in.Revision.Evidence[i].FileName = "file"
		}
		doc, _, err := report.Encode(report.BuildScorecard(in))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range control.All() {
			doc = bytes.ReplaceAll(doc, []byte(f.Name), nil)
		}
		for _, word := range []string{"secure", "compliant", "certified"} {
			if i := bytes.Index(bytes.ToLower(doc), []byte(word)); i >= 0 {
				t.Errorf("%q: …%s…", word, doc[max(0, i-40):min(len(doc), i+40)])
			}
		}
	}
}

func TestInternalNotesStayInternal(t *testing.T) {
	in := reporttest.Input()
	for i := range in.Reviews {
		in.Reviews[i].Note = "INTERNAL-NOTE"
	}
	doc, _, err := report.Encode(report.BuildScorecard(in))
	if err != nil || bytes.Contains(doc, []byte("INTERNAL-NOTE")) {
		t.Fatalf("an internal note is in the report (%v)", err)
	}
}

func TestCompositionHidesNothing(t *testing.T) {
	in := reporttest.Input()
	for i := range in.Facts {
		if in.Facts[i].Name == "sbom.components.unknown" {
			in.Facts[i].Name = "something.else"
		}
	}
	c := report.BuildScorecard(in).Composition
	sum := int64(0)
	for _, cl := range c.Classes {
		sum += cl.Count
	}
	if sum != c.Total || c.Classes[4].Count != 41 {
		t.Fatalf("classes hold %d of %d components, %d unknown; what is not classified is unknown", sum, c.Total, c.Classes[4].Count)
	}
}

func TestMainUnknown(t *testing.T) {
	in := reporttest.Clean()
	ungraded := func(gain int64) {
		for i := range in.Result.Sections {
			for j := range in.Result.Sections[i].Questions {
				if q := &in.Result.Sections[i].Questions[j]; q.Status == scoring.StatusUngraded {
					q.Gain = gain
				}
			}
		}
	}
	ungraded(0)
	if got := report.BuildScorecard(in).Decision.MainUnknown; !strings.HasSuffix(got, "(Question MS-03.)") || !strings.HasPrefix(got, "“What share of attack-surface functions") {
		t.Errorf("the unproven answer on which most turns is MS-03, got %q", got)
	}
	ungraded(90_000_000)
	if got := report.BuildScorecard(in).Decision.MainUnknown; !strings.Contains(got, "UG-04") || !strings.Contains(got, "graded") {
		t.Errorf("an ungraded answer that weighs more is the main unknown, got %q", got)
	}
}

func TestNothingInGivesAReport(t *testing.T) {
	view := report.BuildScorecard(report.Input{})
	if view.Decision.Outcome != report.DecideByPerson || view.Results[0].Scored || view.Results[0].Score != "–" {
		t.Errorf("an empty input gives %+v", view.Decision)
	}
}

func ExampleBuildScorecard() {
	view := report.BuildScorecard(reporttest.Failed())
	fmt.Println(view.Decision.Recommendation)
	fmt.Println(view.Decision.GateSummary)
	// Output:
	// Do not proceed unless this knock-out is met: “A complete component inventory exists”.
	// 4 knock-out conditions: 1 passed, 1 passed on a condition, 1 undetermined, 1 failed.
}
