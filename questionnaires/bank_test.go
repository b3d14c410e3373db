package questionnaires_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"memsure/internal/questionnaire"
	"memsure/questionnaires"
)

// current gives every shipped questionnaire but the first version of the full
// one, which stays as it was published.
func current(t *testing.T) []*questionnaire.Definition {
	t.Helper()
	var found []*questionnaire.Definition
	for _, d := range shippedDefinitions(t) {
		if d.Slug != "supplier-memory-safety" || d.Version != "1.0.0" {
			found = append(found, d)
		}
	}
	return found
}

// What the person who answers and the person who reads a report rely on.
func TestEveryQuestionIsReadyToBeAsked(t *testing.T) {
	for _, d := range current(t) {
		titles := map[string]string{}
		eachQuestion(d, func(_ questionnaire.Section, q questionnaire.Question) {
			at := d.Slug + " " + q.ID
			switch length := utf8.RuneCountInString(q.Title); {
			case length == 0:
				t.Errorf("%s has no title", at)
			case length > 40:
				t.Errorf("%s: the title has %d characters, want at most 40", at, length)
			case titles[q.Title] != "":
				t.Errorf("%s has the title of %s", at, titles[q.Title])
			}
			titles[q.Title] = q.ID
			if q.Help == "" || q.GoodAnswer == "" || q.BadAnswer == "" {
				t.Errorf("%s: help and both example answers are wanted", at)
			}
			if q.Scored() && len(q.MapsTo) == 0 {
				t.Errorf("%s: a scored question names where it comes from", at)
			}
			if q.Scored() && q.Evidence.Assurance != "none" && (len(q.Evidence.Accepts) == 0 || q.Evidence.Proof == "") {
				t.Errorf("%s: says neither what proof it takes nor that it needs none", at)
			}
			if strings.Contains(strings.ToLower(q.Text+q.Title), "and/or") {
				t.Errorf("%s: and/or", at)
			}
		})
		for _, gate := range allGates(d) {
			if gate.Why == "" {
				t.Errorf("%s: gate %s does not say why", d.Slug, gate.ID)
			}
		}
	}
}

func allGates(d *questionnaire.Definition) []questionnaire.Gate {
	gates := slices.Clone(d.Gates)
	eachQuestion(d, func(_ questionnaire.Section, q questionnaire.Question) {
		if q.Gate != nil {
			gates = append(gates, *q.Gate)
		}
	})
	return gates
}

// Who claims that a risk is absent never thereby gets rid of a question: a
// follow-up goes out of the total only where the question before it is pure
// routing and earns nothing.
func TestOnlyRoutingTakesQuestionsOutOfTheTotal(t *testing.T) {
	for _, d := range current(t) {
		scored := map[string]bool{}
		eachQuestion(d, func(_ questionnaire.Section, q questionnaire.Question) { scored[q.ID] = q.Scored() })
		eachQuestion(d, func(_ questionnaire.Section, q questionnaire.Question) {
			if q.WhenHidden == questionnaire.HiddenExclude && q.Scored() && slices.ContainsFunc(named(q.When), func(id string) bool { return scored[id] }) {
				t.Errorf("%s %s leaves the total through an answer that earns points", d.Slug, q.ID)
			}
		})
	}
}

// named gives the questions a condition rests on.
func named(c *questionnaire.Condition) []string {
	if c == nil {
		return nil
	}
	ids := named(c.Not)
	if c.Question != "" {
		ids = append(ids, c.Question)
	}
	for _, part := range slices.Concat(c.All, c.Any) {
		ids = append(ids, named(&part)...)
	}
	return ids
}

// One id means one thing: a question that several questionnaires ask has the
// same wording and the same form in all of them, so that an answer given to one
// can be offered, and compared, in another. Weights, gates and conditions may
// differ.
func TestSharedIDsMeanTheSame(t *testing.T) {
	first, where := map[string]questionnaire.Question{}, map[string]string{}
	shared := 0
	for _, d := range current(t) {
		eachQuestion(d, func(_ questionnaire.Section, q questionnaire.Question) {
			asked := questionnaire.Question{ID: q.ID, Title: q.Title, Text: q.Text, Help: q.Help, Type: q.Type, Scope: q.Scope,
				Options: q.Options, Unit: q.Unit, Min: q.Min, Max: q.Max, Columns: q.Columns, MinRows: q.MinRows, MaxRows: q.MaxRows,
				MaxLength: q.MaxLength, Scoring: q.Scoring, NA: q.NA, GoodAnswer: q.GoodAnswer, BadAnswer: q.BadAnswer, MapsTo: q.MapsTo}
			before, known := first[q.ID]
			if !known {
				first[q.ID], where[q.ID] = asked, d.Slug
				return
			}
			shared++
			if diff := cmp.Diff(before, asked); diff != "" {
				t.Errorf("%s differs between %s and %s:\n%s", q.ID, where[q.ID], d.Slug, diff)
			}
		})
	}
	if shared < 50 {
		t.Errorf("%d questions are shared; quick check and renewal reuse more", shared)
	}
}

// Answers to the quick check are offered in the full questionnaire, and those
// to the full one at the renewal.
func TestAnswersCarryBetweenQuestionnaires(t *testing.T) {
	full := newest(t, "supplier-memory-safety")
	for _, pair := range []struct {
		from, to *questionnaire.Definition
		asked    int // of those to be carried, at least
	}{
		{newest(t, "supplier-memory-safety-quick"), full, 20},
		{full, newest(t, "renewal-memory-safety"), 42},
	} {
		same := 0
		for _, carried := range questionnaire.CarryForward(pair.from, pair.to) {
			if carried.Verdict == questionnaire.CarrySame {
				same++
			} else if carried.FromQuestionID != "" && carried.Verdict != questionnaire.CarryGone {
				t.Errorf("%s to %s: %s is %s: %s", pair.from.Slug, pair.to.Slug, carried.QuestionID, carried.Verdict, carried.Reason)
			}
		}
		if same < pair.asked {
			t.Errorf("%s to %s: %d answers carry as they are, want at least %d", pair.from.Slug, pair.to.Slug, same, pair.asked)
		}
	}
}

// The way from 1.0.0 to 2.0.0 on real content: nothing that was asked is lost,
// two answers have to be given anew beside the old ones, and the rest can be
// offered.
func TestTheFirstVersionLeadsToTheSecond(t *testing.T) {
	first, second := memorySafety(t), newest(t, "supplier-memory-safety")
	comparison := questionnaire.Diff(first, second)
	anew, counts := map[string]string{}, map[questionnaire.Verdict]int{}
	for _, carried := range comparison.CarryForward {
		counts[carried.Verdict]++
		switch carried.Verdict {
		case questionnaire.CarryShowOld:
			anew[carried.QuestionID] = carried.FromQuestionID
		case questionnaire.CarryGone:
			t.Errorf("%s is gone: %s", carried.QuestionID, carried.Reason)
		}
	}
	if diff := cmp.Diff(map[string]string{"ms-components": "ms-components", "gc-milestones": "gc-contract"}, anew); diff != "" {
		t.Errorf("answers to be given anew beside the old ones:\n%s", diff)
	}
	if counts[questionnaire.CarrySame] < 20 || counts[questionnaire.CarryNew] < 40 {
		t.Errorf("verdicts %v", counts)
	}
	added := map[string]bool{}
	for _, change := range comparison.Changes {
		if change.Class == questionnaire.Added && change.Subject == "question" {
			added[change.ID] = true
		}
		if change.Class == questionnaire.Removed && change.Subject == "question" {
			t.Errorf("the diff says that %s was removed", change.ID)
		}
	}
	eachQuestion(second, func(_ questionnaire.Section, q questionnaire.Question) {
		if asked := added[q.ID] || len(q.Replaces) > 0; asked != (q.Since == "2.0.0") {
			t.Errorf("%s: since %q, added %v", q.ID, q.Since, added[q.ID])
		}
	})
}

// Fixed in one place, so that a change of the balance is a decision. Inside a
// section a weight reads as a percentage; in the supply chain about as much,
// because the way of delivery decides which questions are shown.
func TestWeightsOfTheFullBank(t *testing.T) {
	var lines []string
	for _, section := range newest(t, "supplier-memory-safety").Sections {
		lines = append(lines, fmt.Sprintf("%s %s %d", section.ID, section.Dimension, section.Weight))
		sum := 0
		for _, q := range section.Questions {
			sum += q.Weight
		}
		if sum != 100 && (section.ID != "supply" || sum < 90 || sum > 110) {
			t.Errorf("%s: the weights of its questions add up to %d, want 100", section.ID, sum)
		}
	}
	want := "composition exposure 52, governance practice 10, roadmap practice 7, record exposure 18, supply practice 6, testing practice 5, contract practice 2"
	if diff := cmp.Diff(want, strings.Join(lines, ", ")); diff != "" {
		t.Error(diff)
	}
}

// The page about the bank counts what is shipped.
func TestQuestionBankPageCountsWhatIsShipped(t *testing.T) {
	page, err := os.ReadFile("../docs/question-bank.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range questionnaires.Shipped() {
		d, err := questionnaire.Load(file.Source)
		if err != nil {
			t.Fatal(err)
		}
		questions := 0
		eachQuestion(d, func(questionnaire.Section, questionnaire.Question) { questions++ })
		if row := fmt.Sprintf("| `%s` %s | %d |", d.Slug, d.Version, questions); !strings.Contains(string(page), row) {
			t.Errorf("docs/question-bank.md has no row beginning with %s", row)
		}
	}
}
