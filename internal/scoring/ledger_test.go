package scoring_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

// All of 100 is accounted for, to the last millionth, and no question loses
// more than it could have earned.
func TestTheLedgerAddsUpToOneHundred(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		result := mustScore(t, in)
		ledger := scoring.Account(in.Version.Definition, &result)
		if ledger == nil {
			if result.Overall != nil {
				t.Fatal("no account of a score")
			}
			return
		}
		if ledger.Earned != result.Overall.Score {
			t.Fatalf("earned %d, score %d", ledger.Earned, result.Overall.Score)
		}
		total := ledger.Earned
		for _, loss := range ledger.Lost {
			part := int64(0)
			for _, share := range loss.Questions {
				if share.Amount <= 0 {
					t.Fatalf("%s loses %d", share.QuestionID, share.Amount)
				}
				part += share.Amount
			}
			if part != loss.Amount {
				t.Fatalf("%s: %d, its questions %d", loss.Kind, loss.Amount, part)
			}
			total += loss.Amount
		}
		if total != whole {
			t.Fatalf("%d in all", total)
		}
	})
}

// Where sections and questions stand decides nothing.
func TestTheLedgerKnowsNoOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		result := mustScore(t, in)
		before := scoring.Account(in.Version.Definition, &result)
		result.Sections = permuted(t, result.Sections)
		for s := range result.Sections {
			result.Sections[s].Questions = permuted(t, result.Sections[s].Questions)
		}
		if diff := cmp.Diff(before, scoring.Account(in.Version.Definition, &result)); diff != "" {
			t.Fatal(diff)
		}
	})
}

const ledgerQuestions = `
      - {id: good, text: Good?, type: boolean, weight: 1, scoring: {kind: yes_is_good}, evidence: {assurance: none}}
      - {id: bad, text: Bad?, type: boolean, weight: 1, scoring: {kind: yes_is_good}, evidence: {assurance: none}}
      - {id: claim, text: Claim?, type: boolean, weight: 1, scoring: {kind: yes_is_good}}
      - {id: half, text: Half?, type: percentage, weight: 1, scoring: {kind: anchors, anchors: [{at: "0", score: "0"}, {at: "100", score: "1"}]}}
      - {id: silent, text: Silent?, type: boolean, weight: 1, scoring: {kind: yes_is_good}}
      - {id: maybe, text: Maybe?, type: boolean, weight: 1, scoring: {kind: yes_is_good}, when: {question: silent, equals: "true"}}
      - {id: away, text: Away?, type: boolean, weight: 1, scoring: {kind: yes_is_good}, na: {allowed: true}}
      - {id: gone, text: Gone?, type: boolean, weight: 1, scoring: {kind: yes_is_good}, na: {allowed: true}}
      - {id: wrong, text: Wrong?, type: boolean, weight: 1, scoring: {kind: yes_is_good}}
      - {id: essay, text: Essay?, type: text, weight: 1, scoring: {kind: rubric, rubric: [{grade: 0, score: "0", text: None}, {grade: 1, score: "1", text: All}]}}
      - {id: routed, text: Routed?, type: boolean, weight: 1, scoring: {kind: yes_is_good}, when: {question: good, equals: "false"}, when_hidden: exclude}
`

// Every reason takes what belongs to it. The question that an accepted "does
// not apply" took away and the one that was routed away lose nothing: ten
// questions of one tenth each remain, less the accepted one.
func TestTheLedgerNamesTheReasons(t *testing.T) {
	na := func(id string) assessment.Answer {
		return assessment.Answer{QuestionID: id, NotApplicable: &assessment.NotApplicable{Reason: "None."}}
	}
	in := input(t, section(ledgerQuestions), answer("good", yes()), answer("bad", no()), answer("claim", yes()),
		answer("half", percent(50*fact.Million)), na("away"), na("gone"), answer("wrong", yes()), answer("essay", text("Words.")))
	accepted := review(assessment.ReviewNotApplicable, "gone")
	accepted.Accepted = true
	for _, c := range []struct {
		name    string
		reviews []assessment.Review
		want    map[scoring.LossKind]map[string]int64 // in ninths of the whole, in 72nds
	}{
		{"no contradiction", []assessment.Review{accepted}, map[scoring.LossKind]map[string]int64{
			scoring.LostQuality:       {"bad": 8, "half": 4},
			scoring.LostConfidence:    {"claim": 4, "half": 2, "wrong": 4},
			scoring.LostSilence:       {"silent": 8, "maybe": 8},
			scoring.LostNotApplicable: {"away": 8},
			scoring.LostContradiction: {},
			scoring.LostUngraded:      {"essay": 8},
		}},
		{"one contradiction", []assessment.Review{accepted, verdict("wrong", "contradicted")}, map[scoring.LossKind]map[string]int64{
			scoring.LostQuality:       {"bad": 8, "half": 4},
			scoring.LostConfidence:    {"claim": 4, "half": 2},
			scoring.LostSilence:       {"silent": 8, "maybe": 8},
			scoring.LostNotApplicable: {"away": 8},
			scoring.LostContradiction: {"wrong": 8, "claim": 2, "half": 1},
			scoring.LostUngraded:      {"essay": 8},
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			in.Reviews = c.reviews
			result := score(t, in)
			for _, loss := range scoring.Account(in.Version.Definition, &result).Lost {
				got := map[string]int64{}
				for _, share := range loss.Questions {
					got[share.QuestionID] = (share.Amount*72 + whole/2) / whole
				}
				if diff := cmp.Diff(c.want[loss.Kind], got); diff != "" {
					t.Errorf("%s: %s", loss.Kind, diff)
				}
			}
		})
	}
}

const heirQuestions = `
      - {id: wrong, text: Wrong?, type: boolean, weight: 1, scoring: {kind: yes_is_good}}
      - {id: claim, text: Claim?, type: boolean, weight: 1, scoring: {kind: yes_is_good}}
      - {id: strict, text: Strict?, type: boolean, weight: 1, scoring: {kind: yes_is_good}, evidence: {proof: required}}
      - {id: shown, text: Shown?, type: boolean, weight: 1, scoring: {kind: yes_is_good}}
      - {id: picks, text: Picks?, type: boolean, weight: 0, role: selection, scoring: {kind: yes_is_good}}
      - {id: of_claim, text: Heir?, type: boolean, weight: 1, scoring: {kind: no_is_good}, when: {question: claim, equals: "false"}}
      - {id: of_strict, text: Heir?, type: boolean, weight: 1, scoring: {kind: no_is_good}, when: {question: strict, equals: "false"}}
      - {id: of_shown, text: Heir?, type: boolean, weight: 1, scoring: {kind: no_is_good}, when: {question: shown, equals: "false"}}
      - {id: of_picks, text: Heir?, type: boolean, weight: 1, scoring: {kind: no_is_good}, when: {question: picks, equals: "false"}}
      - {id: of_two, text: Heir?, type: boolean, weight: 1, scoring: {kind: no_is_good}, when: {any: [{question: claim, equals: "false"}, {question: strict, equals: "false"}]}}
`

// A hidden question that took over a claim loses what that claim loses, for the
// same reasons: to its proof what any claim loses, to contradiction the step
// down. One that took over a document loses nothing to contradiction.
func TestAnHeirLosesForTheReasonsOfWhatItTookOver(t *testing.T) {
	in := input(t, section(heirQuestions), answer("wrong", yes()), answer("claim", yes()), answer("strict", yes()),
		answer("shown", yes(), "a"), answer("picks", yes()))
	documented := verdict("shown", "documented")
	for _, c := range []struct {
		name    string
		reviews []assessment.Review
		want    map[scoring.LossKind]map[string]int64 // in eighths of a question's reach
	}{
		{"no contradiction", []assessment.Review{documented}, map[scoring.LossKind]map[string]int64{
			scoring.LostConfidence: {
				"wrong": 4, "claim": 4, "strict": 6, "shown": 2, "of_claim": 4, "of_strict": 6, "of_shown": 2, "of_picks": 4, "of_two": 6,
			},
			scoring.LostContradiction: {},
		}},
		{"one contradiction", []assessment.Review{documented, verdict("wrong", "contradicted")}, map[scoring.LossKind]map[string]int64{
			scoring.LostConfidence: {
				"claim": 4, "strict": 6, "shown": 2, "of_claim": 4, "of_strict": 6, "of_shown": 2, "of_picks": 4, "of_two": 6,
			},
			scoring.LostContradiction: {"wrong": 8, "claim": 2, "strict": 1, "of_claim": 2, "of_strict": 1, "of_picks": 2, "of_two": 1},
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			in.Reviews = c.reviews
			result := score(t, in)
			for _, loss := range scoring.Account(in.Version.Definition, &result).Lost {
				got := map[string]int64{}
				for _, share := range loss.Questions {
					got[share.QuestionID] = (share.Amount*72 + whole/2) / whole
				}
				if diff := cmp.Diff(c.want[loss.Kind], got); c.want[loss.Kind] != nil && diff != "" {
					t.Errorf("%s: %s", loss.Kind, diff)
				}
			}
		})
	}
}

// A result whose parts do not give its total has no account.
func TestNoAccountOfWhatDoesNotAddUp(t *testing.T) {
	in := input(t, section(ledgerQuestions), answer("good", yes()))
	result := score(t, in)
	result.Overall.Score += 5_000_000
	if ledger := scoring.Account(in.Version.Definition, &result); ledger != nil {
		t.Errorf("%+v", ledger)
	}
	if ledger := scoring.Account(&questionnaire.Definition{}, &scoring.Result{}); ledger != nil {
		t.Errorf("of nothing: %+v", ledger)
	}
}

// The scale sentence can be done again by hand: rising, falling, on a corner,
// beyond the ends, and with a share that has no end.
func TestScaleSentences(t *testing.T) {
	source := section(`
      - {id: up, text: Up?, type: percentage, weight: 1, scoring: {kind: anchors, anchors: [{at: "20", score: "0.1"}, {at: "60", score: "0.5"}, {at: "80", score: "0.5"}]}}
      - {id: down, text: Down?, type: number, unit: days, weight: 1, scoring: {kind: anchors, anchors: [{at: "7", score: "1"}, {at: "90", score: "0"}]}}
      - id: third
        text: Third?
        type: table
        weight: 1
        columns: [{id: ok, label: Ok, type: boolean, required: true}]
        scoring: {kind: measure, measure: {of: share, where: [{column: ok, equals: "true"}]}, anchors: [{at: "0", score: "0"}, {at: "100", score: "1"}]}
`)
	row := func(ok questionnaire.Value) questionnaire.Row { return questionnaire.Row{"ok": ok} }
	number := func(n int64) questionnaire.Value {
		return questionnaire.Value{Kind: questionnaire.TypeNumber, Number: n * fact.Million}
	}
	table := questionnaire.Value{Kind: questionnaire.TypeTable, Rows: []questionnaire.Row{row(yes()), row(no()), row(no())}}
	for _, c := range []struct {
		id   string
		say  questionnaire.Value
		want string
	}{
		{"up", percent(30 * fact.Million), "The vendor states 30 percent. On the published scale that lies between 20 (0.1) and 60 (0.5): 0.1 + 10 ÷ 40 × 0.4 = 0.2. Quality 0.2."},
		{"up", percent(70 * fact.Million), "The vendor states 70 percent. On the published scale that lies between 60 (0.5) and 80 (0.5). Quality 0.5."},
		{"up", percent(10 * fact.Million), "The vendor states 10 percent. The published scale gives 0.1 below 20. Quality 0.1."},
		{"up", percent(90 * fact.Million), "The vendor states 90 percent. The published scale gives 0.5 above 80. Quality 0.5."},
		{"up", percent(60 * fact.Million), "The vendor states 60 percent. The published scale gives 0.5 at 60. Quality 0.5."},
		{"down", number(27), "The vendor states 27 days. On the published scale that lies between 7 (1) and 90 (0): 1 − 20 ÷ 83 = 0.759036. Quality 0.759036."},
		{"third", table, "The vendor's table gives a share of 33.333333… percent. On the published scale that lies between 0 (0) and 100 (1): 33.333333… ÷ 100 = 0.333333. Quality 0.333333."},
	} {
		if got := question(t, score(t, input(t, source, answer(c.id, c.say))), c.id).Rule; got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.id, got, c.want)
		}
	}
}
