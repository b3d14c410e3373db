package control

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Words gives a mapping as people read it: "EU Cyber Resilience Act, Annex I,
// Part I, point (2)(k)". A framework that is not known keeps its id.
func (r Ref) Words() string {
	name := r.Framework
	if f, ok := Find(r.Framework); ok {
		name = f.Short
	}
	if r.Control == "" {
		return name
	}
	return name + ", " + Place(r.Control)
}

var (
	annexPlace   = regexp.MustCompile(`^Annex ([IVX]+) Part ([IVX]+)((?:\([0-9a-z]+\))+)$`)
	articlePlace = regexp.MustCompile(`^Art\.? ?([0-9]+)((?:\([0-9a-z]+\))*)$`)
)

// Place words a control's id: articles and annexes as lawyers cite them, any
// other id as it is.
func Place(id string) string {
	if m := annexPlace.FindStringSubmatch(id); m != nil {
		return "Annex " + m[1] + ", Part " + m[2] + ", point " + m[3]
	}
	if m := articlePlace.FindStringSubmatch(id); m != nil {
		return "Article " + m[1] + m[2]
	}
	return id
}

// Nearest gives the id among those known that an unknown one was most likely
// meant to be: the one with the fewest characters to change; where two are as
// near the one that begins alike for longer, then the earlier one. It is false
// where more than half of the characters would change.
func Nearest(id string, known []string) (nearest string, ok bool) {
	meant := plain(id)
	best, alike := utf8.RuneCountInString(meant)/2, -1
	for _, candidate := range known {
		other := plain(candidate)
		n, begins := distance(meant, other), sameBeginning(meant, other)
		if n < best || n == best && begins > alike {
			nearest, best, alike, ok = candidate, n, begins, true
		}
	}
	return nearest, ok
}

// sameBeginning counts the bytes two ids have in common from the start.
func sameBeginning(a, b string) (n int) {
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// NearestControl is Nearest among the framework's controls.
func (f *Framework) NearestControl(id string) (nearest string, ok bool) {
	ids := make([]string, len(f.Controls))
	for i, c := range f.Controls {
		ids[i] = c.ID
	}
	return Nearest(id, ids)
}

// NearestFramework is Nearest among all frameworks.
func NearestFramework(id string) (nearest string, ok bool) {
	var ids []string
	for _, f := range All() {
		ids = append(ids, f.ID)
	}
	return Nearest(id, ids)
}

// plain drops what people write differently: case and everything but letters
// and digits.
func plain(id string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, id)
}

// distance counts the characters to insert, delete or replace.
func distance(a, b string) int {
	from, to := []rune(a), []rune(b)
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range from {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range to {
			change := diagonal
			if x != y {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, diagonal+1)
		}
	}
	return row[len(to)]
}
