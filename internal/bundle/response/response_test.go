package response

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"memsure/internal/assessment"
	"memsure/internal/fault"
	"memsure/internal/questionnaire"
	"memsure/questionnaires"
)

const head = "schema: memsure/response/v1\nquestionnaire: {slug: small, version: 1.0.0}\n"

// places lists what an error refuses, as "line:column code pointer".
func places(t *testing.T, err error) string {
	t.Helper()
	var f *fault.Error
	if err == nil {
		return ""
	}
	if !errors.As(err, &f) || f.Kind != fault.Invalid || f.Remedy == "" {
		t.Fatalf("got %v, want an invalid response with a remedy", err)
	}
	var out []string
	for _, field := range f.Fields {
		if field.Message == "" || field.Line > 0 && field.Snippet == "" {
			t.Errorf("a place without its words: %+v", field)
		}
		out = append(out, fmt.Sprintf("%d:%d %s %s", field.Line, field.Column, field.Code, field.Pointer))
	}
	return strings.Join(out, ", ")
}

func TestLoadReadsEveryMember(t *testing.T) {
	src := head + `vendor_name: V
product_name: P
release_label: '4.2'
tier: high
purpose: renewal
source: vendor
as_of: 2026-11-22
evidence:
- {id: sbom, file: files/a.cdx.json, kind: sbom, dated_on: 2026-11-10}
- {id: audit, file_name: audit.pdf, sha256: ` + strings.Repeat("Ab", 32) + `}
answers:
- question_id: native
  value: {kind: boolean, boolean: false}
  comment: None.
  evidence:
  - {evidence_id: sbom, place: page 4}
- question_id: share
  value: {kind: percentage, number: 62.5}
- question_id: parts
  value:
    kind: table
    rows:
    - cells:
      - {column: name, text: a}
      - {column: own, boolean: true}
      - {column: size, number: '-0.000001'}
- question_id: hosting
  not_applicable: {reason: None.}
- question_id: news
  value: {kind: multi_choice, options: []}
reviews:
- {kind: override, question_id: share, quality: 0.25, reason: Read.}
- {kind: gate, gate_id: g, remedy: Fix., remedy_by: 2027-01-01, reason: Agreed., id: r2, by: second}
`
	got, err := Load([]byte(src))
	if err != nil {
		t.Fatal(err)
	}
	got.file = nil
	want := Response{Schema: Schema, Slug: "small", Version: "1.0.0", Vendor: "V", Product: "P", Release: "4.2", Tier: "high",
		Purpose: assessment.PurposeRenewal, Source: assessment.SourceVendor, AsOf: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC).UnixMicro(),
		Evidence: []Evidence{{ID: "sbom", Name: "files/a.cdx.json", There: true, Kind: "sbom", DatedOn: "2026-11-10"},
			{ID: "audit", Name: "audit.pdf", SHA256: strings.Repeat("ab", 32)}},
		Answers: []assessment.Answer{
			{QuestionID: "native", Value: &questionnaire.Value{Kind: questionnaire.TypeBoolean}, Comment: "None.",
				Evidence: []assessment.EvidenceLink{{EvidenceID: "sbom", Place: "page 4"}}},
			{QuestionID: "share", Value: &questionnaire.Value{Kind: questionnaire.TypePercentage, Number: 62_500_000}},
			{QuestionID: "parts", Value: &questionnaire.Value{Kind: questionnaire.TypeTable, Rows: []questionnaire.Row{{
				"name": {Kind: questionnaire.TypeText, Text: "a"}, "own": {Kind: questionnaire.TypeBoolean, Boolean: true},
				"size": {Kind: questionnaire.TypeNumber, Number: -1}}}}},
			{QuestionID: "hosting", NotApplicable: &assessment.NotApplicable{Reason: "None."}},
			{QuestionID: "news", Value: &questionnaire.Value{Kind: questionnaire.TypeMultiChoice, Options: []string{}}},
		},
		Reviews: []assessment.Review{
			{ID: "review-1", Kind: assessment.ReviewOverride, QuestionID: "share", Quality: 250_000, Reason: "Read.", By: "evaluator"},
			{ID: "r2", Kind: assessment.ReviewGate, GateID: "g", Remedy: "Fix.", RemedyBy: "2027-01-01", Reason: "Agreed.", By: "second"},
		}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(Response{})); diff != "" {
		t.Error(diff)
	}
}

func TestLoadRefusesWithThePlace(t *testing.T) {
	answer := func(text string) string { return head + "answers:\n- question_id: a\n  " + text + "\n" }
	review := func(text string) string { return head + "reviews:\n- " + text + "\n" }
	for name, tc := range map[string]struct{ src, want string }{
		"nothing":             {"", "1:1 empty "},
		"no schema":           {"questionnaire: {slug: a, version: b}\n", "1:1 not_one_of /schema"},
		"another schema":      {"schema: memsure/bundle/v1\nquestionnaire: {slug: a, version: b}\n", "1:9 not_one_of /schema"},
		"unknown field":       {head + "answer: []\n", "3:1 unknown_field "},
		"float version":       {"schema: memsure/response/v1\nquestionnaire: {slug: a, version: 1.0}\n", "2:35 wrong_type /questionnaire/version"},
		"no version":          {"schema: memsure/response/v1\nquestionnaire: {slug: a}\n", "2:1 missing /questionnaire/version"},
		"purpose":             {head + "purpose: fun\n", "3:10 not_one_of /purpose"},
		"source":              {head + "source: rumours\n", "3:9 not_one_of /source"},
		"as_of":               {head + "as_of: 2026-02-30\n", "3:8 date /as_of"},
		"anchors":             {head + "tier: &a high\n", "3:7 not_allowed "},
		"answered twice":      {answer("comment: a\n- question_id: a\n  comment: b"), "6:16 duplicate_answer /answers/1/question_id"},
		"no question":         {head + "answers: [{comment: a}]\n", "3:11 missing /answers/0/question_id"},
		"unknown kind":        {answer("value: {kind: bool, boolean: true}"), "5:17 not_one_of /answers/0/value/kind"},
		"wrong member":        {answer("value: {kind: boolean, boolean: true, text: a}"), "5:47 wrong_member /answers/0/value/text"},
		"no member":           {answer("value: {kind: boolean}"), "5:3 required /answers/0/value/boolean"},
		"exponent":            {answer("value: {kind: number, number: 1e3}"), "5:33 not_decimal /answers/0/value/number"},
		"seven places":        {answer("value: {kind: number, number: 0.1234567}"), "5:33 not_decimal /answers/0/value/number"},
		"text for boolean":    {answer("value: {kind: boolean, boolean: 'yes'}"), "5:35 wrong_type /answers/0/value/boolean"},
		"two in a cell":       {answer("value: {kind: table, rows: [{cells: [{column: a, text: b, number: 1}]}]}"), "5:40 one_member /answers/0/value/rows/0/cells/0"},
		"cell without column": {answer("value: {kind: table, rows: [{cells: [{text: b}]}]}"), "5:40 missing /answers/0/value/rows/0/cells/0/column"},
		"column twice":        {answer("value: {kind: table, rows: [{cells: [{column: a, text: b}, {column: a, text: b}]}]}"), "5:71 duplicate /answers/0/value/rows/0/cells/1/column"},
		"undeclared file":     {answer("evidence: [{evidence_id: x}]"), "5:28 unknown_id /answers/0/evidence/0/evidence_id"},
		"file id twice":       {head + "evidence: [{id: a, file: b}, {id: a, file: c}]\n", "3:35 duplicate_id /evidence/1/id"},
		"no file":             {head + "evidence: [{id: a}]\n", "3:12 missing /evidence/0/file"},
		"two names":           {head + "evidence: [{id: a, file: b, file_name: c}]\n", "3:40 conflict /evidence/0/file_name"},
		"way out":             {head + "evidence: [{id: a, file: ../b}]\n", "3:26 bad_path /evidence/0/file"},
		"absolute":            {head + "evidence: [{id: a, file: /etc/passwd}]\n", "3:26 bad_path /evidence/0/file"},
		"drive":               {head + "evidence: [{id: a, file: 'c:\\b'}]\n", "3:26 bad_path /evidence/0/file"},
		"digest":              {head + "evidence: [{id: a, file: b, sha256: abc}]\n", "3:37 digest /evidence/0/sha256"},
		"date of a file":      {head + "evidence: [{id: a, file: b, dated_on: 2026-1-1}]\n", "3:39 date /evidence/0/dated_on"},
		"kind of review":      {review("{kind: like, question_id: a, reason: b}"), "4:10 not_one_of /reviews/0/kind"},
		"review of nothing":   {review("{kind: grade, grade: 1, reason: b}"), "4:3 missing /reviews/0/question_id"},
		"no reason":           {review("{kind: grade, question_id: a, grade: 1}"), "4:3 required /reviews/0/reason"},
		"no grade":            {review("{kind: consensus, question_id: a, reason: b}"), "4:3 required /reviews/0/grade"},
		"quality above 1":     {review("{kind: override, question_id: a, quality: 1.1, reason: b}"), "4:45 out_of_range /reviews/0/quality"},
		"verdict nowhere":     {review("{kind: verdict, question_id: a, confidence: documented, evidence_id: x, place: p, reason: b}"), "4:72 unknown_id /reviews/0/evidence_id"},
		"JSON":                {`{"schema": "memsure/response/v1", "questionnaire": {"slug": "a", "version": "1"}, "answers": 5}`, "1:94 wrong_type /answers"},
	} {
		_, err := Load([]byte(tc.src))
		if got := places(t, err); got != tc.want {
			t.Errorf("%s: got %q, want %q", name, got, tc.want)
		}
	}
}

// What the portal exports is read as it is, although its files are elsewhere.
func TestLoadReadsAnExport(t *testing.T) {
	r, err := Load([]byte(`{"schema":"memsure/answers/v1","questionnaire":{"slug":"small","version":"1.0.0"},
"questionnaire_digest":"sha256:00","product_name":"Aurora Gateway","release_label":"4.2.0","exported_at":"2026-11-22T09:30:00Z",
"answers":[{"question_id":"native","value":{"kind":"boolean","boolean":true},"evidence":[{"evidence_id":"evd_1","place":"page 4"}]},
{"question_id":"share","value":{"kind":"percentage","number":"62.5"},"carried":{"assessment_id":"asm_1","revision":2,"revision_digest":"sha256:00","question_id":"share","submitted_at":"2026-03-03T09:30:00Z","of":"Aurora Gateway 4.1"}}],
"evidence":[{"id":"evd_1","file_name":"aurora.cdx.json","sha256":"2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae","kind":"sbom","dated_on":"2026-11-10"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Answers) != 2 || r.Answers[1].Value.Number != 62_500_000 || r.Answers[0].Evidence[0].EvidenceID != "evd_1" || r.strays() != 0 || r.Evidence[0].Name != "aurora.cdx.json" {
		t.Errorf("read %+v", r)
	}
}

func shipped(t testing.TB) (*questionnaire.Compiled, string) {
	t.Helper()
	for _, file := range questionnaires.Shipped() {
		if file.Name != "supplier-memory-safety-1.0.0.yaml" {
			continue
		}
		def, err := questionnaire.Load(file.Source)
		if err != nil {
			t.Fatal(err)
		}
		version, err := questionnaire.Compile(def)
		if err != nil {
			t.Fatal(err)
		}
		_, digest, err := questionnaire.Canonical(def)
		if err != nil {
			t.Fatal(err)
		}
		return version, digest
	}
	t.Fatal("the questionnaire is not shipped")
	return nil, ""
}

func TestSamplesFit(t *testing.T) {
	version, digest := shipped(t)
	for _, name := range []string{questionnaires.SampleAverage, questionnaires.SampleEvasive, questionnaires.SampleAllCPP} {
		r, err := Sample(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Fit(version, digest); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Sample("nothing.yaml"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a sample that is not there gave %v", err)
	}
}

func TestFitRefusesWhatMeansNothing(t *testing.T) {
	version, digest := shipped(t)
	src, err := questionnaires.Sample(questionnaires.SampleAverage)
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct{ old, new, want string }{
		"another questionnaire": {"slug: supplier-memory-safety", "slug: other", "2:23 other_questionnaire /questionnaire/slug"},
		"another version":       {"version: 1.0.0", "version: 2.0.0", "2:56 other_version /questionnaire/version"},
		"other content":         {"tier: high", "tier: high\nquestionnaire_digest: sha256:0", "7:23 other_content /questionnaire_digest"},
		"tier":                  {"tier: high", "tier: lofty", "6:7 unknown_id /tier"},
		"question":              {"question_id: ms-native-code", "question_id: ms-nothing", "39:16 unknown_id /answers/0/question_id"},
		"kind":                  {"{kind: boolean, boolean: true}", "{kind: text, text: yes it is}", "40:17 wrong_kind /answers/0/value/kind"},
		"comment too long":      {"comment: \"The", "comment: \"" + strings.Repeat("a", assessment.LongestComment) + "The", "41:12 too_long /answers/0/comment"},
		"reviewed":              {"answers:", "reviews: [{kind: grade, grade: 1, question_id: none, reason: a}]\nanswers:", "38:48 unknown_id /reviews/0/question_id"},
	} {
		changed := strings.Replace(string(src), tc.old, tc.new, 1)
		if changed == string(src) {
			t.Fatalf("%s: nothing changed", name)
		}
		r, err := Load([]byte(changed))
		if err != nil {
			t.Fatal(err)
		}
		if got := places(t, r.Fit(version, digest)); got != tc.want {
			t.Errorf("%s: got %q, want %q", name, got, tc.want)
		}
	}
}

// notAResponse: a file that is something else altogether is refused in one
// sentence, without places.
func notAResponse(err error) bool {
	var known *fault.Error
	return errors.As(err, &known) && known.Code == "no_response"
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(head + "answers:\n- question_id: a\n  value: {kind: table, rows: [{cells: [{column: a, number: 0.5}]}]}\n"))
	f.Add([]byte(head + "evidence: [{id: a, file: b}]\nreviews: [{kind: grade, question_id: a, grade: 2, reason: c}]\n"))
	f.Add([]byte(`{"schema":"memsure/answers/v1","questionnaire":{"slug":"a","version":"1"},"answers":[{"question_id":"a","value":{"kind":"table","rows":[{"cells":[]}]}}]}`))
	version, digest := shipped(f)
	f.Add([]byte("0"))
	f.Add([]byte("\r!0 ")) // a carriage return alone ends a line as well
	f.Fuzz(func(t *testing.T, src []byte) {
		r, err := Load(src)
		if err != nil {
			if places(t, err) == "" && !notAResponse(err) {
				t.Error("an error without a place")
			}
			return
		}
		if err := r.Fit(version, digest); err != nil {
			places(t, err)
		}
	})
}
