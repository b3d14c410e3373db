package cyclonedx_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"memsure/internal/evidence"
	"memsure/internal/evidence/cyclonedx"
	"memsure/internal/fault"
)

const head = `{"bomFormat":"CycloneDX","specVersion":"1.6",`

// parse reads a document and keeps all that comes of it.
func parse(doc string, limits evidence.Limits) (evidence.SBOM, []evidence.Component, []evidence.Warning, error) {
	var list []evidence.Component
	var warnings evidence.Warnings
	sbom, err := cyclonedx.Read(strings.NewReader(doc), limits, &warnings, func(c evidence.Component) { list = append(list, c) })
	return sbom, list, warnings.List, err
}

func small() evidence.Limits {
	return evidence.Limits{Bytes: 4096, Depth: 12, Components: 8, StringLen: 600, TextLen: 40, Members: 20, KeyLen: 30}
}

// In these documents ▸ marks the byte that the fault must name; it is taken
// out before reading.
func TestFaultsNameThePlace(t *testing.T) {
	for name, test := range map[string]struct{ doc, code, pointer string }{
		"name is a number":      {head + `"components":[{"name":"a"},{"name":▸7}]}`, "wrong_type", "/components/1/name"},
		"components an object":  {head + `"components": ▸{}}`, "wrong_type", "/components"},
		"a component a text":    {head + `"components":[▸"x"]}`, "wrong_type", "/components/0"},
		"second in a list":      {head + `"components":[{"name":"a"},▸3]}`, "wrong_type", "/components/1"},
		"weakness as text":      {head + `"vulnerabilities":[{"cwes":[▸"CWE-79"]}]}`, "wrong_type", "/vulnerabilities/0/cwes/0"},
		"weakness with a point": {head + `"vulnerabilities":[{"cwes":[▸7.5]}]}`, "wrong_type", "/vulnerabilities/0/cwes/0"},
		"duplicate key":         {head + `"components":[{"name":"a",▸"name":"b"}]}`, "duplicate_key", "/components/0/name"},
		"duplicate, skipped":    {head + `"x":{"a":1,▸"a":2}}`, "duplicate_key", "/x/a"},
		"duplicate, escaped":    {head + `"x":{"a":1,▸"\u0061":2}}`, "duplicate_key", "/x/a"},
		"truncated":             {head + `"components":[{"name":"a"▸`, "truncated", "/components/0"},
		"truncated in a text":   {head + `"components":[{"name":"a▸`, "truncated", "/components/0/name"},
		"no JSON":               {head + `"components":[{"name":tr▸i}]}`, "not_json", "/components/0/name"},
		"missing comma":         {head + `"a":1 ▸"b":2}`, "not_json", ""},
		"trailing data":         {head + `"a":1} ▸{}`, "trailing_data", ""},
		"lone surrogate":        {head + `"components":[{"name":"▸\ud800"}]}`, "not_json", "/components/0/name"},
		"invalid UTF-8":         {head + "\"components\":[{\"name\":\"▸\xff\"}]}", "not_json", "/components/0/name"},
		"NUL":                   {head + `"components":[{"name":▸"a\u0000"}]}`, "text_with_nul", "/components/0/name"},
		"no specVersion":        {`{"bomFormat":"CycloneDX"}▸`, "no_spec_version", ""},
		"no bomFormat":          {`{"specVersion":"1.6"}▸`, "wrong_format", ""},
		"other bomFormat":       {`{"bomFormat":"SPDX"▸}`, "wrong_format", "/bomFormat"},
		"version not read":      {`{"bomFormat":"CycloneDX","specVersion":"2.0"▸}`, "spec_not_read", "/specVersion"},
		"a list outside":        {`▸[]`, "wrong_type", ""},
		"nothing":               {`▸`, "truncated", ""},
		"too many components":   {head + `"components":[` + strings.Repeat("{},", 7) + `{}▸,{}]}`, "too_many_components", "/components/7"},
		"nested too many":       {head + `"components":[{"components":[` + strings.Repeat("{},", 6) + `{}▸,{}]}]}`, "too_many_components", "/components/0/components/6"},
		"too deep, read":        {head + strings.Repeat(`"components":[{`, 5) + `"components":[{▸`, "too_deep", strings.Repeat("/components/0", 6)},
		"too deep, skipped":     {head + `"x":` + strings.Repeat(`[`, 12) + `▸` + strings.Repeat(`[`, 10_000), "too_deep", "/x" + strings.Repeat("/0", 11)},
		"name too long":         {head + `"components":[{"name":▸"` + strings.Repeat("n", 41) + `"}]}`, "text_too_long", "/components/0/name"},
		"value too long":        {head + `"x":"` + strings.Repeat("n", 601) + `"▸}`, "value_too_long", "/x"},
		"key too long, skipped": {head + `"x":{"` + strings.Repeat("n", 31) + `"▸:1}}`, "key_too_long", "/x/" + strings.Repeat("n", 31)},
		"key too long":          {head + `"` + strings.Repeat("n", 31) + `"▸:1}`, "key_too_long", "/" + strings.Repeat("n", 31)},
		"too many keys":         {head + `"x":{` + manyKeys(21) + `▸:0}}`, "too_many_keys", "/x/k20"},
		"too many bytes":        {head + `"x":[` + strings.Repeat("1, ", 1348) + "1▸" + strings.Repeat(", 1", 100) + `]}`, "file_too_large", "/x/1348"},
	} {
		at := int64(strings.Index(test.doc, "▸"))
		_, _, _, err := parse(strings.Replace(test.doc, "▸", "", 1), small())
		var problem *fault.Error
		if !errors.As(err, &problem) || len(problem.Fields) != 1 {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got := problem.Fields[0]
		if problem.Code != "evidence_"+test.code || got.Code != test.code || got.Pointer != test.pointer || got.Offset != at {
			t.Errorf("%s: %s at %q, byte %d; want %s at %q, byte %d",
				name, problem.Code, got.Pointer, got.Offset, test.code, test.pointer, at)
		}
		if problem.Remedy == "" || problem.Kind == fault.Internal {
			t.Errorf("%s: kind %d, remedy %q", name, problem.Kind, problem.Remedy)
		}
	}
}

func manyKeys(n int) string {
	keys := make([]string, n)
	for i := range keys {
		keys[i] = `"k` + string(rune('0'+i/10)) + string(rune('0'+i%10)) + `":0`
	}
	return strings.TrimSuffix(strings.Join(keys, ","), ":0")
}

func TestTheMarkMovesNoOffset(t *testing.T) {
	doc := "\xef\xbb\xbf" + head + `"components":7}`
	_, _, _, err := parse(doc, small())
	var problem *fault.Error
	if !errors.As(err, &problem) || problem.Fields[0].Offset != int64(strings.Index(doc, "7}")) {
		t.Fatalf("%v", err)
	}
	if _, _, _, err = parse("\xef\xbb\xbf"+head+`"components":[]}`+"\n", small()); err != nil {
		t.Fatal(err)
	}
}

func TestComponents(t *testing.T) {
	doc := head + `"components":[
		{"type":"library","name":"outer","version":"1","purl":"pkg:cargo/outer@1","components":[
			{"type":"file","name":"inner","swid":{"tagId":"t","name":"inner"},"hashes":[{"alg":"MD5","content":"0"}]}]},
		{"name":"q\u0041\"","supplier":{"name":" "},"licenses":[{"license":{"id":"NOASSERTION"}}],"hashes":[{"alg":"MD5"}],"scope":"excluded"}]}`
	_, list, _, err := parse(doc, evidence.DefaultLimits())
	want := []evidence.Component{
		{Name: "inner", Type: "file", OtherID: true, Hashes: true, Class: evidence.Unknown, Identified: true},
		{Name: "outer", Version: "1", PURL: "pkg:cargo/outer@1", Type: "library", Class: evidence.SafeWithEscape, Identified: true},
		{Name: `qA"`, Excluded: true, Class: evidence.Unknown},
	}
	if diff := cmp.Diff(want, list); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

func TestWarnings(t *testing.T) {
	doc := head + `"metadata":{"timestamp":"yesterday"},"components":[
		{"name":"a","version":null},{"name":"b","purl":"pkg:nonsense"},{"name":"c","purl":"pkg:cargo/d@1"},{"version":"1"}]}`
	limits := evidence.DefaultLimits()
	_, _, warnings, err := parse(doc, limits)
	var got []string
	for _, w := range warnings {
		got = append(got, w.Place+" "+w.Code)
	}
	want := []string{"/metadata/timestamp bad_timestamp", "/components/0/version null_value",
		"/components/1 purl_invalid", "/components/2 purl_name_differs", "/components/3 no_name"}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

func TestEveryVersionAndShapeOfTools(t *testing.T) {
	for version, tools := range map[string]string{
		"1.4": `[{"vendor":"v","name":"tool","version":"1"}]`,
		"1.5": `{"components":[{"type":"application","name":"tool","version":"1"}]}`,
		"1.6": `{"services":[{"name":"tool","version":"1"}],"components":[]}`,
		"1.7": `{"components":[{"name":"tool","version":"1"},{"name":"tool","version":"1"}]}`,
	} {
		sbom, _, _, err := parse(`{"metadata":{"tools":`+tools+`},"specVersion":"`+version+`","bomFormat":"CycloneDX"}`, evidence.DefaultLimits())
		if err != nil || sbom.Spec != "CycloneDX "+version || len(sbom.Tools) != 1 || sbom.Tools[0] != "tool 1" {
			t.Errorf("%s: %v, %q, %v", version, err, sbom.Spec, sbom.Tools)
		}
	}
}

func TestDeclaredCompleteness(t *testing.T) {
	for aggregates, want := range map[string]evidence.Completeness{
		``: evidence.Undeclared, `{"aggregate":"not_specified"}`: evidence.Undeclared,
		`{"aggregate":"complete"}`:                                       evidence.DeclaredComplete,
		`{"aggregate":"complete"},{"aggregate":"not_specified"}`:         evidence.DeclaredComplete,
		`{"aggregate":"unknown"},{"aggregate":"complete"}`:               evidence.DeclaredIncomplete,
		`{"aggregate":"complete"},{"aggregate":"incomplete"}`:            evidence.DeclaredIncomplete,
		`{"aggregate":"complete"},{"aggregate":"something of tomorrow"}`: evidence.DeclaredIncomplete,
	} {
		sbom, _, _, err := parse(head+`"compositions":[`+aggregates+`]}`, evidence.DefaultLimits())
		if err != nil || sbom.Completeness != want {
			t.Errorf("%s: %v, want %v (%v)", aggregates, sbom.Completeness, want, err)
		}
	}
}
