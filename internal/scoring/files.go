package scoring

import (
	"memsure/internal/assessment"
	"memsure/internal/fact"
)

// files knows a revision's evidence and which answers link to it.
type files struct {
	evidence []assessment.Evidence
	answers  []*assessment.Answer
	index    map[string]int // only for many files
	days     []day          // by file: its date
}

// fewFiles are found faster by looking than through an index.
const fewFiles = 16

func (f *files) take(evidence []assessment.Evidence, answers []*assessment.Answer) {
	f.evidence, f.answers, f.days = evidence, answers, f.days[:0]
	clear(f.index)
	for i := range evidence {
		f.days = append(f.days, parseDay(evidence[i].DatedOn))
		if len(evidence) > fewFiles {
			if f.index == nil {
				f.index = map[string]int{}
			}
			f.index[evidence[i].ID] = i
		}
	}
}

// find gives the place of a file in the revision, -1 where it is not there.
func (f *files) find(evidenceID string) int {
	if len(f.evidence) > fewFiles {
		if i, ok := f.index[evidenceID]; ok {
			return i
		}
		return -1
	}
	for i := range f.evidence {
		if f.evidence[i].ID == evidenceID {
			return i
		}
	}
	return -1
}

func (f *files) has(evidenceID string) bool { return f.find(evidenceID) >= 0 }

// anyOf tells whether an answer links to a file that is there.
func (f *files) anyOf(answer *assessment.Answer) bool {
	for i := range answer.Evidence {
		if f.has(answer.Evidence[i].EvidenceID) {
			return true
		}
	}
	return false
}

// usable gives the facts of files that no question or at least one counting
// question links to. Facts of one file mostly stand together, so that each
// file is looked for once.
func (f *files) usable(facts []fact.Fact, counts func(q int) bool) []fact.Fact {
	var some []fact.Fact
	left, counted := false, false
	for i := range facts {
		if i == 0 || facts[i].EvidenceID != facts[i-1].EvidenceID {
			counted = f.counts(facts[i].EvidenceID, counts)
		}
		switch {
		case !counted && !left:
			left, some = true, append(some, facts[:i]...)
		case counted && left:
			some = append(some, facts[i])
		}
	}
	if left {
		return some
	}
	return facts
}

func (f *files) counts(evidenceID string, counts func(q int) bool) bool {
	nobody := true
	for q, answer := range f.answers {
		if answer != nil && linked(answer, evidenceID) {
			if counts(q) {
				return true
			}
			nobody = false
		}
	}
	return nobody
}

// date is when a fact's file was made: its own date, else the evidence's.
func (f *files) date(of *fact.Fact) day {
	if of.AsOf != "" {
		return parseDay(of.AsOf)
	}
	return f.dateOf(of.EvidenceID)
}

func (f *files) dateOf(evidenceID string) day {
	if i := f.find(evidenceID); i >= 0 {
		return f.days[i]
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
