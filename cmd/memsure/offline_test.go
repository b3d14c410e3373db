package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"memsure/internal/fact"
	"memsure/internal/questionnaire"
	"memsure/internal/report"
	"memsure/internal/report/pdf"
	"memsure/internal/report/reporttest"
	"memsure/questionnaires"
)

const broken = "slug: sample\nversion: 1\nslug: again\n"

func shipped(t *testing.T) string {
	t.Helper()
	file, err := questionnaires.Named("supplier-memory-safety", "1.0.0")
	if err != nil {
		t.Fatal(err)
	}
	return string(file.Source)
}

func TestLint(t *testing.T) {
	good := file(t, "good.yaml", shipped(t))
	command(t, "questionnaire", "lint", good).want(t, exitOK, "can be published", "")
	commandWith(t, nil, shipped(t), "questionnaire", "lint", "-").want(t, exitOK, "standard input: ", "")

	bad := commandWith(t, nil, broken, "questionnaire", "lint", "-")
	bad.want(t, exitFailed, "", "standard input:3:1: error: ")
	golden(t, "lint.txt", bad.stderr)

	both := command(t, "questionnaire", "lint", good, filepath.Join(t.TempDir(), "absent.yaml"))
	both.want(t, exitFailed, "can be published", "absent.yaml: The file cannot be read.")
	command(t, "questionnaire", "lint", t.TempDir()).want(t, exitFailed, "", "What is named is not a file.")
	command(t, "questionnaire", "lint", file(t, "large.yaml", strings.Repeat(" ", 1<<20+1))).want(t, exitFailed, "", "larger than 1 MiB")
}

func TestLintForScripts(t *testing.T) {
	bad := file(t, "bad.yaml", broken)
	got := command(t, "questionnaire", "lint", "--json", file(t, "good.yaml", shipped(t)), bad)
	got.want(t, exitFailed, "", "")
	var told []linted
	got.json(t, &told)
	if len(told) != 2 || !told[0].Valid || told[0].Questions < 25 || !strings.HasPrefix(told[0].Digest, "sha256:") || told[0].Problem != nil {
		t.Errorf("the good file: %+v", told[0])
	}
	if told[1].Valid || told[1].Problem == nil || len(told[1].Problem.Errors) == 0 || told[1].Problem.Errors[0].Line != 2 {
		t.Errorf("the bad file: %+v", told[1].Problem)
	}
}

func TestDiff(t *testing.T) {
	def, err := questionnaire.Load([]byte(shipped(t)))
	if err != nil {
		t.Fatal(err)
	}
	first := &def.Sections[0].Questions[0]
	def.Version, first.Text, first.Weight = "1.1.0", first.Text+" Please.", first.Weight+1
	text, err := questionnaire.ToYAML(def)
	if err != nil {
		t.Fatal(err)
	}
	older, newer := file(t, "old.yaml", shipped(t)), file(t, "new.yaml", string(text))
	got := command(t, "questionnaire", "diff", older, newer)
	got.want(t, exitOK, "From 1.0.0 to 1.1.0: 2 changes.", "")
	for _, piece := range []string{"wording", "scoring_affecting", first.ID, "can be offered as it is"} {
		if !strings.Contains(got.stdout, piece) {
			t.Errorf("%q is not told:\n%s", piece, got.stdout)
		}
	}
	var told questionnaire.Comparison
	command(t, "questionnaire", "diff", "--json", older, newer).json(t, &told)
	if told.To != "1.1.0" || len(told.Changes) != 2 {
		t.Errorf("%+v", told.Changes)
	}
	command(t, "questionnaire", "diff", older, older).want(t, exitOK, "0 changes", "")
	command(t, "questionnaire", "diff", "--json", older, older).want(t, exitOK, `"changes": []`, "")
	command(t, "questionnaire", "diff", older, file(t, "bad.yaml", broken)).want(t, exitFailed, "", "bad.yaml:3:1: error: ")
	other := file(t, "other.yaml", strings.Replace(shipped(t), "slug: supplier-memory-safety", "slug: something-else", 1))
	command(t, "questionnaire", "diff", older, other).want(t, exitFailed, "", "different questionnaires")
}

func TestVerifyWithoutARecord(t *testing.T) {
	var drawn strings.Builder
	if err := pdf.Scorecard(&drawn, report.BuildScorecard(reporttest.Input()), pdf.Style{}); err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	good := file(t, "good.pdf", drawn.String())
	command(t, "verify", good).want(t, exitOK, "Not compared with the record", "")
	var told verified
	command(t, "verify", "--json", good).json(t, &told)
	if !told.ViewMatches || told.Record != recordSkipped || told.Digest == "" {
		t.Errorf("%+v", told)
	}
	command(t, "verify", file(t, "longer.pdf", drawn.String()+"\n")).want(t, exitFailed, "FAIL", "")
	command(t, "verify", file(t, "other.pdf", "%PDF-1.4\nhello")).want(t, exitFailed, "", "other.pdf: ")
	command(t, "verify", "--data", t.TempDir(), good).want(t, exitFailed, "", "no database in the data folder")
}

func TestInspect(t *testing.T) {
	sbom := filepath.Join("..", "..", "questionnaires", "samples", "aurora-gateway-4.2.0.cdx.json")
	command(t, "evidence", "inspect", sbom).want(t, exitOK, "sbom.components.total", "")
	var told []struct {
		Status, Format, SHA256 string
		Facts                  []fact.Fact
		Composition            struct{ Total int }
	}
	command(t, "evidence", "inspect", "--json", sbom, file(t, "note.txt", "hello")).json(t, &told)
	if len(told) != 2 || told[0].Format != "cyclonedx-json" || len(told[0].Facts) < 20 || told[0].Composition.Total == 0 {
		t.Fatalf("%+v", told)
	}
	if told[0].Facts[0].SHA256 != told[0].SHA256 || len(told[0].SHA256) != 64 {
		t.Errorf("facts name the file %q, its digest is %q", told[0].Facts[0].SHA256, told[0].SHA256)
	}
	if told[1].Status != "stored" || len(told[1].Facts) != 0 {
		t.Errorf("a text file: %+v", told[1])
	}
	whole, err := os.ReadFile(sbom)
	if err != nil {
		t.Fatal(err)
	}
	cut := file(t, "cut.json", string(whole[:len(whole)/2]))
	command(t, "evidence", "inspect", cut).want(t, exitFailed, "cannot be read", "cut.json: ")
	command(t, "evidence", "inspect", filepath.Join(t.TempDir(), "absent")).want(t, exitFailed, "", "absent: The file cannot be read.")
}

func TestValuesAreShownInTheirNumber(t *testing.T) {
	for want, f := range map[string]fact.Fact{
		"1 component":     {Kind: fact.Number, Micro: fact.Million, Unit: "components"},
		"1 entry":         {Kind: fact.Number, Micro: fact.Million, Unit: "entries"},
		"1 vulnerability": {Kind: fact.Number, Micro: fact.Million, Unit: "vulnerabilities"},
		"0 entries":       {Kind: fact.Number, Unit: "entries"},
		"1.5 components":  {Kind: fact.Number, Micro: fact.Million * 3 / 2, Unit: "components"},
		"1 percent":       {Kind: fact.Share, Micro: fact.Million, Unit: "percent"},
		"1":               {Kind: fact.Number, Micro: fact.Million},
	} {
		if got := shown(f); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
