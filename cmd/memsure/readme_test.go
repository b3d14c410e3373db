package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"memsure/internal/config"
)

// The README's table of settings is config.Table, and every command it names
// is there.
func TestTheReadmeTellsTheSettings(t *testing.T) {
	const begin, end = "<!-- settings -->\n", "<!-- /settings -->"
	path := filepath.Join("..", "..", "README.md")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(text), begin)
	got, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatal("README.md has no table of settings")
	}
	if got == config.Table() {
		return
	}
	if !*update {
		t.Fatal("README.md tells other settings than the program has: run go test ./cmd/memsure -update")
	}
	if err := os.WriteFile(path, []byte(before+begin+config.Table()+end+after), 0o644); err != nil {
		t.Fatal(err)
	}
}
