package evidence

import (
	"strings"

	"memsure/internal/fact"
)

// percent is a whole in the unit of share facts.
const percent = 100 * fact.Million

// Facts gives every fact an SBOM shows, in a fixed order, for the reader of
// that name. A share needs at least one component; dates, texts, vulnerability
// counts and the declared completeness are left out where the file is silent:
// absence proves nothing. Evidence id and digest are left to the caller.
func (s SBOM) Facts(c Composition, reader string) []fact.Fact {
	f := facts{reader: reader}
	if !s.MadeAt.IsZero() {
		f.asOf = s.MadeAt.Format("2006-01-02")
	}
	f.counts(s, c)
	f.shares(s, c)
	f.about(s)
	f.vulnerabilities(s)
	return f.list
}

// facts builds the list; its fields are common to all.
type facts struct {
	reader, asOf string
	list         []fact.Fact
}

func (f *facts) add(name, place string, made fact.Fact) {
	made.Name, made.Kind, made.Place = name, fact.Kinds[name], place
	made.Reader, made.AsOf, made.Assurance = f.reader, f.asOf, fact.Documented
	f.list = append(f.list, made)
}

func (f *facts) number(name, place, unit string, n int) {
	f.add(name, place, fact.Fact{Micro: int64(n) * fact.Million, Unit: unit})
}

func (f *facts) share(name, place string, n, total int) {
	if total > 0 {
		f.add(name, place, fact.Fact{Micro: shareOf(n, total), Unit: "percent"})
	}
}

func (f *facts) text(name, place, text string) {
	if text != "" {
		f.add(name, place, fact.Fact{Text: text})
	}
}

func (f *facts) flag(name, place string, flag bool) {
	f.add(name, place, fact.Fact{Flag: flag})
}

// shareOf gives n of total in millionths of a percent, half to even.
func shareOf(n, total int) int64 {
	whole, rest := int64(n)*percent/int64(total), int64(n)*percent%int64(total)
	if twice := 2 * rest; twice > int64(total) || twice == int64(total) && whole%2 == 1 {
		whole++
	}
	return whole
}

func (f *facts) counts(s SBOM, c Composition) {
	at := s.Places.Components
	f.number(fact.SBOMComponents, at, "components", c.Total)
	f.number(fact.SBOMSafe, at, "components", c.Safe)
	f.number(fact.SBOMSafeWithEscape, at, "components", c.SafeWithEscape)
	f.number(fact.SBOMMixed, at, "components", c.Mixed)
	f.number(fact.SBOMUnsafe, at, "components", c.Unsafe)
	f.number(fact.SBOMUnknown, at, "components", c.Unknown)
	f.number(fact.SBOMNative, at, "components", c.Native)
	f.number(fact.SBOMSetAside, at, "entries", c.Excluded+c.NotSoftware)
}

func (f *facts) shares(s SBOM, c Composition) {
	at := s.Places.Components
	f.share(fact.SBOMSafeShare, at, c.Safe+c.SafeWithEscape, c.Total)
	f.share(fact.SBOMUnsafeShare, at, c.Unsafe, c.Total)
	f.share(fact.SBOMUnknownShare, at, c.Unknown, c.Total)
	f.share(fact.SBOMHashShare, at, c.WithHash, c.Total)
	f.share(fact.SBOMPurlShare, at, c.WithIdentifier, c.Total)
	f.share(fact.SBOMVersionShare, at, c.WithVersion, c.Total)
	f.share(fact.SBOMSupplierShare, at, c.WithSupplier, c.Total)
	f.share(fact.SBOMLicenceShare, at, c.WithLicence, c.Total)
	met, of := s.MinimumElements(c)
	f.share(fact.SBOMMinimumNTIA, s.Places.Root, met, of)
}

func (f *facts) about(s SBOM) {
	f.text(fact.SBOMSpec, s.Places.Spec, s.Spec)
	f.text(fact.SBOMMadeOn, s.Places.MadeAt, f.asOf)
	f.text(fact.SBOMMadeWith, s.Places.Tools, strings.Join(s.Tools, ", "))
	f.text(fact.SBOMPhase, s.Places.Phases, strings.Join(s.Phases, ", "))
	f.text(fact.SBOMSubject, s.Places.Subject, s.Subject.Name)
	f.text(fact.SBOMSubjectVersion, s.Places.SubjectVersion, s.Subject.Version)
	f.flag(fact.SBOMHasDependencies, s.Places.Dependencies, s.Dependencies.Edges > 0)
	if s.Completeness != Undeclared {
		f.flag(fact.SBOMDeclaredComplete, s.Places.Completeness, s.Completeness == DeclaredComplete)
	}
}

func (f *facts) vulnerabilities(s SBOM) {
	if v, at := s.Vulnerabilities, s.Places.Vulnerabilities; v.Present {
		f.number(fact.SBOMKnownVulns, at, "vulnerabilities", v.Listed)
		f.number(fact.SBOMKnownMemoryUnsafe, at, "vulnerabilities", v.MemorySafety)
		f.number(fact.SBOMKnownWithoutCWE, at, "vulnerabilities", v.WithoutCWE)
	}
}

// MinimumElements counts how many of the seven data fields of NTIA's minimum
// elements (July 2021) the file meets. A field that belongs to a component is
// met when every counted component has it:
//
//	supplier name      a supplier, manufacturer or publisher is named
//	component name     not empty
//	version            not empty
//	unique identifier  a package URL that parses, a CPE, SWID or the like
//
// A field that belongs to the file is met when
//
//	dependency relationship  the file states at least one dependency
//	author of the data       a person or organisation is named; a tool is none
//	timestamp                a date and time with zone
//
// A file without components meets none of the first four.
func (s SBOM) MinimumElements(c Composition) (met, of int) {
	fields := [...]bool{
		c.Total > 0 && c.WithSupplier == c.Total,
		c.Total > 0 && c.WithName == c.Total,
		c.Total > 0 && c.WithVersion == c.Total,
		c.Total > 0 && c.WithIdentifier == c.Total,
		s.Dependencies.Edges > 0,
		s.Author,
		!s.MadeAt.IsZero(),
	}
	for _, ok := range fields {
		if ok {
			met++
		}
	}
	return met, len(fields)
}
