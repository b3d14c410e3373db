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

// rows gives the item's events their places in their streams, and the new
// heads.
func (b *batch) rows(it *item, events audit.Events) (rows []audit.Row, moved map[string]audit.Head, err error) {
	moved = make(map[string]audit.Head, 1)
	for _, event := range events {
		stream := event.Stream
		if stream == "" {
			stream = it.streams[0]
		}
		if !slices.Contains(it.streams, stream) {
			return nil, nil, fault.New(fault.Internal, "audit_stream_undeclared", "A change told of a stream that it did not declare.")
		}
		head, ok := moved[stream]
		if !ok {
			head = b.heads[stream]
		}
		row, err := audit.Append(head, event, it.actor, id.Row(), b.now)
		if err != nil {
			return nil, nil, err
		}
		rows, moved[stream] = append(rows, row), row.Head()
	}
	return rows, moved, nil
}

// record runs what the closure left for later, writes the rows, ends the item's
// savepoint and sets the next one's. A statement or row that fails is the item's
// own failure (fatal is nil then); a savepoint command that fails is the batch's.
func (b *batch) record(ctx context.Context, pending []command, rows []audit.Row) (itemErr, fatal error) {
	commands := append(make([]command, 0, len(pending)+len(rows)+2), pending...)
	for _, r := range rows {
		commands = append(commands, command{insertEvent, []any{r.Stream, r.Seq, r.ID, r.At, string(r.Actor.Kind), r.Actor.ID,
			r.Action, r.Subject, r.Before, r.After, r.Details, r.Prev, r.Hash}})
	}
	own := len(commands)
	commands = append(commands, command{text: releaseSavepoint}, command{text: setSavepoint})
	ran, err := b.store.d.sequence(ctx, b.sess, commands)
	switch {
	case err == nil:
		return nil, nil
	case ran >= own || b.store.d.classify(err) == failureRetry:
		return nil, err
	case ran < len(pending):
		return err, nil
	}
	return unavailable("audit_unavailable", "The change could not be recorded and was not made.", err), nil
}
