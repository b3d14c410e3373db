package server

import (
	"sync/atomic"
	"time"
)

// Clock is the machine's clock, ahead by what the test moved it.
type Clock struct{ ahead atomic.Int64 }

// Now gives the time.
func (c *Clock) Now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

// Forward moves the clock.
func (c *Clock) Forward(by time.Duration) { c.ahead.Add(int64(by)) }
