package store_test

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"memsure/internal/testkit/db"
)

// The weights of an assessment can be changed until it leaves the states in
// which no answer can have come, whoever asks the database; nothing else of the
// row is fixed by that.
func TestWeightsAreFixedInTheDatabase(t *testing.T) {
	try := func(t *testing.T, pool *sql.DB, schema map[string]table, bytes func(string) string) {
		columns, values := rowOf(schema["assessments"], bytes)
		run(t, pool, fmt.Sprintf("INSERT INTO assessments (%s) VALUES (%s)", strings.Join(columns, ", "), strings.Join(values, ", ")))
		for _, state := range []string{"draft", "invited"} {
			run(t, pool, "UPDATE assessments SET state = '"+state+"'")
			run(t, pool, "UPDATE assessments SET weights_digest = 'in "+state+"'")
		}
		for _, state := range []string{"in_progress", "submitted", "returned", "closed", "withdrawn", "declined", "no_response"} {
			run(t, pool, "UPDATE assessments SET state = '"+state+"', panel = 'somebody'")
			refuse(t, pool, "assessments", "UPDATE assessments SET weights_digest = ''")
			refuse(t, pool, "assessments", "UPDATE assessments SET weights_digest = '', state = 'draft'")
		}
	}
	t.Run("sqlite", func(t *testing.T) {
		pool := raw(t, db.SQLiteConfig(t))
		for _, pragma := range []string{"foreign_keys = OFF", "ignore_check_constraints = ON"} {
			run(t, pool, "PRAGMA "+pragma)
		}
		try(t, pool, sqliteSchema(t, pool), func(s string) string { return "x'" + s + "'" })
	})
	t.Run("postgres", func(t *testing.T) {
		pool := raw(t, db.PostgresConfig(t))
		for _, c := range query(t, pool, "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype IN ('f', 'c') AND connamespace = 'public'::regnamespace") {
			run(t, pool, fmt.Sprintf("ALTER TABLE %s DROP CONSTRAINT %s", c[0], c[1]))
		}
		try(t, pool, postgresSchema(t, pool), func(s string) string { return `'\x` + s + `'` })
	})
}
