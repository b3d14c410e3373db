package evidence

import (
	"cmp"
	"crypto/sha256"
	"slices"
)

// Composition is the counted content of an SBOM. Total is the sum of the five
// classes. A component listed more than once counts once: with the worst
// class of its entries, and with a field only where all its entries have it.
type Composition struct {
	Total          int `json:"total"`
	Safe           int `json:"safe"`
	SafeWithEscape int `json:"safe_with_escape"`
	Mixed          int `json:"mixed"`
	Unsafe         int `json:"unsafe"`
	Unknown        int `json:"unknown"`
	Native         int `json:"native"` // of any class: native code behind a safe language

	WithName       int `json:"with_name"`
	WithVersion    int `json:"with_version"`
	WithIdentifier int `json:"with_identifier"`
	WithHash       int `json:"with_hash"`
	WithLicence    int `json:"with_licence"`
	WithSupplier   int `json:"with_supplier"`

	Repeated    int `json:"repeated"`     // entries beyond a component's first
	Excluded    int `json:"excluded"`     // entries set aside: said not to be part of what runs
	NotSoftware int `json:"not_software"` // entries set aside: data, models, algorithms

	// Examples are unsafe or native components, the first by name, version
	// and package URL, at most MaxExamples.
	Examples []Example `json:"examples,omitempty"`
}

// Example is one component worth naming, and where the file lists it.
type Example struct {
	Name    string `json:"name"`
	Version string `json:"version,omitempty"`
	PURL    string `json:"purl,omitempty"`
	Class   Class  `json:"class"`
	Native  bool   `json:"native,omitempty"`
	Place   string `json:"place"`
}

// MaxExamples bounds Composition.Examples.
const MaxExamples = 200

// Tally counts components handed over one by one, in any order. It keeps some
// twenty bytes a component. Make one with NewTally.
type Tally struct {
	seen     map[identity]traits
	key      []byte
	examples []Example
	counts   Composition // only what Add can count at once
}

type identity [16]byte

// traits packs what the counts need of one component: its class in the low
// three bits, then one bit each.
type traits uint16

const (
	classBits   traits = 0b111
	native      traits = 1 << 3
	hasName     traits = 1 << 4
	hasVersion  traits = 1 << 5
	hasID       traits = 1 << 6
	hasHash     traits = 1 << 7
	hasLicence  traits = 1 << 8
	hasSupplier traits = 1 << 9
	hasAnything        = hasName | hasVersion | hasID | hasHash | hasLicence | hasSupplier
)

// NewTally returns an empty tally.
func NewTally() *Tally { return &Tally{seen: map[identity]traits{}} }

// Add counts one resolved component.
func (t *Tally) Add(c Component) {
	switch {
	case c.Excluded:
		t.counts.Excluded++
		return
	case !c.Software():
		t.counts.NotSoftware++
		return
	}
	id, now := t.identify(c), traitsOf(c)
	before, repeated := t.seen[id]
	if repeated {
		t.counts.Repeated++
		now = merge(before, now)
	}
	t.seen[id] = now
	if c.Class == Unsafe || c.Native {
		t.show(c)
	}
}

// identify tells components apart: by package URL, or by all names where there
// is none. The digest is cut to 128 bits, beyond what can be forged to collide
// with any gain.
func (t *Tally) identify(c Component) identity {
	t.key = t.key[:0]
	if c.PURL != "" {
		t.key = append(t.key, c.PURL...)
	} else {
		for _, part := range []string{"", c.Type, c.Group, c.Name, c.Version} {
			t.key = append(append(t.key, part...), 0)
		}
	}
	sum := sha256.Sum256(t.key)
	return identity(sum[:16])
}

func traitsOf(c Component) traits {
	out := traits(c.Class)
	out |= when(c.Native, native) | when(c.Name != "", hasName) | when(c.Version != "", hasVersion)
	out |= when(c.Identified, hasID) | when(c.Hashes, hasHash)
	return out | when(c.Licence, hasLicence) | when(c.Supplier, hasSupplier)
}

func when(has bool, bit traits) traits {
	if has {
		return bit
	}
	return 0
}

// merge takes the unfavourable side of two entries of one component.
func merge(a, b traits) traits {
	return max(a&classBits, b&classBits) | (a|b)&native | a&b&hasAnything
}

// show keeps an example, and now and then only the first MaxExamples.
func (t *Tally) show(c Component) {
	t.examples = append(t.examples, Example{c.Name, c.Version, c.PURL, c.Class, c.Native, c.Place})
	if len(t.examples) >= 2*MaxExamples {
		t.examples = firstExamples(t.examples)
	}
}

func firstExamples(list []Example) []Example {
	same := func(a, b Example) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Version, b.Version), cmp.Compare(a.PURL, b.PURL))
	}
	slices.SortFunc(list, func(a, b Example) int {
		return cmp.Or(same(a, b), cmp.Compare(b.Class, a.Class), cmp.Compare(a.Place, b.Place))
	})
	list = slices.CompactFunc(list, func(a, b Example) bool { return same(a, b) == 0 })
	return list[:min(len(list), MaxExamples)]
}

// Composition gives the counts of everything added so far. They do not depend
// on the order of adding.
func (t *Tally) Composition() Composition {
	out := t.counts
	out.Total = len(t.seen)
	for _, has := range t.seen {
		out.count(has)
	}
	out.Examples = slices.Clone(firstExamples(t.examples))
	return out
}

func (c *Composition) count(has traits) {
	*[...]*int{&c.Safe, &c.SafeWithEscape, &c.Mixed, &c.Unknown, &c.Unsafe}[has&classBits]++
	for _, field := range [...]struct {
		bit   traits
		count *int
	}{
		{native, &c.Native}, {hasName, &c.WithName}, {hasVersion, &c.WithVersion},
		{hasID, &c.WithIdentifier}, {hasHash, &c.WithHash},
		{hasLicence, &c.WithLicence}, {hasSupplier, &c.WithSupplier},
	} {
		if has&field.bit != 0 {
			*field.count++
		}
	}
}
