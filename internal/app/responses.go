package app

import (
	"bytes"
	"context"
	"io"

	"memsure/internal/assessment"
	"memsure/internal/fault"
	"memsure/internal/report"
	"memsure/internal/report/csv"
	"memsure/internal/report/xlsx"
	"memsure/internal/store"
)

// Response gives a frozen revision as a view for reading.
func (u Reports) Response(ctx context.Context, assessmentID string, number int) (view report.Response, err error) {
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		row, err := tx.Buyer().Assessment(assessmentID)
		if err != nil {
			return err
		}
		kept, err := tx.Buyer().Revision(assessmentID, number)
		if err != nil {
			return err
		}
		revision, err := thawed(kept)
		if err != nil {
			return err
		}
		in, err := u.responseInput(tx, row, revision)
		in.RevisionDigest = kept.Digest
		view = report.BuildResponse(in)
		return err
	})
	return view, err
}

func (u Reports) responseInput(tx *store.ReadTx, row store.AssessmentView, revision assessment.Revision) (in report.ResponseInput, err error) {
	version, err := u.compiled(tx, row.QuestionnaireID, row.QuestionnaireDigest)
	if err != nil {
		return in, err
	}
	facts, err := revisionFacts(tx, revision)
	if err != nil {
		return in, err
	}
	in.Input = report.Input{Buyer: report.Buyer{Name: u.Settings.BuyerName}, Marking: u.Settings.Marking, Vendor: row.VendorName,
		Product: row.ProductName, Release: row.ReleaseLabel, Purpose: assessment.Purpose(row.Purpose), Tier: row.Tier,
		Source: assessment.Source(row.Source), Definition: version.Definition, DefinitionDigest: row.QuestionnaireDigest,
		Revision: revision, Facts: facts}
	open := opening(version, revision.Answers)
	shown := assessment.Draft{Version: version, Answers: map[string]assessment.Answer{}}
	for _, a := range revision.Answers {
		shown.Answers[a.QuestionID] = a
	}
	for _, f := range facts {
		if open[f.EvidenceID] {
			shown.Facts = append(shown.Facts, f)
		}
	}
	in.Visible = shown.Visible()
	return in, nil
}

// ResponseXLSX writes a frozen revision as a workbook to read.
func (u Reports) ResponseXLSX(ctx context.Context, assessmentID string, number int) ([]byte, error) {
	return u.response(ctx, assessmentID, number, xlsx.Response)
}

// ResponseCSV writes a frozen revision, one row a question.
func (u Reports) ResponseCSV(ctx context.Context, assessmentID string, number int) ([]byte, error) {
	return u.response(ctx, assessmentID, number, csv.Response)
}

func (u Reports) response(ctx context.Context, assessmentID string, number int, write func(io.Writer, report.Response) error) ([]byte, error) {
	view, err := u.Response(ctx, assessmentID, number)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := write(&out, view); err != nil {
		return nil, fault.Wrap(err, "write response")
	}
	return out.Bytes(), nil
}
