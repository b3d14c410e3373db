// Package db gives tests real databases: SQLite in a temporary file always,
// and PostgreSQL from a throwaway cluster where its programs are installed.
// Without them the PostgreSQL half of a test is skipped with a line that says
// so, or fails when MEMSURE_REQUIRE_ALL=1.
package db

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"memsure/internal/store"
)

// Option changes the configuration a store is opened with.
type Option func(*store.Config)

// At injects a clock.
func At(clock func() time.Time) Option {
	return func(cfg *store.Config) { cfg.Clock = clock }
}

// With changes the configuration freely.
func With(change func(*store.Config)) Option { return change }

// Each runs the test on both databases, each time on a fresh, migrated store.
func Each(t *testing.T, test func(t *testing.T, s *store.Store), options ...Option) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t, options...)) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t, options...)) })
}

// SQLite opens a fresh, migrated store in a temporary folder.
func SQLite(t testing.TB, options ...Option) *store.Store {
	t.Helper()
	return Open(t, SQLiteConfig(t), options...)
}

// Postgres opens a store on a fresh, migrated database of the test cluster.
func Postgres(t testing.TB, options ...Option) *store.Store {
	t.Helper()
	return Open(t, PostgresConfig(t), options...)
}

// Open opens a store and closes it at the end of the test.
func Open(t testing.TB, cfg store.Config, options ...Option) *store.Store {
	t.Helper()
	for _, option := range options {
		option(&cfg)
	}
	s, err := store.Open(t.Context(), cfg)
	if err != nil {
		t.Fatalf("open test store: %v", err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// SQLiteConfig prepares a migrated database in a temporary folder.
func SQLiteConfig(t testing.TB) store.Config {
	t.Helper()
	image, err := sqliteImage()
	if err != nil {
		t.Fatalf("prepare test database: %v", err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "memsure.db"), image, 0o600); err != nil {
		t.Fatalf("write test database: %v", err)
	}
	return store.Config{Driver: store.SQLite, Dir: dir}
}

// sqliteImage is the bytes of a migrated, empty database; migrating is done
// once for the whole test process.
var sqliteImage = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "memsure-sqlite-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := migrated(store.Config{Driver: store.SQLite, Dir: dir}); err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(dir, "memsure.db"))
})

// migrated opens a store, migrates it and closes it.
func migrated(cfg store.Config) error {
	ctx := context.Background()
	s, err := store.Open(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	return s.Migrate(ctx)
}
