// Package questionnaires carries the questionnaires that memsure ships and
// sample responses to them. The YAML files are the authored sources, kept byte
// for byte; reading and judging them is the business of package questionnaire.
package questionnaires

import (
	"embed"
	"io/fs"
	"path"
	"slices"
)

//go:embed *.yaml
var shipped embed.FS

//go:embed samples
var samples embed.FS

//go:embed questionnaire.schema.json
var schema []byte

//go:embed example/*.yaml
var example embed.FS

// Example gives a small questionnaire to begin with: one question of each kind
// that is used most, with comments on what to change. The bytes are the
// caller's own.
func Example() []byte {
	text, err := example.ReadFile("example/example-0.1.0.yaml")
	if err != nil {
		panic("questionnaires: embedded file unreadable: " + err.Error())
	}
	return text
}

// Schema gives the JSON Schema of questionnaire files, for editors: completion,
// descriptions and first checks. Loading a file checks more. The bytes are the
// caller's own.
func Schema() []byte { return slices.Clone(schema) }

// File is one shipped questionnaire as authored.
type File struct {
	Name   string // file name, "supplier-memory-safety-1.0.0.yaml"
	Source []byte // the file's bytes; a copy that the caller may change
}

// Shipped gives every shipped questionnaire, ordered by file name.
func Shipped() []File {
	names, err := fs.Glob(shipped, "*.yaml") // sorted
	if err != nil {
		panic("questionnaires: " + err.Error()) // only a malformed pattern gives an error
	}
	files := make([]File, len(names))
	for i, name := range names {
		source, err := shipped.ReadFile(name)
		if err != nil {
			panic("questionnaires: embedded file unreadable: " + err.Error())
		}
		files[i] = File{Name: name, Source: source}
	}
	return files
}

// Named gives the shipped questionnaire of a slug and version, as authored. For
// one that is not shipped the error is fs.ErrNotExist.
func Named(slug, version string) (File, error) {
	name := slug + "-" + version + ".yaml"
	source, err := shipped.ReadFile(name)
	if err != nil {
		return File{}, &fs.PathError{Op: "questionnaire", Path: name, Err: fs.ErrNotExist}
	}
	return File{Name: name, Source: source}, nil
}

// Sample gives the bytes of one sample file, a response or a piece of evidence,
// by its name. For a name that is not there the error is fs.ErrNotExist.
func Sample(name string) ([]byte, error) {
	if name != path.Base(name) {
		return nil, &fs.PathError{Op: "sample", Path: name, Err: fs.ErrNotExist}
	}
	return samples.ReadFile("samples/" + name)
}
