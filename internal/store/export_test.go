package store

import (
	"database/sql"
	"path/filepath"

	"gorm.io/gorm"
)

// DB lets tests of this package reach the transaction behind a handle.
func (tx *Tx) DB() *gorm.DB { return tx.db }

// DB is the same for a reading transaction.
func (tx *ReadTx) DB() *gorm.DB { return tx.db }

// Later lets tests of this package leave statements for the end of a write.
func (tx *Tx) Later(text string, args ...any) { tx.later(text, args...) }

// Waiting says how many writes are queued.
func (s *Store) Waiting() int { return len(s.group.queue) }

// OpenRaw gives a pool past the store, as somebody with access to the database
// has it.
func OpenRaw(cfg Config) (*sql.DB, error) {
	if cfg.Driver == Postgres {
		return postgresDialect{}.open(cfg, 1)
	}
	return sqliteDialect{}.open(filepath.Join(cfg.Dir, fileName), false, 1)
}

// RemembersRequests is how long an unfinished request holds its key.
const RemembersRequests = idempotencyLease

// EarlierQuery is how earlier revisions are looked for.
const EarlierQuery = earlierRevisions
