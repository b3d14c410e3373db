package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"strings"

	"memsure/internal/fault"
)

// Prefixes of bearer tokens, so that a person, a log scanner and the server
// each see at a glance what a leaked string would open.
const (
	PrefixAPIKey     = "mk_" // a buyer-side API key
	PrefixSession    = "ms_" // a portal session of a vendor contact
	PrefixInvitation = "mi_" // a single-use invitation
)

const (
	tokenBytes = 32 // 256 random bits: no guessing, so a fast hash at rest is enough
	tokenChars = 52 // the same in base32
	hintChars  = 6  // shown to tell keys apart; leaves 226 secret bits
)

// tokenAlphabet has neither look-alike characters nor any that need escaping
// in a URL, a shell or a header.
var tokenAlphabet = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// NewToken makes a bearer token with 256 random bits. Show the token once and
// store only the hash; the hint (prefix and six characters) may be stored and
// listed so that people can tell their keys apart.
func NewToken(prefix string) (token string, hash []byte, hint string) {
	var raw [tokenBytes]byte
	_, _ = rand.Read(raw[:]) // never fails on supported systems; it aborts the process instead
	token = prefix + tokenAlphabet.EncodeToString(raw[:])
	return token, HashToken(token), token[:len(prefix)+hintChars]
}

// HashToken is what the store keeps and looks up: the SHA-256 of the whole
// token, prefix included.
func HashToken(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// SameHash compares two hashes in time that depends on their lengths only.
func SameHash(a, b []byte) bool { return subtle.ConstantTimeCompare(a, b) == 1 }

// TokenPrefix gives the prefix of a string that has the shape of one of our
// tokens, and false for everything else. It proves nothing about validity; it
// spares the database a look-up for what cannot be a token.
func TokenPrefix(s string) (prefix string, ok bool) {
	for _, prefix := range []string{PrefixAPIKey, PrefixSession, PrefixInvitation} {
		if HasTokenShape(s, prefix) {
			return prefix, true
		}
	}
	return "", false
}

// HasTokenShape reports whether s could have come from NewToken(prefix).
func HasTokenShape(s, prefix string) bool {
	secret, ok := strings.CutPrefix(s, prefix)
	if !ok || len(secret) != tokenChars || strings.ContainsAny(secret, "\r\n") {
		return false // the decoder would skip line breaks
	}
	raw, err := tokenAlphabet.DecodeString(secret)
	return err == nil && len(raw) == tokenBytes && tokenAlphabet.EncodeToString(raw) == secret
}

// BearerToken takes the token out of an Authorization field value. An empty
// value gives "" and no error: the caller is anonymous. Anything that is not
// one well-shaped bearer token is Unauthenticated, with the same words for
// every reason.
func BearerToken(authorization string) (string, error) {
	if authorization == "" {
		return "", nil
	}
	scheme, token, _ := strings.Cut(authorization, " ")
	if _, ok := TokenPrefix(token); !ok || !strings.EqualFold(scheme, "Bearer") {
		return "", BadCredentials()
	}
	return token, nil
}

// BadCredentials is the one answer to a token that is malformed, unknown,
// expired or revoked: which of them it is stays with us.
func BadCredentials() *fault.Error {
	return fault.New(fault.Unauthenticated, "credentials_invalid",
		"The access token is not valid, or no longer valid.").
		WithRemedy("Send a current token as 'Authorization: Bearer …', or sign in again.")
}
