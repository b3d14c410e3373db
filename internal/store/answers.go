package store

import "gorm.io/gorm"

// Answer is one answer of a draft; the payload is opaque here.
type Answer struct {
	AssessmentID string
	QuestionID   string
	VendorID     string
	Version      int64 // grows by one with each change; never used twice for one question
	Payload      []byte
	UpdatedUS    int64
	UpdatedBy    string
}

// Answers lists a draft's answers by question id.
func (r VendorRead) Answers(assessmentID string) ([]Answer, error) {
	return many[Answer](r.tx.db.Table("answers").Where("assessment_id = ? AND vendor_id = ?", assessmentID, r.vendor).Order("question_id"))
}

// Answer finds one answer of a draft; ok is false where there is none.
func (r VendorRead) Answer(assessmentID, questionID string) (a Answer, ok bool, err error) {
	a = Answer{AssessmentID: assessmentID, QuestionID: questionID, VendorID: r.vendor}
	ok, err = r.tx.first(`SELECT version, payload, updated_us, updated_by FROM answers
 WHERE assessment_id = $1 AND question_id = $2 AND vendor_id = $3`,
		[]any{assessmentID, questionID, r.vendor}, &a.Version, &a.Payload, &a.UpdatedUS, &a.UpdatedBy)
	return a, ok, err
}

// AnswerToSave gives in one look what saving an answer must know: the state of
// the vendor's own assessment, the answer as it stands, with version 0 where
// there is none, and the version a save gets. fault.NotFound where there is no
// such assessment, or where contactID (empty: the buyer) takes no part in it
// any more.
func (w VendorTx) AnswerToSave(assessmentID, questionID, contactID string) (state string, a Answer, next int64, err error) {
	a = Answer{AssessmentID: assessmentID, QuestionID: questionID, VendorID: w.vendor}
	ok, err := w.write.first(`SELECT s.state, COALESCE(a.version, s.cleared_version) + 1, COALESCE(a.version, 0), a.payload, COALESCE(a.updated_us, 0), COALESCE(a.updated_by, '')
 FROM assessments s LEFT JOIN answers a ON a.assessment_id = s.id AND a.question_id = $1 WHERE s.id = $2 AND s.vendor_id = $3
 AND ($4 = '' OR EXISTS (SELECT 1 FROM participants p WHERE p.contact_id = $5 AND p.vendor_id = s.vendor_id AND p.removed_us IS NULL
  AND (p.role = 'lead' OR p.assessment_id = s.id)))`,
		[]any{questionID, assessmentID, w.vendor, contactID, contactID}, &state, &next, &a.Version, &a.Payload, &a.UpdatedUS, &a.UpdatedBy)
	if err == nil && !ok {
		err = notFound()
	}
	return state, a, next, err
}

// SaveAnswer stores a first or changed answer when the write ends; the caller
// has looked with AnswerToSave, and tells TouchDraft.
func (w VendorTx) SaveAnswer(a Answer) {
	w.write.later(`INSERT INTO answers (assessment_id, question_id, vendor_id, version, payload, updated_us, updated_by)
 VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (assessment_id, question_id)
 DO UPDATE SET version = excluded.version, payload = excluded.payload, updated_us = excluded.updated_us, updated_by = excluded.updated_by`,
		a.AssessmentID, a.QuestionID, w.vendor, a.Version, a.Payload, a.UpdatedUS, a.UpdatedBy)
}

// DeleteAnswer clears an answer. Its versions are used up: an edit that follows
// one of them does not fit an answer given anew.
func (w VendorTx) DeleteAnswer(a Answer) error {
	if err := changed(w.write.db.Exec("DELETE FROM answers WHERE assessment_id = ? AND question_id = ? AND vendor_id = ?",
		a.AssessmentID, a.QuestionID, w.vendor)); err != nil {
		return err
	}
	w.write.later("UPDATE assessments SET cleared_version = CASE WHEN cleared_version < $1 THEN $2 ELSE cleared_version END WHERE id = $3 AND vendor_id = $4",
		a.Version, a.Version, a.AssessmentID, w.vendor)
	w.TouchDraft(a.AssessmentID)
	return nil
}

// TouchDraft counts a change of the draft when the write ends.
func (w VendorTx) TouchDraft(assessmentID string) {
	w.write.later("UPDATE assessments SET draft_version = draft_version + 1 WHERE id = $1 AND vendor_id = $2", assessmentID, w.vendor)
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

// EvidenceUse gives how many files one of the vendor's own assessments holds,
// and their bytes.
func (r VendorRead) EvidenceUse(assessmentID string) (files int, bytes int64, err error) {
	type use struct {
		Files int
		Bytes int64
	}
	found, _, err := maybe[use](evidenceOf(r.tx.db, assessmentID).Where("vendor_id = ?", r.vendor).
		Select("COUNT(*) AS files, CAST(COALESCE(SUM(size), 0) AS BIGINT) AS bytes"))
	return found.Files, found.Bytes, err
}

// Evidence lists an assessment's files, in the order received.
func (r BuyerRead) Evidence(assessmentID string) ([]Evidence, error) {
	return many[Evidence](evidenceOf(r.tx.db, assessmentID).Order("received_us, id"))
}

// EvidenceFile finds a file of an assessment.
func (r BuyerRead) EvidenceFile(assessmentID, id string) (Evidence, error) {
	return one[Evidence](evidenceOf(r.tx.db, assessmentID).Where("id = ?", id))
}

// KnowsBlob tells whether some file needs these bytes: others are orphans.
// Several may need the same, where a confirmed answer brought a file along from
// another assessment; bytes go only with the last.
func (tx *ReadTx) KnowsBlob(blobID string) (bool, error) {
	return exists(tx.db.Table("evidence").Where("blob_id = ? AND deleted_us IS NULL AND status <> 'erased'", blobID))
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
