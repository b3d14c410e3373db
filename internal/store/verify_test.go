package store_test

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"fmt"
	"slices"
	"testing"

	"memsure/internal/audit"
	"memsure/internal/store"
	"memsure/internal/testkit/db"
)

var (
	privateKey = ed25519.NewKeyFromSeed(slices.Repeat([]byte{7}, ed25519.SeedSize))
	trust      = audit.Trust{Keys: []ed25519.PublicKey{privateKey.Public().(ed25519.PublicKey)}}
)

// eachConfig is db.Each for tests that also work past the store.
func eachConfig(t *testing.T, test func(t *testing.T, cfg store.Config)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, db.SQLiteConfig(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, db.PostgresConfig(t)) })
}

// record writes a few events to two streams, signs a checkpoint and goes on.
func record(t *testing.T, s *store.Store) {
	t.Helper()
	some := func(stream string, n int) {
		for i := range n {
			must(t, s.Write(t.Context(), operator, store.On(stream), func(*store.Tx) (audit.Events, error) {
				return audit.Events{{Action: "answer.save", Subject: fmt.Sprint("q", i), Details: map[string]any{"n": i, "text": "ü\u2028\""}}}, nil
			}))
		}
	}
	some("assessment:1", 5)
	some("assessment:2", 3)
	_, err := s.WriteCheckpoint(t.Context(), operator, privateKey)
	must(t, err)
	some("assessment:1", 2)
	some("assessment:3", 1)
	_, err = s.WriteCheckpoint(t.Context(), operator, privateKey)
	must(t, err)
	some("assessment:2", 1)
}

// unguard removes the guards, which somebody with the whole database can.
func unguard(t *testing.T, cfg store.Config, pool *sql.DB) {
	t.Helper()
	if cfg.Driver == store.Postgres {
		run(t, pool, "ALTER TABLE audit_events DISABLE TRIGGER USER")
		run(t, pool, "ALTER TABLE audit_checkpoints DISABLE TRIGGER USER")
		return
	}
	for _, row := range query(t, pool, "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name LIKE 'audit_%'") {
		run(t, pool, "DROP TRIGGER "+row[0])
	}
}

// tampering is what can be done to the stored record; each must show.
var tampering = map[string][]string{
	"edit":                 {"UPDATE audit_events SET subject = 'x' WHERE stream = 'assessment:1' AND seq = 3"},
	"edit last":            {"UPDATE audit_events SET actor_id = 'x' WHERE stream = 'assessment:3'"},
	"edit time":            {"UPDATE audit_events SET at_us = at_us + 1 WHERE stream = 'assessment:1' AND seq = 3"},
	"delete":               {"DELETE FROM audit_events WHERE stream = 'assessment:1' AND seq = 3"},
	"delete first":         {"DELETE FROM audit_events WHERE stream = 'assessment:1' AND seq = 1"},
	"delete last":          {"DELETE FROM audit_events WHERE stream = 'assessment:1' AND seq = 7"},
	"delete a checkpoint":  {"DELETE FROM audit_checkpoints WHERE number = 1"},
	"edit a checkpoint":    {"UPDATE audit_checkpoints SET document = signature WHERE number = 2"},
	"insert":               {"INSERT INTO audit_events SELECT stream, 8, 'forged', at_us, actor_kind, actor_id, action, subject, before_digest, after_digest, details, hash, hash FROM audit_events WHERE stream = 'assessment:1' AND seq = 7"},
	"insert a stream":      {"INSERT INTO audit_events SELECT 'assessment:9', seq, 'forged', at_us, actor_kind, actor_id, action, subject, before_digest, after_digest, details, prev_hash, hash FROM audit_events WHERE stream = 'assessment:1' AND seq = 1"},
	"stream gone":          {"DELETE FROM audit_events WHERE stream = 'assessment:3'"},
	"stream and head gone": {"DELETE FROM audit_events WHERE stream = 'assessment:3'", "DELETE FROM audit_heads WHERE stream = 'assessment:3'"},
	"swap": {"UPDATE audit_events SET seq = 100 WHERE stream = 'assessment:1' AND seq = 2",
		"UPDATE audit_events SET seq = 2 WHERE stream = 'assessment:1' AND seq = 3",
		"UPDATE audit_events SET seq = 3 WHERE stream = 'assessment:1' AND seq = 100"},
	"cut behind a checkpoint, head corrected": {"DELETE FROM audit_events WHERE stream = 'assessment:1' AND seq > 5",
		"UPDATE audit_heads SET seq = 5, hash = (SELECT hash FROM audit_events WHERE stream = 'assessment:1' AND seq = 5) WHERE stream = 'assessment:1'"},
	"everything gone": {"DELETE FROM audit_events", "DELETE FROM audit_heads"},
}

func TestTamperingShows(t *testing.T) {
	eachConfig(t, func(t *testing.T, cfg store.Config) {
		s := db.Open(t, cfg)
		record(t, s)
		report, err := s.VerifyAudit(t.Context(), trust)
		must(t, err)
		if !report.OK() || report.Streams != 4 || report.Events != 14 || report.Checkpoints != 2 || report.SignedUntil == 0 {
			t.Fatalf("untouched record: %+v", report)
		}
		pool := raw(t, cfg)
		unguard(t, cfg, pool)
		for name, statements := range tampering {
			t.Run(name, func(t *testing.T) {
				restore := keep(t, cfg, pool)
				for _, statement := range statements {
					run(t, pool, statement)
				}
				report, err := s.VerifyAudit(t.Context(), trust)
				must(t, err)
				if report.OK() {
					t.Error("not noticed")
				}
				restore()
			})
		}
		report, err = s.VerifyAudit(t.Context(), trust)
		must(t, err)
		if !report.OK() {
			t.Fatalf("the record was not restored between cases: %+v", report.Breaks)
		}
	})
}

// keep copies the audit tables and gives the way back.
func keep(t *testing.T, cfg store.Config, pool *sql.DB) func() {
	t.Helper()
	tables := []string{"audit_events", "audit_heads", "audit_checkpoints"}
	for _, name := range tables {
		run(t, pool, fmt.Sprintf("CREATE TABLE kept_%s AS SELECT * FROM %s", name, name))
	}
	return func() {
		for _, name := range tables {
			run(t, pool, "DELETE FROM "+name)
			run(t, pool, fmt.Sprintf("INSERT INTO %s SELECT * FROM kept_%s", name, name))
			run(t, pool, "DROP TABLE kept_"+name)
		}
	}
}

// TestFullRewriteShows replaces the record by a consistent other one, stored
// checkpoints included: only what was kept elsewhere, or the key, can tell.
func TestFullRewriteShows(t *testing.T) {
	genuine, forged := db.SQLite(t), db.SQLite(t)
	record(t, genuine)
	anchor, err := genuine.WriteCheckpoint(t.Context(), operator, privateKey)
	must(t, err)
	must(t, forged.Write(t.Context(), operator, store.On("assessment:1"), func(*store.Tx) (audit.Events, error) {
		return told("another story"), nil
	}))
	stranger := ed25519.NewKeyFromSeed(slices.Repeat([]byte{8}, ed25519.SeedSize))
	report, err := forged.VerifyAudit(t.Context(), audit.Trust{Keys: trust.Keys, Anchors: []audit.Signed{anchor}})
	must(t, err)
	if report.OK() {
		t.Error("a checkpoint kept elsewhere did not tell")
	}
	_, err = forged.WriteCheckpoint(t.Context(), operator, stranger)
	must(t, err)
	if report, err = forged.VerifyAudit(t.Context(), trust); err != nil || report.OK() {
		t.Errorf("a stranger's signature was believed: %v", err)
	}
}

func TestCheckpointOnlyWhenSomethingMoved(t *testing.T) {
	db.Each(t, func(t *testing.T, s *store.Store) {
		none, err := s.WriteCheckpoint(t.Context(), operator, privateKey)
		must(t, err)
		if len(none.Document) != 0 {
			t.Error("a checkpoint over nothing")
		}
		record(t, s)
		first, err := s.WriteCheckpoint(t.Context(), operator, privateKey)
		must(t, err)
		second, err := s.WriteCheckpoint(t.Context(), operator, privateKey)
		must(t, err)
		if first.Digest() != second.Digest() {
			t.Error("a new checkpoint although nothing moved")
		}
		opened, err := first.Open(trust.Keys...)
		must(t, err)
		if opened.Number != 3 || len(opened.Heads) != 2 { // assessment:2 and the checkpoint before
			t.Errorf("checkpoint %+v", opened)
		}
		if _, err := s.WriteCheckpoint(t.Context(), operator, nil); err == nil {
			t.Error("no key was accepted")
		}
	})
}

func TestAuditPages(t *testing.T) {
	db.Each(t, func(t *testing.T, s *store.Store) {
		record(t, s)
		must(t, s.Read(context.Background(), func(tx *store.ReadTx) error {
			page, err := tx.AuditPage("assessment:1", 2, "", 3)
			must(t, err)
			if len(page) != 3 || page[0].Seq != 3 || page[2].Seq != 5 || audit.Hash(page[0]) != page[0].Hash {
				t.Errorf("page %+v", page)
			}
			seen, after := 0, ""
			for {
				all, err := tx.AuditPage("", 0, after, 4)
				must(t, err)
				if len(all) == 0 {
					break
				}
				seen, after = seen+len(all), all[len(all)-1].ID
			}
			if seen != 14 {
				t.Errorf("saw %d events", seen)
			}
			return nil
		}))
	})
}
