package httpapi

import (
	"bytes"
	"context"

	"memsure/api"
	"memsure/internal/report"
	"memsure/internal/scoring"
)

// GetScorecardCoverage gathers a scorecard by external controls.
func (h evaluationHandlers) GetScorecardCoverage(ctx context.Context, r api.GetScorecardCoverageRequestObject) (api.GetScorecardCoverageResponseObject, error) {
	digest, covered, err := h.reports.Coverage(ctx, r.AssessmentID, r.Number)
	if err != nil {
		return nil, err
	}
	return api.GetScorecardCoverage200JSONResponse{ScorecardDigest: digest, Frameworks: each(covered, frameworkOut)}, nil
}

// GetScorecardTrace explains a scorecard.
func (h evaluationHandlers) GetScorecardTrace(ctx context.Context, r api.GetScorecardTraceRequestObject) (api.GetScorecardTraceResponseObject, error) {
	_, document, err := h.reports.Trace(ctx, r.AssessmentID, r.Number)
	if err != nil {
		return nil, err
	}
	out, err := documentOut(document)
	return api.GetScorecardTrace200JSONResponse(out), err
}

// GetScorecardTracePDF draws the explanation.
func (h evaluationHandlers) GetScorecardTracePDF(ctx context.Context, r api.GetScorecardTracePDFRequestObject) (api.GetScorecardTracePDFResponseObject, error) {
	reportID, file, err := h.reports.TracePDF(ctx, r.AssessmentID, r.Number)
	if err != nil {
		return nil, err
	}
	name := attachment("memsure-" + reportID + "-trace.pdf")
	return api.GetScorecardTracePDF200ApplicationPdfResponse{Body: bytes.NewReader(file), ContentLength: int64(len(file)),
		Headers: api.GetScorecardTracePDF200ResponseHeaders{ContentDisposition: &name}}, nil
}

// GetScorecardTraceHTML writes the explanation as a page.
func (h evaluationHandlers) GetScorecardTraceHTML(ctx context.Context, r api.GetScorecardTraceHTMLRequestObject) (api.GetScorecardTraceHTMLResponseObject, error) {
	page, err := h.reports.TraceHTML(ctx, r.AssessmentID, r.Number)
	if err != nil {
		return nil, err
	}
	return api.GetScorecardTraceHTML200TextHTMLResponse{Body: bytes.NewReader(page), ContentLength: int64(len(page))}, nil
}

func frameworkOut(f report.Framework) api.FrameworkCoverage {
	return api.FrameworkCoverage{ID: f.ID, Name: f.Name, Publisher: f.Publisher, Edition: f.Edition, Dated: f.Dated, Status: f.Status,
		Known: f.Known, Controls: each(f.Controls, controlOut)}
}

// controlOut leaves out numbers that mean nothing.
func controlOut(c report.ControlLine) api.ControlCoverage {
	out := api.ControlCoverage{ID: c.ID, Place: c.Place, Title: c.Title, QuestionIds: c.QuestionIDs, Standing: api.ControlCoverageStanding(c.Standing),
		Why:   some(c.Why),
		Asked: c.Asked, Answered: c.Replied, Counted: c.Counted,
		WorstGate: some(api.ControlCoverageWorstGate(c.WorstGate)), WorstFinding: some(api.ControlCoverageWorstFinding(c.WorstFinding))}
	if c.Standing == string(scoring.CoverageScored) {
		out.Score, out.ScoreMicro = &c.Score, &c.ScoreMicro
		if c.Replied > 0 {
			out.Quality, out.QualityMicro, out.Confidence, out.ConfidenceMicro = &c.Quality, &c.QualityMicro, &c.Confidence, &c.ConfidenceMicro
		}
	}
	return out
}
