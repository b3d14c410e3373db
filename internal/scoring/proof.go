package scoring

import (
	"cmp"
	"math"
	"strings"

	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
)

// scoredBy gives the fact a question is scored from, nil where the claim
// counts: the rule's fact in any file of the response, linked to this answer
// or not. Where files disagree the value that earns least counts, so that no
// further file can take an unfavourable fact away.
func (r *run) scoredBy(q int, cell *cell) *fact.Fact {
	rule := &r.rules[q]
	name := rule.Scoring.Fact
	if name == "" {
		return nil
	}
	found, agree := r.best(rule, nil, name)
	if !agree {
		cell.split = true
		found = r.least(rule, name)
	}
	if found == nil || suits(rule.Scoring.Kind, found) {
		return found
	}
	r.note(rule.ID, "The fact "+name+" has no value this question can be scored by; the answer counts as the vendor states it.")
	return nil
}

// least gives the fact of a name that earns least, among those the rule can
// read; where it can read none, any.
func (r *run) least(rule *rule, name string) (found *fact.Fact) {
	lowest := int64(-1)
	for i := range r.facts {
		f := &r.facts[i]
		if f.Name != name {
			continue
		}
		earns := int64(math.MaxInt64)
		if suits(rule.Scoring.Kind, f) {
			earns = r.earns(rule, f)
		}
		if found == nil || earns < lowest || earns == lowest && r.better(f, found, rule.Evidence.MaxAge) {
			found, lowest = f, earns
		}
	}
	return found
}

// earns gives the quality a fact would bring, and notes nothing.
func (r *run) earns(rule *rule, f *fact.Fact) int64 {
	tried, notes := cell{fact: f}, len(r.notRun)
	r.qualityOfFact(rule, &tried)
	r.notRun = r.notRun[:notes]
	return tried.quality
}

// suits tells whether a fact's value is one the scoring rule reads.
func suits(kind questionnaire.ScoringKind, f *fact.Fact) bool {
	switch kind {
	case questionnaire.ScoreYesIsGood, questionnaire.ScoreNoIsGood:
		return f.Kind == fact.Boolean
	case questionnaire.ScoreFreshness, questionnaire.ScoreLeadTime:
		return f.Kind == fact.Date
	case questionnaire.ScoreAnchors, questionnaire.ScoreMeasure:
		return f.Kind == fact.Number || f.Kind == fact.Share
	}
	return false
}

// best gives the best proven fact of a name that may prove an answer, or of
// all where answer is nil, and false where files of the response, whatever
// they are linked to, give different values.
func (r *run) best(rule *rule, answer *assessment.Answer, name string) (found *fact.Fact, agree bool) {
	var any *fact.Fact
	for i := range r.facts {
		f := &r.facts[i]
		if f.Name != name {
			continue
		}
		if any != nil && !sameValue(any, f) {
			return nil, false
		}
		any = f
		if answer != nil && !(linked(answer, f.EvidenceID) && r.files.accepted(rule, f.EvidenceID)) {
			continue
		}
		if found == nil || r.better(f, found, rule.Evidence.MaxAge) {
			found = f
		}
	}
	return found, true
}

func sameValue(a, b *fact.Fact) bool {
	return a.Kind == b.Kind && a.Micro == b.Micro && a.Flag == b.Flag && a.Text == b.Text
}

// compareValues orders facts of one name by what they say.
func compareValues(a, b *fact.Fact) int {
	return cmp.Or(strings.Compare(string(a.Kind), string(b.Kind)), cmp.Compare(a.Micro, b.Micro),
		cmp.Compare(oneIf(a.Flag), oneIf(b.Flag)), strings.Compare(a.Text, b.Text))
}

// better prefers what proves more at its age, then what is younger; the rest
// only makes the choice the same whatever the order of the facts.
func (r *run) better(a, b *fact.Fact, maxAge int) bool {
	rungA, _ := r.agedRung(a, maxAge)
	rungB, _ := r.agedRung(b, maxAge)
	return cmp.Or(
		cmp.Compare(rungA, rungB),
		cmp.Compare(rungOf(a.Assurance), rungOf(b.Assurance)),
		cmp.Compare(r.files.date(a), r.files.date(b)),
		strings.Compare(b.EvidenceID, a.EvidenceID),
		strings.Compare(b.Place, a.Place),
		compareValues(b, a)) > 0
}

func (r *run) agedRung(f *fact.Fact, maxAge int) (rung, ageing) {
	return aged(rungOf(f.Assurance), r.files.date(f), r.today, maxAge)
}

func rungOf(a fact.Assurance) rung {
	switch a {
	case fact.Verified:
		return rungVerified
	case fact.Documented:
		return rungDocumented
	}
	return rungClaimed
}

// confidence finds the rung an answer stands on. A verdict of an evaluator,
// where there is one, decides; else the best fact from the files linked to the
// answer. A linked file that says nothing a reader or a person could name
// leaves the claim a claim. An answer that is its own proof can only be
// contradicted, but for a file that nobody has read.
func (r *run) confidence(q int, cell *cell) {
	rule := &r.rules[q]
	cell.rung = rungClaimed
	verdict := r.settled.verdicts[rule.ID]
	switch {
	case verdict != nil && Confidence(verdict.Confidence) == Contradicted:
		cell.rung = rungContradicted
	case ownProof(rule.Question) && (!needsReading(rule.Question) || r.files.worth(rule, cell.claim) == fileRead):
		cell.rung = rungOwn
	case verdict != nil:
		r.byVerdict(rule, cell, verdict)
	default:
		r.byFacts(q, cell)
	}
	if r.public && cell.rung > rungClaimed {
		cell.rung, cell.capped = rungClaimed, true
	}
}

// byVerdict follows an evaluator down to a claim as it stands, up to documented
// or verified only where file and place are named and the file is part of the
// revision.
func (r *run) byVerdict(rule *rule, cell *cell, verdict *assessment.Review) {
	switch Confidence(verdict.Confidence) {
	case Documented:
		cell.rung = rungDocumented
	case Verified:
		cell.rung = rungVerified
	default:
		return
	}
	if verdict.Place == "" || !r.files.has(verdict.EvidenceID) {
		cell.rung = rungClaimed
		r.note(rule.ID, "An evaluator's verdict names no file of this revision, or no place in it, and did not raise the confidence.")
		return
	}
	cell.rung, cell.age = aged(cell.rung, r.files.dateOf(verdict.EvidenceID), r.today, rule.Evidence.MaxAge)
}

// byFacts takes the fact that proves most after its age is counted, from the
// linked files of a kind the question accepts. A fact that files disagree on
// proves nothing.
func (r *run) byFacts(q int, cell *cell) {
	rule, answer := &r.rules[q], r.answers[q]
	if len(answer.Evidence) == 0 {
		return
	}
	for _, name := range rule.proofs {
		f, agree := r.best(rule, answer, name)
		if !agree {
			cell.split = true
			r.note(rule.ID, "The files give different values for "+name+"; it proves nothing here.")
		}
		if f == nil {
			continue
		}
		after, age := r.agedRung(f, rule.Evidence.MaxAge)
		if cell.proof == nil || after > cell.rung {
			cell.rung, cell.age, cell.proof = after, age, f
		}
	}
}
