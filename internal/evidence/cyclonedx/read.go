// Package cyclonedx reads CycloneDX JSON 1.4–1.7 into the neutral model of
// package evidence, in one pass and without holding the document.
//
// What is read: the file's own date, tools, authors and life-cycle phases, the
// subject, every component however nested, the presence and size of the
// dependency graph, the declared completeness, and the weakness numbers of
// listed vulnerabilities. Everything else, unknown keys included, is passed
// over. What is read must have the type the format gives it.
package cyclonedx

import (
	"io"

	"memsure/internal/evidence"
	"memsure/internal/evidence/walk"
	"memsure/internal/fault"
)

// Reader names this reader and the version of its rules, for facts.
const Reader = "cyclonedx-json/1"

// CodeSpecNotRead is the code of the fault for a CycloneDX version that this
// reader does not know; the file may be sound.
const CodeSpecNotRead = "evidence_spec_not_read"

// specs are the versions read.
var specs = map[string]bool{"1.4": true, "1.5": true, "1.6": true, "1.7": true}

// Read walks one document and hands every component to each, in file order,
// inner components before the one that holds them. The subject is not among
// them, what it holds is. Warnings go to the collector.
//
// The error is a fault of kind Invalid or TooLarge with the place in the file,
// of kind Unsupported with CodeSpecNotRead, or of kind Internal where r failed.
// What was handed over before an error is worth nothing.
func Read(r io.Reader, limits evidence.Limits, warnings *evidence.Warnings,
	each func(evidence.Component),
) (evidence.SBOM, error) {
	d := document{Walk: walk.New(r, limits, warnings), limits: limits, warnings: warnings, each: each}
	d.sbom.Places = places
	d.root()
	d.End()
	d.finish()
	return d.sbom, d.Err()
}

// Root stays "": the whole document.
var places = evidence.Places{
	Spec: "/specVersion", MadeAt: "/metadata/timestamp", Tools: "/metadata/tools",
	Phases: "/metadata/lifecycles", Subject: "/metadata/component/name",
	SubjectVersion: "/metadata/component/version", Components: "/components",
	Dependencies: "/dependencies", Completeness: "/compositions", Vulnerabilities: "/vulnerabilities",
}

// document is one reading under way.
type document struct {
	*walk.Walk
	limits   evidence.Limits
	warnings *evidence.Warnings
	each     func(evidence.Component)
	sbom     evidence.SBOM
	listed   int // components so far
	format   bool
}

func (d *document) root() {
	if !d.Object() {
		return
	}
	for d.Key() {
		switch string(d.Name()) {
		case "bomFormat":
			d.bomFormat()
		case "specVersion":
			d.specVersion()
		case "serialNumber":
			d.sbom.SerialNumber = d.Text()
		case "metadata":
			d.metadata()
		case "components":
			d.components()
		case "dependencies":
			d.dependencies()
		case "compositions":
			d.compositions()
		case "vulnerabilities":
			d.vulnerabilities()
		default:
			d.Skip()
		}
	}
}

func (d *document) bomFormat() {
	if d.Text() != "CycloneDX" {
		d.Stop(fault.Invalid, "wrong_format", "The key bomFormat does not say CycloneDX.")
		return
	}
	d.format = true
}

func (d *document) specVersion() {
	spec := d.Text()
	if d.Ok() && !specs[spec] {
		d.Stop(fault.Unsupported, "spec_not_read", "This version of CycloneDX is not read yet; 1.4 to 1.7 are.")
		return
	}
	d.sbom.Spec = "CycloneDX " + spec
}

// finish checks what can only be known at the end.
func (d *document) finish() {
	switch {
	case !d.format:
		d.Stop(fault.Invalid, "wrong_format", "The document has no bomFormat, which CycloneDX requires.")
	case d.sbom.Spec == "":
		d.Stop(fault.Invalid, "no_spec_version", "The document has no specVersion, which CycloneDX requires.")
	}
	if d.listed == 0 {
		d.warnings.Add("/components", "no_components", "The file lists no components.")
	}
}
