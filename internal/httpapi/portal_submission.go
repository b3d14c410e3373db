package httpapi

import (
	"context"

	"memsure/api"
	"memsure/internal/app"
)

// portalSubmissionHandlers serves approval, submission and what is frozen.
type portalSubmissionHandlers struct{ use app.Submissions }

// GetApproval tells whether the draft is approved.
func (h portalSubmissionHandlers) GetApproval(ctx context.Context, r api.GetApprovalRequestObject) (api.GetApprovalResponseObject, error) {
	found, err := h.use.Approval(ctx, r.AssessmentID)
	return api.GetApproval200JSONResponse(approvalOut(found)), err
}

// ApproveDraft approves the draft as it stands.
func (h portalSubmissionHandlers) ApproveDraft(ctx context.Context, r api.ApproveDraftRequestObject) (api.ApproveDraftResponseObject, error) {
	made, err := h.use.Approve(ctx, r.AssessmentID)
	return api.ApproveDraft200JSONResponse(approvalOut(made)), err
}

// SubmitAnswers freezes the draft.
func (h portalSubmissionHandlers) SubmitAnswers(ctx context.Context, r api.SubmitAnswersRequestObject) (api.SubmitAnswersResponseObject, error) {
	made, err := h.use.Submit(ctx, r.AssessmentID, r.Body.Attest)
	return api.SubmitAnswers201JSONResponse(receiptOut(made)), err
}

// GetReceipt gives the receipt of the last submission.
func (h portalSubmissionHandlers) GetReceipt(ctx context.Context, r api.GetReceiptRequestObject) (api.GetReceiptResponseObject, error) {
	found, err := h.use.Receipt(ctx, r.AssessmentID)
	return api.GetReceipt200JSONResponse(receiptOut(found)), err
}

// ListOwnRevisions lists the vendor's frozen revisions.
func (h portalSubmissionHandlers) ListOwnRevisions(ctx context.Context, r api.ListOwnRevisionsRequestObject) (api.ListOwnRevisionsResponseObject, error) {
	found, err := h.use.Revisions(ctx, r.AssessmentID)
	return api.ListOwnRevisions200JSONResponse{Items: each(found, revisionSummaryOut)}, err
}

// GetOwnRevision gives one of them.
func (h portalSubmissionHandlers) GetOwnRevision(ctx context.Context, r api.GetOwnRevisionRequestObject) (api.GetOwnRevisionResponseObject, error) {
	found, err := h.use.Revision(ctx, r.AssessmentID, r.Number)
	return api.GetOwnRevision200JSONResponse(revisionOut(found)), err
}

// DeclineAssessment ends the assessment as the vendor.
func (h portalSubmissionHandlers) DeclineAssessment(ctx context.Context, r api.DeclineAssessmentRequestObject) (api.DeclineAssessmentResponseObject, error) {
	return api.DeclineAssessment204Response{}, h.use.Decline(ctx, r.AssessmentID, r.Body.Reason)
}
