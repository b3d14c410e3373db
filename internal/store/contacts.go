package store

import "strings"

// Contact is a vendor's person with a sign-in of their own. Login is the
// address in lower case, nil after removal.
type Contact struct {
	ID            string
	VendorID      string
	PersonID      string
	Login         *string
	Passphrase    string // argon2id, PHC form
	TOTPSecret    string // base32; empty without a second factor
	TOTPConfirmed Flag
	TOTPLastStep  int64
	CreatedUS     int64
	RemovedUS     *int64
}

// ContactView is a contact with name and address, and the leading role.
type ContactView struct {
	Contact
	Name  string
	Email string
	Role  string
}

// Participant is a contact's part in one assessment.
type Participant struct {
	ID           string
	VendorID     string
	AssessmentID string
	ContactID    string
	Role         string
	Sections     string // JSON array of section ids; empty array means all
	CreatedUS    int64
	RemovedUS    *int64
}

// ParticipantView is a participant with name and address.
type ParticipantView struct {
	Participant
	Name  string
	Email string
}

// Session is a contact's signed-in session; the token itself is not kept.
type Session struct {
	ID           string
	VendorID     string
	ContactID    string
	TokenHash    []byte
	SecondFactor Flag // signed in with a second factor
	CreatedUS    int64
	ExpiresUS    int64
	EndedUS      *int64
}

const contactViews = `SELECT c.*, p.name, p.email, COALESCE((SELECT CASE WHEN MAX(CASE WHEN a.role = 'lead' THEN 1 ELSE 0 END) = 1 THEN 'lead' ELSE MIN(a.role) END
 FROM participants a WHERE a.contact_id = c.id AND a.removed_us IS NULL), 'collaborator') AS role
 FROM contacts c JOIN people p ON p.id = c.person_id `

// Contacts lists a vendor's contacts, oldest first, removed ones included.
func (r BuyerRead) Contacts(vendorID string) ([]ContactView, error) {
	return many[ContactView](r.tx.db.Raw(contactViews+"WHERE c.vendor_id = ? ORDER BY c.created_us, c.id", vendorID))
}

// Contacts lists the vendor's own contacts, oldest first, removed ones
// included.
func (r VendorRead) Contacts() ([]ContactView, error) {
	return many[ContactView](r.tx.db.Raw(contactViews+"WHERE c.vendor_id = ? ORDER BY c.created_us, c.id", r.vendor))
}

// Contact finds one of the vendor's own contacts.
func (r VendorRead) Contact(id string) (ContactView, error) {
	return rawOne[ContactView](r.tx, contactViews+"WHERE c.id = ? AND c.vendor_id = ?", id, r.vendor)
}

// ContactByLogin finds the vendor's own contact who signs in with this address
// (lower case), removed ones excluded.
func (r VendorRead) ContactByLogin(login string) (Contact, bool, error) {
	return maybe[Contact](r.tx.db.Table("contacts").Where("login = ? AND vendor_id = ? AND removed_us IS NULL", login, r.vendor))
}

// AddContact keeps a new contact of the vendor; the person exists already.
func (w VendorTx) AddContact(c Contact) error {
	c.VendorID = w.vendor
	return w.write.db.Table("contacts").Create(&c).Error
}

// UpdateContact stores a contact's sign-in.
func (w VendorTx) UpdateContact(c Contact) error {
	return changed(w.write.db.Table("contacts").Where("id = ? AND vendor_id = ?", c.ID, w.vendor).
		Select("passphrase", "totp_secret", "totp_confirmed", "totp_last_step").Updates(&c))
}

// NameContact stores the name a contact gave for themselves.
func (w VendorTx) NameContact(personID, name string) error {
	return changed(w.write.db.Exec("UPDATE people SET name = ? WHERE id = ? AND id IN (SELECT person_id FROM contacts WHERE vendor_id = ?)",
		name, personID, w.vendor))
}

// Removed is the contact as RemoveContact leaves them at a time.
func (c Contact) Removed(at int64) Contact {
	c.Login, c.Passphrase, c.TOTPSecret, c.TOTPConfirmed, c.RemovedUS = nil, "", "", false, &at
	return c
}

// RemoveContact ends a contact's access everywhere and frees the address.
func (w VendorTx) RemoveContact(id string) error {
	now := w.write.now
	if err := changed(w.write.db.Exec("UPDATE contacts SET removed_us = ?, login = NULL, passphrase = '', totp_secret = '', totp_confirmed = 0 "+
		"WHERE id = ? AND vendor_id = ? AND removed_us IS NULL", now, id, w.vendor)); err != nil {
		return err
	}
	if err := w.EndSessions(id, ""); err != nil {
		return err
	}
	return w.write.db.Exec("UPDATE participants SET removed_us = ? WHERE contact_id = ? AND vendor_id = ? AND removed_us IS NULL",
		now, id, w.vendor).Error
}

// EraseContactPeople blanks the name and address of one of the vendor's
// contacts everywhere: each invitation brought a person of its own, known by
// the address. A later contact under the same address keeps theirs.
func (w VendorTx) EraseContactPeople(c ContactView) error {
	known, err := many[Person](w.write.db.Raw(`SELECT * FROM people WHERE erased_us IS NULL AND id IN
 (SELECT person_id FROM contacts WHERE vendor_id = ? AND (removed_us IS NOT NULL OR id = ?)
  UNION SELECT person_id FROM invitations WHERE vendor_id = ? AND person_id NOT IN (SELECT person_id FROM contacts))`,
		w.vendor, c.ID, w.vendor))
	if err != nil {
		return err
	}
	for _, p := range known {
		if p.ID != c.PersonID && (c.Email == "" || !strings.EqualFold(p.Email, c.Email)) {
			continue
		}
		if err := erasePerson(w.write, p.ID); err != nil {
			return err
		}
	}
	return nil
}

// Participants lists who takes part in one of the vendor's own assessments,
// oldest first, those who left excluded.
func (r VendorRead) Participants(assessmentID string) ([]ParticipantView, error) {
	return many[ParticipantView](r.tx.db.Raw(`SELECT a.*, p.name, p.email FROM participants a
 JOIN contacts c ON c.id = a.contact_id JOIN people p ON p.id = c.person_id
 WHERE a.assessment_id = ? AND a.vendor_id = ? AND a.removed_us IS NULL ORDER BY a.created_us, a.id`, assessmentID, r.vendor))
}

// Participations lists a contact's parts, those that ended excluded.
func (r VendorRead) Participations(contactID string) ([]Participant, error) {
	return many[Participant](r.tx.db.Table("participants").
		Where("contact_id = ? AND vendor_id = ? AND removed_us IS NULL", contactID, r.vendor).Order("created_us, id"))
}

// SetParticipant adds a contact to an assessment, or changes the part.
func (w VendorTx) SetParticipant(p Participant) error {
	return w.write.db.Exec(`INSERT INTO participants (id, vendor_id, assessment_id, contact_id, role, sections, created_us)
 VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (assessment_id, contact_id)
 DO UPDATE SET role = excluded.role, sections = excluded.sections, removed_us = NULL`,
		p.ID, w.vendor, p.AssessmentID, p.ContactID, p.Role, p.Sections, p.CreatedUS).Error
}

// RemoveParticipant ends a part.
func (w VendorTx) RemoveParticipant(assessmentID, id string) error {
	return changed(w.write.db.Exec("UPDATE participants SET removed_us = ? WHERE id = ? AND assessment_id = ? AND vendor_id = ? AND removed_us IS NULL",
		w.write.now, id, assessmentID, w.vendor))
}

// Session finds one of the vendor's own sessions.
func (r VendorRead) Session(id string) (Session, error) {
	return one[Session](r.tx.db.Table("sessions").Where("id = ? AND vendor_id = ?", id, r.vendor))
}

// StrengthenSession records that a session has shown a second factor.
func (w VendorTx) StrengthenSession(id string) error {
	return changed(w.write.db.Exec("UPDATE sessions SET second_factor = 1 WHERE id = ? AND vendor_id = ?", id, w.vendor))
}

// AddSession keeps a new session.
func (w VendorTx) AddSession(s Session) error {
	s.VendorID = w.vendor
	return w.write.db.Table("sessions").Create(&s).Error
}

// EndSession ends one session; ending it twice changes nothing.
func (w VendorTx) EndSession(id string) error {
	return w.write.db.Exec("UPDATE sessions SET ended_us = COALESCE(ended_us, ?) WHERE id = ? AND vendor_id = ?",
		w.write.now, id, w.vendor).Error
}

// EndSessions ends all sessions of a contact but the one to keep.
func (w VendorTx) EndSessions(contactID, keep string) error {
	return w.write.db.Exec("UPDATE sessions SET ended_us = ? WHERE contact_id = ? AND vendor_id = ? AND id <> ? AND ended_us IS NULL",
		w.write.now, contactID, w.vendor, keep).Error
}

// EndOldSessions ends all sessions of a contact but the newest so many.
func (w VendorTx) EndOldSessions(contactID string, keep int) error {
	return w.write.db.Exec(`UPDATE sessions SET ended_us = ? WHERE contact_id = ? AND vendor_id = ? AND ended_us IS NULL AND id NOT IN
 (SELECT id FROM sessions WHERE contact_id = ? AND ended_us IS NULL ORDER BY created_us DESC, id DESC LIMIT ?)`,
		w.write.now, contactID, w.vendor, contactID, keep).Error
}

// PurgeSessions removes sessions that ended or expired, and gives how many.
func (w BuyerTx) PurgeSessions() (int64, error) {
	done := w.write.db.Exec("DELETE FROM sessions WHERE ended_us IS NOT NULL OR expires_us <= ?", w.write.now)
	return done.RowsAffected, done.Error
}
