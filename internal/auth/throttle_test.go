package auth

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"memsure/internal/fault"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func retryAfter(err error) time.Duration {
	var f *fault.Error
	if errors.As(err, &f) && f.Kind == fault.RateLimited {
		return f.RetryAfter
	}
	return 0
}

func TestThrottleDoublesUpToItsLongestWait(t *testing.T) {
	th := NewThrottle(DefaultThrottleLimits())
	now := noon
	for i := range 5 {
		if err := th.Take("ann", now); err != nil {
			t.Fatalf("attempt %d refused: %v", i+1, err)
		}
	}
	for wait := time.Second; wait < 15*time.Minute; wait *= 2 {
		if got := retryAfter(th.Take("ann", now)); got != wait {
			t.Fatalf("wait %v, want %v", got, wait)
		}
		if now = now.Add(wait - 1); retryAfter(th.Take("ann", now)) != 1 {
			t.Fatal("a refused attempt changed the wait")
		}
		if err := th.Take("ann", now.Add(1)); err != nil {
			t.Fatalf("refused after the wait: %v", err)
		}
		now = now.Add(1)
	}
	if got := retryAfter(th.Take("ann", now)); got != 15*time.Minute {
		t.Errorf("longest wait %v", got)
	}
	if err := th.Take("bob", now); err != nil {
		t.Errorf("another key pays for it: %v", err)
	}
	if err := th.Take("ann", now.Add(time.Hour)); err != nil || th.Take("ann", now.Add(time.Hour)) != nil {
		t.Error("an hour of quiet is not forgotten")
	}
}

func TestThrottleSucceedAndForgive(t *testing.T) {
	th := NewThrottle(DefaultThrottleLimits())
	for range 5 {
		_ = th.Take("ann", noon)
	}
	th.Succeed("ann")
	for i := range 50 {
		if err := th.Take("ann", noon); err != nil {
			t.Fatalf("attempt %d after success: %v", i, err)
		}
		th.Forgive("ann")
	}
	for range 5 {
		_ = th.Take("bob", noon)
	}
	_ = th.Take("bob", noon.Add(time.Second)) // the sixth, after the first wait
	th.Forgive("bob")
	if retryAfter(th.Take("bob", noon.Add(time.Second))) == 0 {
		t.Error("forgiving one attempt forgave the ones before it")
	}
	th.Forgive("nobody") // no effect, no failure
}

func TestThrottleGivesParallelGuessesNoMoreChances(t *testing.T) {
	th := NewThrottle(DefaultThrottleLimits())
	var through atomic.Int64
	var wg sync.WaitGroup
	for range 100 {
		wg.Go(func() {
			if th.Take("ann", noon) == nil {
				through.Add(1)
			}
		})
	}
	wg.Wait()
	if through.Load() != 5 {
		t.Errorf("%d of 100 guesses went through", through.Load())
	}
}

func TestThrottleIsBoundedAndAFloodDoesNotFreeTheVictim(t *testing.T) {
	limits := DefaultThrottleLimits()
	limits.Keys = 64
	th := NewThrottle(limits)
	for range 6 {
		_ = th.Take("victim", noon)
	}
	for i := range 10_000 {
		_ = th.Take(fmt.Sprint("invented", i), noon.Add(time.Duration(i)))
		if len(th.seen) > limits.Keys {
			t.Fatalf("%d keys remembered", len(th.seen))
		}
	}
	if retryAfter(th.Take("victim", noon)) == 0 {
		t.Error("the flood made us forget the account under attack")
	}
}

// Whatever the order of attempts, a key never gets more than its free
// attempts plus one for each wait it sat through.
func TestThrottleNeverLetsMoreThrough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		th := NewThrottle(ThrottleLimits{Free: 3, First: time.Second, Most: 8 * time.Second, Forget: time.Hour, Keys: 10})
		now, through := noon, 0
		for range 60 {
			now = now.Add(time.Duration(rapid.IntRange(0, 1500).Draw(t, "pause")) * time.Millisecond)
			if th.Take("ann", now) == nil {
				through++
			}
		}
		elapsed, waits := now.Sub(noon), 0
		for wait := time.Second; elapsed >= wait; wait = min(2*wait, 8*time.Second) {
			elapsed -= wait
			waits++
		}
		if through > 3+waits {
			t.Fatalf("%d attempts in %v", through, now.Sub(noon))
		}
	})
}

func TestWideKeysHaveManyFreeAttempts(t *testing.T) {
	limits := DefaultThrottleLimits()
	throttle, now := NewThrottle(limits), time.Unix(1_800_000_000, 0)
	for i := range limits.Free * wideFactor {
		if err := throttle.TakeWide("office", now); err != nil {
			t.Fatalf("attempt %d: %v", i+1, err)
		}
	}
	if throttle.TakeWide("office", now) == nil {
		t.Fatal("a wide key never waits")
	}
	throttle.Forgive("office")
	if err := throttle.TakeWide("office", now); err != nil {
		t.Fatalf("a right guess was not given back: %v", err)
	}
}
