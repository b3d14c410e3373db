package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"runtime/debug"
	"slices"
	"time"

	"memsure/internal/audit"
	"memsure/internal/fault"
)

// maxAttempts bounds how often a write runs on serialization failures.
const maxAttempts = 8

// errRetry marks a transaction that the database wants run again.
var errRetry = errors.New("the database asks to run the transaction again")

// commit runs the items in one transaction. When the database asks to run
// again, each item gets a transaction of its own, so that one that keeps
// colliding does not hold up the others. The error is the fate of all items
// without a failure of their own.
func (w *writer) commit(items []*item) error {
	err := w.attempt(items)
	if !errors.Is(err, errRetry) {
		return err
	}
	for _, it := range items {
		it.result = nil
		it.result = w.alone(it)
	}
	return nil
}

// alone runs one item until it no longer collides, with growing random pauses.
func (w *writer) alone(it *item) error {
	pause := retryPause
	for attempt := 1; ; attempt++ {
		time.Sleep(rand.N(pause)) //nolint:gosec // jitter, no secret
		pause *= 2
		err := w.attempt([]*item{it})
		if errors.Is(err, errRetry) && attempt < maxAttempts {
			it.result = nil
			continue
		}
		if it.result != nil {
			return it.result
		}
		return toFault(w.store.d, err)
	}
}

// batch is one transaction of a commit group.
type batch struct {
	store *Store
	sess  *session
	heads map[string]audit.Head
	moved map[string]audit.Head // heads that this transaction changed
	now   int64
}

// attempt is one transaction over the items. It returns nil when what it
// changed is committed. Any error leaves nothing changed, except that a failed
// commit may, rarely, have reached the disk: the answer then says unconfirmed.
func (w *writer) attempt(items []*item) error {
	ctx := context.Background()
	b, err := w.begin(ctx, items)
	if err == nil {
		err = b.runAll(ctx, items)
	}
	if err != nil {
		w.undo(ctx)
		return w.verdict(err)
	}
	if len(b.moved) == 0 {
		if err = w.sess.exec(ctx, "ROLLBACK"); err != nil {
			w.drop()
		}
		return w.verdict(err)
	}
	return w.finish(ctx, b)
}

// finish records where the streams end and commits.
func (w *writer) finish(ctx context.Context, b *batch) error {
	heads := slices.Collect(maps.Values(b.moved))
	commands := append(w.store.d.headCommands(heads, b.now), command{text: "COMMIT"})
	ran, err := w.store.d.sequence(ctx, w.sess, commands)
	if err == nil {
		return nil
	}
	w.undo(ctx)
	if ran < len(commands)-1 || w.store.d.classify(err) == failureRetry {
		return w.verdict(err)
	}
	w.store.log.Error("a commit failed", "error", err)
	return unconfirmed(err)
}

func (w *writer) begin(ctx context.Context, items []*item) (*batch, error) {
	if w.sess == nil {
		sess, err := openSession(ctx, w.store, w.store.write)
		if err != nil {
			return nil, err
		}
		w.sess = sess
	}
	found, err := w.store.d.begin(ctx, w.sess, streamsOf(items))
	if err != nil {
		return nil, err
	}
	if w.store.cfg.Clock != nil {
		found.now = w.store.cfg.Clock().UnixMicro()
	}
	return &batch{store: w.store, sess: w.sess, heads: found.heads, moved: map[string]audit.Head{}, now: max(found.now, found.newest)}, nil
}

// undo rolls back and drops the connection, whose state is no longer certain.
func (w *writer) undo(ctx context.Context) {
	if w.sess == nil {
		return
	}
	_ = w.sess.exec(ctx, "ROLLBACK") // there may be no transaction left to roll back
	w.drop()
}

func (w *writer) verdict(err error) error {
	if err == nil || errors.Is(err, errRetry) || w.store.d.classify(err) == failureRetry {
		return asRetry(err)
	}
	w.store.log.Error("a commit group failed", "error", err)
	return unavailable("storage_unavailable", "The records cannot be written at the moment; nothing was changed.", err)
}

func asRetry(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", errRetry, err)
}

func streamsOf(items []*item) []string {
	var streams []string
	for _, it := range items {
		streams = append(streams, it.streams...)
	}
	slices.Sort(streams)
	return slices.Compact(streams)
}

// runAll runs the items one after another.
func (b *batch) runAll(ctx context.Context, items []*item) error {
	for _, it := range items {
		if !it.start() {
			continue
		}
		if err := b.run(ctx, it); err != nil {
			return err
		}
	}
	return nil
}

// start claims the item and checks, for the last time, that its caller still
// wants it.
func (it *item) start() bool {
	it.claimed.Store(true)
	if err := it.ctx.Err(); err != nil {
		it.result = cancelled(err)
		return false
	}
	return true
}

// run is one item in its savepoint, which is already set. The savepoint
// commands are issued and checked by hand: an error from run means that one of
// them failed, the transaction cannot be trusted and the whole batch must fail.
func (b *batch) run(ctx context.Context, it *item) error {
	done, err := b.apply(it)
	failed := b.sess.failed
	b.sess.failed = nil
	switch {
	case failed != nil && b.store.d.classify(failed) == failureRetry:
		return asRetry(failed)
	case err == nil:
		err = failed
	}
	if err == nil && len(done.rows) > 0 {
		var fatal error
		if err, fatal = b.record(ctx, done.pending, done.rows); fatal != nil {
			return fatal
		}
	}
	if err != nil || len(done.rows) == 0 {
		it.result = b.itemFault(err, failed)
		return b.sess.exec(ctx, rollbackSavepoint)
	}
	for stream, head := range done.moved {
		b.heads[stream], b.moved[stream] = head, head
	}
	return nil
}

// itemFault words the item's own failure. What the database said outranks an
// internal fault that a closure made of it.
func (b *batch) itemFault(err, failed error) error {
	if failed != nil && fault.Is(err, fault.Internal) {
		if worded := toFault(b.store.d, failed); !fault.Is(worded, fault.Internal) {
			return worded
		}
	}
	return toFault(b.store.d, err)
}

// applied is what a closure leaves to be written.
type applied struct {
	pending []command
	rows    []audit.Row
	moved   map[string]audit.Head
}

// apply runs the closure and works out its audit rows; a panic is contained.
func (b *batch) apply(it *item) (done applied, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			b.store.log.Error("panic inside a write", "panic", fmt.Sprint(cause), "stack", string(debug.Stack()))
			done, err = applied{}, fault.Wrap(fmt.Errorf("panic inside a write: %v", cause), "store")
		}
	}()
	ctx := context.WithoutCancel(it.ctx)
	tx := &Tx{actor: it.actor, ReadTx: ReadTx{ctx: ctx, db: b.sess.db.WithContext(ctx), now: b.now}}
	events, err := it.change(tx)
	if err != nil || b.sess.failed != nil {
		return applied{}, err
	}
	done.pending = tx.pending
	done.rows, done.moved, err = b.rows(it, events)
	return done, err
}
