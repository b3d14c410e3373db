package store

import (
	"context"
	"errors"
	"io/fs"
	"strconv"
	"strings"

	"memsure/internal/fault"
)

// Migrate brings the schema up to this program's version, forward only. Several
// copies may call it at once: it is applied once. It fails with Conflict when
// the database was written by a newer program, else with Unavailable or
// Internal; a failed step leaves the step before it in place.
func (s *Store) Migrate(ctx context.Context) error {
	pool, provider, err := s.d.migrator(s.cfg)
	if err != nil {
		return toFault(s.d, err)
	}
	defer func() {
		if err := pool.Close(); err != nil {
			s.log.Warn("closing the migration pool", "error", err)
		}
	}()
	_, err = provider.Up(ctx)
	if err != nil && s.Ready(ctx) == nil {
		return nil // another process was faster
	}
	if err != nil {
		return toFault(s.d, fault.Wrap(err, "migrate"))
	}
	return s.Ready(ctx)
}

// SchemaVersion gives the number of the newest migration applied, 0 for an
// empty database.
func (s *Store) SchemaVersion(ctx context.Context) (version int64, err error) {
	var table int64
	err = s.Read(ctx, func(tx *ReadTx) error {
		if err := tx.db.Raw(s.versionTableQuery()).Scan(&table).Error; err != nil || table == 0 {
			return err
		}
		return tx.db.Raw("SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version").Scan(&version).Error
	})
	return version, err
}

func (s *Store) versionTableQuery() string {
	if s.cfg.Driver == SQLite {
		return "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = 'goose_db_version'"
	}
	return "SELECT COUNT(*) FROM pg_class WHERE relkind = 'r' AND oid = to_regclass('goose_db_version')"
}

// Ready says whether the database answers and has exactly this program's
// schema: nil, Unavailable (not reachable, not yet migrated) or Conflict (the
// database is newer than the program).
func (s *Store) Ready(ctx context.Context) error {
	have, err := s.SchemaVersion(ctx)
	if err != nil {
		return err
	}
	want, err := newestMigration(s.d.migrations())
	switch {
	case err != nil:
		return fault.Wrap(err, "list migrations")
	case have < want:
		return unavailable("schema_outdated", "The database has not been migrated to this version of the program.", nil).
			WithRemedy("Run memsure migrate.")
	case have > want:
		return fault.New(fault.Conflict, "schema_newer", "The database was written by a newer version of the program.").
			WithRemedy("Run that version or a later one.")
	}
	return nil
}

func newestMigration(files fs.FS) (newest int64, err error) {
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return 0, err
	}
	for _, entry := range entries {
		number, _, ok := strings.Cut(entry.Name(), "_")
		version, err := strconv.ParseInt(number, 10, 64)
		if !ok || err != nil {
			return 0, errors.New("a migration's name does not start with its number")
		}
		newest = max(newest, version)
	}
	return newest, nil
}
