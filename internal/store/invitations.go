package store

// Invitation is a single-use enrolment; the token itself is not kept, the
// invited person's name and address stand under PersonID.
type Invitation struct {
	ID           string
	VendorID     string
	AssessmentID string
	PersonID     string
	Role         string // lead, collaborator or signatory
	Sections     string // JSON array of section ids; empty array means all
	TokenHash    []byte
	CreatedUS    int64
	CreatedBy    string
	ExpiresUS    int64
	RedeemedUS   *int64
	SupersededUS *int64
	RevokedUS    *int64
}

// InvitationView is an invitation with the invited person.
type InvitationView struct {
	Invitation
	Name  string
	Email string
}

const invitationViews = "SELECT i.*, p.name, p.email FROM invitations i JOIN people p ON p.id = i.person_id "

// Invitations lists an assessment's invitations, newest first.
func (r BuyerRead) Invitations(assessmentID string) ([]InvitationView, error) {
	return many[InvitationView](r.tx.db.Raw(invitationViews+"WHERE i.assessment_id = ? ORDER BY i.created_us DESC, i.id DESC", assessmentID))
}

// Invitations lists the invitations of one of the vendor's own assessments.
func (r VendorRead) Invitations(assessmentID string) ([]InvitationView, error) {
	return many[InvitationView](r.tx.db.Raw(invitationViews+
		"WHERE i.assessment_id = ? AND i.vendor_id = ? ORDER BY i.created_us DESC, i.id DESC", assessmentID, r.vendor))
}

// Invitation finds an assessment's invitation.
func (r BuyerRead) Invitation(assessmentID, id string) (InvitationView, error) {
	return rawOne[InvitationView](r.tx, invitationViews+"WHERE i.id = ? AND i.assessment_id = ?", id, assessmentID)
}

// AddInvitation keeps a new invitation and the invited person.
func (w BuyerTx) AddInvitation(i Invitation, invited Person) error {
	return addInvitation(w.write, i, invited)
}

// AddInvitation keeps an invitation by the vendor itself.
func (w VendorTx) AddInvitation(i Invitation, invited Person) error {
	i.VendorID = w.vendor
	return addInvitation(w.write, i, invited)
}

func addInvitation(tx *Tx, i Invitation, invited Person) error {
	if err := tx.db.Table("people").Create(&invited).Error; err != nil {
		return err
	}
	return tx.db.Table("invitations").Create(&i).Error
}

// SupersedeInvitations ends the open lead invitations of an assessment, and
// blanks whom they invited.
func (w BuyerTx) SupersedeInvitations(assessmentID string) error {
	if err := w.write.db.Exec("UPDATE invitations SET superseded_us = ? WHERE assessment_id = ? AND role = 'lead' "+
		"AND redeemed_us IS NULL AND superseded_us IS NULL AND revoked_us IS NULL", w.write.now, assessmentID).Error; err != nil {
		return err
	}
	return eraseEnded(w.write, assessmentID)
}

// RevokeInvitations ends all open invitations of an assessment, and blanks
// whom they invited.
func (w BuyerTx) RevokeInvitations(assessmentID string) error {
	if err := w.write.db.Exec("UPDATE invitations SET revoked_us = ? WHERE assessment_id = ? "+
		"AND redeemed_us IS NULL AND superseded_us IS NULL AND revoked_us IS NULL", w.write.now, assessmentID).Error; err != nil {
		return err
	}
	return eraseEnded(w.write, assessmentID)
}

// Unended lists the vendor's own invitations that nothing has ended yet,
// expired ones included, newest first.
func (r VendorRead) Unended() ([]InvitationView, error) {
	return many[InvitationView](r.tx.db.Raw(invitationViews+
		"WHERE i.vendor_id = ? AND i.redeemed_us IS NULL AND i.superseded_us IS NULL AND i.revoked_us IS NULL ORDER BY i.created_us DESC, i.id DESC", r.vendor))
}

// RevokeInvitation ends one invitation, and blanks whom it invited.
func (w BuyerTx) RevokeInvitation(i Invitation) error { return revokeInvitation(w.write, i) }

// RevokeInvitation ends one of the vendor's own invitations, and blanks whom it
// invited.
func (w VendorTx) RevokeInvitation(i Invitation) error {
	if i.VendorID != w.vendor {
		return notFound()
	}
	return revokeInvitation(w.write, i)
}

func revokeInvitation(tx *Tx, i Invitation) error {
	if err := changed(tx.db.Exec("UPDATE invitations SET revoked_us = ? WHERE id = ? AND vendor_id = ?", tx.now, i.ID, i.VendorID)); err != nil {
		return err
	}
	return eraseEnded(tx, i.AssessmentID)
}

// RedeemInvitation marks an invitation as used; a second use finds nothing.
func (w VendorTx) RedeemInvitation(id string) error {
	return changed(w.write.db.Exec("UPDATE invitations SET redeemed_us = ? WHERE id = ? AND vendor_id = ? "+
		"AND redeemed_us IS NULL AND superseded_us IS NULL AND revoked_us IS NULL", w.write.now, id, w.vendor))
}

// rawOne reads the single row of a raw query, or fault.NotFound.
func rawOne[T any](tx *ReadTx, query string, args ...any) (T, error) {
	found, err := many[T](tx.db.Raw(query, args...))
	if err == nil && len(found) == 0 {
		err = notFound()
	}
	if err != nil {
		var none T
		return none, err
	}
	return found[0], nil
}
