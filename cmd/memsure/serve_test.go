package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"memsure/internal/doctor"
)

// serving is a service that a test runs in this process, as main would.
type serving struct {
	url     string
	lines   []string // on standard output, up to and with the address
	stop    context.CancelFunc
	stderr  *safeBuffer
	stopped chan int
}

// safeBuffer is written by one goroutine and read by another.
type safeBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write implements io.Writer.
func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

// String gives what was written so far.
func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// serve starts the service and waits for its address.
func serve(t *testing.T, args ...string) *serving {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	in, out := io.Pipe()
	s := &serving{stop: cancel, stderr: &safeBuffer{}, stopped: make(chan int, 1)}
	go func() {
		code := run(ctx, append([]string{"serve", "--addr", "127.0.0.1:0"}, args...),
			world{env: func(string) string { return "" }, stdin: strings.NewReader(""), stdout: out, stderr: s.stderr})
		_ = out.Close()
		s.stopped <- code
	}()
	t.Cleanup(cancel)
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		s.lines = append(s.lines, lines.Text())
		if url, ok := strings.CutPrefix(lines.Text(), "listening on "); ok {
			s.url = url
			go func() { _, _ = io.Copy(io.Discard, in) }()
			return s
		}
	}
	t.Fatalf("the service ended, exit code %d: %v\n%s", <-s.stopped, s.lines, s.stderr)
	return nil
}

// end stops the service and gives its exit code.
func (s *serving) end() int {
	s.stop()
	return <-s.stopped
}

// line gives what follows a prefix on standard output, "" without such a line.
func (s *serving) line(prefix string) string {
	for _, l := range s.lines {
		if rest, ok := strings.CutPrefix(l, prefix); ok {
			return rest
		}
	}
	return ""
}

func get(t *testing.T, url, key string) (status int, body string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if key != "" {
		req.Header.Set("Authorization", "Bearer "+key)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(text)
}

const keyLine = "admin key (shown only this once): "

func TestServeStartsAndStopsAndStartsAgain(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	s := serve(t, "--data", dir)
	key := s.line(keyLine)
	for _, path := range []string{"/healthz", "/readyz", "/openapi.yaml"} {
		if status, body := get(t, s.url+path, ""); status != http.StatusOK {
			t.Errorf("%s: %d %s", path, status, body)
		}
	}
	if status, _ := get(t, s.url+"/metrics", ""); status != http.StatusUnauthorized {
		t.Errorf("metrics without a key: %d", status)
	}
	if status, body := get(t, s.url+"/metrics", key); status != http.StatusOK {
		t.Errorf("metrics: %d %s", status, body)
	}
	if status, body := get(t, s.url+"/api/v1/questionnaires", key); status != http.StatusOK || !strings.Contains(body, "supplier-memory-safety") {
		t.Errorf("the shipped questionnaire is not there: %d %s", status, body)
	}
	command(t, "serve", "--addr", "127.0.0.1:0", "--data", dir).want(t, exitFailed, "", "Another memsure process is using this data folder.")
	command(t, "migrate", "--data", dir).want(t, exitFailed, "", "Another memsure process is using this data folder.")
	command(t, "serve", "--addr", strings.TrimPrefix(s.url, "http://"), "--data", t.TempDir()).want(t, exitFailed, "", "cannot be listened on")
	if code := s.end(); code != exitOK {
		t.Errorf("exit code %d\n%s", code, s.stderr)
	}
	for line := range strings.Lines(s.stderr.String()) {
		if !json.Valid([]byte(line)) {
			t.Errorf("a log line is not JSON: %s", line)
		}
	}
	if strings.Contains(s.stderr.String(), key) {
		t.Error("the log holds the key")
	}

	again := serve(t, "--data", dir)
	if len(again.lines) != 1 {
		t.Errorf("the second start prints more than its address: %v", again.lines)
	}
	if status, _ := get(t, again.url+"/api/v1/questionnaires", key); status != http.StatusOK {
		t.Errorf("the first key does not work after a second start: %d", status)
	}
	again.end()
	command(t, "migrate", "--data", dir).want(t, exitOK, "The database has migration", "")
}

func TestKeysMadeAtTheCommandLineWorkWhileServing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	s := serve(t, "--data", dir)
	made := command(t, "apikey", "create", "--role", "auditor", "--name", "Ada", "--data", dir)
	made.want(t, exitOK, "mk_", "It is shown only now")
	if status, _ := get(t, s.url+"/api/v1/audit-events", strings.TrimSpace(made.stdout)); status != http.StatusOK {
		t.Errorf("the key does not work: %d", status)
	}
	var told map[string]string
	command(t, "apikey", "create", "--role", "admin", "--name", "Bo", "--expires", "1h", "--json", "--data", dir).json(t, &told)
	if told["role"] != "admin" || told["key"] == "" {
		t.Errorf("%v", told)
	}
	command(t, "apikey", "create", "--role", "admin", "--name", "Bo", "--expires", "-1h", "--data", dir).want(t, exitUsage, "", "--expires")
	s.end()
}

// One demo serves all that needs a folder with real content: it takes longest.
func TestDemoAndEverythingOnItsFolder(t *testing.T) {
	work := t.TempDir()
	dir := filepath.Join(work, "data")
	s := serve(t, "--demo", "--data", dir)
	report := s.line("report: ")
	if _, err := os.Stat(report); err != nil || s.line(keyLine) == "" {
		t.Fatalf("%v: %v", err, s.lines)
	}
	if strings.Count(strings.Join(s.lines, "\n"), s.line(keyLine)) != 1 {
		t.Error("the key is printed more than once")
	}

	t.Run("while serving", func(t *testing.T) {
		command(t, "verify", "--data", dir, report).want(t, exitOK, "The record holds this report with the same data.", "")
		command(t, "doctor", "--data", dir).want(t, exitOK, "audit log", "")
		command(t, "audit", "verify", "--data", dir).want(t, exitOK, "The log holds together.", "")
		command(t, "recompute", "--data", dir).want(t, exitOK, "2 scorecards computed again: 2 identical, 0 differ", "")
		command(t, "recompute", "--data", dir, "--json").want(t, exitOK, `"identical": 2`, "")
		command(t, "backup", filepath.Join(work, "backup"), "--data", dir).want(t, exitOK, "12 evidence files", "")
		command(t, "backup", filepath.Join(work, "backup"), "--data", dir).want(t, exitFailed, "", "not an empty folder")
	})
	t.Run("checkpoints kept elsewhere", func(t *testing.T) { keptElsewhere(t, dir) })
	if code := s.end(); code != exitOK {
		t.Errorf("exit code %d\n%s", code, s.stderr)
	}
	t.Run("a second start", func(t *testing.T) { secondStart(t, dir, report) })
	t.Run("restored", func(t *testing.T) { restored(t, work, report) })
	t.Run("without room for the demo", func(t *testing.T) {
		command(t, "serve", "--demo", "--data", filepath.Join(work, "restored")).want(t, exitFailed, "", "used without the demo before")
	})
}

func keptElsewhere(t *testing.T, dir string) {
	t.Helper()
	checkpoint := command(t, "audit", "checkpoint", "--data", dir)
	checkpoint.want(t, exitOK, `"signature"`, "")
	kept := file(t, "checkpoint.json", checkpoint.stdout)
	var told keptCheckpoint
	checkpoint.json(t, &told)
	key := file(t, "key.pem", told.PublicKey)
	command(t, "audit", "verify", "--data", dir, "--checkpoint", kept, "--public-key", key).want(t, exitOK, "vouched for by signed checkpoints until", "")

	told.Document = bytes.Replace(told.Document, []byte(`"number":`), []byte(`"number":1`), 1)
	forged, _ := json.Marshal(told)
	command(t, "audit", "verify", "--data", dir, "--checkpoint", file(t, "forged.json", string(forged))).want(t, exitFailed, "FAIL checkpoint", "")
	command(t, "audit", "verify", "--data", dir, "--checkpoint", file(t, "none.json", "{}")).want(t, exitFailed, "", "not a checkpoint")
	command(t, "audit", "verify", "--data", dir, "--public-key", kept).want(t, exitFailed, "", "not an Ed25519 key")
}

func secondStart(t *testing.T, dir, report string) {
	t.Helper()
	before, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	s := serve(t, "--demo", "--data", dir)
	defer s.end()
	if s.line("report: ") != report || s.line(keyLine) != "" || len(s.lines) != 3 {
		t.Errorf("%v", s.lines)
	}
	if after, err := os.ReadFile(report); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the report was made again: %v", err)
	}
}

func restored(t *testing.T, work, report string) {
	t.Helper()
	target := filepath.Join(work, "restored")
	command(t, "restore", filepath.Join(work, "backup"), "--data", target).want(t, exitOK, "ok  evidence", "")
	command(t, "restore", filepath.Join(work, "backup"), "--data", target).want(t, exitFailed, "", "not an empty folder")
	command(t, "restore", work, "--data", filepath.Join(work, "other")).want(t, exitFailed, "", "no manifest.json")
	command(t, "verify", "--data", target, report).want(t, exitOK, "The record holds this report", "")
	var checks []doctor.Check
	command(t, "doctor", "--all", "--json", "--data", target).json(t, &checks)
	if doctor.Worst(checks) == doctor.Fail || len(checks) != 7 {
		t.Errorf("%+v", checks)
	}
	evidence, err := filepath.Glob(filepath.Join(target, "evidence", "??", "*"))
	if err != nil || len(evidence) == 0 {
		t.Fatal(err, evidence)
	}
	if err := os.Remove(evidence[0]); err != nil {
		t.Fatal(err)
	}
	command(t, "doctor", "--data", target).want(t, exitFailed, "fail  evidence", "")
	command(t, "backup", filepath.Join(work, "again"), "--data", target).want(t, exitFailed, "backup: ", "was missing before the backup was made")
}

func TestADemoThatBrokeOffStartsOver(t *testing.T) {
	dir := t.TempDir()
	serve(t, "--data", dir).end() // as a demo killed before its first step
	for name, content := range map[string]string{demoBegun: "", filepath.Join("evidence", "left"): "x", "kept": "x"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := serve(t, "--demo", "--data", dir)
	if !strings.Contains(s.lines[0], "it starts over") || s.line(keyLine) == "" || s.line("report: ") == "" {
		t.Errorf("%v", s.lines)
	}
	if strings.Contains(s.stderr.String(), `"POST"`) {
		t.Errorf("the log tells the demo's requests:\n%s", s.stderr)
	}
	if isThere(filepath.Join(dir, "evidence", "left")) || !isThere(filepath.Join(dir, "kept")) {
		t.Error("the demo removes what it left, and nothing else")
	}
	get(t, s.url+"/healthz", "")
	if code := s.end(); code != exitOK || strings.Count(s.stderr.String(), `"msg":"stopped"`) != 1 || !strings.Contains(s.stderr.String(), `"msg":"listening"`) {
		t.Errorf("exit code %d\n%s", code, s.stderr)
	}
	if err := os.RemoveAll(filepath.Join(dir, "demo")); err != nil {
		t.Fatal(err)
	}
	again := serve(t, "--demo", "--data", dir)
	defer again.end()
	if again.line("report: ") != "" || !strings.Contains(strings.Join(again.lines, "\n"), again.url+"/api/v1/assessments/ASSESSMENT_ID/report/pdf") {
		t.Errorf("a report that is gone: %v", again.lines)
	}
}

// Nothing that a start without --demo may have written is ever the demo's to
// remove.
func TestTheDemoRemovesNoRealRecords(t *testing.T) {
	broken := func(t *testing.T) string {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, demoBegun), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	used := broken(t)
	serve(t, "--data", used).end()
	command(t, "serve", "--addr", "127.0.0.1:0", "--demo", "--data", used).want(t, exitFailed, "", "used without the demo before")
	command(t, "doctor", "--data", used).want(t, exitOK, "audit log", "")

	command(t, "serve", "--addr", "127.0.0.1:0", "--demo", "--data", broken(t), "--database-dsn", "postgres://127.0.0.1:1/none").
		want(t, exitFailed, "", "The demo was interrupted")

	elsewhere := t.TempDir() // as left by a service with its records in PostgreSQL
	evidence := filepath.Join(elsewhere, "evidence")
	if err := os.Mkdir(evidence, 0o700); err != nil {
		t.Fatal(err)
	}
	command(t, "serve", "--addr", "127.0.0.1:0", "--demo", "--data", elsewhere).want(t, exitFailed, "", "used without the demo before")
	if !isThere(evidence) || isThere(filepath.Join(elsewhere, demoBegun)) {
		t.Error("the folder was changed")
	}
}

func TestInterruptedCommandsSaySo(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	serve(t, "--data", dir).end()
	var stdout, stderr bytes.Buffer
	w := world{env: func(string) string { return "" }, stdout: &stdout, stderr: &stderr}
	for _, line := range [][]string{{"doctor"}, {"backup", filepath.Join(t.TempDir(), "b")}, {"audit", "verify"}, {"serve", "--addr", "127.0.0.1:0"}} {
		if code := run(cancelled(), append(line, "--data", dir), w); code != exitFailed {
			t.Errorf("%v: exit code %d\n%s", line, code, &stderr)
		}
	}
}

func TestLogoMustBeAPicture(t *testing.T) {
	command(t, "serve", "--addr", "127.0.0.1:0", "--data", t.TempDir(), "--logo", file(t, "logo.png", "text")).
		want(t, exitUsage, "", "names a picture that cannot be printed")
}
