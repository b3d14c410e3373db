package scoring

import (
	"strconv"
	"strings"
)

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
	step := int64(1)
	for range 6 - decimals {
		step *= 10
	}
	sign := ""
	magnitude := natural{lo: uint64(n)}
	if n < 0 {
		sign, magnitude = "-", natural{lo: uint64(-n)}
	}
	digits := strconv.FormatInt(magnitude.rounded(nat(step)), 10)
	if missing := decimals + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	if strings.Trim(digits, "0") == "" {
		sign = ""
	}
	if decimals == 0 {
		return sign + digits
	}
	point := len(digits) - decimals
	return sign + digits[:point] + "." + digits[point:]
}
