// Package canon gives documents one canonical byte form and digests them.
// The form is RFC 8785 canonical JSON restricted to strings, booleans, null
// and integers up to 2^53: those survive every JSON library unchanged.
package canon

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/gowebpki/jcs"
)

// Domains separate digests of different documents: equal bytes in two domains
// have different digests. The number is the version of the document's form.
const (
	DomainQuestionnaire = "memsure/questionnaire/v1"
	DomainSource        = "memsure/source/v1" // an author's own file, byte for byte
	DomainDraft         = "memsure/draft/v1"
	DomainAnswer        = "memsure/answer/v1"
	DomainRevision      = "memsure/revision/v1"
	DomainScorecard     = "memsure/scorecard/v1"
	DomainRuleset       = "memsure/ruleset/v1"
	DomainWeights       = "memsure/weights/v1"
	DomainFacts         = "memsure/facts/v1"
	DomainReview        = "memsure/review/v1" // one; the list a score rests on is DomainReviews
	DomainReviews       = "memsure/reviews/v1"
	DomainRecord        = "memsure/record/v1" // a row that may change, as audit events tell of it
	DomainReport        = "memsure/report/v1"
	DomainTrace         = "memsure/trace/v1"
	DomainAudit         = "memsure/audit/v1"
	DomainCheckpoint    = "memsure/checkpoint/v1"
	DomainRequest       = "memsure/request/v1"
)

// Encode marshals v (encoding/json rules) and brings it into canonical form.
// It refuses numbers that are not integers within ±2^53.
func Encode(v any) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encode canonical document: %w", err)
	}
	if err := onlySmallIntegers(plain); err != nil {
		return nil, err
	}
	out, err := jcs.Transform(plain)
	if err != nil {
		return nil, fmt.Errorf("canonical form: %w", err)
	}
	return out, nil
}

// Digest is "sha256:" and the lower-case hex SHA-256 of domain, a line feed
// and the bytes.
func Digest(domain string, doc []byte) string {
	h := sha256.New()
	h.Write([]byte(domain))
	h.Write([]byte{'\n'})
	h.Write(doc)
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}

// EncodeDigest encodes v and digests the result.
func EncodeDigest(domain string, v any) (doc []byte, digest string, err error) {
	if doc, err = Encode(v); err != nil {
		return nil, "", err
	}
	return doc, Digest(domain, doc), nil
}

func onlySmallIntegers(plain []byte) error {
	dec := json.NewDecoder(strings.NewReader(string(plain)))
	dec.UseNumber()
	for {
		tok, err := dec.Token()
		if err != nil {
			return nil //nolint:nilerr // the end of a document that json.Marshal itself wrote
		}
		n, ok := tok.(json.Number)
		if !ok {
			continue
		}
		i, err := n.Int64()
		if err != nil || i > 1<<53 || i < -(1<<53) {
			return fmt.Errorf("canonical documents hold integers within 2^53 only; found another number")
		}
	}
}
