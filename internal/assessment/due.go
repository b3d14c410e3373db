package assessment

import (
	"time"

	"memsure/internal/fault"
)

// DateLayout is how calendar dates are written everywhere.
const DateLayout = "2006-01-02"

// DueAt gives the instant a due date ends in its zone: the midnight after it.
// An empty date gives the zero time.
func DueAt(dueOn string, zone *time.Location) (time.Time, error) {
	if dueOn == "" {
		return time.Time{}, nil
	}
	day, err := time.Parse(DateLayout, dueOn) // a date, not yet anywhere: it may have no midnight in its zone
	if err != nil {
		return time.Time{}, fault.New(fault.Invalid, "validation", "The due date is not a calendar date.").
			At("/due_on", "date", "Write the date as YYYY-MM-DD.")
	}
	return endOf(day, zone), nil
}

// endOf gives the first instant after a calendar day in a zone. Clocks may
// change about midnight: there may be none, or two, of which the first counts.
func endOf(day time.Time, zone *time.Location) time.Time {
	noon := time.Date(day.Year(), day.Month(), day.Day(), 12, 0, 0, 0, zone)
	_, change := noon.ZoneBounds()
	end := midnightAfter(day, noon)
	if change.IsZero() || end.Before(change) {
		return end
	}
	if end = midnightAfter(day, change); end.Before(change) {
		return change.In(zone)
	}
	return end
}

// midnightAfter gives the midnight after a calendar day by the clock as it went
// at a moment, in that moment's zone.
func midnightAfter(day, at time.Time) time.Time {
	_, offset := at.Zone()
	utc := time.Date(day.Year(), day.Month(), day.Day()+1, 0, 0, 0, 0, time.UTC)
	return utc.Add(-time.Duration(offset) * time.Second).In(at.Location())
}

// Overdue tells whether nothing was submitted although the due date is over.
// due is as DueAt gives it; the zero time is never overdue.
func Overdue(s State, due, at time.Time) bool {
	waiting := s == StateInvited || s == StateInProgress || s == StateReturned
	return waiting && !due.IsZero() && !at.Before(due)
}
