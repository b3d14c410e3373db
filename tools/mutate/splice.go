package main

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// edit puts text in place of source[from:to]. Edits of one place are ordered:
// what ends there before what begins there, and of beginnings the wider node
// first, of endings the narrower one.
type edit struct {
	from, to int
	text     string
	order    int // see above: endings are negative
}

// wrap puts text around a node. Later wraps of the same node go around earlier
// ones.
func (f *finder) wrap(n ast.Node, before, after string) {
	from, to := f.at(n.Pos()), f.at(n.End())
	depth := len(f.path)*1000 - f.wrapped[n]
	f.wrapped[n]++
	f.source.edits = append(f.source.edits,
		edit{from, from, before, depth},
		edit{to, to, after, -depth})
}

// replace puts text in place of a token.
func (f *finder) replace(at token.Pos, length int, text string) {
	from := f.at(at)
	f.source.edits = append(f.source.edits, edit{from, from + length, text, 0})
}

func (f *finder) at(pos token.Pos) int { return f.set.Position(pos).Offset }

// spliced gives the file with all its mutants in place.
func (s *source) spliced() string {
	edits := slices.Clone(s.edits)
	slices.SortStableFunc(edits, func(a, b edit) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.order, b.order))
	})
	var out strings.Builder
	done := 0
	for _, e := range edits {
		out.Write(s.text[done:e.from])
		out.WriteString(e.text)
		done = e.to
	}
	out.Write(s.text[done:])
	return out.String()
}

// runtime is the file added to the package: the switch, and for every kind of
// mutant the function that does either the one or the other.
func runtime(name string) string { return fmt.Sprintf(switches, name) }

const switches = `package %s

import (
	"cmp"
	"os"
	"strconv"
)

var mutantActive, _ = strconv.Atoi(os.Getenv("MUTANT"))

func mutantOn(id int) bool { return mutantActive == id }

type mutantNumber interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uintptr
}

func mutantLess[T cmp.Ordered](id int, a, b T) bool {
	if mutantOn(id) {
		return a <= b
	}
	return a < b
}

func mutantLessEqual[T cmp.Ordered](id int, a, b T) bool {
	if mutantOn(id) {
		return a < b
	}
	return a <= b
}

func mutantAdd[T mutantNumber](id int, a, b T) T {
	if mutantOn(id) {
		return a - b
	}
	return a + b
}

func mutantSubtract[T mutantNumber](id int, a, b T) T {
	if mutantOn(id) {
		return a + b
	}
	return a - b
}

func mutantMultiply[T mutantNumber](id int, a, b T) T {
	if mutantOn(id) {
		if b == 0 {
			return a
		}
		return a / b
	}
	return a * b
}

func mutantDivide[T mutantNumber](id int, a, b T) T {
	if mutantOn(id) {
		return a * b
	}
	return a / b
}

func mutantModulo[T mutantNumber](id int, a, b T) T {
	if mutantOn(id) {
		return a * b
	}
	return a %% b
}

func mutantAnd[T mutantNumber](id int, a, b T) T {
	if mutantOn(id) {
		return a | b
	}
	return a & b
}

func mutantOr[T mutantNumber](id int, a, b T) T {
	if mutantOn(id) {
		return a & b
	}
	return a | b
}

func mutantNegated[T mutantNumber](id int, a T) T {
	if mutantOn(id) {
		return -a
	}
	return a
}

func mutantNext[T mutantNumber](id int, a T) T {
	if mutantOn(id) {
		return a + 1
	}
	return a
}

func mutantZero[T any](id int, a T) T {
	if mutantOn(id) {
		var zero T
		return zero
	}
	return a
}
`
