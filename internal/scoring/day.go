package scoring

import "time"

// day counts calendar days since 1970-01-01, UTC.
type day int64

// noDay stands for a date that is not known.
const noDay day = -1 << 62

const secondsADay = 24 * 60 * 60

// dayOf gives the calendar day of a moment in microseconds UTC.
func dayOf(micros int64) day {
	const microsADay = secondsADay * 1_000_000
	n := micros / microsADay
	if micros%microsADay < 0 {
		n--
	}
	return day(n)
}

// parseDay reads YYYY-MM-DD; anything else is no day.
func parseDay(text string) day {
	if text == "" {
		return noDay
	}
	date, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return noDay
	}
	return day(date.Unix() / secondsADay) // midnight: divides without a rest
}
