package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// release is the version of the next release; the build adds the commit.
const release = "0.1.0-dev"

type versionCommand struct {
	JSON bool `name:"json" help:"Print JSON."`
}

// Run prints what was built, from what, and how.
func (c *versionCommand) Run(w *world) error {
	if c.JSON {
		return w.writeJSON(map[string]string{"version": version(), "go": runtime.Version(),
			"system": runtime.GOOS + "/" + runtime.GOARCH, "sqlite": sqliteDriver})
	}
	fmt.Fprintf(w.stdout, "memsure %s (%s, %s/%s, SQLite through %s)\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH, sqliteDriver)
	return nil
}

// version is the release and, where the build knows it, the commit.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return release
	}
	commit, changed := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision" && len(s.Value) >= 12:
			commit = "+" + s.Value[:12]
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = ".changed"
		}
	}
	if commit == "" {
		return release
	}
	return release + commit + changed
}
