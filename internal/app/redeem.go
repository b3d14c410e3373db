package app

import (
	"context"
	"strings"

	"memsure/internal/assessment"
	"memsure/internal/audit"
	"memsure/internal/auth"
	"memsure/internal/fault"
	"memsure/internal/id"
	"memsure/internal/store"
)

// Redeem enrols a contact with an invitation: once, and never by looking at
// it. An unknown token is fault.NotFound, one that was used, superseded,
// revoked or has expired fault.Gone. A contact who has a sign-in already
// proves it with the passphrase in use, and with code where a second factor is
// set up.
func (u Identity) Redeem(ctx context.Context, token string, who Newcomer) (in SignedIn, err error) {
	found, err := u.lookUp(ctx, token)
	if err != nil {
		return SignedIn{}, err
	}
	if found.existing == nil {
		return u.redeemNew(ctx, found, who)
	}
	found.contactID = found.existing.ID
	err = u.guess(ctx, found.existing.ID, func() error {
		ok, _, err := u.Passphrases.Verify(ctx, found.existing.Passphrase, who.Passphrase)
		if err == nil && !ok {
			err = badSignIn()
		}
		if err == nil {
			in, err = u.admit(ctx, found, who)
		}
		return err
	})
	return in, err
}

// Newcomer is what somebody gives of themselves to redeem an invitation. Code
// is that of the authenticator app, where the contact has one already.
type Newcomer struct{ Name, Passphrase, Code string }

func (u Identity) redeemNew(ctx context.Context, found invited, who Newcomer) (SignedIn, error) {
	if err := auth.CheckPassphrase(who.Passphrase, found.login, who.Name); err != nil {
		return SignedIn{}, err
	}
	hash, err := u.Passphrases.Hash(ctx, who.Passphrase)
	if err != nil {
		return SignedIn{}, err
	}
	found.contactID, found.hash = id.New(id.Contact), hash
	return u.admit(ctx, found, who)
}

// admit lets in who proved to be the one invited.
func (u Identity) admit(ctx context.Context, found invited, who Newcomer) (SignedIn, error) {
	session := newSession(found.contactID)
	streams := store.On(assessmentStream(found.AssessmentID), vendorStream(found.VendorID))
	_, _, err := u.writeAs(ctx, contactActor(found.contactID), streams, func(tx *store.Tx) (string, audit.Events, error) {
		events, err := u.enrol(tx, found, who, session)
		return found.contactID, events, err
	})
	if err != nil {
		return SignedIn{}, err
	}
	return u.signedIn(ctx, found.VendorID, session)
}

// invited is an invitation found by its token, and the vendor's contact who
// has a sign-in under its address already.
type invited struct {
	store.Invitation
	login     string
	existing  *store.Contact
	contactID string
	hash      string // of a new contact's passphrase
}

func (u Identity) lookUp(ctx context.Context, token string) (found invited, err error) {
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		row, ok, err := tx.Door().Invitation(auth.HashToken(token))
		if err != nil {
			return err
		}
		if !ok {
			return fault.New(fault.NotFound, "invitation_unknown", "This is no invitation of this service.").
				WithRemedy("Copy the whole text behind #invitation= once more, or ask the buyer for a new invitation.")
		}
		found.Invitation = row
		if err := usableInvitation(row, tx.Now()); err != nil {
			return err
		}
		person, err := tx.Buyer().Person(row.PersonID)
		if err != nil {
			return err
		}
		found.login = strings.ToLower(person.Email)
		contact, ok, err := tx.Vendor(row.VendorID).ContactByLogin(found.login)
		if ok {
			found.existing = &contact
		}
		return err
	})
	return found, err
}

func usableInvitation(row store.Invitation, now int64) error {
	state := InvitationState(row, now)
	if state == "open" {
		return nil
	}
	sentence := map[string]string{
		"redeemed":   "This invitation was used already.",
		"expired":    "This invitation has expired.",
		"superseded": "This invitation was replaced by a newer one.",
		"revoked":    "This invitation was withdrawn.",
	}[state]
	remedy := "Ask the buyer for a new invitation."
	if state == "redeemed" {
		remedy = "Sign in with the passphrase you chose, or ask the buyer for a new invitation."
	}
	return fault.New(fault.Gone, "invitation_"+state, sentence).WithRemedy(remedy)
}

// redeemed tells of a redemption as it stands at the end of its write.
func redeemed(tx *store.Tx, found invited) (audit.Events, error) {
	v, now, used := tx.Vendor(found.VendorID), tx.Now(), found.Invitation
	used.RedeemedUS = &now
	contact, err := v.Contact(found.contactID)
	if err != nil {
		return nil, err
	}
	signedIn := tells("contact.sign_in", found.contactID, nil, contact.Contact)
	if found.existing != nil {
		signedIn.Before = signedIn.After
	}
	events := audit.Events{tells("invitation.redeem", found.ID, found.Invitation, used)}
	parts, err := v.Participations(found.contactID)
	for _, part := range parts {
		if part.AssessmentID == found.AssessmentID {
			events = append(events, tells("collaborator.join", part.ID, nil, part))
		}
	}
	return append(on(assessmentStream(found.AssessmentID), events...), on(vendorStream(found.VendorID), signedIn)...), err
}

// enrol uses the invitation up, keeps the contact, the seat and the session,
// and starts the assessment. Of parallel redemptions of one invitation the
// first wins; the others find it used.
func (u Identity) enrol(tx *store.Tx, found invited, who Newcomer, session newSessionRow) (audit.Events, error) {
	v := tx.Vendor(found.VendorID)
	today, err := stillOpen(tx, found)
	if err != nil {
		return nil, err
	}
	if err := useCode(&today, who.Code, tx.Now()); err != nil {
		return nil, err
	}
	if err := v.RedeemInvitation(found.ID); err != nil {
		return nil, err
	}
	if err := keepContact(tx, found, today, who.Name); err != nil {
		return nil, err
	}
	if err := keepsLead(v.VendorRead, found); err != nil {
		return nil, err
	}
	if err := v.SetParticipant(store.Participant{ID: id.New(id.Collaborator), AssessmentID: found.AssessmentID,
		ContactID: found.contactID, Role: found.Role, Sections: found.Sections, CreatedUS: tx.Now()}); err != nil {
		return nil, err
	}
	events, err := redeemed(tx, found)
	if err != nil {
		return nil, err
	}
	start, err := startAssessment(v, found.AssessmentID)
	if err != nil {
		return nil, err
	}
	if start != nil {
		events = append(events, on(assessmentStream(found.AssessmentID), *start)...)
	}
	return events, u.begin(tx, v, session, bool(today.TOTPConfirmed))
}

// stillOpen looks again inside the write: since the passphrase was hashed the
// invitation may have been used or ended, and the contact may have come, gone,
// or changed the passphrase. It gives the contact as of now, empty for a new
// one.
func stillOpen(tx *store.Tx, found invited) (today store.Contact, err error) {
	row, ok, err := tx.Door().Invitation(found.TokenHash)
	if err != nil || !ok {
		return today, absent(err)
	}
	if err := usableInvitation(row, tx.Now()); err != nil {
		return today, err
	}
	today, known, err := tx.Vendor(found.VendorID).ContactByLogin(found.login)
	if err != nil {
		return today, err
	}
	if known != (found.existing != nil) || known && (today.ID != found.existing.ID || today.Passphrase != found.existing.Passphrase) {
		return today, fault.New(fault.Conflict, "sign_in_changed", "The sign-in under this address has just changed.").
			WithRemedy("Redeem the invitation again, with the passphrase in use.")
	}
	return today, nil
}

// keepContact stores a new contact, or the code that a known one has spent.
func keepContact(tx *store.Tx, found invited, today store.Contact, name string) error {
	v := tx.Vendor(found.VendorID)
	if found.existing != nil {
		return v.UpdateContact(today)
	}
	same, err := tx.Door().ContactsByLogin(found.login, MaxSameLogin)
	if err != nil {
		return err
	}
	if len(same) == MaxSameLogin {
		return fault.New(fault.Conflict, "address_full", "This address cannot be used for a further sign-in.").
			WithRemedy("Ask the buyer to invite you under another address.")
	}
	if err := v.AddContact(store.Contact{ID: found.contactID, PersonID: found.PersonID, Login: &found.login,
		Passphrase: found.hash, CreatedUS: tx.Now()}); err != nil {
		return err
	}
	return v.NameContact(found.PersonID, name)
}

// keepsLead refuses to turn the lead of an assessment into a helper of it:
// somebody must stay who can submit.
func keepsLead(v store.VendorRead, found invited) error {
	parts, err := v.Participations(found.contactID)
	for _, part := range parts {
		if part.AssessmentID == found.AssessmentID && part.Role == roleLead && found.Role != roleLead {
			return fault.New(fault.Conflict, "leads_already", "You lead the answers of this assessment already.").
				WithRemedy("Invite somebody else: a signatory is a second person.")
		}
	}
	return err
}

func startAssessment(v store.VendorTx, assessmentID string) (*audit.Event, error) {
	a, err := v.AssessmentRow(assessmentID)
	if err != nil {
		return nil, err
	}
	next, err := assessment.Next(assessment.State(a.State), assessment.ActStart)
	if err != nil || string(next) == a.State {
		return nil, err
	}
	return moved(v, "assessment.start", a, next)
}
