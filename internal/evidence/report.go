package evidence

import (
	"memsure/internal/fact"
	"memsure/internal/fault"
)

// Status says what became of reading a file.
type Status string

// A file that is stored is kept as it is and shows nothing by itself: a person
// has to look at it. So is an unreadable one, with the reason.
const (
	Read       Status = "read"       // a reader knows the format and read it whole
	Stored     Status = "stored"     // no reader for this format or version yet
	Unreadable Status = "unreadable" // a known format, broken or over a limit
)

// Report is the outcome of reading one file. Facts, SBOM and Composition are
// there only with status Read, Problem only with Unreadable.
type Report struct {
	Status          Status
	Format          string // "cyclonedx-json"; "" when not recognised
	Reader          string // "cyclonedx-json/1"; "" when no reader took it
	Facts           []fact.Fact
	Warnings        []Warning
	WarningsLeftOut int // warnings beyond those listed
	SBOM            *SBOM
	Composition     *Composition
	Problem         *fault.Error
}

// Stamp names the file in every fact: its public id and the SHA-256 of its
// bytes in lower-case hex.
func (r *Report) Stamp(evidenceID, sha256 string) {
	for i := range r.Facts {
		r.Facts[i].EvidenceID, r.Facts[i].SHA256 = evidenceID, sha256
	}
}

// AsOf is the date (YYYY-MM-DD) a reader found in the file itself, empty where
// it found none.
func (r *Report) AsOf() string {
	for _, f := range r.Facts {
		if f.AsOf != "" {
			return f.AsOf
		}
	}
	return ""
}

// FormatName is the format in words: by the specification a bill of materials
// names where there is one.
func (r *Report) FormatName() string {
	if r.SBOM != nil {
		return r.SBOM.Spec
	}
	return r.Format
}
