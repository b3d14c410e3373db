package bundle

import "memsure/internal/scoring"

// ScorecardSchema names the form of a frozen scorecard, inside its document.
const ScorecardSchema = "memsure/scorecard/v1"

// Document is a scorecard as frozen: the result, and the digests of
// everything that went in.
type Document struct {
	Schema       string         `json:"schema"`
	AssessmentID string         `json:"assessment_id"`
	Number       int            `json:"number"`
	Revision     int            `json:"revision"`
	Revisions    []RevisionRef  `json:"revisions"` // all up to that one, oldest first: which answers stayed the same follows from them
	Reviews      []ReviewRef    `json:"reviews"`   // all that were considered, in their order
	Tier         string         `json:"tier"`
	Source       string         `json:"source"`
	ScoredAt     int64          `json:"scored_at"`       // microseconds UTC
	ScoredBy     string         `json:"scored_by"`       // person's reference
	Panel        []string       `json:"panel,omitempty"` // persons who grade text answers together
	Inputs       []NamedDigest  `json:"inputs"`
	Result       scoring.Result `json:"result"`
}

// RevisionRef names a frozen revision.
type RevisionRef struct {
	Number int    `json:"number"`
	Digest string `json:"digest"`
}

// ReviewRef names a review.
type ReviewRef struct {
	Number int    `json:"number"`
	ID     string `json:"id"`
}

// NamedDigest is one input by name.
type NamedDigest struct {
	Name   string `json:"name"`
	Digest string `json:"digest"`
}

// Input gives the digest of an input by its name, empty where the document
// names none.
func (d *Document) Input(name string) string {
	for _, in := range d.Inputs {
		if in.Name == name {
			return in.Digest
		}
	}
	return ""
}
