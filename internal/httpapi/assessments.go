package httpapi

import (
	"context"

	"memsure/api"
	"memsure/internal/app"
	"memsure/internal/store"
)

type assessmentHandlers struct {
	use   app.Assessments
	proof app.Proof
}

// ListAssessments lists assessments, newest first.
func (h assessmentHandlers) ListAssessments(ctx context.Context, r api.ListAssessmentsRequestObject) (api.ListAssessmentsResponseObject, error) {
	filter := store.AssessmentFilter{State: string(given(r.Params.State)), VendorID: given(r.Params.VendorID)}
	list := listName("assessments", filter.State, filter.VendorID)
	page, err := pageOf(list, r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	rows, err := h.use.List(ctx, page, filter)
	rows, next := cut(rows, page, list, func(a app.Assessment) cursor { return cursor{Time: a.CreatedUS, ID: a.ID} })
	return api.ListAssessments200JSONResponse{Items: each(rows, assessmentView), NextCursor: next}, err
}

// CreateAssessment prepares an assessment.
func (h assessmentHandlers) CreateAssessment(ctx context.Context, r api.CreateAssessmentRequestObject) (api.CreateAssessmentResponseObject, error) {
	made, err := h.use.Create(ctx, newAssessment(*r.Body))
	return api.CreateAssessment201JSONResponse{Body: assessmentView(made),
		Headers: api.CreateAssessment201ResponseHeaders{ETag: etag(made.RowVersion)}}, err
}

// CreateAssessments sends one questionnaire to many vendors.
func (h assessmentHandlers) CreateAssessments(ctx context.Context, r api.CreateAssessmentsRequestObject) (api.CreateAssessmentsResponseObject, error) {
	sent, err := h.use.Send(ctx, commonAssessment(*r.Body), each(r.Body.Recipients, recipient))
	return api.CreateAssessments201JSONResponse{Items: each(sent, sentAssessment)}, err
}

// GetAssessment gives an assessment.
func (h assessmentHandlers) GetAssessment(ctx context.Context, r api.GetAssessmentRequestObject) (api.GetAssessmentResponseObject, error) {
	found, err := h.use.Get(ctx, r.AssessmentID)
	return api.GetAssessment200JSONResponse{Body: assessmentView(found),
		Headers: api.GetAssessment200ResponseHeaders{ETag: etag(found.RowVersion)}}, err
}

// UpdateAssessment changes due date, owner or tier.
func (h assessmentHandlers) UpdateAssessment(ctx context.Context, r api.UpdateAssessmentRequestObject) (api.UpdateAssessmentResponseObject, error) {
	changed, err := h.use.Update(ctx, r.AssessmentID, given(r.Params.IfMatch), assessmentChange(*r.Body))
	return api.UpdateAssessment200JSONResponse{Body: assessmentView(changed),
		Headers: api.UpdateAssessment200ResponseHeaders{ETag: etag(changed.RowVersion)}}, err
}

// GetWeights gives by what the answers count.
func (h assessmentHandlers) GetWeights(ctx context.Context, r api.GetWeightsRequestObject) (api.GetWeightsResponseObject, error) {
	found, err := h.use.Weights(ctx, r.AssessmentID)
	if err != nil {
		return nil, err
	}
	return api.GetWeights200JSONResponse{Body: weightProfileOut(found), Headers: api.GetWeights200ResponseHeaders{ETag: etag(found.RowVersion)}}, nil
}

// PutWeights sets weights for one assessment.
func (h assessmentHandlers) PutWeights(ctx context.Context, r api.PutWeightsRequestObject) (api.PutWeightsResponseObject, error) {
	changed, err := h.use.SetWeights(ctx, r.AssessmentID, given(r.Params.IfMatch), weightsIn(r.Body))
	if err != nil {
		return nil, err
	}
	return api.PutWeights200JSONResponse{Body: weightProfileOut(changed), Headers: api.PutWeights200ResponseHeaders{ETag: etag(changed.RowVersion)}}, nil
}

// DeleteWeights goes back to the questionnaire's and the tier's weights.
func (h assessmentHandlers) DeleteWeights(ctx context.Context, r api.DeleteWeightsRequestObject) (api.DeleteWeightsResponseObject, error) {
	return api.DeleteWeights204Response{}, h.use.ClearWeights(ctx, r.AssessmentID, given(r.Params.IfMatch))
}

// ReturnAssessment sends chosen questions back.
func (h assessmentHandlers) ReturnAssessment(ctx context.Context, r api.ReturnAssessmentRequestObject) (api.ReturnAssessmentResponseObject, error) {
	changed, err := h.use.Return(ctx, r.AssessmentID, given(r.Body.Message), dayText(r.Body.DueOn),
		each(r.Body.Questions, returnedQuestion))
	return api.ReturnAssessment200JSONResponse{Body: assessmentView(changed),
		Headers: api.ReturnAssessment200ResponseHeaders{ETag: etag(changed.RowVersion)}}, err
}

// WithdrawAssessment ends an assessment as the buyer.
func (h assessmentHandlers) WithdrawAssessment(ctx context.Context, r api.WithdrawAssessmentRequestObject) (api.WithdrawAssessmentResponseObject, error) {
	changed, err := h.use.Withdraw(ctx, r.AssessmentID, r.Body.Reason)
	return api.WithdrawAssessment200JSONResponse{Body: assessmentView(changed),
		Headers: api.WithdrawAssessment200ResponseHeaders{ETag: etag(changed.RowVersion)}}, err
}

// RecordNoResponse records that the vendor stayed silent.
func (h assessmentHandlers) RecordNoResponse(ctx context.Context, r api.RecordNoResponseRequestObject) (api.RecordNoResponseResponseObject, error) {
	changed, err := h.use.NoResponse(ctx, r.AssessmentID, r.Body.Reason)
	return api.RecordNoResponse200JSONResponse{Body: assessmentView(changed),
		Headers: api.RecordNoResponse200ResponseHeaders{ETag: etag(changed.RowVersion)}}, err
}

// CloseAssessment records the decision.
func (h assessmentHandlers) CloseAssessment(ctx context.Context, r api.CloseAssessmentRequestObject) (api.CloseAssessmentResponseObject, error) {
	changed, err := h.use.Close(ctx, r.AssessmentID, string(r.Body.Outcome), r.Body.Reason)
	return api.CloseAssessment200JSONResponse{Body: assessmentView(changed),
		Headers: api.CloseAssessment200ResponseHeaders{ETag: etag(changed.RowVersion)}}, err
}

// ListRevisions lists frozen revisions.
func (h assessmentHandlers) ListRevisions(ctx context.Context, r api.ListRevisionsRequestObject) (api.ListRevisionsResponseObject, error) {
	found, err := h.use.Revisions(ctx, r.AssessmentID)
	return api.ListRevisions200JSONResponse{Items: each(found, revisionSummaryOut)}, err
}

// GetRevision gives a frozen revision.
func (h assessmentHandlers) GetRevision(ctx context.Context, r api.GetRevisionRequestObject) (api.GetRevisionResponseObject, error) {
	found, err := h.use.Revision(ctx, r.AssessmentID, r.Number)
	return api.GetRevision200JSONResponse(revisionOut(found)), err
}

// ListEvidence lists the files of submitted answers.
func (h assessmentHandlers) ListEvidence(ctx context.Context, r api.ListEvidenceRequestObject) (api.ListEvidenceResponseObject, error) {
	found, err := h.proof.Submitted(ctx, r.AssessmentID)
	if err != nil {
		return nil, err
	}
	items, err := evidencesOut(found)
	return api.ListEvidence200JSONResponse{Items: items}, err
}

// GetEvidenceContent gives a submitted file, byte for byte.
func (h assessmentHandlers) GetEvidenceContent(ctx context.Context, r api.GetEvidenceContentRequestObject) (api.GetEvidenceContentResponseObject, error) {
	file, content, err := h.proof.SubmittedContent(ctx, r.AssessmentID, r.EvidenceID)
	if err != nil {
		return nil, err
	}
	name := attachment(file.FileName)
	return api.GetEvidenceContent200ApplicationOctetStreamResponse{Body: content, ContentLength: file.Size,
		Headers: api.GetEvidenceContent200ResponseHeaders{ContentDisposition: &name}}, nil
}
