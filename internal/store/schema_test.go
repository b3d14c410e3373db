package store_test

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"memsure/internal/store"
	"memsure/internal/testkit/db"
)

// table is what both dialects must agree on.
type table struct {
	Columns map[string]string // by name: "integer not null"
	Unique  []string          // keys and unique indexes, as column lists
	Indexes []string          // other indexes
	Foreign []string          // "vendor_id,id -> vendors (id)"
	Frozen  bool              // guarded against change
}

func raw(t testing.TB, cfg store.Config) *sql.DB {
	t.Helper()
	pool, err := store.OpenRaw(cfg)
	must(t, err)
	t.Cleanup(func() { must(t, pool.Close()) })
	return pool
}

// query gives rows of text.
func query(t testing.TB, pool *sql.DB, statement string, args ...any) [][]string {
	t.Helper()
	rows, err := pool.Query(statement, args...)
	must(t, err)
	defer rows.Close()
	names, err := rows.Columns()
	must(t, err)
	var all [][]string
	for rows.Next() {
		row, into := make([]sql.NullString, len(names)), make([]any, len(names))
		for i := range row {
			into[i] = &row[i]
		}
		must(t, rows.Scan(into...))
		texts := make([]string, len(row))
		for i, cell := range row {
			texts[i] = cell.String
		}
		all = append(all, texts)
	}
	must(t, rows.Err())
	return all
}

// kinds maps each dialect's types to the one they stand for.
var kinds = map[string]string{
	"INTEGER": "integer", "bigint": "integer", "integer": "integer", "smallint": "integer", "boolean": "integer",
	"TEXT": "text", "text": "text", "BLOB": "bytes", "bytea": "bytes",
}

func column(t testing.TB, name, kind string, notNull bool) string {
	t.Helper()
	known, ok := kinds[kind]
	if !ok {
		t.Errorf("column %s has type %q, which the dialects do not share", name, kind)
	}
	if notNull {
		known += " not null"
	}
	return known
}

func sqliteSchema(t testing.TB, pool *sql.DB) map[string]table {
	schema := map[string]table{}
	for _, row := range query(t, pool, "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'goose_db_version'") {
		if row[1] != "1" {
			t.Errorf("SQLite table %s is not STRICT", row[0])
		}
		schema[row[0]] = sqliteTable(t, pool, row[0])
	}
	return schema
}

func sqliteTable(t testing.TB, pool *sql.DB, name string) table {
	out := table{Columns: map[string]string{}}
	for _, c := range query(t, pool, "SELECT name, type, \"notnull\" FROM pragma_table_info(?)", name) {
		out.Columns[c[0]] = column(t, name+"."+c[0], c[1], c[2] == "1")
	}
	keys := query(t, pool, "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", name)
	out.Unique = append(out.Unique, list(keys))
	for _, index := range query(t, pool, "SELECT name, \"unique\", partial, origin FROM pragma_index_list(?)", name) {
		columns := list(query(t, pool, "SELECT COALESCE(name, 'expression') FROM pragma_index_info(?) ORDER BY seqno", index[0]))
		if index[2] == "1" {
			columns += " partial"
		}
		switch {
		case index[3] == "pk":
		case index[1] == "1":
			out.Unique = append(out.Unique, columns)
		default:
			out.Indexes = append(out.Indexes, columns)
		}
	}
	for _, f := range query(t, pool, `SELECT group_concat("from", ',' ORDER BY seq), "table", group_concat("to", ',' ORDER BY seq), on_delete FROM pragma_foreign_key_list(?) GROUP BY id`, name) {
		out.Foreign = append(out.Foreign, fmt.Sprintf("%s -> %s (%s) %s", f[0], f[1], f[2], f[3]))
	}
	guards := query(t, pool, "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ? AND name LIKE tbl_name || '_no_%'", name)
	out.Frozen = complete(t, name, guards, "_no_delete", "_no_replace", "_no_update")
	return out.sorted()
}

func postgresSchema(t testing.TB, pool *sql.DB) map[string]table {
	schema := map[string]table{}
	for _, row := range query(t, pool, "SELECT relname, oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'goose_db_version'") {
		schema[row[0]] = postgresTable(t, pool, row[0], row[1])
	}
	return schema
}

func postgresTable(t testing.TB, pool *sql.DB, name, oid string) table {
	out := table{Columns: map[string]string{}}
	for _, c := range query(t, pool, "SELECT column_name, data_type, is_nullable FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1", name) {
		out.Columns[c[0]] = column(t, name+"."+c[0], c[1], c[2] == "NO")
	}
	const columns = `(SELECT string_agg(COALESCE(a.attname, 'expression'), ',' ORDER BY k.n) FROM unnest(%s) WITH ORDINALITY AS k (num, n)
		LEFT JOIN pg_attribute a ON a.attrelid = %s AND a.attnum = k.num AND k.num > 0)`
	for _, index := range query(t, pool, "SELECT "+fmt.Sprintf(columns, "i.indkey", "i.indrelid")+", i.indisunique, i.indpred IS NOT NULL FROM pg_index i WHERE i.indrelid = $1::oid", oid) {
		if index[2] == "true" {
			index[0] += " partial"
		}
		if index[1] == "true" {
			out.Unique = append(out.Unique, index[0])
		} else {
			out.Indexes = append(out.Indexes, index[0])
		}
	}
	for _, f := range query(t, pool, "SELECT "+fmt.Sprintf(columns, "c.conkey", "c.conrelid")+", c.confrelid::regclass::text, "+fmt.Sprintf(columns, "c.confkey", "c.confrelid")+
		", CASE c.confdeltype WHEN 'a' THEN 'NO ACTION' WHEN 'r' THEN 'RESTRICT' WHEN 'c' THEN 'CASCADE' ELSE 'SET' END, c.condeferrable FROM pg_constraint c WHERE c.contype = 'f' AND c.conrelid = $1::oid", oid) {
		out.Foreign = append(out.Foreign, fmt.Sprintf("%s -> %s (%s) %s", f[0], f[1], f[2], f[3]))
		if f[4] == "true" {
			t.Errorf("%s has a deferrable reference", name)
		}
	}
	guards := query(t, pool, "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = $1::oid AND tgname LIKE $2 || '_no_%'", oid, name)
	out.Frozen = complete(t, name, guards, "_no_change", "_no_truncate") || complete(t, "", guards, "_no_delete", "_no_truncate", "_no_update")
	return out.sorted()
}

// complete says whether the guards are exactly the named ones; a table with
// only some of its guards is a mistake (told when name is given and the other
// spelling of the guards does not fit either).
func complete(t testing.TB, name string, guards [][]string, want ...string) bool {
	t.Helper()
	var have []string
	for _, guard := range guards {
		have = append(have, guard[0][strings.LastIndex(guard[0], "_no_"):])
	}
	slices.Sort(have)
	if name != "" && len(have) != 0 && len(have) < 2 {
		t.Errorf("%s has only some of its guards: %v", name, have)
	}
	return slices.Equal(have, want)
}

func list(rows [][]string) string {
	var names []string
	for _, row := range rows {
		names = append(names, row[0])
	}
	return strings.Join(names, ",")
}

func (t table) sorted() table {
	slices.Sort(t.Unique)
	slices.Sort(t.Indexes)
	slices.Sort(t.Foreign)
	return t
}

// TestDialectsHaveOneSchema compares what the migrations made, so it covers
// every migration there will be.
func TestDialectsHaveOneSchema(t *testing.T) {
	lite := raw(t, db.SQLiteConfig(t))
	one := sqliteSchema(t, lite)
	if late := query(t, lite, "SELECT name FROM sqlite_schema WHERE upper(sql) LIKE '%DEFERR%'"); len(late) != 0 {
		t.Errorf("deferrable references: %v", late)
	}
	if !one["audit_events"].Frozen || one["audit_heads"].Frozen {
		t.Fatal("guards are not recognised")
	}
	other := postgresSchema(t, raw(t, db.PostgresConfig(t)))
	if diff := cmp.Diff(one, other); diff != "" {
		t.Errorf("SQLite (-) and PostgreSQL (+) differ:\n%s", diff)
	}
}
