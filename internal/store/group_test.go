package store_test

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"memsure/internal/audit"
	"memsure/internal/fault"
	"memsure/internal/store"
	"memsure/internal/testkit/db"
)

// among queues the odd write together with ten ordinary ones.
func among(t *testing.T, s *store.Store, odd func() error) map[string]error {
	t.Helper()
	writes := map[string]func() error{"odd": odd}
	for i := range 10 {
		id := fmt.Sprint("plain ", i)
		writes[id] = func() error { return put(context.Background(), s, id) }
	}
	return oneBatch(t, s, writes)
}

// wantOnlyOddFailed checks that the others of the batch were not harmed.
func wantOnlyOddFailed(t *testing.T, answers map[string]error) {
	t.Helper()
	for id, err := range answers {
		if (err != nil) != (id == "odd") {
			t.Errorf("%s was answered %v", id, err)
		}
	}
}

func TestBatchCancellationBetweenStatements(t *testing.T) {
	db.Each(t, func(t *testing.T, s *store.Store) {
		probeTables(t, s)
		ctx, cancel := context.WithCancel(t.Context())
		answers := among(t, s, func() error {
			return s.Write(ctx, operator, store.On("probe:odd"), func(tx *store.Tx) (audit.Events, error) {
				if err := insert(tx, "odd"); err != nil {
					return nil, err
				}
				cancel()
				return told("odd"), insert(tx, "odd too")
			})
		})
		if answers["odd"] != nil {
			t.Errorf("work that had begun was answered %v", answers["odd"])
		}
		checkTruth(t, s, answers)
	}, oneWriter)
}

func TestBatchCancellationWhileWaiting(t *testing.T) {
	db.Each(t, func(t *testing.T, s *store.Store) {
		probeTables(t, s)
		ctx, cancel := context.WithCancel(t.Context())
		gone := make(chan error, 1)
		answers := oneBatch(t, s, map[string]func() error{
			"odd": func() error {
				go func() { gone <- put(ctx, s, "odd") }()
				for s.Waiting() == 0 {
					runtime.Gosched()
				}
				cancel()
				return <-gone
			},
			"plain": func() error {
				for s.Waiting() == 0 { // a write that was taken back still counts
					runtime.Gosched()
				}
				return put(context.Background(), s, "plain")
			},
		})
		wantFault(t, answers["odd"], fault.Unavailable, "cancelled")
		checkTruth(t, s, answers)
	}, oneWriter)
}

func TestBatchConstraintFailure(t *testing.T) {
	db.Each(t, func(t *testing.T, s *store.Store) {
		probeTables(t, s)
		answers := among(t, s, func() error {
			return s.Write(t.Context(), operator, store.On("probe:odd"), func(tx *store.Tx) (audit.Events, error) {
				if err := insert(tx, "odd"); err != nil {
					return nil, err
				}
				return told("odd"), insert(tx, "odd")
			})
		})
		wantOnlyOddFailed(t, answers)
		wantFault(t, answers["odd"], fault.Conflict, "already_exists")
		checkTruth(t, s, answers)
	}, oneWriter)
}

func TestBatchPanic(t *testing.T) {
	db.Each(t, func(t *testing.T, s *store.Store) {
		probeTables(t, s)
		answers := among(t, s, func() error {
			return s.Write(t.Context(), operator, store.On("probe:odd"), func(tx *store.Tx) (audit.Events, error) {
				_ = insert(tx, "odd")
				panic("a mistake in a use case")
			})
		})
		wantOnlyOddFailed(t, answers)
		wantFault(t, answers["odd"], fault.Internal, "internal")
		checkTruth(t, s, answers)
	}, oneWriter)
}

// TestBatchGoexit ends the writer's goroutine from inside, as a failing
// assertion in a closure does: nobody hangs, nobody is lied to, writes go on.
func TestBatchGoexit(t *testing.T) {
	db.Each(t, func(t *testing.T, s *store.Store) {
		probeTables(t, s)
		answers := among(t, s, func() error {
			return s.Write(t.Context(), operator, store.On("probe:odd"), func(tx *store.Tx) (audit.Events, error) {
				_ = insert(tx, "odd")
				runtime.Goexit()
				return told("odd"), nil
			})
		})
		for id, err := range answers {
			if !fault.Is(err, fault.Internal) {
				t.Errorf("%s was answered %v", id, err)
			}
		}
		answers["next"] = put(t.Context(), s, "next")
		must(t, answers["next"])
		checkTruth(t, s, answers)
	}, oneWriter)
}

// TestBatchSavepointFailure ends the transaction under the batch, as a full disk
// or a lost connection can: what belongs to it can no longer be told apart, so
// all of it fails, even when the closure hides what it saw.
func TestBatchSavepointFailure(t *testing.T) {
	breaks := map[store.Driver]string{
		store.SQLite:   "INSERT OR ROLLBACK INTO probe (id) VALUES ('twice')",
		store.Postgres: "SELECT pg_terminate_backend(pg_backend_pid())",
	}
	db.Each(t, func(t *testing.T, s *store.Store) {
		probeTables(t, s)
		must(t, put(t.Context(), s, "twice"))
		answers := among(t, s, func() error {
			return s.Write(t.Context(), operator, store.On("probe:odd"), func(tx *store.Tx) (audit.Events, error) {
				_ = tx.DB().Exec(breaks[s.Driver()])
				_ = insert(tx, "odd") // would commit by itself if it ran
				return told("odd"), nil
			})
		})
		for id, err := range answers {
			if err == nil || id != "odd" && !fault.Is(err, fault.Unavailable) {
				t.Errorf("%s was answered %v", id, err)
			}
		}
		answers["next"] = put(t.Context(), s, "next")
		must(t, answers["next"])
		checkTruth(t, s, answers)
	}, oneWriter)
}

func TestClosuresDoNotControlTheTransaction(t *testing.T) {
	db.Each(t, func(t *testing.T, s *store.Store) {
		probeTables(t, s)
		for _, statement := range []string{"COMMIT", " rollback;", "RELEASE SAVEPOINT item", "END", "BEGIN"} {
			err := s.Write(t.Context(), operator, store.On("a"), func(tx *store.Tx) (audit.Events, error) {
				_ = insert(tx, "a")
				_ = tx.DB().Exec(statement)
				return told("a"), nil
			})
			wantFault(t, err, fault.Internal, "internal")
		}
		checkTruth(t, s, map[string]error{"a": fault.New(fault.Internal, "", "")})
	})
}

// TestBatchCommitFailure makes the commit itself fail, through a reference that
// is checked only then.
func TestBatchCommitFailure(t *testing.T) {
	db.Each(t, func(t *testing.T, s *store.Store) {
		probeTables(t, s)
		answers := among(t, s, func() error {
			return s.Write(t.Context(), operator, store.On("probe:odd"), func(tx *store.Tx) (audit.Events, error) {
				return told("odd"), tx.DB().Exec("INSERT INTO probe_late VALUES ('odd', 'nobody')").Error
			})
		})
		for _, err := range answers {
			wantFault(t, err, fault.Unavailable, "commit_unconfirmed")
		}
		answers["next"] = put(t.Context(), s, "next")
		must(t, answers["next"])
		checkTruth(t, s, answers)
	}, oneWriter)
}

// TestBatchFullDatabase fills the database with a batch of large rows.
func TestBatchFullDatabase(t *testing.T) {
	s := db.SQLite(t)
	probeTables(t, s)
	limit := func(pages string) func(tx *store.Tx) (audit.Events, error) {
		return func(tx *store.Tx) (audit.Events, error) {
			var got int
			return told("limit"), tx.DB().Raw("PRAGMA max_page_count = " + pages).Scan(&got).Error
		}
	}
	must(t, s.Write(t.Context(), operator, store.On("system"), func(tx *store.Tx) (audit.Events, error) {
		var pages int
		if err := tx.DB().Raw("PRAGMA page_count").Scan(&pages).Error; err != nil {
			return nil, err
		}
		return limit(fmt.Sprint(pages + 40))(tx)
	}))
	writes := map[string]func() error{}
	for i := range 60 {
		id := fmt.Sprint("large ", i)
		writes[id] = func() error {
			return s.Write(context.Background(), operator, store.On("probe:"+id), func(tx *store.Tx) (audit.Events, error) {
				return told(id), tx.DB().Exec("INSERT INTO probe VALUES (?, ?)", id, strings.Repeat("x", 8000)).Error
			})
		}
	}
	answers := oneBatch(t, s, writes)
	failed := 0
	for _, err := range answers {
		if err != nil {
			failed++
			if !fault.Is(err, fault.Unavailable) {
				t.Errorf("answered %v", err)
			}
		}
	}
	if failed == 0 {
		t.Fatal("the database never filled up; the test proves nothing")
	}
	checkTruth(t, s, answers)
	must(t, s.Write(t.Context(), operator, store.On("system"), limit("1000000")))
	answers["after"] = put(t.Context(), s, "after")
	must(t, answers["after"])
	checkTruth(t, s, answers)
}

func TestRetryOnSerializationFailure(t *testing.T) {
	s := db.Postgres(t, oneWriter)
	probeTables(t, s)
	const raise = "DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$"
	runs := 0
	answers := among(t, s, func() error {
		return s.Write(t.Context(), operator, store.On("probe:odd"), func(tx *store.Tx) (audit.Events, error) {
			runs++
			if err := insert(tx, "odd"); err != nil || runs > 2 {
				return told("odd"), err
			}
			return nil, tx.DB().Exec(raise).Error
		})
	})
	for id, err := range answers {
		if err != nil {
			t.Errorf("%s was answered %v", id, err)
		}
	}
	if runs != 3 {
		t.Errorf("ran %d times", runs)
	}
	checkTruth(t, s, answers)
	err := s.Write(t.Context(), operator, store.On("probe:x"), func(tx *store.Tx) (audit.Events, error) {
		return told("x"), tx.DB().Exec(raise).Error
	})
	wantFault(t, err, fault.Unavailable, "storage_unavailable")
}

func TestFullQueueAndClosedStore(t *testing.T) {
	db.Each(t, func(t *testing.T, s *store.Store) {
		probeTables(t, s)
		release, holding := make(chan struct{}), make(chan struct{})
		var all sync.WaitGroup
		all.Go(func() {
			_ = s.Write(context.Background(), operator, store.On("x"), func(*store.Tx) (audit.Events, error) {
				close(holding)
				<-release
				return nil, nil
			})
		})
		<-holding
		for i := range 2 {
			all.Go(func() { must(t, put(context.Background(), s, fmt.Sprint("queued ", i))) })
		}
		for s.Waiting() < 2 {
			runtime.Gosched()
		}
		refused := put(t.Context(), s, "refused")
		close(release)
		all.Wait()
		wantFault(t, refused, fault.Unavailable, "busy")
		must(t, s.Close())
		wantFault(t, put(t.Context(), s, "late"), fault.Unavailable, "shutting_down")
		wantFault(t, s.Ready(t.Context()), fault.Unavailable, "shutting_down")
		must(t, s.Close())
	}, oneWriter, db.With(func(cfg *store.Config) { cfg.Queue = 2 }))
}

// TestThirtyTwoWriters writes to a few streams at once through two stores on
// one database, as two copies of the service do.
func TestThirtyTwoWriters(t *testing.T) {
	const writers, each, streams = 32, 15, 5
	for name, config := range map[string]func(testing.TB) store.Config{"sqlite": db.SQLiteConfig, "postgres": db.PostgresConfig} {
		t.Run(name, func(t *testing.T) {
			cfg := config(t)
			copies := []*store.Store{db.Open(t, cfg), db.Open(t, cfg)}
			probeTables(t, copies[0])
			var all sync.WaitGroup
			for w := range writers {
				all.Go(func() {
					for i := range each {
						id := fmt.Sprintf("%d-%d", w, i)
						on := store.On(fmt.Sprint("s:", (w+i)%streams), fmt.Sprint("s:", (w+2*i)%streams))
						err := copies[w%2].Write(context.Background(), operator, on, func(tx *store.Tx) (audit.Events, error) {
							return audit.Events{{Action: "probe.insert", Subject: id}, {Stream: on[1], Action: "probe.also", Subject: id}}, insert(tx, id)
						})
						if err != nil {
							t.Errorf("%s: %v", id, err)
						}
					}
				})
			}
			all.Wait()
			report, err := copies[0].VerifyAudit(t.Context(), audit.Trust{})
			must(t, err)
			if !report.OK() || report.Events != 2*writers*each+1 {
				t.Errorf("report %+v", report)
			}
			if rows, _ := present(t, copies[1]); len(rows) != writers*each {
				t.Errorf("%d rows", len(rows))
			}
		})
	}
}

// TestStreamsSerialiseReadModifyWrite loses no update although every closure
// reads before it writes.
func TestStreamsSerialiseReadModifyWrite(t *testing.T) {
	db.Each(t, func(t *testing.T, s *store.Store) {
		probeTables(t, s)
		must(t, put(t.Context(), s, "counter"))
		var all sync.WaitGroup
		for range 16 {
			all.Go(func() {
				for range 5 {
					must(t, s.Write(context.Background(), operator, store.On("counter"), func(tx *store.Tx) (audit.Events, error) {
						var body string
						if err := tx.DB().Raw("SELECT COALESCE(body, '') FROM probe WHERE id = 'counter'").Scan(&body).Error; err != nil {
							return nil, err
						}
						return audit.Events{{Action: "probe.count"}}, tx.DB().Exec("UPDATE probe SET body = ? WHERE id = 'counter'", body+"x").Error
					}))
				}
			})
		}
		all.Wait()
		var length int
		must(t, s.Read(t.Context(), func(tx *store.ReadTx) error {
			return tx.DB().Raw("SELECT length(body) FROM probe WHERE id = 'counter'").Scan(&length).Error
		}))
		if length != 80 {
			t.Errorf("%d of 80 updates are left", length)
		}
	}, db.With(func(cfg *store.Config) { cfg.Writers = 4 }))
}

func TestCloseLeavesNothingRunning(t *testing.T) {
	for name, open := range map[string]func(testing.TB, ...db.Option) *store.Store{"sqlite": db.SQLite, "postgres": db.Postgres} {
		t.Run(name, func(t *testing.T) {
			before := goleak.IgnoreCurrent()
			s := open(t)
			probeTables(t, s)
			must(t, put(t.Context(), s, "a"))
			present(t, s)
			must(t, s.Close())
			goleak.VerifyNone(t, before)
		})
	}
}
