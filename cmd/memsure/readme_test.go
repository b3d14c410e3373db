package main

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
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

// The first steps are carried out as they stand in the README, with the ids
// that the answers give.
func TestTheFirstStepsOfTheReadmeWork(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	s := serve(t, "--data", filepath.Join(t.TempDir(), "data"))
	defer s.end()
	ids, done := strings.NewReplacer(), 0
	var known []string
	for _, step := range regexp.MustCompile(`(?m)^post (\S+) '(.*)'$|^  -d '(.*)'$`).FindAllStringSubmatch(string(text), -1) {
		path, body, key := step[1], step[2], s.line(keyLine)
		if strings.HasSuffix(path, "/reviews") {
			continue // needs what the vendor submits, which the README does not play
		}
		if path == "" {
			path, body, key = "portal/redemptions", step[3], ""
		}
		told := post(t, s.url+"/api/v1/"+ids.Replace(path), key, ids.Replace(body))
		thing, _ := told["id"].(string)
		token, _ := told["token"].(string)
		for prefix, word := range map[string]string{"ven_": "VENDOR_ID", "prd_": "PRODUCT_ID", "rel_": "RELEASE_ID", "asm_": "ASSESSMENT_ID"} {
			if strings.HasPrefix(thing, prefix) {
				known = append(known, word, thing)
			}
		}
		if token != "" {
			known = append(known, "TOKEN", token)
		}
		ids, done = strings.NewReplacer(known...), done+1
	}
	if done != 6 {
		t.Errorf("%d steps were found", done)
	}
}

func post(t *testing.T, url, key, body string) (told map[string]any) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	if key != "" {
		req.Header.Set("Authorization", "Bearer "+key)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(&told); err != nil || resp.StatusCode != http.StatusCreated {
		t.Errorf("%s: %d %v %v", body, resp.StatusCode, told, err)
	}
	return told
}
