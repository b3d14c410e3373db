package store

import "memsure/internal/fault"

// Questionnaire is one version: its state, digests and both its forms.
type Questionnaire struct {
	ID            string
	Slug          string
	Version       string
	Title         string
	Language      string
	State         string
	Digest        string // of Canonical
	SourceDigest  string // of Source
	RulesetDigest string
	QuestionCount int
	Canonical     []byte
	Source        []byte
	RowVersion    int64
	CreatedUS     int64
	PublishedUS   *int64
	RetiredUS     *int64
}

const questionnaireHead = "id, slug, version, title, language, state, digest, source_digest, ruleset_digest, question_count, row_version, created_us, published_us, retired_us"

// Questionnaires lists versions without their documents, newest first. Empty
// slug or state means any.
func (r BuyerRead) Questionnaires(page Page, slug, state string) ([]Questionnaire, error) {
	q := r.tx.db.Table("questionnaires").Select(questionnaireHead)
	if slug != "" {
		q = q.Where("slug = ?", slug)
	}
	if state != "" {
		q = q.Where("state = ?", state)
	}
	return many[Questionnaire](page.newest(q))
}

// Questionnaire finds a version with its documents.
func (r BuyerRead) Questionnaire(slug, version string) (Questionnaire, error) {
	return one[Questionnaire](r.tx.db.Table("questionnaires").Where("slug = ? AND version = ?", slug, version))
}

// QuestionnaireByID finds a version by its id. Definitions are not secret;
// what a vendor may see of them is decided above.
func (tx *ReadTx) QuestionnaireByID(id string) (Questionnaire, error) {
	return one[Questionnaire](tx.db.Table("questionnaires").Where("id = ?", id))
}

// AddQuestionnaire keeps a new draft; fault.Conflict where the version exists.
func (w BuyerTx) AddQuestionnaire(q Questionnaire) error {
	taken, err := w.hasQuestionnaire(q.Slug, q.Version)
	if err != nil {
		return err
	}
	if taken {
		return fault.New(fault.Conflict, "version_exists", "This version of the questionnaire exists already.").
			WithRemedy("Replace the draft, or choose another version number.")
	}
	return w.write.db.Table("questionnaires").Create(&q).Error
}

func (w BuyerTx) hasQuestionnaire(slug, version string) (bool, error) {
	var n int64
	err := w.write.db.Table("questionnaires").Where("slug = ? AND version = ?", slug, version).Count(&n).Error
	return n > 0, err
}

// ReplaceQuestionnaire stores a draft's new content under its id; the
// database refuses it for published versions.
func (w BuyerTx) ReplaceQuestionnaire(q Questionnaire) error {
	return changed(w.write.db.Table("questionnaires").Where("id = ?", q.ID).
		Select("title", "language", "digest", "source_digest", "ruleset_digest", "question_count", "canonical", "source", "row_version").Updates(&q))
}

// SetQuestionnaireState publishes or retires.
func (w BuyerTx) SetQuestionnaireState(q Questionnaire) error {
	return changed(w.write.db.Table("questionnaires").Where("id = ?", q.ID).
		Select("state", "row_version", "published_us", "retired_us").Updates(&q))
}

// DeleteQuestionnaire removes a draft; the database refuses others.
func (w BuyerTx) DeleteQuestionnaire(id string) error {
	return changed(w.write.db.Exec("DELETE FROM questionnaires WHERE id = ?", id))
}
