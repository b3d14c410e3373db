package main

import (
	"context"
	"crypto/ed25519"
	"errors"
	"log/slog"

	"memsure/internal/audit"
	"memsure/internal/blob"
	"memsure/internal/config"
	"memsure/internal/datadir"
	"memsure/internal/fault"
	"memsure/internal/store"
)

// recordFlags say where an installation is, to commands that make none: the two
// settings that they need. But for help on the folder, the words are those of
// config.Flags; a test compares.
type recordFlags struct {
	Data        *string `name:"data" env:"MEMSURE_DATA" placeholder:"./memsure-data" help:"Data folder of the service, as memsure serve made it."`
	DatabaseDSN *string `name:"database-dsn" env:"MEMSURE_DATABASE_DSN" placeholder:"DSN" help:"PostgreSQL address, postgres://…; without it, SQLite in the data folder. Prefer the variable: other users of the machine can read command lines."`
}

func (f recordFlags) config(w *world) (config.Config, error) {
	return w.settings(config.Flags{Data: f.Data, DatabaseDSN: f.DatabaseDSN})
}

// records is an opened installation.
type records struct {
	config config.Config
	store  *store.Store
	blobs  *blob.Folder
}

// openExisting opens an installation that is there; it makes and changes
// nothing.
func (w *world) openExisting(c config.Config) (*records, error) {
	if c.SQLite() && !datadir.HasDatabase(c.Data) {
		return nil, fault.New(fault.NotFound, "installation_missing", "There is no database in the data folder.").
			WithRemedy("Name the folder with --data, or start the service once: memsure serve.")
	}
	return openRecords(w.ctx, c, nil)
}

func openRecords(ctx context.Context, c config.Config, log *slog.Logger) (*records, error) {
	st, err := store.Open(ctx, storeConfig(c, log))
	if err != nil {
		return nil, err
	}
	blobs, err := blob.OpenFolder(c.EvidencePath())
	if err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return &records{c, st, blobs}, nil
}

func storeConfig(c config.Config, log *slog.Logger) store.Config {
	if c.SQLite() {
		return store.Config{Driver: store.SQLite, Dir: c.Data, Logger: log}
	}
	return store.Config{Driver: store.Postgres, DSN: c.DatabaseDSN, Logger: log}
}

func (r *records) close() error { return errors.Join(r.store.Close(), r.blobs.Close()) }

// trust is what checkpoints of this installation are checked against: its own
// signing key, nothing where there is none yet.
func (r *records) trust() (audit.Trust, error) {
	key, err := datadir.ReadSigningKey(r.config.Data)
	if fault.Is(err, fault.NotFound) {
		return audit.Trust{}, nil
	}
	if err != nil {
		return audit.Trust{}, err
	}
	return trusting(key), nil
}

func trusting(key ed25519.PrivateKey) audit.Trust {
	public, _ := key.Public().(ed25519.PublicKey) // by its documentation it is one
	return audit.Trust{Keys: []ed25519.PublicKey{public}}
}

// withRecords runs work on an installation that is there.
func (w *world) withRecords(flags recordFlags, work func(r *records) error) (err error) {
	c, err := flags.config(w)
	if err != nil {
		return err
	}
	r, err := w.openExisting(c)
	if err != nil {
		return err
	}
	defer func() {
		if closed := r.close(); err == nil {
			err = closed
		}
	}()
	return work(r)
}
