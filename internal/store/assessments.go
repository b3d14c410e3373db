package store

import "gorm.io/gorm"

// Assessment is one product release against one questionnaire version.
type Assessment struct {
	ID                  string
	VendorID            string
	ProductID           string
	ReleaseID           string
	QuestionnaireID     string
	QuestionnaireDigest string
	Purpose             string
	Source              string
	Tier                string
	State               string
	DueOn               string
	TimeZone            string
	DiscloseWeights     Flag
	RequireSecondFactor Flag
	RequireApproval     Flag
	Owner               string
	WeightsDigest       string // of its own weights; empty without
	Panel               string // persons who grade text answers together, separated by blanks
	Revision            int
	EndReason           string
	Outcome             string
	RowVersion          int64 // counts what the buyer edits
	DraftVersion        int64 // counts changes of the draft answers
	CreatedUS           int64
	SubmittedUS         *int64
}

// AssessmentView is an assessment with the names that stand beside it.
type AssessmentView struct {
	Assessment
	VendorName           string
	ProductName          string
	ReleaseLabel         string
	ArtifactSHA256       string
	QuestionnaireSlug    string
	QuestionnaireVersion string
	QuestionnaireTitle   string
}

// AssessmentFilter narrows a list; empty members mean any.
type AssessmentFilter struct{ State, VendorID string }

func assessmentViews(db *gorm.DB) *gorm.DB {
	return db.Table("assessments").
		Select("assessments.*, v.name AS vendor_name, p.name AS product_name, r.label AS release_label, r.artifact_sha256 AS artifact_sha256, " +
			"q.slug AS questionnaire_slug, q.version AS questionnaire_version, q.title AS questionnaire_title").
		Joins("JOIN vendors v ON v.id = assessments.vendor_id").
		Joins("JOIN products p ON p.id = assessments.product_id").
		Joins("JOIN releases r ON r.id = assessments.release_id").
		Joins("JOIN questionnaires q ON q.id = assessments.questionnaire_id")
}

// Assessments lists assessments, newest first.
func (r BuyerRead) Assessments(page Page, filter AssessmentFilter) ([]AssessmentView, error) {
	q := assessmentViews(r.tx.db)
	if filter.State != "" {
		q = q.Where("assessments.state = ?", filter.State)
	}
	if filter.VendorID != "" {
		q = q.Where("assessments.vendor_id = ?", filter.VendorID)
	}
	if page.AfterID != "" {
		q = q.Where("(assessments.created_us, assessments.id) < (?, ?)", page.AfterTime, page.AfterID)
	}
	return many[AssessmentView](q.Order("assessments.created_us DESC, assessments.id DESC").Limit(page.Limit))
}

// Assessment finds an assessment.
func (r BuyerRead) Assessment(id string) (AssessmentView, error) {
	return one[AssessmentView](assessmentViews(r.tx.db).Where("assessments.id = ?", id))
}

// Assessment finds one of the vendor's own assessments.
func (r VendorRead) Assessment(id string) (AssessmentView, error) {
	return one[AssessmentView](assessmentViews(r.tx.db).Where("assessments.id = ? AND assessments.vendor_id = ?", id, r.vendor))
}

// AssessmentRow finds one of the vendor's own assessments without the names
// beside it: what saving an answer needs.
func (r VendorRead) AssessmentRow(id string) (Assessment, error) {
	return rawOne[Assessment](r.tx, "SELECT * FROM assessments WHERE id = ? AND vendor_id = ?", id, r.vendor)
}

// Assessments lists the vendor's own assessments that were sent, newest first;
// drafts of the buyer and assessments from public sources are not among them.
func (r VendorRead) Assessments() ([]AssessmentView, error) {
	return many[AssessmentView](assessmentViews(r.tx.db).
		Where("assessments.vendor_id = ? AND assessments.source = 'vendor' AND assessments.state <> 'draft'", r.vendor).
		Order("assessments.created_us DESC, assessments.id DESC"))
}

// AddAssessment keeps a new assessment.
func (w BuyerTx) AddAssessment(a Assessment) error {
	return w.write.db.Table("assessments").Create(&a).Error
}

// UpdateAssessment stores what changes in an assessment's life; what it is
// about never changes.
func (w BuyerTx) UpdateAssessment(a Assessment) error {
	return updateAssessment(w.write.db.Where("id = ?", a.ID), a)
}

// UpdateAssessment is BuyerTx.UpdateAssessment for one of the vendor's own.
func (w VendorTx) UpdateAssessment(a Assessment) error {
	return updateAssessment(w.write.db.Where("id = ? AND vendor_id = ?", a.ID, w.vendor), a)
}

func updateAssessment(q *gorm.DB, a Assessment) error {
	return changed(q.Table("assessments").Select("state", "tier", "due_on", "time_zone", "owner", "revision", "end_reason",
		"outcome", "weights_digest", "panel", "row_version", "draft_version", "submitted_us").Updates(&a))
}
