package store_test

import (
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"memsure/internal/testkit/db"
)

// sample gives a value of a column's kind; differ gives another one.
var (
	sample = map[string]string{"integer": "1", "text": "'a'", "bytes": "'\x01'"}
	differ = map[string]string{"integer": "2", "text": "'b'", "bytes": "'\x02'"}
)

// rowOf gives a table's columns in order and a value for each.
func rowOf(t table, bytes func(string) string) (columns, values []string) {
	for _, name := range slices.Sorted(maps.Keys(t.Columns)) {
		kind, _, _ := strings.Cut(t.Columns[name], " ")
		value := sample[kind]
		if kind == "bytes" {
			value = bytes("01")
		}
		columns, values = append(columns, name), append(values, value)
	}
	return columns, values
}

// other gives another value for a column.
func other(t table, name string, bytes func(string) string) string {
	kind, _, _ := strings.Cut(t.Columns[name], " ")
	if kind == "bytes" {
		return bytes("02")
	}
	return differ[kind]
}

func run(t testing.TB, pool *sql.DB, statement string) {
	t.Helper()
	if _, err := pool.Exec(statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// refuse wants the statement refused as immutable and the table unchanged.
func refuse(t *testing.T, pool *sql.DB, name, statement string) {
	t.Helper()
	before := fmt.Sprint(query(t, pool, "SELECT * FROM "+name))
	_, err := pool.Exec(statement)
	if err == nil || !strings.Contains(err.Error(), "immutable: "+name) {
		t.Errorf("%s: got %v", statement, err)
	}
	if after := fmt.Sprint(query(t, pool, "SELECT * FROM "+name)); after != before {
		t.Errorf("%s: changed the table", statement)
	}
}

// TestFrozenTablesOnSQLite tries every way round the guards, on a connection
// without recursive triggers and without foreign keys, as a stranger's would be.
func TestFrozenTablesOnSQLite(t *testing.T) {
	pool := raw(t, db.SQLiteConfig(t))
	schema := sqliteSchema(t, pool)
	for _, pragma := range []string{"foreign_keys = OFF", "ignore_check_constraints = ON", "recursive_triggers = OFF"} {
		run(t, pool, "PRAGMA "+pragma)
	}
	hex := func(s string) string { return "x'" + s + "'" }
	for name, frozen := range schema {
		if !frozen.Frozen {
			continue
		}
		t.Run(name, func(t *testing.T) {
			columns, values := rowOf(frozen, hex)
			into := fmt.Sprintf("INTO %s (%s) VALUES (%s)", name, strings.Join(columns, ", "), strings.Join(values, ", "))
			run(t, pool, "INSERT "+into)
			refuse(t, pool, name, "DELETE FROM "+name)
			refuse(t, pool, name, "REPLACE "+into)
			for _, column := range columns {
				refuse(t, pool, name, fmt.Sprintf("UPDATE %s SET %s = %s", name, column, other(frozen, column, hex)))
			}
			for _, key := range frozen.Unique {
				refuse(t, pool, name, replaceOnly(name, frozen, columns, key, hex))
			}
			if hidden := query(t, pool, "SELECT 1 FROM pragma_table_list WHERE name = ? AND wr = 0", name); len(hidden) == 0 || keyIsRowID(t, pool, name) {
				return
			}
			fresh := strings.Replace(replaceOnly(name, frozen, columns, "", hex), "(", "(rowid, ", 1)
			id := query(t, pool, "SELECT rowid FROM "+name)[0][0]
			refuse(t, pool, name, strings.Replace(fresh, "VALUES (", "VALUES ("+id+", ", 1))
		})
	}
}

// keyIsRowID says whether the table's primary key is its row number, in which
// case no other row number can collide.
func keyIsRowID(t *testing.T, pool *sql.DB, name string) bool {
	keys := query(t, pool, "SELECT type FROM pragma_table_info(?) WHERE pk > 0", name)
	return len(keys) == 1 && keys[0][0] == "INTEGER"
}

// replaceOnly gives an INSERT OR REPLACE that collides in one key only.
func replaceOnly(name string, frozen table, columns []string, key string, bytes func(string) string) string {
	same := strings.Split(key, ",")
	var values []string
	for _, column := range columns {
		kind, _, _ := strings.Cut(frozen.Columns[column], " ")
		value := other(frozen, column, bytes)
		if slices.Contains(same, column) {
			if value = sample[kind]; kind == "bytes" {
				value = bytes("01")
			}
		}
		values = append(values, value)
	}
	return fmt.Sprintf("INSERT OR REPLACE INTO %s (%s) VALUES (%s)", name, strings.Join(columns, ", "), strings.Join(values, ", "))
}

// TestFrozenTablesOnPostgres does the same, TRUNCATE included.
func TestFrozenTablesOnPostgres(t *testing.T) {
	pool := raw(t, db.PostgresConfig(t))
	for _, c := range query(t, pool, "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype IN ('f', 'c') AND connamespace = 'public'::regnamespace") {
		run(t, pool, fmt.Sprintf("ALTER TABLE %s DROP CONSTRAINT %s", c[0], c[1]))
	}
	hex := func(s string) string { return `'\x` + s + `'` }
	for name, frozen := range postgresSchema(t, pool) {
		if !frozen.Frozen {
			continue
		}
		t.Run(name, func(t *testing.T) {
			columns, values := rowOf(frozen, hex)
			into := fmt.Sprintf("INTO %s (%s) VALUES (%s)", name, strings.Join(columns, ", "), strings.Join(values, ", "))
			run(t, pool, "INSERT "+into)
			refuse(t, pool, name, "DELETE FROM "+name)
			refuse(t, pool, name, "TRUNCATE "+name+" CASCADE")
			for _, column := range columns {
				refuse(t, pool, name, fmt.Sprintf("UPDATE %s SET %s = %s", name, column, other(frozen, column, hex)))
				refuse(t, pool, name, fmt.Sprintf("INSERT %s ON CONFLICT (%s) DO UPDATE SET %s = %s", into,
					frozen.Unique[0], column, other(frozen, column, hex)))
			}
		})
	}
}
