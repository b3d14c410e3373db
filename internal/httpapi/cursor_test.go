package httpapi

import (
	"encoding/base64"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"memsure/internal/fault"
	"memsure/internal/store"
)

// Paging a list of any length with any limit gives every row once, in order.
func TestCutAndPageOfWalkWholeLists(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := slices.Collect(func(yield func(int64) bool) {
			for i := range rapid.IntRange(0, 60).Draw(t, "rows") {
				if !yield(int64(i)) {
					return
				}
			}
		})
		limit := rapid.IntRange(1, 20).Draw(t, "limit")
		list := listName("rows", rapid.String().Draw(t, "filter"))
		var seen []int64
		var next *string
		for {
			page, err := pageOf(list, &limit, next)
			if err != nil {
				t.Fatal(err)
			}
			from := 0
			if next != nil {
				from = int(page.AfterTime) + 1
			}
			got, cursorText := cut(rows[from:min(len(rows), from+page.Limit)], page, list, func(r int64) cursor {
				return cursor{Time: r, ID: "x", Text: "ü"}
			})
			seen = append(seen, got...)
			if cursorText.IsNull() {
				break
			}
			next = new(cursorText.MustGet())
		}
		if !slices.Equal(seen, rows) {
			t.Fatalf("saw %v of %v", seen, rows)
		}
	})
}

// Changing any byte of a cursor's document is refused, unless it only changes
// where the next page starts.
func TestCursorsAreReadStrictly(t *testing.T) {
	list := listName("vendors", "")
	good := cursor{Version: cursorVersion, List: list, Time: 7, ID: "ven_1", Text: "x"}.String()
	if c, err := readCursor(list, good); err != nil || c.Time != 7 || c.ID != "ven_1" || c.Text != "x" {
		t.Fatalf("%+v %v", c, err)
	}
	encode := base64.RawURLEncoding.EncodeToString
	for name, text := range map[string]string{
		"spaces":         encode([]byte(`{"v":1, "l":"` + list + `"}`)),
		"unknown member": encode([]byte(`{"l":"` + list + `","v":1,"z":1}`)),
		"repeated":       encode([]byte(`{"l":"` + list + `","v":1,"v":1}`)),
		"other order":    encode([]byte(`{"v":1,"l":"` + list + `"}`)),
		"other list":     cursor{Version: cursorVersion, List: listName("vendors", "a")}.String(),
		"other version":  cursor{Version: 2, List: list}.String(),
		"two documents":  encode([]byte(`{"l":"` + list + `","v":1}{}`)),
		"huge":           encode([]byte(`{"l":"` + list + `","t":99999999999999999999,"v":1}`)),
		"":               "",
	} {
		if _, err := readCursor(list, text); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestListNamesKeepFiltersApart(t *testing.T) {
	if listName("a", "b", "") == listName("a", "", "b") || listName("a", "b") == listName("a", `b","`) {
		t.Error("two filters share a list")
	}
	if page, err := pageOf("a", nil, nil); err != nil || page != (store.Page{Limit: defaultLimit + 1}) {
		t.Errorf("%+v %v", page, err)
	}
}
