package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"

	"memsure/internal/fault"
)

// Backup writes a consistent copy of the database to file while the service
// goes on. The copy is synced and gets its name only when whole. It fails with
// Conflict when file exists, and with Unsupported on PostgreSQL, whose own
// tools do it better.
func (s *Store) Backup(ctx context.Context, file string) error {
	if s.cfg.Driver != SQLite {
		return fault.New(fault.Unsupported, "backup_postgres", "PostgreSQL databases are backed up with PostgreSQL's own tools.").
			WithRemedy("Use pg_dump, or base backups with archived WAL.")
	}
	if _, err := os.Lstat(file); err == nil {
		return fault.New(fault.Conflict, "backup_exists", "The file to write the backup to exists already.").
			WithRemedy("Name a new file.")
	}
	part := file + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, os.ErrNotExist) {
		return toFault(s.d, err)
	}
	if err := s.vacuumInto(ctx, part); err != nil {
		_ = os.Remove(part)
		return toFault(s.d, err)
	}
	return toFault(s.d, errors.Join(syncFile(part), os.Rename(part, file), syncFile(filepath.Dir(file))))
}

// vacuumInto copies through a connection of its own, because readers are
// forbidden to write anything.
func (s *Store) vacuumInto(ctx context.Context, file string) (err error) {
	path, err := makeFile(s.cfg.Dir)
	if err != nil {
		return err
	}
	pool, err := sqliteDialect{}.open(path, false, 1)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	return runVacuum(ctx, pool, file)
}

func runVacuum(ctx context.Context, pool *sql.DB, file string) error {
	made, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600) // SQLite accepts an empty file
	if err != nil {
		return err
	}
	if err := made.Close(); err != nil {
		return err
	}
	_, err = pool.ExecContext(ctx, "VACUUM INTO ?", file)
	return err
}

func syncFile(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}
