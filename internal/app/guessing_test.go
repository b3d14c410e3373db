package app

import (
	"errors"
	"testing"

	"memsure/internal/auth"
	"memsure/internal/fault"
	"memsure/internal/testkit/db"
)

func guesser(t *testing.T) *Core {
	t.Helper()
	return &Core{Store: db.SQLite(t), Throttle: auth.NewThrottle(auth.DefaultThrottleLimits())}
}

func wrong() error { return badSignIn() }
func right() error { return nil }

// until counts the guesses that are let through before the account must wait.
func until(t *testing.T, c *Core, account, from string, try func() error, most int) int {
	t.Helper()
	ctx := auth.WithClient(t.Context(), from)
	for n := range most {
		if err := c.guess(ctx, account, try); fault.Is(err, fault.RateLimited) {
			return n
		}
	}
	return most
}

func TestWrongGuessesCountByAccountAndAddress(t *testing.T) {
	c := guesser(t)
	if n := until(t, c, "dana", "192.0.2.1", wrong, 50); n != auth.DefaultThrottleLimits().Free {
		t.Errorf("%d guesses before the wait", n)
	}
	if n := until(t, c, "dana", "192.0.2.2", right, 3); n != 3 {
		t.Error("strangers lock a contact out")
	}
	if n := until(t, c, "kim", "192.0.2.1", right, 3); n != 3 {
		t.Error("one account's failures stop another from the same office")
	}
}

func TestAnAddressThatTriesManyAccountsWaits(t *testing.T) {
	c := guesser(t)
	ctx := auth.WithClient(t.Context(), "192.0.2.1")
	let := 0
	for i := range 500 {
		if err := c.guess(ctx, string(rune('0'+i)), wrong); !fault.Is(err, fault.RateLimited) {
			let++
		}
	}
	if let < 50 || let > 200 {
		t.Errorf("%d accounts were tried", let)
	}
	if n := until(t, c, "dana", "192.0.2.9", right, 1); n != 1 {
		t.Error("another address waits too")
	}
}

// Trouble of ours, or a caller who left, is no verdict; a right guess clears
// the wrong ones of this account from this address.
func TestOnlyVerdictsCount(t *testing.T) {
	c := guesser(t)
	busy := func() error { return fault.New(fault.Unavailable, "sign_in_busy", "Busy.") }
	if n := until(t, c, "dana", "192.0.2.1", busy, 100); n != 100 {
		t.Errorf("being busy counted after %d", n)
	}
	if n := until(t, c, "dana", "192.0.2.1", func() error { return errors.New("disk") }, 100); n != 100 {
		t.Errorf("trouble counted after %d", n)
	}
	for range 10 {
		if n := until(t, c, "dana", "192.0.2.1", wrong, 3); n != 3 {
			t.Fatal("wrong guesses before a right one were kept")
		}
		if n := until(t, c, "dana", "192.0.2.1", right, 1); n != 1 {
			t.Fatal("a right guess waits")
		}
	}
}

// Knowing one of several sign-ins under a name gives no more tries at the others.
func TestARightGuessForgivesNothingWhereANameIsShared(t *testing.T) {
	c := guesser(t)
	let := 0
	for range 20 {
		for _, try := range []func() error{wrong, wrong, right} {
			err := c.guessShared(t.Context(), "dana", func() (bool, error) { return true, try() })
			if fault.Is(err, fault.Unauthenticated) {
				let++
			}
		}
	}
	if let > auth.DefaultThrottleLimits().Free {
		t.Errorf("%d wrong guesses were judged", let)
	}
}
