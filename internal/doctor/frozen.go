package doctor

import (
	"context"

	"memsure/internal/canon"
	"memsure/internal/store"
)

// Changed is a frozen document that does not match its record.
type Changed struct {
	Kind string `json:"kind"` // questionnaire, revision, scorecard or report
	ID   string `json:"id"`
	How  string `json:"how"`
}

var domains = map[string]string{
	"questionnaire": canon.DomainQuestionnaire, "revision": canon.DomainRevision,
	"scorecard": canon.DomainScorecard, "report": canon.DomainReport,
}

// Frozen digests every published version, submitted revision, scorecard and
// report anew and compares: document with digest, and digest with the audit
// log. It gives how many there are and those that do not match.
func Frozen(ctx context.Context, s *store.Store) (count int, changed []Changed, err error) {
	err = s.EachFrozen(ctx, func(f store.Frozen) error {
		count++
		switch {
		case canon.Digest(domains[f.Kind], f.Document) != f.Digest:
			changed = append(changed, Changed{f.Kind, f.ID, "The document does not give the digest recorded with it."})
		case !f.Vouched:
			changed = append(changed, Changed{f.Kind, f.ID, "The audit log knows nothing of a document with this digest."})
		}
		return nil
	})
	return count, changed, err
}
