package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write golden files anew")

// outcome is what one command line did.
type outcome struct {
	code           int
	stdout, stderr string
}

func command(t *testing.T, args ...string) outcome {
	t.Helper()
	return commandWith(t, nil, "", args...)
}

func commandWith(t *testing.T, env map[string]string, stdin string, args ...string) outcome {
	t.Helper()
	t.Setenv("COLUMNS", "80")
	var stdout, stderr bytes.Buffer
	code := run(t.Context(), args, world{
		env: func(name string) string { return env[name] }, stdin: strings.NewReader(stdin), stdout: &stdout, stderr: &stderr,
	})
	return outcome{code, stdout.String(), stderr.String()}
}

// want checks the exit code and pieces of both outputs; an empty piece of
// standard error means that nothing stands there.
func (o outcome) want(t *testing.T, code int, stdout, stderr string) {
	t.Helper()
	if o.code != code || !strings.Contains(o.stdout, stdout) || !strings.Contains(o.stderr, stderr) || stderr == "" && o.stderr != "" {
		t.Errorf("exit code %d, want %d\nwant on stdout: %q\nstdout: %s\nwant on stderr: %q\nstderr: %s", o.code, code, stdout, o.stdout, stderr, o.stderr)
	}
}

func (o outcome) json(t *testing.T, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(o.stdout), into); err != nil {
		t.Fatalf("not JSON: %v\n%s", err, o.stdout)
	}
}

// golden compares text with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got); if that is meant, run go test ./cmd/memsure -update\n%s", name, diff)
	}
}

// file writes a temporary file.
func file(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func cancelled() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}
