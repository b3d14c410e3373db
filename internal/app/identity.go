package app

import (
	"context"
	"encoding/base32"
	"strings"
	"time"

	"memsure/internal/assessment"
	"memsure/internal/audit"
	"memsure/internal/auth"
	"memsure/internal/fault"
	"memsure/internal/id"
	"memsure/internal/store"
)

// Identity is the sign-in of vendor contacts.
type Identity struct{ *Core }

// SignedIn is a new session of a contact; Token is shown once.
type SignedIn struct {
	Who
	Token string
}

// Who is the contact of a session.
type Who struct {
	Contact      store.ContactView
	VendorName   string
	ExpiresUS    int64
	SecondFactor string // none, required (set it up) or active
}

// Redeem enrols a contact with an invitation: once, and never by looking at
// it. An unknown token is fault.NotFound, one that was used, superseded,
// revoked or has expired fault.Gone. A contact who has a sign-in already
// proves it with the passphrase in use.
func (u Identity) Redeem(ctx context.Context, token, name, passphrase string) (SignedIn, error) {
	found, err := u.lookUp(ctx, token)
	if err != nil {
		return SignedIn{}, err
	}
	stored, err := u.provePassphrase(ctx, found, name, passphrase)
	if err != nil {
		return SignedIn{}, err
	}
	if found.existing != nil {
		found.contactID = found.existing.ID
	} else {
		found.contactID = id.New(id.Contact)
	}
	session := newSession(found.contactID)
	streams := store.On(assessmentStream(found.AssessmentID), vendorStream(found.VendorID))
	_, _, err = u.writeAs(ctx, contactActor(found.contactID), streams, func(tx *store.Tx) (string, audit.Events, error) {
		return found.contactID, u.redeemed(found), u.enrol(tx, found, name, stored, session)
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
}

func (u Identity) lookUp(ctx context.Context, token string) (found invited, err error) {
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		row, ok, err := tx.Door().Invitation(auth.HashToken(token))
		if err != nil || !ok {
			return absent(err)
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

// provePassphrase hashes a new contact's passphrase, or checks the one of a
// contact who has a sign-in; it gives what to store, empty for no change.
func (u Identity) provePassphrase(ctx context.Context, found invited, name, passphrase string) (string, error) {
	if found.existing == nil {
		if err := auth.CheckPassphrase(passphrase, found.login, name); err != nil {
			return "", err
		}
		return u.Passphrases.Hash(ctx, passphrase)
	}
	return "", u.guess(ctx, found.login, func() error {
		ok, _, err := u.Passphrases.Verify(ctx, found.existing.Passphrase, passphrase)
		if err == nil && !ok {
			err = badSignIn()
		}
		return err
	})
}

func (u Identity) redeemed(found invited) audit.Events {
	return audit.Events{
		{Stream: assessmentStream(found.AssessmentID), Action: "invitation.redeem", Subject: found.ID},
		{Stream: vendorStream(found.VendorID), Action: "contact.sign_in", Subject: found.contactID},
	}
}

// enrol uses the invitation up, keeps the contact, the seat and the session,
// and starts the assessment. Of parallel redemptions of one invitation the
// first wins; the others find it used.
func (u Identity) enrol(tx *store.Tx, found invited, name, passphrase string, session newSessionRow) error {
	v := tx.Vendor(found.VendorID)
	if err := stillOpen(tx, found); err != nil {
		return err
	}
	if err := v.RedeemInvitation(found.ID); err != nil {
		return err
	}
	if err := u.addContact(tx, found, name, passphrase); err != nil {
		return err
	}
	if err := keepsLead(v.VendorRead, found); err != nil {
		return err
	}
	if err := v.SetParticipant(store.Participant{ID: id.New(id.Collaborator), AssessmentID: found.AssessmentID,
		ContactID: found.contactID, Role: found.Role, Sections: found.Sections, CreatedUS: tx.Now()}); err != nil {
		return err
	}
	if err := startAssessment(v, found.AssessmentID); err != nil {
		return err
	}
	return v.AddSession(session.at(tx.Now(), u.Settings.SessionTTL, false))
}

// stillOpen looks again inside the write: since the passphrase was hashed the
// invitation may have been used or ended, and the contact may have come or
// gone.
func stillOpen(tx *store.Tx, found invited) error {
	row, ok, err := tx.Door().Invitation(found.TokenHash)
	if err != nil || !ok {
		return absent(err)
	}
	if err := usableInvitation(row, tx.Now()); err != nil {
		return err
	}
	today, ok, err := tx.Vendor(found.VendorID).ContactByLogin(found.login)
	if err != nil {
		return err
	}
	if ok != (found.existing != nil) || ok && today.ID != found.existing.ID {
		return fault.New(fault.Conflict, "sign_in_changed", "The sign-in under this address has just changed.").
			WithRemedy("Redeem the invitation again, with the passphrase in use.")
	}
	return nil
}

func (u Identity) addContact(tx *store.Tx, found invited, name, passphrase string) error {
	if found.existing != nil {
		return nil
	}
	v := tx.Vendor(found.VendorID)
	if err := v.AddContact(store.Contact{ID: found.contactID, PersonID: found.PersonID, Login: &found.login,
		Passphrase: passphrase, CreatedUS: tx.Now()}); err != nil {
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

func startAssessment(v store.VendorTx, assessmentID string) error {
	a, err := v.AssessmentRow(assessmentID)
	if err != nil {
		return err
	}
	next, err := assessment.Next(assessment.State(a.State), assessment.ActStart)
	if err != nil || string(next) == a.State {
		return err
	}
	a.State = string(next)
	a.RowVersion++
	return v.UpdateAssessment(a)
}

// newSessionRow is a session to be kept and its secret.
type newSessionRow struct {
	row   store.Session
	token string
}

func newSession(contactID string) newSessionRow {
	token, hash, _ := auth.NewToken(auth.PrefixSession)
	return newSessionRow{store.Session{ID: id.New(id.Session), ContactID: contactID, TokenHash: hash}, token}
}

func (n newSessionRow) at(now int64, ttl time.Duration, strong bool) store.Session {
	n.row.CreatedUS, n.row.ExpiresUS, n.row.SecondFactor = now, now+ttl.Microseconds(), store.Flag(strong)
	return n.row
}

// SignIn opens a session. Whatever is wrong, the answer and the time it takes
// are alike; only a contact who proved the passphrase learns that a code is
// needed.
func (u Identity) SignIn(ctx context.Context, email, passphrase, code string) (in SignedIn, err error) {
	login := strings.ToLower(strings.TrimSpace(email))
	err = u.guess(ctx, login, func() error {
		contact, err := u.provenContact(ctx, login, passphrase)
		if err != nil {
			return err
		}
		in, err = u.openSession(ctx, contact, code)
		return err
	})
	return in, err
}

// provenContact finds the contact whose passphrase this is, the newest where
// one person uses it for several vendors; the passphrase is hashed anew where
// its parameters are not today's.
func (u Identity) provenContact(ctx context.Context, login, passphrase string) (found store.Contact, err error) {
	known, err := u.contactsOf(ctx, login)
	if err != nil {
		return found, err
	}
	if len(known) == 0 {
		if err := u.Passphrases.VerifyDummy(ctx, passphrase); err != nil {
			return found, err
		}
		return found, badSignIn()
	}
	for _, contact := range known {
		ok, stale, err := u.Passphrases.Verify(ctx, contact.Passphrase, passphrase)
		if err == nil && ok && stale {
			contact.Passphrase, err = u.Passphrases.Hash(ctx, passphrase)
		}
		if ok || err != nil {
			return contact, err
		}
	}
	return found, badSignIn()
}

func (u Identity) contactsOf(ctx context.Context, login string) (found []store.Contact, err error) {
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		found, err = tx.Door().ContactsByLogin(login)
		return err
	})
	return found, err
}

func (u Identity) openSession(ctx context.Context, contact store.Contact, code string) (SignedIn, error) {
	session := newSession(contact.ID)
	_, _, err := u.writeAs(ctx, contactActor(contact.ID), store.On(vendorStream(contact.VendorID)), func(tx *store.Tx) (string, audit.Events, error) {
		v := tx.Vendor(contact.VendorID)
		today, err := v.Contact(contact.ID)
		if err != nil || today.RemovedUS != nil {
			return "", nil, badSignIn()
		}
		today.Passphrase = contact.Passphrase
		if err := useCode(&today.Contact, code, tx.Now()); err != nil {
			return "", nil, err
		}
		if err := v.UpdateContact(today.Contact); err != nil {
			return "", nil, err
		}
		return contact.ID, told("contact.sign_in", contact.ID, "", ""), v.AddSession(session.at(tx.Now(), u.Settings.SessionTTL, bool(today.TOTPConfirmed)))
	})
	if err != nil {
		return SignedIn{}, err
	}
	return u.signedIn(ctx, contact.VendorID, session)
}

// useCode spends a second-factor code where the contact has one.
func useCode(c *store.Contact, code string, now int64) error {
	if !c.TOTPConfirmed {
		return nil
	}
	if code == "" {
		return fault.New(fault.Unauthenticated, "second_factor_required", "This sign-in needs the code of the authenticator app.").
			WithRemedy("Send the six digits as code.")
	}
	return spend(c, code, now)
}

func spend(c *store.Contact, code string, now int64) error {
	secret, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(c.TOTPSecret)
	if err != nil {
		return damaged("second factor")
	}
	step, ok := auth.VerifyTOTP(secret, code, time.UnixMicro(now), c.TOTPLastStep)
	if !ok {
		return fault.New(fault.Unauthenticated, "code_wrong", "This code is not right, or it was used already.").
			WithRemedy("Wait for the next code, check the clock of your device, and try again.")
	}
	c.TOTPLastStep = step
	return nil
}

func badSignIn() error {
	return fault.New(fault.Unauthenticated, "sign_in_failed", "The address or the passphrase is not right.").
		WithRemedy("Check both; after several failures a pause is needed.")
}

func (u Identity) signedIn(ctx context.Context, vendorID string, session newSessionRow) (SignedIn, error) {
	who, err := u.describe(ctx, vendorID, session.row.ContactID, session.row.ID)
	return SignedIn{who, session.token}, err
}
