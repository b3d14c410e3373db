package reporttest

import (
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

// item is one question of the fixture with how it was answered and judged.
type item struct {
	q       questionnaire.Question
	status  scoring.Status
	quality int64
	rung    scoring.Confidence
	rule    string
	why     string
}

type group struct {
	id, title string
	dimension questionnaire.Dimension
	weight    int
	items     []item
}

func question(id, text string, kind questionnaire.Type, weight int, maps ...string) questionnaire.Question {
	return questionnaire.Question{ID: id, Text: text, Type: kind, Weight: weight, MapsTo: maps,
		Scope: questionnaire.ScopeRelease, Role: questionnaire.RoleAward}
}

func options(q questionnaire.Question, labels ...string) questionnaire.Question {
	for i, l := range labels {
		q.Options = append(q.Options, questionnaire.Option{ID: string(rune('a' + i)), Label: l})
	}
	return q
}

func unit(q questionnaire.Question, u string) questionnaire.Question { q.Unit = u; return q }

func scored(q questionnaire.Question, quality int64, rung scoring.Confidence, rule, why string) item {
	return item{q, scoring.StatusScored, quality, rung, rule, why}
}

func other(q questionnaire.Question, status scoring.Status, rule string) item {
	return item{q: q, status: status, rule: rule}
}

var ladder = []string{"None", "Ad hoc", "Documented", "Enforced by tooling", "Measured and independently reviewed"}

func inventory() questionnaire.Question {
	q := question("MS-01", "List every shipped component with its language, exposure and owner.", questionnaire.TypeTable, 5, "SSDF-1.1 PS.3.2", "CRA Annex I Part II(1)")
	q.Columns = []questionnaire.Column{
		{ID: "name", Label: "Component", Type: questionnaire.TypeText},
		{ID: "language", Label: "Language", Type: questionnaire.TypeSingleChoice, Options: []questionnaire.Option{{ID: "rust", Label: "Rust"}, {ID: "c", Label: "C"}, {ID: "cpp", Label: "C++"}, {ID: "go", Label: "Go"}}},
		{ID: "size", Label: "Size", Type: questionnaire.TypeNumber, Unit: "1,000 lines"},
		{ID: "untrusted", Label: "Handles untrusted input", Type: questionnaire.TypeBoolean},
		{ID: "plan", Label: "Plan", Type: questionnaire.TypeText},
	}
	return q
}

func rubric(q questionnaire.Question) questionnaire.Question {
	q.Scoring = questionnaire.Scoring{Kind: questionnaire.ScoreRubric, Rubric: []questionnaire.Grade{
		{Grade: 0, Score: "0", Text: "no process"}, {Grade: 1, Score: "0.5", Text: "process described"}, {Grade: 2, Score: "1", Text: "process with worked examples"}}}
	return q
}

func groups() []group {
	return []group{
		{"components", "What the product is made of", questionnaire.Exposure, 40, componentItems()},
		{"containment", "How remaining unsafe code is contained", questionnaire.Exposure, 20, containmentItems()},
		{"governance", "Governance of unsafe code", questionnaire.Practice, 20, governanceItems()},
		{"vulnerabilities", "Vulnerabilities and their trend", questionnaire.Practice, 10, vulnerabilityItems()},
		{"supply-chain", "Bill of materials, signatures and builds", questionnaire.Practice, 10, supplyItems()},
	}
}

func componentItems() []item {
	return []item{
		scored(inventory(), 625_000, scoring.Documented, "Share of lines that handle untrusted input in memory-safe languages: 62.5 %", "The bill of materials names the same components"),
		scored(question("MS-02", "What share of your own shipped code is in memory-safe languages?", questionnaire.TypePercentage, 4, "SSDF-1.1 PW.5.1"), 580_000, scoring.Verified, "58 % lies between the anchors 50 % and 100 %", "Recomputed from the line counts of the delivered source archive"),
		scored(question("MS-03", "What share of attack-surface functions is in memory-safe languages?", questionnaire.TypePercentage, 5, "SSDF-1.1 PW.1.1", "CRA Annex I Part I(2)(j)"), 400_000, scoring.Claimed, "40 % lies between the anchors 0 % and 100 %", "No evidence supplied"),
		scored(question("MS-06", "Since when is new code written in memory-safe languages by default?", questionnaire.TypeDate, 4, "SSDF-1.1 PO.1.3"), 900_000, scoring.Documented, "630 days since the date", "An evaluator found the date in E3, page 2"),
		scored(question("MS-07", "Was any new product line started in a memory-unsafe language since then?", questionnaire.TypeBoolean, 4), 0, scoring.Contradicted, "Contradicted: earns 0", "The bill of materials names a new C++ module"),
		scored(unit(question("MS-05", "How many third-party components bring native code?", questionnaire.TypeNumber, 4, "SSDF-1.1 PW.4.4"), "components"), 450_000, scoring.Documented, "Scored from the fact, not the claim: 37 components", "The bill of materials shows 37"),
	}
}

func containmentItems() []item {
	return []item{
		scored(options(question("MS-08", "How is remaining unsafe code contained?", questionnaire.TypeMultiChoice, 4, "CRA Annex I Part I(2)(k)"), "Separate process", "Sandbox", "Virtual machine", "Safe parser in front", "Not contained"), 700_000, scoring.Claimed, "Sum of the chosen options, at most 1", "No evidence supplied"),
		scored(options(question("MS-09", "Which compiler and system mitigations are on in release builds?", questionnaire.TypeMultiChoice, 3, "SSDF-1.1 PW.6.2"), "Position-independent code", "Control-flow integrity", "Stack protector", "Hardened allocator"), 750_000, scoring.Documented, "Sum of the chosen options, at most 1", "An evaluator found the flags in E4, build.log line 210"),
		scored(options(question("MS-10", "How are data races prevented?", questionnaire.TypeSingleChoice, 3, "SSDF-1.1 PW.8.2"), ladder...), 500_000, scoring.Claimed, "Set by an evaluator; the option alone would score 0.75", "No evidence supplied"),
		scored(question("MS-12", "Are language safety checks disabled anywhere in release builds?", questionnaire.TypeBoolean, 3), 1_000_000, scoring.Claimed, "“No” is the good answer", "No evidence supplied"),
		other(question("MS-11", "Which certification limits block migration?", questionnaire.TypeText, 2), scoring.StatusNAAccepted, "Accepted as not applicable"),
	}
}

func governanceItems() []item {
	return []item{
		scored(rubric(question("UG-01", "Describe the approval process for unsafe code and foreign-function interfaces.", questionnaire.TypeText, 5, "SSDF-1.1 PO.4.1", "ISO 27001:2022 A.8.28")), 500_000, scoring.Documented, "Grade 1 of 2: process described", "An evaluator found it in E3, page 4"),
		scored(question("UG-02", "Supply the unsafe-code count of this release.", questionnaire.TypeFile, 4, "SSDF-1.1 PO.3.3"), 500_000, scoring.Claimed, "The file is stored; no reader knows its format", "Stored file without a verdict"),
		scored(options(question("UG-03", "Who may approve unsafe code?", questionnaire.TypeSingleChoice, 3), ladder...), 500_000, scoring.Claimed, "Option score 0.50", "No evidence supplied"),
		other(rubric(question("UG-04", "Give the safety argument of your three largest unsafe modules.", questionnaire.TypeText, 4)), scoring.StatusUngraded, "Waits for a grade"),
		scored(question("UG-05", "Are sanitizers and fuzzing run on every unsafe boundary before release?", questionnaire.TypeBoolean, 4, "SSDF-1.1 PW.8.2"), 1_000_000, scoring.Claimed, "“Yes” is the good answer", "No evidence supplied"),
		other(question("UG-06", "What share of unsafe code was reviewed for this release?", questionnaire.TypePercentage, 3), scoring.StatusUnanswered, "No answer: earns 0"),
	}
}

func vulnerabilityItems() []item {
	return []item{
		scored(question("VK-01", "What share of the last 12 months' vulnerabilities concerned memory safety?", questionnaire.TypePercentage, 5, "SSDF-1.1 RV.3.3"), 520_000, scoring.Claimed, "48 % lies between the anchors 100 % and 0 %", "No evidence supplied"),
		scored(unit(question("VK-02", "Median days from report to released fix?", questionnaire.TypeNumber, 4, "SSDF-1.1 RV.2.2"), "days"), 800_000, scoring.Claimed, "24 days lies between the anchors 7 and 90", "No evidence supplied"),
		scored(question("VK-03", "Do all your public vulnerability records name the kind of flaw?", questionnaire.TypeBoolean, 3), 1_000_000, scoring.Documented, "“Yes” is the good answer", "An evaluator found it in E5, table 2"),
		other(question("VK-04", "List incidents with memory corruption as their cause.", questionnaire.TypeTable, 3), scoring.StatusNAPending, "“Not applicable” awaits a decision"),
	}
}

func supplyItems() []item {
	return []item{
		scored(question("SB-01", "Supply the bill of materials of this release.", questionnaire.TypeFile, 5, "CRA Annex I Part II(1)", "SSDF-1.1 PS.3.2"), 1_000_000, scoring.Verified, "Read: CycloneDX 1.6 with dependencies and hashes", "Its hash of the delivered artifact was recomputed"),
		scored(question("SB-02", "Are released artifacts signed?", questionnaire.TypeBoolean, 4, "SSDF-1.1 PS.2.1"), 1_000_000, scoring.Claimed, "“Yes” is the good answer", "The vendor's own signature proves origin only"),
		scored(options(question("SB-03", "Can the release be rebuilt bit for bit?", questionnaire.TypeSingleChoice, 3), ladder...), 250_000, scoring.Claimed, "Option score 0.25", "No evidence supplied"),
		other(question("SB-04", "Which hosting regions serve the product?", questionnaire.TypeText, 0), scoring.StatusNotScored, "Information only"),
		other(question("SB-05", "How is the hosted service patched?", questionnaire.TypeText, 2), scoring.StatusExcluded, "Does not arise: the product is not hosted"),
	}
}

func sections() []questionnaire.Section {
	var out []questionnaire.Section
	for _, g := range groups() {
		s := questionnaire.Section{ID: g.id, Title: g.title, Dimension: g.dimension, Weight: g.weight}
		for _, it := range g.items {
			s.Questions = append(s.Questions, it.q)
		}
		out = append(out, s)
	}
	return out
}
