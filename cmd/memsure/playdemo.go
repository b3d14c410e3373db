package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"memsure/internal/config"
	"memsure/internal/datadir"
	"memsure/internal/demo"
	"memsure/internal/fault"
)

// Markers in the data folder: the demo began, the demo is over. The first is
// written before anything else, into a fresh folder only; while it stands
// alone, all that the folder holds is the demo's. The second holds the line
// that names the report.
const (
	demoBegun  = "demo-begun"
	demoPlayed = "demo-played"
)

// reportLine begins the line that names the report.
const reportLine = "report: "

// demosOwn is what a broken demo may have left; nothing else is ever removed.
var demosOwn = []string{
	"demo", datadir.EvidenceDir,
	datadir.DatabaseFile + "-wal", datadir.DatabaseFile + "-shm", datadir.DatabaseFile + "-journal", datadir.DatabaseFile,
}

// demoFolder is what a data folder says about the demo.
type demoFolder struct {
	played string // the line the demo ended with
	broken bool   // the demo began and did not end
}

// readDemo looks into a data folder. Where the demo is asked for, a folder
// that was used otherwise is Conflict, and so is a broken demo with records in
// PostgreSQL, which this program never deletes.
func readDemo(c config.Config, asked bool) (found demoFolder, err error) {
	text, err := os.ReadFile(filepath.Join(c.Data, demoPlayed))
	if err == nil {
		return demoFolder{played: strings.TrimSpace(string(text))}, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return found, fileFault(err)
	}
	found.broken = isThere(filepath.Join(c.Data, demoBegun))
	switch {
	case !asked:
		return found, nil
	case found.broken && !c.SQLite():
		return found, fault.New(fault.Conflict, "demo_interrupted", "The demo was interrupted in this data folder before it was over; its records are in PostgreSQL.").
			WithRemedy("Name another folder with --data and an empty database, or leave out --demo.")
	case !found.broken && used(c.Data):
		return found, fault.New(fault.Conflict, "demo_folder_used", "The data folder was used without the demo before; the demo never mixes with real records.").
			WithRemedy("Name another folder with --data, or leave out --demo.")
	}
	return found, nil
}

func isThere(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// used tells whether a service or a restored backup left anything in a folder,
// wherever its records are.
func used(dir string) bool {
	for _, name := range []string{datadir.DatabaseFile, datadir.EvidenceDir, datadir.KeyFile} {
		if isThere(filepath.Join(dir, name)) {
			return true
		}
	}
	return false
}

// beginDemo marks a fresh folder; where the demo broke off it first removes
// what the demo left, so that it can start over.
func (w *world) beginDemo(c config.Config, found demoFolder) error {
	switch {
	case found.played != "":
		return nil
	case !found.broken:
		return fault.Wrap(datadir.WriteOnce(filepath.Join(c.Data, demoBegun), nil), "mark the beginning of the demo")
	}
	for _, name := range demosOwn {
		if err := os.RemoveAll(filepath.Join(c.Data, name)); err != nil {
			return fault.Wrap(err, "remove what the demo left")
		}
	}
	fmt.Fprintln(w.stdout, "The demo was interrupted in this data folder; what it left is removed and it starts over.")
	return nil
}

// leaveDemo is for a start without --demo: the records of a broken demo may be
// real ones from now on, so no later start may take them for the demo's.
func leaveDemo(c config.Config, found demoFolder) error {
	if !found.broken {
		return nil
	}
	if err := os.Remove(filepath.Join(c.Data, demoBegun)); err != nil {
		return fault.Wrap(err, "give up the demo")
	}
	return fault.Wrap(datadir.SyncDir(c.Data), "give up the demo")
}

// playDemo plays the demo through the running service, once for a data folder.
// On a log at its usual level the demo's own requests are left out meanwhile:
// they would drown its lines.
func (r runner) playDemo(ctx context.Context, url string) error {
	out := r.world.stdout
	if r.demo.played != "" {
		r.tellPlayed(url)
		return nil
	}
	if r.admin == "" { // records in PostgreSQL, seen from a fresh data folder
		return errors.Join(fault.New(fault.Conflict, "demo_database_used", "The database was used before; the demo never mixes with real records.").
			WithRemedy("Name an empty database, or leave out --demo."), leaveDemo(r.config, demoFolder{broken: true}))
	}
	if usual := r.level.Level(); usual == slog.LevelInfo {
		r.level.Set(slog.LevelWarn)
		defer r.level.Set(usual)
	}
	last := &lastLine{out: out}
	if err := demo.Play(ctx, demo.Config{BaseURL: url, AdminKey: r.admin, DataDir: r.config.Data, Out: last}); err != nil {
		return err
	}
	return fault.Wrap(datadir.WriteOnce(filepath.Join(r.config.Data, demoPlayed), last.text), "mark the end of the demo")
}

// tellPlayed says where the report of an earlier start is, or how to get it again.
func (r runner) tellPlayed(url string) {
	out := r.world.stdout
	fmt.Fprintln(out, "The demo was played in this data folder before.")
	path := filepath.Join(r.config.Data, "demo", filepath.Base(strings.TrimPrefix(r.demo.played, reportLine)))
	if isThere(path) {
		fmt.Fprintf(out, "%s%s\n", reportLine, path)
		return
	}
	fmt.Fprintf(out, "Its report is no longer in the folder. Download it again from %s/api/v1/assessments/ASSESSMENT_ID/report/pdf with your key; %[1]s/api/v1/assessments names the assessment.\n", url)
}

// lastLine passes lines on and remembers the one that names the report.
type lastLine struct {
	out  io.Writer
	text []byte
}

// Write implements io.Writer; every call brings whole lines.
func (l *lastLine) Write(p []byte) (int, error) {
	for line := range bytes.Lines(p) {
		if bytes.HasPrefix(line, []byte(reportLine)) {
			l.text = bytes.Clone(line)
		}
	}
	return l.out.Write(p)
}
