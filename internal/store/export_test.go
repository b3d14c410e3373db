package store

import "gorm.io/gorm"

// DB lets tests of this package reach the transaction behind a handle.
func (tx *Tx) DB() *gorm.DB { return tx.db }

// DB is the same for a reading transaction.
func (tx *ReadTx) DB() *gorm.DB { return tx.db }

// Waiting says how many writes are queued.
func (s *Store) Waiting() int { return len(s.group.queue) }
