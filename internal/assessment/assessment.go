// Package assessment is the life of one vendor's product release against one
// questionnaire version: its states, the answers, what makes them meaningful
// and complete, the frozen revisions and what carries forward. It is pure.
package assessment

import "memsure/internal/questionnaire"

// Purpose says why an assessment is made.
type Purpose string

// The purposes.
const (
	PurposeRFP        Purpose = "rfp"
	PurposeOnboarding Purpose = "onboarding"
	PurposeRenewal    Purpose = "renewal"
	PurposeOutOfCycle Purpose = "out_of_cycle"
)

// Source says who fills the answers in.
type Source string

// The vendor answers in the portal, or the buyer fills in from public sources
// (each answer with its citation, confidence capped at claimed).
const (
	SourceVendor Source = "vendor"
	SourcePublic Source = "public_sources"
)

// State is where an assessment stands.
type State string

// The states. Draft has no invitation yet; withdrawn is the buyer's end,
// declined the vendor's, no_response the buyer's record of silence; closed is
// decided.
const (
	StateDraft      State = "draft"
	StateInvited    State = "invited"
	StateInProgress State = "in_progress"
	StateSubmitted  State = "submitted"
	StateReturned   State = "returned"
	StateClosed     State = "closed"
	StateWithdrawn  State = "withdrawn"
	StateDeclined   State = "declined"
	StateNoResponse State = "no_response"
)

// Answer is what the vendor states to one question, with what it rests on.
type Answer struct {
	QuestionID    string               `json:"question_id"`
	Value         *questionnaire.Value `json:"value,omitempty"` // nil: no value (N/A, or comment only)
	Comment       string               `json:"comment,omitempty"`
	NotApplicable *NotApplicable       `json:"not_applicable,omitempty"` // claimed by the vendor; counts only when accepted
	Evidence      []EvidenceLink       `json:"evidence,omitempty"`       // in the order linked
	Citation      *Citation            `json:"citation,omitempty"`       // public-source assessments
	Carried       *Carried             `json:"carried,omitempty"`        // confirmed from an earlier revision; no part of what it says
}

// NotApplicable is the vendor's claim that a question does not apply.
type NotApplicable struct {
	Reason string `json:"reason"`
}

// EvidenceLink ties an answer to a file, and to a place in it when named.
type EvidenceLink struct {
	EvidenceID string `json:"evidence_id"`
	Place      string `json:"place,omitempty"` // "page 4", a JSON Pointer, a line
}

// Citation names a public source.
type Citation struct {
	URL         string `json:"url"`
	Title       string `json:"title"`
	RetrievedOn string `json:"retrieved_on"` // YYYY-MM-DD
}

// Evidence is what scoring and reports need to know of a file.
type Evidence struct {
	ID         string `json:"id"`
	FileName   string `json:"file_name"`
	SHA256     string `json:"sha256"`
	Size       int64  `json:"size"`
	Kind       string `json:"kind"`             // as the reader or the uploader says: sbom, policy, …
	Format     string `json:"format,omitempty"` // "CycloneDX 1.6 JSON" when a reader knew it
	Status     string `json:"status"`           // read, unreadable, stored (no reader), erased
	DatedOn    string `json:"dated_on,omitempty"`
	ReceivedAt int64  `json:"received_at"` // microseconds UTC
	// FactsDigest is of what a reader found in the file, as stored: scores rest
	// on the facts, so the revision binds them.
	FactsDigest string `json:"facts_digest"`
}

// RevisionSchema names the form of a revision, inside its document.
const RevisionSchema = "memsure/revision/v1"

// Revision is one frozen submission. Its digest is over this canonical form.
type Revision struct {
	Schema              string     `json:"schema"` // RevisionSchema; Freeze fills it in
	AssessmentID        string     `json:"assessment_id"`
	Number              int        `json:"number"` // 1, 2, …
	QuestionnaireDigest string     `json:"questionnaire_digest"`
	Answers             []Answer   `json:"answers"`  // by question id
	Evidence            []Evidence `json:"evidence"` // by id
	SubmittedAt         int64      `json:"submitted_at"`
	SubmittedBy         string     `json:"submitted_by"`          // person id
	ApprovedBy          string     `json:"approved_by,omitempty"` // signatory's person id
	Attestation         string     `json:"attestation"`           // the sentence agreed to
}

// ReviewKind is what an evaluator did.
type ReviewKind string

// The kinds of review.
const (
	ReviewGrade         ReviewKind = "grade"          // a rubric grade for a text answer
	ReviewOverride      ReviewKind = "override"       // replaces quality, with a reason
	ReviewVerdict       ReviewKind = "verdict"        // on proof: claimed, documented or verified, naming the place
	ReviewNotApplicable ReviewKind = "not_applicable" // accepts or rejects an N/A claim
	ReviewGate          ReviewKind = "gate"           // makes a failed or undetermined gate conditional, or settles it
	ReviewFinding       ReviewKind = "finding"        // settles a finding: upheld (contradicted) or dismissed
	ReviewConsensus     ReviewKind = "consensus"      // the grade a panel agreed on after all had graded, with the reason
	ReviewApproval      ReviewKind = "approval"       // a second person's yes or no to a gate review that accepts a remedy
)

// Review is one evaluator decision. Of those of one kind and subject the later
// (by revision, then by number) supersedes the earlier; nothing is deleted.
type Review struct {
	ID         string     `json:"id"`
	Number     int        `json:"number"`   // 1, 2, … per assessment: the order in which they were made
	Revision   int        `json:"revision"` // the revision it judged
	Kind       ReviewKind `json:"kind"`
	QuestionID string     `json:"question_id,omitempty"`
	GateID     string     `json:"gate_id,omitempty"`
	FindingID  string     `json:"finding_id,omitempty"`    // rule id of the finding
	Approves   string     `json:"approves,omitempty"`      // approval: id of the review it speaks about
	Grade      int        `json:"grade,omitempty"`         // grade, consensus: a step of the rubric
	Quality    int64      `json:"quality_micro,omitempty"` // override: 0–1,000,000
	Before     int64      `json:"before_micro,omitempty"`  // override: the quality it replaced
	Confidence string     `json:"confidence,omitempty"`    // verdict: claimed, documented, verified
	EvidenceID string     `json:"evidence_id,omitempty"`   // verdict: the file
	Place      string     `json:"place,omitempty"`         // verdict: where in the file
	Accepted   bool       `json:"accepted,omitempty"`      // not_applicable, finding (upheld), gate (settled as passed), approval (approved)
	Remedy     string     `json:"remedy,omitempty"`        // gate: what will be done
	RemedyBy   string     `json:"remedy_by,omitempty"`     // gate: until when, YYYY-MM-DD
	Reason     string     `json:"reason"`
	By         string     `json:"by"` // person id
	At         int64      `json:"at"` // microseconds UTC
	Note       string     `json:"-"`  // internal note, never exported to vendors nor scored
}
