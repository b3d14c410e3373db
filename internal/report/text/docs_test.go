package text_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
	"memsure/internal/report"
	"memsure/internal/report/text"
	"memsure/internal/scoring"
)

const scoringPage = "../../../docs/scoring.md"

// between gives what stands between two marks in a document.
func between(t *testing.T, document, from, to string) (start, end int) {
	t.Helper()
	start = strings.Index(document, from)
	if start < 0 {
		t.Fatalf("%s has no %q", scoringPage, from)
	}
	start += len(from)
	length := strings.Index(document[start:], to)
	if length < 0 {
		t.Fatalf("%s: no %q after %q", scoringPage, to, from)
	}
	return start, start + length
}

// The worked example of the documentation is what the program prints for the
// questionnaire printed above it.
func TestTheWorkedExampleIsTrue(t *testing.T) {
	page, err := os.ReadFile(scoringPage)
	if err != nil {
		t.Fatal(err)
	}
	document := string(page)
	from, to := between(t, document, "<!-- example questionnaire -->\n```yaml\n", "```")
	got := exampleTrace(t, document[from:to])
	from, to = between(t, document, "<!-- example trace -->\n```text\n", "```")
	if *update {
		if err := os.WriteFile(scoringPage, []byte(document[:from]+got+document[to:]), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(document[from:to], got); diff != "" {
		t.Errorf("%s (run with -update when it is meant):\n%s", scoringPage, diff)
	}
}

// exampleTrace scores the response the documentation describes.
func exampleTrace(t *testing.T, source string) string {
	t.Helper()
	definition, err := questionnaire.Load([]byte(source))
	if err != nil {
		t.Fatal(err)
	}
	version, err := questionnaire.Compile(definition)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC).UnixMicro()
	revision := assessment.Revision{Number: 1, SubmittedAt: at,
		Evidence: []assessment.Evidence{{ID: "sbom", FileName: "gateway.cdx.json", Kind: "sbom", Status: "read", DatedOn: "2026-11-20", ReceivedAt: at}},
		Answers: []assessment.Answer{
			{QuestionID: "share", Value: &questionnaire.Value{Kind: questionnaire.TypePercentage, Number: 70 * fact.Million}, Evidence: []assessment.EvidenceLink{{EvidenceID: "sbom"}}},
			{QuestionID: "fuzz", Value: &questionnaire.Value{Kind: questionnaire.TypeSingleChoice, Option: "some"}},
			{QuestionID: "hosted", Value: &questionnaire.Value{Kind: questionnaire.TypeBoolean}},
		}}
	facts := []fact.Fact{{Name: fact.SBOMSafeShare, Kind: fact.Share, Micro: 63 * fact.Million, Unit: "percent", EvidenceID: "sbom", Assurance: fact.Documented}}
	result, err := scoring.Score(scoring.Input{Version: version, Revision: revision, Facts: facts, Source: assessment.SourceVendor, At: at})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	err = text.Trace(&out, report.BuildTrace(report.Input{ReportID: "rpt_example", Final: true, GeneratedAt: at, Vendor: "Northwind Systems", Product: "Gateway",
		Release: "4.2", Purpose: assessment.PurposeOnboarding, Source: assessment.SourceVendor, Definition: definition, Revision: revision, Facts: facts,
		Result: &result, ResultDigest: "sha256:…"}))
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}
