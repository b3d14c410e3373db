package assessment_test

import (
	"testing"

	"memsure/internal/assessment"
	"memsure/internal/canon"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
)

// What is stored must read the same for as long as the record is kept. A
// change of these bytes is a change of a form: it needs a new version of its
// name, and readers for both.
func TestStoredFormsArePinned(t *testing.T) {
	yes, text := questionnaire.Value{Kind: questionnaire.TypeBoolean, Boolean: true}, questionnaire.Value{Kind: questionnaire.TypeText, Text: "é <b>"}
	picked := questionnaire.Value{Kind: questionnaire.TypeMultiChoice, Options: []string{"c", "rust"}}
	parts := questionnaire.Value{Kind: questionnaire.TypeTable, Rows: []questionnaire.Row{
		{"share": {Kind: questionnaire.TypePercentage, Number: 12_500_000}, "name": {Kind: questionnaire.TypeText, Text: "zlib"}}}}
	revision := assessment.Revision{AssessmentID: "asm_1", Number: 2, QuestionnaireDigest: "sha256:q", SubmittedAt: 1_700_000_000_000_000,
		SubmittedBy: "con_1", ApprovedBy: "con_2", Attestation: "I agree.",
		Answers: []assessment.Answer{
			{QuestionID: "story", Value: &text, Citation: &assessment.Citation{URL: "https://example.com/", Title: "T", RetrievedOn: "2026-01-02"}},
			{QuestionID: "native", Value: &yes, Comment: "mostly", Evidence: []assessment.EvidenceLink{{EvidenceID: "evd_1", Place: "/components/1"}, {EvidenceID: "evd_1"}}},
			{QuestionID: "languages", Value: &picked},
			{QuestionID: "parts", Value: &parts},
			{QuestionID: "kernel", NotApplicable: &assessment.NotApplicable{Reason: "hosted"}},
		},
		Evidence: []assessment.Evidence{{ID: "evd_1", FileName: "bom.json", SHA256: "ab", Size: 10, Kind: "sbom", Format: "CycloneDX 1.6 JSON",
			Status: "read", DatedOn: "2026-01-01", ReceivedAt: 1_600_000_000_000_000, FactsDigest: "sha256:f"}}}
	facts := []fact.Fact{{Name: fact.SBOMNative, Kind: fact.Number, Micro: 3_000_000, EvidenceID: "evd_1", Place: "/components",
		SHA256: "ab", Reader: "cyclonedx-json/1", Unit: "components", Assurance: fact.Documented, AsOf: "2026-01-01"}}
	review := assessment.Review{ID: "rev_1", Number: 3, Revision: 2, Kind: assessment.ReviewOverride, QuestionID: "native", Quality: 500_000,
		Before: 250_000, Reason: "seen", By: "usr_1", At: 1_700_000_000_000_001, Note: "between us"}
	for _, form := range []struct {
		name   string
		freeze func() ([]byte, string, error)
		doc    string
		digest string
	}{
		{"revision", func() ([]byte, string, error) {
			_, doc, digest, err := assessment.Freeze(revision)
			return doc, digest, err
		},
			`{"answers":[{"not_applicable":{"reason":"hosted"},"question_id":"kernel"},{"question_id":"languages","value":{"kind":"multi_choice","options":["c","rust"]}},{"comment":"mostly","evidence":[{"evidence_id":"evd_1","place":"/components/1"},{"evidence_id":"evd_1"}],"question_id":"native","value":{"boolean":true,"kind":"boolean"}},{"question_id":"parts","value":{"kind":"table","rows":[{"name":{"kind":"text","text":"zlib"},"share":{"kind":"percentage","micro":12500000}}]}},{"citation":{"retrieved_on":"2026-01-02","title":"T","url":"https://example.com/"},"question_id":"story","value":{"kind":"text","text":"é <b>"}}],"approved_by":"con_2","assessment_id":"asm_1","attestation":"I agree.","evidence":[{"dated_on":"2026-01-01","facts_digest":"sha256:f","file_name":"bom.json","format":"CycloneDX 1.6 JSON","id":"evd_1","kind":"sbom","received_at":1600000000000000,"sha256":"ab","size":10,"status":"read"}],"number":2,"questionnaire_digest":"sha256:q","schema":"memsure/revision/v1","submitted_at":1700000000000000,"submitted_by":"con_1"}`,
			"sha256:7ccab613aaf61672e9f12c37dd1f34d2ce2e4a96760d3f3add50955b9d2c9ba6"},
		{"empty revision", func() ([]byte, string, error) {
			_, doc, digest, err := assessment.Freeze(assessment.Revision{})
			return doc, digest, err
		},
			`{"answers":[],"assessment_id":"","attestation":"","evidence":[],"number":0,"questionnaire_digest":"","schema":"memsure/revision/v1","submitted_at":0,"submitted_by":""}`,
			"sha256:506142c66ca1683fde1eceda9be109c6b264ba6a032e89ef123d7015f67a10bc"},
		{"facts", func() ([]byte, string, error) { return assessment.DigestFacts(facts) },
			`[{"as_of":"2026-01-01","assurance":"documented","evidence_id":"evd_1","kind":"number","micro":3000000,"name":"sbom.components.native","place":"/components","reader":"cyclonedx-json/1","sha256":"ab","unit":"components"}]`,
			"sha256:d171618a685785f3c832bf72ae29e11e0a15d3239e09bc97e8dd23d6d0bffd36"},
		{"no facts", func() ([]byte, string, error) { return assessment.DigestFacts(nil) },
			`[]`,
			"sha256:b957a9cf8898b6a3efd2fa3075fb48234e31cb2f067b82010aa12923366ec3d8"},
		{"review", func() ([]byte, string, error) { return assessment.FreezeReview(review) },
			`{"at":1700000000000001,"before_micro":250000,"by":"usr_1","id":"rev_1","kind":"override","number":3,"quality_micro":500000,"question_id":"native","reason":"seen","revision":2}`,
			"sha256:77ab0fd152da6404dfcc7a1ad8449fc5d446fc75dca1a068932ec7d168968841"},
		{"no reviews", func() ([]byte, string, error) {
			digest, err := assessment.DigestReviews(nil)
			return []byte("[]"), digest, err
		},
			`[]`,
			"sha256:4578154e18f06f8873d3b28bf37e635c9e0cdb2ba3543262272c5079bbb8954b"},
		{"answer", func() ([]byte, string, error) {
			doc, err := assessment.EncodeAnswer(revision.Answers[1])
			return doc, canon.Digest(canon.DomainAnswer, doc), err
		},
			`{"comment":"mostly","evidence":[{"evidence_id":"evd_1","place":"/components/1"},{"evidence_id":"evd_1"}],"question_id":"native","value":{"boolean":true,"kind":"boolean"}}`,
			"sha256:56b2644c25a71ff97d01df8ce6115e948372fa8acd15e3f115d65b8674211c12"},
	} {
		doc, digest, err := form.freeze()
		if err != nil {
			t.Fatal(err)
		}
		if string(doc) != form.doc || digest != form.digest {
			t.Errorf("%s is now\n%s\n%s", form.name, doc, digest)
		}
	}
}

// A draft without answers has one digest, and it is no revision's or answer's.
func TestDraftDigest(t *testing.T) {
	none, err := assessment.Draft{}.Digest()
	empty, err2 := assessment.Draft{Answers: map[string]assessment.Answer{}}.Digest()
	if err != nil || err2 != nil || none != empty || none != canon.Digest(canon.DomainDraft, []byte("{}")) {
		t.Errorf("%s and %s, %v, %v", none, empty, err, err2)
	}
}
