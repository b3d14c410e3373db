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

// Verify walks every chain and every checkpoint; what does not hold is in the
// report, an error is only about reading.
func (u Audit) Verify(ctx context.Context) (audit.Report, error) {
	return u.Store.VerifyAudit(ctx, u.Trust)
}
