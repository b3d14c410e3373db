package read_test

import (
	"bytes"
	"os"
	"testing"

	"memsure/internal/evidence"
	"memsure/internal/evidence/read"
	"memsure/internal/fact"
)

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func readBytes(t testing.TB, data []byte) evidence.Report {
	t.Helper()
	report, err := read.Read(bytes.NewReader(data), evidence.DefaultLimits())
	if err != nil {
		t.Fatalf("the source was readable, yet: %v", err)
	}
	return report
}

func shown(report evidence.Report) map[string]string {
	out := map[string]string{}
	for _, f := range report.Facts {
		out[f.Name] = f.Shown()
	}
	return out
}

func TestEveryFactOfASmallFile(t *testing.T) {
	report := readBytes(t, fixture(t, "full-1.6.cdx.json"))
	if report.Status != evidence.Read || report.Reader != "cyclonedx-json/1" {
		t.Fatalf("status %s, reader %q, problem %v", report.Status, report.Reader, report.Problem)
	}
	// Counted: plugin-abi, tokio (twice, once), openssl-sys, openssl, ring, requests, board-firmware.
	want := map[string]string{
		fact.SBOMComponents:        "7 components",
		fact.SBOMSafe:              "0 components",
		fact.SBOMSafeWithEscape:    "2 components",
		fact.SBOMMixed:             "2 components",
		fact.SBOMUnsafe:            "2 components",
		fact.SBOMUnknown:           "1 components",
		fact.SBOMNative:            "2 components",
		fact.SBOMSetAside:          "2 entries",
		fact.SBOMSafeShare:         "28.571429 percent",
		fact.SBOMUnsafeShare:       "28.571429 percent",
		fact.SBOMUnknownShare:      "14.285714 percent",
		fact.SBOMHashShare:         "14.285714 percent", // tokio's second entry has none
		fact.SBOMPurlShare:         "100 percent",
		fact.SBOMVersionShare:      "85.714286 percent",
		fact.SBOMSupplierShare:     "28.571429 percent",
		fact.SBOMLicenceShare:      "28.571429 percent",
		fact.SBOMMinimumNTIA:       "71.428571 percent", // all but supplier and version
		fact.SBOMSpec:              "CycloneDX 1.6",
		fact.SBOMMadeOn:            "2026-10-06", // in UTC
		fact.SBOMMadeWith:          "cargo-cyclonedx 0.5.7, sbom-merge",
		fact.SBOMPhase:             "build, post-build",
		fact.SBOMSubject:           "edge-proxy",
		fact.SBOMSubjectVersion:    "2.1.0",
		fact.SBOMHasDependencies:   "yes",
		fact.SBOMDeclaredComplete:  "no",
		fact.SBOMKnownVulns:        "3 vulnerabilities",
		fact.SBOMKnownMemoryUnsafe: "1 vulnerabilities",
		fact.SBOMKnownWithoutCWE:   "1 vulnerabilities",
	}
	got := shown(report)
	for name := range fact.Kinds {
		if got[name] != want[name] {
			t.Errorf("%s = %q, want %q", name, got[name], want[name])
		}
	}
	if len(got) != len(report.Facts) || len(got) != len(want) {
		t.Errorf("%d facts under %d names, want %d", len(report.Facts), len(got), len(want))
	}
}
