package store

import (
	"context"
	"crypto/ed25519"
	"database/sql"

	"memsure/internal/audit"
	"memsure/internal/fault"
)

// checkpointStream holds the events of checkpoints themselves, which is why a
// checkpoint is due only when another stream moved.
const checkpointStream = "audit"

// VerifyAudit reads the whole audit record on one snapshot and reports what
// does not hold: rows edited, deleted, swapped or inserted, streams cut short
// or gone, heads that differ, and everything a signed checkpoint contradicts.
// Without trusted keys checkpoints are not looked at, and a cut that also
// corrects the stored heads cannot be seen. The error is only about reading;
// what was found is in the report.
func (s *Store) VerifyAudit(ctx context.Context, trust audit.Trust) (report audit.Report, err error) {
	err = s.Read(ctx, func(tx *ReadTx) error {
		line, err := tx.checkpoints()
		if err != nil {
			return err
		}
		signed, found := map[string]audit.Head{}, audit.Report{}
		if len(trust.Keys) > 0 {
			signed, found = audit.Covered(line, trust.Keys...)
			found.Merge(audit.Report{Breaks: trust.CheckAnchors(line)})
		}
		if report, err = tx.verifyRows(signed); err == nil {
			report.Merge(found)
		}
		return err
	})
	return report, err
}

// verifyRows walks every stream.
func (tx *ReadTx) verifyRows(signed map[string]audit.Head) (audit.Report, error) {
	heads, err := tx.heads("SELECT stream, seq, hash FROM audit_heads")
	if err != nil {
		return audit.Report{}, err
	}
	stored := make(map[string]audit.Head, len(heads))
	for _, head := range heads {
		stored[head.Stream] = head
	}
	rows, err := tx.db.Raw(selectEvents + " ORDER BY stream, seq").Rows()
	if err != nil {
		return audit.Report{}, err
	}
	defer rows.Close()
	verifier := audit.NewVerifier(stored, signed)
	for rows.Next() {
		row, err := scanEvent(rows)
		if err != nil {
			return audit.Report{}, err
		}
		verifier.Add(row)
	}
	return verifier.Finish(), rows.Err()
}

const selectEvents = `SELECT stream, seq, id, at_us, actor_kind, actor_id, action, subject,
	before_digest, after_digest, details, prev_hash, hash FROM audit_events`

func scanEvent(rows *sql.Rows) (r audit.Row, err error) {
	err = rows.Scan(&r.Stream, &r.Seq, &r.ID, &r.At, &r.Actor.Kind, &r.Actor.ID, &r.Action, &r.Subject,
		&r.Before, &r.After, &r.Details, &r.Prev, &r.Hash)
	return r, err
}

// AuditPage gives up to limit events of a stream after number after, in order;
// the empty stream means all streams, newest id last, after afterID.
func (tx *ReadTx) AuditPage(stream string, after int64, afterID string, limit int) ([]audit.Row, error) {
	query := tx.db.Raw(selectEvents+" WHERE id > ? ORDER BY id LIMIT ?", afterID, limit)
	if stream != "" {
		query = tx.db.Raw(selectEvents+" WHERE stream = ? AND seq > ? ORDER BY seq LIMIT ?", stream, after, limit)
	}
	rows, err := query.Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var page []audit.Row
	for rows.Next() {
		row, err := scanEvent(rows)
		if err != nil {
			return nil, err
		}
		page = append(page, row)
	}
	return page, rows.Err()
}

func (tx *ReadTx) heads(query string) (heads []audit.Head, err error) {
	err = tx.db.Raw(query).Scan(&heads).Error
	return heads, err
}

type checkpointRow struct {
	Number    int64 `gorm:"primaryKey;autoIncrement:false"`
	AtUs      int64
	KeyID     string
	Document  []byte
	Signature []byte
}

// TableName is for gorm.
func (checkpointRow) TableName() string { return "audit_checkpoints" }

// checkpoints gives the stored line in order.
func (tx *ReadTx) checkpoints() ([]audit.Signed, error) {
	var rows []checkpointRow
	if err := tx.db.Order("number").Find(&rows).Error; err != nil {
		return nil, err
	}
	line := make([]audit.Signed, len(rows))
	for i, row := range rows {
		line[i] = audit.Signed{Document: row.Document, Signature: row.Signature}
	}
	return line, nil
}

// WriteCheckpoint signs the heads that moved since the checkpoint before and
// gives the newest checkpoint, for keeping elsewhere. When nothing moved it
// writes nothing; before the first event there is none and the document empty.
func (s *Store) WriteCheckpoint(ctx context.Context, by audit.Actor, key ed25519.PrivateKey) (signed audit.Signed, err error) {
	if len(key) != ed25519.PrivateKeySize {
		return signed, fault.New(fault.Invalid, "checkpoint_key", "The checkpoint key is not an Ed25519 private key.")
	}
	err = s.Write(ctx, by, On(checkpointStream), func(tx *Tx) (audit.Events, error) {
		next, latest, err := tx.nextCheckpoint()
		if err != nil || next == nil {
			signed = latest
			return nil, err
		}
		if signed, err = next.Sign(key); err != nil {
			return nil, err
		}
		if err := tx.saveCheckpoint(*next, signed, audit.KeyID(key.Public().(ed25519.PublicKey))); err != nil {
			return nil, err
		}
		return audit.Events{{Action: "audit.checkpoint", Subject: checkpointStream, After: signed.Digest(),
			Details: map[string]any{"number": next.Number, "streams": len(next.Heads)}}}, nil
	})
	return signed, err
}

// nextCheckpoint gives the checkpoint that is due, nil when nothing moved, and
// the newest one there is. Heads are read and marked in one statement, because
// on PostgreSQL other writers go on meanwhile.
func (tx *Tx) nextCheckpoint() (next *audit.Checkpoint, latest audit.Signed, err error) {
	var last []checkpointRow
	if err := tx.db.Order("number DESC").Limit(1).Find(&last).Error; err != nil {
		return nil, latest, err
	}
	next = &audit.Checkpoint{Number: 1, At: tx.now}
	if len(last) == 1 {
		latest = audit.Signed{Document: last[0].Document, Signature: last[0].Signature}
		next.Number, next.Previous = last[0].Number+1, latest.Digest()
	}
	next.Heads, err = tx.heads("UPDATE audit_heads SET checkpointed_seq = seq WHERE seq > checkpointed_seq RETURNING stream, seq, hash")
	if err != nil || len(next.Heads) == 0 || len(next.Heads) == 1 && next.Heads[0].Stream == checkpointStream {
		return nil, latest, err
	}
	return next, latest, nil
}

func (tx *Tx) saveCheckpoint(c audit.Checkpoint, signed audit.Signed, keyID string) error {
	row := checkpointRow{c.Number, c.At, keyID, signed.Document, signed.Signature}
	return tx.db.Create(&row).Error
}
