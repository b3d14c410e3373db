package e2e

import (
	"context"
	"database/sql"
	"errors"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the second way into PostgreSQL, past the store

	"memsure/internal/auth"
	"memsure/internal/canon"
	"memsure/internal/fault"
	"memsure/internal/store"
	"memsure/internal/testkit/db"
	"memsure/internal/testkit/server"
)

// emptyRevision is the digest somebody would write beside an empty document.
var emptyRevision = canon.Digest(canon.DomainRevision, []byte("{}"))

// tampering is one change by hand.
type tampering struct {
	name   string
	table  string
	change string // for both databases; {json} stands for the bytes of an empty object
	beside bool   // what is changed stands beside the document, where only its readers look
	reads  func(context.Context, *story) error
}

func tamperings() []tampering {
	scorecard := func(ctx context.Context, st *story) error {
		_, err := st.s.App.Evaluation.Scorecard(ctx, st.assessment, 1)
		return err
	}
	revision := func(ctx context.Context, st *story) error {
		_, err := st.s.App.Assessments.Revision(ctx, st.assessment, 1)
		return err
	}
	report := func(ctx context.Context, st *story) error {
		_, _, err := st.s.App.Reports.PDF(ctx, st.assessment, 0)
		return err
	}
	version := func(ctx context.Context, st *story) error {
		_, err := st.s.App.Questionnaires.Get(ctx, st.sample.Slug, st.sample.Version)
		return err
	}
	file := func(ctx context.Context, st *story) error {
		_, err := st.s.App.Questionnaires.File(ctx, st.sample.Slug, st.sample.Version, true)
		return err
	}
	findings := func(ctx context.Context, st *story) error {
		_, err := st.s.App.Evaluation.Findings(ctx, st.assessment)
		return err
	}
	return []tampering{
		{"an audit row", "audit_events", "UPDATE audit_events SET subject = 'somebody else' WHERE action = 'response.submit'", false, nil},
		{"an audit row gone", "audit_events", "DELETE FROM audit_events WHERE action = 'response.submit'", false, nil},
		{"a published version", "questionnaires", "UPDATE questionnaires SET canonical = {json}", false, version},
		{"a published version gone back to draft", "questionnaires", "UPDATE questionnaires SET state = 'draft'", false, nil},
		{"a published version's file", "questionnaires", "UPDATE questionnaires SET source = {json}", false, file},
		{"a frozen revision", "revisions", "UPDATE revisions SET document = {json}", false, revision},
		{"a frozen revision and its digest", "revisions", "UPDATE revisions SET document = {json}, digest = '{digest}'", false, nil},
		{"a frozen revision gone", "revisions", "DELETE FROM revisions", false, nil},
		{"what a file shows", "evidence", "UPDATE evidence SET facts = {json}", false, findings},
		{"a scorecard", "scorecards", "UPDATE scorecards SET document = {json}", false, scorecard},
		{"a scorecard's place in lists", "scorecards", "UPDATE scorecards SET overall = 99000000", true, scorecard},
		{"a report", "reports", "UPDATE reports SET document = {json}", false, report},
		{"a review", "reviews", "UPDATE reviews SET document = {json} WHERE kind = 'override'", false, nil},
		{"a review gone", "reviews", "DELETE FROM reviews WHERE kind = 'override'", false, nil},
	}
}

// Whoever writes into the database past the service is refused; who takes the
// guards away first is found out, by the check of the whole record and by the
// next to read what was changed.
func TestTampering(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { tamper(t, db.SQLiteConfig(t)) })
	t.Run("postgres", func(t *testing.T) { tamper(t, db.PostgresConfig(t)) })
}

func tamper(t *testing.T, cfg store.Config) {
	st := begin(t, server.Start(t, db.Open(t, cfg)))
	st.upload()
	st.answer()
	st.submit()
	st.evaluate()
	st.score()
	hand := stranger(t, cfg)
	for _, c := range tamperings() {
		if _, err := hand.Exec(c.statement(cfg.Driver)); err == nil || !strings.Contains(err.Error(), "immutable: "+c.table) {
			t.Fatalf("%s, with its guard in place: %v", c.name, err)
		}
	}
	st.intact()
	hand.takeGuardsAway(tamperings())
	for _, c := range tamperings() {
		t.Run(c.name, func(t *testing.T) {
			hand.t = t
			hand.must("CREATE TABLE kept AS SELECT * FROM " + c.table)
			if hand.must(c.statement(cfg.Driver)) == 0 {
				t.Error("nothing was changed: this proves nothing")
			}
			st.finds(t, c)
			hand.must("DELETE FROM " + c.table)
			hand.must("INSERT INTO " + c.table + " SELECT * FROM kept")
			hand.must("DROP TABLE kept")
			st.intact()
		})
	}
}

// statement spells the change for one database.
func (c tampering) statement(driver store.Driver) string {
	json := map[store.Driver]string{store.SQLite: "x'7b7d'", store.Postgres: `'\x7b7d'`}[driver]
	return strings.NewReplacer("{json}", json, "{digest}", emptyRevision).Replace(c.change)
}

// finds wants the change in the report, and damage where it is read.
func (st *story) finds(t *testing.T, c tampering) {
	t.Helper()
	report := got(st.s.Client(auth.Auditor).VerifyAuditWithResponse(t.Context())).want(t, http.StatusOK).JSON200
	if report.Intact != c.beside {
		t.Errorf("intact: %v, want %v: %+v", report.Intact, c.beside, report.Breaks)
	}
	if c.reads == nil {
		return
	}
	var damaged *fault.Error
	if err := c.reads(t.Context(), st); !errors.As(err, &damaged) || damaged.Code != "record_damaged" {
		t.Errorf("read with the error %v, want record_damaged", err)
	}
}

// intruder writes past the store.
type intruder struct {
	*sql.DB
	t      testing.TB
	driver store.Driver
}

func stranger(t testing.TB, cfg store.Config) *intruder {
	t.Helper()
	name, source := driver(), "file:"+filepath.Join(cfg.Dir, "memsure.db")+"?_busy_timeout=5000&_pragma=busy_timeout(5000)"
	if cfg.Driver == store.Postgres {
		name, source = "pgx", cfg.DSN
	}
	pool, err := sql.Open(name, source)
	must(t, err)
	t.Cleanup(func() { _ = pool.Close() })
	return &intruder{pool, t, cfg.Driver}
}

// must runs a statement and gives the number of rows it touched.
func (in *intruder) must(statement string) int64 {
	in.t.Helper()
	done, err := in.Exec(statement)
	if err != nil {
		in.t.Fatalf("%s: %v", statement, err)
	}
	n, err := done.RowsAffected()
	must(in.t, err)
	return n
}

// takeGuardsAway removes the triggers, as somebody who owns the database can.
func (in *intruder) takeGuardsAway(from []tampering) {
	in.t.Helper()
	var tables []string
	for _, c := range from {
		if !slices.Contains(tables, c.table) {
			tables = append(tables, c.table)
		}
	}
	for _, table := range tables {
		if in.driver == store.Postgres {
			in.must("ALTER TABLE " + table + " DISABLE TRIGGER ALL")
			continue
		}
		for _, trigger := range in.triggers(table) {
			in.must("DROP TRIGGER " + trigger)
		}
	}
}

func (in *intruder) triggers(table string) (names []string) {
	in.t.Helper()
	rows, err := in.Query("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = $1", table)
	must(in.t, err)
	defer rows.Close()
	for rows.Next() {
		var name string
		must(in.t, rows.Scan(&name))
		names = append(names, name)
	}
	must(in.t, rows.Err())
	return names
}
