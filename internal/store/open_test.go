package store_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"memsure/internal/audit"
	"memsure/internal/fault"
	"memsure/internal/store"
	"memsure/internal/testkit/db"
)

func TestOpenRefusesWhatMeansNothing(t *testing.T) {
	for name, cfg := range map[string]store.Config{
		"nothing": {}, "no folder": {Driver: store.SQLite}, "no DSN": {Driver: store.Postgres}, "unknown": {Driver: "mysql", DSN: "x"},
	} {
		if _, err := store.Open(t.Context(), cfg); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "memsure.db"), []byte("this is no database, whatever its name says; it is a text"), 0o600))
	if _, err := store.Open(t.Context(), store.Config{Driver: store.SQLite, Dir: dir}); err == nil {
		t.Error("a text file was opened as a database")
	}
	_, err := store.Open(t.Context(), store.Config{Driver: store.Postgres, DSN: "host=" + dir + " dbname=x connect_timeout=1"})
	if !fault.Is(err, fault.Unavailable) {
		t.Errorf("absent server: %v", err)
	}
}

// TestFreshFolder migrates from nothing, by several copies at once.
func TestFreshFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "odd ?#% name")
	cfg := store.Config{Driver: store.SQLite, Dir: dir}
	first := db.Open(t, cfg)
	wantFault(t, first.Ready(t.Context()), fault.Unavailable, "schema_outdated")
	var all sync.WaitGroup
	for _, s := range []*store.Store{first, db.Open(t, cfg), db.Open(t, cfg)} {
		all.Go(func() {
			if err := s.Migrate(context.Background()); err != nil {
				t.Errorf("migrate: %v", err)
			}
		})
	}
	all.Wait()
	must(t, first.Ready(t.Context()))
	info, err := os.Stat(filepath.Join(dir, "memsure.db"))
	must(t, err)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("others may read the database: %v", info.Mode())
	}
}

func TestNewerDatabaseIsNotReady(t *testing.T) {
	eachConfig(t, func(t *testing.T, cfg store.Config) {
		s := db.Open(t, cfg)
		run(t, raw(t, cfg), "INSERT INTO goose_db_version (version_id, is_applied, tstamp) VALUES (9999, true, CURRENT_TIMESTAMP)")
		wantFault(t, s.Ready(t.Context()), fault.Conflict, "schema_newer")
	})
}

// TestConnectionSettings reads the settings back on connections of both pools.
func TestConnectionSettings(t *testing.T) {
	want := map[string]string{"journal_mode": "wal", "foreign_keys": "1", "recursive_triggers": "1", "synchronous": "2", "busy_timeout": "5000"}
	s := db.SQLite(t)
	check := func(tx *store.ReadTx, where string) {
		for pragma, value := range want {
			var got string
			if err := tx.DB().Raw("PRAGMA " + pragma).Scan(&got).Error; err != nil || got != value {
				t.Errorf("%s: %s is %q, want %q, %v", where, pragma, got, value, err)
			}
		}
	}
	must(t, s.Read(t.Context(), func(tx *store.ReadTx) error { check(tx, "reader"); return nil }))
	must(t, s.Write(t.Context(), operator, store.On("a"), func(tx *store.Tx) (audit.Events, error) {
		check(&tx.ReadTx, "writer")
		return nil, nil
	}))
}

// TestBackupWhileServing copies the database while writes go on, and opens the
// copy.
func TestBackupWhileServing(t *testing.T) {
	s := db.SQLite(t)
	probeTables(t, s)
	must(t, put(t.Context(), s, "before"))
	stop, all := make(chan struct{}), sync.WaitGroup{}
	all.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
				if err := put(context.Background(), s, fmt.Sprint("meanwhile ", i)); err != nil {
					t.Errorf("write during the backup: %v", err)
				}
			}
		}
	})
	dir := t.TempDir()
	must(t, s.Backup(t.Context(), filepath.Join(dir, "memsure.db")))
	close(stop)
	all.Wait()
	wantFault(t, s.Backup(t.Context(), filepath.Join(dir, "memsure.db")), fault.Conflict, "backup_exists")
	copied := db.Open(t, store.Config{Driver: store.SQLite, Dir: dir})
	must(t, copied.Ready(t.Context()))
	rows, audited := present(t, copied)
	if !rows["before"] || len(rows) != len(audited) {
		t.Errorf("the copy holds %d rows and %d events", len(rows), len(audited))
	}
	checkAudit(t, copied)
	checkAudit(t, s)
	must(t, put(t.Context(), copied, "after"))
	if left, _ := filepath.Glob(filepath.Join(dir, "*.part")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestBackupIsNotForPostgres(t *testing.T) {
	err := db.Postgres(t).Backup(t.Context(), filepath.Join(t.TempDir(), "x"))
	wantFault(t, err, fault.Unsupported, "backup_postgres")
}

func TestCancelledReads(t *testing.T) {
	db.Each(t, func(t *testing.T, s *store.Store) {
		ctx, cancel := context.WithCancel(t.Context())
		err := s.Read(ctx, func(tx *store.ReadTx) error {
			cancel()
			var n int
			return tx.DB().Raw("SELECT COUNT(*) FROM audit_events").Scan(&n).Error
		})
		wantFault(t, err, fault.Unavailable, "cancelled")
		wantFault(t, s.Read(ctx, nil), fault.Unavailable, "cancelled")
		for range 20 { // broken connections are replaced
			must(t, s.Ready(t.Context()))
		}
	})
}

func TestPanicInAReaderGivesTheConnectionBack(t *testing.T) {
	s := db.SQLite(t, db.With(func(cfg *store.Config) { cfg.Readers = 1 }))
	func() {
		defer func() { _ = recover() }()
		_ = s.Read(t.Context(), func(*store.ReadTx) error { panic("a mistake") })
	}()
	must(t, s.Ready(t.Context()))
}
