// Package migrations embeds the database schema: plain SQL, forward only, one
// folder per dialect with the same numbers and the same logical tables.
//
// How tables are written here:
//
//   - Times are 64-bit integers, microseconds UTC, named …_us. Ids, digests and
//     states are text. Canonical documents are bytes (BLOB, bytea), never JSON
//     types. A yes/no is INTEGER CHECK (x IN (0, 1)) and boolean.
//   - SQLite tables are STRICT. Small rows with a text key are WITHOUT ROWID.
//   - No constraint is deferrable: a late failure would take down the whole
//     commit group instead of the one write that caused it.
//   - Names of constraints and indexes never appear in what callers see.
//
// An immutable table T with key K is guarded in the database as well:
//
//	SQLite: three triggers (0001_core.sql shows them for audit_events):
//	T_no_update  BEFORE UPDATE, T_no_delete BEFORE DELETE: RAISE(ABORT, 'immutable: T')
//	T_no_replace BEFORE INSERT WHEN EXISTS (a row with the same K, or with any
//	other unique key, or with rowid = NEW.rowid unless WITHOUT ROWID): the same.
//	INSERT OR REPLACE would otherwise delete the old row without a delete
//	trigger. Because of this guard a plain duplicate is refused as immutable
//	too, and ON CONFLICT clauses do not work on such tables.
//
//	PostgreSQL: two triggers that call memsure_immutable():
//	T_no_change   BEFORE UPDATE OR DELETE … FOR EACH ROW
//	T_no_truncate BEFORE TRUNCATE … FOR EACH STATEMENT
//
// The schema test of internal/store finds such tables by these names and tries
// every way round them in both dialects.
package migrations

import "embed"

// SQLite holds sqlite/NNNN_name.sql.
//
//go:embed sqlite/*.sql
var SQLite embed.FS

// Postgres holds postgres/NNNN_name.sql.
//
//go:embed postgres/*.sql
var Postgres embed.FS
