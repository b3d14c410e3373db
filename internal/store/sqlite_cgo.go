//go:build cgo

package store

import (
	"errors"

	"github.com/mattn/go-sqlite3"
)

const sqliteDriver = "sqlite3"

// sqliteOptions are the settings of every connection, as mattn spells them.
func sqliteOptions(readOnly bool) string {
	options := "_busy_timeout=5000&_foreign_keys=1&_recursive_triggers=1&_synchronous=FULL"
	if readOnly {
		return options + "&mode=ro&_query_only=1"
	}
	return options + "&_journal_mode=WAL&_txlock=immediate"
}

// sqliteCode gives the extended result code of a driver error.
func sqliteCode(err error) (int, bool) {
	var known sqlite3.Error
	if !errors.As(err, &known) {
		return 0, false
	}
	if known.ExtendedCode != 0 {
		return int(known.ExtendedCode), true
	}
	return int(known.Code), true
}
