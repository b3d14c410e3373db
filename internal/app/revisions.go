package app

import (
	"context"

	"memsure/internal/store"
)

// Revisions lists an assessment's frozen revisions for the buyer, oldest first.
func (u Assessments) Revisions(ctx context.Context, assessmentID string) (rows []store.Revision, err error) {
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		if _, err := tx.Buyer().Assessment(assessmentID); err != nil {
			return err
		}
		rows, err = tx.Buyer().Revisions(assessmentID)
		return err
	})
	return rows, err
}

// Revision gives one frozen revision for the buyer, held to its digest.
func (u Assessments) Revision(ctx context.Context, assessmentID string, number int) (r Receipt, err error) {
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		row, err := tx.Buyer().Revision(assessmentID, number)
		if err != nil {
			return err
		}
		r, err = receiptOf(row)
		return err
	})
	return r, err
}
