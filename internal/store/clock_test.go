package store_test

import (
	"sync/atomic"
	"testing"
	"time"

	"memsure/internal/audit"
	"memsure/internal/store"
	"memsure/internal/testkit/db"
)

// A clock that was set back must not put a later write of a stream before an
// earlier one: what follows what would be told wrongly. Other streams follow
// the clock.
func TestTimeNeverRunsBackwardsWithinAStream(t *testing.T) {
	var clock atomic.Int64
	at := func() time.Time { return time.UnixMicro(clock.Load()) }
	db.Each(t, func(t *testing.T, s *store.Store) {
		write := func(streams ...string) (now int64) {
			t.Helper()
			must(t, s.Write(t.Context(), operator, streams, func(tx *store.Tx) (audit.Events, error) {
				now = tx.Now()
				return told("a"), nil
			}))
			return now
		}
		clock.Store(5_000)
		write("one")
		clock.Store(2_000)
		for _, c := range []struct {
			streams []string
			want    int64
		}{
			{[]string{"two"}, 2_000},
			{[]string{"one"}, 5_000},
			{[]string{"two", "one"}, 5_000},
			{[]string{"two"}, 5_000}, // it moved together with the first
			{[]string{"three"}, 2_000},
		} {
			if got := write(c.streams...); got != c.want {
				t.Errorf("%v: written at %d, want %d", c.streams, got, c.want)
			}
		}
		clock.Store(6_000)
		if got := write("one"); got != 6_000 {
			t.Errorf("the clock went on: %d", got)
		}
		must(t, s.Read(t.Context(), func(tx *store.ReadTx) error {
			rows, err := tx.AuditPage("one", 0, "", 10)
			for i := range rows {
				if i > 0 && rows[i].At < rows[i-1].At {
					t.Errorf("row %d is before the one it follows", rows[i].Seq)
				}
			}
			return err
		}))
	}, db.At(at))
}
