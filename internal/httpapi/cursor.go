package httpapi

import (
	"encoding/base64"
	"encoding/json"

	"github.com/oapi-codegen/nullable"

	"memsure/internal/canon"
	"memsure/internal/fault"
	"memsure/internal/store"
)

// A page holds this many items when the caller does not say.
const defaultLimit = 50

// cursorVersion is the form of today's cursors; others are refused.
const cursorVersion = 1

// cursor names the last item of a page. It is opaque to callers: base64url of
// this document in canonical form. It holds nothing secret and grants nothing.
type cursor struct {
	Version int    `json:"v"`
	List    string `json:"l"`           // the list it belongs to, with its filters
	Time    int64  `json:"t,omitempty"` // store.Page.AfterTime
	ID      string `json:"i,omitempty"`
	Text    string `json:"x,omitempty"`
}

func (c cursor) String() string {
	doc, _ := canon.Encode(c) // integers and strings only: cannot fail within 2^53
	return base64.RawURLEncoding.EncodeToString(doc)
}

// pageOf reads the limit and the cursor of a list into a page that asks for
// one item more than the caller gets, so that the last page is known.
func pageOf(list string, limit *int, text *string) (store.Page, error) {
	page := store.Page{Limit: or(limit, defaultLimit) + 1}
	if text == nil {
		return page, nil
	}
	c, err := readCursor(list, *text)
	page.AfterTime, page.AfterID, page.AfterText = c.Time, c.ID, c.Text
	return page, err
}

// readCursor accepts exactly what String writes for the same list.
func readCursor(list, text string) (c cursor, err error) {
	doc, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil {
		err = json.Unmarshal(doc, &c)
	}
	if err != nil || c.Version != cursorVersion || c.List != list || c.String() != text {
		return cursor{}, fault.New(fault.Invalid, "cursor_invalid", "This cursor does not belong to this list.").
			WithRemedy("Send next_cursor of the page before, unchanged and with the same filters, or start without a cursor.").
			At("/query/cursor", "cursor", "This is not a cursor of this list.")
	}
	return c, nil
}

// listName ties a cursor to a list and to what narrows it.
func listName(list string, filters ...string) string {
	doc, _ := json.Marshal(append([]string{list}, filters...)) // strings always encode
	return list + ":" + canon.Digest(canon.DomainRequest, doc)[7:23]
}

// cut takes the extra item off a page and names the last one that stays; the
// cursor is null on the last page.
func cut[T any](rows []T, page store.Page, list string, last func(T) cursor) ([]T, nullable.Nullable[string]) {
	if len(rows) < page.Limit {
		return rows, nullable.NewNullNullable[string]()
	}
	rows = rows[:page.Limit-1]
	next := last(rows[len(rows)-1])
	next.Version, next.List = cursorVersion, list
	return rows, nullable.NewNullableWithValue(next.String())
}
