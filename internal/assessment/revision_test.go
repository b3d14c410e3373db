package assessment

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"memsure/internal/questionnaire/questionnairetest"
)

func drawAnswers(t *rapid.T) (drawn []Answer) {
	def := questionnairetest.Definition(t)
	for s := range def.Sections {
		for q := range def.Sections[s].Questions {
			question := &def.Sections[s].Questions[q]
			a := Answer{QuestionID: question.ID, Comment: rapid.StringMatching(`[a-z漢 ]{0,10}`).Draw(t, "comment")}
			if rapid.Bool().Draw(t, "given") {
				v := questionnairetest.Value(t, question)
				a.Value = &v
			} else {
				a.NotApplicable = &NotApplicable{Reason: "No code."}
			}
			if rapid.Bool().Draw(t, "linked") {
				a.Evidence = []EvidenceLink{{EvidenceID: "evd_b", Place: "page 4"}, {EvidenceID: "evd_a"}}
			}
			drawn = append(drawn, a)
		}
	}
	return drawn
}

func drawRevision(t *rapid.T) Revision {
	return Revision{AssessmentID: "asm_1", Number: rapid.IntRange(1, 9).Draw(t, "number"), QuestionnaireDigest: "sha256:1", Answers: drawAnswers(t),
		Evidence:    []Evidence{{ID: "evd_b", FileName: "漢字.json", SHA256: "b", Size: 1 << 40, Kind: "sbom", Status: "read"}, {ID: "evd_a", SHA256: "a", Kind: "policy", Status: "stored"}},
		SubmittedAt: rapid.Int64Range(0, 1<<52).Draw(t, "at"), SubmittedBy: "ctc_1", Attestation: Attestation}
}

// A frozen revision reads back as it was, whatever order it was made in.
func TestFreezeAndThaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		made := drawRevision(t)
		frozen, document, digest, err := Freeze(made)
		if err != nil {
			t.Fatal(err)
		}
		thawed, err := Thaw(document)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(frozen, thawed); diff != "" {
			t.Fatalf("changed by freezing:\n%s", diff)
		}
		shuffled := made
		shuffled.Answers = rapid.Permutation(made.Answers).Draw(t, "answers")
		shuffled.Evidence = rapid.Permutation(made.Evidence).Draw(t, "evidence")
		_, again, same, err := Freeze(shuffled)
		if err != nil || same != digest || !slices.Equal(again, document) {
			t.Fatalf("the order matters: %s, %s, %v", digest, same, err)
		}
		for _, a := range made.Answers {
			if found, ok := frozen.Answer(a.QuestionID); !ok || !Same(found, a) {
				t.Fatalf("the answer to %s is not found", a.QuestionID)
			}
		}
		if _, ok := frozen.Answer("unheard"); ok {
			t.Fatal("an answer that is none was found")
		}
	})
}

func TestADigestHoldsEverything(t *testing.T) {
	base := Revision{AssessmentID: "asm_1", Number: 1, QuestionnaireDigest: "q", Answers: []Answer{{QuestionID: "native", Value: boolean(true)}},
		Evidence: []Evidence{{ID: "evd_1", SHA256: "a"}}, SubmittedAt: 1, SubmittedBy: "ctc_1", ApprovedBy: "ctc_2", Attestation: Attestation}
	seen := map[string]string{}
	for name, change := range map[string]func(*Revision){
		"nothing":    func(*Revision) {},
		"assessment": func(r *Revision) { r.AssessmentID = "asm_2" }, "number": func(r *Revision) { r.Number = 2 },
		"version": func(r *Revision) { r.QuestionnaireDigest = "p" }, "time": func(r *Revision) { r.SubmittedAt = 2 },
		"by": func(r *Revision) { r.SubmittedBy = "ctc_3" }, "approval": func(r *Revision) { r.ApprovedBy = "" },
		"attestation": func(r *Revision) { r.Attestation = "Yes." },
		"answer":      func(r *Revision) { r.Answers = []Answer{{QuestionID: "native", Value: boolean(false)}} },
		"evidence":    func(r *Revision) { r.Evidence = []Evidence{{ID: "evd_1", SHA256: "b"}} },
	} {
		r := base
		change(&r)
		_, _, digest, err := Freeze(r)
		if err != nil {
			t.Fatal(err)
		}
		if same, ok := seen[digest]; ok {
			t.Errorf("%s and %s have one digest", name, same)
		}
		seen[digest] = name
	}
}

func TestThawRefusesWhatIsNoDocument(t *testing.T) {
	for _, doc := range []string{"", "{", "[]", `{"number":"one"}`} {
		if _, err := Thaw([]byte(doc)); err == nil {
			t.Errorf("%q was read", doc)
		}
	}
}

// since walks back from the last revision for as long as the answer is the
// same: the slow way.
func since(revisions []Revision) map[string]int {
	found := map[string]int{}
	if len(revisions) == 0 {
		return found
	}
	for _, last := range revisions[len(revisions)-1].Answers {
		for i := len(revisions) - 1; i >= 0; i-- {
			before, ok := revisions[i].Answer(last.QuestionID)
			if !ok || !Same(before, last) {
				break
			}
			found[last.QuestionID] = revisions[i].Number
		}
	}
	return found
}

func TestUnchangedSinceAgreesWithTheSlowWay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var revisions []Revision
		for n := range rapid.IntRange(0, 6).Draw(t, "revisions") {
			r := Revision{Number: n + 1}
			for _, id := range []string{"a", "b", "c"} {
				switch rapid.IntRange(0, 3).Draw(t, id) {
				case 1:
					r.Answers = append(r.Answers, Answer{QuestionID: id, Value: boolean(true)})
				case 2:
					r.Answers = append(r.Answers, Answer{QuestionID: id, Value: boolean(false)})
				case 3:
					r.Answers = append(r.Answers, Answer{QuestionID: id, Value: boolean(true), Comment: "Measured."})
				}
			}
			revisions = append(revisions, r)
		}
		if diff := cmp.Diff(since(revisions), UnchangedSince(revisions)); diff != "" {
			t.Fatal(diff)
		}
	})
}
