package scoring

import (
	"cmp"
	"strings"

	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
)

// scoredBy gives the fact a question is scored from, nil where the claim
// counts: the rule's fact in the files linked to the answer, else in any file
// of the response. Files that disagree leave the claim, which is said.
func (r *run) scoredBy(q int) *fact.Fact {
	name := r.rules[q].Scoring.Fact
	if name == "" {
		return nil
	}
	maxAge := r.rules[q].Evidence.MaxAge
	found, agree := r.best(name, r.answers[q], maxAge)
	if found == nil && agree {
		found, agree = r.best(name, nil, maxAge)
	}
	switch {
	case !agree:
		r.note(r.rules[q].ID, "Two files give different values for "+name+"; the answer counts as the vendor states it.")
	case found != nil && !suits(r.rules[q].Scoring.Kind, found):
		r.note(r.rules[q].ID, "The fact "+name+" has no value this question can be scored by; the answer counts as the vendor states it.")
	default:
		return found
	}
	return nil
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

// best gives the best proven fact of a name among the files linked to an
// answer, or among all files where answer is nil, and false where they give
// different values.
func (r *run) best(name string, answer *assessment.Answer, maxAge int) (found *fact.Fact, agree bool) {
	for i := range r.facts {
		f := &r.facts[i]
		if f.Name != name || answer != nil && !linked(answer, f.EvidenceID) {
			continue
		}
		if found != nil && !sameValue(found, f) {
			return nil, false
		}
		if found == nil || r.better(f, found, maxAge) {
			found = f
		}
	}
	return found, true
}

func sameValue(a, b *fact.Fact) bool {
	return a.Kind == b.Kind && a.Micro == b.Micro && a.Flag == b.Flag && a.Text == b.Text
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
		strings.Compare(b.Place, a.Place)) > 0
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
// contradicted.
func (r *run) confidence(q int, cell *cell) {
	rule := &r.rules[q]
	cell.rung = rungClaimed
	verdict := r.settled.verdicts[rule.ID]
	switch {
	case verdict != nil && Confidence(verdict.Confidence) == Contradicted:
		cell.rung = rungContradicted
	case ownProof(rule.Question):
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

// byFacts takes the linked fact that proves most after its age is counted. A
// fact the linked files disagree on proves nothing.
func (r *run) byFacts(q int, cell *cell) {
	rule, answer := &r.rules[q], r.answers[q]
	if len(answer.Evidence) == 0 {
		return
	}
	for _, name := range rule.proofs {
		f, agree := r.best(name, answer, rule.Evidence.MaxAge)
		if !agree {
			r.note(rule.ID, "Linked files give different values for "+name+"; it proves nothing here.")
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
