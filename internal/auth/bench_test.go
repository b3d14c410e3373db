package auth

import (
	"context"
	"testing"
)

func BenchmarkHashToken(b *testing.B) {
	token, _, _ := NewToken(PrefixAPIKey)
	for b.Loop() {
		HashToken(token)
	}
}

func BenchmarkVerifyPassphrase(b *testing.B) {
	p := NewPassphrases()
	for b.Loop() {
		_ = p.VerifyDummy(context.Background(), "the heron ate nine frogs")
	}
}

func BenchmarkAuthorize(b *testing.B) {
	p, _ := KeyPrincipal("key_1", "", Evaluator)
	for b.Loop() {
		_ = Authorize("createScorecard", p)
	}
}
