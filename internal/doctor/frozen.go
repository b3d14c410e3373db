package doctor

import (
	"context"

	"memsure/internal/store"
)

// Changed is a record that does not match the log: a frozen document, or a row
// that changed without an event that tells of it.
type Changed struct {
	Kind string `json:"kind"` // questionnaire, revision, scorecard, vendor, assessment, …
	ID   string `json:"id"`   // of the document; of its assessment where a revision is gone
	How  string `json:"how"`
}

// Frozen holds every frozen document to its digest and, as all other records
// that the audit log tells of, to the log. It gives how many records of both
// sorts there are and those that do not match.
func Frozen(ctx context.Context, s *store.Store) (count int, changed []Changed, err error) {
	count, found, err := s.VerifyFrozen(ctx)
	for _, d := range found {
		changed = append(changed, Changed{d.Kind, d.ID, d.How})
	}
	return count, changed, err
}
