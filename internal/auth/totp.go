package auth

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1" //nolint:gosec // RFC 6238 as every authenticator app speaks it; HMAC-SHA-1 is not affected by collisions
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/url"
	"strings"
	"time"
)

const (
	totpPeriod = 30 // seconds a step lasts, RFC 6238 section 5.2
	totpDigits = 6
	totpSkew   = 1 // steps accepted before and after ours, for slow clocks and slow fingers
)

var totpBase32 = base32.StdEncoding.WithPadding(base32.NoPadding)

// NewTOTPSecret makes a second-factor secret of 160 bits, the length RFC 4226
// recommends. It must be stored readable by us: keep it apart from what is
// exported or logged.
func NewTOTPSecret() []byte {
	secret := make([]byte, 20)
	_, _ = rand.Read(secret) // never fails on supported systems; it aborts the process instead
	return secret
}

// TOTPSecretText is the secret as people type it into an authenticator by hand.
func TOTPSecretText(secret []byte) string { return totpBase32.EncodeToString(secret) }

// TOTPURI is the otpauth address an authenticator reads from a QR code. Issuer
// is the buying organisation, account the contact's sign-in name.
func TOTPURI(issuer, account string, secret []byte) string {
	return fmt.Sprintf("otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=%d&period=%d",
		uriEscape(issuer), uriEscape(account), TOTPSecretText(secret), uriEscape(issuer), totpDigits, totpPeriod)
}

// uriEscape escapes everything a label or a value could be cut at, and spaces
// as %20: some authenticators show a plus sign as it is.
func uriEscape(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

// VerifyTOTP checks a six-digit code (RFC 6238, SHA-1, 30 seconds) at time
// now, one step of tolerance each way. lastUsed is the step of the last code
// this account used, 0 for none: that step and earlier ones are refused, so a
// code works once. When ok, store usedStep as the next lastUsed, in the same
// transaction as the sign-in.
func VerifyTOTP(secret []byte, code string, now time.Time, lastUsed int64) (usedStep int64, ok bool) {
	if len(secret) == 0 || len(code) != totpDigits {
		return lastUsed, false
	}
	current := now.Unix() / totpPeriod
	usedStep = lastUsed
	// Every step is tried and the latest match kept: a code that happens to be
	// right twice must not be usable twice.
	for step := current - totpSkew; step <= current+totpSkew; step++ {
		same := subtle.ConstantTimeCompare([]byte(totpCode(secret, step, totpDigits)), []byte(code)) == 1
		if same && step > lastUsed {
			usedStep, ok = step, true
		}
	}
	return usedStep, ok
}

// totpCode is HOTP (RFC 4226 section 5.3) of the step number.
func totpCode(secret []byte, step int64, digits int) string {
	var counter [8]byte
	binary.BigEndian.PutUint64(counter[:], uint64(step)) // steps since 1970 are positive
	mac := hmac.New(sha1.New, secret)
	mac.Write(counter[:])
	sum := mac.Sum(nil)
	offset := sum[len(sum)-1] & 0x0f
	value := binary.BigEndian.Uint32(sum[offset:]) & 0x7fffffff
	return fmt.Sprintf("%0*d", digits, uint64(value)%pow10(digits))
}

func pow10(n int) uint64 {
	out := uint64(1)
	for range n {
		out *= 10
	}
	return out
}
