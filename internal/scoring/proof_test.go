package scoring_test

import (
	"strings"
	"testing"

	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/scoring"
)

// What a file question earns by what became of the files that are linked. A
// file nobody could read yet is a claim: quality 1, and 0 at worst.
func TestQualityOfFiles(t *testing.T) {
	source := section(`
      - {id: q, text: Q?, type: file, weight: 1, scoring: {kind: evidence}, evidence: {accepts: [sbom], facts: [sbom.components.total]}}
gates:
  - {id: given, title: Given, pass: {question: q, answered: true}}
`)
	for _, test := range []struct {
		name         string
		files        []string // kind/status of each linked file
		verdict      string
		score, lower int64
		given        scoring.Outcome
		says         string
	}{
		{"read", []string{"sbom/read"}, "", 75_000_000, 75_000_000, scoring.Pass, "was read"},
		{"stored", []string{"sbom/stored"}, "", 50_000_000, 0, scoring.Pass, "waits for a person"},
		{"stored, documented by a person", []string{"sbom/stored"}, "documented", 75_000_000, 75_000_000, scoring.Pass, "A person"},
		{"stored, a person found no proof", []string{"sbom/stored"}, "claimed", 50_000_000, 0, scoring.Pass, "A person"},
		{"unreadable", []string{"sbom/unreadable"}, "", 0, 0, scoring.Pass, "could not be read"},
		{"erased", []string{"sbom/erased"}, "", 0, 0, scoring.Pass, "erased"},
		{"unreadable beside stored", []string{"sbom/unreadable", "sbom/stored"}, "", 50_000_000, 0, scoring.Pass, "waits for a person"},
		{"another kind", []string{"policy/read"}, "", 0, 0, scoring.Fail, "kind"},
		{"another kind beside an unreadable one", []string{"policy/read", "sbom/unreadable"}, "", 0, 0, scoring.Pass, "could not be read"},
		{"not there", []string{"/"}, "", 0, 0, scoring.Fail, "No answer"},
	} {
		t.Run(test.name, func(t *testing.T) {
			link := assessment.Answer{QuestionID: "q"}
			in := input(t, source)
			in.Revision.Evidence = nil
			for i, file := range test.files {
				kind, status, _ := strings.Cut(file, "/")
				id := string(rune('a' + i))
				link.Evidence = append(link.Evidence, assessment.EvidenceLink{EvidenceID: id})
				if status != "" {
					in.Revision.Evidence = append(in.Revision.Evidence, assessment.Evidence{ID: id, Kind: kind, Status: status, DatedOn: "2026-11-01"})
				}
				if status == "read" {
					in.Facts = append(in.Facts, count(fact.SBOMComponents, id, 3, fact.Documented))
				}
			}
			in.Revision.Answers = []assessment.Answer{link}
			if test.verdict != "" {
				in.Reviews = []assessment.Review{verdict("q", test.verdict)}
			}
			result := score(t, in)
			if o := result.Overall; o.Score != test.score || o.Lower != test.lower {
				t.Errorf("score %d, at worst %d; want %d and %d", o.Score, o.Lower, test.score, test.lower)
			}
			if got := gate(t, result, "given").Outcome; got != test.given {
				t.Errorf("the gate that asks for the file: %s, want %s", got, test.given)
			}
			if q := question(t, result, "q"); !strings.Contains(q.Rule, test.says) {
				t.Errorf("%q does not say %q", q.Rule, test.says)
			}
		})
	}
}

// A file may be its own proof, but not before somebody read it.
func TestUnreadFileIsNotItsOwnProof(t *testing.T) {
	for status, want := range map[string]int64{"read": 100_000_000, "stored": 50_000_000} {
		in := input(t, section(`
      - {id: q, text: Q?, type: file, weight: 1, scoring: {kind: evidence}, evidence: {assurance: none}}
`), assessment.Answer{QuestionID: "q", Evidence: []assessment.EvidenceLink{{EvidenceID: "a"}}})
		in.Revision.Evidence[0].Status = status
		expect(t, status, score(t, in).Overall, want)
	}
}

// A person can take a file of another kind for the one that was asked for.
func TestOverrideTakesAFileOfAnotherKind(t *testing.T) {
	in := input(t, section(`
      - {id: q, text: Q?, type: file, weight: 1, scoring: {kind: evidence}, evidence: {accepts: [sbom]}}
`), assessment.Answer{QuestionID: "q", Evidence: []assessment.EvidenceLink{{EvidenceID: "a"}}})
	override := review(assessment.ReviewOverride, "q")
	override.Quality = 1_000_000
	in.Reviews = []assessment.Review{override, verdict("q", "documented")}
	expect(t, "taken by hand", score(t, in).Overall, 75_000_000)
}

// A fact proves an answer only from a file of a kind the question accepts.
func TestOnlyAcceptedKindsProve(t *testing.T) {
	source := section(`
      - {id: q, text: Q?, type: boolean, weight: 1, scoring: {kind: yes_is_good}, evidence: {accepts: [sbom], facts: [sbom.components.total]}}
`)
	for kind, want := range map[string]scoring.Confidence{"sbom": scoring.Documented, "policy": scoring.Claimed, "": scoring.Claimed} {
		in := input(t, source, answer("q", yes(), "a"))
		in.Revision.Evidence[0].Kind = kind
		in.Facts = []fact.Fact{count(fact.SBOMComponents, "a", 3, fact.Documented)}
		if got := question(t, score(t, in), "q"); got.Rung != want {
			t.Errorf("a file of kind %q: %s, want %s", kind, got.Rung, want)
		}
	}
}
