package app

import (
	"context"
	"encoding/base32"
	"strings"
	"time"

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

// maxSessions is how many sessions of one contact stay open at once; a further
// one ends the oldest.
const maxSessions = 20

func (u Identity) begin(tx *store.Tx, v store.VendorTx, session newSessionRow, strong bool) error {
	if err := v.AddSession(session.at(tx.Now(), u.Settings.SessionTTL, strong)); err != nil {
		return err
	}
	return v.EndOldSessions(session.row.ContactID, maxSessions)
}

// SignIn opens a session. Whatever is wrong, the answer and the time it takes
// are alike; only a contact who proved the passphrase learns that a code is
// needed.
func (u Identity) SignIn(ctx context.Context, email, passphrase, code string) (in SignedIn, err error) {
	login := strings.ToLower(strings.TrimSpace(email))
	err = u.guessShared(ctx, login, func() (shared bool, err error) {
		contact, shared, err := u.provenContact(ctx, login, passphrase)
		if err != nil {
			return shared, err
		}
		in, err = u.openSession(ctx, contact, code)
		return shared, err
	})
	return in, err
}

// MaxSameLogin is how many contacts, each of another vendor, may share one
// address: a sign-in tries that many passphrases, whatever there are.
const MaxSameLogin = 5

// proven is a contact whose passphrase was shown to be this one.
type proven struct {
	store.Contact
	rehashed string // what to store instead of Passphrase, whose parameters are not today's; or empty
}

// provenContact finds the contact whose passphrase this is; the one who came
// first, where one person uses the same for several vendors. It always takes
// the work of MaxSameLogin comparisons, so that the time tells nobody how many
// vendors know an address.
func (u Identity) provenContact(ctx context.Context, login, passphrase string) (found proven, shared bool, err error) {
	known, err := u.contactsOf(ctx, login)
	if err != nil {
		return found, false, err
	}
	stale := false
	for i := range MaxSameLogin {
		if i >= len(known) {
			if err := u.Passphrases.VerifyDummy(ctx, passphrase); err != nil {
				return found, false, err
			}
			continue
		}
		ok, old, err := u.Passphrases.Verify(ctx, known[i].Passphrase, passphrase)
		if err != nil {
			return found, false, err
		}
		if ok && found.ID == "" {
			found.Contact, stale = known[i], old
		}
	}
	if found.ID == "" {
		return found, false, badSignIn()
	}
	if stale {
		found.rehashed, err = u.Passphrases.Hash(ctx, passphrase)
	}
	return found, len(known) > 1, err
}

func (u Identity) contactsOf(ctx context.Context, login string) (found []store.Contact, err error) {
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		found, err = tx.Door().ContactsByLogin(login, MaxSameLogin)
		return err
	})
	return found, err
}

func (u Identity) openSession(ctx context.Context, contact proven, code string) (SignedIn, error) {
	session := newSession(contact.ID)
	_, _, err := u.writeAs(ctx, contactActor(contact.ID), store.On(vendorStream(contact.VendorID)), func(tx *store.Tx) (string, audit.Events, error) {
		v := tx.Vendor(contact.VendorID)
		today, err := v.Contact(contact.ID)
		if err != nil || today.RemovedUS != nil || today.Passphrase != contact.Passphrase {
			return "", nil, badSignIn() // what was proven is not the passphrase any more
		}
		if contact.rehashed != "" {
			today.Passphrase = contact.rehashed
		}
		if err := useCode(&today.Contact, code, tx.Now()); err != nil {
			return "", nil, err
		}
		if err := v.UpdateContact(today.Contact); err != nil {
			return "", nil, err
		}
		signedIn := tells("contact.sign_in", contact.ID, contact.Contact, today.Contact)
		return contact.ID, audit.Events{signedIn}, u.begin(tx, v, session, bool(today.TOTPConfirmed))
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
