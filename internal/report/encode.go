package report

import "memsure/internal/canon"

// Encode gives the canonical JSON of the view and the report digest over it.
func Encode(view Scorecard) (doc []byte, digest string, err error) {
	return canon.EncodeDigest(canon.DomainReport, view)
}
