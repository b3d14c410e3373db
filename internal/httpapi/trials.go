package httpapi

import (
	"context"
	"encoding/json"

	"memsure/api"
	"memsure/internal/fault"
)

// TryQuestionnaire scores a response against a version and keeps nothing.
func (h questionnaireHandlers) TryQuestionnaire(ctx context.Context, r api.TryQuestionnaireRequestObject) (api.TryQuestionnaireResponseObject, error) {
	file, err := readFile(r.Body)
	if err != nil {
		return nil, err
	}
	trial, err := h.use.Try(ctx, r.Slug, r.Version, file)
	if err != nil {
		return nil, err
	}
	out := api.Trial{ScorecardDigest: trial.Digest, Remarks: append([]string{}, trial.Remarks...)}
	if out.Scorecard, err = documentOf(trial.Scorecard()); err != nil {
		return nil, err
	}
	out.Trace, err = documentOf(trial.Trace())
	return api.TryQuestionnaire200JSONResponse(out), err
}

// documentOf writes a view as the document its JSON is.
func documentOf(view any) (map[string]any, error) {
	text, err := json.Marshal(view)
	if err != nil {
		return nil, fault.Wrap(err, "encode a view")
	}
	return documentOut(text)
}
