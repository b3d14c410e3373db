package auth

import (
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"memsure/internal/fault"
)

// argonParams are the cost of one argon2id hash (RFC 9106): memory in KiB,
// passes over it, lanes.
type argonParams struct {
	memory uint32
	passes uint32
	lanes  uint8
}

// todaysParams take the memory and passes of RFC 9106's second recommended
// choice, in one lane: two sign-ins at once then need two cores, not eight.
var todaysParams = argonParams{memory: 64 << 10, passes: 3, lanes: 1}

// Bounds on stored parameters: a damaged row must neither panic the hash nor
// take all memory.
const (
	maxArgonMemory = 256 << 10 // KiB
	maxArgonPasses = 16
	maxArgonLanes  = 16
	argonSalt      = 16 // bytes, RFC 9106 section 3.1
	argonKey       = 32 // bytes
)

// hash gives the PHC string of a passphrase under a fresh salt.
func (p argonParams) hash(passphrase string) string {
	salt := make([]byte, argonSalt)
	_, _ = rand.Read(salt) // never fails on supported systems; it aborts the process instead
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, p.memory, p.passes, p.lanes,
		b64.EncodeToString(salt), b64.EncodeToString(p.key(passphrase, salt)))
}

// key hashes the composed form (NFC, as RFC 8265 asks for passwords): two
// keyboards may write the same letter in different bytes.
func (p argonParams) key(passphrase string, salt []byte) []byte {
	return argon2.IDKey([]byte(norm.NFC.String(passphrase)), salt, p.passes, p.memory, p.lanes, argonKey)
}

// parsePHC reads $argon2id$v=19$m=…,t=…,p=…$salt$key strictly.
func parsePHC(stored string) (p argonParams, salt, key []byte, err error) {
	parts := strings.Split(stored, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return p, nil, nil, damagedHash()
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &p.memory, &p.passes, &p.lanes); err != nil ||
		parts[3] != fmt.Sprintf("m=%d,t=%d,p=%d", p.memory, p.passes, p.lanes) || !p.sane() {
		return p, nil, nil, damagedHash()
	}
	b64 := base64.RawStdEncoding.Strict()
	salt, saltErr := b64.DecodeString(parts[4])
	key, keyErr := b64.DecodeString(parts[5])
	if saltErr != nil || keyErr != nil || len(salt) < 8 || len(salt) > 64 || len(key) != argonKey {
		return p, nil, nil, damagedHash()
	}
	return p, salt, key, nil
}

func (p argonParams) sane() bool {
	return p.lanes >= 1 && p.lanes <= maxArgonLanes &&
		p.passes >= 1 && p.passes <= maxArgonPasses &&
		p.memory >= 8*uint32(p.lanes) && p.memory <= maxArgonMemory
}

func damagedHash() *fault.Error {
	return fault.New(fault.Internal, "passphrase_hash_damaged", "Something went wrong on our side.")
}
