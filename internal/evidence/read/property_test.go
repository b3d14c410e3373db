package read_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"memsure/internal/evidence"
	"memsure/internal/evidence/read"
	"memsure/internal/fact"
)

// reordered writes a document anew with the keys of every object and the items
// of every list in another order.
func reordered(t *rapid.T, data []byte) []byte {
	var tree any
	if err := json.Unmarshal(data, &tree); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	writeShuffled(&out, tree, rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1)))
	return out.Bytes()
}

func writeShuffled(out *bytes.Buffer, tree any, random *rand.Rand) {
	switch node := tree.(type) {
	case map[string]any:
		keys := make([]string, 0, len(node))
		for key := range node {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		out.WriteByte('{')
		for i, k := range random.Perm(len(keys)) {
			comma(out, i)
			quoted, _ := json.Marshal(keys[k])
			out.Write(append(quoted, ':'))
			writeShuffled(out, node[keys[k]], random)
		}
		out.WriteByte('}')
	case []any:
		out.WriteByte('[')
		for i, k := range random.Perm(len(node)) {
			comma(out, i)
			writeShuffled(out, node[k], random)
		}
		out.WriteByte(']')
	default:
		leaf, _ := json.Marshal(node)
		out.Write(leaf)
	}
}

func comma(out *bytes.Buffer, i int) {
	if i > 0 {
		out.WriteByte(',')
	}
}

func TestOrderInTheFileDoesNotMatter(t *testing.T) {
	for _, name := range []string{"testdata/full-1.6.cdx.json", demoFile} {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		want := readBytes(t, data)
		rapid.Check(t, func(r *rapid.T) {
			got := readBytes(t, reordered(r, data))
			if diff := cmp.Diff(want.Facts, got.Facts); diff != "" {
				r.Fatalf("%s: %s", name, diff)
			}
			places := cmpopts.IgnoreFields(evidence.Example{}, "Place")
			if diff := cmp.Diff(want.Composition, got.Composition, places); diff != "" {
				r.Fatalf("%s: %s", name, diff)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add(fixture(f, "full-1.6.cdx.json"))
	for _, seed := range []string{
		"", "{", "[]", "\xef\xbb\xbf{}", `{"bomFormat":"CycloneDX","specVersion":"1.4"}`,
		`{"components":[{"components":[{}]}],"bomFormat":"CycloneDX","specVersion":"1.7"}`,
		`{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"purl":"pkg:cargo/a%2Fb@1?x=%00#..","name":null}]}`,
		`{"bomFormat":"CycloneDX","specVersion":"1.6","metadata":{"timestamp":"9999-12-31T23:59:59-23:59","tools":[null]}}`,
		`{"bomFormat":"CycloneDX","specVersion":"1.6","vulnerabilities":[{"cwes":[9223372036854775808,-1,1e3]}]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		report := readBytes(t, data)
		checkReport(t, report)
		checkFacts(t, report)
		if diff := cmp.Diff(report.Facts, readBytes(t, data).Facts); diff != "" {
			t.Error(diff)
		}
		if report.Problem == nil {
			return
		}
		for _, field := range report.Problem.Fields {
			if field.Offset < 0 || field.Offset > int64(len(data)) {
				t.Errorf("%s: byte %d of %d", field.Code, field.Offset, len(data))
			}
		}
	})
}

func checkFacts(t *testing.T, report evidence.Report) {
	t.Helper()
	got := map[string]fact.Fact{}
	for _, f := range report.Facts {
		if _, twice := got[f.Name]; twice || f.Kind == "" || f.Kind != fact.Kinds[f.Name] {
			t.Errorf("%s is %q, twice %v", f.Name, f.Kind, twice)
		}
		if f.Micro < 0 || f.Kind == fact.Share && f.Micro > 100*fact.Million {
			t.Errorf("%s is %s", f.Name, f.Shown())
		}
		got[f.Name] = f
	}
	sum := got[fact.SBOMSafe].Micro + got[fact.SBOMSafeWithEscape].Micro + got[fact.SBOMMixed].Micro +
		got[fact.SBOMUnsafe].Micro + got[fact.SBOMUnknown].Micro
	if sum != got[fact.SBOMComponents].Micro {
		t.Errorf("classes add up to %d of %d", sum, got[fact.SBOMComponents].Micro)
	}
}

func TestStampNamesTheFileInEveryFact(t *testing.T) {
	report := readBytes(t, fixture(t, "full-1.6.cdx.json"))
	report.Stamp("ev_1", "abc")
	for _, f := range report.Facts {
		if f.EvidenceID != "ev_1" || f.SHA256 != "abc" || f.AsOf != "2026-10-06" || f.Reader != "cyclonedx-json/1" {
			t.Errorf("%+v", f)
		}
	}
}

// A panic anywhere in reading is contained and said.
func TestAPanicIsContained(t *testing.T) {
	report, err := read.Read(panicking{}, evidence.DefaultLimits())
	if err != nil || report.Status != evidence.Unreadable || report.Problem.Code != "evidence_reader_failed" {
		t.Errorf("%+v, %v", report, err)
	}
}

type panicking struct{}

func (panicking) Read([]byte) (int, error)       { panic("a bug") }
func (panicking) Seek(int64, int) (int64, error) { return 0, nil }
