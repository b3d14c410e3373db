package app

import (
	"context"
	"encoding/json"
	"slices"

	"memsure/internal/assessment"
	"memsure/internal/audit"
	"memsure/internal/canon"
	"memsure/internal/fact"
	"memsure/internal/fault"
	"memsure/internal/id"
	"memsure/internal/scoring"
	"memsure/internal/store"
)

// Evaluation is how submitted answers are judged: reviews by people, and the
// score that follows from answers, facts and reviews.
type Evaluation struct{ *Core }

// Review is an evaluator's decision. InForce is false once a later one of the
// same kind and subject took its place.
type Review struct {
	assessment.Review
	InForce bool
}

// judged is everything a score rests on, and the score.
type judged struct {
	row       store.AssessmentView
	input     scoring.Input
	revisions []store.Revision // oldest first
	result    scoring.Result
}

// judge scores the last frozen revision as of the transaction's time.
func (c *Core) judge(tx *store.ReadTx, assessmentID string) (j judged, err error) {
	if j.row, err = tx.Buyer().Assessment(assessmentID); err != nil {
		return j, err
	}
	if j.row.Revision == 0 {
		return j, fault.New(fault.Conflict, "not_submitted", "Nothing was submitted yet.").
			WithRemedy("Wait for the vendor's submission.")
	}
	version, err := c.prepared(tx, j.row.QuestionnaireID, j.row.QuestionnaireDigest)
	if err != nil {
		return j, err
	}
	j.input.Version = version.compiled
	if err = j.load(tx); err != nil {
		return j, err
	}
	j.input.Tier, j.input.Source, j.input.At = j.row.Tier, assessment.Source(j.row.Source), tx.Now()
	j.result, err = version.plan.Score(j.input)
	return j, err
}

// load reads revisions, the facts of the last one's files and the reviews.
func (j *judged) load(tx *store.ReadTx) (err error) {
	if j.revisions, err = tx.Buyer().Revisions(j.row.ID); err != nil {
		return err
	}
	all := make([]assessment.Revision, len(j.revisions))
	for i, row := range j.revisions {
		if all[i], err = thawed(row); err != nil {
			return err
		}
	}
	if len(all) == 0 {
		return damaged("revision")
	}
	j.input.Revision, j.input.Unchanged = all[len(all)-1], assessment.UnchangedSince(all)
	if j.input.Facts, err = revisionFacts(tx, j.input.Revision); err != nil {
		return err
	}
	rows, err := tx.Buyer().Reviews(j.row.ID)
	for _, row := range rows {
		var review assessment.Review
		if err := json.Unmarshal(row.Document, &review); err != nil {
			return damaged("review")
		}
		review.Note = row.Note
		j.input.Reviews = append(j.input.Reviews, review)
	}
	return err
}

// revisionFacts reads what the files of a revision show, in the revision's
// order.
func revisionFacts(tx *store.ReadTx, revision assessment.Revision) (facts []fact.Fact, err error) {
	for _, file := range revision.Evidence {
		row, err := tx.Buyer().EvidenceFile(revision.AssessmentID, file.ID)
		if err != nil {
			return nil, err
		}
		var read []fact.Fact
		if err := json.Unmarshal(row.Facts, &read); err != nil {
			return nil, damaged("list of facts")
		}
		facts = append(facts, read...)
	}
	return facts, nil
}

// Findings lists what a person should look at, worst first, as of now.
func (u Evaluation) Findings(ctx context.Context, assessmentID string) (found []scoring.Finding, err error) {
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		j, err := u.judge(tx, assessmentID)
		found = j.result.Findings
		return err
	})
	return found, err
}

// Reviews lists evaluators' decisions, newest first.
func (u Evaluation) Reviews(ctx context.Context, assessmentID string) (found []Review, err error) {
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		if _, err := tx.Buyer().Assessment(assessmentID); err != nil {
			return err
		}
		var j judged
		j.row.ID = assessmentID
		rows, err := tx.Buyer().Reviews(assessmentID)
		if err != nil {
			return err
		}
		found, err = inForce(rows)
		return err
	})
	return found, err
}

// inForce decodes reviews, oldest first, and gives them newest first, each
// marked as standing or superseded.
func inForce(rows []store.Review) ([]Review, error) {
	found := make([]Review, 0, len(rows))
	settled := map[string]bool{}
	for i := range slices.Backward(rows) {
		row := rows[i]
		r := Review{InForce: !settled[row.Subject]}
		if err := json.Unmarshal(row.Document, &r.Review); err != nil {
			return nil, damaged("review")
		}
		r.Note = row.Note
		settled[row.Subject] = true
		found = append(found, r)
	}
	return found, nil
}

// Review records one decision of an evaluator on the last frozen revision,
// with its reason. Nothing is deleted: a later decision of the same kind and
// subject takes the place of an earlier one.
func (u Evaluation) Review(ctx context.Context, assessmentID string, review assessment.Review) (made Review, err error) {
	ref, _, err := u.write(ctx, store.On(assessmentStream(assessmentID)), func(tx *store.Tx) (string, audit.Events, error) {
		j, err := u.judge(&tx.ReadTx, assessmentID)
		if err != nil {
			return "", nil, err
		}
		if _, err := assessment.Next(assessment.State(j.row.State), assessment.ActReview); err != nil {
			return "", nil, err
		}
		decided := review
		decided.ID, decided.Revision, decided.By, decided.At = id.New(id.Review), j.row.Revision, tx.Actor().ID, tx.Now()
		if err := checkReview(j, &decided); err != nil {
			return "", nil, err
		}
		row, digest, err := reviewRow(j.row, decided)
		if err != nil {
			return "", nil, err
		}
		return decided.ID, told("review."+row.Kind, decided.ID, "", digest), tx.Buyer().AddReview(row)
	})
	if err != nil {
		return Review{}, err
	}
	all, err := u.Reviews(ctx, assessmentID)
	for _, r := range all {
		if r.ID == ref {
			made = r
		}
	}
	return made, err
}

func reviewRow(a store.AssessmentView, r assessment.Review) (row store.Review, digest string, err error) {
	doc, digest, err := canon.EncodeDigest(canon.DomainReviews, r)
	if err != nil {
		return row, "", fault.Wrap(err, "encode review")
	}
	return store.Review{ID: r.ID, VendorID: a.VendorID, AssessmentID: a.ID, Revision: r.Revision, Kind: string(r.Kind),
		Subject: reviewSubject(r), Document: doc, Note: r.Note, CreatedUS: r.At, CreatedBy: r.By}, digest, nil
}

// reviewSubject names what a review is about: reviews of one subject supersede
// one another.
func reviewSubject(r assessment.Review) string {
	switch r.Kind {
	case assessment.ReviewGate:
		return string(r.Kind) + ":" + r.GateID
	case assessment.ReviewFinding:
		return string(r.Kind) + ":" + r.FindingID
	default:
		return string(r.Kind) + ":" + r.QuestionID
	}
}
