// Package fact holds the typed facts that evidence readers produce and that
// conditions, cross-checks and scoring consume. It is the leaf both sides
// share: readers know no questionnaire, scoring knows no file format.
package fact

import "fmt"

// Kind is the type of a fact's value.
type Kind string

// The kinds of value.
const (
	Number  Kind = "number"  // Micro holds it
	Share   Kind = "share"   // percent, 0–100, in Micro
	Boolean Kind = "boolean" // Flag holds it
	Text    Kind = "text"    // Text holds it
	Date    Kind = "date"    // Text holds YYYY-MM-DD
)

// Assurance says how well a fact is proven (DESIGN: the confidence ladder).
type Assurance string

// A fact read out of a vendor's own file is documented; it is verified only
// when an independent party made the file or it was recomputed against the
// hash of the delivered artifact.
const (
	Documented Assurance = "documented"
	Verified   Assurance = "verified"
)

// Fact is one thing a file shows. Numbers are exact: millionths of the unit.
type Fact struct {
	Name       string    `json:"name"` // dotted, e.g. "sbom.components.unsafe"; see names.go
	Kind       Kind      `json:"kind"`
	Micro      int64     `json:"micro,omitempty"`
	Flag       bool      `json:"flag,omitempty"`
	Text       string    `json:"text,omitempty"`
	Unit       string    `json:"unit,omitempty"`  // "components", "percent", "days"
	EvidenceID string    `json:"evidence_id"`     // public id of the file
	SHA256     string    `json:"sha256"`          // of the file's bytes, lower-case hex
	Place      string    `json:"place,omitempty"` // JSON Pointer or line:column in the file
	Reader     string    `json:"reader"`          // "cyclonedx-json/1"
	AsOf       string    `json:"as_of,omitempty"` // the file's own date, YYYY-MM-DD
	Assurance  Assurance `json:"assurance"`
}

// Million is one whole unit in millionths.
const Million = 1_000_000

// Shown prints the value for people, exactly: "12", "3.5 percent", "yes".
func (f Fact) Shown() string {
	text := f.Text
	switch f.Kind {
	case Number, Share:
		text = FormatMicro(f.Micro)
	case Boolean:
		text = map[bool]string{true: "yes", false: "no"}[f.Flag]
	}
	if f.Unit != "" {
		text += " " + f.Unit
	}
	return text
}

// FormatMicro prints millionths as a decimal without trailing zeros.
func FormatMicro(m int64) string {
	sign := ""
	u := uint64(m)
	if m < 0 {
		sign, u = "-", uint64(-m)
	}
	whole, rest := u/Million, u%Million
	if rest == 0 {
		return fmt.Sprintf("%s%d", sign, whole)
	}
	frac := fmt.Sprintf("%06d", rest)
	for frac[len(frac)-1] == '0' {
		frac = frac[:len(frac)-1]
	}
	return fmt.Sprintf("%s%d.%s", sign, whole, frac)
}
