package scoring

import (
	"slices"

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

// worth is what the best of an answer's files can be to a question that asks
// for a file.
type worth int8

const (
	fileMissing    worth = iota // no linked file is part of the revision
	fileOtherKind               // none is of a kind the question accepts
	fileErased                  // its bytes are gone
	fileUnreadable              // a known format, broken or over a limit
	fileStored                  // no reader for it: a person has to look
	fileRead
)

// What a revision says became of a file; anything else was stored unread.
const (
	statusRead       = "read"
	statusUnreadable = "unreadable"
	statusErased     = "erased"
)

func (f *files) worth(rule *rule, answer *assessment.Answer) (best worth) {
	for i := range answer.Evidence {
		if at := f.find(answer.Evidence[i].EvidenceID); at >= 0 {
			best = max(best, worthOf(rule, &f.evidence[at]))
		}
	}
	return best
}

func worthOf(rule *rule, file *assessment.Evidence) worth {
	switch {
	case !rule.accepts(file.Kind):
		return fileOtherKind
	case file.Status == statusRead:
		return fileRead
	case file.Status == statusUnreadable:
		return fileUnreadable
	case file.Status == statusErased:
		return fileErased
	}
	return fileStored
}

// accepts tells whether a question takes files of a kind as proof; one that
// names no kinds takes any.
func (rule *rule) accepts(kind string) bool {
	return len(rule.Evidence.Accepts) == 0 || slices.Contains(rule.Evidence.Accepts, kind)
}

// accepted is accepts for a file of the revision.
func (f *files) accepted(rule *rule, evidenceID string) bool {
	if len(rule.Evidence.Accepts) == 0 {
		return true
	}
	at := f.find(evidenceID)
	return at >= 0 && rule.accepts(f.evidence[at].Kind)
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
