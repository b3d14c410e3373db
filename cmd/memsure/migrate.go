package main

import (
	"fmt"

	"memsure/internal/config"
	"memsure/internal/datadir"
)

// migrateCommand makes what is missing, and says so: its words are those of
// config.Flags.
type migrateCommand struct {
	Data        *string `name:"data" env:"MEMSURE_DATA" placeholder:"./memsure-data" help:"Folder for the database and the evidence files. Made when missing."`
	DatabaseDSN *string `name:"database-dsn" env:"MEMSURE_DATABASE_DSN" placeholder:"DSN" help:"PostgreSQL address, postgres://…; without it, SQLite in the data folder. Prefer the variable: other users of the machine can read command lines."`
}

// Run migrates an installation, making it where there is none. The service
// does the same when it starts; this is for doing it beforehand.
func (c *migrateCommand) Run(w *world) error {
	settings, err := w.settings(config.Flags{Data: c.Data, DatabaseDSN: c.DatabaseDSN})
	if err != nil {
		return err
	}
	return w.withLock(settings, func() (err error) {
		r, err := openRecords(w.ctx, settings, nil)
		if err != nil {
			return err
		}
		defer func() {
			if closed := r.close(); err == nil {
				err = closed
			}
		}()
		if err := r.store.Migrate(w.ctx); err != nil {
			return err
		}
		number, err := r.store.SchemaVersion(w.ctx)
		if err == nil {
			fmt.Fprintf(w.stdout, "The database has migration %d, as this version of the program needs it.\n", number)
		}
		return err
	})
}

// withLock makes the data folder and holds it during work.
func (w *world) withLock(c config.Config, work func() error) (err error) {
	if err := datadir.Make(c.Data); err != nil {
		return err
	}
	lock, err := datadir.Take(c.Data)
	if err != nil {
		return err
	}
	defer func() {
		if released := lock.Release(); err == nil {
			err = released
		}
	}()
	return work()
}
