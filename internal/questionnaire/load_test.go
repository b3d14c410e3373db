package questionnaire

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"memsure/internal/fault"
)

func small(tb testing.TB) string {
	tb.Helper()
	src, err := os.ReadFile("testdata/small.yaml")
	if err != nil {
		tb.Fatal(err)
	}
	return string(src)
}

func mustLoad(tb testing.TB, src string) *Definition {
	tb.Helper()
	def, err := Load([]byte(src))
	if err != nil {
		tb.Fatal(err)
	}
	return def
}

func fieldsOfError(t *testing.T, err error) []fault.Field {
	t.Helper()
	var e *fault.Error
	if !errors.As(err, &e) || e.Kind != fault.Invalid || len(e.Fields) == 0 || e.Remedy == "" {
		t.Fatalf("got %v, want an invalid questionnaire with its places and a remedy", err)
	}
	return e.Fields
}

func TestLoadFillsDefaults(t *testing.T) {
	def := mustLoad(t, small(t))
	first, practice := def.Sections[0].Questions, def.Sections[1].Questions
	if q := first[0]; q.Role != RoleAward || q.Scope != ScopeRelease || q.WhenHidden != "" {
		t.Errorf("native: %+v", q)
	}
	if q := first[1]; q.WhenHidden != HiddenInherit || q.Scoring.Combine != "sum" || q.Options[1].Score != "0" {
		t.Errorf("languages: %+v", q)
	}
	if q := first[2]; q.Scoring.Combine != "" {
		t.Errorf("a single choice combines nothing: %+v", q)
	}
	if practice[1].MaxLength != DefaultMaxLength || practice[3].MaxRows != DefaultMaxRows {
		t.Errorf("limits: %d, %d", practice[1].MaxLength, practice[3].MaxRows)
	}
	if q := practice[4]; q.Gate.ID != "policy" || q.Scoring.Kind != ScoreNone {
		t.Errorf("policy: %+v", q)
	}
	if got := def.Ruleset.Confidence.Documented; got != "0.75" {
		t.Errorf("documented is %s", got)
	}
}

// Each case changes one line of the small questionnaire and wants one error.
func TestLoadRefusesMeaning(t *testing.T) {
	for _, tc := range []struct{ old, with, want string }{
		{"slug: small", "slug: Small", "2:7 bad_id /slug"},
		{"slug: small", "", "3:1 bad_id /slug"},
		{"version: 1.0.0", "version: '1'", "3:10 bad_version /version"},
		{"title: Small", "title: ''", "4:8 missing /title"},
		{"language: en", "language: en_x!", "5:11 bad_language /language"},
		{"arithmetic: 1", "arithmetic: 2", "8:15 not_one_of /ruleset/arithmetic"},
		{"roll_up: sections", "roll_up: mean", "9:12 not_one_of /ruleset/roll_up"},
		{"verified: 1}", "verified: 1.1}", "10:89 out_of_range /ruleset/confidence/verified"},
		{"claimed: 0.5", "claimed: 0.2", "10:25 not_ascending /ruleset/confidence/claimed"},
		{"documented: 0.750", "documented: 0.4", "10:72 not_ascending /ruleset/confidence/documented"},
		{"at_least: 0}", "at_least: 1}", "13:38 not_zero /ruleset/bands/1/at_least"},
		{"at_least: 70", "at_least: 0", "13:38 not_descending /ruleset/bands/1/at_least"},
		{"{id: B, label: Poor", "{id: A, label: Poor", "13:12 duplicate_id /ruleset/bands/1/id|15:25 unknown_band /ruleset/exposure_caps/0/band"},
		{"band: B}", "band: Z}", "15:25 unknown_band /ruleset/exposure_caps/0/band"},
		{"- {id: critical, label: Critical}", "- {id: critical, label: ''}", "17:27 missing /tiers/0/label"},
		{"dimension: practice", "dimension: theory", "65:16 not_one_of /sections/1/dimension"},
		{"weight: 60", "weight: -1", "22:13 out_of_range /sections/0/weight"},
		{"weight: 60", "weight: 1000001", "22:13 out_of_range /sections/0/weight"},
		{"  - id: practice", "  - id: code", "63:9 duplicate_id /sections/1/id"},
		{"- id: native", "- id: depth", "33:26 unknown_question /sections/0/questions/1/when/question|39:13 duplicate_id /sections/0/questions/2/id"},
		{"type: file", "type: upload", "82:15 not_one_of /sections/1/questions/2/type"},
		{"- {id: c, label: C}", "- {id: rust, label: C}", "36:18 duplicate_id /sections/0/questions/1/options/1/id"},
		{"          - {id: top, label: Top level}", "", "43:9 too_few /sections/0/questions/2/options"},
		{"- {id: top, label: Top level}", "- {id: top, label: Top, exclusive: true}", "45:46 no_effect /sections/0/questions/2/options/1/exclusive"},
		{"score: 1}", "score: 2}", "35:44 out_of_range /sections/0/questions/1/options/0/score"},
		{"{at: 100, score: 1}\n      - id", "{at: 0, score: 1}\n      - id", "55:20 not_ascending /sections/0/questions/3/scoring/anchors/1/at"},
		{"max: 1000", "max: -1", "60:14 out_of_range /sections/0/questions/4/max"},
		{"scoring: {kind: no_is_good}", "scoring: {kind: options}", "28:25 wrong_scoring /sections/0/questions/0/scoring/kind"},
		{"scoring: {kind: no_is_good}", "scoring: {kind: none}", "28:25 not_scored /sections/0/questions/0/scoring/kind"},
		{"        scoring: {kind: no_is_good}\n", "", "24:9 not_one_of /sections/0/questions/0/scoring/kind"},
		{"scoring: {kind: no_is_good}", "scoring: {kind: no_is_good, fact: sbom.spec}", "28:43 wrong_fact /sections/0/questions/0/scoring/fact"},
		{"scoring: {kind: no_is_good}", "scoring: {kind: no_is_good, combine: sum}", "28:46 no_effect /sections/0/questions/0/scoring/combine"},
		{"{grade: 1, score: 1, text: All}", "{grade: 0, score: 1, text: All}", "79:65 duplicate_value /sections/1/questions/1/scoring/rubric/1/grade"},
		{"[{grade: 0, score: 0, text: Nothing}, {grade: 1, score: 1, text: All}]", "[]", "79:11 missing /sections/1/questions/1/scoring/rubric"},
		{"facts: [sbom.components.total]", "facts: [sbom.no]", "85:81 unknown_fact /sections/1/questions/2/evidence/facts/0"},
		{"proof: required", "proof: wanted", "85:44 not_one_of /sections/1/questions/2/evidence/proof"},
		{"where: [{column: kind, ", "where: [{column: sort, ", "96:63 unknown_column /sections/1/questions/3/scoring/measure/where/0/column"},
		{"equals: safe}", "equals: sound}", "96:77 unknown_option /sections/1/questions/3/scoring/measure/where/0/equals"},
		{"weight: size", "weight: kind", "96:40 wrong_type /sections/1/questions/3/scoring/measure/weight"},
		{"type: number, min: 0}", "type: number}", "96:40 out_of_range /sections/1/questions/3/scoring/measure/weight"},
		{"of: share", "of: count", "96:40 no_effect /sections/1/questions/3/scoring/measure/weight"},
		{"role: selection", "role: selection\n        weight: 3", "102:17 no_effect /sections/1/questions/4/weight"},
		{"role: selection", "when_hidden: inherit", "101:22 no_effect /sections/1/questions/4/when_hidden"},
		{"tiers: [critical]", "tiers: [low]", "113:13 unknown_tier /gates/0/tiers/0"},
		{"- id: inventory", "- id: policy", "111:9 duplicate_id /gates/0/id"},
		{"- id: share-agrees", "- id: integrity", "119:9 duplicate_id /checks/0/id"},
		{"questions: [share]", "questions: [shares]", "120:17 unknown_question /checks/0/questions/0"},
		{"severity: high\ngates", "severity: bad\ngates", "109:23 not_one_of /sections/1/questions/4/red_flag/0/severity"},
		{"{question: native, equals: true}", "{question: native, equals: maybe}", "33:42 condition_value /sections/0/questions/1/when/equals"},
		{"{question: native, equals: true}", "{question: native, at_least: 1}", "33:44 condition_type /sections/0/questions/1/when/at_least"},
		{"{question: native, equals: true}", "{question: languages, in: [rust]}", "33:9 condition_cycle /sections/0/questions/1/when"},
		{"{question: native, equals: true}", "{question: native}", "33:9 condition_test /sections/0/questions/1/when"},
		{"{question: native, equals: true}", "{all: []}", "33:9 condition_form /sections/0/questions/1/when"},
		{"type: boolean\n        role", "type: boolean\n        replaces: [native]\n        role", "101:20 still_asked /sections/1/questions/4/replaces/0"},
		{"type: boolean\n        role", "type: boolean\n        na: {reason_required: true}\n        role", "101:31 no_effect /sections/1/questions/4/na/reason_required"},
		{"type: boolean\n        role", "type: boolean\n        min: 1\n        role", "101:14 no_effect /sections/1/questions/4/min"},
		{"type: boolean\n        role", "type: boolean\n        unit: x\n        role", "101:15 no_effect /sections/1/questions/4/unit"},
		{"type: boolean\n        role", "type: boolean\n        evidence: {assurance: none, proof: required}\n        role", "101:31 contradiction /sections/1/questions/4/evidence/assurance"},
	} {
		t.Run(tc.with, func(t *testing.T) {
			src := strings.Replace(small(t), tc.old, tc.with, 1)
			if src == small(t) {
				t.Fatalf("%q is not in the file", tc.old)
			}
			_, err := Load([]byte(src))
			if got := shownPlaces(fieldsOfError(t, err)); got != tc.want {
				t.Errorf("got  %s\nwant %s\n%v", got, tc.want, err)
			}
		})
	}
}

func shownPlaces(fields []fault.Field) string {
	var all []string
	for _, f := range fields {
		all = append(all, fmt.Sprintf("%d:%d %s %s", f.Line, f.Column, f.Code, f.Pointer))
	}
	return strings.Join(all, "|")
}

func TestLoadRefusesWeightsThatAreAllZero(t *testing.T) {
	for _, zero := range []struct{ old, with string }{
		{"    weight: 60", "    weight: 0"}, // sections
		{"        weight: 10", "        weight: 0"},
	} {
		src := strings.ReplaceAll(small(t), zero.old, zero.with)
		for _, weight := range []string{"    weight: 40", "        weight: 1\n", "        weight: 5"} {
			replaced := strings.TrimRight(weight, "0123456789\n") + "0"
			if strings.HasSuffix(weight, "\n") {
				replaced += "\n"
			}
			if strings.HasPrefix(zero.old, "        ") == strings.HasPrefix(weight, "        ") {
				src = strings.ReplaceAll(src, weight, replaced)
			}
		}
		_, err := Load([]byte(src))
		if got := shownPlaces(fieldsOfError(t, err)); got != "18:1 no_weight /sections" {
			t.Errorf("after %q: %s", zero.with, got)
		}
	}
}

func TestLoadReportsEverythingInOrder(t *testing.T) {
	src := small(t)
	for _, edit := range [][2]string{
		{"severity: high\ngates", "severity: bad\ngates"}, {"slug: small", "slug: S"}, {"type: file", "type: upload"},
	} {
		src = strings.Replace(src, edit[0], edit[1], 1)
	}
	_, err := Load([]byte(src))
	fields := fieldsOfError(t, err)
	if len(fields) != 3 || fields[0].Line != 2 || fields[1].Line != 82 || fields[2].Line != 109 {
		t.Errorf("got %v", fields)
	}
	for _, f := range fields {
		if f.Snippet == "" || strings.Contains(f.Message, "upload") {
			t.Errorf("%v has snippet %q", f, f.Snippet)
		}
	}
}

func TestLoadNamesWhatIsMissing(t *testing.T) {
	src := strings.Replace(small(t), "title: Small\n", "", 1)
	src = strings.Replace(src, "        scoring: {kind: no_is_good}\n", "", 1)
	_, err := Load([]byte(src))
	fields := fieldsOfError(t, err)
	if len(fields) != 2 || !strings.HasPrefix(fields[0].Message, "The field title is missing. ") ||
		!strings.HasPrefix(fields[1].Message, "The field scoring.kind is missing. ") {
		t.Errorf("got %v", fields)
	}
}

func TestLoadCapsItsErrors(t *testing.T) {
	src := small(t) + strings.Repeat("extra:\n- {x: 1, y: 2}\n", 120)
	_, err := Load([]byte(src))
	if n := len(fieldsOfError(t, err)); n != 100 {
		t.Errorf("%d errors", n)
	}
}

func TestLoadRefusesText(t *testing.T) {
	deep := func(open, shut string, n int) string { return strings.Repeat(open, n) + "1" + strings.Repeat(shut, n) }
	var stairs strings.Builder
	for i := range 1400 {
		stairs.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	for name, tc := range map[string]struct{ src, want string }{
		"nothing":            {"", "1:1 empty "},
		"only a comment":     {"# hello\n", "1:1 empty "},
		"a text":             {"hello", "1:1 wrong_type "},
		"a list":             {"- a", "1:1 wrong_type "},
		"null":               {"~", "1:1 wrong_type "},
		"unknown field":      {"slug: a\nslugg: b\n", "2:1 unknown_field "},
		"duplicate field":    {"slug: a\nslug: b\n", "2:1 duplicate_field /slug"},
		"case of a field":    {"Slug: a\n", "1:1 unknown_field "},
		"number for text":    {"title: 5\n", "1:8 wrong_type /title"},
		"boolean for text":   {"title: true\n", "1:8 wrong_type /title"},
		"nothing for text":   {"title:\n", "1:8 wrong_type /title"},
		"list for text":      {"title: [a]\n", "1:8 wrong_type /title"},
		"text for a list":    {"sections: a\n", "1:11 wrong_type /sections"},
		"text for fields":    {"ruleset: a\n", "1:10 wrong_type /ruleset"},
		"fraction for whole": {"ruleset: {arithmetic: 1.5}\n", "1:23 wrong_type /ruleset/arithmetic"},
		"octal for whole":    {"ruleset: {arithmetic: 0o1}\n", "1:23 wrong_type /ruleset/arithmetic"},
		"huge whole":         {"ruleset: {arithmetic: 99999999999}\n", "1:23 wrong_type /ruleset/arithmetic"},
		"quoted boolean":     {"sections: [{questions: [{required: 'true'}]}]\n", "1:36 wrong_type /sections/0/questions/0/required"},
		"exponent":           {"ruleset: {bands: [{at_least: 1e2}]}\n", "1:30 not_decimal /ruleset/bands/0/at_least"},
		"seven places":       {"ruleset: {bands: [{at_least: 0.1234567}]}\n", "1:30 not_decimal /ruleset/bands/0/at_least"},
		"infinity":           {"ruleset: {bands: [{at_least: .inf}]}\n", "1:30 not_decimal /ruleset/bands/0/at_least"},
		"anchor":             {"slug: &a b\n", "1:7 not_allowed "},
		"alias":              {"slug: *a\n", "1:7 not_allowed "},
		"tag":                {"slug: !!str a\n", "1:7 not_allowed "},
		"merge key":          {"a: 1\n<<: {b: 1}\n", "2:1 not_allowed "},
		"directive":          {"%YAML 1.2\n---\nslug: a\n", "1:1 not_allowed "},
		"complex key":        {"? a\n: b\n", "1:1 not_allowed "},
		"second document":    {"slug: a\n---\nslug: b\n", "2:1 second_document "},
		"after the end":      {"slug: a\n...\nslug: b\n", "3:5 second_document "},
		"bad key":            {"1: a\n", "1:1 not_text "},
		"bad key inside":     {"a: [{b: {1: a}}]\n", "1:10 not_text "},
		"not closed":         {"a: [{b: 1}\n", "1:4 syntax "},
		"boolean for number": {"ruleset: {bands: [{at_least: true}]}\n", "1:30 not_decimal /ruleset/bands/0/at_least"},
		"JSON bad list":      {"{\"tiers\": [1 2]}", "1:14 syntax "},
		"JSON bad end":       {"{\"tiers\": [}", "1:12 syntax "},
		"bad indentation":    {"slug: a\n  b: c\n", "1:7 syntax "},
		"open quote":         {"slug: \"a\n", "1:7 syntax "},
		"tab":                {"ruleset:\n\tid: a\n", "2:1 syntax "},
		"a MiB of fields":    {strings.Repeat("a: 1\n", 200_000), "201:2 too_many_fields "},
		"201 fields":         {strings.Repeat("a: 1\n", 201), "201:2 too_many_fields "},
		"NUL":                {"slug: a\n\x00", "2:1 not_text "},
		"escaped NUL":        {"slug: \"\\0\"\n", "1:7 wrong_type /slug"},
		"not UTF-8":          {"slug: é\xff\n", "1:8 not_text "},
		"too large":          {strings.Repeat("#", MaxFileSize+1), "0:0 too_large "},
		"33 brackets":        {deep("[", "]", 33), "1:33 too_deep "},
		"10,000 brackets":    {deep("[", "]", 10_000), "1:33 too_deep "},
		"10,000 braces":      {"a: " + deep("{a: ", "}", 10_000), "1:128 too_deep "},
		"10,000 dashes":      {strings.Repeat("- ", 10_000) + "a", "1:65 too_deep "},
		"1,400 stairs":       {stairs.String(), "33:34 too_deep "},
		"a MiB of brackets":  {strings.Repeat("[", MaxFileSize), "1:33 too_deep "},
		"JSON deep":          {deep(`{"a":`, "}", 10_000), "1:161 too_deep "},
		"JSON unknown":       {"{\"slug\": \"a\",\n \"slugg\": 1}", "2:2 unknown_field "},
		"JSON duplicate":     {"{\"slug\": \"a\",\n \"slug\": \"a\"}", "2:2 duplicate_field /slug"},
		"JSON null":          {"{\"slug\": null}", "1:10 wrong_type /slug"},
		"JSON cut":           {"{\"slug\": ", "1:10 syntax "},
		"JSON comma":         {"{\"slug\": \"a\",}", "1:13 syntax "},
		"JSON two":           {"{} {}", "1:4 second_document "},
		"JSON half a pair":   {"{\"slug\": \"\\ud800\"}", "1:11 syntax "},
		"JSON escaped NUL":   {"{\"slug\": \"\\u0000\"}", "1:10 wrong_type /slug"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Load([]byte(tc.src))
			if got := shownPlaces(fieldsOfError(t, err)); got != tc.want {
				t.Errorf("got %q, want %q: %v", got, tc.want, err)
			}
		})
	}
}

// The depth limit is generous for what a questionnaire needs and exact.
func TestLoadAcceptsReasonableDepth(t *testing.T) {
	nested := "{question: native, equals: true}"
	for range 10 {
		nested = "{not: {all: [" + nested + "]}}"
	}
	src := strings.Replace(small(t), "{question: native, equals: true}", nested, 1)
	_, err := Load([]byte(src))
	if got := shownPlaces(fieldsOfError(t, err)); !strings.HasSuffix(got, "too_deep ") {
		t.Errorf("got %s", got)
	}
	shallow := "{not: {all: [{not: {all: [{not: {all: [{question: native, equals: true}]}}]}}]}}"
	mustLoad(t, strings.Replace(small(t), "{question: native, equals: true}", shallow, 1))
}

func TestLoadReadsJSONAndByteOrderMark(t *testing.T) {
	doc, digest, err := Canonical(mustLoad(t, small(t)))
	if err != nil {
		t.Fatal(err)
	}
	for _, src := range []string{"\ufeff" + small(t), "\n\t " + string(doc), "\ufeff" + string(doc), strings.ReplaceAll(small(t), "\n", "\r\n")} {
		if _, other, _ := Canonical(mustLoad(t, src)); other != digest {
			t.Errorf("another digest for %.20q", src)
		}
	}
}
