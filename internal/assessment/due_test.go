package assessment

import (
	"testing"
	"time"
	_ "time/tzdata" // the zones below, on any machine

	"pgregory.net/rapid"

	"memsure/internal/fault"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func TestADueDateEndsWithItsDay(t *testing.T) {
	for _, c := range []struct{ on, zone, end string }{
		{"2026-03-15", "UTC", "2026-03-16T00:00:00Z"},
		{"2026-12-31", "Europe/Berlin", "2026-12-31T23:00:00Z"},
		{"2024-02-28", "Europe/Berlin", "2024-02-28T23:00:00Z"}, // a leap day follows
		{"2024-02-29", "Europe/Berlin", "2024-02-29T23:00:00Z"},
		{"2026-02-28", "Europe/Berlin", "2026-02-28T23:00:00Z"}, // none follows
		{"2026-03-29", "Europe/Berlin", "2026-03-29T22:00:00Z"}, // 23 hours
		{"2026-10-25", "Europe/Berlin", "2026-10-25T23:00:00Z"}, // 25 hours
		{"2026-07-01", "Asia/Kolkata", "2026-07-01T18:30:00Z"},
		{"2026-07-01", "America/Los_Angeles", "2026-07-02T07:00:00Z"},
		{"2018-11-03", "America/Sao_Paulo", "2018-11-04T03:00:00Z"}, // the clock goes from 23:59 to 01:00
		{"2018-02-17", "America/Sao_Paulo", "2018-02-18T03:00:00Z"}, // the last hour comes twice
		{"1990-04-01", "America/Havana", "1990-04-02T04:00:00Z"},    // a day without its own midnight
		{"2025-11-01", "America/Havana", "2025-11-02T04:00:00Z"},    // midnight comes twice: the first
	} {
		got, err := DueAt(c.on, zone(t, c.zone))
		if err != nil || got.UTC().Format(time.RFC3339) != c.end {
			t.Errorf("%s in %s ends %s, %v, want %s", c.on, c.zone, got.UTC().Format(time.RFC3339), err, c.end)
		}
	}
}

// Wherever and whenever: at the end another day begins, just before it none
// has.
func TestTheEndIsTheFirstInstantOfAnotherDay(t *testing.T) {
	names := []string{"UTC", "Europe/Berlin", "America/Sao_Paulo", "America/Havana", "Asia/Beirut", "Asia/Kathmandu", "Australia/Lord_Howe",
		"Africa/Cairo", "America/Santiago", "Pacific/Auckland", "America/St_Johns", "Asia/Tehran"}
	rapid.Check(t, func(r *rapid.T) {
		in := zone(t, rapid.SampledFrom(names).Draw(r, "zone"))
		on := time.Date(1990, 1, rapid.IntRange(1, 20_000).Draw(r, "day"), 0, 0, 0, 0, time.UTC).Format(DateLayout)
		end, err := DueAt(on, in)
		if err != nil {
			r.Fatal(err)
		}
		if after := end.In(in).Format(DateLayout); after <= on {
			r.Fatalf("%s in %s: %s is still that day", on, in, end)
		}
		if before := end.Add(-time.Nanosecond).In(in).Format(DateLayout); before > on {
			r.Fatalf("%s in %s: %s is too late", on, in, end)
		}
	})
}

func TestDaysThatAreNoneAreRefused(t *testing.T) {
	for _, on := range []string{"2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "01.02.2026", "2026-01-01T00:00:00Z", " 2026-01-01"} {
		if _, err := DueAt(on, time.UTC); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", on, err)
		}
	}
	if at, err := DueAt("", time.UTC); err != nil || !at.IsZero() {
		t.Errorf("no date: %v, %v", at, err)
	}
}

func TestOverdueIsSilenceAfterTheEnd(t *testing.T) {
	due, err := DueAt("2024-02-29", zone(t, "Europe/Berlin"))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range states {
		waiting := s == StateInvited || s == StateInProgress || s == StateReturned
		if Overdue(s, due, due.Add(-time.Microsecond)) {
			t.Errorf("%s: overdue while the day lasts", s)
		}
		if Overdue(s, due, due) != waiting {
			t.Errorf("%s: overdue %v at the end", s, !waiting)
		}
		if Overdue(s, time.Time{}, due) {
			t.Errorf("%s: overdue without a date", s)
		}
	}
}
