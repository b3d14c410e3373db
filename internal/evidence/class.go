package evidence

import (
	"strings"

	packageurl "github.com/package-url/packageurl-go"
)

// Class says what is known of a component's memory safety from its package
// identity alone.
type Class uint8

// The classes. Their order is the order of preference when two entries of one
// component disagree: the later one holds.
const (
	Safe           Class = iota // no way around the language's checks; no package type earns it
	SafeWithEscape              // safe by default, with unsafe blocks, FFI or native add-ons possible
	Mixed                       // commonly ships native code; safe only once shown
	Unknown                     // the identity does not tell
	Unsafe                      // C, C++ or another language without memory safety
)

// String gives the word used in files and reports.
func (c Class) String() string {
	return [...]string{"safe", "safe-with-escape", "mixed", "unknown", "unsafe"}[c]
}

// MarshalText writes the word of String.
func (c Class) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// Identity is a component's parsed package URL and what it tells.
type Identity struct {
	Class  Class
	Native bool // native code shipped inside a safe language's package
	Valid  bool // the package URL parses
	Agrees bool // its name is the component's name
}

// Identify reads a package URL and weighs it against the names the entry
// gives. An absent or broken URL is Unknown. So is a URL that names another
// package than the entry does, unless the URL itself says unsafe: a wrong
// label must not earn a better class than none.
func Identify(purl, group, name string) Identity {
	parsed, err := packageurl.FromString(purl)
	if purl == "" || err != nil {
		return Identity{Class: Unknown}
	}
	class, native := Classify(parsed)
	agrees := sameName(parsed, group, name)
	if !agrees && class < Unknown {
		class = Unknown
	}
	return Identity{Class: class, Native: native, Valid: true, Agrees: agrees}
}

// Classify gives the class of a parsed package URL: the default of its type,
// or worse where its name is known to bring native code. It never gives more
// than the type's default. Types it does not know are Unknown.
func Classify(p packageurl.PackageURL) (class Class, native bool) {
	class, known := typeClass[p.Type]
	if !known {
		return Unknown, false
	}
	switch {
	case bindsNative(p):
		return Unsafe, true
	case compilesNative[p.Type][fullName(p)]:
		return max(class, Mixed), true
	case distroTypes[p.Type] && nativeBase[distroBase(p.Name)]:
		return Unsafe, false
	}
	return class, false
}

// bindsNative reports packages of a safe language that are a native library or
// the bare binding to one, by their ecosystem's own naming convention.
func bindsNative(p packageurl.PackageURL) bool {
	switch p.Type {
	case packageurl.TypeCargo:
		return strings.HasSuffix(p.Name, "-sys") || strings.HasSuffix(p.Name, "_sys") ||
			strings.HasSuffix(p.Name, "-src")
	case packageurl.TypeMaven:
		return platformClassifier(p.Qualifiers.Map()["classifier"])
	case packageurl.TypeNuget:
		return hasSegment(strings.ToLower(p.Name), "native")
	}
	return false
}

// platformClassifier reports Maven classifiers that select a binary for one
// operating system ("linux-x86_64", "natives-windows").
func platformClassifier(classifier string) bool {
	for _, system := range []string{"linux", "windows", "osx", "macos", "native"} {
		if strings.Contains(strings.ToLower(classifier), system) {
			return true
		}
	}
	return false
}

func hasSegment(dotted, want string) bool {
	for part := range strings.SplitSeq(dotted, ".") {
		if part == want {
			return true
		}
	}
	return false
}

func fullName(p packageurl.PackageURL) string {
	if p.Namespace == "" {
		return strings.ToLower(p.Name)
	}
	return strings.ToLower(p.Namespace + "/" + p.Name)
}

// sameName compares the entry's name with the URL's: alone, or with the
// namespace in front, as generators write it either way. Case and the
// separators that registries treat alike do not count.
func sameName(p packageurl.PackageURL, group, name string) bool {
	if name == p.Name {
		return true
	}
	last := name[strings.LastIndexAny(name, "/:")+1:]
	whole := fold(p.Namespace + "/" + p.Name)
	return fold(last) == fold(p.Name) || fold(name) == whole || fold(group+"/"+name) == whole
}

var folder = strings.NewReplacer("_", "-", ".", "-")

func fold(name string) string { return folder.Replace(strings.ToLower(name)) }
