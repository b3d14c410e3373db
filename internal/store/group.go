package store

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"

	"memsure/internal/audit"
	"memsure/internal/fault"
)

// Group commit: callers queue their writes; a writer takes what is queued (up
// to a bound, without waiting for more), runs each in a savepoint of its own in
// one transaction, commits once and only then answers all of them. A durable
// commit costs the same for one write as for a hundred.

// item is one queued write.
type item struct {
	ctx     context.Context
	actor   audit.Actor
	streams []string
	change  WriteFunc
	claimed atomic.Bool // by the writer that runs it, or by a caller that gave up
	result  error       // its own failure; without one the batch's fate is its fate
	done    chan error
}

// group is the queue and its writers.
type group struct {
	store   *Store
	mu      sync.RWMutex // held for reading while sending, for writing to close
	stopped bool
	queue   chan *item
	writers sync.WaitGroup
}

func newGroup(s *Store) *group {
	g := &group{store: s, queue: make(chan *item, s.cfg.Queue)}
	for range s.cfg.Writers {
		g.start()
	}
	return g
}

func (g *group) start() {
	g.writers.Go((&writer{store: g.store, group: g}).run)
}

// submit queues the item and waits for its answer. A caller whose context ends
// while the item waits takes it back; once it runs, the answer is awaited.
func (g *group) submit(it *item) error {
	if err := it.ctx.Err(); err != nil {
		return cancelled(err)
	}
	if err := g.enqueue(it); err != nil {
		return err
	}
	select {
	case err := <-it.done:
		return err
	case <-it.ctx.Done():
		if it.claimed.CompareAndSwap(false, true) {
			return cancelled(it.ctx.Err())
		}
		return <-it.done
	}
}

func (g *group) enqueue(it *item) error {
	g.mu.RLock()
	defer g.mu.RUnlock()
	if g.stopped {
		return shuttingDown()
	}
	select {
	case g.queue <- it:
		return nil
	default:
		return busy()
	}
}

// close refuses new items, lets the queued ones finish and waits for that.
func (g *group) close() {
	g.mu.Lock()
	if !g.stopped {
		g.stopped = true
		close(g.queue)
	}
	g.mu.Unlock()
	g.writers.Wait()
}

// writer runs batches on one connection.
type writer struct {
	store *Store
	group *group
	sess  *session
	batch []*item
}

// run serves until the queue is closed and empty. A closure that ends its
// goroutine (runtime.Goexit, as a failing test does) ends this one: the batch
// is answered and another writer takes over.
func (w *writer) run() {
	finished := false
	defer func() {
		if w.sess != nil {
			w.drop()
		}
		if !finished {
			_ = recover() // a panic outside closures; the batch learns of it below
			w.answer(fault.New(fault.Internal, "internal", "Something went wrong on our side.").
				WithCause(errors.New("the writer was ended from inside a batch")))
			w.group.start()
		}
	}()
	for first := range w.group.queue {
		w.take(first)
		w.answer(w.commit(w.batch))
		runtime.Gosched() // let the callers just answered queue their next writes
	}
	finished = true
	if w.sess != nil {
		w.sess.close()
		w.sess = nil
	}
}

// take collects what is queued behind first.
func (w *writer) take(first *item) {
	w.batch = append(w.batch[:0], first)
	for len(w.batch) < w.store.cfg.Batch {
		select {
		case it, ok := <-w.group.queue:
			if !ok {
				return
			}
			w.batch = append(w.batch, it)
		default:
			return
		}
	}
}

// answer tells every caller of the batch the truth: its own failure, else the
// batch's, else success.
func (w *writer) answer(batchErr error) {
	for _, it := range w.batch {
		if it.result == nil {
			it.result = batchErr
		}
		it.done <- it.result
	}
	clear(w.batch)
	w.batch = w.batch[:0]
}

func (w *writer) drop() {
	w.sess.discard()
	w.sess = nil
}
