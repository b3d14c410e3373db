package httpapi

import (
	"context"

	"memsure/api"
	"memsure/internal/app"
)

// portalEarlierHandlers serves what the vendor answered before.
type portalEarlierHandlers struct{ reuse app.Answering }

// ListEarlierAnswers says what earlier submissions offer here.
func (h portalEarlierHandlers) ListEarlierAnswers(ctx context.Context, r api.ListEarlierAnswersRequestObject) (api.ListEarlierAnswersResponseObject, error) {
	offers, err := h.reuse.Earlier(ctx, r.AssessmentID)
	if err != nil {
		return nil, err
	}
	return api.ListEarlierAnswers200JSONResponse(earlierOut(offers)), nil
}

// ConfirmEarlierAnswers saves earlier answers as answers of today.
func (h portalEarlierHandlers) ConfirmEarlierAnswers(ctx context.Context, r api.ConfirmEarlierAnswersRequestObject) (api.ConfirmEarlierAnswersResponseObject, error) {
	what, err := acceptanceIn(*r.Body)
	if err != nil {
		return nil, err
	}
	done, err := h.reuse.Accept(ctx, r.AssessmentID, what)
	return api.ConfirmEarlierAnswers200JSONResponse(confirmationOut(done)), err
}
