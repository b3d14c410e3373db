package questionnaire

import "memsure/internal/authored"

// Limits of an authored file. A questionnaire of 500 questions is about 1 MB.
const (
	MaxFileSize = 1 << 20           // bytes
	MaxDepth    = authored.MaxDepth // lists and mappings inside one another
)

// Source is an authored file together with what it means.
type Source struct {
	Definition *Definition // complete: defaults are filled in
	file       *authored.File
}

// format is what a questionnaire file may be.
var format = authored.Kind{Noun: "questionnaire", MaxSize: MaxFileSize, MaxFields: 200}

// Load reads one version of a questionnaire from YAML, or from JSON where the
// first character is a brace. It accepts only what it fully understands:
// unknown and repeated fields, anchors, aliases, tags, merge keys and second
// documents are refused, as is everything Validate refuses. Defaults are
// filled in. Every error is fault.Invalid; its fields carry line and column,
// JSON Pointer, and a snippet of the author's file for use at a terminal.
// Up to 100 places are reported, in the order of the file.
func Load(src []byte) (*Definition, error) {
	source, err := LoadSource(src)
	if err != nil {
		return nil, err
	}
	return source.Definition, nil
}

// LoadSource is Load for callers that also want Lint to know lines.
func LoadSource(src []byte) (*Source, error) {
	file, unreadable := format.Parse(src)
	if len(unreadable) > 0 {
		return nil, invalid(unreadable)
	}
	source := &Source{Definition: &Definition{}, file: file}
	if wrong := file.Decode(source.Definition); len(wrong) > 0 {
		return nil, invalid(file.Placed(wrong))
	}
	fillDefaults(source.Definition)
	if wrong := validate(source.Definition); len(wrong) > 0 {
		return nil, invalid(file.Placed(wrong))
	}
	return source, nil
}
