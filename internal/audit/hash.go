package audit

import (
	"strconv"

	"memsure/internal/canon"
)

// Hash is the domain-separated SHA-256 of the row's canonical JSON form: an
// object of every field but the hash itself, the previous hash included. The
// bytes are those canon.Encode would give for the same object; they are
// written directly because this runs on every saved answer.
func Hash(r Row) string {
	return canon.Digest(canon.DomainAudit, r.Canonical())
}

// Canonical gives the bytes that are hashed.
func (r Row) Canonical() []byte {
	b := make([]byte, 0, 512+len(r.Details))
	b = appendText(append(b, `{"action":`...), r.Action)
	b = appendText(append(b, `,"actor_id":`...), r.Actor.ID)
	b = appendText(append(b, `,"actor_kind":`...), string(r.Actor.Kind))
	b = appendText(append(b, `,"after":`...), r.After)
	b = strconv.AppendInt(append(b, `,"at_us":`...), r.At, 10)
	b = appendText(append(b, `,"before":`...), r.Before)
	b = append(append(b, `,"details":`...), r.Details...)
	b = appendText(append(b, `,"id":`...), r.ID)
	b = appendText(append(b, `,"prev":`...), r.Prev)
	b = strconv.AppendInt(append(b, `,"seq":`...), r.Seq, 10)
	b = appendText(append(b, `,"stream":`...), r.Stream)
	b = appendText(append(b, `,"subject":`...), r.Subject)
	return append(b, '}')
}

// appendText writes a JSON string as RFC 8785 wants it: only quote, backslash
// and control characters are escaped, with the short forms where they exist.
func appendText(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c >= 0x20:
			b = append(b, c)
		case c == '\b':
			b = append(b, '\\', 'b')
		case c == '\t':
			b = append(b, '\\', 't')
		case c == '\n':
			b = append(b, '\\', 'n')
		case c == '\f':
			b = append(b, '\\', 'f')
		case c == '\r':
			b = append(b, '\\', 'r')
		default:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
	}
	return append(b, '"')
}
