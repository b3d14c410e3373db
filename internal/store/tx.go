package store

import (
	"context"
	"errors"

	"gorm.io/gorm"

	"memsure/internal/audit"
	"memsure/internal/fault"
)

// ReadTx is a transaction that sees one moment of the records. It is valid
// only inside the closure it was given to, and in its goroutine.
type ReadTx struct {
	ctx context.Context
	db  *gorm.DB
	now int64
}

// Now is the time of the transaction: microseconds UTC from the database's
// clock. In a write it was read after the streams were locked, and where the
// clock was set back it is that of the newest event of these streams: never
// before an earlier write of one of them.
func (tx *ReadTx) Now() int64 { return tx.now }

// Context is the caller's context; inside a write it can no longer be
// cancelled.
func (tx *ReadTx) Context() context.Context { return tx.ctx }

// Tx is a writing transaction; it reads its own writes. After a failed
// statement it refuses further ones and the write fails, even when the closure
// ignores the error: an expected conflict is asked for first or handled with
// ON CONFLICT.
type Tx struct {
	ReadTx
	actor   audit.Actor
	pending []command
}

// later runs a statement after the closure, in the same round trip as the audit
// row: for hot paths whose last statements need no look at their outcome. It
// uses $1, $2, … in both databases. A failure fails the write as if the closure
// had returned it. Statements of the closure itself do not see its effect.
func (tx *Tx) later(text string, args ...any) {
	tx.pending = append(tx.pending, command{text, args})
}

// Actor is who writes.
func (tx *Tx) Actor() audit.Actor { return tx.actor }

// WriteFunc changes records and tells what it did. It may run more than once
// (each time on a clean transaction), so it has no effects outside tx but
// setting variables of its caller, which mean something only when Write
// succeeds.
type WriteFunc func(tx *Tx) (audit.Events, error)

// On declares the audit streams that a write touches.
func On(streams ...string) []string { return streams }

// Write runs change in a transaction and commits it with the audit events it
// returns: all or nothing. It is the only way to change records.
//
// streams (at least one, see On) are what the write is about: writes of one
// stream run one after another, on every copy of the service, so a closure may
// read, decide and write without a race within its streams. Every event must
// be on a declared stream. A closure that returns no events has changed
// nothing: what it did is rolled back, and Write succeeds.
//
// ctx counts until the closure starts: cancelled or late before that, nothing
// happens. Afterwards the write runs to its end and the answer is the truth.
// nil means committed and durable. A fault of the closure is returned as it is;
// Unavailable means that the store could not; a panic becomes Internal.
// Do not call Write or Read of the same store from inside.
func (s *Store) Write(ctx context.Context, by audit.Actor, streams []string, change WriteFunc) error {
	if len(streams) == 0 || by.Kind == "" {
		return fault.New(fault.Internal, "audit_missing", "A change must name its actor and at least one audit stream.")
	}
	return s.group.submit(&item{
		ctx: ctx, actor: by, streams: streams, change: change, done: make(chan error, 1),
	})
}

// Read runs look on one consistent snapshot. Faults pass as they are; a
// cancelled ctx ends the query. Do not call Read or Write from inside.
func (s *Store) Read(ctx context.Context, look func(tx *ReadTx) error) error {
	sess, err := s.readers.take(ctx)
	if err != nil {
		return err
	}
	healthy := false
	defer func() { s.readers.give(sess, healthy) }() // also when look panics
	now, err := s.d.beginRead(ctx, sess)
	if err != nil {
		return s.readFault(ctx, err)
	}
	if s.cfg.Clock != nil {
		now = s.cfg.Clock().UnixMicro()
	}
	err = look(&ReadTx{ctx: ctx, db: sess.db.WithContext(ctx), now: now})
	if err == nil {
		err = sess.failed
	}
	healthy = sess.exec(context.WithoutCancel(ctx), "ROLLBACK") == nil
	sess.failed = nil
	return s.readFault(ctx, err)
}

// readFault words a failed read. A query that ended with its caller's context
// shows as whatever the driver met, a broken connection for one.
func (s *Store) readFault(ctx context.Context, err error) error {
	if over := ctx.Err(); over != nil && err != nil && fault.Is(fault.Wrap(err, "read"), fault.Internal) {
		return cancelled(errors.Join(over, err))
	}
	return toFault(s.d, err)
}
