package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"

	"gorm.io/gorm"
)

// maxStatements bounds the prepared statements of a connection.
const maxStatements = 256

// session is one database connection with its prepared statements. One
// goroutine uses it at a time. It is gorm's connection pool, so everything a
// closure does runs on this connection, inside the transaction that the store
// began by hand.
//
// After the first failed statement a session refuses all others until the item
// is rolled back: PostgreSQL behaves so by itself, and on SQLite a full disk
// may have ended the whole transaction, after which a further statement would
// commit on its own.
type session struct {
	conn       *sql.Conn
	db         *gorm.DB
	statements map[string]*sql.Stmt // nil where the driver caches
	failed     error
}

func openSession(ctx context.Context, s *Store, pool *sql.DB) (*session, error) {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	sess := &session{conn: conn}
	if s.d.cacheStatements() {
		sess.statements = map[string]*sql.Stmt{}
	}
	sess.db = s.base.Session(&gorm.Session{NewDB: true, Context: context.WithoutCancel(ctx)})
	sess.db.Statement.ConnPool = sess
	return sess, nil
}

// errControl refuses a closure that tries to end or nest the transaction.
var errControl = errors.New("a closure may not control the transaction it runs in")

// admit says why a closure's statement must not run, nil when it may.
func (s *session) admit(query string) error {
	if s.failed != nil {
		return fmt.Errorf("refused after a failed statement: %w", s.failed)
	}
	word, _, _ := strings.Cut(strings.TrimLeft(query, " \t\n;"), " ")
	switch strings.ToUpper(strings.TrimRight(word, ";")) {
	case "BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE":
		return errControl
	}
	return nil
}

// fail remembers the first failure. A missing row is an answer, not a failure.
func (s *session) fail(err error) {
	if err != nil && s.failed == nil && !errors.Is(err, gorm.ErrRecordNotFound) && !errors.Is(err, sql.ErrNoRows) {
		s.failed = err
	}
}

// exec runs one of the store's own statements, whatever failed before.
func (s *session) exec(ctx context.Context, query string, args ...any) error {
	stmt, err := s.prepared(ctx, query)
	switch {
	case err != nil:
	case stmt != nil:
		_, err = stmt.ExecContext(ctx, args...)
	default:
		_, err = s.conn.ExecContext(ctx, query, args...)
	}
	return err
}

// ExecContext is for gorm.
func (s *session) ExecContext(ctx context.Context, query string, args ...any) (result sql.Result, err error) {
	if err := s.admit(query); err != nil {
		s.fail(err)
		return nil, err
	}
	defer func() { s.fail(err) }()
	stmt, err := s.prepared(ctx, query)
	if err != nil {
		return nil, err
	}
	if stmt != nil {
		return stmt.ExecContext(ctx, args...)
	}
	return s.conn.ExecContext(ctx, query, args...)
}

// QueryContext is for gorm.
func (s *session) QueryContext(ctx context.Context, query string, args ...any) (rows *sql.Rows, err error) {
	if err := s.admit(query); err != nil {
		s.fail(err)
		return nil, err
	}
	defer func() { s.fail(err) }()
	stmt, err := s.prepared(ctx, query)
	if err != nil {
		return nil, err
	}
	if stmt != nil {
		return stmt.QueryContext(ctx, args...)
	}
	return s.conn.QueryContext(ctx, query, args...)
}

// QueryRowContext is for gorm. An error shows when the row is scanned.
func (s *session) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if err := s.admit(query); err != nil {
		s.fail(err)
		over, cancel := context.WithCancel(ctx)
		cancel() // the only way to make a *sql.Row that carries an error
		return s.conn.QueryRowContext(over, query, args...)
	}
	if stmt, err := s.prepared(ctx, query); err == nil && stmt != nil {
		return stmt.QueryRowContext(ctx, args...)
	}
	return s.conn.QueryRowContext(ctx, query, args...)
}

// PrepareContext is for gorm, which does not call it without PrepareStmt.
func (s *session) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	return s.conn.PrepareContext(ctx, query)
}

// prepared gives the cached statement, nil when this session caches none. A
// full cache is emptied: the hot statements are back within a moment.
func (s *session) prepared(ctx context.Context, query string) (*sql.Stmt, error) {
	if s.statements == nil {
		return nil, nil
	}
	if stmt, ok := s.statements[query]; ok {
		return stmt, nil
	}
	stmt, err := s.conn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	if len(s.statements) >= maxStatements {
		s.forgetStatements()
	}
	s.statements[query] = stmt
	return stmt, nil
}

func (s *session) forgetStatements() {
	for query, stmt := range s.statements {
		_ = stmt.Close() // the connection outlives it or takes it along
		delete(s.statements, query)
	}
}

// close gives the connection back to its pool.
func (s *session) close() {
	s.forgetStatements()
	_ = s.conn.Close()
}

// discard closes the connection for good; whatever it had open is undone.
func (s *session) discard() {
	s.forgetStatements()
	_ = s.conn.Raw(func(any) error { return driver.ErrBadConn })
	_ = s.conn.Close()
}

// watchErrors lets sessions learn of failures that show only while rows are
// read, and of statements that gorm refuses to build.
func watchErrors(base *gorm.DB) error {
	note := func(db *gorm.DB) {
		if s, ok := db.Statement.ConnPool.(*session); ok {
			s.fail(db.Error)
		}
	}
	callbacks := base.Callback()
	return errors.Join(
		callbacks.Create().After("gorm:after_create").Register("memsure:note", note),
		callbacks.Query().After("gorm:after_query").Register("memsure:note", note),
		callbacks.Update().After("gorm:after_update").Register("memsure:note", note),
		callbacks.Delete().After("gorm:after_delete").Register("memsure:note", note),
		callbacks.Row().After("gorm:row").Register("memsure:note", note),
		callbacks.Raw().After("gorm:raw").Register("memsure:note", note),
	)
}
