package doctor

import (
	"context"

	"memsure/internal/store"
)

// Changed is a frozen document that does not match its record.
type Changed struct {
	Kind string `json:"kind"` // questionnaire, revision, scorecard, report or review
	ID   string `json:"id"`   // of the document; of its assessment where a revision is gone
	How  string `json:"how"`
}

// Frozen holds every frozen document to its digest and to the audit log. It
// gives how many there are and those that do not match.
func Frozen(ctx context.Context, s *store.Store) (count int, changed []Changed, err error) {
	count, found, err := s.VerifyFrozen(ctx)
	for _, d := range found {
		changed = append(changed, Changed{d.Kind, d.ID, d.How})
	}
	return count, changed, err
}
