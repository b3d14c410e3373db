package questionnaire

import (
	"bytes"
	"encoding/json"

	"memsure/internal/canon"
	"memsure/internal/fault"
)

// Canonical gives the canonical bytes of a version and their digest. Versions
// that say the same have the same digest, however their files are laid out:
// the order of fields, YAML or JSON, and spellings of numbers do not count;
// the order of lists does.
func Canonical(def *Definition) (doc []byte, digest string, err error) {
	doc, digest, err = canon.EncodeDigest(canon.DomainQuestionnaire, def)
	if err != nil {
		return nil, "", fault.Wrap(err, "encode questionnaire")
	}
	return doc, digest, nil
}

// RulesetDigest is the digest of a version's ruleset alone: everything numeric
// a score follows besides the questions.
func RulesetDigest(def *Definition) (string, error) {
	_, digest, err := canon.EncodeDigest(canon.DomainRuleset, def.Ruleset)
	if err != nil {
		return "", fault.Wrap(err, "encode ruleset")
	}
	return digest, nil
}

// FromCanonical reads back what Canonical gave. It refuses with fault.Invalid
// bytes that are not the canonical form of a definition; whether the digest is
// the expected one is the caller's to compare.
func FromCanonical(doc []byte) (*Definition, error) {
	def := &Definition{}
	decoder := json.NewDecoder(bytes.NewReader(doc))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(def); err != nil {
		return nil, notCanonical().WithCause(err)
	}
	again, err := canon.Encode(def)
	if err != nil || !bytes.Equal(again, doc) {
		return nil, notCanonical()
	}
	return def, nil
}

func notCanonical() *fault.Error {
	return fault.New(fault.Invalid, "not_canonical", "The stored questionnaire is not in canonical form.")
}
