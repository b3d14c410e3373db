package report

import (
	"memsure/internal/fact"
	"memsure/internal/scoring"
)

var factNames = map[string]string{
	fact.SBOMComponents:        "Components in the bill of materials",
	fact.SBOMSafe:              "Components in memory-safe languages",
	fact.SBOMSafeWithEscape:    "Memory-safe components with unsafe parts",
	fact.SBOMMixed:             "Components mixing safe and unsafe languages",
	fact.SBOMUnsafe:            "Components in memory-unsafe languages",
	fact.SBOMUnknown:           "Components of unknown language",
	fact.SBOMSafeShare:         "Memory-safe share of components (unknown counts against it)",
	fact.SBOMUnsafeShare:       "Memory-unsafe share of components",
	fact.SBOMUnknownShare:      "Share of components of unknown language",
	fact.SBOMNative:            "Components with native code behind a safe language",
	fact.SBOMSpec:              "Format of the bill of materials",
	fact.SBOMMadeOn:            "Bill of materials made on",
	fact.SBOMSubject:           "Product the bill of materials names",
	fact.SBOMSubjectVersion:    "Version the bill of materials names",
	fact.SBOMHasDependencies:   "Relations between components listed",
	fact.SBOMHashShare:         "Components with a hash",
	fact.SBOMPurlShare:         "Components with a package identifier",
	fact.SBOMVersionShare:      "Components with a version",
	fact.SBOMSupplierShare:     "Components with a supplier",
	fact.SBOMLicenceShare:      "Components with a licence",
	fact.SBOMMinimumNTIA:       "Minimum data fields present (NTIA 2021)",
	fact.SBOMDeclaredComplete:  "The file calls itself complete",
	fact.SBOMKnownVulns:        "Vulnerabilities listed in the file",
	fact.SBOMKnownMemoryUnsafe: "Listed vulnerabilities about memory",
	fact.SBOMKnownWithoutCWE:   "Listed vulnerabilities without a kind of flaw (CWE)",
	fact.SBOMSetAside:          "Entries not counted as components",
	fact.SBOMMadeWith:          "Tools the bill of materials was made with",
	fact.SBOMPhase:             "Moment in the life cycle it was made",
}

// factName words a fact's name; a name without words prints as it is.
func factName(name string) string {
	if w, ok := factNames[name]; ok {
		return w
	}
	return name
}

func (b *builder) facts() []FactLine {
	out := []FactLine{}
	for _, f := range b.in.Facts {
		verb := "the file shows"
		if f.Assurance == fact.Verified {
			verb = "we verified"
		}
		number := b.numbers[f.EvidenceID]
		if number == "" {
			number = dash
		}
		out = append(out, FactLine{Name: factName(f.Name), Value: shown(f), Evidence: number, Place: f.Place, Reader: f.Reader, Verb: verb})
	}
	return out
}

// shown prints a fact's value; shares read "41.5 %".
func shown(f fact.Fact) string {
	if f.Kind == fact.Share {
		return scoring.FormatPercent(f.Micro, 1) + " %"
	}
	switch f.Unit {
	case "components", "entries", "vulnerabilities": // the name says what is counted
		f.Unit = ""
	}
	return f.Shown()
}

var classes = []struct{ id, label, fact string }{
	{"safe", "Memory-safe", fact.SBOMSafe},
	{"safe_with_escape", "Memory-safe with unsafe parts", fact.SBOMSafeWithEscape},
	{"mixed", "Mixed", fact.SBOMMixed},
	{"unsafe", "Memory-unsafe (C, C++ and similar)", fact.SBOMUnsafe},
	{"unknown", "Unknown", fact.SBOMUnknown},
}

// composition draws its counts from the first file that gives a component
// total. What the classes leave over counts as unknown: nothing disappears.
func (b *builder) composition() *Composition {
	source, total := "", int64(0)
	counts := map[string]int64{}
	for _, f := range b.in.Facts {
		if source == "" && f.Name == fact.SBOMComponents && f.Micro > 0 {
			source, total = f.EvidenceID, f.Micro/million
		}
	}
	if source == "" {
		return nil
	}
	for _, f := range b.in.Facts {
		if f.EvidenceID == source {
			counts[f.Name] = f.Micro / million
		}
	}
	known := int64(0)
	for _, c := range classes[:len(classes)-1] {
		known += counts[c.fact]
	}
	counts[fact.SBOMUnknown] = max(counts[fact.SBOMUnknown], total-known)
	return &Composition{Evidence: b.numbers[source], Total: total, Classes: classLines(counts, total)}
}

func classLines(counts map[string]int64, total int64) []ClassLine {
	out := []ClassLine{}
	for _, c := range classes {
		share := counts[c.fact] * 100 * million / total
		out = append(out, ClassLine{ID: c.id, Label: c.label, Count: counts[c.fact], Share: percent(share), ShareMicro: share})
	}
	return out
}
