package read_test

import (
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"memsure/internal/evidence"
)

var update = flag.Bool("update", false, "write golden files and memsure.cdx.json anew")

// demoFile is the SBOM that the demo uploads.
const demoFile = "../../../questionnaires/samples/aurora-gateway-4.2.0.cdx.json"

// TestGolden reads whole realistic files and compares all that is shown.
func TestGolden(t *testing.T) {
	if *update {
		writeOwnSBOM(t)
	}
	for golden, file := range map[string]string{
		"testdata/aurora.golden":  demoFile,
		"testdata/memsure.golden": "testdata/memsure.cdx.json",
	} {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		got := printed(readBytes(t, data))
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if diff := gocmp.Diff(string(want), got); err != nil || diff != "" {
			t.Error(file, err, diff)
		}
	}
}

func printed(r evidence.Report) string {
	var out strings.Builder
	fmt.Fprintln(&out, r.Status, r.Format, r.Reader)
	for _, f := range r.Facts {
		fmt.Fprintf(&out, "%-32s %-24s %s, as of %s\n", f.Name, f.Shown(), cmp.Or(f.Place, "the whole"), f.AsOf)
	}
	for _, w := range r.Warnings {
		fmt.Fprintln(&out, "warning:", w.Place, w.Code, w.Message)
	}
	for _, c := range r.Composition.Examples {
		fmt.Fprintln(&out, "example:", c.Name, c.Version, c.Class, c.Native, c.Place)
	}
	return out.String()
}

// writeOwnSBOM makes an SBOM of this repository from its module graph.
func writeOwnSBOM(t *testing.T) {
	type object = map[string]any
	components, edges := []object{}, map[string][]string{}
	for _, line := range goLines(t, "list", "-m", "-f", "{{.Path}} {{.Version}}", "all") {
		if path, version, ok := strings.Cut(line, " "); ok && version != "" {
			components = append(components, object{"type": "library", "bom-ref": path + "@" + version,
				"name": path, "version": version, "purl": "pkg:golang/" + path + "@" + version})
		}
	}
	for _, line := range goLines(t, "mod", "graph") {
		if from, to, ok := strings.Cut(line, " "); ok && !strings.HasPrefix(to, "go@") && !strings.HasPrefix(to, "toolchain@") {
			edges[from] = append(edges[from], to)
		}
	}
	dependencies := []object{}
	for from, to := range edges {
		slices.Sort(to)
		dependencies = append(dependencies, object{"ref": from, "dependsOn": to})
	}
	slices.SortFunc(dependencies, func(a, b object) int { return cmp.Compare(a["ref"].(string), b["ref"].(string)) })
	doc, err := json.MarshalIndent(object{"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
		"metadata": object{"timestamp": "2026-11-22T00:00:00Z", "tools": []object{{"name": "golden_test.go"}},
			"component": object{"type": "application", "bom-ref": "memsure", "name": "memsure", "version": "0.0.0"}},
		"components": components, "dependencies": dependencies}, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("testdata/memsure.cdx.json", append(doc, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

func goLines(t *testing.T, args ...string) []string {
	out, err := exec.Command("go", args...).Output()
	if err != nil {
		t.Fatal(args, err)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}
