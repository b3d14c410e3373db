package evidence

import "time"

// SBOM is what a software bill of materials says about itself. Its components
// are not held here: a reader hands them over one by one, so that a file of
// 100 MB does not need 100 MB of memory. People's names are not taken out of
// a file; whether an author is named is.
type SBOM struct {
	Spec            string // "CycloneDX 1.6"
	SerialNumber    string
	Subject         Subject
	MadeAt          time.Time // UTC; zero when absent or not a date with a zone
	Tools           []string  // "name version", sorted, without repeats
	Phases          []string  // life-cycle phases, sorted, without repeats
	Author          bool      // the author of the data is named, person or organisation
	Dependencies    Dependencies
	Completeness    Completeness
	Vulnerabilities Vulnerabilities
	Places          Places
}

// Subject is the thing the file describes.
type Subject struct {
	Name, Version, PURL, Type string
}

// Dependencies counts the dependency graph without keeping it.
type Dependencies struct {
	Entries int // components that state their dependencies, perhaps none
	Edges   int // stated dependencies
}

// Completeness is what a file declares about its own gaps.
type Completeness uint8

// A file is DeclaredComplete when it makes at least one declaration and all
// say complete. Whether they cover every part is not checked. A declaration
// of "not specified" declares nothing.
const (
	Undeclared Completeness = iota
	DeclaredComplete
	DeclaredIncomplete // any declaration of incomplete or unknown
)

// Vulnerabilities counts the vulnerabilities a file lists. Listed is the sum
// of the other three. What the vendor says of an entry's state (not affected,
// resolved) changes no count.
type Vulnerabilities struct {
	Present      bool // the file has such a list, perhaps an empty one
	Listed       int
	MemorySafety int // with a weakness of the standard set
	Other        int // with weaknesses, none of the standard set
	WithoutCWE   int // no usable weakness number
}

// Places are JSON Pointers to where a format keeps things, for facts to name.
type Places struct {
	Spec, MadeAt, Tools, Phases, Subject, SubjectVersion          string
	Components, Dependencies, Completeness, Vulnerabilities, Root string
}

// Component is one entry of an SBOM.
type Component struct {
	Name, Group, Version, PURL string
	Type                       string // the format's own word, "library"
	Excluded                   bool   // said not to be part of what runs
	OtherID                    bool   // identified by CPE, SWID or the like
	Hashes, Licence, Supplier  bool   // whether the entry has any

	// Set by Resolve:
	Class      Class
	Native     bool   // native code behind a safe language
	Identified bool   // OtherID, or a package URL that parses
	Place      string // only for entries that are unsafe or native
}

// Resolve works out the class from the package identity. place gives the
// entry's JSON Pointer and is asked only where one is needed.
func (c *Component) Resolve(place func() string, warnings *Warnings) {
	is := Identify(c.PURL, c.Group, c.Name)
	c.Class, c.Native, c.Identified = is.Class, is.Native, is.Valid || c.OtherID
	if c.Class == Unsafe || c.Native {
		c.Place = place()
	}
	switch {
	case c.PURL == "":
	case !is.Valid:
		warnings.AddAt(place, "purl_invalid", "The package URL cannot be read, so the component counts as unknown.")
	case !is.Agrees:
		warnings.AddAt(place, "purl_name_differs",
			"The package URL names another package than the entry does, so it earns no better class than unknown.")
	}
}

// notSoftware lists component types that are no code. An entry of such a type
// is set aside only when it has no package URL.
var notSoftware = set("data", "machine-learning-model", "cryptographic-asset")

// Software reports whether the entry is counted among software components.
func (c *Component) Software() bool { return c.PURL != "" || !notSoftware[c.Type] }
