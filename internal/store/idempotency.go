package store

import (
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"memsure/internal/fault"
)

// IdempotencyWindow is how long a completed key is remembered, in microseconds.
const IdempotencyWindow int64 = 24 * 60 * 60 * 1_000_000

// idempotencyLease is how long a key stays in progress after the process that
// reserved it may have died.
const idempotencyLease int64 = 60 * 60 * 1_000_000

// Repeatable identifies a request that its sender may repeat.
type Repeatable struct {
	Principal  string // who sent it, by id
	Operation  string // operation id of the contract
	Key        string // the Idempotency-Key
	BodyDigest string // digest of the request, canon.DomainRequest
}

type idempotencyRow struct {
	Principal  string `gorm:"primaryKey"`
	Operation  string `gorm:"primaryKey"`
	Key        string `gorm:"primaryKey"`
	BodyDigest string
	State      string
	ResultRef  string
	CreatedUs  int64
}

// TableName is for gorm.
func (idempotencyRow) TableName() string { return "idempotency_keys" }

// Idempotent reserves the request's key in this transaction. A completed
// request gives the reference to its result and replayed = true: return no
// events then. Otherwise do the work and call Completed before the write ends,
// or in a later write when the work spans several.
//
// It fails with Conflict idempotency_in_progress while another transaction is
// at it, and with Invalid idempotency_mismatch when the key came with another
// request before. Keys are forgotten after 24 hours.
func (tx *Tx) Idempotent(r Repeatable) (ref string, replayed bool, err error) {
	row := idempotencyRow{r.Principal, r.Operation, r.Key, r.BodyDigest, "in_progress", "", tx.now}
	created := tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	if created.Error != nil || created.RowsAffected == 1 {
		return "", false, created.Error
	}
	var known idempotencyRow
	if err := tx.keyRow(r).Clauses(clause.Locking{Strength: "UPDATE"}).Take(&known).Error; err != nil {
		return "", false, err
	}
	switch {
	case known.over(tx.now):
		return "", false, tx.keyRow(r).Select("BodyDigest", "State", "ResultRef", "CreatedUs").Updates(&row).Error
	case known.BodyDigest != r.BodyDigest:
		return "", false, fault.New(fault.Invalid, "idempotency_mismatch", "This Idempotency-Key was used with another request.").
			WithRemedy("Use a new key for a new request.")
	case known.State != "completed":
		return "", false, fault.New(fault.Conflict, "idempotency_in_progress", "The same request is being worked on.").
			WithRemedy("Wait a moment and repeat it.")
	}
	return known.ResultRef, true, nil
}

// Completed keeps the reference to the result (an id, never content or a
// secret) for requests that repeat r.
func (tx *Tx) Completed(r Repeatable, ref string) error {
	done := tx.keyRow(r).Where("body_digest = ?", r.BodyDigest).
		Updates(map[string]any{"state": "completed", "result_ref": ref})
	if done.Error == nil && done.RowsAffected != 1 {
		return fault.New(fault.Internal, "idempotency_unreserved", "A result was kept for a request that was never reserved.")
	}
	return done.Error
}

// Abandoned frees the key of a request whose work, spread over several writes,
// failed in between.
func (tx *Tx) Abandoned(r Repeatable) error {
	return tx.keyRow(r).Where("state = ?", "in_progress").Delete(&idempotencyRow{}).Error
}

// ForgetRequests deletes keys past their time and says how many.
func (tx *Tx) ForgetRequests() (int64, error) {
	gone := tx.db.Where("created_us < ?", tx.now-IdempotencyWindow).Delete(&idempotencyRow{})
	return gone.RowsAffected, gone.Error
}

func (tx *Tx) keyRow(r Repeatable) *gorm.DB {
	return tx.db.Model(&idempotencyRow{}).
		Where("principal = ? AND operation = ? AND key = ?", r.Principal, r.Operation, r.Key)
}

// over says whether the row no longer binds.
func (row idempotencyRow) over(now int64) bool {
	age := now - row.CreatedUs
	return age >= IdempotencyWindow || row.State == "in_progress" && age >= idempotencyLease
}
