package scoring

import "memsure/internal/questionnaire"

// rung is a step of the confidence ladder, weakest first.
type rung int8

const (
	rungContradicted rung = iota
	rungClaimed
	rungDocumented
	rungVerified
	rungOwn
)

var rungNames = [...]Confidence{Contradicted, Claimed, Documented, Verified, Own}

// ladder holds the confidence of each rung in millionths.
type ladder struct {
	claimed, required, documented, verified int64
	lowered                                 int64 // below required: half of it
}

// newLadder adds the rung below the lowest authored one: half of a claim whose
// proof is required, rounded half to even to millionths.
func newLadder(claimed, required, documented, verified int64) ladder {
	return ladder{claimed, required, documented, verified, nat(required).rounded(nat(2))}
}

// ascends holds where every step up the ladder earns at least as much.
func (l ladder) ascends() bool {
	return l.required <= l.claimed && l.claimed <= l.documented && l.documented <= l.verified
}

// of gives the confidence of an answer on a rung. Penalised claims, those of a
// response in which some other answer was settled as contradicted, stand one
// step lower: a claim where a claim with required proof stands, and that one
// at half.
func (l ladder) of(r rung, proofRequired, penalised bool) int64 {
	switch r {
	case rungOwn:
		return million
	case rungVerified:
		return l.verified
	case rungDocumented:
		return l.documented
	case rungContradicted:
		return 0
	}
	switch {
	case proofRequired && penalised:
		return l.lowered
	case proofRequired || penalised:
		return l.required
	}
	return l.claimed
}

// ageing says what the age of the evidence did to a rung.
type ageing int8

const (
	ageFine    ageing = iota
	ageUnknown        // no date, or one in the future: one step down
	agePast           // past its age: one step down
	ageTwice          // past twice its age: a claim again
)

// aged lowers a proven rung by the age of its evidence in days. A maximum of
// zero days means that evidence of this kind does not age.
func aged(r rung, dated day, at day, maxDays int) (rung, ageing) {
	if maxDays <= 0 || r != rungDocumented && r != rungVerified {
		return r, ageFine
	}
	age := int64(at - dated)
	switch {
	case dated == noDay || age < 0:
		return r - 1, ageUnknown
	case age > 2*int64(maxDays):
		return rungClaimed, ageTwice
	case age > int64(maxDays):
		return r - 1, agePast
	}
	return r, ageFine
}

// needsReading tells the questions that are answered by a file: even where the
// answer is its own proof, somebody has to read it.
func needsReading(q *questionnaire.Question) bool {
	return q.Scoring.Kind == questionnaire.ScoreEvidence
}

// ownProof is the authored word for an answer that needs no evidence.
func ownProof(q *questionnaire.Question) bool { return q.Evidence.Assurance == "none" }
