package main

import (
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
)

// tally counts the outcomes of one file.
type tally struct{ killed, late, survived, explained int }

func (t tally) all() int { return t.killed + t.late + t.survived }

// percent is the share killed, rounded down. A mutant that never ends counts as
// killed: its tests would not pass.
func (t tally) percent() int {
	if t.all() == 0 {
		return 100
	}
	return (t.killed + t.late) * 100 / t.all()
}

// report prints the survivors and the table, and fails below the limit.
func report(out io.Writer, o options, results []result) error {
	known, err := explained(o.known)
	if err != nil {
		return err
	}
	files, total := map[string]tally{}, tally{}
	for _, r := range results {
		if r.outcome == "" {
			continue // not in the sample
		}
		if r.outcome == survived && !known(r.mutant) {
			fmt.Fprintf(out, "survived %s:%d: %s\n", r.file, r.line, r.name)
		}
		t := files[r.file]
		count(&t, r, known)
		count(&total, r, known)
		files[r.file] = t
	}
	fmt.Fprintf(out, "\n%-22s %8s %8s %8s %8s %9s %8s\n", "file", "mutants", "killed", "timeout", "survived", "explained", "percent")
	for _, name := range slices.Sorted(maps.Keys(files)) {
		row(out, name, files[name])
	}
	row(out, "all", total)
	if total.percent() < o.least {
		return fmt.Errorf("%d percent killed, %d wanted", total.percent(), o.least)
	}
	return nil
}

func row(out io.Writer, name string, t tally) {
	fmt.Fprintf(out, "%-22s %8d %8d %8d %8d %9d %7d%%\n", name, t.all(), t.killed, t.late, t.survived, t.explained, t.percent())
}

func count(t *tally, r result, known func(mutant) bool) {
	switch r.outcome {
	case killed:
		t.killed++
	case late:
		t.late++
	case survived:
		t.survived++
		if known(r.mutant) {
			t.explained++
		}
	}
}

// explained tells which survivors a document names, each with its reason.
func explained(path string) (func(mutant) bool, error) {
	if path == "" {
		return func(mutant) bool { return false }, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return func(m mutant) bool { return strings.Contains(string(text), "`"+m.name+"`") }, nil
}
