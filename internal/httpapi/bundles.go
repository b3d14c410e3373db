package httpapi

import (
	"bytes"
	"context"
	"fmt"

	"memsure/api"
)

// GetScorecardBundle gives everything a scorecard rests on.
func (h evaluationHandlers) GetScorecardBundle(ctx context.Context, r api.GetScorecardBundleRequestObject) (api.GetScorecardBundleResponseObject, error) {
	file, number, err := h.evaluation.Bundle(ctx, r.AssessmentID, r.Number)
	if err != nil {
		return nil, err
	}
	name := attachment(fmt.Sprintf("memsure-%s-scorecard-%d.zip", r.AssessmentID, number))
	return api.GetScorecardBundle200ApplicationZipResponse{Body: bytes.NewReader(file), ContentLength: int64(len(file)),
		Headers: api.GetScorecardBundle200ResponseHeaders{ContentDisposition: &name}}, nil
}
