package workbook

import (
	"fmt"
	"strings"
	"unicode/utf16"

	"memsure/internal/spreadsheet"
)

// sheetNames gives every sheet a name that spreadsheet programs take: 31
// characters at most, without the characters they refuse, no two alike.
type sheetNames struct {
	taken map[string]bool   // in lower case
	given map[string]string // by what was asked for
}

func newSheetNames() *sheetNames {
	return &sheetNames{taken: map[string]bool{"history": true, hiddenSheet: true, listSheet: true}, given: map[string]string{}}
}

// longestSheet is how long a sheet's name can be, in UTF-16 units.
const longestSheet = 31

// take names a sheet; the same wish gives the same name.
func (n *sheetNames) take(wish string) string {
	if name, ok := n.given[wish]; ok {
		return name
	}
	plain := strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'"!`, r) || r < ' ' {
			return ' '
		}
		return r
	}, spreadsheet.Fit(wish))), " ")
	name := fitName(plain, longestSheet)
	for i := 2; n.taken[strings.ToLower(name)]; i++ {
		end := fmt.Sprintf(" (%d)", i)
		name = fitName(plain, longestSheet-len(end)) + end
	}
	n.taken[strings.ToLower(name)], n.given[wish] = true, name
	return name
}

func fitName(name string, most int) string {
	left := most
	for i, r := range name {
		if left -= utf16.RuneLen(r); left < 0 {
			return strings.TrimSpace(name[:i])
		}
	}
	return name
}
