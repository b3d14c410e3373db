package scoring_test

import (
	"slices"
	"strings"
	"testing"

	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

const fromSBOM = `
      - {id: q, text: Q?, type: percentage, weight: 1, evidence: {facts: [sbom.share.memory_safe]},
         scoring: {kind: anchors, fact: sbom.share.memory_safe, anchors: [{at: "0", score: "0"}, {at: "100", score: "1"}]}}
`

func shown(evidence string, percent int64) fact.Fact {
	f := share(fact.SBOMSafeShare, evidence, percent*fact.Million, fact.Documented)
	f.Place = "/components"
	return f
}

// The vendor states 100. One SBOM shows 10: 0.1 documented is 7.5. A second
// one that shows something else, wherever it is linked, never brings the claim
// back: the value that earns least counts, and as the files disagree neither
// proves it: 0.1 claimed is 5.
func TestAnotherFileNeverRemovesAnUnfavourableFact(t *testing.T) {
	for _, test := range []struct {
		name  string
		links []string
		facts []fact.Fact
		want  int64
	}{
		{"one file", []string{"a"}, []fact.Fact{shown("a", 10)}, 7_500_000},
		{"two linked", []string{"a", "b"}, []fact.Fact{shown("a", 10), shown("b", 11)}, 5_000_000},
		{"the better one linked", []string{"b"}, []fact.Fact{shown("a", 10), shown("b", 99)}, 5_000_000},
		{"the worse one linked", []string{"a"}, []fact.Fact{shown("b", 99), shown("a", 10)}, 5_000_000},
		{"neither linked", nil, []fact.Fact{shown("a", 10), shown("b", 11)}, 5_000_000},
		{"files that agree", []string{"a", "b"}, []fact.Fact{shown("a", 10), shown("b", 10)}, 7_500_000},
		{"one file, two values", []string{"a"}, []fact.Fact{shown("a", 11), shown("a", 10)}, 5_000_000},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := input(t, section(fromSBOM), answer("q", percent(100*fact.Million), test.links...))
			in.Facts = test.facts
			expect(t, "overall", score(t, in).Overall, test.want)
		})
	}
}

// Files that disagree are a finding that names both places.
func TestDisagreementIsAFinding(t *testing.T) {
	in := input(t, section(fromSBOM), answer("q", percent(10*fact.Million), "a", "b"))
	in.Facts = []fact.Fact{shown("b", 11), shown("a", 10), count(fact.SBOMSetAside, "a", 1, fact.Documented), count(fact.SBOMSetAside, "b", 2, fact.Documented)}
	result := score(t, in)
	if len(result.Findings) != 1 {
		t.Fatalf("findings %+v, want the one on the fact this questionnaire uses", result.Findings)
	}
	f := result.Findings[0]
	if f.RuleID != "facts:sbom.share.memory_safe" || f.Kind != scoring.FindingMissingProof || f.Severity != questionnaire.Medium ||
		f.State != scoring.FindingOpen || join(f.Questions) != "q" || join(f.Facts) != fact.SBOMSafeShare {
		t.Errorf("finding %+v", f)
	}
	for _, says := range []string{"10 percent", "11 percent", "a at /components", "b at /components", "disagree"} {
		if !strings.Contains(f.Message, says) {
			t.Errorf("%q does not say %q", f.Message, says)
		}
	}
	q := question(t, result, "q")
	if !strings.Contains(q.Rule, "disagree") || !strings.Contains(q.ConfidenceWhy, "disagree") {
		t.Errorf("explained as %q and %q", q.Rule, q.ConfidenceWhy)
	}
}

// A check is contradicted when any one of the values contradicts it, and
// stands open until a person settles it; gates see nothing they can rest on.
func TestDisagreementContradictsByAnyValue(t *testing.T) {
	in := input(t, section(`
      - {id: native, text: Native?, type: boolean, weight: 1, scoring: {kind: no_is_good},
         red_flag: [{id: some, when: {fact: sbom.components.native, at_least: "1"}, message: Native., severity: high}]}
gates:
  - {id: none, title: None, pass: {fact: sbom.components.native, at_most: "5"}}
checks:
  - {id: check-native, questions: [native], claim: no native code, severity: high, message: The file shows native code., resolve: Correct one of them.,
     contradicted: {all: [{question: native, equals: "false"}, {fact: sbom.components.native, at_least: "1"}]}}
`), answer("native", no(), "a"))
	in.Facts = []fact.Fact{count(fact.SBOMNative, "a", 0, fact.Documented), count(fact.SBOMNative, "b", 1, fact.Documented)}
	result := score(t, in)
	var found []string
	for _, f := range result.Findings {
		found = append(found, f.RuleID)
	}
	if join(found) != "check-native flag:native:some facts:sbom.components.native" {
		t.Errorf("findings %v", found)
	}
	if got := gate(t, result, "none"); got.Outcome != scoring.Undetermined || !strings.Contains(got.Why, "disagree") {
		t.Errorf("gate %s: %s", got.Outcome, got.Why)
	}
	in.Reviews = []assessment.Review{{ID: "r", Revision: 1, Kind: assessment.ReviewFinding, FindingID: "check-native", Accepted: true}}
	expect(t, "upheld", score(t, in).Overall, 0)
}

// decidesWhatIsAsked tells whether a condition that shows a question names the
// fact.
func decidesWhatIsAsked(in scoring.Input, name string) bool {
	return slices.ContainsFunc(in.Version.Questions(), func(q questionnaire.Asked) bool { return names(q.When, name) })
}

func names(c *questionnaire.Condition, fact string) bool {
	if c == nil {
		return false
	}
	inside := func(part questionnaire.Condition) bool { return names(&part, fact) }
	return c.Fact == fact || c.Differs != nil && c.Differs.Fact == fact || names(c.Not, fact) ||
		slices.ContainsFunc(c.All, inside) || slices.ContainsFunc(c.Any, inside)
}

// countsAlways tells whether a file is linked to no question or to one that is
// always shown.
func countsAlways(in scoring.Input, evidence string) bool {
	for _, a := range in.Revision.Answers {
		for _, link := range a.Evidence {
			if q, _ := in.Version.Index(a.QuestionID); link.EvidenceID == evidence && !in.Version.When(q).Exists() {
				return true
			}
		}
	}
	return links(in, evidence) == 0
}
