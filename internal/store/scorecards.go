package store

// Review is an evaluator's decision; Document is assessment.Review as
// canonical JSON, Note never leaves the buyer's side.
type Review struct {
	ID           string
	VendorID     string
	AssessmentID string
	Number       int // 1, 2, … per assessment: their order
	Revision     int
	Kind         string
	Subject      string
	Digest       string
	Document     []byte
	Note         string
	CreatedUS    int64
	CreatedBy    string
}

// Scorecard is an immutable result: the canonical document and what lists
// show of it. Scores are millionths of a percent, nil where nothing was
// scorable.
type Scorecard struct {
	ID            string
	VendorID      string
	AssessmentID  string
	Number        int
	Revision      int
	Digest        string
	Document      []byte
	Arithmetic    int
	RulesetDigest string
	Band          string
	GateOutcome   string
	Overall       *int64
	Exposure      *int64
	Practice      *int64
	ScoredUS      int64
	ScoredBy      string
}

// Report is a report's view model as first made.
type Report struct {
	ID           string
	VendorID     string
	AssessmentID string
	ScorecardID  string
	Digest       string
	Document     []byte
	CreatedUS    int64
}

// Reviews lists an assessment's reviews in the order of their numbers.
func (r BuyerRead) Reviews(assessmentID string) ([]Review, error) {
	return many[Review](r.tx.db.Table("reviews").Where("assessment_id = ?", assessmentID).Order("number"))
}

// AddReview keeps a decision.
func (w BuyerTx) AddReview(rv Review) error { return w.write.db.Table("reviews").Create(&rv).Error }

// Scorecards lists an assessment's scorecards with their documents, newest
// first.
func (r BuyerRead) Scorecards(assessmentID string) ([]Scorecard, error) {
	return many[Scorecard](r.tx.db.Table("scorecards").Where("assessment_id = ?", assessmentID).Order("number DESC"))
}

// Scorecard finds a scorecard by number; 0 means the newest.
func (r BuyerRead) Scorecard(assessmentID string, number int) (Scorecard, error) {
	q := r.tx.db.Table("scorecards").Where("assessment_id = ?", assessmentID)
	if number > 0 {
		q = q.Where("number = ?", number)
	}
	return one[Scorecard](q.Order("number DESC"))
}

// AddScorecard keeps a scorecard and its report.
func (w BuyerTx) AddScorecard(s Scorecard, rep Report) error {
	if err := w.write.db.Table("scorecards").Create(&s).Error; err != nil {
		return err
	}
	return w.write.db.Table("reports").Create(&rep).Error
}

// Report finds a scorecard's report.
func (r BuyerRead) Report(scorecardID string) (Report, error) {
	return one[Report](r.tx.db.Table("reports").Where("scorecard_id = ?", scorecardID))
}

// ReportByDigest finds a report by its digest; ok is false for an unknown one.
func (r BuyerRead) ReportByDigest(digest string) (Report, bool, error) {
	return maybe[Report](r.tx.db.Table("reports").Where("digest = ?", digest))
}

// KeepLogo stores a logo under its digest; a known one stays.
func (w BuyerTx) KeepLogo(digest string, logo []byte) error {
	return w.write.db.Exec("INSERT INTO logos (digest, bytes, created_us) SELECT ?, ?, ? "+
		"WHERE NOT EXISTS (SELECT 1 FROM logos WHERE digest = ?)", digest, logo, w.write.now, digest).Error
}

// Logo finds a logo by its digest.
func (r BuyerRead) Logo(digest string) ([]byte, error) {
	type logo struct{ Bytes []byte }
	found, err := one[logo](r.tx.db.Table("logos").Where("digest = ?", digest))
	return found.Bytes, err
}
