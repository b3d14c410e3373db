package auth

import (
	"crypto/sha256"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"memsure/internal/fault"
)

func TestNewTokenIsRecognisedOnlyByItsOwnPrefix(t *testing.T) {
	prefixes := []string{PrefixAPIKey, PrefixSession, PrefixInvitation}
	for _, prefix := range prefixes {
		token, hash, hint := NewToken(prefix)
		if len(token) != len(prefix)+52 || len(hash) != sha256.Size {
			t.Errorf("%s: token of %d characters, hash of %d bytes", prefix, len(token), len(hash))
		}
		if !strings.HasPrefix(token, hint) || len(hint) != len(prefix)+6 {
			t.Errorf("%s: hint has %d characters", prefix, len(hint))
		}
		if !SameHash(hash, HashToken(token)) {
			t.Errorf("%s: the hash is not that of the token", prefix)
		}
		for _, other := range prefixes {
			if got := HasTokenShape(token, other); got != (other == prefix) {
				t.Errorf("token of %s seen as %s: %v", prefix, other, got)
			}
		}
	}
}

func TestTokensAndHashesDiffer(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		token, hash, _ := NewToken(PrefixSession)
		if seen[token] || seen[string(hash)] {
			t.Fatal("a token came twice")
		}
		seen[token], seen[string(hash)] = true, true
	}
}

func TestAnyChangedCharacterChangesTheHash(t *testing.T) {
	token, hash, _ := NewToken(PrefixAPIKey)
	rapid.Check(t, func(t *rapid.T) {
		i := rapid.IntRange(0, len(token)-1).Draw(t, "position")
		changed := token[:i] + string(token[i]^1) + token[i+1:]
		if SameHash(hash, HashToken(changed)) {
			t.Fatalf("position %d does not matter", i)
		}
	})
}

func TestTokenShapeRefuses(t *testing.T) {
	token, _, _ := NewToken(PrefixAPIKey)
	body := strings.TrimPrefix(token, PrefixAPIKey)
	for name, s := range map[string]string{
		"empty": "", "prefix only": PrefixAPIKey, "no prefix": body, "short": token[:len(token)-1],
		"long": token + "0", "upper case": PrefixAPIKey + strings.Repeat("A", 52),
		"look-alike": PrefixAPIKey + strings.Repeat("o", 52), "line break": PrefixAPIKey + "\n" + body[1:],
		"trailing bits": PrefixAPIKey + body[:51] + "z", "space": " " + token, "unknown prefix": "mx_" + body,
	} {
		if prefix, ok := TokenPrefix(s); ok {
			t.Errorf("%s: taken for a token of %s", name, prefix)
		}
	}
}

func TestBearerToken(t *testing.T) {
	token, _, _ := NewToken(PrefixSession)
	for _, header := range []string{"Bearer " + token, "bearer " + token} {
		if got, err := BearerToken(header); err != nil || got != token {
			t.Errorf("well-formed header refused: %v", err)
		}
	}
	if got, err := BearerToken(""); got != "" || err != nil {
		t.Errorf("no header: %q, %v", got, err)
	}
	for _, header := range []string{token, "Basic " + token, "Bearer", "Bearer  " + token, "Bearer " + token + " x", "Bearer secret-canary"} {
		got, err := BearerToken(header)
		if got != "" || !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("accepted %q", header)
		}
		if err != nil && (strings.Contains(err.Error(), token) || strings.Contains(err.Error(), "canary")) {
			t.Error("the error repeats the token")
		}
	}
}

func TestSameHash(t *testing.T) {
	if SameHash([]byte{1}, []byte{1, 2}) || SameHash([]byte{1}, []byte{2}) || !SameHash([]byte{1, 2}, []byte{1, 2}) {
		t.Error("hashes are compared wrongly")
	}
}

func FuzzTokenPrefix(f *testing.F) {
	token, _, _ := NewToken(PrefixInvitation)
	f.Add(token)
	f.Add("mk_")
	f.Add("mi_\r\n")
	f.Fuzz(func(t *testing.T, s string) {
		if prefix, ok := TokenPrefix(s); ok && (len(s) != 55 || !strings.HasPrefix(s, prefix) || strings.ContainsAny(s, " \r\n=")) {
			t.Errorf("%q has no token shape", s)
		}
	})
}
