package reporttest

import (
	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
)

// Revision is the fixture's frozen response.
func Revision() assessment.Revision {
	return assessment.Revision{AssessmentID: "asm_4f8h2k6m0p3r7t1v5x9z2b4d6g", Number: 2, QuestionnaireDigest: digest("1f"),
		Answers: answers(), Evidence: Evidence(), SubmittedAt: Day - 5*86_400_000_000, SubmittedBy: "per_ven1", ApprovedBy: "per_ven2",
		Attestation: "The answers are complete and true to the best of our knowledge."}
}

func answer(id string, v questionnaire.Value, evidence ...string) assessment.Answer {
	a := assessment.Answer{QuestionID: id, Value: &v}
	for _, e := range evidence {
		a.Evidence = append(a.Evidence, assessment.EvidenceLink{EvidenceID: e})
	}
	return a
}

func yes(b bool) questionnaire.Value {
	return questionnaire.Value{Kind: questionnaire.TypeBoolean, Boolean: b}
}
func share(whole int64) questionnaire.Value {
	return questionnaire.Value{Kind: questionnaire.TypePercentage, Number: whole * million}
}
func count(n int64) questionnaire.Value {
	return questionnaire.Value{Kind: questionnaire.TypeNumber, Number: n * million}
}
func text(s string) questionnaire.Value {
	return questionnaire.Value{Kind: questionnaire.TypeText, Text: s}
}
func one(id string) questionnaire.Value {
	return questionnaire.Value{Kind: questionnaire.TypeSingleChoice, Option: id}
}
func many(ids ...string) questionnaire.Value {
	return questionnaire.Value{Kind: questionnaire.TypeMultiChoice, Options: ids}
}

func row(name, language string, size int64, untrusted bool, plan string) questionnaire.Row {
	r := questionnaire.Row{"name": text(name), "language": one(language), "size": count(size), "untrusted": yes(untrusted)}
	if plan != "" {
		r["plan"] = text(plan)
	}
	return r
}

func answers() []assessment.Answer {
	table := questionnaire.Value{Kind: questionnaire.TypeTable, Rows: []questionnaire.Row{
		row("packet-engine", "rust", 148, true, ""), row("policy-service", "go", 92, true, ""),
		row("tls-core", "c", 61, true, "Replace with a Rust library; no date yet"),
		row("media-decoder", "cpp", 38, true, "Sandbox now, rewrite under study"),
		row("management-ui", "go", 55, false, ""), row("legacy-snmp", "c", 21, true, "Removed in 5.0, 2027-06"),
		row("hsm-driver", "c", 12, false, "Stays: vendor library")}}
	missing := assessment.Answer{QuestionID: "MS-11", NotApplicable: &assessment.NotApplicable{Reason: "EdgeGate carries no safety certification."}}
	pending := assessment.Answer{QuestionID: "VK-04", NotApplicable: &assessment.NotApplicable{Reason: "No such incident in the period."}}
	surface := answer("MS-03", share(40))
	surface.Comment = "Counted by hand for the three network daemons; a tool-based count is planned for 4.3."
	return []assessment.Answer{
		answer("MS-01", table, "evd_sbom"), answer("MS-02", share(58), "evd_lines"), surface,
		answer("MS-05", count(4), "evd_sbom"), answer("MS-06", questionnaire.Value{Kind: questionnaire.TypeDate, Date: "2025-03-01"}, "evd_policy"),
		answer("MS-07", yes(false)), answer("MS-08", many("a", "b")), answer("MS-09", many("a", "c", "d"), "evd_build"),
		answer("MS-10", one("d")), missing, answer("MS-12", yes(false)),
		answer("SB-01", questionnaire.Value{Kind: questionnaire.TypeFile}, "evd_sbom"), answer("SB-02", yes(true)), answer("SB-03", one("b")),
		answer("SB-04", text("Frankfurt and Dublin")),
		answer("UG-01", text("Each unsafe block needs an issue with a safety argument, two reviewers from the platform group and a test that runs under the address sanitizer. The list of blocks is part of the release checklist."), "evd_policy"),
		answer("UG-02", questionnaire.Value{Kind: questionnaire.TypeFile}, "evd_scan"), answer("UG-03", one("c")),
		answer("UG-04", text("See the attached policy for tls-core; the other two are in preparation."), "evd_policy"), answer("UG-05", yes(true)),
		answer("VK-01", share(48)), answer("VK-02", count(24)), answer("VK-03", yes(true), "evd_cves"), pending,
	}
}

// Evidence is the fixture's files.
func Evidence() []assessment.Evidence {
	at := Day - 6*86_400_000_000
	return []assessment.Evidence{
		{ID: "evd_sbom", FileName: "edgegate-4.2.1.cdx.json", SHA256: digest("a1")[7:], Size: 1_482_113, Kind: "sbom", Format: "CycloneDX 1.6 JSON", Status: "read", DatedOn: "2026-11-02", ReceivedAt: at},
		{ID: "evd_lines", FileName: "tokei.json", SHA256: digest("b2")[7:], Size: 18_204, Kind: "line_counts", Format: "tokei JSON", Status: "read", DatedOn: "2026-11-02", ReceivedAt: at + 1},
		{ID: "evd_policy", FileName: "Secure coding policy v7 (signed).pdf", SHA256: digest("c3")[7:], Size: 482_556, Kind: "policy", Status: "stored", DatedOn: "2025-03-01", ReceivedAt: at + 2},
		{ID: "evd_build", FileName: "build.log", SHA256: digest("d4")[7:], Size: 92_730, Kind: "build_log", Status: "stored", DatedOn: "2026-11-02", ReceivedAt: at + 3},
		{ID: "evd_cves", FileName: "advisories-2026.csv", SHA256: digest("e5")[7:], Size: 7_981, Kind: "advisories", Status: "stored", DatedOn: "2026-10-30", ReceivedAt: at + 4},
		{ID: "evd_scan", FileName: "unsafe-count-scan.png", SHA256: digest("f6")[7:], Size: 804_412, Kind: "audit_report", Status: "unreadable", ReceivedAt: at + 5},
	}
}

// Facts is what the fixture's files show.
func Facts() []fact.Fact {
	number := func(name string, n int64) fact.Fact {
		return fact.Fact{Name: name, Kind: fact.Number, Micro: n * million, Unit: "components", EvidenceID: "evd_sbom",
			SHA256: digest("a1")[7:], Place: "/components", Reader: "cyclonedx-json/1", AsOf: "2026-11-02", Assurance: fact.Documented}
	}
	spec := number(fact.SBOMSpec, 0)
	spec.Kind, spec.Text, spec.Unit, spec.Place = fact.Text, "CycloneDX 1.6", "", "/specVersion"
	hash := number(fact.SBOMHashShare, 0)
	hash.Kind, hash.Micro, hash.Unit, hash.Assurance = fact.Share, 98_400_000, "percent", fact.Verified
	unknown := number(fact.SBOMUnknownShare, 0)
	unknown.Kind, unknown.Micro, unknown.Unit = fact.Share, 16_600_000, "percent"
	return []fact.Fact{spec, number(fact.SBOMComponents, 247), number(fact.SBOMSafe, 121), number(fact.SBOMSafeWithEscape, 38),
		number(fact.SBOMMixed, 10), number(fact.SBOMUnsafe, 37), number(fact.SBOMUnknown, 41), number(fact.SBOMNative, 37), hash, unknown}
}

// Reviews is what evaluators decided, oldest first; one is superseded.
func Reviews() []assessment.Review {
	at := Day - 2*86_400_000_000
	review := func(id string, kind assessment.ReviewKind, question, reason string) assessment.Review {
		at += 60_000_000
		return assessment.Review{ID: id, Revision: 2, Kind: kind, QuestionID: question, Reason: reason, By: "per_eva1", At: at}
	}
	first := review("rvw_grade1", assessment.ReviewGrade, "UG-01", "Roles are missing.")
	second := review("rvw_grade2", assessment.ReviewGrade, "UG-01", "Roles are named on page 4 after all; worked examples are missing.")
	second.Grade = 1
	over := review("rvw_over", assessment.ReviewOverride, "MS-10", "Only one of three daemons runs the race detector.")
	over.Before, over.Quality = 750_000, 500_000
	verdict := review("rvw_verdict", assessment.ReviewVerdict, "MS-06", "The policy names the date.")
	verdict.Confidence, verdict.EvidenceID, verdict.Place = "documented", "evd_policy", "page 2"
	na := review("rvw_na", assessment.ReviewNotApplicable, "MS-11", "Confirmed by the product sheet.")
	na.Accepted = true
	gate := review("rvw_gate", assessment.ReviewGate, "", "The vendor accepts a dated plan as a contract condition.")
	gate.GateID, gate.Remedy, gate.RemedyBy = "G-ROADMAP", "Dated plan for tls-core and media-decoder", "2027-01-31"
	finding := review("rvw_finding", assessment.ReviewFinding, "", "The vendor was heard and did not dispute it.")
	finding.FindingID, finding.Accepted = "CX-01", true
	dismissed := review("rvw_dismiss", assessment.ReviewFinding, "", "Bit-for-bit builds are not asked of this tier.")
	dismissed.FindingID = "RF-09"
	return []assessment.Review{first, second, over, verdict, na, gate, finding, dismissed}
}
