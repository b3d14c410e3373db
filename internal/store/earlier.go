package store

// EarlierRevision is the last revision that a vendor submitted in one of its
// assessments, with what the assessment is about.
type EarlierRevision struct {
	Revision
	ProductID           string
	ProductName         string
	ReleaseID           string
	ReleaseLabel        string
	QuestionnaireID     string
	QuestionnaireDigest string
	RequireSecondFactor Flag
}

const earlierRevisions = `SELECT r.*, a.product_id, p.name AS product_name, a.release_id, l.label AS release_label,
 a.questionnaire_id, a.questionnaire_digest, a.require_second_factor
 FROM assessments a JOIN revisions r ON r.assessment_id = a.id AND r.number = a.revision
 JOIN products p ON p.id = a.product_id JOIN releases l ON l.id = a.release_id
 WHERE a.vendor_id = ? AND a.source = 'vendor' AND a.submitted_us IS NOT NULL AND a.id <> ? `

// EarlierOfProduct lists the last revisions of the vendor's own assessments of
// one of its products, newest first, at most limit, without those of one
// assessment. What the buyer filled in from public sources is not among them.
func (r VendorRead) EarlierOfProduct(productID, except string, limit int) ([]EarlierRevision, error) {
	return many[EarlierRevision](r.tx.db.Raw(earlierRevisions+"AND a.product_id = ? ORDER BY a.submitted_us DESC, a.id DESC LIMIT ?",
		r.vendor, except, productID, limit))
}

// EarlierOfVendor is EarlierOfProduct for all products of the vendor.
func (r VendorRead) EarlierOfVendor(except string, limit int) ([]EarlierRevision, error) {
	return many[EarlierRevision](r.tx.db.Raw(earlierRevisions+"ORDER BY a.submitted_us DESC, a.id DESC LIMIT ?", r.vendor, except, limit))
}
