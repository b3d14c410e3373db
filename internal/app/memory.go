package app

import (
	"context"
	"sync"

	"memsure/internal/auth"
	"memsure/internal/questionnaire"
	"memsure/internal/store"
)

// remembered bounds each half of a memory; a full one starts afresh.
const remembered = 10_000

// memory spares requests the queries that would tell them what the request
// before them was told: who a token is, and where a contact sits. It is used
// where this process alone changes those records (SQLite: one service has the
// data folder), and every write forgets all of it before it is answered, except
// the saving of answers, which changes neither. So it never says anything that
// the records no longer say to a caller who could know better.
type memory struct {
	mu     sync.RWMutex
	writes uint64 // counts what was forgotten
	tokens map[[32]byte]holder
	seats  map[place]sitting
}

// holder is who a token is, and until when.
type holder struct {
	who     auth.Principal
	expires int64 // microseconds UTC; 0 is never
}

// place names a session's place in an assessment.
type place struct{ session, assessment string }

// sitting is a seat whose holder has shown all that the assessment asks for.
type sitting struct {
	seat    seat
	version *questionnaire.Compiled
}

// forget drops everything, what is being read at this moment included.
func (m *memory) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.writes++
	clear(m.tokens)
	clear(m.seats)
}

// moment is to be taken before reading what is to be remembered.
func (m *memory) moment() uint64 {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.writes
}

func (m *memory) holder(key [32]byte) (holder, bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	h, ok := m.tokens[key]
	return h, ok
}

func (m *memory) sitting(at place) (sitting, bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	s, ok := m.seats[at]
	return s, ok
}

// keepHolder remembers what was read since moment, unless something was
// written meanwhile.
func (m *memory) keepHolder(moment uint64, key [32]byte, h holder) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.writes != moment {
		return
	}
	if m.tokens == nil || len(m.tokens) >= remembered {
		m.tokens = map[[32]byte]holder{}
	}
	m.tokens[key] = h
}

func (m *memory) keepSitting(moment uint64, at place, s sitting) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.writes != moment {
		return
	}
	if m.seats == nil || len(m.seats) >= remembered {
		m.seats = map[place]sitting{}
	}
	m.seats[at] = s
}

// remembers tells whether this process alone changes the records.
func (c *Core) remembers() bool { return c.Store.Driver() == store.SQLite }

// recall gives the portal of one assessment without a transaction, where the
// caller was seen at it since the last write; ok is false otherwise.
func (c *Core) recall(ctx context.Context, assessmentID string) (p portal, ok bool) {
	p.who = auth.PrincipalFrom(ctx)
	if !c.remembers() || p.who.SessionID == "" {
		return p, false
	}
	s, ok := c.memory.sitting(place{p.who.SessionID, assessmentID})
	p.seat, p.version = s.seat, s.version
	return p, ok
}

// learn is portal, remembered.
func (c *Core) learn(ctx context.Context, tx *store.ReadTx, moment uint64, assessmentID string) (portal, error) {
	p, err := c.portal(ctx, tx, assessmentID)
	if err == nil && c.remembers() {
		c.memory.keepSitting(moment, place{p.who.SessionID, assessmentID}, sitting{p.seat, p.version})
	}
	return p, err
}
