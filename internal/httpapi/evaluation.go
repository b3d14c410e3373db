package httpapi

import (
	"bytes"
	"context"

	"memsure/api"
	"memsure/internal/app"
)

// evaluationHandlers serves reviews, findings and scorecards.
type evaluationHandlers struct {
	evaluation app.Evaluation
	reports    app.Reports
}

// ListReviews lists evaluators' decisions, newest first.
func (h evaluationHandlers) ListReviews(ctx context.Context, r api.ListReviewsRequestObject) (api.ListReviewsResponseObject, error) {
	found, err := h.evaluation.Reviews(ctx, r.AssessmentID)
	if err != nil {
		return nil, err
	}
	return api.ListReviews200JSONResponse{Items: each(found, reviewOut)}, nil
}

// CreateReview records a decision.
func (h evaluationHandlers) CreateReview(ctx context.Context, r api.CreateReviewRequestObject) (api.CreateReviewResponseObject, error) {
	review, err := reviewIn(*r.Body)
	if err != nil {
		return nil, err
	}
	made, err := h.evaluation.Review(ctx, r.AssessmentID, review)
	if err != nil {
		return nil, err
	}
	return api.CreateReview201JSONResponse(reviewOut(made)), nil
}

// ApproveReview records a second person's yes or no to a proposal on a gate.
func (h evaluationHandlers) ApproveReview(ctx context.Context, r api.ApproveReviewRequestObject) (api.ApproveReviewResponseObject, error) {
	made, err := h.evaluation.Approve(ctx, r.AssessmentID, r.ReviewID, r.Body.Approved, r.Body.Reason)
	if err != nil {
		return nil, err
	}
	return api.ApproveReview201JSONResponse(reviewOut(made)), nil
}

// ListFindings lists what a person should look at, worst first.
func (h evaluationHandlers) ListFindings(ctx context.Context, r api.ListFindingsRequestObject) (api.ListFindingsResponseObject, error) {
	found, err := h.evaluation.Findings(ctx, r.AssessmentID)
	if err != nil {
		return nil, err
	}
	return api.ListFindings200JSONResponse{Items: each(found, findingOut)}, nil
}

// ListScorecards lists an assessment's scorecards, newest first.
func (h evaluationHandlers) ListScorecards(ctx context.Context, r api.ListScorecardsRequestObject) (api.ListScorecardsResponseObject, error) {
	found, err := h.evaluation.Scorecards(ctx, r.AssessmentID)
	if err != nil {
		return nil, err
	}
	return api.ListScorecards200JSONResponse{Items: each(found, scorecardSummaryOut)}, nil
}

// CreateScorecard scores the last frozen revision.
func (h evaluationHandlers) CreateScorecard(ctx context.Context, r api.CreateScorecardRequestObject) (api.CreateScorecardResponseObject, error) {
	card, err := h.evaluation.Score(ctx, r.AssessmentID)
	if err != nil {
		return nil, err
	}
	out, err := scorecardOut(card)
	return api.CreateScorecard201JSONResponse(out), err
}

// GetScorecard fetches a scorecard.
func (h evaluationHandlers) GetScorecard(ctx context.Context, r api.GetScorecardRequestObject) (api.GetScorecardResponseObject, error) {
	card, err := h.evaluation.Scorecard(ctx, r.AssessmentID, r.Number)
	if err != nil {
		return nil, err
	}
	out, err := scorecardOut(card)
	return api.GetScorecard200JSONResponse(out), err
}

// GetReport fetches the report's view model.
func (h evaluationHandlers) GetReport(ctx context.Context, r api.GetReportRequestObject) (api.GetReportResponseObject, error) {
	_, document, err := h.reports.View(ctx, r.AssessmentID, given(r.Params.Scorecard))
	if err != nil {
		return nil, err
	}
	out, err := documentOut(document)
	return api.GetReport200JSONResponse(out), err
}

// GetReportPDF draws the report.
func (h evaluationHandlers) GetReportPDF(ctx context.Context, r api.GetReportPDFRequestObject) (api.GetReportPDFResponseObject, error) {
	reportID, file, err := h.reports.PDF(ctx, r.AssessmentID, given(r.Params.Scorecard))
	if err != nil {
		return nil, err
	}
	name := attachment("memsure-" + reportID + ".pdf")
	return api.GetReportPDF200ApplicationPdfResponse{Body: bytes.NewReader(file), ContentLength: int64(len(file)),
		Headers: api.GetReportPDF200ResponseHeaders{ContentDisposition: &name}}, nil
}

// GetReportHTML writes the report as a page.
func (h evaluationHandlers) GetReportHTML(ctx context.Context, r api.GetReportHTMLRequestObject) (api.GetReportHTMLResponseObject, error) {
	page, err := h.reports.HTML(ctx, r.AssessmentID, given(r.Params.Scorecard))
	if err != nil {
		return nil, err
	}
	return api.GetReportHTML200TextHTMLResponse{Body: bytes.NewReader(page), ContentLength: int64(len(page))}, nil
}
