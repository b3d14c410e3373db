package app

import (
	"bytes"
	"context"
	"encoding/json"

	"memsure/internal/assessment"
	"memsure/internal/bundle"
	"memsure/internal/canon"
	"memsure/internal/fault"
	"memsure/internal/report"
	"memsure/internal/report/html"
	"memsure/internal/report/pdf"
	"memsure/internal/store"
)

// Trace explains a scorecard, from nothing but what it froze: its result, the
// revision, the facts and the reviews it names. What vendors and products are
// called is taken from the frozen report too, so that the trace of a scorecard
// stays the same when they are renamed.
func (u Reports) Trace(ctx context.Context, assessmentID string, number int) (view report.Trace, document []byte, err error) {
	in, about, err := u.explained(ctx, assessmentID, number)
	if err != nil {
		return view, nil, err
	}
	view = report.BuildTrace(in)
	view.Status, view.GeneratedAt, view.Subject = about.Status, about.GeneratedAt, about.Subject
	view.Buyer, view.Marking, view.Weights = about.Buyer, about.Marking, about.Annex.Weights
	document, _, err = report.EncodeTrace(view)
	return view, document, fault.Wrap(err, "encode trace")
}

// TracePDF draws the trace; the same scorecard always gives the same bytes.
func (u Reports) TracePDF(ctx context.Context, assessmentID string, number int) (reportID string, file []byte, err error) {
	view, _, err := u.Trace(ctx, assessmentID, number)
	if err != nil {
		return "", nil, err
	}
	var out bytes.Buffer
	err = pdf.Trace(&out, view)
	return view.ReportID, out.Bytes(), err
}

// TraceHTML writes the trace as an accessible page.
func (u Reports) TraceHTML(ctx context.Context, assessmentID string, number int) ([]byte, error) {
	view, _, err := u.Trace(ctx, assessmentID, number)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = html.Trace(&out, view)
	return out.Bytes(), err
}

// Coverage gathers a scorecard by the external controls that its questions map
// to, frameworks in the order of their ids.
func (u Reports) Coverage(ctx context.Context, assessmentID string, number int) (digest string, covered []report.Framework, err error) {
	in, _, err := u.explained(ctx, assessmentID, number)
	if err != nil {
		return "", nil, err
	}
	return in.ResultDigest, report.BuildCoverage(in), nil
}

// explained gives a scorecard as its report was written from, and that report
// for what it says about the occasion.
func (u Reports) explained(ctx context.Context, assessmentID string, number int) (in report.Input, about report.Scorecard, err error) {
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		row, err := tx.Buyer().Scorecard(assessmentID, number)
		if fault.Is(err, fault.NotFound) {
			return unscored(tx, assessmentID)
		}
		if err != nil {
			return err
		}
		card, err := withReport(tx, row)
		if err != nil {
			return err
		}
		if about, err = openedReport(card.Report); err != nil {
			return err
		}
		in, err = u.input(tx, card)
		return err
	})
	return in, about, err
}

// openedReport decodes a frozen report and holds it to its digest.
func openedReport(row store.Report) (view report.Scorecard, err error) {
	if canon.Digest(canon.DomainReport, row.Document) != row.Digest || json.Unmarshal(row.Document, &view) != nil {
		return view, damaged("report")
	}
	return view, nil
}

// input puts together again what a scorecard was made from.
func (u Reports) input(tx *store.ReadTx, card Scorecard) (in report.Input, err error) {
	doc := &card.Content
	a, err := tx.Buyer().Assessment(card.AssessmentID)
	if err != nil {
		return in, err
	}
	version, err := u.counted(tx, a.Assessment) // by the weights that were frozen before the first answer
	if err != nil {
		return in, err
	}
	in = report.Input{ReportID: card.Report.ID, Tier: doc.Tier, Source: assessment.Source(doc.Source), Definition: version.compiled.Definition,
		Result: &doc.Result, ResultDigest: card.Digest, DataCutOff: card.ScoredUS}
	if in.Revision, err = revisionOf(tx, card.AssessmentID, doc.Revision); err != nil {
		return in, err
	}
	if in.Facts, err = revisionFacts(tx, in.Revision); err != nil {
		return in, err
	}
	reviews, err := reviewsOf(tx, card.AssessmentID, doc.Reviews)
	in.Reviews = bundle.Told(doc.Panel, &doc.Result, reviews)
	return in, err
}

func revisionOf(tx *store.ReadTx, assessmentID string, number int) (revision assessment.Revision, err error) {
	row, err := tx.Buyer().Revision(assessmentID, number)
	if fault.Is(err, fault.NotFound) {
		return revision, damaged("revision")
	}
	if err != nil {
		return revision, err
	}
	return thawed(row)
}

// reviewsOf gives the reviews a scorecard considered, in their order; later ones
// are left out. One that is gone is damage, never left out in silence.
func reviewsOf(tx *store.ReadTx, assessmentID string, considered []bundle.ReviewRef) (reviews []assessment.Review, err error) {
	rows, err := reviewRowsOf(tx, assessmentID, considered)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		review, err := openedReview(row)
		if err != nil {
			return nil, err
		}
		reviews = append(reviews, review)
	}
	return reviews, nil
}

// reviewRowsOf gives the records of the reviews a scorecard considered.
func reviewRowsOf(tx *store.ReadTx, assessmentID string, considered []bundle.ReviewRef) (kept []store.Review, err error) {
	wanted := map[string]bool{}
	for _, r := range considered {
		wanted[r.ID] = true
	}
	rows, err := tx.Buyer().Reviews(assessmentID)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		if wanted[row.ID] {
			kept = append(kept, row)
		}
	}
	if len(kept) != len(wanted) {
		return nil, damaged("list of reviews")
	}
	return kept, nil
}
