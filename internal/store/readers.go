package store

import (
	"context"
	"sync"
)

// readers lends reading connections. A slot is nil until first used, and again
// after its connection broke.
type readers struct {
	store *Store
	slots chan *session
	over  chan struct{}
	once  sync.Once
}

func newReaders(s *Store) *readers {
	r := &readers{store: s, slots: make(chan *session, s.cfg.Readers), over: make(chan struct{})}
	for range s.cfg.Readers {
		r.slots <- nil
	}
	return r
}

func (r *readers) take(ctx context.Context) (*session, error) {
	if err := ctx.Err(); err != nil {
		return nil, cancelled(err)
	}
	select {
	case <-r.over:
		return nil, shuttingDown()
	default:
	}
	select {
	case sess := <-r.slots:
		return r.open(ctx, sess)
	case <-ctx.Done():
		return nil, cancelled(ctx.Err())
	case <-r.over:
		return nil, shuttingDown()
	}
}

func (r *readers) open(ctx context.Context, sess *session) (*session, error) {
	if sess != nil {
		return sess, nil
	}
	sess, err := openSession(ctx, r.store, r.store.read)
	if err != nil {
		r.slots <- nil
		return nil, toFault(r.store.d, err)
	}
	return sess, nil
}

// give takes a connection back, or only its slot when it is broken.
func (r *readers) give(sess *session, healthy bool) {
	if !healthy {
		sess.discard()
		sess = nil
	}
	r.slots <- sess
}

// close waits for readers at work and closes all connections.
func (r *readers) close() {
	r.once.Do(func() {
		close(r.over)
		for range cap(r.slots) {
			if sess := <-r.slots; sess != nil {
				sess.close()
			}
		}
	})
}
