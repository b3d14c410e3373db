package app

import (
	"context"
	"encoding/base32"

	"memsure/internal/assessment"
	"memsure/internal/audit"
	"memsure/internal/auth"
	"memsure/internal/fault"
	"memsure/internal/store"
)

// Whoami describes the contact of the current session.
func (u Identity) Whoami(ctx context.Context) (Who, error) {
	p := auth.PrincipalFrom(ctx)
	return u.describe(ctx, p.VendorID, p.ContactID, p.SessionID)
}

func (u Identity) describe(ctx context.Context, vendorID, contactID, sessionID string) (who Who, err error) {
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		v := tx.Vendor(vendorID)
		if who.Contact, err = v.Contact(contactID); err != nil {
			return err
		}
		session, err := v.Session(sessionID)
		if err != nil {
			return err
		}
		vendor, err := tx.Buyer().Vendor(vendorID)
		if err != nil {
			return err
		}
		who.ExpiresUS, who.VendorName = session.ExpiresUS, vendor.Name
		who.SecondFactor, err = secondFactor(v, who.Contact.Contact)
		return err
	})
	return who, err
}

func secondFactor(v store.VendorRead, c store.Contact) (string, error) {
	if c.TOTPConfirmed {
		return "active", nil
	}
	open, err := v.Assessments()
	for _, a := range open {
		if bool(a.RequireSecondFactor) && !assessment.State(a.State).Ended() {
			return "required", nil
		}
	}
	return "none", err
}

// SignOut ends the current session.
func (u Identity) SignOut(ctx context.Context) error {
	p := auth.PrincipalFrom(ctx)
	return u.self(ctx, "contact.sign_out", func(tx *store.Tx, c *store.Contact) error {
		return tx.Vendor(p.VendorID).EndSession(p.SessionID)
	})
}

// ChangePassphrase needs the one in use and ends all other sessions.
func (u Identity) ChangePassphrase(ctx context.Context, current, next string) error {
	p := auth.PrincipalFrom(ctx)
	proven, err := u.provesSelf(ctx, current)
	if err != nil {
		return err
	}
	if err := auth.CheckPassphrase(next, proven.Email, proven.Name); err != nil {
		return err
	}
	hash, err := u.Passphrases.Hash(ctx, next)
	if err != nil {
		return err
	}
	return u.self(ctx, "contact.passphrase", func(tx *store.Tx, c *store.Contact) error {
		if c.Passphrase != proven.Passphrase {
			return notThePassphrase()
		}
		c.Passphrase = hash
		return tx.Vendor(p.VendorID).EndSessions(c.ID, p.SessionID)
	})
}

// provesSelf checks the caller's own passphrase again: a session alone, which
// may have been taken over, does not change how somebody signs in. The write
// that follows compares the stored hash with the one proven here.
func (u Identity) provesSelf(ctx context.Context, passphrase string) (store.ContactView, error) {
	who, err := u.Whoami(ctx)
	if err != nil {
		return store.ContactView{}, err
	}
	err = u.guess(ctx, who.Contact.ID, func() error {
		ok, _, err := u.Passphrases.Verify(ctx, who.Contact.Passphrase, passphrase)
		if err == nil && !ok {
			err = notThePassphrase()
		}
		return err
	})
	return who.Contact, err
}

func notThePassphrase() error {
	return fault.New(fault.Forbidden, "passphrase_wrong", "The passphrase in use is not right.")
}

// BeginSecondFactor makes a new secret; it needs the passphrase in use, and
// counts once a code confirms it. A confirmed second factor is not replaced: it
// ends with the contact.
func (u Identity) BeginSecondFactor(ctx context.Context, passphrase string) (secret, uri string, err error) {
	proven, err := u.provesSelf(ctx, passphrase)
	if err != nil {
		return "", "", err
	}
	raw := auth.NewTOTPSecret()
	err = u.self(ctx, "contact.second_factor_begin", func(_ *store.Tx, c *store.Contact) error {
		if c.Passphrase != proven.Passphrase {
			return notThePassphrase()
		}
		if c.TOTPConfirmed {
			return fault.New(fault.Conflict, "second_factor_active", "A second factor is set up already.")
		}
		c.TOTPSecret, c.TOTPLastStep = base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw), 0
		secret, uri = auth.TOTPSecretText(raw), auth.TOTPURI("memsure "+u.Settings.BuyerName, *c.Login, raw)
		return nil
	})
	return secret, uri, err
}

// ConfirmSecondFactor checks a first code; the session counts as strong from
// then on, and all others end: they have not shown one.
func (u Identity) ConfirmSecondFactor(ctx context.Context, code string) error {
	p := auth.PrincipalFrom(ctx)
	return u.guess(ctx, "code:"+p.ContactID, func() error {
		return u.self(ctx, "contact.second_factor", func(tx *store.Tx, c *store.Contact) error {
			if c.TOTPSecret == "" || bool(c.TOTPConfirmed) {
				return fault.New(fault.Conflict, "second_factor_not_begun", "There is no second factor waiting to be confirmed.")
			}
			err := spend(c, code, tx.Now())
			if fault.Is(err, fault.Unauthenticated) {
				return fault.New(fault.Invalid, "code_wrong", "This code is not right.").At("/code", "wrong", "Send the code the app shows now.")
			}
			if err != nil {
				return err
			}
			c.TOTPConfirmed = true
			v := tx.Vendor(p.VendorID)
			if err := v.EndSessions(c.ID, p.SessionID); err != nil {
				return err
			}
			return v.StrengthenSession(p.SessionID)
		})
	})
}

// self changes the caller's own sign-in.
func (u Identity) self(ctx context.Context, action string, do func(*store.Tx, *store.Contact) error) error {
	p := auth.PrincipalFrom(ctx)
	_, _, err := u.write(ctx, store.On(vendorStream(p.VendorID)), func(tx *store.Tx) (string, audit.Events, error) {
		v := tx.Vendor(p.VendorID)
		c, err := v.Contact(p.ContactID)
		if err != nil {
			return "", nil, err
		}
		before := c.Contact
		if err := do(tx, &c.Contact); err != nil {
			return "", nil, err
		}
		return c.ID, audit.Events{tells(action, c.ID, before, c.Contact)}, v.UpdateContact(c.Contact)
	})
	return err
}

// Colleagues lists the vendor's own contacts, oldest first, removed ones
// included.
func (u Identity) Colleagues(ctx context.Context) (found []store.ContactView, err error) {
	p := auth.PrincipalFrom(ctx)
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		found, err = tx.Vendor(p.VendorID).Contacts()
		return err
	})
	return found, err
}

// RemoveColleague ends a colleague's access, which the buyer alone can follow
// by erasing the name; only a lead may, and nobody
// removes themselves: somebody must stay who can answer.
func (u Identity) RemoveColleague(ctx context.Context, contactID string) error {
	p := auth.PrincipalFrom(ctx)
	_, _, err := u.write(ctx, store.On(vendorStream(p.VendorID)), func(tx *store.Tx) (string, audit.Events, error) {
		v := tx.Vendor(p.VendorID)
		me, err := v.Contact(p.ContactID)
		if err != nil {
			return "", nil, err
		}
		if err := (seat{role: me.Role}).leads(); err != nil {
			return "", nil, err
		}
		if contactID == p.ContactID {
			return "", nil, fault.New(fault.Conflict, "own_access", "You cannot remove yourself.").
				WithRemedy("Ask a colleague who leads, or the buyer.")
		}
		c, err := v.Contact(contactID)
		if err != nil || c.RemovedUS != nil {
			return "", nil, absent(err)
		}
		events, err := endAccess(tx, v, c, "contact.remove")
		return contactID, events, err
	})
	return err
}
