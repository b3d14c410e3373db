package store

import (
	"context"

	"gorm.io/gorm"

	"memsure/internal/fault"
)

// KeptEvidence gives up to limit files of all vendors whose bytes must be in
// the blob store, by id, after afterID: neither taken back nor erased. It is
// for backup and checks.
func (r BuyerRead) KeptEvidence(afterID string, limit int) (found []Evidence, err error) {
	err = r.kept().Where("id > ?", afterID).Order("id").Limit(limit).Find(&found).Error
	return found, err
}

// KeepsEvidence tells whether a file is one of those.
func (r BuyerRead) KeepsEvidence(id string) (bool, error) {
	return exists(r.kept().Where("id = ?", id))
}

// CountKeptEvidence gives the number of those files, and their bytes: those that
// several files share count once.
func (r BuyerRead) CountKeptEvidence() (files, bytes int64, err error) {
	var sum struct{ Files, Bytes int64 }
	once := r.kept().Select("COUNT(*) AS sharing, MAX(size) AS size").Group("blob_id")
	err = r.tx.db.Table("(?) AS once", once).
		Select("CAST(COALESCE(SUM(sharing), 0) AS BIGINT) AS files, CAST(COALESCE(SUM(size), 0) AS BIGINT) AS bytes").Scan(&sum).Error
	return sum.Files, sum.Bytes, err
}

// Integrity asks SQLite whether the file is sound in itself and gives what it
// found, nothing for a sound one. It reads the whole database. PostgreSQL has
// tools of its own for this: there the error is Unsupported.
func (s *Store) Integrity(ctx context.Context) (found []string, err error) {
	if s.cfg.Driver != SQLite {
		return nil, fault.New(fault.Unsupported, "integrity_postgres", "PostgreSQL databases are checked with PostgreSQL's own tools.").
			WithRemedy("Use pg_amcheck, and data checksums in the cluster.")
	}
	err = s.Read(ctx, func(tx *ReadTx) error {
		var strangers int64
		if err := tx.db.Raw("PRAGMA integrity_check").Scan(&found).Error; err != nil {
			return err
		}
		if len(found) == 1 && found[0] == "ok" {
			found = nil
		}
		err := tx.db.Raw("SELECT COUNT(*) FROM pragma_foreign_key_check").Scan(&strangers).Error
		if strangers > 0 {
			found = append(found, "rows refer to rows that are not there")
		}
		return err
	})
	return found, err
}

func (r BuyerRead) kept() *gorm.DB {
	return r.tx.db.Table("evidence").Where("deleted_us IS NULL AND status <> 'erased'")
}

// ScorecardsAfter gives up to limit scorecards of all assessments, by id, after
// afterID, for recomputation and checks.
func (r BuyerRead) ScorecardsAfter(afterID string, limit int) ([]Scorecard, error) {
	return many[Scorecard](r.tx.db.Table("scorecards").Where("id > ?", afterID).Order("id").Limit(limit))
}

// CountScorecards counts the scorecards of all assessments.
func (r BuyerRead) CountScorecards() (n int64, err error) {
	err = r.tx.db.Table("scorecards").Count(&n).Error
	return n, err
}
