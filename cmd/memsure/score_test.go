package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"memsure/internal/bundle"
	"memsure/internal/bundle/response"
	"memsure/internal/questionnaire"
	"memsure/internal/report"
	"memsure/questionnaires"
)

// sampleFolder puts a sample response into a folder, with some of its files.
func sampleFolder(t *testing.T, files ...string) (response string) {
	t.Helper()
	dir := t.TempDir()
	for _, name := range append(files, questionnaires.SampleAverage) {
		content, err := questionnaires.Sample(name)
		if err != nil {
			t.Fatal(err)
		}
		response = filepath.Join(dir, name)
		if err := os.WriteFile(response, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return response
}

var sampleFiles = []string{
	"aurora-gateway-4.2.0.cdx.json", "aurora-gateway-4.2.0-tokei.json", "aurora-gateway-audit-summary-2026.txt",
	"aurora-gateway-entry-points-2026.txt", "aurora-gateway-roadmap-2026.txt", "aurora-gateway-vulnerabilities-2023-2025.csv",
	"aurora-gateway-4.2.0-build-record.txt",
}

const shippedVersion = "supplier-memory-safety@1.0.0"

func TestScoreGivesTheScorecard(t *testing.T) {
	response := sampleFolder(t, sampleFiles...)
	score := func(more ...string) outcome {
		return command(t, append([]string{"score", "--questionnaire", shippedVersion, "--response", response}, more...)...)
	}
	plain := score()
	plain.want(t, exitOK, "Northwind Systems", "")
	for _, line := range strings.Split(plain.stdout, "\n") {
		if n := len([]rune(line)); n > 80 {
			t.Errorf("a line of %d characters: %s", n, line)
		}
	}
	if again := score(); again != plain {
		t.Error("scored again it is another text")
	}
	score("--format", "trace").want(t, exitOK, "HOW TO READ THIS", "")
	score("--format", "html").want(t, exitOK, "<!DOCTYPE html>", "")

	var view report.Scorecard
	score("--format", "json").json(t, &view)
	// The shipped average before anybody looked into its files; with an evaluator's verdicts it is computed by hand in bundle/response.
	if view.Results[0].ScoreMicro != 27_640_121 || view.Subject.Release != "4.2.0" || !strings.HasPrefix(view.GeneratedAt, "2026-11-22T00:00:00") {
		t.Errorf("scored %d of %s on %s", view.Results[0].ScoreMicro, view.Subject.Release, view.GeneratedAt)
	}
	var later report.Scorecard
	score("--format", "json", "--at", "2027-11-22", "--tier", "low").json(t, &later)
	if !strings.HasPrefix(later.GeneratedAt, "2027-11-22") || later.Subject.Tier == view.Subject.Tier || later.Results[0].ScoreMicro >= view.Results[0].ScoreMicro {
		t.Errorf("a year later, for the low tier: %d, %s", later.Results[0].ScoreMicro, later.Subject.Tier)
	}

	out := filepath.Join(t.TempDir(), "scorecard.pdf")
	score("--format", "pdf", "--out", out).want(t, exitOK, "", "Written: "+out)
	command(t, "verify", out).want(t, exitOK, "pages   ok", "")
	written, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	if piped := score("--format", "pdf", "-o", "-"); piped.stdout != string(written) {
		t.Errorf("standard output holds something else than the file: %s", piped.stderr)
	}
	score("-o", out).want(t, exitOK, "", "Written: "+out)
	if over, err := os.ReadFile(out); err != nil || string(over) != plain.stdout {
		t.Errorf("written over, the file holds something else than standard output: %v", err)
	}
	if kept, err := os.Stat(out); err != nil || kept.Mode().Perm() != 0o600 {
		t.Errorf("a scorecard lies there for others to read: %v, %v", kept.Mode(), err)
	}
}

// A draft, and files that lie elsewhere.
func TestScoreTakesFilesFromAnywhere(t *testing.T) {
	draft := file(t, "draft.yaml", shipped(t))
	whole := command(t, "score", "--questionnaire", draft, "--response", sampleFolder(t, sampleFiles...), "--format", "json")
	whole.want(t, exitOK, `"schema":"memsure/report/scorecard/v1"`, "")
	args := []string{"score", "--questionnaire", draft, "--response", sampleFolder(t), "--format", "json"}
	command(t, args...).want(t, exitFailed, "", "aurora-gateway-4.2.0.cdx.json: The file cannot be read.")
	elsewhere := filepath.Dir(sampleFolder(t, sampleFiles...))
	for _, name := range sampleFiles {
		args = append(args, "--evidence", filepath.Join(elsewhere, name))
	}
	if got := command(t, args...); got.stdout != whole.stdout {
		t.Errorf("files named on the command line give another scorecard: %s", got.stderr)
	}
	command(t, append(args, "--evidence", file(t, "other.txt", "a"))...).want(t, exitFailed, "", "names no file of this name or SHA-256")
}

func TestScoreSaysWhatIsOnlyNamed(t *testing.T) {
	small := strings.NewReplacer("file: aurora", "file_name: aurora")
	content, err := questionnaires.Sample(questionnaires.SampleAverage)
	if err != nil {
		t.Fatal(err)
	}
	got := commandWith(t, nil, small.Replace(string(content)), "score", "--questionnaire", shippedVersion, "--response", "-")
	got.want(t, exitOK, "Northwind Systems", "remark: 7 files are only named here")
}

func TestScoreRefuses(t *testing.T) {
	good := sampleFolder(t, sampleFiles...)
	bad := file(t, "bad.yaml", "schema: memsure/response/v1\nanswer: []\n")
	other := file(t, "other.yaml", "schema: memsure/response/v1\nquestionnaire: {slug: other, version: 1.0.0}\n")
	wrongSum := file(t, "sum.yaml", "schema: memsure/response/v1\nquestionnaire: {slug: supplier-memory-safety, version: 1.0.0}\n"+
		"evidence: [{id: a, file: bad.txt, sha256: "+strings.Repeat("ab", 32)+"}]\n")
	if err := os.WriteFile(filepath.Join(filepath.Dir(wrongSum), "bad.txt"), []byte("a"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		args   []string
		code   int
		stderr string
	}{
		{nil, exitUsage, "name a questionnaire with --questionnaire"},
		{[]string{"--recompute", "a.zip", "--response", good}, exitUsage, "leave the other inputs out"},
		{[]string{"--questionnaire", shippedVersion, "--response", good, "--at", "tomorrow"}, exitUsage, "--at is a day"},
		{[]string{"--questionnaire", shippedVersion, "--response", good, "--json"}, exitUsage, "--format json"},
		{[]string{"--questionnaire", shippedVersion, "--response", good, "--format", "doc"}, exitUsage, "must be one of"},
		{[]string{"--questionnaire", "none@1.0.0", "--response", good}, exitFailed, "Shipped are: "},
		{[]string{"--questionnaire", bad, "--response", good}, exitFailed, "bad.yaml:2:1: error: "},
		{[]string{"--questionnaire", shippedVersion, "--response", bad}, exitFailed, "bad.yaml:2:1: error: There is no such field"},
		{[]string{"--questionnaire", shippedVersion, "--response", other}, exitFailed, "other.yaml:2:23: error: The response is to another questionnaire."},
		{[]string{"--questionnaire", shippedVersion, "--response", wrongSum}, exitFailed, "its SHA-256 is another"},
		{[]string{"--questionnaire", shippedVersion, "--response", good, "--tier", "lofty"}, exitFailed, "Its tiers are: critical, high, medium, low."},
		{[]string{"--questionnaire", shippedVersion, "--response", filepath.Join(filepath.Dir(good), "aurora-gateway-4.2.0.cdx.json")}, exitFailed, "This is no response file"},
		{[]string{"--questionnaire", shippedVersion, "--response", good, "--out", t.TempDir()}, exitFailed, "cannot be written"},
	} {
		command(t, append([]string{"score"}, tc.args...)...).want(t, tc.code, "", tc.stderr)
	}
}

// A bundle of a scored trial, whole and with one number changed.
func TestRecomputeSaysIdenticalOrWhatDiffers(t *testing.T) {
	good := file(t, "good.zip", string(bundleOf(t, false)))
	command(t, "score", "--recompute", good).want(t, exitOK, "identical: what the bundle holds", "")
	command(t, "score", "--recompute", good, "--json").want(t, exitOK, `"identical": true`, "")

	bad := file(t, "bad.zip", string(bundleOf(t, true)))
	command(t, "score", "--recompute", bad).want(t, exitFailed, "scorecard.json/result/overall/score (result): The result is not what the inputs give.", "")
	var told recomputed
	got := command(t, "score", "--recompute", bad, "--json")
	got.want(t, exitFailed, "", "")
	if got.json(t, &told); told.Identical || told.Differences[0].Stored != "99000000" {
		t.Errorf("%+v", told)
	}
	command(t, "score", "--recompute", file(t, "none.zip", "hello")).want(t, exitFailed, "", "The bundle is damaged")
	command(t, "score", "--recompute", filepath.Join(t.TempDir(), "absent.zip")).want(t, exitFailed, "", "cannot be read")
}

// bundleOf is a bundle of the average sample, as the service would make it.
func bundleOf(t *testing.T, tampered bool) []byte {
	t.Helper()
	def, err := questionnaire.Load([]byte(shipped(t)))
	if err != nil {
		t.Fatal(err)
	}
	given, err := response.Sample(questionnaires.SampleAverage)
	if err != nil {
		t.Fatal(err)
	}
	trial, err := given.Try(def, nil, given.AsOf)
	if err != nil {
		t.Fatal(err)
	}
	b, err := trial.Bundle()
	if err != nil {
		t.Fatal(err)
	}
	if tampered {
		overall := trial.Case.Result.Overall
		from, to := fmt.Sprintf(`"score":%d,"upper":%d`, overall.Score, overall.Upper), fmt.Sprintf(`"score":99000000,"upper":%d`, overall.Upper)
		b.Scorecard = bytes.Replace(b.Scorecard, []byte(from), []byte(to), 1)
	}
	var out bytes.Buffer
	if err := bundle.Write(&out, b); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
