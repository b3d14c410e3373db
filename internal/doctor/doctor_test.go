package doctor_test

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"memsure/internal/audit"
	"memsure/internal/canon"
	"memsure/internal/datadir"
	"memsure/internal/doctor"
	"memsure/internal/store"
	"memsure/internal/testkit/installation"
)

func patient(t *testing.T, in *installation.Installation) doctor.Patient {
	t.Helper()
	key, err := datadir.SigningKey(in.Dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := in.Store.WriteCheckpoint(t.Context(), audit.Actor{Kind: audit.ActorSystem}, key); err != nil {
		t.Fatal(err)
	}
	return doctor.Patient{Store: in.Store, Blobs: in.Blobs, DataDir: in.Dir, Now: time.Unix(1_790_000_000, 0),
		Trust: audit.Trust{Keys: []ed25519.PublicKey{key.Public().(ed25519.PublicKey)}}}
}

func examine(t *testing.T, p doctor.Patient) map[string]doctor.Check {
	t.Helper()
	checks, err := doctor.Examine(t.Context(), p, nil)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]doctor.Check{}
	for _, c := range checks {
		if c.State != doctor.OK && c.State != doctor.Warn && c.Remedy == "" {
			t.Errorf("%s: nothing is said to do about it: %s", c.Name, c.Found)
		}
		found[c.Name] = c
	}
	if len(found) != 7 {
		t.Errorf("%d checks: %v", len(found), checks)
	}
	return found
}

func TestAHealthyInstallation(t *testing.T) {
	for name, make := range map[string]func(testing.TB) *installation.Installation{
		"sqlite": installation.New, "postgres": installation.NewPostgres,
	} {
		t.Run(name, func(t *testing.T) {
			in := make(t)
			for range 3 {
				in.AddEvidence(t, 1000)
			}
			p := patient(t, in)
			for _, c := range examine(t, p) {
				if c.State != doctor.OK && c.Name != "free space" {
					t.Errorf("%+v", c)
				}
			}
			p.Sample = 1
			if c := examine(t, p)["evidence"]; c.State != doctor.OK || !strings.Contains(c.Found, "1 were read") {
				t.Errorf("%+v", c)
			}
			p.Trust = audit.Trust{}
			if c := examine(t, p)["audit log"]; c.State != doctor.Warn {
				t.Errorf("unsigned and fine: %+v", c)
			}
		})
	}
}

// harm is one thing that goes wrong, and the check that must say so.
type harm struct {
	name, check string
	want        doctor.State
	harm        func(t *testing.T, in *installation.Installation, rows []store.Evidence)
}

// byHandIn is a record that somebody changed past the service.
func byHandIn(table, set string) harm {
	return harm{table + ": " + set, "records", doctor.Fail, func(t *testing.T, in *installation.Installation, _ []store.Evidence) {
		change := "UPDATE " + table + " SET " + set
		if guarded := map[string]bool{"questionnaires": true, "evidence": true}; guarded[table] && set != "deleted_us = 1" {
			byHand(t, in, table, change)
			return
		}
		raw := rawDatabase(t, in)
		if _, err := raw.ExecContext(t.Context(), change); err != nil {
			t.Fatal(err)
		}
	}}
}

func TestWhatIsWrongIsFound(t *testing.T) {
	for _, c := range []harm{
		{"folder open to others", "data folder", doctor.Warn, func(t *testing.T, in *installation.Installation, _ []store.Evidence) {
			if err := os.Chmod(in.Dir, 0o755); err != nil {
				t.Fatal(err)
			}
		}},
		{"evidence gone", "evidence", doctor.Fail, func(t *testing.T, in *installation.Installation, rows []store.Evidence) {
			if err := in.Blobs.Delete(t.Context(), rows[1].BlobID); err != nil {
				t.Fatal(err)
			}
		}},
		{"evidence changed, same size", "evidence", doctor.Fail, func(t *testing.T, in *installation.Installation, rows []store.Evidence) {
			found, _ := filepath.Glob(filepath.Join(in.Dir, "evidence", "*", rows[0].BlobID+"*"))
			if len(found) != 1 {
				t.Fatal(found)
			}
			if err := os.WriteFile(found[0], make([]byte, rows[0].Size), 0o600); err != nil {
				t.Fatal(err)
			}
		}},
		{"audit row changed", "audit log", doctor.Fail, func(t *testing.T, in *installation.Installation, _ []store.Evidence) {
			byHand(t, in, "audit_events", "UPDATE audit_events SET actor_id = 'other' WHERE seq = 2")
		}},
		{"published version changed", "records", doctor.Fail, func(t *testing.T, in *installation.Installation, _ []store.Evidence) {
			byHand(t, in, "questionnaires", "UPDATE questionnaires SET canonical = x'7b7d20'")
		}},
		{"published version and its digest changed", "records", doctor.Fail, func(t *testing.T, in *installation.Installation, _ []store.Evidence) {
			byHand(t, in, "questionnaires", "UPDATE questionnaires SET canonical = x'7b7d20', digest = '"+
				canon.Digest(canon.DomainQuestionnaire, []byte("{} "))+"'")
		}},
		byHandIn("assessments", "outcome = 'accepted'"),
		byHandIn("assessments", "tier = 'low'"),
		byHandIn("assessments", "state = 'closed'"),
		byHandIn("vendors", "name = 'Another vendor'"),
		byHandIn("products", "owner = 'somebody'"),
		byHandIn("releases", "artifact_sha256 = 'abc'"),
		byHandIn("questionnaires", "ruleset_digest = 'sha256:1'"),
		byHandIn("questionnaires", "source = x'7b7d20'"),
		byHandIn("evidence", "facts = x'5b315d'"),
		byHandIn("evidence", "deleted_us = 1"),
		{"database gone", "database", doctor.Fail, func(t *testing.T, in *installation.Installation, _ []store.Evidence) {
			if err := in.Store.Close(); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := installation.New(t)
			rows := []store.Evidence{in.AddEvidence(t, 100), in.AddEvidence(t, 100)}
			p := patient(t, in)
			c.harm(t, in, rows)
			found := examine(t, p)
			if found[c.check].State != c.want {
				t.Errorf("%+v", found)
			}
			for name, other := range found {
				if name != c.check && other.State == doctor.Fail {
					t.Errorf("%s fails too: %+v", name, other)
				}
			}
		})
	}
}

// rawDatabase opens the database past the service.
func rawDatabase(t *testing.T, in *installation.Installation) *sql.DB {
	t.Helper()
	driver := sql.Drivers()[slices.IndexFunc(sql.Drivers(), func(name string) bool { return strings.HasPrefix(name, "sqlite") })]
	raw, err := sql.Open(driver, filepath.Join(in.Dir, datadir.DatabaseFile))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = raw.Close() })
	return raw
}

// byHand changes a guarded table as somebody with the file could: the guards
// of that table dropped first.
func byHand(t *testing.T, in *installation.Installation, table, change string) {
	t.Helper()
	raw := rawDatabase(t, in)
	rows, err := raw.QueryContext(t.Context(), "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?", table)
	if err != nil {
		t.Fatal(err)
	}
	var drops []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		drops = append(drops, "DROP TRIGGER "+name)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil || len(drops) == 0 {
		t.Fatalf("%s is not guarded: %v", table, err)
	}
	if _, err := raw.ExecContext(t.Context(), change); err == nil {
		t.Fatalf("%s can be changed in spite of its guards", table)
	}
	for _, statement := range append(drops, change) {
		if _, err := raw.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

func TestWorstAndInterruption(t *testing.T) {
	for want, states := range map[doctor.State][]doctor.State{
		doctor.OK: {doctor.OK}, doctor.Warn: {doctor.OK, doctor.Warn, doctor.OK}, doctor.Fail: {doctor.Warn, doctor.Fail, doctor.OK},
	} {
		var checks []doctor.Check
		for _, s := range states {
			checks = append(checks, doctor.Check{State: s})
		}
		if got := doctor.Worst(checks); got != want {
			t.Errorf("%v: %s", states, got)
		}
	}
	in := installation.New(t)
	p := patient(t, in)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := doctor.Examine(ctx, p, nil); err == nil {
		t.Error("an interrupted examination says nothing of it")
	}
}
