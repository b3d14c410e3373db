package auth

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"memsure/internal/fault"
)

var cheap = argonParams{memory: 64, passes: 1, lanes: 1}

func TestCheckPassphrase(t *testing.T) {
	long := strings.Repeat("ab cd-ef gh!", 100)
	tests := []struct{ name, passphrase, code string }{
		{"a sentence", "the heron ate nine frogs", ""},
		{"twelve characters", "wyrd-otter-9", ""},
		{"twelve characters of two bytes", "жёлтыйслон97", ""},
		{"longest", long[:1024], ""},
		{"one byte more", long[:1025], "passphrase_too_long"},
		{"eleven characters", "wyrd-otter-", "passphrase_too_short"},
		{"eleven characters, many bytes", strings.Repeat("象", 11), "passphrase_too_short"},
		{"eleven letters, the accents written apart", strings.Repeat("e\u0301", 11), "passphrase_too_short"},
		{"empty", "", "passphrase_too_short"},
		{"common", "password12345", "passphrase_too_common"},
		{"common in disguise", "Correct Horse, Battery Staple!", "passphrase_too_common"},
		{"one character", "aaaaaaaaaaaaaaaa", "passphrase_too_common"},
		{"a block repeated", "abcdabcdabcdabcd", "passphrase_too_common"},
		{"digits", "1234567890123", "passphrase_too_common"},
		{"digits backwards", "987654321098", "passphrase_too_common"},
		{"alphabet", "abcdefghijklmn", "passphrase_too_common"},
		{"keyboard", "qwertyuiopas", "passphrase_too_common"},
		{"only punctuation", "!!!!????!!!!????", "passphrase_too_common"},
		{"own address", "ann@supplier.example", "passphrase_personal"},
		{"own address and a year", "Ann@Supplier.example2026", "passphrase_personal"},
		{"control character", "the heron\x00ate frogs", "passphrase_not_text"},
		{"broken text", "the heron ate \xff\xfe", "passphrase_not_text"},
	}
	for _, tt := range tests {
		err := CheckPassphrase(tt.passphrase, "ann@supplier.example", "")
		var f *fault.Error
		_ = errors.As(err, &f)
		switch {
		case tt.code == "" && err != nil:
			t.Errorf("%s: refused: %v", tt.name, err)
		case tt.code != "" && (f == nil || f.Kind != fault.Invalid || f.Fields[0].Pointer != "/passphrase" || f.Fields[0].Code != tt.code):
			t.Errorf("%s: %v, want %s", tt.name, err, tt.code)
		case f != nil && tt.passphrase != "" && strings.Contains(f.Error()+f.Remedy, tt.passphrase):
			t.Errorf("%s: the passphrase is repeated", tt.name)
		}
	}
}

func TestCommonListHoldsOnlyWhatTheLengthRuleLetsThrough(t *testing.T) {
	for line := range strings.Lines(commonText) {
		entry := strings.TrimSpace(line)
		if strings.HasPrefix(entry, "#") {
			continue
		}
		if foldPassphrase(entry) != entry {
			t.Errorf("%q is not folded", entry)
		}
		if CheckPassphrase(entry) == nil {
			t.Errorf("%q is accepted", entry)
		}
	}
	if len(commonPassphrases) < 200 {
		t.Errorf("only %d entries", len(commonPassphrases))
	}
}

func TestHashAndVerify(t *testing.T) {
	ctx := context.Background()
	p := newPassphrases(cheap, 2)
	rapid.Check(t, func(t *rapid.T) {
		passphrase := rapid.StringN(0, -1, 200).Draw(t, "passphrase")
		other := rapid.StringN(0, -1, 200).Draw(t, "other")
		stored, err := p.Hash(ctx, passphrase)
		if err != nil {
			t.Fatal(err)
		}
		if ok, stale, err := p.Verify(ctx, stored, passphrase); !ok || stale || err != nil {
			t.Fatalf("right passphrase: %v %v %v", ok, stale, err)
		}
		if ok, _, _ := p.Verify(ctx, stored, other+"x"); ok && other+"x" != passphrase {
			t.Fatal("wrong passphrase accepted")
		}
		if again, _ := p.Hash(ctx, passphrase); again == stored {
			t.Fatal("the salt is not fresh")
		}
	})
}

func TestVerifyAcceptsTheSameLettersFromAnotherKeyboard(t *testing.T) {
	p := newPassphrases(cheap, 1)
	stored, err := p.Hash(context.Background(), "caf\u00e9 au lait, s'il vous pla\u00eet")
	if err != nil {
		t.Fatal(err)
	}
	if ok, _, _ := p.Verify(context.Background(), stored, "cafe\u0301 au lait, s'il vous plai\u0302t"); !ok {
		t.Error("the decomposed form was refused")
	}
}

// A hash written by an earlier build, with parameters of its own: a change of
// encoding, of normalisation or of the library would lock everybody out.
func TestStoredFormStaysReadable(t *testing.T) {
	const stored = "$argon2id$v=19$m=256,t=2,p=2$e+ItjSwmEuJQsb5MJGKc3Q$u8Fnho+jJjtfdf4vqenfsBrvU4ivUP3v+vqRZdlUsXU"
	p := newPassphrases(cheap, 1)
	ok, stale, err := p.Verify(context.Background(), stored, "the heron ate nine frogs")
	if err != nil || !ok {
		t.Fatalf("a stored hash is no longer accepted: %v %v", ok, err)
	}
	if !stale {
		t.Error("other parameters than today's must be reported")
	}
	if ok, stale, _ := p.Verify(context.Background(), stored, "another passphrase"); ok || stale {
		t.Error("a wrong passphrase must neither pass nor ask for a new hash")
	}
}

func TestTodaysHash(t *testing.T) {
	p := NewPassphrases()
	stored, err := p.Hash(context.Background(), "the heron ate nine frogs")
	if err != nil || !strings.HasPrefix(stored, "$argon2id$v=19$m=65536,t=3,p=1$") {
		t.Fatalf("%v", err)
	}
	if ok, stale, err := p.Verify(context.Background(), stored, "the heron ate nine frogs"); !ok || stale || err != nil {
		t.Errorf("%v %v %v", ok, stale, err)
	}
}

func TestDamagedHashesAreOurFaultAndCostNothing(t *testing.T) {
	p := newPassphrases(cheap, 1)
	const tail = "$c2FsdHNhbHRzYWx0c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	if _, _, _, err := parsePHC("$argon2id$v=19$m=64,t=1,p=1" + tail); err != nil {
		t.Fatal("the tail itself must be sound")
	}
	for _, stored := range []string{"", "plain", "$argon2i$v=19$m=64,t=1,p=1" + tail, "$argon2id$v=16$m=64,t=1,p=1" + tail,
		"$argon2id$v=19$m=64,t=0,p=1" + tail, "$argon2id$v=19$m=64,t=1,p=0" + tail, "$argon2id$v=19$m=4000000000,t=1,p=1" + tail,
		"$argon2id$v=19$m=64,t=1000000,p=1" + tail, "$argon2id$v=19$m=1,t=1,p=1" + tail, "$argon2id$v=19$m=64,t=1,p=300" + tail,
		"$argon2id$v=19$m=64,t=1,p=1,x=1" + tail, "$argon2id$v=19$m=064,t=1,p=1" + tail, "$argon2id$v=19$m=64,t=1,p=1$$", "$argon2id$v=19$m=64,t=1,p=1" + tail + "$x",
		"$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$AAAA", "$argon2id$v=19$m=-64,t=1,p=1" + tail} {
		if ok, _, err := p.Verify(context.Background(), stored, "x"); ok || !fault.Is(err, fault.Internal) {
			t.Errorf("%q: %v %v", stored, ok, err)
		}
	}
}

func TestOverlongPassphrases(t *testing.T) {
	p := newPassphrases(cheap, 1)
	huge := strings.Repeat("a", 1<<20)
	if _, err := p.Hash(context.Background(), huge); !fault.Is(err, fault.Invalid) {
		t.Errorf("hashed a megabyte: %v", err)
	}
	stored, _ := p.Hash(context.Background(), "the heron ate nine frogs")
	if ok, _, err := p.Verify(context.Background(), stored, huge); ok || err != nil {
		t.Errorf("%v %v", ok, err)
	}
}

func TestWaitingForASlotEndsWithTheCaller(t *testing.T) {
	p := newPassphrases(cheap, 2)
	p.slots <- struct{}{}
	p.slots <- struct{}{}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	if _, err := p.Hash(ctx, "the heron ate nine frogs"); !fault.Is(err, fault.Unavailable) {
		t.Errorf("Hash: %v", err)
	}
	if err := p.VerifyDummy(ctx, "the heron ate nine frogs"); !fault.Is(err, fault.Unavailable) {
		t.Errorf("VerifyDummy: %v", err)
	}
	<-p.slots
	if err := p.VerifyDummy(context.Background(), "x"); err != nil {
		t.Errorf("a free slot was not used: %v", err)
	}
	if err := p.VerifyDummy(ctx, "x"); !fault.Is(err, fault.Unavailable) {
		t.Errorf("work was done for a caller who left: %v", err)
	}
}

func TestSlotsComeBackAfterABurst(t *testing.T) {
	p := newPassphrases(cheap, HashesAtOnce)
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if err := p.VerifyDummy(context.Background(), "x"); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if len(p.slots) != 0 || cap(p.slots) != 2 {
		t.Errorf("%d of %d slots are still taken", len(p.slots), cap(p.slots))
	}
}

func FuzzParsePHC(f *testing.F) {
	f.Add(cheap.hash("x"))
	f.Add("$argon2id$v=19$m=64,t=1,p=1$$")
	f.Fuzz(func(t *testing.T, s string) {
		p, salt, key, err := parsePHC(s)
		if err == nil && (!p.sane() || len(key) != argonKey || len(salt) < 8) {
			t.Errorf("accepted %q", s)
		}
	})
}

func FuzzCheckPassphrase(f *testing.F) {
	f.Add("the heron ate nine frogs")
	f.Add("")
	f.Fuzz(func(t *testing.T, s string) {
		if CheckPassphrase(s) == nil && (len(s) > MaxPassphraseBytes || utf8.RuneCountInString(s) < MinPassphraseChars || !utf8.ValidString(s)) {
			t.Errorf("accepted %q", s)
		}
	})
}
