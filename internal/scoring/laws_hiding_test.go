package scoring_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"memsure/internal/assessment"
	"memsure/internal/questionnaire"
	"memsure/internal/questionnaire/questionnairetest"
	"memsure/internal/scoring"
)

// Claiming that a risk is absent hides the questions about it. A drawn
// questionnaire gets such a claim and such a group; then
//
//   - the claim, whatever proof it has, earns no more than if all questions of
//     the group had been asked and answered perfectly with the same proof;
//   - every hidden question stands at most as well as each answer that hid it;
//   - saying nothing at all earns no more than the claim, and so does the claim
//     once it is found contradicted: not more than saying nothing.
func hidingNeverPays(t *trial) {
	in, group := drawHiding(t)
	verdict := rapid.SampledFrom([]string{"", "documented", "verified", "contradicted"}).Draw(t.T, "proof of absence")
	hides := claimAbsence(in, verdict)
	asked := hides
	asked.Version = altered(t, in.Version, func(def *questionnaire.Definition) {
		for s := range def.Sections {
			for q := range def.Sections[s].Questions {
				if slices.Contains(group, def.Sections[s].Questions[q].ID) {
					def.Sections[s].Questions[q].When = nil
				}
			}
		}
	})
	asked.Revision.Answers, asked.Reviews = slices.Clone(hides.Revision.Answers), slices.Clone(hides.Reviews)
	for _, id := range group {
		asked = proven(asked, answer(id, yes()), verdict)
	}
	hiding := t.score(hides)
	t.noneLower(hiding, t.score(asked), "all of the group asked and answered perfectly instead of hidden:")
	t.heirsStandBelow(hiding)
	silent := t.score(in)
	if verdict == "contradicted" {
		t.noneLower(hiding, silent, "silence instead of a contradicted claim of absence:")
		return
	}
	t.noneLower(silent, hiding, "a claim of absence instead of silence:")
}

// heirsStandBelow compares what was inherited with where it came from.
func (t *trial) heirsStandBelow(r scoring.Result) {
	all := explained(r)
	for id, heir := range all {
		for _, root := range heir.InheritedFrom {
			if from := all[root]; from.Status != scoring.StatusNotScored && (heir.Quality > from.Quality || heir.Confidence > from.Confidence) {
				t.broken("%s, hidden by %s, stands at %d and %d above its %d and %d", id, root, heir.Quality, heir.Confidence, from.Quality, from.Confidence)
			}
		}
	}
}

// drawHiding draws a response to a questionnaire with a claim "absent" and a
// group of one to four questions behind it, none of them answered.
func drawHiding(t *trial) (in scoring.Input, group []string) {
	def := questionnairetest.Definition(t.T)
	def.Checks = nil // one of them could be contradicted by what is added here
	weight := func() int { return rapid.IntRange(1, 100).Draw(t.T, "weight") }
	proof := questionnaire.EvidenceRule{Proof: rapid.SampledFrom([]string{"", "required"}).Draw(t.T, "proof")}
	section := &def.Sections[rapid.IntRange(0, len(def.Sections)-1).Draw(t.T, "section")]
	section.Questions = append(section.Questions, questionnaire.Question{
		ID: "absent", Text: "Is it there?", Type: questionnaire.TypeBoolean, Scope: questionnaire.ScopeRelease, Role: questionnaire.RoleAward,
		Weight: weight(), Scoring: questionnaire.Scoring{Kind: questionnaire.ScoreNoIsGood}, Evidence: proof,
	})
	there := questionnaire.Literal("true")
	for i := range rapid.IntRange(1, 4).Draw(t.T, "group") {
		group = append(group, fmt.Sprintf("behind-%d", i))
		section = &def.Sections[rapid.IntRange(0, len(def.Sections)-1).Draw(t.T, "section")]
		section.Questions = append(section.Questions, questionnaire.Question{
			ID: group[i], Text: "Is it contained?", Type: questionnaire.TypeBoolean, Scope: questionnaire.ScopeRelease, Role: questionnaire.RoleAward,
			Weight: weight(), Scoring: questionnaire.Scoring{Kind: questionnaire.ScoreYesIsGood}, Evidence: proof,
			When: &questionnaire.Condition{Question: "absent", Equals: &there}, WhenHidden: questionnaire.HiddenInherit,
		})
	}
	in = drawInputTo(t.T, def)
	mine := append([]string{"absent"}, group...)
	in.Revision.Answers = slices.DeleteFunc(in.Revision.Answers, func(a assessment.Answer) bool { return slices.Contains(mine, a.QuestionID) })
	in.Reviews = slices.DeleteFunc(in.Reviews, func(r assessment.Review) bool { return slices.Contains(mine, r.QuestionID) })
	in.Revision.Evidence = append(in.Revision.Evidence, assessment.Evidence{ID: "fresh", DatedOn: "2026-11-22"})
	return in, group
}

func claimAbsence(in scoring.Input, verdict string) scoring.Input {
	in.Revision.Answers, in.Reviews = slices.Clone(in.Revision.Answers), slices.Clone(in.Reviews)
	return proven(in, answer("absent", no()), verdict)
}

// proven adds an answer and an evaluator's verdict on it; none where verdict is
// empty. It grows the lists in place.
func proven(in scoring.Input, a assessment.Answer, verdict string) scoring.Input {
	in.Revision.Answers = append(in.Revision.Answers, a)
	if verdict != "" {
		in.Reviews = append(in.Reviews, assessment.Review{ID: "on-" + a.QuestionID, Revision: in.Revision.Number, At: 9, QuestionID: a.QuestionID,
			Kind: assessment.ReviewVerdict, Confidence: verdict, EvidenceID: "fresh", Place: "page 1"})
	}
	return in
}

// Everything a score rests on, written down and read again, gives the same
// bytes; so does the same input after another response was scored in between.
// The version goes through its canonical document, all else through JSON.
func recomputedEqualsStored(t *trial) {
	in := drawInput(t.T)
	for i := range in.Reviews {
		in.Reviews[i].Note = rapid.SampledFrom([]string{"", "for us only"}).Draw(t.T, "note")
	}
	stored := encoded(t, t.score(in))
	other := in
	other.Revision.Answers = drawAnswers(t.T, in.Version.Definition)
	_ = t.score(other)
	if again := encoded(t, t.score(in)); !bytes.Equal(stored, again) {
		t.broken("another response in between changes the score:\n%s\n%s", stored, again)
	}
	read := readAgain(t, in)
	if again := encoded(t, t.score(read)); !bytes.Equal(stored, again) {
		t.broken("written down and read again it scores otherwise:\n%s\n%s", stored, again)
	}
	var result scoring.Result
	decode(t, stored, &result)
	if again := encoded(t, result); !bytes.Equal(stored, again) {
		t.broken("a stored result reads back as another one")
	}
}

// readAgain encodes and decodes an input.
func readAgain(t *trial, in scoring.Input) scoring.Input {
	doc, _, err := questionnaire.Canonical(in.Version.Definition)
	if err != nil {
		t.Fatal(err)
	}
	def, err := questionnaire.FromCanonical(doc)
	if err != nil {
		t.Fatal(err)
	}
	out := in
	if out.Version, err = questionnaire.Compile(def); err != nil {
		t.Fatal(err)
	}
	out.Revision, out.Facts, out.Reviews, out.Unchanged = assessment.Revision{}, nil, nil, nil
	decode(t, encoded(t, in.Revision), &out.Revision)
	decode(t, encoded(t, in.Facts), &out.Facts)
	decode(t, encoded(t, in.Reviews), &out.Reviews)
	decode(t, encoded(t, in.Unchanged), &out.Unchanged)
	return out
}

func encoded(t *trial, v any) []byte {
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func decode(t *trial, doc []byte, into any) {
	if err := json.Unmarshal(doc, into); err != nil {
		t.Fatal(err)
	}
}
