package scoring

import "strings"

// FormatPercent prints a percentage given in millionths of a percent with so
// many decimals (0–6), rounded half to even: 62_450_000 with one decimal is
// "62.4". It adds no percent sign.
func FormatPercent(millionths int64, decimals int) string {
	return formatMillionths(millionths, decimals)
}

// FormatUnit prints a number between 0 and 1 given in millionths with so many
// decimals (0–6), rounded half to even: 375_000 with two decimals is "0.38".
func FormatUnit(millionths int64, decimals int) string { return formatMillionths(millionths, decimals) }

func formatMillionths(n int64, decimals int) string {
	decimals = max(0, min(decimals, 6))
	step := uint64(1)
	for range 6 - decimals {
		step *= 10
	}
	magnitude := uint64(n)
	if n < 0 {
		magnitude = -magnitude
	}
	units := magnitude / step
	if twice := magnitude % step * 2; twice > step || twice == step && units&1 == 1 {
		units++
	}
	return pointed(n < 0 && units > 0, units, decimals)
}

// pointed prints a whole number of the last decimal.
func pointed(negative bool, units uint64, decimals int) string {
	var room [24]byte
	at := len(room)
	for place := 0; place <= decimals || units > 0; place++ {
		if place == decimals && decimals > 0 {
			at--
			room[at] = '.'
		}
		at--
		room[at] = byte('0' + units%10)
		units /= 10
	}
	if negative {
		at--
		room[at] = '-'
	}
	return string(room[at:])
}

// formatMicro is fact.FormatMicro for the sentences of a score, of which there
// are hundreds.
func formatMicro(n int64) string {
	return strings.TrimSuffix(strings.TrimRight(formatMillionths(n, 6), "0"), ".")
}
