package report

import (
	"testing"

	"memsure/internal/fact"
)

func TestEveryFactHasWords(t *testing.T) {
	seen := map[string]string{}
	for name := range fact.Kinds {
		words := factName(name)
		if words == name {
			t.Errorf("no words for %s", name)
		}
		if other, taken := seen[words]; taken {
			t.Errorf("%s and %s are both called %q", name, other, words)
		}
		seen[words] = name
	}
	for name := range factNames {
		if _, known := fact.Kinds[name]; !known {
			t.Errorf("words for %s, which no reader gives", name)
		}
	}
}

func TestFactsInWords(t *testing.T) {
	for text, want := range map[string]string{
		"The file shows sbom.share.memory_safe: 78.846154 percent. It comes from the vendor's own file.": "The file shows “Memory-safe share of components (unknown counts against it)”: 78.8 %. It comes from the vendor's own file.",
		"The vendor's table gives a share of 66.666666… percent.":                                        "The vendor's table gives a share of 66.7 %.",
		"The vendor states 82 percent. Quality 0.784.":                                                   "The vendor states 82 percent. Quality 0.78.",
		"Quality 0.542712. Confidence 0.25.":                                                             "Quality 0.54. Confidence 0.25.",
		"The file shows 1 components.":                                                                   "The file shows 1 component.",
		"The file shows 21 components.":                                                                  "The file shows 21 components.",
		"The condition holds, judged by sc-sbom and sbom.components.total.":                              "The condition holds, judged by sc-sbom and “Components in the bill of materials”.",
		"sbom.components.totally other":                                                                  "sbom.components.totally other",
	} {
		if got := (&builder{}).factsInWords(text); got != want {
			t.Errorf("%q\nbecomes %q\nwant    %q", text, got, want)
		}
	}
}

func TestTierName(t *testing.T) {
	for tier, want := range map[string]string{"": "", "Standard": "Standard", "High: sensitive data": "High"} {
		if got := (Subject{Tier: tier}).TierName(); got != want {
			t.Errorf("%q is called %q, want %q", tier, got, want)
		}
	}
}
