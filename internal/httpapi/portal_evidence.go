package httpapi

import (
	"context"

	"memsure/api"
	"memsure/internal/app"
)

// portalEvidenceHandlers serves a vendor's own files.
type portalEvidenceHandlers struct{ use app.Proof }

// ListOwnEvidence lists the files of an assessment.
func (h portalEvidenceHandlers) ListOwnEvidence(ctx context.Context, r api.ListOwnEvidenceRequestObject) (api.ListOwnEvidenceResponseObject, error) {
	found, err := h.use.Own(ctx, r.AssessmentID)
	if err != nil {
		return nil, err
	}
	items, err := evidencesOut(found)
	return api.ListOwnEvidence200JSONResponse{Items: items}, err
}

// UploadEvidence keeps a file while it streams in.
func (h portalEvidenceHandlers) UploadEvidence(ctx context.Context, r api.UploadEvidenceRequestObject) (api.UploadEvidenceResponseObject, error) {
	kept, err := h.use.Upload(ctx, r.AssessmentID, app.NewEvidence{
		FileName: r.Params.FileName, Kind: r.Params.Kind, DatedOn: dayText(r.Params.DatedOn), Content: uploadBody{r.Body},
	})
	if err != nil {
		return nil, err
	}
	out, err := evidenceOut(kept)
	return api.UploadEvidence201JSONResponse(out), err
}

// GetOwnEvidence gives what was read from a file.
func (h portalEvidenceHandlers) GetOwnEvidence(ctx context.Context, r api.GetOwnEvidenceRequestObject) (api.GetOwnEvidenceResponseObject, error) {
	found, err := h.use.OwnFile(ctx, r.AssessmentID, r.EvidenceID)
	if err != nil {
		return nil, err
	}
	out, err := evidenceOut(found)
	return api.GetOwnEvidence200JSONResponse(out), err
}

// GetOwnEvidenceContent gives the bytes as they were received.
func (h portalEvidenceHandlers) GetOwnEvidenceContent(ctx context.Context, r api.GetOwnEvidenceContentRequestObject) (api.GetOwnEvidenceContentResponseObject, error) {
	file, content, err := h.use.OwnContent(ctx, r.AssessmentID, r.EvidenceID)
	if err != nil {
		return nil, err
	}
	name := attachment(file.FileName)
	return api.GetOwnEvidenceContent200ApplicationOctetStreamResponse{Body: content, ContentLength: file.Size,
		Headers: api.GetOwnEvidenceContent200ResponseHeaders{ContentDisposition: &name}}, nil
}

// DeleteOwnEvidence takes a file out of the draft.
func (h portalEvidenceHandlers) DeleteOwnEvidence(ctx context.Context, r api.DeleteOwnEvidenceRequestObject) (api.DeleteOwnEvidenceResponseObject, error) {
	return api.DeleteOwnEvidence204Response{}, h.use.Delete(ctx, r.AssessmentID, r.EvidenceID)
}
