package app

import (
	"bytes"
	"context"
	"io"

	"memsure/internal/fault"
	"memsure/internal/report"
	"memsure/internal/report/csv"
	"memsure/internal/report/html"
	"memsure/internal/report/pdf"
	"memsure/internal/report/xlsx"
	"memsure/internal/store"
)

// Reports renders what a scorecard froze: the same view as JSON, PDF and page.
type Reports struct{ *Core }

// View gives the frozen view model of a scorecard's report and its canonical
// bytes; number 0 means the newest scorecard.
func (u Reports) View(ctx context.Context, assessmentID string, number int) (view report.Scorecard, document []byte, err error) {
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		card, err := tx.Buyer().Scorecard(assessmentID, number)
		if fault.Is(err, fault.NotFound) {
			return unscored(tx, assessmentID)
		}
		if err != nil {
			return err
		}
		row, err := tx.Buyer().Report(card.ID)
		if err != nil {
			return err
		}
		document = row.Document
		view, err = openedReport(row)
		return err
	})
	return view, document, err
}

// unscored tells an assessment without the scorecard asked for from an
// assessment that is not there.
func unscored(tx *store.ReadTx, assessmentID string) error {
	if _, err := tx.Buyer().Assessment(assessmentID); err != nil {
		return err
	}
	return fault.New(fault.NotFound, "scorecard_absent", "This assessment has no such scorecard, so there is no report of it.").
		WithRemedy("Have the submitted answers scored first.")
}

// PDF draws the report; the same scorecard always gives the same bytes.
func (u Reports) PDF(ctx context.Context, assessmentID string, number int) (reportID string, file []byte, err error) {
	view, _, err := u.View(ctx, assessmentID, number)
	if err != nil {
		return "", nil, err
	}
	logo, err := u.logo(ctx, view.Buyer.LogoSHA256)
	if err != nil {
		return "", nil, err
	}
	var out bytes.Buffer
	if err := pdf.Scorecard(&out, view, pdf.Style{Logo: logo}); err != nil {
		return "", nil, err
	}
	return view.ReportID, out.Bytes(), nil
}

// logo gives the logo a report was made with, which may no longer be the one
// configured.
func (u Reports) logo(ctx context.Context, digest string) (logo []byte, err error) {
	if digest == "" {
		return nil, nil
	}
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		logo, err = tx.Buyer().Logo(digest)
		return err
	})
	return logo, err
}

// HTML writes the report as an accessible page.
func (u Reports) HTML(ctx context.Context, assessmentID string, number int) ([]byte, error) {
	view, _, err := u.View(ctx, assessmentID, number)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := html.Scorecard(&out, view); err != nil {
		return nil, fault.Wrap(err, "render report page")
	}
	return out.Bytes(), nil
}

// XLSX writes the report of a scorecard as a workbook.
func (u Reports) XLSX(ctx context.Context, assessmentID string, number int) (reportID string, file []byte, err error) {
	return u.written(ctx, assessmentID, number, xlsx.Scorecard)
}

// CSV writes the questions of a scorecard, one row a question.
func (u Reports) CSV(ctx context.Context, assessmentID string, number int) (reportID string, file []byte, err error) {
	return u.written(ctx, assessmentID, number, csv.Scorecard)
}

func (u Reports) written(ctx context.Context, assessmentID string, number int,
	write func(io.Writer, report.Scorecard) error) (reportID string, file []byte, err error) {
	view, _, err := u.View(ctx, assessmentID, number)
	if err != nil {
		return "", nil, err
	}
	var out bytes.Buffer
	if err := write(&out, view); err != nil {
		return "", nil, fault.Wrap(err, "write report")
	}
	return view.ReportID, out.Bytes(), nil
}

// Known tells whether a report's digest is on record, and for which report.
func (u Reports) Known(ctx context.Context, digest string) (reportID string, known bool, err error) {
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		row, ok, err := tx.Buyer().ReportByDigest(digest)
		reportID, known = row.ID, ok
		return err
	})
	return reportID, known, err
}
