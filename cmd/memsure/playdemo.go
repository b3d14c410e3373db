package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"memsure/internal/datadir"
	"memsure/internal/demo"
	"memsure/internal/fault"
)

// Markers in the data folder: the demo began, the demo is over. The second
// holds the line that names the report.
const (
	demoBegun  = "demo-begun"
	demoPlayed = "demo-played"
)

// demoState says whether the demo was played in a data folder, by the line it
// ended with. A folder that was used otherwise, or in which the demo broke
// off, is Conflict where the demo is asked for.
func demoState(dir string, asked bool) (played string, err error) {
	text, err := os.ReadFile(filepath.Join(dir, demoPlayed))
	if err == nil || !asked {
		return strings.TrimSpace(string(text)), nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", fileFault(err)
	}
	if _, err := os.Stat(filepath.Join(dir, demoBegun)); err == nil {
		return "", fault.New(fault.Conflict, "demo_interrupted", "The demo was interrupted in this data folder before it was over.").
			WithRemedy("Remove the folder and start again, or name another with --data.")
	}
	if datadir.HasDatabase(dir) {
		return "", fault.New(fault.Conflict, "demo_folder_used", "The data folder was used without the demo before; the demo never mixes with real records.").
			WithRemedy("Name another folder with --data, or leave out --demo.")
	}
	return "", nil
}

// playDemo plays the demo through the running service, once for a data folder.
func (r runner) playDemo(ctx context.Context, url string) error {
	out := r.world.stdout
	if r.played != "" {
		fmt.Fprintf(out, "The demo was played in this data folder before.\n%s\n", r.played)
		return nil
	}
	if r.admin == "" { // records in PostgreSQL, seen from a fresh data folder
		return fault.New(fault.Conflict, "demo_database_used", "The database was used before; the demo never mixes with real records.").
			WithRemedy("Name an empty database, or leave out --demo.")
	}
	if err := datadir.WriteOnce(filepath.Join(r.config.Data, demoBegun), nil); err != nil {
		return fault.Wrap(err, "mark the beginning of the demo")
	}
	last := &lastLine{out: out}
	if err := demo.Play(ctx, demo.Config{BaseURL: url, AdminKey: r.admin, DataDir: r.config.Data, Out: last}); err != nil {
		return err
	}
	return fault.Wrap(datadir.WriteOnce(filepath.Join(r.config.Data, demoPlayed), last.text), "mark the end of the demo")
}

// lastLine passes lines on and remembers the one that names the report.
type lastLine struct {
	out  io.Writer
	text []byte
}

// Write implements io.Writer; every call brings whole lines.
func (l *lastLine) Write(p []byte) (int, error) {
	for line := range bytes.Lines(p) {
		if bytes.HasPrefix(line, []byte("report: ")) {
			l.text = bytes.Clone(line)
		}
	}
	return l.out.Write(p)
}
