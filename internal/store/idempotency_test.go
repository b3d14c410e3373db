package store_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"memsure/internal/audit"
	"memsure/internal/fault"
	"memsure/internal/store"
	"memsure/internal/testkit/db"
)

var request = store.Repeatable{Principal: "key_1", Operation: "createVendor", Key: "k", BodyDigest: "sha256:a"}

// create does the work of request once and gives its result.
func create(s *store.Store, r store.Repeatable, id string) (result string, replayed bool, err error) {
	err = s.Write(context.Background(), operator, store.On("system"), func(tx *store.Tx) (audit.Events, error) {
		var err error
		if result, replayed, err = tx.Idempotent(r); err != nil || replayed {
			return nil, err
		}
		result = id
		if err := insert(tx, id); err != nil {
			return nil, err
		}
		return told(id), tx.Completed(r, id)
	})
	return result, replayed, err
}

func TestRepeatedRequestGivesTheFirstResult(t *testing.T) {
	db.Each(t, func(t *testing.T, s *store.Store) {
		probeTables(t, s)
		for i, want := range []bool{false, true, true} {
			result, replayed, err := create(s, request, string(rune('a'+i)))
			if err != nil || result != "a" || replayed != want {
				t.Errorf("call %d: %q, replayed %t, %v", i, result, replayed, err)
			}
		}
		other := request
		other.BodyDigest = "sha256:b"
		_, _, err := create(s, other, "z")
		wantFault(t, err, fault.Invalid, "idempotency_mismatch")
		other = request
		other.Principal = "key_2"
		if result, replayed, err := create(s, other, "b"); err != nil || replayed || result != "b" {
			t.Errorf("another principal's key: %q, %t, %v", result, replayed, err)
		}
	})
}

func TestFailedRequestIsNotRemembered(t *testing.T) {
	db.Each(t, func(t *testing.T, s *store.Store) {
		probeTables(t, s)
		must(t, put(t.Context(), s, "taken"))
		_, _, err := create(s, request, "taken")
		wantFault(t, err, fault.Conflict, "already_exists")
		if result, replayed, err := create(s, request, "free"); err != nil || replayed || result != "free" {
			t.Errorf("second try: %q, %t, %v", result, replayed, err)
		}
	})
}

func TestRequestsInParallelAreDoneOnce(t *testing.T) {
	eachConfig(t, func(t *testing.T, cfg store.Config) {
		copies := []*store.Store{db.Open(t, cfg), db.Open(t, cfg)}
		probeTables(t, copies[0])
		var done atomic.Int32
		var all sync.WaitGroup
		for i := range 20 {
			all.Go(func() {
				result, replayed, err := create(copies[i%2], request, string(rune('a'+i)))
				if err != nil {
					t.Errorf("call %d: %q, %v", i, result, err)
				}
				if !replayed {
					done.Add(1)
				}
			})
		}
		all.Wait()
		if rows, _ := present(t, copies[0]); done.Load() != 1 || len(rows) != 1 {
			t.Errorf("done %d times, %d rows", done.Load(), len(rows))
		}
	})
}

// TestRequestOverSeveralWrites reserves, is asked again meanwhile, is given up
// and done at last.
func TestRequestOverSeveralWrites(t *testing.T) {
	db.Each(t, func(t *testing.T, s *store.Store) {
		probeTables(t, s)
		step := func(do func(tx *store.Tx) error) error {
			return s.Write(t.Context(), operator, store.On("system"), func(tx *store.Tx) (audit.Events, error) {
				return told("step"), do(tx)
			})
		}
		reserve := func(tx *store.Tx) error { _, _, err := tx.Idempotent(request); return err }
		must(t, step(reserve))
		wantFault(t, step(reserve), fault.Conflict, "idempotency_in_progress")
		must(t, step(func(tx *store.Tx) error { return tx.Abandoned(request) }))
		must(t, step(reserve))
		must(t, step(func(tx *store.Tx) error { return tx.Completed(request, "r") }))
		if result, replayed, err := create(s, request, "x"); err != nil || !replayed || result != "r" {
			t.Errorf("%q, %t, %v", result, replayed, err)
		}
		must(t, step(func(tx *store.Tx) error { return tx.Abandoned(request) })) // completed ones stay
		if _, replayed, err := create(s, request, "x"); err != nil || !replayed {
			t.Errorf("%t, %v", replayed, err)
		}
		other := request
		other.Key = "never reserved"
		wantFault(t, step(func(tx *store.Tx) error { return tx.Completed(other, "r") }), fault.Internal, "idempotency_unreserved")
	})
}

func TestRequestsAreForgotten(t *testing.T) {
	var offset atomic.Int64
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	clock := func() time.Time { return start.Add(time.Duration(offset.Load()) * time.Microsecond) }
	db.Each(t, func(t *testing.T, s *store.Store) {
		offset.Store(0) // before anything is written: time never runs backwards
		probeTables(t, s)
		_, _, err := create(s, request, "a")
		must(t, err)
		offset.Store(store.IdempotencyWindow - 1)
		if _, replayed, _ := create(s, request, "b"); !replayed {
			t.Error("forgotten too early")
		}
		offset.Store(store.IdempotencyWindow)
		if result, replayed, err := create(s, request, "c"); err != nil || replayed || result != "c" {
			t.Errorf("a day later: %q, %t, %v", result, replayed, err)
		}
		unfinished := request
		unfinished.Key = "unfinished"
		reserve := func(tx *store.Tx) (audit.Events, error) {
			_, _, err := tx.Idempotent(unfinished)
			return told("reserve"), err
		}
		must(t, s.Write(t.Context(), operator, store.On("system"), reserve))
		offset.Add(store.RemembersRequests)
		must(t, s.Write(t.Context(), operator, store.On("system"), reserve))
		offset.Add(2 * store.IdempotencyWindow)
		must(t, s.Write(t.Context(), operator, store.On("system"), func(tx *store.Tx) (audit.Events, error) {
			gone, err := tx.ForgetRequests()
			if gone != 2 {
				t.Errorf("forgot %d", gone)
			}
			return told("forget"), err
		}))
	}, db.At(clock))
}
