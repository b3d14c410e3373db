package control_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"memsure/internal/control"
)

// Every entry can be printed, and none promises what a mapping cannot.
func TestTheRegistryIsWhole(t *testing.T) {
	banned := regexp.MustCompile(`(?i)\b(complian|certified|satisf|secure product is|required by us law)`)
	dated := regexp.MustCompile(`^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$`)
	seen := map[string]bool{}
	for _, f := range control.All() {
		if f.Name == "" || f.Short == "" || f.Publisher == "" || f.Edition == "" || !strings.HasSuffix(f.Status, ".") || len(f.Controls) == 0 {
			t.Errorf("%s lacks something", f.ID)
		}
		if seen[f.ID] || strings.ContainsAny(f.ID, " \t") {
			t.Errorf("the id %q is used twice or cannot be parsed", f.ID)
		}
		seen[f.ID] = true
		if !dated.MatchString(f.Dated) || banned.MatchString(f.Status) {
			t.Errorf("%s: %q, %q", f.ID, f.Dated, f.Status)
		}
		ids := map[string]bool{}
		for _, c := range f.Controls {
			if ids[c.ID] || c.ID == "" || c.Title == "" || banned.MatchString(c.Title) {
				t.Errorf("%s %q: %q", f.ID, c.ID, c.Title)
			}
			ids[c.ID] = true
			if ref := control.Parse(f.ID + " " + c.ID); ref != (control.Ref{Framework: f.ID, Control: c.ID}) || ref.Title() != c.Title {
				t.Errorf("%s %s is parsed as %+v", f.ID, c.ID, ref)
			}
		}
	}
	if !slices.IsSortedFunc(control.All(), func(a, b control.Framework) int { return strings.Compare(a.ID, b.ID) }) {
		t.Error("not in the order of ids")
	}
}

func TestWords(t *testing.T) {
	for mapping, want := range map[string]string{
		"CRA-2024/2847 Annex I Part I(2)(k)": "EU Cyber Resilience Act, Annex I, Part I, point (2)(k)",
		"CRA-2024/2847 Annex I Part II(1)":   "EU Cyber Resilience Act, Annex I, Part II, point (1)",
		"CRA-2024/2847 Art13(5)":             "EU Cyber Resilience Act, Article 13(5)",
		"CRA-2024/2847 Art14":                "EU Cyber Resilience Act, Article 14",
		"SSDF-1.1 PW.5.1":                    "NIST SSDF 1.1, PW.5.1",
		"SLSA-1.2":                           "SLSA 1.2",
		"Own-1 part two":                     "Own-1, part two",
	} {
		if got := control.Parse(mapping).Words(); got != want {
			t.Errorf("%s: %q, want %q", mapping, got, want)
		}
		if got := control.Parse(mapping).String(); got != mapping {
			t.Errorf("%q comes back as %q", mapping, got)
		}
	}
}

func TestNearest(t *testing.T) {
	ssdf, _ := control.Find("SSDF-1.1")
	for id, want := range map[string]string{"PW.51": "PW.5.1", "pw-5-1": "PW.5.1", "PW5.1 ": "PW.5.1", "PW.8.3": "PW.8.1", "completely else": ""} {
		if got, ok := ssdf.NearestControl(id); got != want || ok != (want != "") {
			t.Errorf("%q is near %q, want %q", id, got, want)
		}
	}
	for id, want := range map[string]string{"SSDF-1.2": "SSDF-1.1", "ISO-27001:2022": "ISO27001-2022", "House-Rules": ""} {
		if got, ok := control.NearestFramework(id); got != want || ok != (want != "") {
			t.Errorf("%q is near %q, want %q", id, got, want)
		}
	}
	if _, ok := control.Find("SSDF"); ok {
		t.Error("a framework without its edition was found")
	}
}
