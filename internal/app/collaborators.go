package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"memsure/internal/audit"
	"memsure/internal/fault"
	"memsure/internal/id"
	"memsure/internal/questionnaire"
	"memsure/internal/store"
)

// Collaborator is somebody who works on an assessment, or is invited to.
type Collaborator struct {
	ID       string // of the part, or of the invitation while it is not redeemed
	Name     string
	Email    string
	Role     string
	Sections []string
	State    string // invited, active or expired
}

// IssuedCollaborator is a new collaborator's invitation; Token and Link are
// empty when the request was a repeat.
type IssuedCollaborator struct {
	Collaborator Collaborator
	Token, Link  string
}

// Collaborators lists who works on the caller's assessment: those who take
// part first, then open and expired invitations.
func (u Invitations) Collaborators(ctx context.Context, assessmentID string) (found []Collaborator, err error) {
	err = u.enter(ctx, assessmentID, func(p portal) error {
		parts, err := p.vendor().Participants(assessmentID)
		if err != nil {
			return err
		}
		for _, part := range parts {
			found = append(found, Collaborator{part.ID, part.Name, part.Email, part.Role, decodeSections(part.Sections), "active"})
		}
		open, err := p.vendor().Invitations(assessmentID)
		for _, row := range open {
			if c, ok := waiting(row, p.tx.Now()); ok {
				found = append(found, c)
			}
		}
		return err
	})
	return found, err
}

// waiting shows an invitation by the vendor that nobody has redeemed.
func waiting(row store.InvitationView, now int64) (Collaborator, bool) {
	state := map[string]string{"open": "invited", "expired": "expired"}[InvitationState(row.Invitation, now)]
	return Collaborator{row.ID, row.Name, row.Email, row.Role, decodeSections(row.Sections), state}, state != "" && row.Role != roleLead
}

// Collaborate invites a colleague to chosen sections (none: all), or a
// signatory; only the lead may.
func (u Invitations) Collaborate(ctx context.Context, assessmentID string, to Invitee, role string, sections []string) (IssuedCollaborator, error) {
	n := newToken(to)
	ref, replayed, err := u.write(ctx, store.On(assessmentStream(assessmentID)), func(tx *store.Tx) (string, audit.Events, error) {
		p, err := u.portal(ctx, &tx.ReadTx, assessmentID)
		if err != nil {
			return "", nil, err
		}
		if err := mayInvite(p, role, sections); err != nil {
			return "", nil, err
		}
		invited := store.Person{ID: id.New(id.Person), Kind: "contact", Name: to.Name, Email: to.Email, CreatedUS: tx.Now()}
		made := store.Invitation{
			ID: n.id, VendorID: p.who.VendorID, AssessmentID: assessmentID, PersonID: invited.ID, Role: role, Sections: encodeSections(sections), TokenHash: n.hash,
			CreatedUS: tx.Now(), CreatedBy: tx.Actor().ID, ExpiresUS: tx.Now() + u.Settings.InvitationTTL.Microseconds(),
		}
		events := audit.Events{tells("collaborator.invite", n.id, nil, made)}
		return n.id, events, tx.Vendor(p.who.VendorID).AddInvitation(made, invited)
	})
	if err != nil {
		return IssuedCollaborator{}, err
	}
	if replayed {
		n.token = ""
	}
	return u.issuedCollaborator(ctx, assessmentID, ref, n.token)
}

func mayInvite(p portal, role string, sections []string) error {
	if err := p.seat.leads(); err != nil {
		return err
	}
	if !p.seat.open() {
		return fault.New(fault.Conflict, "wrong_state", "This assessment is not being answered now.")
	}
	if role == roleSignatory && len(sections) > 0 {
		return fault.New(fault.Invalid, "validation", "A signatory approves the whole response.").
			At("/sections", "not_allowed", "Leave the sections out.")
	}
	wrong := fault.New(fault.Invalid, "validation", "Some sections do not exist.")
	for i, sectionID := range sections {
		known := func(s questionnaire.Section) bool { return s.ID == sectionID }
		if !slices.ContainsFunc(p.version.Definition.Sections, known) {
			wrong.At(fmt.Sprintf("/sections/%d", i), "unknown", "Name sections of this questionnaire version.")
		}
	}
	if len(wrong.Fields) > 0 {
		return wrong
	}
	return nil
}

func (u Invitations) issuedCollaborator(ctx context.Context, assessmentID, invitationID, token string) (made IssuedCollaborator, err error) {
	err = u.enter(ctx, assessmentID, func(p portal) error {
		rows, err := p.vendor().Invitations(assessmentID)
		for _, row := range rows {
			if row.ID == invitationID {
				issued := u.issued(row, p.tx.Now(), token)
				made.Collaborator, _ = waiting(row, p.tx.Now())
				made.Token, made.Link = issued.Token, issued.Link
			}
		}
		return err
	})
	return made, err
}

// Uninvite ends a colleague's part, or an open invitation by the vendor; only
// the lead may, and the lead's own part stays.
func (u Invitations) Uninvite(ctx context.Context, assessmentID, collaboratorID string) error {
	_, _, err := u.write(ctx, store.On(assessmentStream(assessmentID)), func(tx *store.Tx) (string, audit.Events, error) {
		p, err := u.portal(ctx, &tx.ReadTx, assessmentID)
		if err != nil {
			return "", nil, err
		}
		if err := p.seat.leads(); err != nil {
			return "", nil, err
		}
		event, err := uninvite(tx, p, assessmentID, collaboratorID)
		return collaboratorID, audit.Events{event}, err
	})
	return err
}

func uninvite(tx *store.Tx, p portal, assessmentID, collaboratorID string) (audit.Event, error) {
	v := tx.Vendor(p.who.VendorID)
	if id.Has(collaboratorID, id.Invitation) {
		rows, err := v.Invitations(assessmentID)
		if err != nil {
			return audit.Event{}, err
		}
		for _, row := range rows {
			if _, ok := waiting(row, tx.Now()); ok && row.ID == collaboratorID {
				return revokedInvitation(row.Invitation, tx.Now()), v.RevokeInvitation(row.Invitation)
			}
		}
		return audit.Event{}, absent(nil)
	}
	parts, err := v.Participants(assessmentID)
	if err != nil {
		return audit.Event{}, err
	}
	for _, part := range parts {
		if part.ID == collaboratorID && part.ContactID == p.who.ContactID {
			return audit.Event{}, fault.New(fault.Conflict, "own_access", "You cannot end your own part.")
		}
		if part.ID == collaboratorID {
			now, after := tx.Now(), part.Participant
			after.RemovedUS = &now
			return tells("collaborator.remove", part.ID, part.Participant, after), v.RemoveParticipant(assessmentID, collaboratorID)
		}
	}
	return audit.Event{}, absent(nil)
}

func decodeSections(doc string) []string {
	sections := []string{}
	_ = json.Unmarshal([]byte(doc), &sections) // written by encodeSections; shown only
	return sections
}
