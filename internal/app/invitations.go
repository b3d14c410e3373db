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
		events, err := u.invite(tx, assessmentID, n)
		return n.id, events, err
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
func (c *Core) invite(tx *store.Tx, assessmentID string, n *newInvitation) (audit.Events, error) {
	a, err := tx.Buyer().Assessment(assessmentID)
	if err != nil {
		return nil, err
	}
	before := a.Assessment
	if a.Source != string(assessment.SourceVendor) {
		return nil, fault.New(fault.Conflict, "wrong_source", "This assessment is filled in from public sources; nobody is invited to it.")
	}
	if err := advance(&a, assessment.ActInvite); err != nil {
		return nil, err
	}
	events, err := supersedeInvitations(tx, assessmentID)
	if err != nil {
		return nil, err
	}
	a.RowVersion++
	if err := tx.Buyer().UpdateAssessment(a.Assessment); err != nil {
		return nil, err
	}
	invited := store.Person{ID: id.New(id.Person), Kind: "contact", Name: n.to.Name, Email: n.to.Email, CreatedUS: tx.Now()}
	made := store.Invitation{
		ID: n.id, VendorID: a.VendorID, AssessmentID: a.ID, PersonID: invited.ID, Role: "lead", Sections: "[]", TokenHash: n.hash,
		CreatedUS: tx.Now(), CreatedBy: tx.Actor().ID, ExpiresUS: tx.Now() + c.Settings.InvitationTTL.Microseconds(),
	}
	events = append(events, tells("assessment.invite", a.ID, before, a.Assessment), tells("invitation.create", n.id, nil, made))
	return on(assessmentStream(assessmentID), events...), tx.Buyer().AddInvitation(made, invited)
}

// supersedeInvitations ends the open invitations of a lead, for a new one.
func supersedeInvitations(tx *store.Tx, assessmentID string) (audit.Events, error) {
	return endInvitations(tx, assessmentID, "invitation.supersede", func(i *store.Invitation, at *int64) bool {
		i.SupersededUS = at
		return i.Role == roleLead
	}, tx.Buyer().SupersedeInvitations)
}

// revokeInvitations ends all open invitations of an assessment.
func revokeInvitations(tx *store.Tx, assessmentID string) (audit.Events, error) {
	return endInvitations(tx, assessmentID, "invitation.revoke", func(i *store.Invitation, at *int64) bool {
		i.RevokedUS = at
		return true
	}, tx.Buyer().RevokeInvitations)
}

// endInvitations ends invitations that nothing has ended yet, expired ones
// included, and tells of each.
func endInvitations(tx *store.Tx, assessmentID, action string, end func(*store.Invitation, *int64) bool,
	write func(assessmentID string) error) (events audit.Events, err error) {
	rows, err := tx.Buyer().Invitations(assessmentID)
	if err != nil {
		return nil, err
	}
	now := tx.Now()
	for _, row := range rows {
		after := row.Invitation
		if row.RedeemedUS == nil && row.SupersededUS == nil && row.RevokedUS == nil && end(&after, &now) {
			events = append(events, tells(action, row.ID, row.Invitation, after))
		}
	}
	return events, write(assessmentID)
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
		return row.ID, audit.Events{revokedInvitation(row.Invitation, tx.Now())}, tx.Buyer().RevokeInvitation(row.Invitation)
	})
	return err
}

func revokedInvitation(i store.Invitation, at int64) audit.Event {
	after := i
	after.RevokedUS = &at
	return tells("invitation.revoke", i.ID, i, after)
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
