package scoring

import (
	"strconv"

	"memsure/internal/fact"
)

// confidenceSentence says what the confidence of an answer rests on; empty
// where there is no answer to be confident of.
func (r *run) confidenceSentence(q int) string {
	rule, c := &r.rules[q], &r.cells[q]
	switch {
	case !rule.scored || !c.answered:
		return ""
	case c.status == StatusInherited:
		return "As of what hid the question." + factor(c)
	}
	return r.restingOn(q) + r.agedSentence(q) + r.loweredSentence(q) + factor(c)
}

func factor(c *cell) string { return " Confidence " + formatMicro(c.confidence) + "." }

func (r *run) restingOn(q int) string {
	c, id := &r.cells[q], r.rules[q].ID
	switch {
	case c.struck:
		return "The files contradict what the vendor states, and a person upheld that."
	case c.rung == rungContradicted:
		return "An evaluator found that the evidence contradicts what the vendor states."
	case c.rung == rungOwn || c.capped && ownProof(r.rules[q].Question) && !needsReading(r.rules[q].Question):
		return "The answer is its own proof."
	case r.settled.verdicts[id] != nil:
		return r.verdictSentence(q)
	case c.disputed:
		return "The vendor states it; a linked file shows otherwise, which nobody has settled yet."
	case c.proof != nil:
		return r.shows(c.proof) + " It comes from " + assured(c.proof) + "."
	case c.split:
		return "The vendor states it; the files disagree, so that none of them proves it."
	case len(c.claim.Evidence) > 0:
		return "The vendor states it; a file is linked, but nothing in it was read or named as proof."
	}
	return "The vendor states it; no file is linked."
}

func (r *run) verdictSentence(q int) string {
	verdict := r.settled.verdicts[r.rules[q].ID]
	switch Confidence(verdict.Confidence) {
	case Documented, Verified:
		if verdict.Place == "" || !r.files.has(verdict.EvidenceID) {
			return "The vendor states it; an evaluator's verdict names no file or no place in it."
		}
		return "An evaluator found it " + verdict.Confidence + " in a linked file and named the place."
	}
	return "The vendor states it; an evaluator found no proof in what is linked."
}

func assured(f *fact.Fact) string {
	if f.Assurance == fact.Verified {
		return "an independent party or the delivered artifact itself"
	}
	return "the vendor's own file"
}

func (r *run) agedSentence(q int) string {
	limit := strconv.Itoa(r.rules[q].Evidence.MaxAge)
	switch r.cells[q].age {
	case ageUnknown:
		return " The evidence has no date that could be held against its maximum age of " + limit + " days: one step down."
	case agePast:
		return " The evidence is past its maximum age of " + limit + " days: one step down."
	case ageTwice:
		return " The evidence is past twice its maximum age of " + limit + " days: it counts as a claim."
	}
	return ""
}

func (r *run) loweredSentence(q int) string {
	c, text := &r.cells[q], ""
	if c.capped {
		text += " The answer was filled in from public sources: it counts as a claim."
	}
	if c.penalised {
		text += " Another answer of this response was settled as contradicted: one step down."
	}
	return text
}

// waiting says what a question waits for that has no quality yet.
var waiting = map[Status]string{
	StatusUnanswered: "Answer the question.",
	StatusNAPending:  "Have the claim that it does not apply decided, or answer the question.",
	StatusNARejected: "Answer the question: the claim that it does not apply was rejected.",
	StatusUndecided:  "Answer what the question rests on, so that it is known whether it applies.",
	StatusUngraded:   "Have the text graded on the published rubric.",
}

// advice says what would move a question up, by where it stands.
func (r *run) advice(q int) string {
	rule, c := &r.rules[q], &r.cells[q]
	if text, ok := waiting[c.status]; ok {
		return text
	}
	switch {
	case c.rung == rungContradicted, c.disputed:
		return "Correct the answer or resolve the contradiction."
	case c.split:
		return "Say which of the files that disagree is right, and link that one."
	case c.basis == basisOtherKind:
		return "Link a file of a kind the question asks for: " + list(rule.Evidence.Accepts) + "."
	case c.basis == basisUnreadable, c.basis == basisErased:
		return "Link the file again, in a form that can be read."
	case c.age != ageFine && c.quality == million:
		return "Replace the evidence by a current, dated one."
	case c.quality < million && c.confidence < million:
		return "Improve the practice, and attach proof a reader can read or an evaluator can point to."
	case c.confidence < million:
		return "Attach proof a reader can read or an evaluator can point to, from an independent party for full confidence."
	case len(c.heirs) > 0 && !rule.scored:
		return "Prove this answer: questions it hides take over how well it is proven."
	}
	return "Improve the practice itself: the proof is complete."
}
