package auth

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var rfcSecret = []byte("12345678901234567890")

// The SHA-1 rows of RFC 6238, appendix B.
func TestTOTPVectors(t *testing.T) {
	for _, tt := range []struct {
		unix int64
		code string
	}{
		{59, "94287082"}, {1111111109, "07081804"}, {1111111111, "14050471"},
		{1234567890, "89005924"}, {2000000000, "69279037"}, {20000000000, "65353130"},
	} {
		if got := totpCode(rfcSecret, tt.unix/30, 8); got != tt.code {
			t.Errorf("at %d: %s, want %s", tt.unix, got, tt.code)
		}
		step, ok := VerifyTOTP(rfcSecret, tt.code[2:], time.Unix(tt.unix, 0), 0)
		if !ok || step != tt.unix/30 {
			t.Errorf("at %d: code refused (step %d)", tt.unix, step)
		}
	}
}

func TestTOTPWindowIsOneStepEachWay(t *testing.T) {
	now := time.Unix(1234567890, 0)
	current := now.Unix() / 30
	for offset := int64(-3); offset <= 3; offset++ {
		step, ok := VerifyTOTP(rfcSecret, totpCode(rfcSecret, current+offset, 6), now, 0)
		want := offset >= -1 && offset <= 1
		if ok != want || ok && step != current+offset {
			t.Errorf("offset %d: ok=%v step=%d", offset, ok, step-current)
		}
	}
}

func TestTOTPCodeWorksOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		secret := rapid.SliceOfN(rapid.Byte(), 20, 20).Draw(t, "secret")
		now := time.Unix(rapid.Int64Range(1_700_000_000, 4_000_000_000).Draw(t, "now"), 0)
		offset := rapid.Int64Range(-1, 1).Draw(t, "offset")
		code := totpCode(secret, now.Unix()/30+offset, 6)
		used, ok := VerifyTOTP(secret, code, now, 0)
		if !ok {
			t.Fatal("a fresh code was refused")
		}
		for _, later := range []time.Duration{0, time.Second, 30 * time.Second, 60 * time.Second} {
			if totpCode(secret, (now.Add(later).Unix())/30+1, 6) == code {
				continue // the same digits came up again by chance, as a fresh code
			}
			if again, ok := VerifyTOTP(secret, code, now.Add(later), used); ok || again != used {
				t.Fatalf("the code worked again %v later", later)
			}
		}
	})
}

func TestTOTPRefusesWhatIsNoCode(t *testing.T) {
	now := time.Unix(59, 0)
	for _, code := range []string{"", "28708", "2870822", "94287082", "28708x", " 287082", "２８７０８２"} {
		if _, ok := VerifyTOTP(rfcSecret, code, now, 0); ok {
			t.Errorf("%q was accepted", code)
		}
	}
	if _, ok := VerifyTOTP(nil, totpCode(nil, 1, 6), now, 0); ok {
		t.Error("an account without a secret accepted a code")
	}
}

func TestTOTPSecretsAndURI(t *testing.T) {
	a, b := NewTOTPSecret(), NewTOTPSecret()
	if len(a) != 20 || string(a) == string(b) {
		t.Error("secrets are not fresh 160 bits")
	}
	text := TOTPURI("Acme & Söhne", "ann@example.org", rfcSecret)
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	if u.Scheme != "otpauth" || u.Host != "totp" || u.Path != "/Acme & Söhne:ann@example.org" ||
		q.Get("secret") != "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" || q.Get("issuer") != "Acme & Söhne" ||
		q.Get("digits") != "6" || q.Get("period") != "30" || q.Get("algorithm") != "SHA1" {
		t.Errorf("address reads back as %q %v", u.Path, q)
	}
	if strings.ContainsAny(text, " +") {
		t.Error("spaces must be percent-encoded")
	}
}
