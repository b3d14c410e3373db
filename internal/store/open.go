// Package store keeps memsure's records in SQLite or PostgreSQL through one
// code path. It owns transactions, the order of writers, audit rows and every
// query; gorm handles never leave it. Errors come out as faults.
//
// Reading: Store.Read. Writing: Store.Write, the only way, which commits the
// change together with its audit events or not at all.
package store

import (
	"context"
	"database/sql"
	"log/slog"
	"sync"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"memsure/internal/fault"
)

// Driver names a database.
type Driver string

// The databases.
const (
	SQLite   Driver = "sqlite"
	Postgres Driver = "postgres"
)

// Config says where the records are. The zero values of the limits mean the
// defaults.
type Config struct {
	Driver Driver
	Dir    string // SQLite: the data folder; the file is memsure.db, made when absent
	DSN    string // PostgreSQL: URL or key=value connection string

	Clock  func() time.Time // tests only; nil means the database clock
	Logger *slog.Logger     // nil discards; statements and their values are never logged

	Readers int // reading connections; default 2 a core (SQLite), 4 a core (PostgreSQL)
	Writers int // writing connections on PostgreSQL; SQLite has one
	Queue   int // writes waiting at most; beyond it callers get Unavailable
	Batch   int // writes committed together at most
}

// Store is an open database. It is safe for concurrent use.
type Store struct {
	cfg     Config
	d       dialect
	log     *slog.Logger
	base    *gorm.DB
	write   *sql.DB
	read    *sql.DB
	group   *group
	readers *readers
	closed  sync.Once
}

// Open connects, without changing the schema (Migrate does). It fails with
// Invalid for a configuration that means nothing and Unavailable when the
// database cannot be reached or opened.
func Open(ctx context.Context, cfg Config) (*Store, error) {
	d, err := dialectFor(cfg)
	if err != nil {
		return nil, err
	}
	s := &Store{cfg: cfg.withDefaults(), d: d}
	s.log = s.cfg.Logger
	if s.write, s.read, err = d.pools(ctx, s.cfg); err != nil {
		return nil, toFault(d, err)
	}
	if s.base, err = openGorm(d, s.write); err != nil {
		s.closePools()
		return nil, toFault(d, err)
	}
	s.readers = newReaders(s)
	s.group = newGroup(s)
	return s, nil
}

// Close lets writes that were accepted finish, then lets go of the database.
// Calls after it, and writes that arrive during it, get Unavailable.
func (s *Store) Close() error {
	s.closed.Do(func() {
		s.group.close()
		s.readers.close()
		s.closePools()
	})
	return nil
}

func (s *Store) closePools() {
	for _, pool := range []*sql.DB{s.read, s.write} {
		if pool == nil {
			continue
		}
		if err := pool.Close(); err != nil {
			s.log.Warn("closing a database pool", "error", err)
		}
	}
}

// Driver says which database this is.
func (s *Store) Driver() Driver { return s.cfg.Driver }

// Clock is the present in microseconds UTC, as a transaction that began now
// would have it. It is for SQLite, whose clock is this process's.
func (s *Store) Clock() int64 {
	if s.cfg.Clock != nil {
		return s.cfg.Clock().UnixMicro()
	}
	return time.Now().UnixMicro()
}

func (c Config) withDefaults() Config {
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	setDefault(&c.Queue, 1024)
	setDefault(&c.Batch, 128)
	switch c.Driver {
	case SQLite:
		c.Writers = 1
		setDefault(&c.Readers, 2*cores())
	default:
		setDefault(&c.Writers, 2)
		setDefault(&c.Readers, 4*cores())
	}
	return c
}

func setDefault(limit *int, value int) {
	if *limit <= 0 {
		*limit = value
	}
}

func dialectFor(cfg Config) (dialect, error) {
	switch {
	case cfg.Driver == SQLite && cfg.Dir != "":
		return sqliteDialect{}, nil
	case cfg.Driver == Postgres && cfg.DSN != "":
		return postgresDialect{}, nil
	}
	return nil, fault.New(fault.Invalid, "store_config", "The database is not configured.").
		WithRemedy("Name a data folder for SQLite or a connection string for PostgreSQL.")
}

// openGorm prepares what all sessions share: parsed row types and callbacks.
// Driver errors are kept as they are (gorm's translation would drop which rule
// failed, and does not know one of the two SQLite drivers): errors.go reads
// them. Statements are cached by the session, once, not by gorm as well.
func openGorm(d dialect, pool *sql.DB) (*gorm.DB, error) {
	base, err := gorm.Open(d.gorm(pool), &gorm.Config{
		SkipDefaultTransaction:   true,
		DisableNestedTransaction: true,
		Logger:                   logger.Discard,
		DisableAutomaticPing:     true,
	})
	if err != nil {
		return nil, err
	}
	return base, watchErrors(base)
}
