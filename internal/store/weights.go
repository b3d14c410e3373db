package store

// Weights are an assessment's own weights as a canonical document; the
// assessment names those in use by their digest.
type Weights struct {
	AssessmentID string
	Digest       string
	VendorID     string
	Document     []byte
	CreatedUS    int64
}

// Weights finds a weights document of one of the vendor's own assessments.
func (r VendorRead) Weights(assessmentID, digest string) (Weights, error) {
	return one[Weights](r.tx.db.Table("weights").Where("assessment_id = ? AND vendor_id = ? AND digest = ?", assessmentID, r.vendor, digest))
}

// KeepWeights stores a weights document; added is false where the assessment
// has had it before.
func (w BuyerTx) KeepWeights(row Weights) (added bool, err error) {
	_, known, err := maybe[Weights](w.write.db.Table("weights").Where("assessment_id = ? AND digest = ?", row.AssessmentID, row.Digest))
	if err != nil || known {
		return false, err
	}
	return true, w.write.db.Table("weights").Create(&row).Error
}
