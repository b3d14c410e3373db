package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"

	"memsure/internal/audit"
	"memsure/migrations"
)

// postgresDialect is PostgreSQL through pgx. It uses nothing that its
// distributed descendants lack: row locks, ON CONFLICT, savepoints.
type postgresDialect struct{}

func (d postgresDialect) pools(ctx context.Context, cfg Config) (write, read *sql.DB, err error) {
	if write, err = d.open(cfg, cfg.Writers); err != nil {
		return nil, nil, err
	}
	if read, err = d.open(cfg, cfg.Readers); err == nil {
		err = read.PingContext(ctx)
	}
	if err != nil {
		return nil, nil, errors.Join(err, write.Close())
	}
	return write, read, nil
}

func (postgresDialect) open(cfg Config, conns int) (*sql.DB, error) {
	config, err := pgx.ParseConfig(cfg.DSN)
	if err != nil {
		return nil, errors.New("the connection string cannot be read") // pgx's text may show the password
	}
	pool := stdlib.OpenDB(*config)
	pool.SetMaxOpenConns(conns)
	pool.SetMaxIdleConns(conns)
	return pool, nil
}

func (d postgresDialect) migrator(cfg Config) (*sql.DB, *goose.Provider, error) {
	pool, err := d.open(cfg, 2) // one holds the lock
	if err != nil {
		return nil, nil, err
	}
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 60))
	if err == nil {
		var provider *goose.Provider
		provider, err = goose.NewProvider(goose.DialectPostgres, pool, d.migrations(),
			goose.WithSessionLocker(locker), goose.WithDisableGlobalRegistry(true), goose.WithSlog(cfg.Logger))
		if err == nil {
			return pool, provider, nil
		}
	}
	return nil, nil, errors.Join(err, pool.Close())
}

func (postgresDialect) migrations() fs.FS {
	sub, _ := fs.Sub(migrations.Postgres, "postgres") // a constant, valid name
	return sub
}

func (postgresDialect) gorm(pool gorm.ConnPool) gorm.Dialector {
	return postgres.New(postgres.Config{Conn: pool})
}

func (postgresDialect) cacheStatements() bool { return false }

const postgresClock = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint"

const lockHeads = "SELECT stream, seq, hash, at_us FROM audit_heads WHERE stream = ANY($1::text[]) ORDER BY stream FOR UPDATE"

// begin locks the head rows in one order, so that two groups never wait for
// each other, and reads the clock only then: whoever gets a stream later has a
// later time. All of it is one round trip unless a stream is new.
func (d postgresDialect) begin(ctx context.Context, s *session, streams []string) (standing, error) {
	found := standing{heads: make(map[string]audit.Head, len(streams))}
	err := d.pipeline(ctx, s, func(p *pgx.Batch) {
		p.Queue("BEGIN")
		d.queueLocks(p, streams, &found)
	})
	if err != nil || len(found.heads) == len(streams) {
		return found, err
	}
	err = d.pipeline(ctx, s, func(p *pgx.Batch) {
		p.Queue(releaseSavepoint) // the new heads are no item's to roll back
		p.Queue(`INSERT INTO audit_heads (stream, seq, hash)
			SELECT stream, 0, '' FROM unnest($1::text[]) AS stream ORDER BY stream ON CONFLICT DO NOTHING`, streams)
		d.queueLocks(p, streams, &found)
	})
	return found, err
}

// queueLocks adds the lock of the streams, then the clock, then the first
// item's savepoint.
func (postgresDialect) queueLocks(p *pgx.Batch, streams []string, found *standing) {
	p.Queue(lockHeads, streams).Query(func(rows pgx.Rows) error {
		var head audit.Head
		var at int64
		_, err := pgx.ForEachRow(rows, []any{&head.Stream, &head.Seq, &head.Hash, &at}, func() error {
			found.heads[head.Stream], found.newest = head, max(found.newest, at)
			return nil
		})
		return err
	})
	p.Queue(postgresClock).QueryRow(func(row pgx.Row) error { return row.Scan(&found.now) })
	p.Queue(setSavepoint)
}

// pipeline sends what fill queues in one round trip.
func (postgresDialect) pipeline(ctx context.Context, s *session, fill func(*pgx.Batch)) error {
	return s.conn.Raw(func(conn any) error {
		var p pgx.Batch
		fill(&p)
		return conn.(*stdlib.Conn).Conn().SendBatch(ctx, &p).Close()
	})
}

func (d postgresDialect) sequence(ctx context.Context, s *session, commands []command) (ran int, err error) {
	err = d.pipeline(ctx, s, func(p *pgx.Batch) {
		for _, c := range commands {
			p.Queue(c.text, c.args...).Exec(func(pgconn.CommandTag) error { ran++; return nil })
		}
	})
	return ran, err
}

func (postgresDialect) headCommands(heads []audit.Head, at int64) []command {
	streams, numbers, hashes := make([]string, len(heads)), make([]int64, len(heads)), make([]string, len(heads))
	for i, head := range heads {
		streams[i], numbers[i], hashes[i] = head.Stream, head.Seq, head.Hash
	}
	return []command{{`UPDATE audit_heads AS h SET seq = n.seq, hash = n.hash, at_us = $4
		FROM unnest($1::text[], $2::bigint[], $3::text[]) AS n (stream, seq, hash) WHERE h.stream = n.stream`,
		[]any{streams, numbers, hashes, at}}}
}

func (d postgresDialect) beginRead(ctx context.Context, s *session) (now int64, err error) {
	err = d.pipeline(ctx, s, func(p *pgx.Batch) {
		p.Queue("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
		p.Queue(postgresClock).QueryRow(func(row pgx.Row) error { return row.Scan(&now) })
	})
	return now, err
}

func (postgresDialect) classify(err error) failure {
	var known *pgconn.PgError
	if !errors.As(err, &known) {
		var connect *pgconn.ConnectError
		if errors.As(err, &connect) || pgconn.Timeout(err) {
			return failureUnavailable
		}
		return classifyCommon(err)
	}
	switch known.Code {
	case "23505":
		return failureUnique
	case "23503", "23001":
		return failureReference
	case "MS001":
		return failureImmutable
	case "40001", "40P01":
		return failureRetry
	}
	// 08 connection, 25006 read-only (a standby), 53 resources, 55P03 lock,
	// 57 operator intervention, 58 system error.
	for _, class := range []string{"08", "25006", "53", "55P03", "57", "58"} {
		if strings.HasPrefix(known.Code, class) {
			return failureUnavailable
		}
	}
	return failureOther
}

// retryPause is the longest first pause before a closure runs again.
const retryPause = 5 * time.Millisecond
