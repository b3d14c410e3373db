package scoring_test

import (
	"fmt"
	"math/big"
	"os"
	"testing"

	"pgregory.net/rapid"

	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

// The banks of other organisations, in testdata: each with the arithmetic it
// publishes, computed here on its own from the plain answers, without anything
// of the engine. What is compared is what is printed.

// said is one answer in the other organisation's terms.
type said struct {
	id     string
	weight int64
	away   bool     // set aside as not applicable
	mark   *big.Rat // 0 to 1; nil: not answered
}

// bank is another organisation's questionnaire.
type bank struct {
	file   string
	own    bool // no answer is to be checked: there is nothing a score could turn out to be
	draw   func(t *rapid.T, q questionnaire.Asked) (said, *questionnaire.Value)
	total  func(categories [][]said) (percent *big.Rat, any bool)
	grades []string // best first
	limits []int64  // percent each grade starts at
}

func TestBanksOfOtherOrganisations(t *testing.T) {
	for _, b := range []bank{
		{"bank-yes-no.yaml", false, drawYesNo, ofPossiblePoints, []string{"A", "B", "C", "D", "F"}, []int64{90, 80, 70, 60, 0}},
		{"bank-maturity.yaml", true, drawLevel, meanOfAreas, []string{"three", "two", "one", "zero"}, []int64{75, 50, 25, 0}},
		{"bank-risk.yaml", false, drawRating, ofPossiblePoints, []string{"low", "medium", "high"}, []int64{80, 50, 0}},
	} {
		t.Run(b.file, func(t *testing.T) {
			version := compileFile(t, "testdata/"+b.file)
			rapid.Check(t, func(t *rapid.T) { b.compare(t, version) })
		})
	}
}

func compileFile(t *testing.T, path string) *questionnaire.Compiled {
	source, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return compile(t, string(source))
}

// compare draws a response and holds the scorecard to the published arithmetic.
func (b bank) compare(t *rapid.T, version *questionnaire.Compiled) {
	in := scoring.Input{Version: version, Revision: assessment.Revision{Number: 1}, Source: assessment.SourceVendor, At: today.UnixMicro()}
	categories := make([][]said, len(version.Definition.Sections))
	for _, q := range version.Questions() {
		s, value := b.draw(t, q)
		categories[q.Section] = append(categories[q.Section], s)
		switch {
		case s.away:
			in.Revision.Answers = append(in.Revision.Answers, assessment.Answer{QuestionID: q.ID, NotApplicable: &assessment.NotApplicable{Reason: "none"}})
			in.Reviews = append(in.Reviews, assessment.Review{ID: "na-" + q.ID, Revision: 1, Kind: assessment.ReviewNotApplicable, QuestionID: q.ID, Accepted: true})
		case value != nil:
			in.Revision.Answers = append(in.Revision.Answers, assessment.Answer{QuestionID: q.ID, Value: value})
		}
	}
	result := mustScore(t, in)
	for i, section := range result.Sections {
		percent, some := ofPossiblePoints(categories[i : i+1])
		same(t, section.ID, b.own, section.Summary, percent, some)
	}
	percent, some := b.total(categories)
	same(t, "overall", b.own, result.Overall, percent, some)
	if some && result.Band != b.grade(percent) {
		t.Fatalf("grade %s at %s percent, want %s", result.Band, percent.FloatString(6), b.grade(percent))
	}
}

// same compares what is printed, to two decimals. Where every answer is its own
// proof the bounds are the score.
func same(t *rapid.T, what string, own bool, got *scoring.Summary, want *big.Rat, some bool) {
	switch {
	case (got != nil) != some:
		t.Fatalf("%s: scored %v, want %v", what, got != nil, some)
	case some && scoring.FormatPercent(got.Score, 2) != printed(want):
		t.Fatalf("%s: %s, want %s", what, scoring.FormatPercent(got.Score, 2), printed(want))
	case some && own && (got.Lower != got.Score || got.Upper != got.Score):
		t.Fatalf("%s: between %d and %d, though every answer stands as it is", what, got.Lower, got.Upper)
	}
}

// printed rounds half to even to two decimals, in whole hundredths.
func printed(percent *big.Rat) string {
	x := new(big.Rat).Mul(percent, big.NewRat(100, 1))
	n, rest := new(big.Int).QuoRem(x.Num(), x.Denom(), new(big.Int))
	if half := rest.Lsh(rest, 1).Cmp(x.Denom()); half > 0 || half == 0 && n.Bit(0) == 1 {
		n.Add(n, big.NewInt(1))
	}
	return fmt.Sprintf("%d.%02d", n.Int64()/100, n.Int64()%100)
}

func (b bank) grade(percent *big.Rat) string {
	for i, limit := range b.limits {
		if percent.Cmp(big.NewRat(limit, 1)) >= 0 {
			return b.grades[i]
		}
	}
	return ""
}

// ofPossiblePoints is points earned in percent of points possible: what does
// not apply is not possible, what was not answered earns nothing.
func ofPossiblePoints(categories [][]said) (*big.Rat, bool) {
	earned, possible := new(big.Rat), new(big.Rat)
	for _, category := range categories {
		for _, s := range category {
			weight := big.NewRat(s.weight, 1)
			if s.away {
				continue
			}
			possible.Add(possible, weight)
			if s.mark != nil {
				earned.Add(earned, new(big.Rat).Mul(weight, s.mark))
			}
		}
	}
	if possible.Sign() == 0 {
		return nil, false
	}
	return earned.Mul(earned, big.NewRat(100, 1)).Quo(earned, possible), true
}

// meanOfAreas is the mean of the areas, all alike.
func meanOfAreas(categories [][]said) (*big.Rat, bool) {
	sum := new(big.Rat)
	for _, category := range categories {
		percent, _ := ofPossiblePoints([][]said{category})
		sum.Add(sum, percent)
	}
	return sum.Quo(sum, big.NewRat(int64(len(categories)), 1)), true
}

// noIsGood holds the questions for which the bank prints "no" as the good
// answer.
var noIsGood = map[string]bool{"breach": true, "abroad": true, "resold": true, "shared-accounts": true, "backdoor": true}

func drawYesNo(t *rapid.T, q questionnaire.Asked) (said, *questionnaire.Value) {
	s := said{id: q.ID, weight: int64(q.Weight)}
	switch rapid.SampledFrom([]string{"yes", "no", "yes", "no", "not applicable", ""}).Draw(t, q.ID) {
	case "yes":
		v := yes()
		s.mark = mark(!noIsGood[q.ID])
		return s, &v
	case "no":
		v := no()
		s.mark = mark(noIsGood[q.ID])
		return s, &v
	case "not applicable":
		s.away = true
	}
	return s, nil
}

func mark(full bool) *big.Rat {
	if full {
		return big.NewRat(1, 1)
	}
	return new(big.Rat)
}

func drawLevel(t *rapid.T, q questionnaire.Asked) (said, *questionnaire.Value) {
	s := said{id: q.ID, weight: 1}
	level := rapid.SampledFrom([]string{"", "none", "started", "defined", "measured"}).Draw(t, q.ID)
	if level == "" {
		return s, nil
	}
	s.mark = map[string]*big.Rat{"none": new(big.Rat), "started": big.NewRat(1, 4), "defined": big.NewRat(1, 2), "measured": big.NewRat(1, 1)}[level]
	v := choice(level)
	return s, &v
}

func drawRating(t *rapid.T, q questionnaire.Asked) (said, *questionnaire.Value) {
	s := said{id: q.ID, weight: int64(q.Weight)}
	rating := rapid.Int64Range(-1, 10).Draw(t, q.ID)
	if rating < 1 {
		s.away = rating < 0
		return s, nil
	}
	s.mark = big.NewRat(rating, 10)
	return s, &questionnaire.Value{Kind: questionnaire.TypeNumber, Number: rating * fact.Million}
}

// By hand: in the first category 40 of 55 points, one question not answered; in
// the second 30 of 40, another 20 set aside; all 60 of the third.
func TestYesNoBankByHand(t *testing.T) {
	version := compileFile(t, "testdata/bank-yes-no.yaml")
	in := scoring.Input{Version: version, Revision: assessment.Revision{Number: 1, Answers: []assessment.Answer{
		answer("security-officer", yes()), answer("breach", no()), answer("insured", no()), // 40 of 55, training not answered
		answer("encrypted", yes()), answer("abroad", yes()), answer("returned", yes()), // 30 of 40, resold set aside
		{QuestionID: "resold", NotApplicable: &assessment.NotApplicable{Reason: "no data of ours"}},
		answer("scanned", yes()), answer("shared-accounts", no()), answer("backdoor", no()), answer("accessible", yes()), answer("exported", yes()), // 60 of 60
	}}, Reviews: []assessment.Review{{ID: "na", Revision: 1, Kind: assessment.ReviewNotApplicable, QuestionID: "resold", Accepted: true}}}
	result := score(t, in)
	for i, want := range []string{"72.73", "75.00", "100.00"} {
		if got := scoring.FormatPercent(result.Sections[i].Summary.Score, 2); got != want {
			t.Errorf("%s: %s, want %s", result.Sections[i].ID, got, want)
		}
	}
	if got := scoring.FormatPercent(result.Overall.Score, 2); got != "83.87" || result.Band != "B" { // 130 of 155
		t.Errorf("overall %s, grade %s; want 83.87, B", got, result.Band)
	}
}
