package app

import (
	"context"
	"encoding/json"

	"memsure/internal/assessment"
	"memsure/internal/audit"
	"memsure/internal/bundle"
	"memsure/internal/canon"
	"memsure/internal/id"
	"memsure/internal/report"
	"memsure/internal/scoring"
	"memsure/internal/store"
)

// Scorecard is a frozen scorecard with its report.
type Scorecard struct {
	store.Scorecard
	Content bundle.Document
	Report  store.Report
}

// Score freezes the score of the last revision as of now, with its report.
// Earlier scorecards stay as they are.
func (u Evaluation) Score(ctx context.Context, assessmentID string) (Scorecard, error) {
	ref, _, err := u.write(ctx, store.On(assessmentStream(assessmentID)), func(tx *store.Tx) (string, audit.Events, error) {
		j, err := u.judge(&tx.ReadTx, assessmentID)
		if err != nil {
			return "", nil, err
		}
		if _, err := assessment.Next(assessment.State(j.row.State), assessment.ActScore); err != nil {
			return "", nil, err
		}
		if err := j.gradingOpen(); err != nil {
			return "", nil, err
		}
		j.input.Reviews = j.open()
		card, made, err := u.freezeScore(tx, j)
		if err != nil {
			return "", nil, err
		}
		if err := u.keepLogo(tx); err != nil {
			return "", nil, err
		}
		events := append(told("scorecard.create", card.ID, "", card.Digest), told("report.create", made.ID, "", made.Digest)...)
		return card.ID, events, tx.Buyer().AddScorecard(card, made)
	})
	if err != nil {
		return Scorecard{}, err
	}
	return u.find(ctx, assessmentID, func(c store.Scorecard) bool { return c.ID == ref })
}

func (u Evaluation) keepLogo(tx *store.Tx) error {
	if len(u.Settings.Logo) == 0 {
		return nil
	}
	return tx.Buyer().KeepLogo(report.LogoDigest(u.Settings.Logo), u.Settings.Logo)
}

func (u Evaluation) freezeScore(tx *store.Tx, j judged) (card store.Scorecard, made store.Report, err error) {
	earlier, err := tx.Buyer().Scorecards(j.row.ID)
	if err != nil {
		return card, made, err
	}
	q, err := tx.QuestionnaireByID(j.row.QuestionnaireID)
	if err != nil {
		return card, made, err
	}
	c := j.bundled(q.RulesetDigest, tx.Actor().ID, len(earlier)+1)
	c.Occasion = u.occasion(j, id.New(id.Report))
	doc, bytes, digest, err := c.Freeze()
	if err != nil {
		return card, made, err
	}
	card = store.Scorecard{ID: id.New(id.Scorecard), VendorID: j.row.VendorID, AssessmentID: j.row.ID, Number: doc.Number, Revision: doc.Revision,
		Digest: digest, Document: bytes, Arithmetic: j.result.Arithmetic, RulesetDigest: q.RulesetDigest, Band: j.result.Band,
		GateOutcome: string(j.result.GateOutcome), Overall: score(j.result.Overall), Exposure: score(j.result.Exposure),
		Practice: score(j.result.Practice), ScoredUS: tx.Now(), ScoredBy: tx.Actor().ID}
	previous, err := u.previous(j, earlier)
	if err != nil {
		return card, made, err
	}
	made = store.Report{ID: c.Occasion.ReportID, VendorID: card.VendorID, AssessmentID: card.AssessmentID, ScorecardID: card.ID, CreatedUS: card.ScoredUS}
	made.Document, made.Digest, err = c.Report(&doc, digest, previous)
	return card, made, err
}

// bundled is the case as it is frozen and reported.
func (j judged) bundled(rulesetDigest, scoredBy string, number int) bundle.Case {
	c := bundle.Case{AssessmentID: j.row.ID, Number: number, Questionnaire: bundle.Named{Digest: j.row.QuestionnaireDigest, RulesetDigest: rulesetDigest},
		Authored: j.authored, Weights: j.own, Input: j.input, Result: j.result, ScoredBy: scoredBy}
	for _, r := range j.revisions {
		c.Revisions = append(c.Revisions, bundle.RevisionRef{Number: r.Number, Digest: r.Digest})
	}
	return c
}

// occasion is what the report says beside the score.
func (u Evaluation) occasion(j judged, reportID string) bundle.Occasion {
	return bundle.Occasion{ReportID: reportID, Buyer: report.Buyer{Name: u.Settings.BuyerName, LogoSHA256: report.LogoDigest(u.Settings.Logo)},
		Marking: u.Settings.Marking, Decider: j.row.Owner, Vendor: j.row.VendorName, Product: j.row.ProductName, Release: j.row.ReleaseLabel,
		Purpose: assessment.Purpose(j.row.Purpose)}
}

func score(s *scoring.Summary) *int64 {
	if s == nil {
		return nil
	}
	return &s.Score
}

func (u Evaluation) previous(j judged, earlier []store.Scorecard) (*report.Previous, error) {
	if len(earlier) == 0 {
		return nil, nil
	}
	last, err := opened(earlier[0])
	if err != nil {
		return nil, err
	}
	for _, row := range j.revisions {
		if row.Number == last.Content.Revision {
			revision, err := thawed(row)
			return &report.Previous{ReportID: last.ID, Revision: revision, Result: &last.Content.Result}, err
		}
	}
	return nil, damaged("scorecard")
}

// opened decodes a scorecard and holds it to its digest.
func opened(row store.Scorecard) (Scorecard, error) {
	card := Scorecard{Scorecard: row}
	if canon.Digest(canon.DomainScorecard, row.Document) != row.Digest {
		return card, damaged("scorecard")
	}
	if err := json.Unmarshal(row.Document, &card.Content); err != nil || !indexed(row, card.Content) {
		return card, damaged("scorecard")
	}
	return card, nil
}

// indexed tells whether the columns beside a scorecard's document say what the
// document says: lists and reports are built from them.
func indexed(row store.Scorecard, doc bundle.Document) bool {
	same := func(a *int64, b *scoring.Summary) bool {
		return a == nil && b == nil || a != nil && b != nil && *a == b.Score
	}
	r := doc.Result
	return row.AssessmentID == doc.AssessmentID && row.Number == doc.Number && row.Revision == doc.Revision &&
		row.Arithmetic == r.Arithmetic && row.Band == r.Band && row.GateOutcome == string(r.GateOutcome) &&
		same(row.Overall, r.Overall) && same(row.Exposure, r.Exposure) && same(row.Practice, r.Practice) &&
		row.ScoredUS == doc.ScoredAt && row.ScoredBy == doc.ScoredBy
}

// Scorecards lists an assessment's scorecards, newest first.
func (u Evaluation) Scorecards(ctx context.Context, assessmentID string) (found []Scorecard, err error) {
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		if _, err := tx.Buyer().Assessment(assessmentID); err != nil {
			return err
		}
		rows, err := tx.Buyer().Scorecards(assessmentID)
		if err != nil {
			return err
		}
		for _, row := range rows {
			card, err := withReport(tx, row)
			if err != nil {
				return err
			}
			found = append(found, card)
		}
		return nil
	})
	return found, err
}

func withReport(tx *store.ReadTx, row store.Scorecard) (Scorecard, error) {
	card, err := opened(row)
	if err != nil {
		return card, err
	}
	card.Report, err = tx.Buyer().Report(row.ID)
	return card, err
}

// Scorecard gives one scorecard by number; 0 means the newest.
func (u Evaluation) Scorecard(ctx context.Context, assessmentID string, number int) (card Scorecard, err error) {
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		row, err := tx.Buyer().Scorecard(assessmentID, number)
		if err != nil {
			return err
		}
		card, err = withReport(tx, row)
		return err
	})
	return card, err
}

func (u Evaluation) find(ctx context.Context, assessmentID string, is func(store.Scorecard) bool) (Scorecard, error) {
	all, err := u.Scorecards(ctx, assessmentID)
	if err != nil {
		return Scorecard{}, err
	}
	for _, card := range all {
		if is(card.Scorecard) {
			return card, nil
		}
	}
	return Scorecard{}, absent(nil)
}
