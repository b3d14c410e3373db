package httpapi

import (
	"context"

	"memsure/api"
	"memsure/internal/app"
	"memsure/internal/audit"
)

type auditHandlers struct{ use app.Audit }

// ListAuditEvents reads the audit log, newest first.
func (h auditHandlers) ListAuditEvents(ctx context.Context, r api.ListAuditEventsRequestObject) (api.ListAuditEventsResponseObject, error) {
	stream := given(r.Params.Stream)
	list := listName("audit", stream)
	page, err := pageOf(list, r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	rows, err := h.use.Events(ctx, page, stream)
	rows, next := cut(rows, page, list, func(e audit.Row) cursor { return cursor{Time: e.Seq, ID: e.ID} })
	if err != nil {
		return nil, err
	}
	items, err := eachOrFail(rows, auditEvent)
	return api.ListAuditEvents200JSONResponse{Items: items, NextCursor: next}, err
}

// VerifyAudit checks every chain and checkpoint.
func (h auditHandlers) VerifyAudit(ctx context.Context, _ api.VerifyAuditRequestObject) (api.VerifyAuditResponseObject, error) {
	report, err := h.use.Verify(ctx)
	return api.VerifyAudit200JSONResponse{Intact: report.OK(), Streams: report.Streams, Events: report.Events,
		Checkpoints: report.Checkpoints, Breaks: each(report.Breaks, auditBreak)}, err
}
