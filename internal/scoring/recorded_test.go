package scoring_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

// Arithmetic 1 stays what it is: testdata/recorded.jsonl.gz holds inputs with the
// numbers and decisions they gave when they were recorded, and they give them
// today. The sentences are left out, they may improve. What is recorded here is
// only ever added to; another number needs another arithmetic.
//
// New cases for what no case reaches are added with
//
//	RECORD=20000 go test -run TestRecord ./internal/scoring
const recordings = "testdata/recorded.jsonl.gz"

// record is one case.
type record struct {
	Definition json.RawMessage     `json:"definition"`
	Revision   assessment.Revision `json:"revision"`
	Facts      []fact.Fact         `json:"facts"`
	Reviews    []assessment.Review `json:"reviews"`
	Panel      []string            `json:"panel"`
	Tier       string              `json:"tier"`
	Source     assessment.Source   `json:"source"`
	At         int64               `json:"at"`
	Unchanged  map[string]int      `json:"unchanged"`
	Expected   decided             `json:"expected"`
}

// decided is what a scorecard decides, without its sentences.
type decided struct {
	Totals    []*scoring.Summary `json:"totals"`
	Sections  []*scoring.Summary `json:"sections"`
	Bands     [2]string          `json:"bands"`
	Outcome   scoring.Outcome    `json:"outcome"`
	Gates     []decidedGate      `json:"gates"`
	Questions []decidedQuestion  `json:"questions"`
	Findings  []decidedFinding   `json:"findings"`
	Levers    []string           `json:"levers"`
	NotRun    []string           `json:"not_run"`
}

type decidedGate struct {
	ID       string          `json:"id"`
	Outcome  scoring.Outcome `json:"outcome"`
	Because  []string        `json:"because"`
	RemedyBy string          `json:"remedy_by,omitempty"`
	ReviewID string          `json:"review_id,omitempty"`
}

type decidedQuestion struct {
	ID        string             `json:"id"`
	Status    scoring.Status     `json:"status"`
	Numbers   [4]int64           `json:"numbers"` // quality, confidence, contribution, gain
	Rung      scoring.Confidence `json:"rung,omitempty"`
	Expired   bool               `json:"expired,omitempty"`
	Inherited []string           `json:"inherited,omitempty"`
	Evidence  []string           `json:"evidence,omitempty"`
	Facts     []string           `json:"facts,omitempty"`
	Reviews   []string           `json:"reviews,omitempty"`
}

type decidedFinding struct {
	ID        string                 `json:"id"`
	Severity  questionnaire.Severity `json:"severity"`
	State     scoring.FindingState   `json:"state"`
	Questions []string               `json:"questions"`
	Facts     []string               `json:"facts,omitempty"`
	ReviewID  string                 `json:"review_id,omitempty"`
}

// decisionsOf takes the sentences out of a result.
func decisionsOf(r scoring.Result) decided {
	d := decided{Totals: totals(r), Bands: [2]string{r.Band, r.BandBeforeCap}, Outcome: r.GateOutcome}
	for _, g := range r.Gates {
		d.Gates = append(d.Gates, decidedGate{g.ID, g.Outcome, g.Because, g.RemedyBy, g.ReviewID})
	}
	for _, s := range r.Sections {
		d.Sections = append(d.Sections, s.Summary)
		for _, q := range s.Questions {
			d.Questions = append(d.Questions, decidedQuestion{q.ID, q.Status, [4]int64{q.Quality, q.Confidence, q.Contribution, q.Gain},
				q.Rung, q.Expired, q.InheritedFrom, q.EvidenceIDs, q.FactNames, q.ReviewIDs})
		}
	}
	for _, f := range r.Findings {
		d.Findings = append(d.Findings, decidedFinding{f.RuleID, f.Severity, f.State, f.Questions, f.Facts, f.ReviewID})
	}
	for _, l := range r.Levers {
		d.Levers = append(d.Levers, l.QuestionID)
	}
	for _, n := range r.NotRun {
		d.NotRun = append(d.NotRun, n.Rule)
	}
	return d
}

func (r *record) input(t testing.TB) scoring.Input {
	def, err := questionnaire.Thaw(r.Definition)
	if err != nil {
		t.Fatal(err)
	}
	version, err := questionnaire.Compile(def)
	if err != nil {
		t.Fatal(err)
	}
	return scoring.Input{Version: version, Revision: r.Revision, Facts: r.Facts, Reviews: r.Reviews, Panel: r.Panel,
		Tier: r.Tier, Source: r.Source, At: r.At, Unchanged: r.Unchanged}
}

// readRecords gives the recorded cases.
func readRecords(t testing.TB) (all []record) {
	doc, err := os.ReadFile(recordings)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := gzip.NewReader(bytes.NewReader(doc))
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(plain)
	for lines.Buffer(nil, 1<<20); lines.Scan(); {
		var r record
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestRecordedScorecards(t *testing.T) {
	all := readRecords(t)
	if len(all) < 50 {
		t.Fatalf("%d cases", len(all))
	}
	for i := range all {
		in := all[i].input(t)
		if diff := cmp.Diff(readBack(t, all[i].Expected), readBack(t, decisionsOf(score(t, in)))); diff != "" {
			t.Errorf("case %d gives other numbers than when it was recorded:\n%s", i+1, diff)
		}
	}
}

// readBack gives what reading the written form gives.
func readBack(t testing.TB, d decided) (out decided) {
	doc, err := json.Marshal(d)
	if err == nil {
		err = json.Unmarshal(doc, &out)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestRecord adds cases that reach a sentence, a decision or a status in a
// combination no recorded case reaches.
func TestRecord(t *testing.T) {
	tries, err := strconv.Atoi(os.Getenv("RECORD"))
	if err != nil {
		return // a tool and no test: it records nothing unless it is told how many drawn inputs to look at
	}
	seen := map[string]bool{}
	for _, r := range readRecords(t) {
		reached(score(t, r.input(t)), seen)
	}
	file, err := os.OpenFile(recordings, os.O_APPEND|os.O_WRONLY, 0o600) // gzip files can be joined
	if err != nil {
		t.Fatal(err)
	}
	packed := gzip.NewWriter(file)
	for i := range tries {
		in := rapid.Custom(drawInput).Example(i)
		in.Version = plainWords(t, in.Version)
		result := score(t, in)
		if reached(result, seen) < 2 {
			continue // not worth its bytes
		}
		definition, _, err := questionnaire.Canonical(in.Version.Definition)
		if err != nil {
			t.Fatal(err)
		}
		line, err := json.Marshal(record{definition, in.Revision, in.Facts, in.Reviews, in.Panel, in.Tier, in.Source, in.At, in.Unchanged, decisionsOf(result)})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := packed.Write(append(line, '\n')); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(packed.Close(), file.Close()); err != nil {
		t.Fatal(err)
	}
}

// plainWords takes drawn words out of a version: they make files large.
func plainWords(t *testing.T, version *questionnaire.Compiled) *questionnaire.Compiled {
	def := changed(version, func(def *questionnaire.Definition) {
		def.Title, def.Description = "T", ""
		for s := range def.Sections {
			def.Sections[s].Title, def.Sections[s].Help = "T", ""
			for q := range def.Sections[s].Questions {
				question := &def.Sections[s].Questions[q]
				question.Text, question.Help, question.GoodAnswer, question.MapsTo = "T", "", "", nil
			}
		}
	})
	out, err := questionnaire.Compile(def)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// reached notes what a result reaches and gives how much of it is new: the form
// of every sentence, and statuses with what decided them.
func reached(r scoring.Result, seen map[string]bool) (fresh int) {
	note := func(parts ...string) {
		key := strings.Map(func(c rune) rune {
			if c >= '0' && c <= '9' || c == '.' {
				return -1
			}
			return c
		}, strings.Join(parts, "|"))
		if !seen[key] {
			seen[key] = true
			fresh++
		}
	}
	for _, s := range r.Sections {
		for _, q := range s.Questions {
			note("question", string(q.Status), string(q.Rung))
			note("rule", firstWords(q.Rule))
			note("confidence", firstWords(q.ConfidenceWhy))
			note("inherited", string(q.Rung), strconv.Itoa(len(q.InheritedFrom)), strconv.Itoa(len(q.FactNames)))
		}
	}
	for _, g := range r.Gates {
		note("gate", string(g.Outcome), firstWords(g.Why))
	}
	for _, f := range r.Findings {
		note("finding", string(f.Kind), string(f.State), string(f.Severity))
	}
	for _, n := range r.NotRun {
		note("not run", firstWords(n.Reason))
	}
	note("band", r.Band, r.BandBeforeCap)
	return fresh
}

func firstWords(sentence string) string {
	words := strings.Fields(sentence)
	return strings.Join(slices.Clip(words[:min(6, len(words))]), " ")
}
