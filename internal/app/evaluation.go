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
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
	"memsure/internal/store"
)

// Evaluation is how submitted answers are judged: reviews by people, and the
// score that follows from answers, facts and reviews.
type Evaluation struct{ *Core }

// Review is an evaluator's decision. InForce tells that the score of the last
// revision rests on it: no later one took its place, and what it judged is
// still answered so.
type Review struct {
	assessment.Review
	InForce bool
	Waiting bool // a grade that shows to nobody else until the whole panel has graded
}

// judged is everything a score rests on, and the score.
type judged struct {
	row       store.AssessmentView
	authored  *questionnaire.Definition // the version as published; the input's counts
	own       questionnaire.Weights
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
	version, err := c.counted(tx, j.row.Assessment)
	if err != nil {
		return j, err
	}
	if err = j.weighed(c, tx); err != nil {
		return j, err
	}
	j.input.Version, j.input.Panel = version.compiled, panelOf(j.row.Assessment)
	if err = j.load(tx); err != nil {
		return j, err
	}
	j.input.Tier, j.input.Source, j.input.At = j.row.Tier, assessment.Source(j.row.Source), tx.Now()
	j.result, err = version.plan.Score(j.input)
	return j, err
}

// weighed notes what the weights were before.
func (j *judged) weighed(c *Core, tx *store.ReadTx) error {
	base, err := c.prepared(tx, j.row.QuestionnaireID, j.row.QuestionnaireDigest)
	if err != nil {
		return err
	}
	j.authored = base.compiled.Definition
	j.own, err = ownWeights(tx, j.row.Assessment)
	return err
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
		review, err := openedReview(row)
		if err != nil {
			return err
		}
		j.input.Reviews = append(j.input.Reviews, review)
	}
	return err
}

// revisionFacts reads what the files of a revision show, in the revision's
// order. They must be the facts the revision was frozen with.
func revisionFacts(tx *store.ReadTx, revision assessment.Revision) (facts []fact.Fact, err error) {
	for _, file := range revision.Evidence {
		row, err := tx.Buyer().EvidenceFile(revision.AssessmentID, file.ID)
		if fault.Is(err, fault.NotFound) {
			return nil, damaged("evidence record")
		}
		if err != nil {
			return nil, err
		}
		var read []fact.Fact
		if err := json.Unmarshal(row.Facts, &read); err != nil || row.FactsDigest() != file.FactsDigest {
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
		row, err := tx.Buyer().Assessment(assessmentID)
		if err != nil || row.Revision == 0 {
			return err
		}
		j, err := u.judge(tx, assessmentID)
		found = j.reviews(person(ctx))
		return err
	})
	return found, err
}

// reviews gives the reviews somebody may see, newest first, each marked as in
// force or not by the score itself.
func (j judged) reviews(viewer string) []Review {
	found, counted := make([]Review, 0, len(j.input.Reviews)), j.result.InForce()
	for _, r := range slices.Backward(j.input.Reviews) {
		if !j.withheld(r, viewer) {
			waiting := j.isCurrentGrade(r) && len(j.input.Panel) > 1 && j.blind(r.QuestionID)
			found = append(found, Review{r, counted[r.ID], waiting})
		}
	}
	return found
}

// Review records one decision of an evaluator on the last frozen revision,
// with its reason. Nothing is deleted: a later decision of the same kind and
// subject takes the place of an earlier one.
func (u Evaluation) Review(ctx context.Context, assessmentID string, review assessment.Review) (made Review, err error) {
	return u.record(ctx, assessmentID, review)
}

func (u Evaluation) record(ctx context.Context, assessmentID string, review assessment.Review) (made Review, err error) {
	ref, _, err := u.write(ctx, store.On(assessmentStream(assessmentID)), func(tx *store.Tx) (string, audit.Events, error) {
		j, err := u.judge(&tx.ReadTx, assessmentID)
		if err != nil {
			return "", nil, err
		}
		if _, err := assessment.Next(assessment.State(j.row.State), assessment.ActReview); err != nil {
			return "", nil, err
		}
		decided := review
		decided.ID, decided.Number, decided.Revision = id.New(id.Review), len(j.input.Reviews)+1, j.row.Revision
		decided.By, decided.At = tx.Actor().ID, tx.Now()
		if err := checkReview(j, &decided); err != nil {
			return "", nil, err
		}
		row, err := reviewRow(j.row, decided)
		if err != nil {
			return "", nil, err
		}
		return decided.ID, told("review."+row.Kind, decided.ID, "", row.Digest), tx.Buyer().AddReview(row)
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

func reviewRow(a store.AssessmentView, r assessment.Review) (store.Review, error) {
	doc, digest, err := assessment.FreezeReview(r)
	return store.Review{ID: r.ID, VendorID: a.VendorID, AssessmentID: a.ID, Number: r.Number, Revision: r.Revision, Kind: string(r.Kind),
		Subject: reviewSubject(r), Digest: digest, Document: doc, Note: r.Note, CreatedUS: r.At, CreatedBy: r.By}, fault.Wrap(err, "encode review")
}

// openedReview decodes a review and holds it to its digest, and what lists go
// by to its document.
func openedReview(row store.Review) (r assessment.Review, err error) {
	if canon.Digest(canon.DomainReview, row.Document) != row.Digest {
		return r, damaged("review")
	}
	if err := json.Unmarshal(row.Document, &r); err != nil || r.ID != row.ID || r.Number != row.Number || r.Revision != row.Revision {
		return r, damaged("review")
	}
	r.Note = row.Note
	return r, nil
}

// reviewSubject names what a review is about: reviews of one subject supersede
// one another.
func reviewSubject(r assessment.Review) string {
	switch r.Kind {
	case assessment.ReviewGate:
		return string(r.Kind) + ":" + r.GateID
	case assessment.ReviewFinding:
		return string(r.Kind) + ":" + r.FindingID
	case assessment.ReviewApproval:
		return string(r.Kind) + ":" + r.Approves
	default:
		return string(r.Kind) + ":" + r.QuestionID
	}
}
