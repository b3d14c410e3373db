package app

import (
	"context"

	"memsure/internal/assessment"
	"memsure/internal/audit"
	"memsure/internal/auth"
	"memsure/internal/fault"
	"memsure/internal/store"
)

// PublicAnswers is how the buyer fills an assessment in from public sources,
// for suppliers who do not answer. Every answer carries its citation, and its
// confidence never rises above claimed.
type PublicAnswers struct{ *Core }

// publicPortal opens the draft of a public-source assessment to the buyer: the
// vendor's rows, the buyer as the one who answers. The vendor's own draft stays
// closed to the buyer, so every other assessment is fault.NotFound here.
func (u PublicAnswers) publicPortal(ctx context.Context, tx *store.ReadTx, assessmentID string) (portal, error) {
	row, err := tx.Buyer().Assessment(assessmentID)
	if err != nil {
		return portal{}, err
	}
	if row.Source != string(assessment.SourcePublic) {
		return portal{}, fault.New(fault.NotFound, "not_public", "This assessment is answered by the vendor, not from public sources.").
			WithRemedy("The vendor's answers appear as a revision once they are submitted.")
	}
	p := portal{tx: tx, who: auth.PrincipalFrom(ctx), seat: seat{assessment: row.Assessment, role: roleLead}}
	p.who.VendorID = row.VendorID
	p.seat.assessment.RequireApproval = false // the vendor's signatory has no part in it
	counted, err := u.counted(tx, row.Assessment)
	if err == nil {
		p.version = counted.compiled
	}
	return p, err
}

// Draft gives the answers as they stand.
func (u PublicAnswers) Draft(ctx context.Context, assessmentID string) (d Draft, err error) {
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		p, err := u.publicPortal(ctx, tx, assessmentID)
		if err != nil {
			return err
		}
		d, err = u.draft(p.vendor(), p.seat.assessment, p.version)
		return err
	})
	return d, err
}

// Save stores one answer. After a submission it opens the assessment again: the
// buyer corrects its own work and submits a further revision.
func (u PublicAnswers) Save(ctx context.Context, assessmentID string, answer assessment.Answer, follows Follows) (SavedAnswer, error) {
	edits := []Edit{{Answer: answer, Follows: follows}}
	vendorID, err := u.permitted(ctx, assessmentID, edits)
	if err != nil {
		return SavedAnswer{}, err
	}
	var saved []SavedAnswer
	by := person(ctx)
	_, _, err = u.write(ctx, store.On(assessmentStream(assessmentID)), func(tx *store.Tx) (string, audit.Events, error) {
		v := tx.Vendor(vendorID)
		again, err := reopen(v, assessmentID)
		if err != nil {
			return "", nil, err
		}
		events, done, _, err := saveAll(tx, v, saving{assessment: assessmentID, by: by}, edits)
		saved = done
		if again != nil && len(events) > 0 {
			events = append(audit.Events{*again}, events...)
		}
		return assessmentID, events, err
	})
	if err != nil {
		return SavedAnswer{}, err
	}
	return saved[0], nil
}

func (u PublicAnswers) permitted(ctx context.Context, assessmentID string, edits []Edit) (vendorID string, err error) {
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		p, err := u.publicPortal(ctx, tx, assessmentID)
		if err != nil {
			return err
		}
		vendorID = p.who.VendorID
		return Answering(u).permit(p, edits)
	})
	return vendorID, err
}

// Delete clears an answer under its ETag; like Save it opens a submitted
// assessment again.
func (u PublicAnswers) Delete(ctx context.Context, assessmentID, questionID, etag string) error {
	_, _, err := u.write(ctx, store.On(assessmentStream(assessmentID)), func(tx *store.Tx) (string, audit.Events, error) {
		p, err := u.publicPortal(ctx, &tx.ReadTx, assessmentID)
		if err != nil {
			return "", nil, err
		}
		if err := Answering(u).mayChange(p, questionID); err != nil {
			return "", nil, err
		}
		v := tx.Vendor(p.who.VendorID)
		again, err := reopen(v, assessmentID)
		if err != nil {
			return "", nil, err
		}
		events, err := clearAnswer(v, assessmentID, questionID, etag)
		if again != nil {
			events = append(audit.Events{*again}, events...)
		}
		return questionID, events, err
	})
	return err
}

// reopen takes a submitted assessment back into work. A save that changes
// nothing is undone as a whole, and so is this.
func reopen(v store.VendorTx, assessmentID string) (*audit.Event, error) {
	a, err := v.AssessmentRow(assessmentID)
	if err != nil || a.State != string(assessment.StateSubmitted) {
		return nil, err
	}
	next, err := assessment.Next(assessment.StateSubmitted, assessment.ActReopen)
	if err != nil {
		return nil, err
	}
	return moved(v, "assessment.reopen", a, next)
}

// Submit freezes the answers as they stand; what is missing is listed.
func (u PublicAnswers) Submit(ctx context.Context, assessmentID string, attest bool) (Receipt, error) {
	if err := attested(attest, assessment.SourcePublic); err != nil {
		return Receipt{}, err
	}
	vendorID, err := u.permitted(ctx, assessmentID, nil)
	if err != nil {
		return Receipt{}, err
	}
	ref, _, err := u.write(ctx, store.On(assessmentStream(assessmentID)), func(tx *store.Tx) (string, audit.Events, error) {
		p, err := u.publicPortal(ctx, &tx.ReadTx, assessmentID)
		if err != nil {
			return "", nil, err
		}
		return u.freeze(tx, p)
	})
	if err != nil {
		return Receipt{}, err
	}
	return u.receipt(ctx, vendorID, assessmentID, ref)
}
