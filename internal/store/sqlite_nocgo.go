//go:build !cgo

package store

import (
	"errors"

	"modernc.org/sqlite"
)

const sqliteDriver = "sqlite"

// sqliteOptions are the settings of every connection, as modernc spells them.
func sqliteOptions(readOnly bool) string {
	options := "_pragma=busy_timeout(5000)&_pragma=foreign_keys(1)&_pragma=recursive_triggers(1)&_pragma=synchronous(FULL)"
	if readOnly {
		return options + "&mode=ro&_pragma=query_only(1)"
	}
	return options + "&_pragma=journal_mode(WAL)&_txlock=immediate"
}

// sqliteCode gives the extended result code of a driver error.
func sqliteCode(err error) (int, bool) {
	var known *sqlite.Error
	if !errors.As(err, &known) {
		return 0, false
	}
	return known.Code(), true
}
