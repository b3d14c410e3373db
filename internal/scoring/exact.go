package scoring

import (
	"math/big"
	"math/bits"
)

// natural is an exact non-negative integer: 128 bits in place, math/big beyond.
// Sums of real questionnaires stay in place and allocate nothing; no weight,
// count of questions or count of sections can make them overflow.
type natural struct {
	hi, lo uint64
	big    *big.Int // set: the value, and hi and lo mean nothing
}

// wide is a running sum of products in 128 bits: 2^64 products of the largest
// weight and the largest points fit.
type wide struct{ hi, lo uint64 }

func (s *wide) add(weight, points int64) {
	hi, lo := bits.Mul64(uint64(weight), uint64(points))
	var carry uint64
	s.lo, carry = bits.Add64(s.lo, lo, 0)
	s.hi, _ = bits.Add64(s.hi, hi, carry)
}

func (s *wide) natural() natural { return natural{hi: s.hi, lo: s.lo} }

func nat(n int64) natural { return natural{lo: uint64(n)} }

func (x natural) isZero() bool {
	if x.big != nil {
		return x.big.Sign() == 0
	}
	return x.hi|x.lo == 0
}

func (x natural) plus(y natural) natural {
	if x.big == nil && y.big == nil {
		lo, carry := bits.Add64(x.lo, y.lo, 0)
		hi, carry := bits.Add64(x.hi, y.hi, carry)
		if carry == 0 {
			return natural{hi: hi, lo: lo}
		}
	}
	return natural{big: new(big.Int).Add(x.toBig(), y.toBig())}
}

// minus needs y ≤ x.
func (x natural) minus(y natural) natural {
	if x.big == nil && y.big == nil {
		lo, borrow := bits.Sub64(x.lo, y.lo, 0)
		hi, _ := bits.Sub64(x.hi, y.hi, borrow)
		return natural{hi: hi, lo: lo}
	}
	return natural{big: new(big.Int).Sub(x.toBig(), y.toBig())}
}

func (x natural) times(y natural) natural {
	if x.big == nil && y.big == nil && (x.hi == 0 || y.hi == 0) {
		hi, lo := bits.Mul64(x.lo, y.lo)
		over, cross := bits.Mul64(x.hi|y.hi, pick(x.hi == 0, x.lo, y.lo))
		hi, carry := bits.Add64(hi, cross, 0)
		if over|carry == 0 {
			return natural{hi: hi, lo: lo}
		}
	}
	return natural{big: new(big.Int).Mul(x.toBig(), y.toBig())}
}

func pick(first bool, a, b uint64) uint64 {
	if first {
		return a
	}
	return b
}

// compare gives -1, 0 or 1.
func (x natural) compare(y natural) int {
	if x.big != nil || y.big != nil {
		return x.toBig().Cmp(y.toBig())
	}
	switch {
	case x.hi != y.hi:
		return order(x.hi, y.hi)
	default:
		return order(x.lo, y.lo)
	}
}

func order(a, b uint64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// over divides by d, which is not zero, and gives quotient and remainder. The
// quotient must fit an int64: here it is a count of millionths.
func (x natural) over(d natural) (int64, natural) {
	if x.big == nil && d.big == nil && d.hi == 0 && x.hi < d.lo {
		quotient, rest := bits.Div64(x.hi, x.lo, d.lo)
		return int64(quotient), natural{lo: rest}
	}
	quotient, rest := new(big.Int).QuoRem(x.toBig(), d.toBig(), new(big.Int))
	return quotient.Int64(), natural{big: rest}
}

// rounded divides by d and rounds half to even: the one published rounding.
func (x natural) rounded(d natural) int64 {
	quotient, rest := x.over(d)
	switch half := rest.plus(rest).compare(d); {
	case half > 0, half == 0 && quotient&1 == 1:
		quotient++
	}
	return quotient
}

// dividedBy gives x / d where d divides x.
func (x natural) dividedBy(d uint64) natural {
	if x.big == nil {
		hi, rest := x.hi/d, x.hi%d
		lo, _ := bits.Div64(rest, x.lo, d)
		return natural{hi: hi, lo: lo}
	}
	return natural{big: new(big.Int).Quo(x.big, new(big.Int).SetUint64(d))}
}

// modulo gives x mod d.
func (x natural) modulo(d uint64) uint64 {
	if x.big == nil {
		return bits.Rem64(x.hi, x.lo, d)
	}
	return new(big.Int).Mod(x.big, new(big.Int).SetUint64(d)).Uint64()
}

// commonMultiple gives the least common multiple of x and n; both are positive.
func (x natural) commonMultiple(n uint64) natural {
	a, b := n, x.modulo(n)
	for b != 0 {
		a, b = b, a%b
	}
	return x.times(natural{lo: n / a})
}

func (x natural) toBig() *big.Int {
	if x.big != nil {
		return x.big
	}
	n := new(big.Int).SetUint64(x.hi)
	return n.Lsh(n, 64).Or(n, new(big.Int).SetUint64(x.lo))
}
