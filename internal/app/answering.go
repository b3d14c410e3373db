package app

import (
	"context"

	"memsure/internal/auth"
	"memsure/internal/store"
)

// Answering is how a vendor sees the questions and saves answers.
type Answering struct{ *Core }

// Assigned is an assessment as its vendor's contact sees it.
type Assigned struct {
	Assessment
	CanEdit   bool // some answer, now
	CanSubmit bool // now, once nothing is missing
}

func assigned(row store.AssessmentView, s seat, now int64) Assigned {
	return Assigned{seen(row, now), s.edits(), s.submits()}
}

// Inbox lists what is or was asked of the caller, newest first: everything of
// the vendor for a lead, the own parts for others. A second factor is not
// needed to see what waits.
func (u Answering) Inbox(ctx context.Context) (found []Assigned, err error) {
	p := auth.PrincipalFrom(ctx)
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		all, err := tx.Vendor(p.VendorID).Assessments()
		if err != nil {
			return err
		}
		parts, err := tx.Vendor(p.VendorID).Participations(p.ContactID)
		if err != nil {
			return err
		}
		for _, a := range all {
			s, ok, err := seatOf(a.Assessment, parts)
			if err != nil {
				return err
			}
			if ok {
				found = append(found, assigned(a, s, tx.Now()))
			}
		}
		return nil
	})
	return found, err
}

// Assignment is everything a contact needs to answer.
type Assignment struct {
	Assessment    Assigned
	Draft         Draft
	ReturnMessage string
	OffersWaiting int // earlier answers that the caller could confirm now
	seat          seat
}

// MayAnswer tells whether the caller may change the answer to question q now.
func (a Assignment) MayAnswer(q int) bool {
	section := a.Draft.Version.Definition.Sections[a.Draft.Version.Questions()[q].Section].ID
	return a.seat.open() && a.seat.answers(section) && a.Draft.Editable(q, a.Draft.Visible, a.Draft.VisibleBefore)
}

// Assignment opens an assessment for its vendor contact.
func (u Answering) Assignment(ctx context.Context, assessmentID string) (as Assignment, err error) {
	err = u.enter(ctx, assessmentID, func(p portal) error {
		row, err := p.vendor().Assessment(assessmentID)
		if err != nil {
			return err
		}
		as = Assignment{Assessment: assigned(row, p.seat, p.tx.Now()), seat: p.seat}
		if as.Draft, err = u.draft(p.vendor(), row.Assessment, p.version); err != nil {
			return err
		}
		if as.OffersWaiting, err = u.waiting(p, as.Draft); err != nil || as.Draft.Returned == nil {
			return err
		}
		back, _, err := p.vendor().Return(assessmentID, row.Revision)
		as.ReturnMessage = back.Message
		return err
	})
	return as, err
}

// Draft gives the caller's draft as it stands.
func (u Answering) Draft(ctx context.Context, assessmentID string) (d Draft, err error) {
	err = u.enter(ctx, assessmentID, func(p portal) error {
		d, err = u.draft(p.vendor(), p.seat.assessment, p.version)
		return err
	})
	return d, err
}
