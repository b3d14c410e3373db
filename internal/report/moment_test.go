package report

import "testing"

func TestTimesInWords(t *testing.T) {
	for stamp, want := range map[string][2]string{
		"2026-11-22T09:02:27Z": {"22 November 2026, 09:02 UTC", "22 November 2026"},
		"2026-12-05":           {"2026-12-05", "5 December 2026"},
		"":                     {"", ""},
		"as soon as possible":  {"as soon as possible", "as soon as possible"},
	} {
		if got := [2]string{Moment(stamp), Day(stamp)}; got != want {
			t.Errorf("%q in words: %q, want %q", stamp, got, want)
		}
	}
}
