package app

import (
	"context"
	"time"

	"memsure/internal/audit"
	"memsure/internal/auth"
	"memsure/internal/fault"
	"memsure/internal/id"
	"memsure/internal/store"
)

// Access is the buying organisation's people and keys, and who a token is.
type Access struct{ *Core }

// IssuedKey is a new key; Token is empty when the request was a repeat.
type IssuedKey struct {
	Key   store.APIKey
	Token string
}

// Users lists the people of the buying organisation, oldest first.
func (u Access) Users(ctx context.Context) (found []store.Person, err error) {
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		found, err = tx.Buyer().People()
		return err
	})
	return found, err
}

// CreateUser adds a person.
func (u Access) CreateUser(ctx context.Context, name, email string) (made store.Person, err error) {
	ref, _, err := u.write(ctx, store.On(audit.System), func(tx *store.Tx) (string, audit.Events, error) {
		p := store.Person{ID: id.New(id.Person), Kind: "buyer", Name: name, Email: email, CreatedUS: tx.Now()}
		return p.ID, audit.Events{tells("user.create", p.ID, nil, p)}, tx.Buyer().AddPerson(p)
	})
	if err != nil {
		return store.Person{}, err
	}
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		made, err = tx.Buyer().Person(ref)
		return err
	})
	return made, err
}

// EraseUser ends a person's keys and blanks the name and address; what the
// person did stays on record under the reference. The last active
// administrator cannot be erased: nobody could undo it.
func (u Access) EraseUser(ctx context.Context, personID string) error {
	_, _, err := u.write(ctx, store.On(audit.System), func(tx *store.Tx) (string, audit.Events, error) {
		p, err := tx.Buyer().Person(personID)
		if err != nil || p.Kind != "buyer" {
			return "", nil, absent(err)
		}
		if err := u.keepsAdmin(tx, func(k store.APIKey) bool { return k.PersonID != personID }); err != nil {
			return "", nil, err
		}
		events, err := revokeKeysOf(tx, personID)
		if err != nil {
			return "", nil, err
		}
		return personID, append(events, tells("user.erase", personID, p, p.Erased(tx.Now()))), tx.Buyer().ErasePerson(personID)
	})
	return err
}

func revokeKeysOf(tx *store.Tx, personID string) (events audit.Events, err error) {
	keys, err := tx.Buyer().APIKeys()
	if err != nil {
		return nil, err
	}
	for _, k := range keys {
		if k.PersonID == personID && k.RevokedUS == nil {
			events = append(events, revoked(k, tx.Now()))
		}
	}
	return events, tx.Buyer().RevokeKeysOf(personID)
}

// Keys lists all keys, newest first, and the time at which KeyState tells
// where they stand.
func (u Access) Keys(ctx context.Context) (found []store.APIKey, now int64, err error) {
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		now = tx.Now()
		found, err = tx.Buyer().APIKeys()
		return err
	})
	return found, now, err
}

// CreateKey issues a key of a person. expires is zero for a key without end.
func (u Access) CreateKey(ctx context.Context, personID string, role auth.Role, label string, expires time.Time) (IssuedKey, error) {
	token, hash, hint := auth.NewToken(auth.PrefixAPIKey)
	ref, replayed, err := u.write(ctx, store.On(audit.System), func(tx *store.Tx) (string, audit.Events, error) {
		owner, err := tx.Buyer().Person(personID)
		if err != nil || owner.Kind != "buyer" || owner.EndedUS != nil {
			return "", nil, absent(err)
		}
		k := store.APIKey{ID: id.New(id.APIKey), PersonID: personID, Role: string(role), Label: label, Hint: hint, TokenHash: hash, CreatedUS: tx.Now()}
		if !expires.IsZero() {
			at := expires.UnixMicro()
			if at <= tx.Now() {
				return "", nil, fault.New(fault.Invalid, "validation", "The key would expire before it could be used.").
					At("/expires_at", "past", "Choose a time in the future.")
			}
			k.ExpiresUS = &at
		}
		return k.ID, audit.Events{tells("api_key.create", k.ID, nil, k)}, tx.Buyer().AddAPIKey(k)
	})
	if err != nil {
		return IssuedKey{}, err
	}
	if replayed {
		token = ""
	}
	issued := IssuedKey{Token: token}
	err = u.Store.Read(ctx, func(tx *store.ReadTx) (err error) {
		issued.Key, err = tx.Buyer().APIKey(ref)
		return err
	})
	return issued, err
}

// RevokeKey ends a key. The last active administrator's key cannot be revoked.
func (u Access) RevokeKey(ctx context.Context, keyID string) error {
	_, _, err := u.write(ctx, store.On(audit.System), func(tx *store.Tx) (string, audit.Events, error) {
		if err := u.keepsAdmin(tx, func(k store.APIKey) bool { return k.ID != keyID }); err != nil {
			return "", nil, err
		}
		k, err := tx.Buyer().APIKey(keyID)
		if err != nil {
			return "", nil, err
		}
		return keyID, audit.Events{revoked(k, tx.Now())}, tx.Buyer().RevokeAPIKey(keyID)
	})
	return err
}

// revoked tells of the end of a key at a time, or that it had ended before.
func revoked(k store.APIKey, at int64) audit.Event {
	after := k
	if after.RevokedUS == nil {
		after.RevokedUS = &at
	}
	return tells("api_key.revoke", k.ID, k, after)
}

// keepsAdmin refuses a change after which no administrator's key would work.
func (u Access) keepsAdmin(tx *store.Tx, stays func(store.APIKey) bool) error {
	keys, err := tx.Buyer().APIKeys()
	if err != nil {
		return err
	}
	touched := false
	for _, k := range keys {
		if k.Role == string(auth.Admin) && KeyState(k, tx.Now()) == "active" && stays(k) {
			return nil
		}
		touched = touched || !stays(k) && k.Role == string(auth.Admin)
	}
	if !touched {
		return nil
	}
	return fault.New(fault.Conflict, "last_admin", "This is the last key of an administrator.").
		WithRemedy("Issue another administrator's key first.")
}

// KeyState derives a key's state at a time: active, expired or revoked.
func KeyState(k store.APIKey, now int64) string {
	switch {
	case k.RevokedUS != nil:
		return "revoked"
	case k.ExpiresUS != nil && *k.ExpiresUS <= now:
		return "expired"
	default:
		return "active"
	}
}

// FirstAdmin makes the first person and administrator's key of an empty
// installation; token is empty when there are keys already.
func (u Access) FirstAdmin(ctx context.Context) (token string, err error) {
	secret, hash, hint := auth.NewToken(auth.PrefixAPIKey)
	err = u.Store.Write(ctx, audit.Actor{Kind: audit.ActorSystem}, store.On(audit.System), func(tx *store.Tx) (audit.Events, error) {
		token = ""
		keys, err := tx.Buyer().APIKeys()
		if err != nil || len(keys) > 0 {
			return nil, err
		}
		p := store.Person{ID: id.New(id.Person), Kind: "buyer", Name: "Administrator", CreatedUS: tx.Now()}
		if err := tx.Buyer().AddPerson(p); err != nil {
			return nil, err
		}
		k := store.APIKey{ID: id.New(id.APIKey), PersonID: p.ID, Role: string(auth.Admin), Label: "first key", Hint: hint, TokenHash: hash, CreatedUS: tx.Now()}
		token = secret
		return audit.Events{tells("user.create", p.ID, nil, p), tells("api_key.create", k.ID, nil, k)}, tx.Buyer().AddAPIKey(k)
	})
	return token, err
}

// Authenticate says who a bearer token is: an API key or a portal session.
// Unknown, expired, revoked and ended ones are all fault.Unauthenticated.
func (u Access) Authenticate(ctx context.Context, token string) (auth.Principal, error) {
	hash := auth.HashToken(token)
	if !u.remembers() {
		found, err := u.lookUpToken(ctx, token, hash)
		return found.who, err
	}
	key := [32]byte(hash)
	moment := u.memory.moment()
	if known, ok := u.memory.holder(key); ok && (known.expires == 0 || u.Store.Clock() < known.expires) {
		return known.who, nil
	}
	found, err := u.lookUpToken(ctx, token, hash)
	if err == nil {
		u.memory.keepHolder(moment, key, found)
	}
	return found.who, err
}

func (u Access) lookUpToken(ctx context.Context, token string, hash []byte) (found holder, err error) {
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		if auth.HasTokenShape(token, auth.PrefixAPIKey) {
			found, err = keyHolder(tx, hash)
			return err
		}
		if auth.HasTokenShape(token, auth.PrefixSession) {
			found, err = sessionHolder(tx, hash)
			return err
		}
		return auth.BadCredentials()
	})
	return found, err
}

func keyHolder(tx *store.ReadTx, hash []byte) (found holder, err error) {
	k, ok, err := tx.Door().APIKey(hash)
	if err != nil {
		return found, err
	}
	if !ok || KeyState(k, tx.Now()) != "active" {
		return found, auth.BadCredentials()
	}
	if k.ExpiresUS != nil {
		found.expires = *k.ExpiresUS
	}
	found.who, err = auth.KeyPrincipal(k.ID, k.PersonID, auth.Role(k.Role))
	return found, err
}

func sessionHolder(tx *store.ReadTx, hash []byte) (found holder, err error) {
	s, ok, err := tx.Door().Session(hash)
	if err != nil {
		return found, err
	}
	if !ok || s.EndedUS != nil || s.ExpiresUS <= tx.Now() {
		return found, auth.BadCredentials()
	}
	found.expires = s.ExpiresUS
	found.who, err = auth.ContactPrincipal(s.ID, s.ContactID, s.VendorID)
	return found, err
}

// absent is the answer where a record is not there or not for this use.
func absent(err error) error {
	if err != nil {
		return err
	}
	return fault.New(fault.NotFound, "not_found", "There is nothing here for you under this address.")
}
