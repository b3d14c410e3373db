package store

import (
	"context"
	"slices"

	"memsure/internal/audit"
	"memsure/internal/fault"
	"memsure/internal/id"
)

const insertEvent = `INSERT INTO audit_events (stream, seq, id, at_us, actor_kind, actor_id, action, subject,
	before_digest, after_digest, details, prev_hash, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`

// record appends the item's events to their streams, inside its savepoint, and
// gives the new heads.
func (b *batch) record(ctx context.Context, it *item, events audit.Events) (map[string]audit.Head, error) {
	moved := make(map[string]audit.Head, 1)
	for _, event := range events {
		stream := event.Stream
		if stream == "" {
			stream = it.streams[0]
		}
		if !slices.Contains(it.streams, stream) {
			return nil, fault.New(fault.Internal, "audit_stream_undeclared", "A change told of a stream that it did not declare.")
		}
		head, ok := moved[stream]
		if !ok {
			head = b.heads[stream]
		}
		row, err := audit.Append(head, event, it.actor, id.Row(), b.now)
		if err != nil {
			return nil, err
		}
		if err := b.insert(ctx, row); err != nil {
			return nil, unavailable("audit_unavailable", "The change could not be recorded and was not made.", err)
		}
		moved[stream] = row.Head()
	}
	return moved, nil
}

func (b *batch) insert(ctx context.Context, r audit.Row) error {
	err := b.sess.exec(ctx, insertEvent, r.Stream, r.Seq, r.ID, r.At, string(r.Actor.Kind), r.Actor.ID, r.Action, r.Subject,
		r.Before, r.After, r.Details, r.Prev, r.Hash)
	b.sess.fail(err)
	return err
}
