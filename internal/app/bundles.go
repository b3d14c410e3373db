package app

import (
	"bytes"
	"context"

	"memsure/internal/assessment"
	"memsure/internal/bundle"
	"memsure/internal/fault"
	"memsure/internal/store"
)

// Bundle gives everything a scorecard rests on as one file, for somebody who
// wants to compute it again without this service; number 0 means the newest.
func (u Evaluation) Bundle(ctx context.Context, assessmentID string, number int) (file []byte, made int, err error) {
	var b *bundle.Bundle
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		row, err := tx.Buyer().Scorecard(assessmentID, number)
		if err != nil {
			return err
		}
		made = row.Number
		b, err = bundleOf(tx, row)
		return err
	})
	if err != nil {
		return nil, 0, err
	}
	var out bytes.Buffer
	err = bundle.Write(&out, b)
	return out.Bytes(), made, err
}

// bundleOf gathers what a scorecard rests on, in the bytes that are kept.
func bundleOf(tx *store.ReadTx, row store.Scorecard) (*bundle.Bundle, error) {
	card, err := opened(row)
	if err != nil {
		return nil, err
	}
	a, err := tx.Buyer().Assessment(row.AssessmentID)
	if err != nil {
		return nil, err
	}
	g := gathering{ReadTx: tx, card: card, Bundle: &bundle.Bundle{Scorecard: row.Document, Read: map[string][]byte{}}}
	q, err := tx.QuestionnaireByID(a.QuestionnaireID)
	if err != nil {
		return nil, err
	}
	g.Questionnaire = q.Canonical
	for _, step := range []func() error{g.weights, g.revisions, g.reviews, g.previous, func() error { return g.report(a) }} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return g.Bundle, nil
}

// gathering is a bundle while it is put together.
type gathering struct {
	*bundle.Bundle
	*store.ReadTx
	card Scorecard
}

func (g *gathering) weights() error {
	digest := g.card.Content.Input("weights")
	if digest == "" {
		return nil
	}
	row, err := g.Vendor(g.card.VendorID).Weights(g.card.AssessmentID, digest)
	if fault.Is(err, fault.NotFound) {
		return damaged("weights document")
	}
	g.Weights = row.Document
	return err
}

// revisions takes all that were looked at, and what was found in the files of
// the last.
func (g *gathering) revisions() error {
	rows, err := g.Buyer().Revisions(g.card.AssessmentID)
	if err != nil {
		return err
	}
	var last assessment.Revision
	for _, row := range rows {
		if row.Number > g.card.Revision {
			break
		}
		if last, err = thawed(row); err != nil {
			return err
		}
		g.Revisions = append(g.Revisions, row.Document)
	}
	for _, file := range last.Evidence {
		row, err := g.Buyer().EvidenceFile(g.card.AssessmentID, file.ID)
		if fault.Is(err, fault.NotFound) {
			return damaged("evidence record")
		}
		if err != nil {
			return err
		}
		g.Read[file.ID] = row.Facts
	}
	return nil
}

// reviews takes those that the score considered.
func (g *gathering) reviews() error {
	rows, err := reviewRowsOf(g.ReadTx, g.card.AssessmentID, g.card.Content.Reviews)
	for _, row := range rows {
		g.Reviews = append(g.Reviews, row.Document)
	}
	return err
}

func (g *gathering) previous() error {
	if g.card.Number == 1 {
		return nil
	}
	row, err := g.Buyer().Scorecard(g.card.AssessmentID, g.card.Number-1)
	if fault.Is(err, fault.NotFound) {
		return damaged("scorecard")
	}
	g.Previous, g.Facts.PreviousID = row.Document, row.ID
	return err
}

// report takes the report and, out of it, what stood beside the score when it
// was made: names and settings may have changed since.
func (g *gathering) report(a store.AssessmentView) error {
	row, err := g.Buyer().Report(g.card.ID)
	if err != nil {
		return err
	}
	view, err := openedReport(row)
	if err != nil {
		return err
	}
	doc := &g.card.Content
	g.Report = row.Document
	g.Facts.AssessmentID, g.Facts.Tier, g.Facts.Source, g.Facts.Panel = doc.AssessmentID, doc.Tier, assessment.Source(doc.Source), doc.Panel
	g.Facts.Occasion = bundle.Occasion{ReportID: view.ReportID, Buyer: view.Buyer, Marking: view.Marking, Decider: view.Decision.Decider,
		Vendor: view.Subject.Vendor, Product: view.Subject.Product, Release: view.Subject.Release, Purpose: assessment.Purpose(a.Purpose)}
	return nil
}
