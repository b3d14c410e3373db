package response

import "memsure/internal/questionnaire"

// The shapes have the fields of a file, by its names; what must hold between
// them is checked when they are read.

type shape struct {
	Schema              string          `json:"schema"`
	Questionnaire       reference       `json:"questionnaire"`
	QuestionnaireDigest string          `json:"questionnaire_digest"`
	VendorName          string          `json:"vendor_name"`
	ProductName         string          `json:"product_name"`
	ReleaseLabel        string          `json:"release_label"`
	Tier                string          `json:"tier"`
	Purpose             string          `json:"purpose"`
	Source              string          `json:"source"`
	AsOf                string          `json:"as_of"`
	ExportedAt          string          `json:"exported_at"`
	Evidence            []evidenceShape `json:"evidence"`
	Answers             []answerShape   `json:"answers"`
	Reviews             []reviewShape   `json:"reviews"`

	Weights questionnaire.Weights `json:"weights"`
	Panel   []string              `json:"panel"`
}

type reference struct {
	Slug    string `json:"slug"`
	Version string `json:"version"`
}

type evidenceShape struct {
	ID       string `json:"id"`
	File     string `json:"file"`
	FileName string `json:"file_name"`
	SHA256   string `json:"sha256"`
	Kind     string `json:"kind"`
	DatedOn  string `json:"dated_on"`

	Facts []factShape `json:"facts"`
}

type factShape struct {
	Name      string                `json:"name"`
	Value     questionnaire.Literal `json:"value"`
	Assurance string                `json:"assurance"`
}

type answerShape struct {
	QuestionID    string         `json:"question_id"`
	Value         *valueShape    `json:"value"`
	Comment       string         `json:"comment"`
	NotApplicable *naShape       `json:"not_applicable"`
	Evidence      []linkShape    `json:"evidence"`
	Citation      *citationShape `json:"citation"`
	Carried       *carriedShape  `json:"carried"`
}

// carriedShape is in exports of answers that a vendor confirmed from an earlier
// revision; it changes no score and is not kept.
type carriedShape struct {
	AssessmentID   string `json:"assessment_id"`
	Revision       int    `json:"revision"`
	RevisionDigest string `json:"revision_digest"`
	QuestionID     string `json:"question_id"`
	SubmittedAt    string `json:"submitted_at"`
	Of             string `json:"of"`
}

type naShape struct {
	Reason string `json:"reason"`
}

type linkShape struct {
	EvidenceID string `json:"evidence_id"`
	Place      string `json:"place"`
}

type citationShape struct {
	URL         string `json:"url"`
	Title       string `json:"title"`
	RetrievedOn string `json:"retrieved_on"`
}

type valueShape struct {
	Kind    string                 `json:"kind"`
	Boolean *bool                  `json:"boolean"`
	Option  *string                `json:"option"`
	Options *[]string              `json:"options"`
	Number  *questionnaire.Decimal `json:"number"`
	Date    *string                `json:"date"`
	Text    *string                `json:"text"`
	Rows    *[]rowShape            `json:"rows"`
}

type rowShape struct {
	Cells []cellShape `json:"cells"`
}

type cellShape struct {
	Column  string                 `json:"column"`
	Boolean *bool                  `json:"boolean"`
	Option  *string                `json:"option"`
	Number  *questionnaire.Decimal `json:"number"`
	Date    *string                `json:"date"`
	Text    *string                `json:"text"`
}

type reviewShape struct {
	ID         string                 `json:"id"`
	Kind       string                 `json:"kind"`
	QuestionID string                 `json:"question_id"`
	GateID     string                 `json:"gate_id"`
	FindingID  string                 `json:"finding_id"`
	Approves   string                 `json:"approves"`
	Grade      *int                   `json:"grade"`
	Quality    *questionnaire.Decimal `json:"quality"`
	Confidence string                 `json:"confidence"`
	EvidenceID string                 `json:"evidence_id"`
	Place      string                 `json:"place"`
	Accepted   bool                   `json:"accepted"`
	Remedy     string                 `json:"remedy"`
	RemedyBy   string                 `json:"remedy_by"`
	Reason     string                 `json:"reason"`
	By         string                 `json:"by"`
}
