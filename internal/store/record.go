package store

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"

	"gorm.io/gorm"

	"memsure/internal/fault"
)

// Records are what the store keeps, one plain struct a table: a field is the
// column of the same name, times are microseconds UTC, nil means absent.

// Flag is a boolean kept as 0 or 1, alike in both databases.
type Flag bool

// Value gives the integer to store.
func (f Flag) Value() (driver.Value, error) {
	if f {
		return int64(1), nil
	}
	return int64(0), nil
}

// Scan reads the stored integer.
func (f *Flag) Scan(src any) error {
	n, ok := src.(int64)
	if !ok {
		return fmt.Errorf("flag column holds %T", src)
	}
	*f = n != 0
	return nil
}

// Page bounds a list: at most Limit items after the one named by After, which
// is the (time, id) of the last item of the page before; the zero After is the
// start. Lists by time run from new to old.
type Page struct {
	Limit     int
	AfterTime int64
	AfterID   string
	AfterText string // for lists by name
}

// one reads the single record a condition names, or fault.NotFound.
func one[T any](q *gorm.DB) (T, error) {
	var record T
	err := q.Take(&record).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return record, notFound()
	}
	return record, err
}

// maybe reads the single record a condition names; ok is false without one.
func maybe[T any](q *gorm.DB) (record T, ok bool, err error) {
	var found []T
	err = q.Limit(1).Find(&found).Error
	if err != nil || len(found) == 0 {
		return record, false, err
	}
	return found[0], true, nil
}

// many reads all records of a query in its order.
func many[T any](q *gorm.DB) ([]T, error) {
	var found []T
	err := q.Find(&found).Error
	return found, err
}

// first reads the first row of a query, written with $1, $2, …, straight into
// variables: for the few queries that every answer save runs, where building
// them anew each time would cost more than running them. ok is false without a
// row.
func (tx *ReadTx) first(query string, args []any, into ...any) (ok bool, err error) {
	sess := tx.db.Statement.ConnPool.(*session)
	err = sess.QueryRowContext(tx.ctx, query, args...).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	sess.fail(err)
	return err == nil, err
}

// newest orders by a time column and id, new to old, and cuts the page.
func (p Page) newest(q *gorm.DB) *gorm.DB {
	if p.AfterID != "" {
		q = q.Where("(created_us, id) < (?, ?)", p.AfterTime, p.AfterID)
	}
	return q.Order("created_us DESC, id DESC").Limit(p.Limit)
}

func notFound() error {
	return fault.New(fault.NotFound, "not_found", "There is nothing here for you under this address.")
}

// changed turns an update that met no row into fault.NotFound.
func changed(done *gorm.DB) error {
	if done.Error != nil {
		return done.Error
	}
	if done.RowsAffected == 0 {
		return notFound()
	}
	return nil
}
