package questionnaires_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"memsure/internal/assessment"
	"memsure/internal/bundle/response"
	"memsure/internal/evidence"
	"memsure/internal/evidence/read"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
	"memsure/questionnaires"
)

var honest = []string{questionnaires.SampleFullRoadmap, questionnaires.SampleFullAverage}

var dishonest = []string{
	questionnaires.SampleBestTicks, questionnaires.SampleOneBrochure, questionnaires.SampleNoNativeCode,
	questionnaires.SampleAllNotApplicable, questionnaires.SampleNoCVEs, questionnaires.SampleFullAllCPP,
}

// vendors are all who answer the full bank, best first.
var vendors = slices.Concat(honest, []string{questionnaires.SampleFullEvasive}, dishonest)

// files reads what a response declares and what lies beside it, as the command
// line does.
func files(t *testing.T, given response.Response) map[string]response.File {
	t.Helper()
	found := map[string]response.File{}
	for _, e := range given.Evidence {
		if !e.There {
			continue
		}
		content, err := questionnaires.Sample(e.Name)
		if err != nil {
			t.Fatalf("%s: %v", e.Name, err)
		}
		report, err := read.Read(bytes.NewReader(content), evidence.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		digest := sha256.Sum256(content)
		found[e.ID] = e.Looked(report, hex.EncodeToString(digest[:]), int64(len(content)))
	}
	return found
}

// asOf gives a sample as a response in a tier, as its evaluators left it or
// before anybody looked.
func asOf(t *testing.T, name, tier string, reviewed bool) response.Response {
	t.Helper()
	given := sample(t, name)
	given.Tier = tier
	if !reviewed {
		given.Reviews = nil
	}
	return given
}

// judgements keeps what was judged: tests ask for the same again.
var judgements sync.Map

// judged scores a sample of the full bank.
func judged(t *testing.T, name, tier string, reviewed bool) scoring.Result {
	t.Helper()
	return once(t, &judgements, fmt.Sprint(name, tier, reviewed), func() (scoring.Result, error) {
		given := asOf(t, name, tier, reviewed)
		return judge(t, given, files(t, given)), nil
	})
}

// judge scores a response in its tier, as the command line does.
func judge(t *testing.T, given response.Response, found map[string]response.File) scoring.Result {
	t.Helper()
	version := counted(t, newest(t, given.Slug), given.Tier)
	if err := given.Fit(version, ""); err != nil {
		t.Fatal(err)
	}
	in, err := given.Input(version, "", found, scoredAt.UnixMicro())
	if err != nil {
		t.Fatal(err)
	}
	return score(t, in)
}

// tried is judged with its scorecard and trace.
func tried(t *testing.T, name, tier string, reviewed bool) response.Trial {
	t.Helper()
	given := asOf(t, name, tier, reviewed)
	trial, err := given.Try(newest(t, given.Slug), files(t, given), scoredAt.UnixMicro())
	if err != nil {
		t.Fatal(err)
	}
	return trial
}

func short(name string) string {
	return strings.TrimSuffix(strings.TrimPrefix(name, "supplier-memory-safety-2.0.0-"), ".yaml")
}

// Every sample fits the bank, rests on files that are there, and none of its
// decisions is idle. What is left out is silence the vendor chose.
func TestVendorsAnswerTheFullBank(t *testing.T) {
	version := compiledAs(t, "supplier-memory-safety", "2.0.0")
	for _, name := range vendors {
		given := sample(t, name)
		if err := given.Fit(version, ""); err != nil {
			t.Fatal(err)
		}
		result := judge(t, given, files(t, given))
		for _, remark := range given.Remarks(&result, files(t, given)) {
			if !strings.Contains(remark, "only named here") || name != questionnaires.SampleFullAllCPP {
				t.Errorf("%s: %s", short(name), remark)
			}
		}
		answered := map[string]bool{}
		for _, answer := range given.Answers {
			answered[answer.QuestionID] = true
		}
		shown := visible(version, given.Answers)
		for at, q := range version.Questions() {
			if answered[q.ID] && shown[at] != questionnaire.True {
				t.Errorf("%s answers %s, which is not shown", short(name), q.ID)
			}
			if shown[at] == questionnaire.True && q.Required && !answered[q.ID] && slices.Contains(honest, name) {
				t.Errorf("%s leaves %s open", short(name), q.ID)
			}
		}
	}
}

// The golden cases of the full bank: nine vendors, three weightings, before and
// after evaluators looked. Run with -update when a change is meant.
func TestVendorsScores(t *testing.T) {
	var b strings.Builder
	for _, tier := range []string{"critical", "high", "low"} {
		for _, name := range vendors {
			for _, reviewed := range []bool{true, false} {
				r := judged(t, name, tier, reviewed)
				fmt.Fprintf(&b, "%-8s %-28s %-10s overall %6s exposure %6s practice %6s band %s", tier, short(name),
					map[bool]string{true: "reviewed", false: "unseen"}[reviewed], scoring.FormatPercent(r.Overall.Score, 2),
					scoring.FormatPercent(r.Exposure.Score, 2), scoring.FormatPercent(r.Practice.Score, 2), r.Band)
				for _, outcome := range []scoring.Outcome{scoring.Fail, scoring.Undetermined, scoring.Conditional} {
					if ids := gatesOf(r, outcome); len(ids) > 0 {
						fmt.Fprintf(&b, " %s: %s", outcome, strings.Join(ids, " "))
					}
				}
				b.WriteByte('\n')
			}
		}
	}
	golden(t, "testdata/vendors-2.0.0.txt", b.String())
}

func gatesOf(r scoring.Result, outcome scoring.Outcome) (ids []string) {
	for _, gate := range r.Gates {
		if gate.Outcome == outcome {
			ids = append(ids, gate.ID)
		}
	}
	return ids
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (run with -update when it is meant, and read it):\n%s", path, diff)
	}
}

// ahead wants one vendor's score above another's and its band no worse, or
// better where that is asked.
func ahead(t *testing.T, what string, a, b scoring.Result, better bool) {
	t.Helper()
	if a.Overall.Score <= b.Overall.Score || a.Band > b.Band || better && a.Band == b.Band {
		t.Errorf("%s: %s band %s is not ahead of %s band %s", what, fact.FormatMicro(a.Overall.Score), a.Band,
			fact.FormatMicro(b.Overall.Score), b.Band)
	}
}

// Honesty pays: once evaluators have looked, the honest average vendor is ahead
// of every strategy, and in a better band, whether they looked at the other
// response or not. Before anybody has looked it is ahead as well.
func TestDishonestyDoesNotPay(t *testing.T) {
	for _, tier := range []string{"critical", "high", "medium", "low"} {
		t.Run(tier, func(t *testing.T) {
			seen := judged(t, questionnaires.SampleFullAverage, tier, true)
			unseen := judged(t, questionnaires.SampleFullAverage, tier, false)
			ahead(t, "roadmap", judged(t, questionnaires.SampleFullRoadmap, tier, true), seen, true)
			ahead(t, "roadmap unseen", judged(t, questionnaires.SampleFullRoadmap, tier, false), unseen, false)
			for _, name := range append(dishonest, questionnaires.SampleFullEvasive) {
				reviewed, plain := judged(t, name, tier, true), judged(t, name, tier, false)
				ahead(t, short(name), seen, reviewed, true)
				ahead(t, short(name)+" unseen, the average seen", seen, plain, true)
				ahead(t, short(name)+" unseen", unseen, plain, false)
			}
		})
	}
}

// However one ticks the full bank without a file, it earns less than the honest
// average before anybody has looked.
func TestTicksWithoutProofDoNotPay(t *testing.T) {
	d := newest(t, "supplier-memory-safety")
	for _, tier := range []string{"critical", "high", "low"} {
		unseen := judged(t, questionnaires.SampleFullAverage, tier, false)
		for _, native := range []bool{false, true} {
			for _, unsafe := range []bool{false, true} {
				for _, delivery := range []string{"delivered", "hosted", "both"} {
					given := response.Response{Slug: d.Slug, Version: d.Version, Tier: tier, Source: assessment.SourceVendor}
					for id, value := range bestTicks(t, d, map[string]questionnaire.Value{
						"ms-native-code": {Kind: questionnaire.TypeBoolean, Boolean: native},
						"ug-unsafe-used": {Kind: questionnaire.TypeBoolean, Boolean: unsafe},
						"sc-delivery":    {Kind: questionnaire.TypeSingleChoice, Option: delivery},
					}) {
						given.Answers = append(given.Answers, assessment.Answer{QuestionID: id, Value: value})
					}
					ahead(t, fmt.Sprint(tier, " native ", native, " unsafe ", unsafe, " ", delivery), unseen, ticked(t, d, given), false)
				}
			}
		}
	}
}

// ticked scores best ticks, whose tables hold no more than what earns points.
func ticked(t *testing.T, d *questionnaire.Definition, given response.Response) scoring.Result {
	t.Helper()
	in, err := given.Input(counted(t, d, given.Tier), "", nil, scoredAt.UnixMicro())
	if err != nil {
		t.Fatal(err)
	}
	return score(t, in)
}
