package assessment

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"memsure/internal/canon"
	"memsure/internal/fact"
	"memsure/internal/fault"
)

// Attestation is the sentence a submission agrees to.
const Attestation = "I am authorised to answer for the vendor, and the answers are complete and correct to my knowledge."

// Freeze puts a revision into its one form (answers by question id, evidence
// by id, the form's name) and gives its canonical bytes and digest.
func Freeze(r Revision) (frozen Revision, document []byte, digest string, err error) {
	r.Schema = RevisionSchema
	r.Answers = slices.AppendSeq([]Answer{}, slices.Values(r.Answers)) // never nil: an empty list has one form
	slices.SortStableFunc(r.Answers, func(a, b Answer) int { return strings.Compare(a.QuestionID, b.QuestionID) })
	r.Evidence = slices.AppendSeq([]Evidence{}, slices.Values(r.Evidence))
	slices.SortStableFunc(r.Evidence, func(a, b Evidence) int { return strings.Compare(a.ID, b.ID) })
	document, digest, err = canon.EncodeDigest(canon.DomainRevision, r)
	return r, document, digest, err
}

// Thaw reads a frozen revision back, once its bytes were held to their digest;
// members that are unknown today are passed over. It fails on what is not in
// this form.
func Thaw(document []byte) (Revision, error) {
	var r Revision
	err := json.Unmarshal(document, &r)
	if err == nil && r.Schema != RevisionSchema {
		err = fault.New(fault.Invalid, "unknown_form", "This is not a revision in a form that is known here.")
	}
	return r, err
}

// FreezeReview gives a review's canonical bytes and digest.
func FreezeReview(r Review) (document []byte, digest string, err error) {
	return canon.EncodeDigest(canon.DomainReview, r)
}

// DigestFacts gives the canonical bytes of a list of facts, as kept with a
// file, and their digest.
func DigestFacts(facts []fact.Fact) (document []byte, digest string, err error) {
	if facts == nil {
		facts = []fact.Fact{}
	}
	return canon.EncodeDigest(canon.DomainFacts, facts)
}

// DigestReviews digests a list of reviews, in their order.
func DigestReviews(reviews []Review) (string, error) {
	if reviews == nil {
		reviews = []Review{}
	}
	_, digest, err := canon.EncodeDigest(canon.DomainReviews, reviews)
	return digest, err
}

// Answer finds the answer to a question; answers are ordered by question id.
func (r *Revision) Answer(questionID string) (Answer, bool) {
	i, ok := slices.BinarySearchFunc(r.Answers, questionID, func(a Answer, id string) int {
		return strings.Compare(a.QuestionID, id)
	})
	if !ok {
		return Answer{}, false
	}
	return r.Answers[i], true
}

// Same tells whether two answers say the same: value, comment, claim,
// evidence and citation alike, wherever they were carried from.
func Same(a, b Answer) bool {
	a.Carried, b.Carried = nil, nil
	left, errLeft := EncodeAnswer(a)
	right, errRight := EncodeAnswer(b)
	return errLeft == nil && errRight == nil && bytes.Equal(left, right)
}

// UnchangedSince gives, for each question answered in the last of the
// revisions (oldest first), the number of the earliest revision since which
// its answer is the same: an evaluator's judgement of it still holds.
func UnchangedSince(revisions []Revision) map[string]int {
	since := map[string]int{}
	var earlier *Revision
	for i := range revisions {
		now := make(map[string]int, len(revisions[i].Answers))
		for _, a := range revisions[i].Answers {
			now[a.QuestionID] = revisions[i].Number
			if earlier == nil {
				continue
			}
			if before, ok := earlier.Answer(a.QuestionID); ok && Same(before, a) {
				now[a.QuestionID] = since[a.QuestionID]
			}
		}
		since, earlier = now, &revisions[i]
	}
	return since
}
