package report

import (
	"fmt"
	"time"
)

// Moment words a time of the view for people, to the minute: "22 November 2026,
// 09:02 UTC". What is no RFC 3339 time stays as it is.
func Moment(stamp string) string { return reworded(stamp, time.RFC3339, "2 January 2006, 15:04 UTC") }

// Day words the day of a time or a date of the view: "22 November 2026". What is
// neither stays as it is.
func Day(stamp string) string {
	if len(stamp) > len(time.DateOnly) {
		return reworded(stamp, time.RFC3339, "2 January 2006")
	}
	return reworded(stamp, time.DateOnly, "2 January 2006")
}

func reworded(stamp, from, to string) string {
	at, err := time.Parse(from, stamp)
	if err != nil {
		return stamp
	}
	return at.UTC().Format(to)
}

// ExactTimes gives the times of the report to the second, for the annex: the
// pages before it are worded for people.
func (v Scorecard) ExactTimes() string {
	return fmt.Sprintf("Times to the second: generated %s; data up to %s; response submitted %s.",
		orDash(v.GeneratedAt), orDash(v.DataCutOff), orDash(v.Subject.SubmittedAt))
}

func orDash(s string) string {
	if s == "" {
		return dash
	}
	return s
}

// Count words the number of components: "1 component", "41 components".
func (c Composition) Count() string { return plural(int(c.Total), "component", "components") }
