package scoring_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"memsure/internal/scoring"
)

// testdata/sentences.txt shows every form of sentence that the recorded
// scorecards print, each with its first example, to be read by people. After a
// change of wording it is written anew by
//
//	UPDATE_GOLDEN=1 go test -run TestSentencesOfRecordedScorecards ./internal/scoring
const sentences = "testdata/sentences.txt"

func TestSentencesOfRecordedScorecards(t *testing.T) {
	examples := map[string]string{}
	for _, r := range readRecords(t) {
		for _, s := range printedSentences(score(t, r.input(t))) {
			if form := formOf(s); examples[form] == "" {
				examples[form] = s
			}
		}
	}
	var lines []string
	for _, example := range examples {
		lines = append(lines, example)
	}
	slices.Sort(lines)
	got := strings.Join(lines, "\n") + "\n"
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(sentences, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(sentences)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Error(diff)
	}
}

var (
	quotedText  = regexp.MustCompile(`(?s)“.*”`)
	plainNames  = regexp.MustCompile(`\b(q-\d-\d|gate-[\dq-]+|gate-\d|check-\d|ev_\d|sbom\.[a-z_.]+)(, | and )?`)
	plainCounts = regexp.MustCompile(`-?\d[\d.,-]*…?`)
)

// formOf takes out of a sentence what differs from scorecard to scorecard.
func formOf(sentence string) string {
	return plainCounts.ReplaceAllString(plainNames.ReplaceAllString(quotedText.ReplaceAllString(sentence, "“”"), "X"), "0")
}

// printedSentences gives what a scorecard says in words of its own, a line a
// sentence; drawn words are cut out.
func printedSentences(r scoring.Result) (all []string) {
	add := func(what, sentence string) {
		if sentence != "" {
			all = append(all, what+": "+quotedText.ReplaceAllString(sentence, "“…”"))
		}
	}
	for _, s := range r.Sections {
		for _, q := range s.Questions {
			add("rule", q.Rule)
			add("confidence", q.ConfidenceWhy)
		}
	}
	for _, g := range r.Gates {
		add("gate", g.Why)
	}
	for _, f := range r.Findings {
		if f.Kind != scoring.FindingContradiction && f.Kind != scoring.FindingRedFlag {
			add("finding", f.Message)
			add("resolve", f.Resolve)
		}
	}
	for _, l := range r.Levers {
		add("advice", l.Advice)
	}
	for _, n := range r.NotRun {
		add("not run", n.Reason)
	}
	add("cap", r.CapReason)
	return all
}

// Nothing a scorecard shows is left without words.
func TestEverythingIsExplained(t *testing.T) {
	for _, r := range readRecords(t) {
		result := score(t, r.input(t))
		for _, s := range result.Sections {
			for _, q := range s.Questions {
				if q.Rule == "" || q.Rung != "" && q.ConfidenceWhy == "" {
					t.Errorf("%s is not explained: %+v", q.ID, q)
				}
			}
		}
		for _, g := range result.Gates {
			if g.Why == "" || g.Because == nil {
				t.Errorf("gate %s is not explained", g.ID)
			}
		}
		for _, f := range result.Findings {
			if f.Message == "" || f.Resolve == "" || f.Questions == nil {
				t.Errorf("finding %s is not explained", f.RuleID)
			}
		}
		for _, n := range result.NotRun {
			if n.Reason == "" {
				t.Errorf("%s did not run without a reason", n.Rule)
			}
		}
		for _, l := range result.Levers {
			if l.Advice == "" {
				t.Errorf("nothing is advised for %s", l.QuestionID)
			}
		}
	}
}

// testdata/explanations.txt holds what lies under the numbers of some recorded
// scorecards: the parts of conditions, the grades of panels, who approved what,
// and what was lost to what. UPDATE_GOLDEN=1 writes it anew.
func TestExplanationsOfRecordedScorecards(t *testing.T) {
	const golden, cases = "testdata/explanations.txt", 80
	var out strings.Builder
	for i, r := range readRecords(t)[:cases] {
		in := r.input(t)
		result := score(t, in)
		explainAll(&out, i+1, &result)
		ledger := scoring.Account(in.Version.Definition, &result)
		if ledger == nil {
			continue
		}
		for _, loss := range ledger.Lost {
			fmt.Fprintf(&out, "%d lost %s %d %v\n", i+1, loss.Kind, loss.Amount, loss.Questions)
		}
	}
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(golden, []byte(out.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(out.String(), "\n")); diff != "" {
		t.Error(diff)
	}
}

func explainAll(out *strings.Builder, i int, r *scoring.Result) {
	for _, g := range r.Gates {
		fmt.Fprintf(out, "%d gate %s %v %q %q %q %q\n", i, g.ID, g.PassParts, g.Remedy, g.ProposedBy, g.ApprovedBy, g.ApprovalID)
	}
	for _, s := range r.Sections {
		for _, q := range s.Questions {
			if len(q.WhenParts)+len(q.Grades) > 0 {
				fmt.Fprintf(out, "%d question %s %v %v %d\n", i, q.ID, q.WhenParts, q.Grades, q.Spread)
			}
		}
	}
}
