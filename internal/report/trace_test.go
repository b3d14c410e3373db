package report_test

import (
	"math/big"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"memsure/internal/report"
	"memsure/internal/report/reporttest"
	"memsure/internal/scoring"
	"memsure/questionnaires"
)

// traced are inputs with every kind of loss, standing and knock-out.
func traced(t *testing.T) map[string]report.Input {
	return map[string]report.Input{
		"rich": reporttest.Input(), "clean": reporttest.Clean(), "failed": reporttest.Failed(),
		"average": realInput(t, questionnaires.SampleAverage, nil), "with SBOM": realInput(t, questionnaires.SampleAverage, withSBOM(t)),
		"inherited": realInput(t, questionnaires.SampleAverage, hiding), "gaps": realInput(t, questionnaires.SampleAverage, leavingOut),
	}
}

// Where all of 100 went adds up as printed: the lines to 100.00, the questions
// of a line to the line.
func TestWhyNotAddsUpAsPrinted(t *testing.T) {
	for name, in := range traced(t) {
		why := report.BuildTrace(in).WhyNot
		total := int64(0)
		for _, line := range why.Lines {
			points := hundredths(t, line.Points)
			total += points
			if line.ID == "earned" {
				continue
			}
			parts := int64(0)
			for _, q := range line.Largest {
				parts += hundredths(t, q.Points)
			}
			if _, rest, some := strings.Cut(line.More, ": "); some {
				parts += hundredths(t, rest)
			}
			if parts != points {
				t.Errorf("%s, %s: %d, its questions %d", name, line.ID, points, parts)
			}
		}
		if total != 10_000 || why.Total != "100.00" || len(why.Lines) != 7 || len(why.Limits) == 0 || len(why.Levers) > 5 {
			t.Errorf("%s: %d hundredths in %d lines, %d limits, %d levers", name, total, len(why.Lines), len(why.Limits), len(why.Levers))
		}
	}
}

var arithmetic = regexp.MustCompile(`^Weight (\d+) × quality ([0-9.]+) × confidence ([0-9.]+) = ([0-9.]+) of (\d+)\. In the total that is ([0-9.]+) of at most ([0-9.]+) points\.$`)

// Every step can be done again from what is printed, and the points are those
// of the report.
func TestTracedArithmetic(t *testing.T) {
	for name, in := range traced(t) {
		view, card := report.BuildTrace(in), report.BuildScorecard(in)
		for i, section := range view.Sections {
			for j, q := range section.Questions {
				if want := card.Sections[i].Questions[j].Contribution; q.Points != want {
					t.Errorf("%s, %s: %s points, the report says %s", name, q.ID, q.Points, want)
				}
				if q.Arithmetic == "" {
					continue
				}
				m := arithmetic.FindStringSubmatch(q.Arithmetic)
				if m == nil {
					t.Fatalf("%s, %s: %s", name, q.ID, q.Arithmetic)
				}
				product := new(big.Rat).Mul(rational(t, m[1]), new(big.Rat).Mul(rational(t, m[2]), rational(t, m[3])))
				off := new(big.Rat).Sub(product, rational(t, m[4]))
				if off.Abs(off).Cmp(big.NewRat(1, 2_000_000)) > 0 {
					t.Errorf("%s, %s: %s is not %s", name, q.ID, q.Arithmetic, product.FloatString(7))
				}
				lost := int64(0)
				for _, part := range regexp.MustCompile(`([0-9]+\.[0-9]{2}) (?:to|while)`).FindAllStringSubmatch(q.Missing, -1) {
					lost += hundredths(t, part[1])
				}
				if hundredths(t, m[6])+lost != hundredths(t, m[7]) {
					t.Errorf("%s, %s: %s, but %s", name, q.ID, q.Arithmetic, q.Missing)
				}
			}
		}
	}
}

func rational(t *testing.T, text string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatalf("%q is no number", text)
	}
	return r
}

// A knock-out is told part by part: what must hold, what is known and from
// whom, and what it comes to.
func TestTracedKnockOuts(t *testing.T) {
	view := report.BuildTrace(realInput(t, questionnaires.SampleAverage, withSBOM(t)))
	var told []string
	for _, g := range view.Gates {
		for _, p := range g.Parts {
			told = append(told, strings.Repeat(" ", p.Depth)+p.Asks+" | "+p.Says+" | "+p.Known)
		}
	}
	want := []string{
		"All of these hold: | holds | ",
		" “Provide the SBOM of exactly the release offered” is answered | holds | The vendor states: File supplied: E5 aurora-gateway-4.2.0.cdx.json.",
		" “Components in the bill of materials” is at least 1 | holds | The file shows 52.",
		"“Do you have a public vulnerability disclosure policy that allows testing in good faith?” is answered yes | holds | The vendor states: Yes.",
	}
	for i := range told {
		told[i] = strings.Replace(told[i], " (E5)", "", 1)
	}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Error(diff)
	}
}

// What was not asked comes with the condition that decided it.
func TestTracedHiddenQuestions(t *testing.T) {
	in := realInput(t, questionnaires.SampleAverage, hiding)
	inherited := 0
	for _, q := range report.BuildTrace(in).Outside {
		if q.Why == "" {
			t.Errorf("%s: no reason", q.ID)
		}
		if !strings.HasPrefix(q.Status, "Not asked") {
			continue
		}
		inherited++
		if len(q.Parts) == 0 || q.Parts[0].Truth != "false" || !strings.Contains(q.Parts[len(q.Parts)-1].Known, "The vendor states: ") {
			t.Errorf("%s: %+v", q.ID, q.Parts)
		}
	}
	if inherited == 0 {
		t.Error("nothing was hidden")
	}
}

// Older scorecards did not keep the parts: their conditions are told without.
func TestTraceOfAResultWithoutParts(t *testing.T) {
	in := realInput(t, questionnaires.SampleAverage, withSBOM(t))
	for i := range in.Result.Gates {
		in.Result.Gates[i].PassParts = nil
	}
	for _, g := range report.BuildTrace(in).Gates {
		for _, p := range g.Parts {
			if p.Truth != "" || p.Says != "" || p.Asks == "" {
				t.Errorf("%s: %+v", g.ID, p)
			}
		}
	}
	if view := report.BuildTrace(report.Input{Result: &scoring.Result{}}); len(view.WhyNot.Lines) != 0 || view.WhyNot.Lead == "" {
		t.Errorf("of nothing: %+v", view.WhyNot)
	}
}

// A decision that takes two persons is a proposal until the second one agreed.
func TestTracedDecisionsSayHowFarTheyCame(t *testing.T) {
	for _, c := range []struct{ proposed, approved, want string }{
		{"", "", "An evaluator decided: "},
		{"per_a", "", "An evaluator proposed, and it is not approved by a second person: "},
		{"per_a", "per_b", "An evaluator proposed and a second person approved: "},
	} {
		in := reporttest.Input()
		in.Result.Gates[1].ProposedBy, in.Result.Gates[1].ApprovedBy = c.proposed, c.approved
		if got := report.BuildTrace(in).Gates[1].Decision; !strings.HasPrefix(got, c.want) {
			t.Errorf("%q %q: %s", c.proposed, c.approved, got)
		}
	}
}
