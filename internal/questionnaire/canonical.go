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
	named := *def
	named.Schema = or(named.Schema, Schema)
	doc, digest, err = canon.EncodeDigest(canon.DomainQuestionnaire, named)
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
// bytes that are not the canonical form of a definition as it is written
// today; whether the digest is the expected one is the caller's to compare.
func FromCanonical(doc []byte) (*Definition, error) {
	def := &Definition{}
	decoder := json.NewDecoder(bytes.NewReader(doc))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(def); err != nil {
		return nil, notCanonical().WithCause(err)
	}
	again, _, err := Canonical(def)
	if err != nil || !bytes.Equal(again, doc) {
		return nil, notCanonical()
	}
	return def, nil
}

// Thaw reads a version that was frozen, perhaps long ago, once its bytes have
// been held to their digest. The digest vouches for them, so a member that is
// unknown or would be written otherwise today does not make them wrong. It
// refuses with fault.Invalid what does not say that it is in this form.
func Thaw(doc []byte) (*Definition, error) {
	def := &Definition{}
	if err := json.Unmarshal(doc, def); err != nil {
		return nil, notCanonical().WithCause(err)
	}
	if def.Schema != Schema {
		return nil, notCanonical()
	}
	return def, nil
}

func notCanonical() *fault.Error {
	return fault.New(fault.Invalid, "not_canonical", "The stored questionnaire is not in canonical form.")
}
