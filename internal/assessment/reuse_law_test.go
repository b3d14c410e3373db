package assessment

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"memsure/internal/questionnaire"
)

// someVersions are versions that share questions in every way: the same id, a
// replaced id, another scope, hidden behind another, another questionnaire.
func someVersions(t testing.TB) []*questionnaire.Compiled {
	deep := ", when: {question: top, equals: true}"
	return []*questionnaire.Compiled{
		asking(t, "full", "1.0.0", yesNo("top", "Top?", "product", ""), yesNo("deep", "Deep?", "product", deep), yesNo("v", "V?", "vendor", ""),
			yesNo("r", "R?", "release", ""), yesNo("old", "Old?", "vendor", deep), yesNo("wide", "Wide?", "vendor", "")),
		asking(t, "full", "2.0.0", yesNo("top", "Top?", "product", ""), yesNo("deep", "Deeper?", "product", ""), yesNo("v", "V?", "vendor", deep),
			yesNo("r", "R?", "release", ""), yesNo("newer", "Old?", "vendor", ", replaces: [old]"), yesNo("wide", "Wide?", "release", "")),
		asking(t, "quick", "1.0.0", yesNo("top", "Top?", "product", ""), yesNo("r", "R?", "release", deep), yesNo("old", "Old?", "vendor", "")),
	}
}

func someEarlier(t *rapid.T, versions []*questionnaire.Compiled) (all []Earlier) {
	for i := range rapid.IntRange(0, 7).Draw(t, "revisions") {
		version := rapid.SampledFrom(versions).Draw(t, "version")
		var given []Answer
		for _, asked := range version.Questions() {
			switch rapid.IntRange(0, 3).Draw(t, asked.ID) {
			case 0: // open
			case 1:
				given = append(given, Answer{QuestionID: asked.ID, Comment: "Later."})
			default:
				given = append(given, says(asked.ID, rapid.Bool().Draw(t, "is")))
			}
		}
		e := submitted(version, rapid.SampledFrom([]Relation{SameRelease, SameProduct, SameVendor}).Draw(t, "relation"), rapid.IntRange(1, 9).Draw(t, "day"), given...)
		e.Revision.AssessmentID = fmt.Sprintf("asm_%d", i)
		e.Digest = e.Revision.AssessmentID
		all = append(all, e)
	}
	return all
}

// candidate is an earlier answer that may be offered, found in another way than
// Reuse finds it: by looking at each answer of each revision.
type candidate struct {
	Earlier
	asked *questionnaire.Question
}

func candidates(target *questionnaire.Question, all []Earlier) (found []candidate) {
	for _, e := range all {
		var asked *questionnaire.Question
		for _, id := range append(slices.Clone(target.Replaces), target.ID) { // the id of today counts most
			if q, ok := e.Version.Index(id); ok {
				asked = e.Version.Questions()[q].Question
			}
		}
		if asked == nil || hiddenThen(e, asked) {
			continue
		}
		answer, ok := e.Revision.Answer(asked.ID)
		if !ok || answer.Value == nil {
			continue
		}
		wide := target.Scope == questionnaire.ScopeVendor && asked.Scope == questionnaire.ScopeVendor
		if e.Relation != SameVendor || wide {
			found = append(found, candidate{e, asked})
		}
	}
	return found
}

// hiddenThen knows the one condition of someVersions.
func hiddenThen(e Earlier, asked *questionnaire.Question) bool {
	top, ok := e.Revision.Answer("top")
	return asked.When != nil && !(ok && top.Value != nil && top.Value.Boolean)
}

// better tells which of two candidates counts for a question.
func better(target *questionnaire.Question, a, b candidate) bool {
	if target.Scope == questionnaire.ScopeRelease && (a.Relation == SameRelease) != (b.Relation == SameRelease) {
		return a.Relation == SameRelease
	}
	if a.Revision.SubmittedAt != b.Revision.SubmittedAt {
		return a.Revision.SubmittedAt > b.Revision.SubmittedAt
	}
	return a.Revision.AssessmentID > b.Revision.AssessmentID
}

// For every question the best of all earlier answers that may speak is offered,
// and nothing where there is none; an offer never comes from a hidden question
// nor from farther than the scope reaches.
func TestTheBestEarlierAnswerIsOffered(t *testing.T) {
	versions := someVersions(t)
	rapid.Check(t, func(t *rapid.T) {
		target := rapid.SampledFrom(versions).Draw(t, "target")
		all := someEarlier(t, versions)
		offers, _ := Reuse(target, all)
		byQuestion := map[string]Offer{}
		for _, o := range offers {
			byQuestion[o.QuestionID] = o
		}
		for _, asked := range target.Questions() {
			possible := candidates(asked.Question, all)
			offer, offered := byQuestion[asked.ID]
			if len(possible) == 0 {
				if offered {
					t.Fatalf("%s is offered from nowhere: %+v", asked.ID, offer)
				}
				continue
			}
			best := slices.MinFunc(possible, func(a, b candidate) int {
				if better(asked.Question, a, b) {
					return -1
				}
				return 1
			})
			if !offered || offer.From.Digest != best.Digest || offer.Given.QuestionID != best.asked.ID {
				t.Fatalf("%s: offered %+v, best is %s of %s", asked.ID, offer, best.asked.ID, best.Digest)
			}
		}
	})
}

// The order in which revisions are given means nothing, and nothing of them is
// changed.
func TestReuseIsDeterministic(t *testing.T) {
	versions := someVersions(t)
	rapid.Check(t, func(t *rapid.T) {
		target := rapid.SampledFrom(versions).Draw(t, "target")
		all := someEarlier(t, versions)
		offers, archive := Reuse(target, all)
		shuffled := rapid.Permutation(all).Draw(t, "shuffled")
		again, archivedAgain := Reuse(target, shuffled)
		ignore := cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Version" }, cmp.Ignore())
		if diff := cmp.Diff(offers, again, ignore); diff != "" {
			t.Fatal(diff)
		}
		if diff := cmp.Diff(archive, archivedAgain, ignore); diff != "" {
			t.Fatal(diff)
		}
	})
}

// The archive holds what was answered about this product and is asked no more:
// never what is offered, what was hidden, or what is about another product.
func TestTheArchiveHoldsOnlyWhatIsGone(t *testing.T) {
	versions := someVersions(t)
	rapid.Check(t, func(t *rapid.T) {
		target := rapid.SampledFrom(versions).Draw(t, "target")
		all := someEarlier(t, versions)
		_, archive := Reuse(target, all)
		seen := map[string]bool{}
		for _, o := range archive {
			q, ok := o.From.Version.Index(o.QuestionID)
			asked := o.From.Version.Questions()[q].Question
			if !ok || seen[o.QuestionID] || o.From.Relation == SameVendor || hiddenThen(*o.From, asked) || o.Confirmable() {
				t.Fatalf("archived: %+v", o)
			}
			seen[o.QuestionID] = true
			for _, today := range target.Questions() {
				if today.ID == o.QuestionID {
					t.Fatalf("%s is archived and asked", o.QuestionID)
				}
			}
		}
	})
}
