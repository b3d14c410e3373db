package store

import (
	"context"
	"fmt"

	"memsure/internal/canon"
)

// Damaged is a frozen document that is not what was recorded of it.
type Damaged struct {
	Kind   string // questionnaire, revision, scorecard, vendor, assessment, …
	ID     string
	Stream string // the audit stream that tells of it
	How    string // a sentence
}

// frozen is one kind of document that never changes once it is written.
type frozen struct {
	kind   string
	domain string
	// documents gives id, stream, recorded digest, document, and 1 where the
	// audit log tells of this digest for this very document.
	documents string
	// orphans gives stream and subject of events that tell of a document which
	// is not there, or not with this digest; empty where others look.
	orphans string
}

// frozenKinds also says which actions tell of a document. A version's events
// tell of its whole row, see recordKinds: here its documents are held to the
// digests in the row.
var frozenKinds = []frozen{
	{"questionnaire", canon.DomainQuestionnaire, "SELECT id, 'system', digest, canonical, 1 FROM questionnaires", ""},
	{"questionnaire file", canon.DomainSource, "SELECT id, 'system', source_digest, source, 1 FROM questionnaires", ""},
	{"revision", canon.DomainRevision,
		`SELECT d.id, 'assessment:' || d.assessment_id, d.digest, d.document, CASE WHEN EXISTS (SELECT 1 FROM audit_events e
		   WHERE e.stream = 'assessment:' || d.assessment_id AND e.action = 'response.submit' AND e.after_digest = d.digest) THEN 1 ELSE 0 END
		 FROM revisions d`,
		`SELECT e.stream, e.subject FROM audit_events e WHERE e.action = 'response.submit'
		   AND NOT EXISTS (SELECT 1 FROM revisions d WHERE d.assessment_id = e.subject AND d.digest = e.after_digest)`},
	frozenByID("scorecard", canon.DomainScorecard, "scorecards", "= 'scorecard.create'"),
	frozenByID("report", canon.DomainReport, "reports", "= 'report.create'"),
	frozenByID("review", canon.DomainReview, "reviews", "LIKE 'review.%'"),
	frozenByID("weights", canon.DomainWeights, "(SELECT digest AS id, assessment_id, digest, document FROM weights)", "= 'weights.create'"),
}

// frozenByID is a kind whose events name the document by its id.
func frozenByID(kind, domain, table, action string) frozen {
	return frozen{kind, domain,
		fmt.Sprintf(`SELECT d.id, 'assessment:' || d.assessment_id, d.digest, d.document, CASE WHEN EXISTS (SELECT 1 FROM audit_events e
			WHERE e.stream = 'assessment:' || d.assessment_id AND e.action %[2]s AND e.subject = d.id AND e.after_digest = d.digest) THEN 1 ELSE 0 END
			FROM %[1]s d`, table, action),
		fmt.Sprintf(`SELECT e.stream, e.subject FROM audit_events e WHERE e.action %[2]s
			AND NOT EXISTS (SELECT 1 FROM %[1]s d WHERE d.id = e.subject AND d.digest = e.after_digest)`, table, action)}
}

// VerifyFrozen digests every questionnaire version, submitted revision,
// scorecard, report and review anew on one snapshot, one document in memory at
// a time, and holds them to the audit log in both directions: a document must
// have the digest that the log tells, and what the log tells of must be there.
// Rows that may change are held to the last event that tells of them. It gives
// how many documents and rows there are and those that are not what was
// recorded.
// Whether the log itself holds is VerifyAudit's question. The error is only
// about reading.
func (s *Store) VerifyFrozen(ctx context.Context) (count int, found []Damaged, err error) {
	err = s.Read(ctx, func(tx *ReadTx) error {
		for _, kind := range frozenKinds {
			n, damaged, err := tx.verifyFrozen(kind)
			if err != nil {
				return err
			}
			count, found = count+n, append(found, damaged...)
		}
		for _, verify := range recordKinds {
			n, damaged, err := verify(tx)
			if err != nil {
				return err
			}
			count, found = count+n, append(found, damaged...)
		}
		return nil
	})
	return count, found, err
}

func (tx *ReadTx) verifyFrozen(kind frozen) (count int, found []Damaged, err error) {
	rows, err := tx.db.Raw(kind.documents).Rows()
	if err != nil {
		return 0, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		d, digest, told := Damaged{Kind: kind.kind}, "", 0
		var document []byte
		if err := rows.Scan(&d.ID, &d.Stream, &digest, &document, &told); err != nil {
			return count, found, err
		}
		count++
		switch {
		case told == 0:
			d.How = "The audit log knows nothing of this document with its digest."
		case canon.Digest(kind.domain, document) != digest:
			d.How = "The document does not give the digest recorded with it."
		default:
			continue
		}
		found = append(found, d)
	}
	if err := rows.Err(); err != nil {
		return count, found, err
	}
	missing, err := tx.missingFrozen(kind)
	return count, append(found, missing...), err
}

// missingFrozen looks from the log to the documents.
func (tx *ReadTx) missingFrozen(kind frozen) (found []Damaged, err error) {
	if kind.orphans == "" {
		return nil, nil
	}
	rows, err := tx.db.Raw(kind.orphans).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		d := Damaged{Kind: kind.kind, How: "The audit log tells of a document that is not there, or not with its digest."}
		if err := rows.Scan(&d.Stream, &d.ID); err != nil {
			return found, err
		}
		found = append(found, d)
	}
	return found, rows.Err()
}
