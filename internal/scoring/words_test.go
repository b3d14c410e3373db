package scoring_test

import (
	"testing"

	"memsure/internal/assessment"
	"memsure/internal/fact"
)

// The sentences under a question say in which verb something is known, by
// which rule it counts and what it rests on.
func TestSentences(t *testing.T) {
	source := section(ladderQuestions + `
      - {id: fromfile, text: From the file?, type: percentage, weight: 1, scoring: {kind: anchors, fact: sbom.share.memory_safe, ` + scale + `}}
      - {id: heir, text: Heir?, type: boolean, weight: 1, scoring: {kind: yes_is_good}, when: {question: own, equals: "false"}}
`)
	in := input(t, source, answer("plain", percent(40*fact.Million), "b"), answer("strict", yes()), answer("own", yes()),
		answer("fromfile", percent(90*fact.Million), "a"))
	in.Facts = []fact.Fact{share(fact.SBOMSafeShare, "a", 75*fact.Million, fact.Verified)}
	in.Reviews = []assessment.Review{verdict("strict", "documented")}
	result := score(t, in)
	for id, want := range map[string][2]string{
		"plain": {
			"The vendor states 40 percent. On the published scale that lies between 0 (0) and 100 (1): 40 ÷ 100 = 0.4. Quality 0.4.",
			"The vendor states it; a file is linked, but nothing in it was read or named as proof. Confidence 0.5.",
		},
		"strict": {
			"The vendor states yes; yes is the good answer. Quality 1.",
			"An evaluator found it documented in a linked file and named the place. Confidence 0.75.",
		},
		"own": {"The vendor states yes; yes is the good answer. Quality 1.", "The answer is its own proof. Confidence 1."},
		"fromfile": {
			"We verified sbom.share.memory_safe: 75 percent. On the published scale that lies between 50 (0.4) and 100 (1): 0.4 + 25 ÷ 50 × 0.6 = 0.7. Quality 0.7.",
			"We verified sbom.share.memory_safe: 75 percent. It comes from an independent party or the delivered artifact itself. Confidence 1.",
		},
		"heir": {
			"Not asked, because of own; the question takes over the lowest quality and the lowest confidence of that. Quality 1.",
			"As of what hid the question. Confidence 1.",
		},
	} {
		q := question(t, result, id)
		if q.Rule != want[0] {
			t.Errorf("%s: rule\n%s\nwant\n%s", id, q.Rule, want[0])
		}
		if q.ConfidenceWhy != want[1] {
			t.Errorf("%s: confidence\n%s\nwant\n%s", id, q.ConfidenceWhy, want[1])
		}
	}
}

// Advice fits where the question stands.
func TestAdvice(t *testing.T) {
	in := input(t, section(ladderQuestions+`
      - {id: wrong, text: Wrong?, type: boolean, weight: 1, scoring: {kind: yes_is_good}}
`), answer("plain", percent(40*fact.Million)), answer("strict", yes()), answer("wrong", yes()))
	in.Reviews = []assessment.Review{verdict("wrong", "contradicted")}
	want := map[string]string{
		"plain":  "Improve the practice, and attach proof a reader can read or an evaluator can point to.",
		"strict": "Attach proof a reader can read or an evaluator can point to, from an independent party for full confidence.",
		"own":    "Answer the question.",
		"wrong":  "Correct the answer or resolve the contradiction.",
	}
	levers := score(t, in).Levers
	if len(levers) != len(want) {
		t.Errorf("levers %+v", levers)
	}
	for _, l := range levers {
		if l.Advice != want[l.QuestionID] {
			t.Errorf("%s: %s", l.QuestionID, l.Advice)
		}
	}
}
