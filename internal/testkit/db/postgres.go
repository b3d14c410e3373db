package db

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"memsure/internal/store"
)

// requireAll is the switch of continuous integration: nothing may be skipped.
const requireAll = "MEMSURE_REQUIRE_ALL"

const template = "memsure_template"

var errNoPostgres = errors.New("no PostgreSQL programs on PATH or in /usr/lib/postgresql/*/bin")

// PostgresConfig creates a fresh, migrated database in the cluster of this test
// process, which starts with the first call, and drops it after the test.
func PostgresConfig(t testing.TB) store.Config {
	t.Helper()
	c := theCluster(t)
	name := fmt.Sprintf("test_%d", c.databases.Add(1))
	if err := c.admin(t.Context(), "CREATE DATABASE "+name+" TEMPLATE "+template); err != nil {
		t.Fatalf("create test database: %v", err)
	}
	t.Cleanup(func() {
		if err := c.admin(context.Background(), "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Logf("drop test database: %v", err)
		}
	})
	return store.Config{Driver: store.Postgres, DSN: c.dsn(name)}
}

// cluster is a running PostgreSQL that listens on a socket in its own folder.
type cluster struct {
	dir       string
	databases atomic.Int64
}

var startOnce = sync.OnceValues(startCluster)

func theCluster(t testing.TB) *cluster {
	t.Helper()
	c, err := startOnce()
	switch {
	case errors.Is(err, errNoPostgres) && os.Getenv(requireAll) != "1":
		t.Skipf("PostgreSQL tests skipped: %v", err)
	case err != nil:
		t.Fatalf("PostgreSQL for tests: %v", err)
	}
	return c
}

func startCluster() (*cluster, error) {
	programs, err := findPrograms()
	if err != nil {
		return nil, err
	}
	account, err := serverAccount()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "memsure-pg-")
	if err != nil {
		return nil, err
	}
	if err := launch(programs, dir, account); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	c := &cluster{dir: dir}
	return c, errors.Join(c.wait(), c.prepareTemplate())
}

func (c *cluster) dsn(database string) string {
	return fmt.Sprintf("host=%s user=memsure dbname=%s sslmode=disable connect_timeout=10", c.dir, database)
}

// wait returns when the server answers. Its log ends the error when it never does.
func (c *cluster) wait() error {
	var err error
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if err = c.admin(context.Background(), "SELECT 1"); err == nil {
			return nil
		}
	}
	log, _ := os.ReadFile(filepath.Join(c.dir, "log"))
	return fmt.Errorf("the server did not answer: %w\n%s", err, strings.TrimSpace(string(log)))
}

func (c *cluster) prepareTemplate() error {
	if err := c.admin(context.Background(), "CREATE DATABASE "+template); err != nil {
		return err
	}
	return migrated(store.Config{Driver: store.Postgres, DSN: c.dsn(template)})
}

// admin runs one statement on a connection of its own.
func (c *cluster) admin(ctx context.Context, statement string) error {
	conn, err := pgx.Connect(ctx, c.dsn("postgres"))
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	_, err = conn.Exec(ctx, statement)
	return err
}
