package bundle_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"memsure/internal/assessment"
	"memsure/internal/bundle"
	"memsure/internal/bundle/response"
	"memsure/internal/canon"
	"memsure/internal/fact"
	"memsure/internal/fault"
	"memsure/internal/questionnaire"
	"memsure/internal/report"
	"memsure/internal/scoring"
)

const small = `slug: small
version: 1.0.0
title: Small
language: en
ruleset:
  id: plain
  arithmetic: 1
  roll_up: sections
  confidence: {claimed: 0.5, claimed_proof_required: 0.25, documented: 0.75, verified: 1}
  bands: [{id: A, label: Good, at_least: 70}, {id: B, label: Poor, at_least: 0}]
tiers: [{id: high, label: High}]
sections:
- id: code
  title: Code
  dimension: exposure
  weight: 60
  questions:
  - {id: native, text: Is there native code?, help: Any., type: boolean, scope: release, weight: 3, scoring: {kind: no_is_good}, evidence: {proof: expected, facts: [sbom.components.total]}}
  - {id: share, text: What share is safe?, help: Of lines., type: percentage, scope: release, weight: 2, scoring: {kind: anchors, anchors: [{at: 0, score: 0}, {at: 100, score: 1}]}}
- id: people
  title: People
  dimension: practice
  weight: 40
  questions:
  - {id: rules, text: What are the rules?, help: In words., type: text, scope: vendor, weight: 1, scoring: {kind: rubric, rubric: [{grade: 0, text: None., score: 0}, {grade: 1, text: Some., score: 1}]}}
gates: []
`

const answers = `schema: memsure/response/v1
questionnaire: {slug: small, version: 1.0.0}
vendor_name: Vendor
product_name: Product
release_label: v1
tier: high
as_of: 2026-11-22
evidence: [{id: evd_a, file_name: a.json, kind: sbom, facts: [{name: sbom.components.total, value: 3}]}]
weights: {questions: [{id: share, weight: 5}]}
answers:
- {question_id: native, value: {kind: boolean, boolean: false}, evidence: [{evidence_id: evd_a}]}
- {question_id: share, value: {kind: percentage, number: 40}}
- {question_id: rules, value: {kind: text, text: Some.}}
reviews:
- {kind: grade, question_id: rules, grade: 1, reason: Read., by: usr_1}
`

// whole is a bundle as the service makes one: two revisions, a review, own
// weights and an earlier scorecard.
func whole(t testing.TB) *bundle.Bundle {
	t.Helper()
	def, err := questionnaire.Load([]byte(small))
	must(t, err)
	given, err := response.Load([]byte(answers))
	must(t, err)
	trial, err := given.Try(def, nil, given.AsOf)
	must(t, err)
	b := &bundle.Bundle{Read: map[string][]byte{}, Facts: bundle.Facts{AssessmentID: "asm_1", Tier: "high", Source: assessment.SourceVendor, PreviousID: "scd_1",
		Occasion: bundle.Occasion{ReportID: "rpt_1", Vendor: "Vendor", Product: "Product", Release: "v1", Purpose: assessment.PurposeOnboarding, Buyer: report.Buyer{Name: "Buyer"}}}}
	b.Questionnaire, _, err = questionnaire.Canonical(def)
	must(t, err)
	b.Weights, _, err = questionnaire.CanonicalWeights(given.Weights)
	must(t, err)
	first := trial.Case
	first.AssessmentID, first.ScoredBy, first.Revisions = "asm_1", "usr_2", nil
	first.Input.Reviews = nil
	revision := first.Input.Revision
	revision.AssessmentID, revision.QuestionnaireDigest, revision.SubmittedBy = "asm_1", first.Questionnaire.Digest, "ctc_1"
	first.Input.Revision = freeze(t, b, &first, revision)
	first.Input.Unchanged = assessment.UnchangedSince([]assessment.Revision{first.Input.Revision})
	first.Result, err = scoring.Score(first.Input)
	must(t, err)
	_, b.Previous, _, err = first.Freeze()
	must(t, err)

	second := first
	second.Number = 2
	before := first.Input.Revision
	revision.Number, revision.SubmittedAt = 2, revision.SubmittedAt+1
	second.Input.Revision = freeze(t, b, &second, revision)
	second.Input.Unchanged = assessment.UnchangedSince([]assessment.Revision{before, second.Input.Revision})
	second.Input.Reviews = trial.Case.Input.Reviews
	for _, r := range second.Input.Reviews {
		document, _, err := assessment.FreezeReview(r)
		must(t, err)
		b.Reviews = append(b.Reviews, document)
	}
	for _, file := range second.Input.Revision.Evidence {
		document, _, err := assessment.DigestFacts(second.Input.Facts)
		must(t, err)
		b.Read[file.ID] = document
	}
	second.Occasion = b.Facts.Occasion
	second.Result, err = scoring.Score(second.Input)
	must(t, err)
	doc, bytes, digest, err := second.Freeze()
	must(t, err)
	b.Scorecard = bytes
	b.Report, _, err = second.Report(&doc, digest, &report.Previous{ReportID: "scd_1", Revision: before, Result: &first.Result})
	must(t, err)
	return b
}

func freeze(t testing.TB, b *bundle.Bundle, c *bundle.Case, r assessment.Revision) assessment.Revision {
	t.Helper()
	frozen, document, digest, err := assessment.Freeze(r)
	must(t, err)
	b.Revisions = append(b.Revisions, document)
	c.Revisions = append(c.Revisions[:len(c.Revisions):len(c.Revisions)], bundle.RevisionRef{Number: r.Number, Digest: digest})
	return frozen
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func written(t testing.TB, b *bundle.Bundle) []byte {
	t.Helper()
	var out bytes.Buffer
	must(t, bundle.Write(&out, b))
	return out.Bytes()
}

func TestABundleReadsBackAndRecomputesIdentically(t *testing.T) {
	b := whole(t)
	file := written(t, b)
	if !bytes.Equal(file, written(t, whole(t))) {
		t.Error("made again it is another file")
	}
	read, err := bundle.Read(file)
	must(t, err)
	b.Facts.Schema = bundle.CaseSchema
	if diff := cmp.Diff(b, read); diff != "" {
		t.Errorf("read back it is another bundle:\n%s", diff)
	}
	found, err := read.Recompute()
	must(t, err)
	if !found.Identical || len(found.Differences) != 0 || found.Number != 2 || found.Revision != 2 ||
		found.Scorecard != canon.Digest(canon.DomainScorecard, b.Scorecard) || found.Report != canon.Digest(canon.DomainReport, b.Report) {
		t.Errorf("%+v", found)
	}
}

// edit changes one thing in a JSON document and brings it into canonical form
// again, as somebody would who knows the forms.
func edit(t *testing.T, document []byte, change func(map[string]any)) []byte {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(document))
	decoder.UseNumber()
	var members map[string]any
	must(t, decoder.Decode(&members))
	change(members)
	out, err := canon.Encode(members)
	must(t, err)
	return out
}

func editList(t *testing.T, document []byte, change func([]any) []any) []byte {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(document))
	decoder.UseNumber()
	var list []any
	must(t, decoder.Decode(&list))
	out, err := canon.Encode(change(list))
	must(t, err)
	return out
}

// Whatever is changed in a bundle that is otherwise written as it should be,
// with a manifest that fits, is found and named.
func TestRecomputeFindsEveryEdit(t *testing.T) {
	result := func(m map[string]any) map[string]any { return m["result"].(map[string]any) }
	overall := func(m map[string]any) map[string]any { return result(m)["overall"].(map[string]any) }
	for name, tc := range map[string]struct {
		change func(b *bundle.Bundle)
		want   string // part, pointer and kind of one difference
	}{
		"score": {func(b *bundle.Bundle) {
			b.Scorecard = edit(t, b.Scorecard, func(m map[string]any) { overall(m)["score"] = 99_000_000 })
		}, "scorecard.json/result/overall/score result"},
		"band": {func(b *bundle.Bundle) {
			b.Scorecard = edit(t, b.Scorecard, func(m map[string]any) { result(m)["band"] = "A" })
		}, "scorecard.json/result/band result"},
		"sentence": {func(b *bundle.Bundle) {
			b.Scorecard = edit(t, b.Scorecard, func(m map[string]any) {
				result(m)["sections"].([]any)[0].(map[string]any)["questions"].([]any)[0].(map[string]any)["rule"] = "It is good."
			})
		}, "scorecard.json/result/sections/0/questions/0/rule words"},
		"moment": {func(b *bundle.Bundle) {
			b.Scorecard = edit(t, b.Scorecard, func(m map[string]any) { m["scored_at"] = 1 })
		}, "report.json/generated_at report"},
		"who scored": {func(b *bundle.Bundle) {
			b.Scorecard = edit(t, b.Scorecard, func(m map[string]any) { m["scored_by"] = "usr_9" })
		}, "report.json/annex"},
		"invented member": {func(b *bundle.Bundle) {
			b.Scorecard = edit(t, b.Scorecard, func(m map[string]any) { m["note"] = "approved" })
		}, "scorecard.json/note input"},
		"not canonical": {func(b *bundle.Bundle) { b.Scorecard = append(b.Scorecard, '\n') }, "scorecard.json input"},
		"questionnaire": {func(b *bundle.Bundle) {
			b.Questionnaire = bytes.Replace(b.Questionnaire, []byte("Is there native code?"), []byte("Is there no native code?"), 1)
		}, "scorecard.json/inputs/0/digest input"},
		"ruleset": {func(b *bundle.Bundle) {
			b.Questionnaire = bytes.Replace(b.Questionnaire, []byte(`"documented":"0.75"`), []byte(`"documented":"0.9"`), 1)
		}, "scorecard.json/inputs/1/digest input"},
		"answer": {func(b *bundle.Bundle) {
			b.Revisions[1] = bytes.Replace(b.Revisions[1], []byte(`"micro":40000000`), []byte(`"micro":90000000`), 1)
		}, "scorecard.json/inputs/2/digest input"},
		"earlier answer": {func(b *bundle.Bundle) {
			b.Revisions[0] = bytes.Replace(b.Revisions[0], []byte(`"micro":40000000`), []byte(`"micro":90000000`), 1)
		}, "scorecard.json/revisions/0/digest input"},
		"revision dropped": {func(b *bundle.Bundle) { b.Revisions = b.Revisions[1:] }, "revisions/000001.json input"},
		"fact": {func(b *bundle.Bundle) {
			b.Read["evd_a"] = editList(t, b.Read["evd_a"], func(l []any) []any { l[0].(map[string]any)["micro"] = 9 * fact.Million; return l })
		}, "facts/evd_a.json input"},
		"fact added": {func(b *bundle.Bundle) {
			b.Read["evd_a"] = editList(t, b.Read["evd_a"], func(l []any) []any { return append(l, l[0]) })
		}, "scorecard.json/inputs/3/digest input"},
		"facts dropped":         {func(b *bundle.Bundle) { b.Read = map[string][]byte{} }, "facts/evd_a.json input"},
		"facts of another file": {func(b *bundle.Bundle) { b.Read["evd_b"] = []byte("[]") }, "facts/ input"},
		"grade": {func(b *bundle.Bundle) {
			b.Reviews[0] = edit(t, b.Reviews[0], func(m map[string]any) { m["reason"] = "Nothing." })
		}, "scorecard.json/inputs/4/digest input"},
		"review dropped":   {func(b *bundle.Bundle) { b.Reviews = nil }, "scorecard.json/reviews input"},
		"review with more": {func(b *bundle.Bundle) { b.Reviews[0] = edit(t, b.Reviews[0], func(m map[string]any) { m["x"] = 1 }) }, "reviews/000001.json input"},
		"weights":          {func(b *bundle.Bundle) { b.Weights = bytes.Replace(b.Weights, []byte(":5"), []byte(":6"), 1) }, "scorecard.json/inputs/5/digest input"},
		"weights dropped":  {func(b *bundle.Bundle) { b.Weights = nil }, "scorecard.json/inputs input"},
		"tier":             {func(b *bundle.Bundle) { b.Facts.Tier = "" }, "scorecard.json/tier input"},
		"source":           {func(b *bundle.Bundle) { b.Facts.Source = assessment.SourcePublic }, "scorecard.json/source input"},
		"panel":            {func(b *bundle.Bundle) { b.Facts.Panel = []string{"usr_1", "usr_2"} }, "scorecard.json/panel input"},
		"assessment":       {func(b *bundle.Bundle) { b.Facts.AssessmentID = "asm_2" }, "scorecard.json/assessment_id input"},
		"vendor's name":    {func(b *bundle.Bundle) { b.Facts.Occasion.Vendor = "Another" }, "report.json/subject/vendor report"},
		"report": {func(b *bundle.Bundle) {
			b.Report = edit(t, b.Report, func(m map[string]any) { m["decision"].(map[string]any)["recommendation"] = "Proceed." })
		}, "report.json/decision/recommendation report"},
		"earlier scorecard": {func(b *bundle.Bundle) {
			b.Previous = edit(t, b.Previous, func(m map[string]any) { m["x"] = 1 })
		}, "previous.json input"},
	} {
		t.Run(name, func(t *testing.T) {
			b := whole(t)
			before := written(t, b)
			tc.change(b)
			file := written(t, b)
			if bytes.Equal(before, file) {
				t.Fatal("nothing was changed")
			}
			read, err := bundle.Read(file)
			must(t, err)
			found, err := read.Recompute()
			must(t, err)
			var told []string
			for _, d := range found.Differences {
				told = append(told, fmt.Sprintf("%s%s %s", d.Part, d.Pointer, d.Kind))
				if d.Message == "" {
					t.Errorf("nothing is said of %+v", d)
				}
			}
			if all := strings.Join(told, "\n"); found.Identical || !strings.Contains(all, tc.want) {
				t.Errorf("identical %t, and %q is not among:\n%s", found.Identical, tc.want, all)
			}
		})
	}
}

// Inputs are held against one another by their names, wherever they stand.
func TestRecomputeNamesTheInputThatDiffers(t *testing.T) {
	inputs := func(m map[string]any) []any { return m["inputs"].([]any) }
	for name, tc := range map[string]struct {
		change func(m map[string]any)
		want   []string // every difference in the scorecard
	}{
		"digest": {func(m map[string]any) { inputs(m)[1].(map[string]any)["digest"] = "sha256:x" },
			[]string{"/inputs/1/digest: The ruleset is not what the scorecard names."}},
		"digest, moved": {func(m map[string]any) {
			in := inputs(m)
			in[1].(map[string]any)["digest"] = "sha256:x"
			in[0], in[1] = in[1], in[0]
		}, []string{"/inputs/0/digest: The ruleset is not what the scorecard names."}},
		"left out": {func(m map[string]any) { m["inputs"] = inputs(m)[1:] },
			[]string{"/inputs: The bundle holds a questionnaire that the scorecard does not name."}},
		"renamed": {func(m map[string]any) { inputs(m)[1].(map[string]any)["name"] = "weather" }, []string{
			"/inputs: The scorecard names something else than what the bundle holds.",
			"/inputs: The bundle holds a ruleset that the scorecard does not name.",
		}},
		"order alone": {func(m map[string]any) { in := inputs(m); in[3], in[4] = in[4], in[3] }, []string{
			"/inputs/3/digest: The scorecard names something else than what the bundle holds.",
			"/inputs/3/name: The scorecard names something else than what the bundle holds.",
			"/inputs/4/digest: The scorecard names something else than what the bundle holds.",
			"/inputs/4/name: The scorecard names something else than what the bundle holds.",
		}},
		"twice": {func(m map[string]any) { m["inputs"] = append(inputs(m), inputs(m)[0]) },
			[]string{"/inputs: The scorecard names something else than what the bundle holds."}},
	} {
		t.Run(name, func(t *testing.T) {
			b := whole(t)
			b.Scorecard = edit(t, b.Scorecard, tc.change)
			found, err := b.Recompute()
			must(t, err)
			var told []string
			for _, d := range found.Differences {
				if d.Part == "scorecard.json" {
					told = append(told, d.Pointer+": "+d.Message)
				}
			}
			if diff := cmp.Diff(tc.want, told); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// zipped makes a ZIP file of parts in a given order.
func zipped(t *testing.T, method uint16, names []string, contents map[string][]byte) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for _, name := range names {
		w, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		must(t, err)
		_, err = w.Write(contents[name])
		must(t, err)
	}
	must(t, archive.Close())
	return out.Bytes()
}

func unzipped(t *testing.T, file []byte) (names []string, contents map[string][]byte) {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	must(t, err)
	contents = map[string][]byte{}
	for _, f := range archive.File {
		in, err := f.Open()
		must(t, err)
		var content bytes.Buffer
		_, err = content.ReadFrom(in)
		must(t, err)
		names, contents[f.Name] = append(names, f.Name), content.Bytes()
	}
	return names, contents
}

func TestReadRefusesWhatIsNotWrittenSo(t *testing.T) {
	file := written(t, whole(t))
	names, contents := unzipped(t, file)
	swapped := append([]string{}, names...)
	swapped[2], swapped[3] = swapped[3], swapped[2]
	changed := map[string][]byte{}
	for name, content := range contents {
		changed[name] = content
	}
	changed["report.json"] = []byte("{}")
	stranger := map[string][]byte{"evil.json": {}}
	for name, content := range contents {
		stranger[name] = content
	}
	flipped := bytes.Clone(file)
	flipped[bytes.Index(flipped, []byte("Is there native"))] ^= 1
	for name, tc := range map[string]struct {
		file []byte
		want string
	}{
		"nothing":             {nil, "not_a_bundle"},
		"text":                {[]byte("hello"), "not_a_bundle"},
		"cut":                 {file[:len(file)-30], "not_a_bundle"},
		"an empty archive":    {zipped(t, zip.Store, nil, nil), "entries"},
		"a byte changed":      {flipped, "unreadable"},
		"compressed":          {zipped(t, zip.Deflate, names, contents), "compressed"},
		"another order":       {zipped(t, zip.Store, swapped, contents), "not_as_written"},
		"other headers":       {zipped(t, zip.Store, names, contents), "not_as_written"},
		"something before":    {append([]byte("hidden"), file...), "not_as_written"},
		"one left out":        {zipped(t, zip.Store, names[:len(names)-1], contents), ""},
		"not as listed":       {zipped(t, zip.Store, names, changed), ""},
		"a stranger":          {zipped(t, zip.Store, append(names[:len(names):len(names)], "evil.json"), stranger), "unknown_entry"},
		"a way out":           {zipped(t, zip.Store, []string{"manifest.json", "facts/../../a.json"}, contents), ""},
		"the manifest second": {zipped(t, zip.Store, append([]string{names[1], names[0]}, names[2:]...), contents), "unknown_entry"},
	} {
		_, err := bundle.Read(tc.file)
		var f *fault.Error
		if !errors.As(err, &f) || f.Kind != fault.Invalid || f.Remedy == "" || len(f.Fields) != 1 {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if tc.want != "" && f.Fields[0].Code != tc.want {
			t.Errorf("%s: got %s, want %s", name, f.Fields[0].Code, tc.want)
		}
	}
}

// rawZip writes parts as bundles are, whatever they are.
func rawZip(t *testing.T, names []string, contents map[string][]byte) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for _, name := range names {
		size := uint64(len(contents[name]))
		w, err := archive.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Store, CRC32: crc32.ChecksumIEEE(contents[name]), CompressedSize64: size, UncompressedSize64: size})
		must(t, err)
		_, err = w.Write(contents[name])
		must(t, err)
	}
	must(t, archive.Close())
	return out.Bytes()
}

func TestReadHoldsEveryFileToTheManifest(t *testing.T) {
	names, contents := unzipped(t, written(t, whole(t)))
	for name, tc := range map[string]struct {
		names  []string
		change func(map[string][]byte)
		want   string
	}{
		"changed":          {names, func(c map[string][]byte) { c["report.json"] = []byte("{}") }, "not_as_listed"},
		"dropped":          {append(append([]string{}, names[:3]...), names[4:]...), func(map[string][]byte) {}, "missing"},
		"required dropped": {names[:len(names)-1], func(map[string][]byte) {}, "missing"},
		"twice":            {append(append([]string{}, names...), "report.json"), func(map[string][]byte) {}, "duplicate"},
		"unlisted":         {append(append([]string{}, names...), "facts/x.json"), func(c map[string][]byte) { c["facts/x.json"] = []byte("[]") }, "not_as_listed"},
		"manifest says more": {names, func(c map[string][]byte) {
			c["manifest.json"] = bytes.Replace(c["manifest.json"], []byte(`{"assessment_id"`), []byte(`{"approved":"yes","assessment_id"`), 1)
		}, "not_as_written"},
		"manifest of another form": {names, func(c map[string][]byte) { c["manifest.json"] = []byte("{}") }, "unknown_form"},
		"another scorecard named": {names, func(c map[string][]byte) {
			c["manifest.json"] = bytes.Replace(c["manifest.json"], []byte(`"scorecard":"sha256:`), []byte(`"scorecard":"sha512:`), 1)
		}, "not_as_written"},
		"case of another form": {names, func(c map[string][]byte) { c["assessment.json"] = []byte("{}") }, "unknown_form"},
	} {
		copied := map[string][]byte{}
		for n, content := range contents {
			copied[n] = content
		}
		tc.change(copied)
		_, err := bundle.Read(rawZip(t, tc.names, copied))
		var f *fault.Error
		if !errors.As(err, &f) || len(f.Fields) != 1 || f.Fields[0].Code != tc.want {
			t.Errorf("%s: %v, want %s", name, err, tc.want)
		}
	}
}

func TestPrepareRefusesWhatItDoesNotKnow(t *testing.T) {
	b := whole(t)
	b.Questionnaire = []byte("{}")
	if _, err := b.Recompute(); !fault.Is(err, fault.Invalid) {
		t.Errorf("no questionnaire: %v", err)
	}
	b = whole(t)
	b.Scorecard = []byte(`{"schema":"memsure/scorecard/v9"}`)
	if _, err := b.Recompute(); fault.Code(err) != "unknown_form" {
		t.Errorf("a scorecard of another form: %v", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(written(f, whole(f)))
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Fuzz(func(t *testing.T, file []byte) {
		b, err := bundle.Read(file)
		if err != nil {
			if !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.TooLarge) {
				t.Fatal(err)
			}
			return
		}
		if again := written(t, b); !bytes.Equal(again, file) {
			t.Fatal("what is read is written otherwise")
		}
		if _, err := b.Recompute(); err != nil && !fault.Is(err, fault.Invalid) {
			t.Fatal(err)
		}
	})
}
