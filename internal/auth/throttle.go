package auth

import (
	"cmp"
	"crypto/sha256"
	"slices"
	"sync"
	"time"

	"memsure/internal/fault"
)

// ThrottleLimits are the numbers of a Throttle. All must be positive.
type ThrottleLimits struct {
	Free   int           // attempts before the first wait
	First  time.Duration // the first wait; each further attempt doubles it
	Most   time.Duration // the longest wait
	Forget time.Duration // a key without attempts for this long starts afresh; at least Most
	Keys   int           // keys remembered at once
}

// DefaultThrottleLimits suit a sign-in: five attempts, then one second doubling
// to a quarter of an hour, forgotten after an hour.
func DefaultThrottleLimits() ThrottleLimits {
	return ThrottleLimits{Free: 5, First: time.Second, Most: 15 * time.Minute, Forget: time.Hour, Keys: 20_000}
}

// Throttle slows guessing down: each key (an account, an address, or the two
// together) gets a few free attempts and then a wait that doubles. It lives in
// memory, holds a bounded number of keys and is safe for concurrent use.
type Throttle struct {
	limits ThrottleLimits
	mu     sync.Mutex
	seen   map[[sha256.Size]byte]attempts // hashed: a long key costs no more than a short one
}

type attempts struct {
	count int
	free  int       // attempts before the first wait
	last  time.Time // of the last attempt that was let through
	until time.Time // no attempt before this
}

// NewThrottle makes an empty throttle.
func NewThrottle(limits ThrottleLimits) *Throttle {
	limits.Forget = max(limits.Forget, limits.Most)
	return &Throttle{limits: limits, seen: map[[sha256.Size]byte]attempts{}}
}

// Take asks for one attempt. It counts at once as a failure, so that a hundred
// guesses sent together get no more chances than a hundred in a row; call
// Succeed when the guess was right, or Forgive when it was never judged. A key
// that must wait gets RateLimited with RetryAfter, and the refused attempt
// does not lengthen the wait.
func (t *Throttle) Take(key string, now time.Time) error { return t.take(key, t.limits.Free, now) }

// wideFactor is how many more free attempts a shared key has.
const wideFactor = 20

// TakeWide is Take for a key that many honest callers share, such as the
// address of an office: it has twenty times the free attempts. Give a right
// guess back with Forgive: Succeed would let one right guess hide many wrong
// ones.
func (t *Throttle) TakeWide(key string, now time.Time) error {
	return t.take(key, t.limits.Free*wideFactor, now)
}

func (t *Throttle) take(key string, free int, now time.Time) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	k := sha256.Sum256([]byte(key))
	a, known := t.seen[k]
	if known && now.Sub(a.last) >= t.limits.Forget {
		a, known = attempts{}, false
	}
	if wait := a.until.Sub(now); wait > 0 {
		return tooMany(wait)
	}
	if !known && len(t.seen) >= t.limits.Keys {
		t.makeRoom(now)
	}
	a.count++
	a.free, a.last = free, now
	a.until = t.until(a)
	t.seen[k] = a
	return nil
}

// Succeed forgets the failures of a key.
func (t *Throttle) Succeed(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.seen, sha256.Sum256([]byte(key)))
}

// Forgive takes the last attempt of a key back: it ended without a verdict,
// because we were busy or the caller left.
func (t *Throttle) Forgive(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	k := sha256.Sum256([]byte(key))
	a, known := t.seen[k]
	if !known {
		return
	}
	if a.count--; a.count <= 0 {
		delete(t.seen, k)
		return
	}
	a.until = t.until(a)
	t.seen[k] = a
}

// until is the moment before which these attempts allow no further one; the
// zero time while attempts are free.
func (t *Throttle) until(a attempts) time.Time {
	if a.count < a.free {
		return time.Time{}
	}
	wait := t.limits.First
	for i := a.free; i < a.count && wait < t.limits.Most; i++ {
		wait *= 2
	}
	return a.last.Add(min(wait, t.limits.Most))
}

// makeRoom drops an eighth of the keys: the forgotten, then those with the
// fewest attempts, then the oldest. A flood of invented keys has one attempt
// each and so drives out its own kind, not an account under attack.
func (t *Throttle) makeRoom(now time.Time) {
	type entry struct {
		key [sha256.Size]byte
		attempts
	}
	all := make([]entry, 0, len(t.seen))
	for k, a := range t.seen {
		if now.Sub(a.last) >= t.limits.Forget {
			delete(t.seen, k)
			continue
		}
		all = append(all, entry{k, a})
	}
	slices.SortFunc(all, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.count, b.count), a.last.Compare(b.last))
	})
	target := t.limits.Keys - max(1, t.limits.Keys/8)
	for i := 0; len(t.seen) > target && i < len(all); i++ {
		delete(t.seen, all[i].key)
	}
}

func tooMany(wait time.Duration) *fault.Error {
	f := fault.New(fault.RateLimited, "too_many_attempts", "There were too many attempts.").
		WithRemedy("Wait as long as Retry-After says, then try again.")
	f.RetryAfter = wait
	return f
}
