package store

import (
	"context"
	"database/sql"
	"io/fs"
	"runtime"

	"github.com/pressly/goose/v3"
	"gorm.io/gorm"

	"memsure/internal/audit"
)

// dialect is all that differs between the two databases.
type dialect interface {
	// pools opens the writing and the reading pool and proves that both answer.
	pools(ctx context.Context, cfg Config) (write, read *sql.DB, err error)
	// migrator opens a pool of its own for schema changes; the caller closes it.
	migrator(cfg Config) (*sql.DB, *goose.Provider, error)
	migrations() fs.FS
	gorm(pool gorm.ConnPool) gorm.Dialector
	// cacheStatements says whether the session must keep prepared statements;
	// where not, the driver does so itself.
	cacheStatements() bool
	// begin starts a writing transaction, takes the lock of each stream
	// (sorted, unique), sets the savepoint of the first item, and says where
	// the streams stand.
	begin(ctx context.Context, s *session, streams []string) (standing, error)
	// headCommands record where the streams now end, as of a time.
	headCommands(heads []audit.Head, at int64) []command
	// sequence runs commands in order, in one round trip where there are round
	// trips, and stops at the first that fails: ran counts those before it.
	sequence(ctx context.Context, s *session, commands []command) (ran int, err error)
	// beginRead starts a reading transaction on one snapshot and gives the time.
	beginRead(ctx context.Context, s *session) (now int64, err error)
	// classify says what kind of failure a driver error is.
	classify(err error) failure
}

// standing is where the streams of a writing transaction are once it has their
// locks.
type standing struct {
	heads  map[string]audit.Head
	now    int64 // the clock, read after the locks
	newest int64 // time of the newest event of the streams, 0 without one
}

// command is one of the store's own statements.
type command struct {
	text string
	args []any
}

// setSavepoint and the two below bracket each item of a batch.
const (
	setSavepoint      = "SAVEPOINT item"
	releaseSavepoint  = "RELEASE SAVEPOINT item"
	rollbackSavepoint = "ROLLBACK TO SAVEPOINT item" // which keeps the savepoint for the next item
)

// failure is what the store needs to know of a driver error.
type failure uint8

const (
	failureOther       failure = iota
	failureUnique              // a unique key or primary key is taken
	failureReference           // a foreign key is violated, either side
	failureImmutable           // an immutable table refused
	failureRetry               // serialization failure or deadlock: run again
	failureUnavailable         // busy, full, I/O, connection: later perhaps
)

func cores() int { return runtime.GOMAXPROCS(0) }
