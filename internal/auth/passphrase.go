package auth

import (
	"context"
	_ "embed"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"memsure/internal/fault"
)

// Limits of a passphrase: characters below, bytes above. There are no rules
// about kinds of characters: length is what counts (NIST SP 800-63B).
const (
	MinPassphraseChars = 12
	MaxPassphraseBytes = 1024
)

// HashesAtOnce is how many passphrases are hashed side by side. Each takes
// tens of MiB and a whole core; a burst of sign-ins waits in line instead of
// taking the machine down.
const HashesAtOnce = 2

//go:embed common_passphrases.txt
var commonText string

// commonPassphrases holds what everybody tries first, folded.
var commonPassphrases = func() map[string]bool {
	set := map[string]bool{}
	for line := range strings.Lines(commonText) {
		if entry := foldPassphrase(line); entry != "" && !strings.HasPrefix(line, "#") {
			set[entry] = true
		}
	}
	return set
}()

// CheckPassphrase says whether a person may choose this passphrase: at least
// 12 characters, at most 1024 bytes, valid text, not on the list of the most
// common ones, not one short pattern repeated, not a run of the alphabet or
// the keyboard, and not one of the personal words (sign-in name, organisation).
// The answer is an Invalid fault with field /passphrase, which never repeats
// the passphrase.
func CheckPassphrase(passphrase string, personal ...string) error {
	switch folded := foldPassphrase(passphrase); {
	case !utf8.ValidString(passphrase) || strings.IndexFunc(passphrase, unicode.IsControl) >= 0:
		return badPassphrase("passphrase_not_text", "The passphrase holds bytes that are not text, or control characters.")
	case len(passphrase) > MaxPassphraseBytes:
		return badPassphrase("passphrase_too_long", "The passphrase is longer than 1024 bytes.")
	case utf8.RuneCountInString(norm.NFC.String(passphrase)) < MinPassphraseChars:
		return badPassphrase("passphrase_too_short", "The passphrase has fewer than 12 characters.")
	case commonPassphrases[folded] || isPattern(folded):
		return badPassphrase("passphrase_too_common", "The passphrase is among the first that anybody would try.")
	case isPersonal(folded, personal):
		return badPassphrase("passphrase_personal", "The passphrase is the sign-in name or the name of the organisation.")
	}
	return nil
}

// Passphrases hashes and checks passphrases, a bounded number at once. It is
// safe for concurrent use.
type Passphrases struct {
	params argonParams
	slots  chan struct{}
	dummy  string // hash of a passphrase nobody has, in today's parameters
}

// NewPassphrases uses today's parameters (argon2id, 64 MiB, 3 passes) with
// HashesAtOnce slots.
func NewPassphrases() *Passphrases { return newPassphrases(todaysParams, HashesAtOnce) }

func newPassphrases(params argonParams, atOnce int) *Passphrases {
	p := &Passphrases{params: params, slots: make(chan struct{}, atOnce)}
	nobody, _, _ := NewToken("")
	p.dummy = params.hash(nobody)
	return p
}

// Hash gives the PHC string to store, with a fresh salt and the parameters
// inside. It does not judge the passphrase: call CheckPassphrase where one is
// chosen. When all slots are taken until ctx ends, it is Unavailable.
func (p *Passphrases) Hash(ctx context.Context, passphrase string) (string, error) {
	if len(passphrase) > MaxPassphraseBytes {
		return "", badPassphrase("passphrase_too_long", "The passphrase is longer than 1024 bytes.")
	}
	release, err := p.slot(ctx)
	if err != nil {
		return "", err
	}
	defer release()
	return p.params.hash(passphrase), nil
}

// Verify compares a passphrase with a stored PHC string. stale says that the
// passphrase is right but the stored parameters are not today's: hash it anew
// and store that. A string we cannot read is an Internal fault.
func (p *Passphrases) Verify(ctx context.Context, stored, passphrase string) (ok, stale bool, err error) {
	params, salt, want, err := parsePHC(stored)
	if err != nil {
		return false, false, err
	}
	release, err := p.slot(ctx)
	if err != nil {
		return false, false, err
	}
	defer release()
	if len(passphrase) > MaxPassphraseBytes {
		passphrase = "" // none was ever stored so short; the work stays the same
	}
	ok = SameHash(params.key(passphrase, salt), want)
	return ok, ok && params != p.params, nil
}

// VerifyDummy does the work of Verify for an account that does not exist, so
// that the time of the answer does not tell which accounts do. Call it exactly
// where Verify would have been called and answer in the same words.
func (p *Passphrases) VerifyDummy(ctx context.Context, passphrase string) error {
	_, _, err := p.Verify(ctx, p.dummy, passphrase)
	return err
}

// slot waits for a place in line, no longer than the caller does.
func (p *Passphrases) slot(ctx context.Context) (release func(), err error) {
	if ctx.Err() == nil {
		select {
		case p.slots <- struct{}{}:
			return func() { <-p.slots }, nil
		case <-ctx.Done():
		}
	}
	busy := fault.New(fault.Unavailable, "sign_in_busy", "Too many people are signing in just now.").
		WithRemedy("Try again in a moment.").WithCause(ctx.Err())
	busy.RetryAfter = 2 * time.Second
	return nil, busy
}

func badPassphrase(code, message string) *fault.Error {
	return fault.New(fault.Invalid, "passphrase_refused", "This passphrase cannot be used.").
		WithRemedy("Choose at least 12 characters that nobody would guess; a sentence of your own works well.").
		At("/passphrase", code, message)
}

// foldPassphrase drops what people vary without making a guess harder: case,
// spaces and punctuation.
func foldPassphrase(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(s))
}

func isPersonal(folded string, personal []string) bool {
	for _, word := range personal {
		if w := foldPassphrase(word); w != "" && strings.Trim(folded, "0123456789") == strings.Trim(w, "0123456789") {
			return true
		}
	}
	return false
}

// isPattern finds what looks long but is one idea: a block of up to four
// characters repeated, or a run along the alphabet, the digits or a keyboard
// row, in either direction. Fewer than two distinct letters or digits is one too.
func isPattern(folded string) bool {
	runes := []rune(folded)
	if len(runes) < 2 {
		return true
	}
	for width := 1; width <= 4; width++ {
		if repeats(runes, width) {
			return true
		}
	}
	for _, run := range patternRuns {
		if strings.Contains(run, folded) {
			return true
		}
	}
	return false
}

func repeats(runes []rune, width int) bool {
	if len(runes) < 2*width {
		return false
	}
	for i := width; i < len(runes); i++ {
		if runes[i] != runes[i-width] {
			return false
		}
	}
	return true
}

var patternRuns = func() (runs []string) {
	for _, row := range []string{"abcdefghijklmnopqrstuvwxyz", "0123456789", "1234567890",
		"qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm", "azertyuiopqsdfghjklmwxcvbn",
		"1qaz2wsx3edc4rfv5tgb6yhn7ujm", "q1w2e3r4t5y6u7i8o9p0", "1q2w3e4r5t6y7u8i9o0p"} {
		runs = append(runs, row+row+row, reversed(row+row+row))
	}
	return runs
}()

func reversed(s string) string {
	out := []byte(s) // the rows are ASCII
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return string(out)
}
