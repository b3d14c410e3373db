package httpapi

import (
	"context"

	"memsure/api"
	"memsure/internal/app"
)

type publicAnswerHandlers struct{ use app.PublicAnswers }

// ListPublicAnswers lists the answers filled in from public sources.
func (h publicAnswerHandlers) ListPublicAnswers(ctx context.Context, r api.ListPublicAnswersRequestObject) (api.ListPublicAnswersResponseObject, error) {
	draft, err := h.use.Draft(ctx, r.AssessmentID)
	if err != nil {
		return nil, err
	}
	return api.ListPublicAnswers200JSONResponse(answersOut(draft)), nil
}

// PutPublicAnswer stores one answer with its citation.
func (h publicAnswerHandlers) PutPublicAnswer(ctx context.Context, r api.PutPublicAnswerRequestObject) (api.PutPublicAnswerResponseObject, error) {
	answer, err := answerIn(r.QuestionID, *r.Body)
	if err != nil {
		return nil, err
	}
	follows, err := followsIn(r.Params.IfMatch, r.Params.IfNoneMatch)
	if err != nil {
		return nil, err
	}
	saved, err := h.use.Save(ctx, r.AssessmentID, answer, follows)
	return api.PutPublicAnswer200JSONResponse{Body: answerOut(saved),
		Headers: api.PutPublicAnswer200ResponseHeaders{ETag: etag(saved.Version)}}, answerPlaces(err, *r.Body)
}

// DeletePublicAnswer clears an answer.
func (h publicAnswerHandlers) DeletePublicAnswer(ctx context.Context, r api.DeletePublicAnswerRequestObject) (api.DeletePublicAnswerResponseObject, error) {
	return api.DeletePublicAnswer204Response{}, h.use.Delete(ctx, r.AssessmentID, r.QuestionID, given(r.Params.IfMatch))
}

// SubmitPublicAnswers freezes the answers.
func (h publicAnswerHandlers) SubmitPublicAnswers(ctx context.Context, r api.SubmitPublicAnswersRequestObject) (api.SubmitPublicAnswersResponseObject, error) {
	made, err := h.use.Submit(ctx, r.AssessmentID, r.Body.Attest)
	return api.SubmitPublicAnswers201JSONResponse(receiptOut(made)), err
}
