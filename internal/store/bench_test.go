package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"memsure/internal/audit"
	"memsure/internal/id"
	"memsure/internal/store"
	"memsure/internal/testkit/db"
)

// The durable write that is measured: update a response row, upsert an answer,
// append an audit row, in one transaction with synchronous=FULL. The floor is
// the same three statements, prepared, on one raw connection. Machines drift,
// so floor and store take turns within one run and the ratio of their times is
// what counts: above 1 the store is faster than the floor.

const benchResponses = 64

var benchTables = []string{
	"CREATE TABLE bench_response (id TEXT NOT NULL PRIMARY KEY, touched INTEGER NOT NULL)",
	"CREATE TABLE bench_answer (response TEXT NOT NULL, question TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (response, question))",
}

const (
	benchTouch  = "UPDATE bench_response SET touched = $1 WHERE id = $2"
	benchUpsert = `INSERT INTO bench_answer VALUES ($1, $2, 1, $3) ON CONFLICT (response, question)
		DO UPDATE SET version = bench_answer.version + 1, body = excluded.body`
	benchAudit = `INSERT INTO audit_events (stream, seq, id, at_us, actor_kind, actor_id, action, subject, before_digest,
		after_digest, details, prev_hash, hash) VALUES ($1, $2, $3, $4, 'vendor_contact', 'con_1', 'answer.save', $5, '', '', $6, '', '')`
	benchBody = `{"question_id":"q","value":{"choice":"yes"},"comment":"the vendor states something of a usual length here"}`
)

func benchSetup(b *testing.B, pool *sql.DB) {
	for _, statement := range benchTables {
		run(b, pool, statement)
	}
	for i := range benchResponses {
		run(b, pool, fmt.Sprintf("INSERT INTO bench_response VALUES ('r%d', 0)", i))
	}
}

// floor runs n writes on one raw connection and gives the time they took.
func floor(b *testing.B, conn *sql.Conn, dialect store.Driver, from, n int) time.Duration {
	ctx := b.Context()
	statements := map[string]*sql.Stmt{}
	for _, text := range []string{benchTouch, benchUpsert, benchAudit} {
		stmt, err := conn.PrepareContext(ctx, text)
		must(b, err)
		defer stmt.Close()
		statements[text] = stmt
	}
	begin := map[store.Driver]string{store.SQLite: "BEGIN IMMEDIATE", store.Postgres: "BEGIN"}[dialect]
	exec := func(text string, args ...any) {
		_, err := statements[text].ExecContext(ctx, args...)
		must(b, err)
	}
	start := time.Now()
	for i := from; i < from+n; i++ {
		response, question := fmt.Sprint("r", i%benchResponses), fmt.Sprint("q", i%40)
		_, err := conn.ExecContext(ctx, begin)
		must(b, err)
		exec(benchTouch, i, response)
		exec(benchUpsert, response, question, benchBody)
		exec(benchAudit, "floor:"+response, i+1, id.Row(), i, question, []byte("{}"))
		_, err = conn.ExecContext(ctx, "COMMIT")
		must(b, err)
	}
	return time.Since(start)
}

// ours runs n writes through the store from so many callers.
func ours(b *testing.B, s *store.Store, callers, from, n int) time.Duration {
	var next atomic.Int64
	var all sync.WaitGroup
	start := time.Now()
	for range callers {
		all.Go(func() {
			for i := int(next.Add(1)); i <= n; i = int(next.Add(1)) {
				if err := save(b.Context(), s, from+i); err != nil {
					b.Errorf("write: %v", err)
					return
				}
			}
		})
	}
	all.Wait()
	return time.Since(start)
}

func save(ctx context.Context, s *store.Store, i int) error {
	response, question := fmt.Sprint("r", i%benchResponses), fmt.Sprint("q", i%40)
	return s.Write(ctx, operator, store.On("bench:"+response), func(tx *store.Tx) (audit.Events, error) {
		tx.Later(benchTouch, i, response)
		tx.Later(benchUpsert, response, question, benchBody)
		return audit.Events{{Action: "answer.save", Subject: question}}, nil
	})
}

func benchWrite(b *testing.B, cfg store.Config, callers int) {
	pool := raw(b, cfg)
	benchSetup(b, pool)
	conn, err := pool.Conn(b.Context())
	must(b, err)
	defer conn.Close()
	s := db.Open(b, cfg)
	ours(b, s, callers, 0, 200) // warm both
	done := 0
	floor(b, conn, cfg.Driver, 0, 50)
	const block = 500
	var base, mine time.Duration
	b.ResetTimer()
	for done < b.N {
		n := min(block, b.N-done)
		base += floor(b, conn, cfg.Driver, 50+done, n)
		mine += ours(b, s, callers, 200+done, n)
		done += n
	}
	b.ReportMetric(float64(base)/float64(mine), "×floor")
	b.ReportMetric(float64(b.N)/mine.Seconds(), "writes/s")
	b.ReportMetric(float64(b.N)/base.Seconds(), "floor_writes/s")
	b.ReportMetric(0, "ns/op") // it would be the sum of both
}

func BenchmarkWriteSQLite(b *testing.B) {
	for _, callers := range []int{1, 32} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) { benchWrite(b, db.SQLiteConfig(b), callers) })
	}
}

func BenchmarkWritePostgres(b *testing.B) {
	for _, callers := range []int{1, 32} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) { benchWrite(b, db.PostgresConfig(b), callers) })
	}
}

// BenchmarkWritePostgresPipelined holds 32 callers against 32 connections that
// each send the whole transaction in one round trip, the fastest there is
// without grouping and without looking at an answer in between.
func BenchmarkWritePostgresPipelined(b *testing.B) {
	const callers, block = 32, 500
	cfg := db.PostgresConfig(b)
	benchSetup(b, raw(b, cfg))
	conns := make(chan *pgx.Conn, callers)
	for range callers {
		conn, err := pgx.Connect(b.Context(), cfg.DSN)
		must(b, err)
		defer conn.Close(context.Background())
		conns <- conn
	}
	s := db.Open(b, cfg)
	ours(b, s, callers, 0, 200)
	pipelined(b, conns, 0, 200)
	var base, mine time.Duration
	b.ResetTimer()
	for done := 0; done < b.N; done += block {
		n := min(block, b.N-done)
		base += pipelined(b, conns, 200+done, n)
		mine += ours(b, s, callers, 200+done, n)
	}
	b.ReportMetric(float64(base)/float64(mine), "×floor")
	b.ReportMetric(float64(b.N)/mine.Seconds(), "writes/s")
	b.ReportMetric(float64(b.N)/base.Seconds(), "floor_writes/s")
	b.ReportMetric(0, "ns/op")
}

// pipelined runs n writes, one round trip each, over all connections.
func pipelined(b *testing.B, conns chan *pgx.Conn, from, n int) time.Duration {
	var all sync.WaitGroup
	start := time.Now()
	for i := from; i < from+n; i++ {
		conn := <-conns
		all.Go(func() {
			response, question := fmt.Sprint("r", i%benchResponses), fmt.Sprint("q", i%40)
			var p pgx.Batch
			p.Queue("BEGIN")
			p.Queue(benchTouch, i, response)
			p.Queue(benchUpsert, response, question, benchBody)
			p.Queue(benchAudit, "floor:"+response, i+1, id.Row(), i, question, []byte("{}"))
			p.Queue("COMMIT")
			if err := conn.SendBatch(b.Context(), &p).Close(); err != nil {
				b.Errorf("floor: %v", err)
			}
			conns <- conn
		})
	}
	all.Wait()
	return time.Since(start)
}

// BenchmarkVerify walks a record of ten thousand events.
func BenchmarkVerify(b *testing.B) {
	s := db.SQLite(b)
	var all sync.WaitGroup
	for w := range 32 {
		all.Go(func() {
			for range 10_000 / 32 {
				_ = s.Write(b.Context(), operator, store.On(fmt.Sprint("bench:", w)), func(*store.Tx) (audit.Events, error) {
					return audit.Events{{Action: "answer.save", Subject: "q"}}, nil
				})
			}
		})
	}
	all.Wait()
	for b.Loop() {
		report, err := s.VerifyAudit(b.Context(), audit.Trust{})
		must(b, err)
		if !report.OK() {
			b.Fatal("broken")
		}
	}
}
