package store

// Person is a name and an address, in the one place where they can be erased.
type Person struct {
	ID        string
	Kind      string // buyer or contact
	Name      string
	Email     string
	CreatedUS int64
	EndedUS   *int64
	ErasedUS  *int64
}

// APIKey is a key of the buying organisation; the key itself is not kept.
type APIKey struct {
	ID        string
	PersonID  string
	Role      string
	Label     string
	Hint      string
	TokenHash []byte
	CreatedUS int64
	ExpiresUS *int64
	RevokedUS *int64
}

// People lists the persons of the buying organisation, oldest first.
func (r BuyerRead) People() ([]Person, error) {
	return many[Person](r.tx.db.Table("people").Where("kind = 'buyer'").Order("created_us, id"))
}

// Person finds a person of either kind.
func (r BuyerRead) Person(id string) (Person, error) {
	return one[Person](r.tx.db.Table("people").Where("id = ?", id))
}

// AddPerson keeps a new person of the buying organisation.
func (w BuyerTx) AddPerson(p Person) error { return w.write.db.Table("people").Create(&p).Error }

// Erased is the person as ErasePerson leaves them at a time.
func (p Person) Erased(at int64) Person {
	p.Name, p.Email, p.ErasedUS = "", "", &at
	if p.EndedUS == nil {
		p.EndedUS = &at
	}
	return p
}

// ErasePerson blanks the name and address and ends the person's access.
func (w BuyerTx) ErasePerson(id string) error {
	return erasePerson(w.write, id)
}

func erasePerson(tx *Tx, id string) error {
	return changed(tx.db.Exec("UPDATE people SET name = '', email = '', erased_us = ?, ended_us = COALESCE(ended_us, ?) WHERE id = ?",
		tx.now, tx.now, id))
}

// EraseInvited blanks the people of invitations that ended unused, and of those
// that expired before the given time; who has a sign-in keeps the name. It
// gives how many were blanked.
func (w BuyerTx) EraseInvited(expiredBefore int64) (int64, error) {
	done := w.write.db.Exec(`UPDATE people SET name = '', email = '', erased_us = ?, ended_us = COALESCE(ended_us, ?)
 WHERE kind = 'contact' AND erased_us IS NULL
 AND NOT EXISTS (SELECT 1 FROM contacts c WHERE c.person_id = people.id)
 AND EXISTS (SELECT 1 FROM invitations i WHERE i.person_id = people.id AND i.redeemed_us IS NULL
  AND (i.superseded_us IS NOT NULL OR i.revoked_us IS NOT NULL OR i.expires_us < ?))`, w.write.now, w.write.now, expiredBefore)
	return done.RowsAffected, done.Error
}

// eraseEnded is EraseInvited for one assessment, at once.
func eraseEnded(tx *Tx, assessmentID string) error {
	return tx.db.Exec(`UPDATE people SET name = '', email = '', erased_us = ?, ended_us = COALESCE(ended_us, ?)
 WHERE erased_us IS NULL AND NOT EXISTS (SELECT 1 FROM contacts c WHERE c.person_id = people.id)
 AND id IN (SELECT person_id FROM invitations WHERE assessment_id = ? AND redeemed_us IS NULL
  AND (superseded_us IS NOT NULL OR revoked_us IS NOT NULL))`, tx.now, tx.now, assessmentID).Error
}

// APIKeys lists all keys, newest first.
func (r BuyerRead) APIKeys() ([]APIKey, error) {
	return many[APIKey](r.tx.db.Table("api_keys").Order("created_us DESC, id DESC"))
}

// APIKey finds a key by its id.
func (r BuyerRead) APIKey(id string) (APIKey, error) {
	return one[APIKey](r.tx.db.Table("api_keys").Where("id = ?", id))
}

// AddAPIKey keeps a new key.
func (w BuyerTx) AddAPIKey(k APIKey) error { return w.write.db.Table("api_keys").Create(&k).Error }

// RevokeAPIKey ends a key; revoking twice changes nothing.
func (w BuyerTx) RevokeAPIKey(id string) error {
	return changed(w.write.db.Exec("UPDATE api_keys SET revoked_us = COALESCE(revoked_us, ?) WHERE id = ?", w.write.now, id))
}

// RevokeKeysOf ends all keys of a person.
func (w BuyerTx) RevokeKeysOf(personID string) error {
	return w.write.db.Exec("UPDATE api_keys SET revoked_us = ? WHERE person_id = ? AND revoked_us IS NULL", w.write.now, personID).Error
}

// Door looks credentials up before anybody is known.
type Door struct{ tx *ReadTx }

// Door gives the handle for credentials.
func (tx *ReadTx) Door() Door { return Door{tx: tx} }

// APIKey finds the key with this token hash, whatever its state.
func (d Door) APIKey(tokenHash []byte) (APIKey, bool, error) {
	return maybe[APIKey](d.tx.db.Table("api_keys").Where("token_hash = ?", tokenHash))
}

// Session finds the session with this token hash, whatever its state.
func (d Door) Session(tokenHash []byte) (Session, bool, error) {
	return maybe[Session](d.tx.db.Table("sessions").Where("token_hash = ?", tokenHash))
}

// Invitation finds the invitation with this token hash, whatever its state.
func (d Door) Invitation(tokenHash []byte) (Invitation, bool, error) {
	return maybe[Invitation](d.tx.db.Table("invitations").Where("token_hash = ?", tokenHash))
}

// ContactsByLogin finds the contacts who sign in with this address (lower
// case), oldest first, at most so many, removed ones excluded: one person may
// answer for several vendors, each of which knows nothing of the others, and
// whoever came first is not pushed out by who comes later.
func (d Door) ContactsByLogin(login string, most int) ([]Contact, error) {
	return many[Contact](d.tx.db.Table("contacts").Where("login = ? AND removed_us IS NULL", login).Order("created_us, id").Limit(most))
}
