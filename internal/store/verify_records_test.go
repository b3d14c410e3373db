package store_test

import (
	"testing"

	"memsure/internal/audit"
	"memsure/internal/store"
	"memsure/internal/testkit/db"
)

// Rows that may change have no guard: whoever changes one by hand is found
// because the last event about it tells otherwise.
func TestRecordsAreHeldToTheirLastEvent(t *testing.T) {
	db.Each(t, func(t *testing.T, s *store.Store) {
		write := func(event audit.Event, do func(tx *store.Tx) error) {
			t.Helper()
			must(t, s.Write(t.Context(), operator, store.On(audit.System), func(tx *store.Tx) (audit.Events, error) {
				return audit.Events{event}, do(tx)
			}))
		}
		byHand := func(statement string) {
			t.Helper()
			write(audit.Event{Action: "probe.hand", Subject: "x"}, func(tx *store.Tx) error { return tx.DB().Exec(statement).Error })
		}
		want := func(how ...string) {
			t.Helper()
			_, found, err := s.VerifyFrozen(t.Context())
			must(t, err)
			if len(found) != len(how) {
				t.Fatalf("found %+v, want %d", found, len(how))
			}
			for i := range how {
				if found[i].How != how[i] || found[i].Kind != "vendor" {
					t.Errorf("found %+v, want %s", found[i], how[i])
				}
			}
		}
		v := store.Vendor{ID: "ven_1", Name: "A", NameKey: "a", RowVersion: 1, CreatedUS: 1}
		write(audit.Event{Action: "vendor.create", Subject: v.ID, After: v.Fingerprint()}, func(tx *store.Tx) error { return tx.Buyer().AddVendor(v) })
		want()
		before := v.Fingerprint()
		v.Country, v.RowVersion = "DE", 2
		write(audit.Event{Action: "vendor.update", Subject: v.ID, Before: before, After: v.Fingerprint()},
			func(tx *store.Tx) error { return tx.Buyer().UpdateVendor(v) })
		want()
		byHand("UPDATE vendors SET country = 'CH'")
		want("The record is not as the last event tells.")
		byHand("UPDATE vendors SET country = 'DE'")
		want()
		byHand("INSERT INTO vendors SELECT 'ven_2', name, name_key, external_ref, country, website, owner, notes, row_version, created_us FROM vendors")
		want("The audit log knows nothing of this record.")
		byHand("DELETE FROM vendors")
		want("The audit log tells of a record that is not there.")
		write(audit.Event{Action: "vendor.delete", Subject: v.ID, Before: v.Fingerprint()}, func(*store.Tx) error { return nil })
		want()
	})
}
