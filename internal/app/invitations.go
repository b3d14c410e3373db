package app

import (
	"context"

	"memsure/internal/assessment"
	"memsure/internal/audit"
	"memsure/internal/auth"
	"memsure/internal/fault"
	"memsure/internal/id"
	"memsure/internal/store"
)

// Invitations is how vendor contacts are let in: single use, hashed at rest,
// short-lived.
type Invitations struct{ *Core }

// Invitee is who is invited.
type Invitee struct {
	Email, Name string
}

// Invitation is an invitation as of one moment.
type Invitation struct {
	store.InvitationView
	State string // open, redeemed, expired, superseded or revoked
}

// IssuedInvitation is a new invitation. Token and Link are empty when the
// request was a repeat: secrets are shown once.
type IssuedInvitation struct {
	Invitation Invitation
	Token      string
	Link       string
}

type newInvitation struct {
	id    string
	to    Invitee
	token string
	hash  []byte
}

func newToken(to Invitee) *newInvitation {
	n := &newInvitation{id: id.New(id.Invitation), to: to}
	n.token, n.hash, _ = auth.NewToken(auth.PrefixInvitation)
	return n
}

// List gives an assessment's invitations, newest first.
func (u Invitations) List(ctx context.Context, assessmentID string) (found []Invitation, err error) {
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		if _, err := tx.Buyer().Assessment(assessmentID); err != nil {
			return err
		}
		rows, err := tx.Buyer().Invitations(assessmentID)
		for _, row := range rows {
			found = append(found, Invitation{row, InvitationState(row.Invitation, tx.Now())})
		}
		return err
	})
	return found, err
}

// Create invites a vendor contact to lead the answers; an open invitation is
// superseded by it.
func (u Invitations) Create(ctx context.Context, assessmentID string, to Invitee) (*IssuedInvitation, error) {
	n := newToken(to)
	ref, replayed, err := u.write(ctx, store.On(assessmentStream(assessmentID)), func(tx *store.Tx) (string, audit.Events, error) {
		event, err := u.invite(tx, assessmentID, n)
		return n.id, audit.Events{event}, err
	})
	if err != nil {
		return nil, err
	}
	if replayed {
		n.token = ""
	}
	var issued *IssuedInvitation
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		row, err := tx.Buyer().Invitation(assessmentID, ref)
		issued = u.issued(row, tx.Now(), n.token)
		return err
	})
	return issued, err
}

// invite moves the assessment on and keeps the invitation.
func (c *Core) invite(tx *store.Tx, assessmentID string, n *newInvitation) (audit.Event, error) {
	a, err := tx.Buyer().Assessment(assessmentID)
	if err != nil {
		return audit.Event{}, err
	}
	if a.Source != string(assessment.SourceVendor) {
		return audit.Event{}, fault.New(fault.Conflict, "wrong_source", "This assessment is filled in from public sources; nobody is invited to it.")
	}
	if err := advance(&a, assessment.ActInvite); err != nil {
		return audit.Event{}, err
	}
	if err := tx.Buyer().SupersedeInvitations(assessmentID); err != nil {
		return audit.Event{}, err
	}
	a.RowVersion++
	if err := tx.Buyer().UpdateAssessment(a.Assessment); err != nil {
		return audit.Event{}, err
	}
	invited := store.Person{ID: id.New(id.Person), Kind: "contact", Name: n.to.Name, Email: n.to.Email, CreatedUS: tx.Now()}
	err = tx.Buyer().AddInvitation(store.Invitation{
		ID: n.id, VendorID: a.VendorID, AssessmentID: a.ID, PersonID: invited.ID, Role: "lead", Sections: "[]", TokenHash: n.hash,
		CreatedUS: tx.Now(), CreatedBy: tx.Actor().ID, ExpiresUS: tx.Now() + c.Settings.InvitationTTL.Microseconds(),
	}, invited)
	return audit.Event{Stream: assessmentStream(assessmentID), Action: "invitation.create", Subject: n.id}, err
}

// Revoke ends an open invitation.
func (u Invitations) Revoke(ctx context.Context, assessmentID, invitationID string) error {
	_, _, err := u.write(ctx, store.On(assessmentStream(assessmentID)), func(tx *store.Tx) (string, audit.Events, error) {
		row, err := tx.Buyer().Invitation(assessmentID, invitationID)
		if err != nil {
			return "", nil, err
		}
		if state := InvitationState(row.Invitation, tx.Now()); state != "open" {
			return "", nil, fault.Newf(fault.Conflict, "invitation_"+state, "This invitation is %s already.", state)
		}
		return row.ID, told("invitation.revoke", row.ID, "", ""), tx.Buyer().RevokeInvitation(row.ID)
	})
	return err
}

// issued gives an invitation with its secret. The token travels in the URL's
// fragment, which browsers do not send, and is redeemed by POST.
func (c *Core) issued(row store.InvitationView, now int64, token string) *IssuedInvitation {
	made := &IssuedInvitation{Invitation: Invitation{row, InvitationState(row.Invitation, now)}, Token: token}
	if token != "" {
		made.Link = c.Settings.PublicURL + "/portal#invitation=" + token
	}
	return made
}

// InvitationState derives where an invitation stands at a time.
func InvitationState(i store.Invitation, now int64) string {
	switch {
	case i.RedeemedUS != nil:
		return "redeemed"
	case i.RevokedUS != nil:
		return "revoked"
	case i.SupersededUS != nil:
		return "superseded"
	case i.ExpiresUS <= now:
		return "expired"
	default:
		return "open"
	}
}
