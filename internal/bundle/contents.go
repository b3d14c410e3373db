package bundle

import "memsure/internal/assessment"

// Schema names the form of an exported bundle, in its manifest.
const Schema = "memsure/bundle/v1"

// CaseSchema names the form of what a bundle says of the assessment itself.
const CaseSchema = "memsure/case/v1"

// Bundle is everything one scorecard rests on, in the exact bytes that are
// kept: whoever has it can compute the scorecard again. The bytes of evidence
// files are not part of it; their digests are, in the revisions, and what
// readers found in them.
type Bundle struct {
	Facts         Facts
	Questionnaire []byte            // canonical form of the pinned version
	Weights       []byte            // canonical form of the assessment's own weights; nil without
	Revisions     [][]byte          // frozen documents, oldest first
	Read          map[string][]byte // what readers found, by evidence id: of the last revision's files
	Reviews       [][]byte          // frozen documents, in their order
	Scorecard     []byte            // the frozen document
	Previous      []byte            // the scorecard document before this one; nil for the first
	Report        []byte            // the report's data
}

// Facts is what a bundle says of the assessment beside what is frozen
// elsewhere.
type Facts struct {
	Schema       string            `json:"schema"` // CaseSchema
	AssessmentID string            `json:"assessment_id"`
	Tier         string            `json:"tier"`
	Source       assessment.Source `json:"source"`
	Panel        []string          `json:"panel,omitempty"`
	Occasion     Occasion          `json:"occasion"`
	PreviousID   string            `json:"previous_id,omitempty"` // id of the scorecard before this one
}

// Manifest lists what a bundle holds, and says what it does not.
type Manifest struct {
	Schema       string   `json:"schema"` // Schema
	AssessmentID string   `json:"assessment_id"`
	Scorecard    string   `json:"scorecard"` // digest of the scorecard's document, as on record
	Report       string   `json:"report"`    // digest of the report, as on record and in its PDF
	Entries      []Entry  `json:"entries"`   // in the order of the file, the manifest itself left out
	LeftOut      []string `json:"left_out"`  // sentences
}

// Entry is one file of a bundle.
type Entry struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"` // of its bytes, lower-case hexadecimal
}

// leftOut says what somebody may look for in a bundle and not find.
var leftOut = []string{
	"The bytes of the evidence files: the revisions name each by its SHA-256, and what readers found in it is here.",
	"Names and addresses of people: they appear by reference only.",
	"Evaluators' internal notes and the buyer's logo.",
}
