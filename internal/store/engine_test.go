package store_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"

	"memsure/internal/audit"
	"memsure/internal/fault"
	"memsure/internal/store"
	"memsure/internal/testkit/db"
)

var operator = audit.Actor{Kind: audit.ActorOperator, ID: "tests"}

// told is the event of a probe write.
func told(id string) audit.Events {
	return audit.Events{{Action: "probe.insert", Subject: id}}
}

// probeTables makes tables to write to: a plain one, one that refers to it, and
// one whose reference is checked only by the commit.
func probeTables(t testing.TB, s *store.Store) {
	t.Helper()
	must(t, s.Write(t.Context(), operator, store.On("system"), func(tx *store.Tx) (audit.Events, error) {
		for _, statement := range []string{
			"CREATE TABLE probe (id TEXT NOT NULL PRIMARY KEY, body TEXT)",
			"CREATE TABLE probe_child (id TEXT NOT NULL PRIMARY KEY, parent TEXT NOT NULL REFERENCES probe (id))",
			"CREATE TABLE probe_late (id TEXT NOT NULL PRIMARY KEY, parent TEXT NOT NULL REFERENCES probe (id) DEFERRABLE INITIALLY DEFERRED)",
		} {
			if err := tx.DB().Exec(statement).Error; err != nil {
				return nil, err
			}
		}
		return told("tables"), nil
	}))
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("unexpected error: %v", err)
	}
}

func wantFault(t testing.TB, err error, kind fault.Kind, code string) {
	t.Helper()
	if !fault.Is(err, kind) || fault.Code(err) != code {
		t.Fatalf("got %v, want kind %d code %s", err, kind, code)
	}
}

func insert(tx *store.Tx, id string) error {
	return tx.DB().Exec("INSERT INTO probe (id) VALUES (?)", id).Error
}

// put inserts one probe row and tells of it on the row's own stream.
func put(ctx context.Context, s *store.Store, id string) error {
	return s.Write(ctx, operator, store.On("probe:"+id), func(tx *store.Tx) (audit.Events, error) {
		return told(id), insert(tx, id)
	})
}

// present gives the probe rows and the audited subjects as sets.
func present(t testing.TB, s *store.Store) (rows, audited map[string]bool) {
	t.Helper()
	var ids, subjects []string
	must(t, s.Read(context.Background(), func(tx *store.ReadTx) error {
		return errors.Join(tx.DB().Raw("SELECT id FROM probe").Scan(&ids).Error,
			tx.DB().Raw("SELECT subject FROM audit_events WHERE action = 'probe.insert' AND stream <> 'system'").Scan(&subjects).Error)
	}))
	return set(ids), set(subjects)
}

func set(items []string) map[string]bool {
	out := map[string]bool{}
	for _, item := range items {
		out[item] = true
	}
	return out
}

// checkTruth compares what callers were told with what is there: rows and
// audit events of exactly the writes that were answered nil.
func checkTruth(t testing.TB, s *store.Store, answers map[string]error) {
	t.Helper()
	rows, audited := present(t, s)
	for id, err := range answers {
		if want := err == nil; rows[id] != want || audited[id] != want {
			t.Errorf("%s was answered %v; row %t, audit event %t", id, err, rows[id], audited[id])
		}
	}
	checkAudit(t, s)
}

func checkAudit(t testing.TB, s *store.Store) {
	t.Helper()
	report, err := s.VerifyAudit(context.Background(), audit.Trust{})
	must(t, err)
	if !report.OK() {
		t.Errorf("audit record broken: %+v", report.Breaks)
	}
}

// oneBatch holds the only writer while the writes are queued, so that they
// share one transaction, and gives each one's answer.
func oneBatch(t testing.TB, s *store.Store, writes map[string]func() error) map[string]error {
	t.Helper()
	release, holding := make(chan struct{}), make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() {
		_ = s.Write(context.Background(), operator, store.On("holder"), func(*store.Tx) (audit.Events, error) {
			close(holding)
			<-release
			return nil, nil
		})
	})
	<-holding
	var mu sync.Mutex
	answers := map[string]error{}
	for id, write := range writes {
		all.Go(func() {
			err := write()
			mu.Lock()
			defer mu.Unlock()
			answers[id] = err
		})
	}
	for s.Waiting() < len(writes) {
		runtime.Gosched()
	}
	close(release)
	all.Wait()
	return answers
}

// oneWriter makes batches predictable.
var oneWriter = db.With(func(cfg *store.Config) { cfg.Writers = 1 })

func TestNothingChangesWithoutAnEvent(t *testing.T) {
	db.Each(t, func(t *testing.T, s *store.Store) {
		probeTables(t, s)
		must(t, s.Write(t.Context(), operator, store.On("system"), func(tx *store.Tx) (audit.Events, error) {
			return nil, insert(tx, "silent")
		}))
		err := s.Write(t.Context(), operator, store.On("a"), func(tx *store.Tx) (audit.Events, error) {
			return audit.Events{{Stream: "b", Action: "probe.insert", Subject: "elsewhere"}}, insert(tx, "elsewhere")
		})
		wantFault(t, err, fault.Internal, "audit_stream_undeclared")
		err = s.Write(t.Context(), operator, store.On("a"), func(tx *store.Tx) (audit.Events, error) {
			return audit.Events{{Subject: "actionless"}}, insert(tx, "actionless")
		})
		wantFault(t, err, fault.Internal, "audit_event_incomplete")
		wantFault(t, s.Write(t.Context(), operator, nil, nil), fault.Internal, "audit_missing")
		wantFault(t, s.Write(t.Context(), audit.Actor{}, store.On("a"), nil), fault.Internal, "audit_missing")
		if rows, audited := present(t, s); len(rows)+len(audited) != 0 {
			t.Errorf("left behind: rows %v, events %v", rows, audited)
		}
	})
}

func TestAuditRowThatCannotBeWrittenFailsTheChange(t *testing.T) {
	db.Each(t, func(t *testing.T, s *store.Store) {
		probeTables(t, s)
		must(t, put(t.Context(), s, "before"))
		must(t, s.Write(t.Context(), operator, store.On("system"), func(tx *store.Tx) (audit.Events, error) {
			return told("rename"), tx.DB().Exec("CREATE UNIQUE INDEX probe_once ON audit_events (action, subject)").Error
		}))
		err := s.Write(t.Context(), operator, store.On("again"), func(tx *store.Tx) (audit.Events, error) {
			return told("before"), insert(tx, "after")
		})
		wantFault(t, err, fault.Unavailable, "audit_unavailable")
		if rows, _ := present(t, s); rows["after"] {
			t.Error("the change stayed without its audit row")
		}
		checkAudit(t, s)
	})
}

func TestSeveralEventsAndStreamsInOneWrite(t *testing.T) {
	db.Each(t, func(t *testing.T, s *store.Store) {
		for range 2 {
			must(t, s.Write(t.Context(), operator, store.On("b", "a", "b"), func(*store.Tx) (audit.Events, error) {
				return audit.Events{{Action: "x.y"}, {Stream: "a", Action: "x.y"}, {Stream: "b", Action: "x.z"}}, nil
			}))
		}
		report, err := s.VerifyAudit(t.Context(), audit.Trust{})
		must(t, err)
		if !report.OK() || report.Streams != 2 || report.Events != 6 {
			t.Errorf("report %+v", report)
		}
	})
}

func TestErrorsComeOutAsFaults(t *testing.T) {
	cases := map[string]struct {
		statement string
		kind      fault.Kind
		code      string
	}{
		"unique":    {"INSERT INTO probe (id) VALUES ('a')", fault.Conflict, "already_exists"},
		"no parent": {"INSERT INTO probe_child VALUES ('c2', 'nobody')", fault.Conflict, "reference_broken"},
		"child":     {"DELETE FROM probe WHERE id = 'a'", fault.Conflict, "reference_broken"},
		"immutable": {"DELETE FROM audit_events", fault.Conflict, "immutable"},
		"our fault": {"INSERT INTO nothing VALUES (1)", fault.Internal, "internal"},
	}
	db.Each(t, func(t *testing.T, s *store.Store) {
		probeTables(t, s)
		must(t, s.Write(t.Context(), operator, store.On("a"), func(tx *store.Tx) (audit.Events, error) {
			return told("a"), errors.Join(insert(tx, "a"), tx.DB().Exec("INSERT INTO probe_child VALUES ('c', 'a')").Error)
		}))
		for name, c := range cases {
			for _, how := range []string{"returned", "wrapped", "swallowed"} {
				t.Run(name+" "+how, func(t *testing.T) {
					err := s.Write(t.Context(), operator, store.On("a"), func(tx *store.Tx) (audit.Events, error) {
						err := tx.DB().Exec(c.statement).Error
						switch how {
						case "wrapped":
							return nil, fault.Wrap(err, "test")
						case "swallowed":
							_ = insert(tx, "after a failure")
							return told("b"), nil
						}
						return told("b"), err
					})
					wantFault(t, err, c.kind, c.code)
				})
			}
		}
		if rows, _ := present(t, s); len(rows) != 1 {
			t.Errorf("rows %v", rows)
		}
		checkAudit(t, s)
	})
}

func TestFaultsOfTheClosurePassUnchanged(t *testing.T) {
	db.Each(t, func(t *testing.T, s *store.Store) {
		own := fault.New(fault.Stale, "stale", "It changed meanwhile.")
		err := s.Write(t.Context(), operator, store.On("a"), func(*store.Tx) (audit.Events, error) { return told("x"), own })
		if !errors.Is(err, own) {
			t.Errorf("got %v", err)
		}
		err = s.Read(t.Context(), func(tx *store.ReadTx) error {
			var row struct{ Stream string }
			return tx.DB().Table("audit_heads").Take(&row, "stream = ?", "nobody").Error
		})
		wantFault(t, err, fault.NotFound, "not_found")
	})
}

func TestTimeIsTheDatabasesOrInjected(t *testing.T) {
	db.Each(t, func(t *testing.T, s *store.Store) {
		before := time.Now().Add(-time.Second).UnixMicro()
		var write, read int64
		must(t, s.Write(t.Context(), operator, store.On("a"), func(tx *store.Tx) (audit.Events, error) {
			write = tx.Now()
			return told("x"), nil
		}))
		must(t, s.Read(t.Context(), func(tx *store.ReadTx) error { read = tx.Now(); return nil }))
		after := time.Now().Add(time.Second).UnixMicro()
		if write < before || read < write || after < read {
			t.Errorf("times out of order: %d %d %d %d", before, write, read, after)
		}
	})
	fixed := time.Date(2026, 3, 1, 12, 0, 0, 5000, time.UTC)
	db.Each(t, func(t *testing.T, s *store.Store) {
		must(t, s.Write(t.Context(), operator, store.On("a"), func(tx *store.Tx) (audit.Events, error) {
			if tx.Now() != fixed.UnixMicro() {
				t.Errorf("got %d", tx.Now())
			}
			return told("x"), nil
		}))
	}, db.At(func() time.Time { return fixed }))
}

func TestReadersSeeOneMoment(t *testing.T) {
	db.Each(t, func(t *testing.T, s *store.Store) {
		probeTables(t, s)
		must(t, put(t.Context(), s, "a"))
		must(t, s.Read(t.Context(), func(tx *store.ReadTx) error {
			counts := [2]int64{}
			for i := range counts {
				if err := tx.DB().Table("probe").Count(&counts[i]).Error; err != nil {
					return err
				}
				must(t, put(t.Context(), s, fmt.Sprint("while reading ", i)))
			}
			if counts != [2]int64{1, 1} {
				t.Errorf("counts %v", counts)
			}
			return nil
		}))
	})
}

func TestReadersCannotWrite(t *testing.T) {
	db.Each(t, func(t *testing.T, s *store.Store) {
		probeTables(t, s)
		err := s.Read(t.Context(), func(tx *store.ReadTx) error {
			return tx.DB().Exec("INSERT INTO probe (id) VALUES ('x')").Error
		})
		if err == nil {
			t.Error("a reader wrote")
		}
		if rows, _ := present(t, s); len(rows) != 0 {
			t.Errorf("rows %v", rows)
		}
	})
}

// TestStatementsLeftForLater are part of the write in every respect.
func TestStatementsLeftForLater(t *testing.T) {
	const insertLater = "INSERT INTO probe (id) VALUES ($1)"
	db.Each(t, func(t *testing.T, s *store.Store) {
		probeTables(t, s)
		late := func(ids ...string) error {
			return s.Write(t.Context(), operator, store.On("probe:late"), func(tx *store.Tx) (audit.Events, error) {
				for _, id := range ids[1:] {
					tx.Later(insertLater, id)
				}
				if ids[0] == "silent" {
					return nil, nil
				}
				return told(ids[0]), nil
			})
		}
		must(t, late("a", "a"))
		wantFault(t, late("b", "b", "a"), fault.Conflict, "already_exists")
		must(t, late("silent", "c"))
		checkTruth(t, s, map[string]error{"a": nil, "b": errors.ErrUnsupported, "c": errors.ErrUnsupported})
	})
}
