package app

import (
	"context"

	"memsure/internal/audit"
	"memsure/internal/store"
)

// Audit reads the log that tells who did what, and checks that it holds.
type Audit struct{ *Core }

// Events lists the log, newest first: one stream where it is named, else all.
func (u Audit) Events(ctx context.Context, page store.Page, stream string) (found []audit.Row, err error) {
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		found, err = tx.Buyer().AuditLog(page, stream)
		return err
	})
	return found, err
}

// Verify walks every chain and every checkpoint, and holds every frozen
// document to what the log tells of it; what does not hold is in the report,
// an error is only about reading.
func (u Audit) Verify(ctx context.Context) (audit.Report, error) {
	report, err := u.Store.VerifyAudit(ctx, u.Trust)
	if err != nil {
		return report, err
	}
	_, damaged, err := u.Store.VerifyFrozen(ctx)
	for _, d := range damaged {
		report.Merge(audit.Report{Breaks: []audit.Break{{Kind: audit.BreakDocument, Stream: d.Stream, Text: d.Kind + " " + d.ID + ": " + d.How}}})
	}
	return report, err
}
