package main

import (
	"fmt"
	"path/filepath"
	"time"

	"github.com/dustin/go-humanize"

	"memsure/internal/backup"
	"memsure/internal/config"
	"memsure/internal/datadir"
	"memsure/internal/doctor"
)

type backupCommand struct {
	Target string `arg:"" help:"Folder to make; it must not exist, or be empty."`
	JSON   bool   `name:"json" help:"Print JSON."`
	recordFlags
}

// backedUp is what --json prints.
type backedUp struct {
	Target   string          `json:"target"`
	Digest   string          `json:"manifest_sha256"`
	Bytes    int64           `json:"bytes"`
	Evidence int             `json:"evidence_files"`
	Database bool            `json:"with_database"`
	Damaged  []backup.Damage `json:"damaged,omitempty"`
}

// Run copies everything, and fails when evidence was damaged already, after
// having copied the rest.
func (c *backupCommand) Run(w *world) error {
	return w.withRecords(c.recordFlags, func(r *records) error {
		if err := r.store.Ready(w.ctx); err != nil {
			return err
		}
		progress := w.newBar(true)
		defer progress.finish()
		made, err := backup.Make(w.ctx, backup.Source{Store: r.store, Blobs: r.blobs, DataDir: r.config.Data, Program: version(), Now: time.Now()},
			c.Target, func(done, total int64) { progress.step("backup", done, total) })
		progress.finish()
		if err != nil {
			return err
		}
		return c.tell(w, made)
	})
}

func (c *backupCommand) tell(w *world, made backup.Summary) error {
	m := made.Manifest
	if c.JSON {
		err := w.writeJSON(backedUp{c.Target, made.Digest, m.Bytes(), len(m.Evidence), m.WithDatabase(), m.Damaged})
		if err != nil {
			return err
		}
	} else {
		fmt.Fprintf(w.stdout, "backup: %s\n%s, %s. SHA-256 of its manifest: %s\n", c.Target,
			count(len(m.Evidence), "evidence file"), humanize.IBytes(uint64(m.Bytes())), made.Digest)
	}
	if !m.WithDatabase() {
		fmt.Fprintln(w.stderr, "The records are in PostgreSQL and not in this backup. Take them with pg_dump before each memsure backup, and keep the two together.")
	}
	for _, d := range m.Damaged {
		fmt.Fprintf(w.stderr, "memsure: evidence %s was %s before the backup was made. Look for it in an earlier backup.\n", d.EvidenceID, d.What)
	}
	if len(m.Damaged) > 0 {
		return errTold
	}
	return nil
}

type restoreCommand struct {
	Backup string  `arg:"" help:"Folder that memsure backup made."`
	Data   *string `name:"data" env:"MEMSURE_DATA" placeholder:"./memsure-data" help:"Data folder to make; it must not exist, or be empty."`
}

// Run makes a data folder out of a backup, then examines it.
func (c *restoreCommand) Run(w *world) error {
	settings, err := w.settings(config.Flags{Data: c.Data})
	if err != nil {
		return err
	}
	progress := w.newBar(true)
	done, err := backup.Restore(w.ctx, c.Backup, settings.Data, func(done, total int64) { progress.step("restore", done, total) })
	progress.finish()
	if err != nil {
		return err
	}
	fmt.Fprintf(w.stdout, "restored: %s\nMade %s by memsure %s; %s. SHA-256 of its manifest: %s\n", settings.Data,
		done.Manifest.MadeAt.Format(time.RFC3339), done.Manifest.Program, count(len(done.Manifest.Evidence), "evidence file"), done.Digest)
	if !done.Manifest.WithDatabase() {
		fmt.Fprintln(w.stderr, "The records were not in this backup. Restore them with pg_restore, then run memsure doctor.")
		return nil
	}
	settings.DatabaseDSN = "" // what was restored, wherever the service keeps its records now
	return w.examineRestored(settings)
}

func (w *world) examineRestored(c config.Config) (err error) {
	if err := datadir.Make(filepath.Clean(c.Data)); err != nil {
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
	checks, err := w.examine(r, 0)
	if err != nil {
		return err
	}
	if err := w.tellChecks(checks); err != nil {
		return err
	}
	if doctor.Worst(checks) == doctor.Fail {
		return errTold
	}
	return nil
}
