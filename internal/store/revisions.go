package store

// Revision is a frozen submission.
type Revision struct {
	ID           string
	VendorID     string
	AssessmentID string
	Number       int
	Digest       string
	Document     []byte
	ReceiptID    string
	SubmittedUS  int64
}

// Return is what the buyer sent back once, for which revision.
type Return struct {
	ID           string
	VendorID     string
	AssessmentID string
	Revision     int
	Message      string
	Questions    []byte // canonical JSON array of {question_id, feedback}
	Digest       string // of everything else, see assessment.Return
	CreatedUS    int64
	CreatedBy    string
}

// Approval says that a signatory approved exactly one draft.
type Approval struct {
	ID           string
	VendorID     string
	AssessmentID string
	Number       int // 1, 2, … per assessment: their order
	ContactID    string
	DraftDigest  string
	Digest       string // of everything else
	ApprovedUS   int64
}

// Revisions lists an assessment's frozen revisions with their documents,
// oldest first.
func (r BuyerRead) Revisions(assessmentID string) ([]Revision, error) {
	return many[Revision](r.tx.db.Table("revisions").Where("assessment_id = ?", assessmentID).Order("number"))
}

// Revision finds a frozen revision.
func (r BuyerRead) Revision(assessmentID string, number int) (Revision, error) {
	return one[Revision](r.tx.db.Table("revisions").Where("assessment_id = ? AND number = ?", assessmentID, number))
}

// Revisions lists the revisions of one of the vendor's own assessments.
func (r VendorRead) Revisions(assessmentID string) ([]Revision, error) {
	return many[Revision](r.tx.db.Table("revisions").Where("assessment_id = ? AND vendor_id = ?", assessmentID, r.vendor).Order("number"))
}

// Revision finds one of the vendor's own revisions.
func (r VendorRead) Revision(assessmentID string, number int) (Revision, error) {
	return one[Revision](r.tx.db.Table("revisions").Where("assessment_id = ? AND number = ? AND vendor_id = ?", assessmentID, number, r.vendor))
}

// AddRevision keeps a frozen revision.
func (w VendorTx) AddRevision(r Revision) error {
	r.VendorID = w.vendor
	return w.write.db.Table("revisions").Create(&r).Error
}

// Return finds what was sent back after a revision; ok is false where nothing
// was.
func (r VendorRead) Return(assessmentID string, revision int) (Return, bool, error) {
	return maybe[Return](r.tx.db.Table("returns").Where("assessment_id = ? AND revision = ? AND vendor_id = ?", assessmentID, revision, r.vendor))
}

// AddReturn keeps what is sent back.
func (w BuyerTx) AddReturn(r Return) error { return w.write.db.Table("returns").Create(&r).Error }

// LastApproval finds the newest approval of one of the vendor's own drafts.
func (r VendorRead) LastApproval(assessmentID string) (Approval, bool, error) {
	return maybe[Approval](r.tx.db.Table("approvals").Where("assessment_id = ? AND vendor_id = ?", assessmentID, r.vendor).
		Order("number DESC"))
}

// AddApproval keeps a signatory's approval.
func (w VendorTx) AddApproval(a Approval) error {
	a.VendorID = w.vendor
	return w.write.db.Table("approvals").Create(&a).Error
}
