package httpapi

import (
	"context"

	"memsure/api"
	"memsure/internal/app"
)

// portalAnswerHandlers serves the questions and the answers to them.
type portalAnswerHandlers struct{ use app.Answering }

// ListPortalAssessments is the inbox.
func (h portalAnswerHandlers) ListPortalAssessments(ctx context.Context, _ api.ListPortalAssessmentsRequestObject) (api.ListPortalAssessmentsResponseObject, error) {
	found, err := h.use.Inbox(ctx)
	return api.ListPortalAssessments200JSONResponse{Items: each(found, h.assigned)}, err
}

func (h portalAnswerHandlers) assigned(a app.Assigned) api.PortalAssessment {
	return portalAssessment(a, h.use.Settings.BuyerName)
}

// GetAssignment gives the questions with the state of the draft.
func (h portalAnswerHandlers) GetAssignment(ctx context.Context, r api.GetAssignmentRequestObject) (api.GetAssignmentResponseObject, error) {
	found, err := h.use.Assignment(ctx, r.AssessmentID)
	if err != nil {
		return nil, err
	}
	out, err := assignmentOut(found)
	out.Assessment = h.assigned(found.Assessment)
	return api.GetAssignment200JSONResponse(out), err
}

// ListAnswers lists the draft's answers.
func (h portalAnswerHandlers) ListAnswers(ctx context.Context, r api.ListAnswersRequestObject) (api.ListAnswersResponseObject, error) {
	draft, err := h.use.Draft(ctx, r.AssessmentID)
	if err != nil {
		return nil, err
	}
	return api.ListAnswers200JSONResponse(answersOut(draft)), nil
}

// PutAnswers saves many answers, all or none. It gives back those that were
// sent, in the order sent.
func (h portalAnswerHandlers) PutAnswers(ctx context.Context, r api.PutAnswersRequestObject) (api.PutAnswersResponseObject, error) {
	edits, err := editsIn(r.Body.Answers)
	if err != nil {
		return nil, err
	}
	saved, err := h.use.SaveAll(ctx, r.AssessmentID, edits)
	if err != nil {
		return nil, bulkPlaces(err, r.Body.Answers)
	}
	draft, err := h.use.Draft(ctx, r.AssessmentID)
	return api.PutAnswers200JSONResponse{Items: each(saved, answerOut), Progress: progressOut(draft.Progress)}, err
}

// PutAnswer saves one answer.
func (h portalAnswerHandlers) PutAnswer(ctx context.Context, r api.PutAnswerRequestObject) (api.PutAnswerResponseObject, error) {
	answer, err := answerIn(r.QuestionID, *r.Body)
	if err != nil {
		return nil, err
	}
	follows, err := followsIn(r.Params.IfMatch, r.Params.IfNoneMatch)
	if err != nil {
		return nil, err
	}
	saved, err := h.use.Save(ctx, r.AssessmentID, answer, follows)
	return api.PutAnswer200JSONResponse{Body: answerOut(saved), Headers: api.PutAnswer200ResponseHeaders{ETag: etag(saved.Version)}},
		answerPlaces(err, *r.Body)
}

// DeleteAnswer clears an answer.
func (h portalAnswerHandlers) DeleteAnswer(ctx context.Context, r api.DeleteAnswerRequestObject) (api.DeleteAnswerResponseObject, error) {
	return api.DeleteAnswer204Response{}, h.use.Delete(ctx, r.AssessmentID, r.QuestionID, given(r.Params.IfMatch))
}

// ExportAnswers gives the draft as a file.
func (h portalAnswerHandlers) ExportAnswers(ctx context.Context, r api.ExportAnswersRequestObject) (api.ExportAnswersResponseObject, error) {
	file, err := h.use.Export(ctx, r.AssessmentID)
	return api.ExportAnswers200JSONResponse(fileOut(file)), err
}

// OfferAnswers says what a file of answers offers here.
func (h portalAnswerHandlers) OfferAnswers(ctx context.Context, r api.OfferAnswersRequestObject) (api.OfferAnswersResponseObject, error) {
	file, err := fileIn(*r.Body)
	if err != nil {
		return nil, err
	}
	offers, err := h.use.Offer(ctx, r.AssessmentID, file)
	return api.OfferAnswers200JSONResponse{Items: each(offers, offerOut)}, err
}

// GetProgress says what is missing.
func (h portalAnswerHandlers) GetProgress(ctx context.Context, r api.GetProgressRequestObject) (api.GetProgressResponseObject, error) {
	done, waiting, err := h.use.Progress(ctx, r.AssessmentID)
	return api.GetProgress200JSONResponse(progressWith(done, waiting)), err
}
