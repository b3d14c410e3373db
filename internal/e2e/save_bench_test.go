package e2e

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"memsure/internal/app"
	"memsure/internal/auth"
	"memsure/internal/id"
	"memsure/internal/testkit/db"
	"memsure/internal/testkit/server"
)

// The floor of a durable answer save: touch the assessment, upsert the answer,
// append the audit row, in one transaction, prepared, on one raw connection of
// a database with the same schema and synchronous=FULL.
const (
	floorTouch  = "UPDATE assessments SET draft_version = draft_version + 1 WHERE id = $1"
	floorUpsert = `INSERT INTO answers (assessment_id, question_id, vendor_id, version, payload, updated_us, updated_by)
		SELECT $1, $2, vendor_id, $3, $4, $5, 'con_1' FROM assessments WHERE id = $1 ON CONFLICT (assessment_id, question_id)
		DO UPDATE SET version = excluded.version, payload = excluded.payload, updated_us = excluded.updated_us`
	floorAudit = `INSERT INTO audit_events (stream, seq, id, at_us, actor_kind, actor_id, action, subject, before_digest,
		after_digest, details, prev_hash, hash) VALUES ($1, $2, $3, $4, 'vendor_contact', 'con_1', 'answer.save', $5, '', '', $6, '', '')`
	floorPayload = `{"question_id":"share-memory-safe","value":{"kind":"percentage","number":"61"},"comment":"what the vendor states here, of a usual length (edit 17)"}`
)

// raw is one connection past the store, with the three statements prepared.
type raw struct {
	conn                 *sql.Conn
	touch, upsert, event *sql.Stmt
	savepoint, release   *sql.Stmt
	assessments          []string
	writes               int64
}

// openRaw fills a database of its own with as many assessments as the service
// under test has, so that floor and service never wait for each other.
func openRaw(b *testing.B, n int) *raw {
	b.Helper()
	cfg := db.SQLiteConfig(b)
	r := &raw{}
	st := db.Open(b, cfg)
	for _, d := range desks(b, server.Start(b, st).App, n) {
		r.assessments = append(r.assessments, d.assessmentID)
	}
	must(b, st.Close())
	pool, err := sql.Open(driver(), "file:"+filepath.Join(cfg.Dir, "memsure.db")+pragmas())
	must(b, err)
	b.Cleanup(func() { _ = pool.Close() })
	r.conn, err = pool.Conn(b.Context())
	must(b, err)
	b.Cleanup(func() { _ = r.conn.Close() })
	for text, stmt := range map[string]**sql.Stmt{floorTouch: &r.touch, floorUpsert: &r.upsert, floorAudit: &r.event,
		"SAVEPOINT item": &r.savepoint, "RELEASE item": &r.release} {
		*stmt, err = r.conn.PrepareContext(context.Background(), text)
		must(b, err)
	}
	return r
}

func driver() string {
	if slices.Contains(sql.Drivers(), "sqlite3") {
		return "sqlite3"
	}
	return "sqlite"
}

// pragmas are the store's own, spelled for both drivers.
func pragmas() string {
	return "?_journal_mode=WAL&_synchronous=FULL&_foreign_keys=1&_recursive_triggers=1" +
		"&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=recursive_triggers(1)"
}

func (r *raw) exec(text string) error {
	_, err := r.conn.ExecContext(context.Background(), text)
	return err
}

func (r *raw) control(stmt *sql.Stmt) error {
	_, err := stmt.ExecContext(context.Background())
	return err
}

// statements are the three of one save.
func (r *raw) statements() error {
	ctx := context.Background()
	r.writes++
	which, question := r.assessments[int(r.writes)%len(r.assessments)], fmt.Sprint("q", r.writes%40)
	if _, err := r.touch.ExecContext(ctx, which); err != nil {
		return err
	}
	if _, err := r.upsert.ExecContext(ctx, which, question, r.writes, []byte(floorPayload), r.writes); err != nil {
		return err
	}
	_, err := r.event.ExecContext(ctx, "floor:"+which, r.writes, id.Row(), r.writes, question, []byte("{}"))
	return err
}

// save is the floor's one durable save.
func (r *raw) save() error {
	if err := r.exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	if err := r.statements(); err != nil {
		return err
	}
	return r.exec("COMMIT")
}

// BenchmarkAnswerSave is the use case as the edge calls it: who is it, may
// they, does the answer mean something, is it the version they saw; stored
// with its audit row, durable. of_raw compares it with the raw connection,
// which one client drives in either case.
func BenchmarkAnswerSave(b *testing.B) {
	for _, callers := range []int{1, 32} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) { benchSave(b, callers) })
	}
}

const benchDesks = 64

func benchSave(b *testing.B, callers int) {
	floor := openRaw(b, benchDesks)
	a := server.Start(b, db.SQLite(b)).App
	open := desks(b, a, benchDesks)
	save := func(d *desk) error { return saveInside(a, d) }
	spread(b, open, callers, len(open[0].answers)*2, save)
	var base, mine time.Duration
	var all []time.Duration
	block := max(128, 32*callers) // long enough that its end, where some wait for others, counts little
	b.ResetTimer()
	for done := 0; done < b.N; done += block {
		n := min(block, b.N-done)
		base += timed(func() {
			for range n {
				must(b, floor.save())
			}
		})
		mine += timed(func() { all = append(all, spread(b, open, callers, n, save)...) })
	}
	b.ReportMetric(float64(base)/float64(mine), "of_raw")
	b.ReportMetric(float64(b.N)/mine.Seconds(), "saves/s")
	b.ReportMetric(p99(all), "p99_ms")
	b.ReportMetric(0, "ns/op") // it would be the sum of both
}

func saveInside(a *app.App, d *desk) error {
	ctx := context.Background()
	who, err := a.Access.Authenticate(ctx, d.token)
	if err != nil {
		return err
	}
	answer := d.next()
	etag := d.etags[answer.QuestionID]
	saved, err := a.Answering.Save(auth.WithPrincipal(ctx, who), d.assessmentID, answer, app.Follows{IfMatch: etag, First: etag == ""})
	if err != nil {
		return fmt.Errorf("%s: %w", answer.QuestionID, err)
	}
	d.etags[answer.QuestionID] = app.ETag(saved.Version)
	return nil
}

// spread has callers save n answers, each at desks of its own, and gives how
// long each took.
func spread(b *testing.B, open []*desk, callers, n int, save func(*desk) error) []time.Duration {
	took := make([][]time.Duration, callers)
	var all sync.WaitGroup
	for c := range callers {
		all.Go(func() {
			for i := c; i < n; i += callers {
				own := len(open) / callers
				d := open[c*own+(i/callers)%own]
				took[c] = append(took[c], timed(func() {
					if err := save(d); err != nil {
						b.Errorf("save: %v", err)
					}
				}))
				if b.Failed() {
					return
				}
			}
		})
	}
	all.Wait()
	if b.Failed() {
		b.FailNow()
	}
	return slices.Concat(took...)
}

func timed(do func()) time.Duration {
	start := time.Now()
	do()
	return time.Since(start)
}

// p99 in milliseconds.
func p99(took []time.Duration) float64 {
	slices.Sort(took)
	return float64(took[len(took)*99/100].Microseconds()) / 1000
}
