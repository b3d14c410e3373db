package report

import (
	"fmt"
	"math/big"
	"sort"
	"strconv"
	"time"

	"memsure/internal/scoring"
)

// dash stands where there is no number.
const dash = "–"

// million is one whole unit in millionths.
const million = 1_000_000

// roundTo gives micro in units of 10^-places, half to even.
func roundTo(micro int64, places int) int64 {
	unit := pow10(6 - places)
	q, r := micro/unit, micro%unit
	if r < 0 {
		q, r = q-1, r+unit
	}
	switch twice := 2 * r; {
	case twice > unit, twice == unit && q%2 != 0:
		return q + 1
	default:
		return q
	}
}

// scaled prints units of 10^-places.
func scaled(units int64, places int) string {
	sign := ""
	if units < 0 {
		sign, units = "-", -units
	}
	if places == 0 {
		return sign + strconv.FormatInt(units, 10)
	}
	scale := pow10(places)
	return fmt.Sprintf("%s%d.%0*d", sign, units/scale, places, units%scale)
}

func pow10(n int) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}

// percent prints a percentage held in millionths of a percent: "62.4".
func percent(micro int64) string { return scoring.FormatPercent(micro, 1) }

// factor prints a number from 0 to 1 held in millionths: "0.75".
func factor(micro int64) string { return scoring.FormatUnit(micro, 2) }

// ratio prints an exact rational with this many decimals, half to even.
func ratio(r *big.Rat, places int) string {
	scaledUp := new(big.Rat).Mul(r, new(big.Rat).SetInt64(pow10(places)))
	q, rem := new(big.Int).DivMod(scaledUp.Num(), scaledUp.Denom(), new(big.Int))
	switch rem.Lsh(rem, 1).Cmp(scaledUp.Denom()) {
	case 1:
		q.Add(q, big.NewInt(1))
	case 0:
		if q.Bit(0) == 1 {
			q.Add(q, big.NewInt(1))
		}
	}
	return scaled(q.Int64(), places)
}

// apportion rounds parts (millionths) to two decimals so that they add up to
// total (in hundredths): every part is rounded down and the missing hundredths
// go to the largest remainders, earlier parts first among equals.
func apportion(parts []int64, total int64) []int64 {
	const unit = 10_000
	out, order := make([]int64, len(parts)), make([]int, len(parts))
	left := total
	for i, p := range parts {
		out[i], order[i] = floorDiv(p, unit), i
		left -= out[i]
	}
	rest := func(i int) int64 { return parts[i] - out[i]*unit }
	sort.SliceStable(order, func(a, b int) bool { return rest(order[a]) > rest(order[b]) })
	for _, i := range order {
		if left <= 0 {
			break
		}
		if parts[i] != 0 {
			out[i]++
			left--
		}
	}
	return out
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// timestamp prints microseconds UTC in RFC 3339; zero is "".
func timestamp(micros int64) string {
	if micros == 0 {
		return ""
	}
	return time.UnixMicro(micros).UTC().Format("2006-01-02T15:04:05Z")
}

// bytesSize prints a file size: "812 bytes", "48.2 kB", "3.1 MB".
func bytesSize(n int64) string {
	switch {
	case n < 1000:
		return strconv.FormatInt(n, 10) + " bytes"
	case n < 1_000_000:
		return scaled((n+50)/100, 1) + " kB"
	default:
		return scaled((n+50_000)/100_000, 1) + " MB"
	}
}

// plural gives "1 file" or "3 files".
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
