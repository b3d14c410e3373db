package store

import "gorm.io/gorm"

// Answer is one answer of a draft; the payload is opaque here.
type Answer struct {
	AssessmentID string
	QuestionID   string
	VendorID     string
	Version      int64 // 1 for the first save; grows by one with each change
	Payload      []byte
	UpdatedUS    int64
	UpdatedBy    string
}

// Answers lists a draft's answers by question id.
func (r VendorRead) Answers(assessmentID string) ([]Answer, error) {
	return many[Answer](r.tx.db.Table("answers").Where("assessment_id = ? AND vendor_id = ?", assessmentID, r.vendor).Order("question_id"))
}

// Answer finds one answer of a draft; ok is false where there is none.
func (r VendorRead) Answer(assessmentID, questionID string) (Answer, bool, error) {
	return maybe[Answer](r.tx.db.Raw("SELECT * FROM answers WHERE assessment_id = ? AND question_id = ? AND vendor_id = ?",
		assessmentID, questionID, r.vendor))
}

// SaveAnswer stores a first or changed answer; the caller has checked the
// version it follows. The draft's counter moves with it.
func (w VendorTx) SaveAnswer(a Answer) error {
	if err := w.write.db.Exec(`INSERT INTO answers (assessment_id, question_id, vendor_id, version, payload, updated_us, updated_by)
 VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (assessment_id, question_id)
 DO UPDATE SET version = excluded.version, payload = excluded.payload, updated_us = excluded.updated_us, updated_by = excluded.updated_by`,
		a.AssessmentID, a.QuestionID, w.vendor, a.Version, a.Payload, a.UpdatedUS, a.UpdatedBy).Error; err != nil {
		return err
	}
	return w.touchDraft(a.AssessmentID)
}

// DeleteAnswer clears an answer.
func (w VendorTx) DeleteAnswer(assessmentID, questionID string) error {
	if err := changed(w.write.db.Exec("DELETE FROM answers WHERE assessment_id = ? AND question_id = ? AND vendor_id = ?",
		assessmentID, questionID, w.vendor)); err != nil {
		return err
	}
	return w.touchDraft(assessmentID)
}

func (w VendorTx) touchDraft(assessmentID string) error {
	return changed(w.write.db.Exec("UPDATE assessments SET draft_version = draft_version + 1 WHERE id = ? AND vendor_id = ?",
		assessmentID, w.vendor))
}

// Evidence is an uploaded file: its digest, what was read out of it, and the
// name of its bytes in the blob store.
type Evidence struct {
	ID           string
	VendorID     string
	AssessmentID string
	BlobID       string
	FileName     string
	Kind         string
	Size         int64
	SHA256       string
	Format       string
	Status       string // read, unreadable, stored or erased
	Problem      string
	DatedOn      string
	Facts        []byte // canonical JSON array of fact.Fact
	Warnings     []byte // JSON array of sentences
	ReceivedUS   int64
	ReceivedBy   string
	DeletedUS    *int64
}

func evidenceOf(q *gorm.DB, assessmentID string) *gorm.DB {
	return q.Table("evidence").Where("assessment_id = ? AND deleted_us IS NULL", assessmentID)
}

// Evidence lists the files of one of the vendor's own assessments, in the
// order received.
func (r VendorRead) Evidence(assessmentID string) ([]Evidence, error) {
	return many[Evidence](evidenceOf(r.tx.db, assessmentID).Where("vendor_id = ?", r.vendor).Order("received_us, id"))
}

// EvidenceFile finds one of the vendor's own files.
func (r VendorRead) EvidenceFile(assessmentID, id string) (Evidence, error) {
	return one[Evidence](evidenceOf(r.tx.db, assessmentID).Where("id = ? AND vendor_id = ?", id, r.vendor))
}

// Evidence lists an assessment's files, in the order received.
func (r BuyerRead) Evidence(assessmentID string) ([]Evidence, error) {
	return many[Evidence](evidenceOf(r.tx.db, assessmentID).Order("received_us, id"))
}

// EvidenceFile finds a file of an assessment.
func (r BuyerRead) EvidenceFile(assessmentID, id string) (Evidence, error) {
	return one[Evidence](evidenceOf(r.tx.db, assessmentID).Where("id = ?", id))
}

// KnowsBlob tells whether some row names these bytes: others are orphans.
func (tx *ReadTx) KnowsBlob(blobID string) (bool, error) {
	return exists(tx.db.Table("evidence").Where("blob_id = ? AND deleted_us IS NULL", blobID))
}

// AddEvidence keeps a received file.
func (w VendorTx) AddEvidence(e Evidence) error {
	e.VendorID = w.vendor
	return w.write.db.Table("evidence").Create(&e).Error
}

// DeleteEvidence takes a file out of the draft.
func (w VendorTx) DeleteEvidence(assessmentID, id string) error {
	return changed(w.write.db.Exec("UPDATE evidence SET deleted_us = ? WHERE id = ? AND assessment_id = ? AND vendor_id = ? AND deleted_us IS NULL",
		w.write.now, id, assessmentID, w.vendor))
}
