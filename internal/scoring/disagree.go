package scoring

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"memsure/internal/fact"
	"memsure/internal/questionnaire"
)

// shownValues bounds how many values a finding on files that disagree names.
const shownValues = 4

// disagreements lists the facts on which files disagree, of those this version
// uses and that come not only from files of hidden questions.
func (r *run) disagreements(found []Finding) []Finding {
	values := map[string][]*fact.Fact{}
	for i := range r.facts {
		f := &r.facts[i]
		values[f.Name] = withValue(values[f.Name], f)
	}
	for name, differing := range values {
		if len(differing) < 2 || !r.uses(name) {
			continue
		}
		found = append(found, r.settledBy(subject{facts: []string{name}}, Finding{
			RuleID: findingFacts + name, Kind: FindingMissingProof, Severity: questionnaire.Medium,
			Questions: r.restingOnFact(name), Facts: []string{name}, Message: disagreement(name, differing),
			Resolve: "Say which of the files is right, and replace or withdraw the others.",
		}))
	}
	return found
}

// withValue keeps one fact a value: the first by file and place.
func withValue(values []*fact.Fact, f *fact.Fact) []*fact.Fact {
	for i, known := range values {
		if sameValue(known, f) {
			if byPlace(f, known) < 0 {
				values[i] = f
			}
			return values
		}
	}
	return append(values, f)
}

func byPlace(a, b *fact.Fact) int {
	return cmp.Or(strings.Compare(a.EvidenceID, b.EvidenceID), strings.Compare(a.Place, b.Place), compareValues(a, b))
}

// uses tells whether conditions, checks or the scoring of a shown question
// rest on a fact.
func (r *run) uses(name string) bool {
	return slices.Contains(r.version.FactNames(), name) || len(r.restingOnFact(name)) > 0
}

// restingOnFact names the shown questions that a fact scores, documents or is
// held against by a check.
func (r *run) restingOnFact(name string) []string {
	rests := make([]bool, len(r.rules))
	for q := range r.rules {
		rests[q] = namesFact(r.rules[q].proofs, name)
	}
	for i, check := range r.version.Checks() {
		for _, q := range check.Questions {
			rests[q] = rests[q] || namesFact(r.checks[i].facts, name)
		}
	}
	ids := []string{}
	for q, does := range rests {
		if does && r.shown[q] == questionnaire.True {
			ids = append(ids, r.rules[q].ID)
		}
	}
	return ids
}

func disagreement(name string, values []*fact.Fact) string {
	slices.SortFunc(values, byPlace)
	var shows []string
	for _, f := range values[:min(len(values), shownValues)] {
		place := "the file " + f.EvidenceID
		if f.Place != "" {
			place += " at " + f.Place
		}
		shows = append(shows, place+" shows "+f.Shown())
	}
	if more := len(values) - shownValues; more > 0 {
		shows = append(shows, strconv.Itoa(more)+" more show other values")
	}
	return "The files disagree on " + name + ": " + list(shows) + ". The value that earns least counts, and none of them proves an answer."
}

// orDisputed adds to "is not known" that files may disagree on what is named.
func (r *run) orDisputed(names []string) string {
	for at := range r.env.Disputed {
		if slices.Contains(names, r.version.FactNames()[at]) {
			return ", as the files disagree on it"
		}
	}
	return ""
}
