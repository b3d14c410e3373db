package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"

	"memsure/internal/audit"
	"memsure/migrations"
)

// fileName is the database file in the data folder.
const fileName = "memsure.db"

// sqliteDialect is SQLite through whichever driver the build has: mattn with
// cgo, modernc without (sqlite_cgo.go, sqlite_nocgo.go).
type sqliteDialect struct{}

func (d sqliteDialect) pools(ctx context.Context, cfg Config) (write, read *sql.DB, err error) {
	path, err := makeFile(cfg.Dir)
	if err != nil {
		return nil, nil, err
	}
	if write, err = d.open(path, false, 1); err != nil {
		return nil, nil, err
	}
	if err = probeSQLite(ctx, write); err == nil { // the first connection switches the file to WAL
		read, err = d.open(path, true, cfg.Readers)
	}
	if err == nil {
		err = probeSQLite(ctx, read)
	}
	if err != nil {
		return nil, nil, errors.Join(err, write.Close())
	}
	return write, read, nil
}

// probeSQLite reads the file, which a ping does not: a file that is no database
// shows now, and the connection takes part in the log, so that closing the last
// one folds the log into the file.
func probeSQLite(ctx context.Context, pool *sql.DB) error {
	var tables int
	return pool.QueryRowContext(ctx, "SELECT COUNT(*) FROM sqlite_schema").Scan(&tables)
}

// makeFile makes the folder and, once, an empty file that only we may read;
// SQLite gives its side files the same permissions. An existing database file
// is never opened by hand: closing it would drop the locks that SQLite holds on
// it for this whole process.
func makeFile(dir string) (string, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	path, err := filepath.Abs(filepath.Join(dir, fileName))
	if err != nil {
		return "", err
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return path, nil
	}
	if err != nil {
		return "", err
	}
	return path, file.Close()
}

func (sqliteDialect) open(path string, readOnly bool, conns int) (*sql.DB, error) {
	pool, err := sql.Open(sqliteDriver, sqliteURI(path)+"?"+sqliteOptions(readOnly))
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(conns)
	pool.SetMaxIdleConns(conns)
	return pool, nil
}

func sqliteURI(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // a drive letter
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}

func (d sqliteDialect) migrator(cfg Config) (*sql.DB, *goose.Provider, error) {
	path, err := makeFile(cfg.Dir)
	if err != nil {
		return nil, nil, err
	}
	pool, err := d.open(path, false, 1)
	if err != nil {
		return nil, nil, err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, pool, d.migrations(),
		goose.WithDisableGlobalRegistry(true), goose.WithSlog(cfg.Logger))
	if err != nil {
		return nil, nil, errors.Join(err, pool.Close())
	}
	return pool, provider, nil
}

func (sqliteDialect) migrations() fs.FS {
	sub, _ := fs.Sub(migrations.SQLite, "sqlite") // a constant, valid name
	return sub
}

func (sqliteDialect) gorm(pool gorm.ConnPool) gorm.Dialector {
	return &sqlite.Dialector{DriverName: sqliteDriver, Conn: pool}
}

func (sqliteDialect) cacheStatements() bool { return true }

// begin takes the one write lock of the file, which orders all streams.
func (sqliteDialect) begin(ctx context.Context, s *session, streams []string) (standing, error) {
	if err := s.exec(ctx, "BEGIN IMMEDIATE"); err != nil {
		return standing{}, err
	}
	found := standing{heads: make(map[string]audit.Head, len(streams))}
	for _, stream := range streams {
		head, at := audit.Head{Stream: stream}, int64(0)
		row := s.QueryRowContext(ctx, "SELECT seq, hash, at_us FROM audit_heads WHERE stream = ?", stream)
		if err := row.Scan(&head.Seq, &head.Hash, &at); err != nil && !errors.Is(err, sql.ErrNoRows) {
			return standing{}, err
		}
		found.heads[stream], found.newest = head, max(found.newest, at)
	}
	found.now = time.Now().UnixMicro()
	return found, s.exec(ctx, setSavepoint)
}

func (sqliteDialect) headCommands(heads []audit.Head, at int64) []command {
	commands := make([]command, 0, len(heads)+1)
	for _, head := range heads {
		commands = append(commands, command{`INSERT INTO audit_heads (stream, seq, hash, at_us) VALUES (?, ?, ?, ?)
			ON CONFLICT (stream) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, at_us = excluded.at_us`,
			[]any{head.Stream, head.Seq, head.Hash, at}})
	}
	return commands
}

func (sqliteDialect) sequence(ctx context.Context, s *session, commands []command) (int, error) {
	for i, c := range commands {
		if err := s.exec(ctx, c.text, c.args...); err != nil {
			return i, err
		}
	}
	return len(commands), nil
}

// beginRead starts a snapshot. SQLite runs inside this process, so its clock
// is the process's clock (with microseconds, which its SQL functions lack).
func (sqliteDialect) beginRead(ctx context.Context, s *session) (int64, error) {
	return time.Now().UnixMicro(), s.exec(ctx, "BEGIN")
}

// SQLite's extended result codes; both drivers give the same numbers.
const (
	sqliteUnique     = 2067
	sqlitePrimaryKey = 1555
	sqliteRowID      = 2579
	sqliteForeignKey = 787
	sqliteTrigger    = 1811
)

// sqliteUnavailable are the primary result codes of trouble outside our data:
// permission, busy, locked, no memory, read-only, interrupt, I/O, full, cannot
// open, protocol.
var sqliteUnavailable = map[int]bool{3: true, 5: true, 6: true, 7: true, 8: true, 9: true, 10: true, 13: true, 14: true, 15: true}

func (sqliteDialect) classify(err error) failure {
	code, ok := sqliteCode(err)
	if !ok {
		return classifyCommon(err)
	}
	switch code {
	case sqliteUnique, sqlitePrimaryKey, sqliteRowID:
		return failureUnique
	case sqliteForeignKey:
		return failureReference
	case sqliteTrigger:
		return classifyTrigger(err)
	}
	if sqliteUnavailable[code&0xff] {
		return failureUnavailable
	}
	return failureOther
}

// classifyTrigger tells our refusals from other triggers: RAISE carries only a
// text, and the text is ours.
func classifyTrigger(err error) failure {
	if strings.Contains(err.Error(), "immutable: ") {
		return failureImmutable
	}
	return failureOther
}
