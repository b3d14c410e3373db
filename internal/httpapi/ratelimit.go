package httpapi

import (
	"container/list"
	"math"
	"sync"
	"time"

	"memsure/internal/fault"
)

// limiter holds a token bucket for each caller seen lately. Its memory is
// bounded: when it is full, the caller that was quiet the longest is
// forgotten, which at worst gives that one a full bucket again.
type limiter struct {
	perSecond float64
	burst     float64
	callers   int

	mu      sync.Mutex
	buckets map[string]*list.Element
	recent  *list.List // of *bucket, most recently used first
}

type bucket struct {
	key    string
	tokens float64
	at     time.Time
}

func newLimiter(l Limits) *limiter {
	return &limiter{perSecond: l.PerSecond, burst: float64(l.Burst), callers: l.Callers,
		buckets: make(map[string]*list.Element), recent: list.New()}
}

// take uses one token of this caller: nil when there was one, RateLimited with
// the time until there is one otherwise.
func (l *limiter) take(key string, now time.Time) *fault.Error {
	if l.perSecond < 0 {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.bucket(key, now)
	if passed := now.Sub(b.at); passed > 0 {
		b.tokens = min(l.burst, b.tokens+passed.Seconds()*l.perSecond)
		b.at = now
	}
	if b.tokens >= 1 {
		b.tokens--
		return nil
	}
	wait := time.Duration(math.Ceil((1 - b.tokens) / l.perSecond * float64(time.Second)))
	e := fault.New(fault.RateLimited, "rate_limited", "Too many requests.").
		WithRemedy("Wait as long as Retry-After says, then go on more slowly.")
	e.RetryAfter = wait
	return e
}

// bucket finds or makes the caller's bucket and marks it as used now.
func (l *limiter) bucket(key string, now time.Time) *bucket {
	if e, ok := l.buckets[key]; ok {
		l.recent.MoveToFront(e)
		return e.Value.(*bucket)
	}
	if len(l.buckets) >= l.callers {
		oldest := l.recent.Back()
		delete(l.buckets, oldest.Value.(*bucket).key)
		l.recent.Remove(oldest)
	}
	b := &bucket{key: key, tokens: l.burst, at: now}
	l.buckets[key] = l.recent.PushFront(b)
	return b
}
