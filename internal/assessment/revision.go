package assessment

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"memsure/internal/canon"
)

// Attestation is the sentence a submission agrees to.
const Attestation = "I am authorised to answer for the vendor, and the answers are complete and correct to my knowledge."

// Freeze puts a revision into its one order (answers by question id, evidence
// by id) and gives its canonical bytes and digest.
func Freeze(r Revision) (frozen Revision, document []byte, digest string, err error) {
	r.Answers = slices.SortedFunc(slices.Values(r.Answers), func(a, b Answer) int {
		return strings.Compare(a.QuestionID, b.QuestionID)
	})
	r.Evidence = slices.SortedFunc(slices.Values(r.Evidence), func(a, b Evidence) int {
		return strings.Compare(a.ID, b.ID)
	})
	document, digest, err = canon.EncodeDigest(canon.DomainRevision, r)
	return r, document, digest, err
}

// Thaw reads a frozen revision back.
func Thaw(document []byte) (Revision, error) {
	var r Revision
	err := json.Unmarshal(document, &r)
	return r, err
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
// evidence and citation alike.
func Same(a, b Answer) bool {
	left, errLeft := EncodeAnswer(a)
	right, errRight := EncodeAnswer(b)
	return errLeft == nil && errRight == nil && bytes.Equal(left, right)
}

// UnchangedSince gives, for each question answered in the last of the
// revisions (oldest first), the number of the earliest revision since which
// its answer is the same: an evaluator's judgement of it still holds.
func UnchangedSince(revisions []Revision) map[string]int {
	since := map[string]int{}
	for i := range revisions {
		now := make(map[string]int, len(revisions[i].Answers))
		for _, a := range revisions[i].Answers {
			now[a.QuestionID] = revisions[i].Number
			if i == 0 {
				continue
			}
			if before, ok := revisions[i-1].Answer(a.QuestionID); ok && Same(before, a) {
				now[a.QuestionID] = since[a.QuestionID]
			}
		}
		since = now
	}
	return since
}
