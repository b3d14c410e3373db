package app

import (
	"context"
	"strings"

	"memsure/internal/assessment"
	"memsure/internal/audit"
	"memsure/internal/fault"
	"memsure/internal/store"
)

// Audit reads the log that tells who did what, and checks that it holds.
type Audit struct{ *Core }

// Events lists the log, newest first: one stream where it is named, else all.
func (u Audit) Events(ctx context.Context, page store.Page, stream string) (found []audit.Row, err error) {
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		if found, err = tx.Buyer().AuditLog(page, stream); err != nil {
			return err
		}
		return u.withhold(tx, found, person(ctx))
	})
	return found, err
}

// withhold blanks who gave which grade while a panel grades blind: everything by
// which an event could be matched with a person or a grade.
func (u Audit) withhold(tx *store.ReadTx, rows []audit.Row, viewer string) error {
	known := map[string]func(*audit.Row) bool{}
	for i := range rows {
		row := &rows[i]
		if row.Action != "review."+string(assessment.ReviewGrade) {
			continue
		}
		hidden, ok := known[row.Stream]
		if !ok {
			var err error
			hidden, err = u.withheldReviews(tx, strings.TrimPrefix(row.Stream, assessmentStream("")), viewer)
			if fault.Code(err) == "record_damaged" { // nobody can tell what is shown by now; the log stays readable all the same
				hidden, err = func(r *audit.Row) bool { return r.Actor.ID != viewer }, nil
			}
			if err != nil {
				return err
			}
			known[row.Stream] = hidden
		}
		if hidden(row) {
			row.Action, row.Actor.ID, row.Subject, row.Before, row.After, row.Details = "review.withheld", "", "", "", "", []byte("{}")
		}
	}
	return nil
}

// withheldReviews tells which events about an assessment's grades to withhold.
func (u Audit) withheldReviews(tx *store.ReadTx, assessmentID, viewer string) (func(*audit.Row) bool, error) {
	hidden := map[string]bool{}
	of := func(r *audit.Row) bool { return hidden[r.Subject] }
	row, err := tx.Buyer().Assessment(assessmentID)
	if err != nil || row.Panel == "" || row.Revision == 0 {
		return of, err
	}
	j, err := u.judge(tx, assessmentID)
	for _, r := range j.input.Reviews {
		hidden[r.ID] = j.withheld(r, viewer)
	}
	return of, err
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
