package scoring

import (
	"memsure/internal/assessment"
	"memsure/internal/fact"
)

// files knows a revision's evidence and which answers link to it.
type files struct {
	evidence []assessment.Evidence
	byID     map[string]*assessment.Evidence
	links    map[string][]int // evidence id → question indexes
}

func (f *files) take(evidence []assessment.Evidence, answers []*assessment.Answer) {
	clear(f.byID)
	clear(f.links)
	f.evidence = evidence
	if f.byID == nil {
		f.byID, f.links = map[string]*assessment.Evidence{}, map[string][]int{}
	}
	for i := range evidence {
		f.byID[evidence[i].ID] = &evidence[i]
	}
	for q, answer := range answers {
		if answer == nil {
			continue
		}
		for i := range answer.Evidence {
			id := answer.Evidence[i].EvidenceID
			f.links[id] = append(f.links[id], q)
		}
	}
}

// anyOf tells whether an answer links to a file that is there.
func (f *files) anyOf(answer *assessment.Answer) bool {
	for i := range answer.Evidence {
		if f.byID[answer.Evidence[i].EvidenceID] != nil {
			return true
		}
	}
	return false
}

// usable gives the facts of files that no question or at least one counting
// question links to.
func (f *files) usable(facts []fact.Fact, counts func(q int) bool) []fact.Fact {
	for i := range facts {
		if f.counts(facts[i].EvidenceID, counts) {
			continue
		}
		some := append([]fact.Fact{}, facts[:i]...)
		for _, later := range facts[i+1:] {
			if f.counts(later.EvidenceID, counts) {
				some = append(some, later)
			}
		}
		return some
	}
	return facts
}

func (f *files) counts(evidenceID string, counts func(q int) bool) bool {
	linked := f.links[evidenceID]
	for _, q := range linked {
		if counts(q) {
			return true
		}
	}
	return len(linked) == 0
}

// date is when a fact's file was made: its own date, else the evidence's.
func (f *files) date(of *fact.Fact) day {
	if of.AsOf != "" {
		return parseDay(of.AsOf)
	}
	return f.dateOf(of.EvidenceID)
}

func (f *files) dateOf(evidenceID string) day {
	if e := f.byID[evidenceID]; e != nil {
		return parseDay(e.DatedOn)
	}
	return noDay
}

// linked tells whether an answer names a file.
func linked(answer *assessment.Answer, evidenceID string) bool {
	for i := range answer.Evidence {
		if answer.Evidence[i].EvidenceID == evidenceID {
			return true
		}
	}
	return false
}
