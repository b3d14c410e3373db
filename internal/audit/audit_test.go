package audit_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"memsure/internal/audit"
	"memsure/internal/canon"
)

var actor = audit.Actor{Kind: audit.ActorPerson, ID: "per_1"}

// chain makes n rows of one stream.
func chain(t rapid.TB, stream string, n int) []audit.Row {
	head := audit.Head{Stream: stream}
	rows := make([]audit.Row, 0, n)
	for i := range n {
		row, err := audit.Append(head, audit.Event{Action: "answer.save", Subject: "q", After: "sha256:00",
			Details: map[string]any{"n": i}}, actor, string(rune('a'+i)), int64(1000+i))
		if err != nil {
			t.Fatalf("append: %v", err)
		}
		rows, head = append(rows, row), row.Head()
	}
	return rows
}

func TestChainHolds(t *testing.T) {
	rows := chain(t, "assessment:1", 5)
	head, found := audit.VerifyChain("assessment:1", slices.Values(rows))
	if found != nil || head != rows[4].Head() {
		t.Fatalf("got head %v, break %v", head, found)
	}
}

// TestTampering does to a chain what can be done to rows and names the break
// that must show.
func TestTampering(t *testing.T) {
	rehash := func(r *audit.Row) { r.Hash = audit.Hash(*r) }
	cases := map[string]struct {
		tamper func([]audit.Row) []audit.Row
		want   audit.BreakKind
	}{
		"edit":            {func(r []audit.Row) []audit.Row { r[2].Subject = "other"; return r }, audit.BreakEdited},
		"edit actor":      {func(r []audit.Row) []audit.Row { r[2].Actor.ID = "per_2"; return r }, audit.BreakEdited},
		"edit time":       {func(r []audit.Row) []audit.Row { r[2].At++; return r }, audit.BreakEdited},
		"edit details":    {func(r []audit.Row) []audit.Row { r[2].Details = []byte("{}"); return r }, audit.BreakEdited},
		"edit and rehash": {func(r []audit.Row) []audit.Row { r[2].After = "x"; rehash(&r[2]); return r }, audit.BreakLink},
		"delete":          {func(r []audit.Row) []audit.Row { return slices.Delete(r, 2, 3) }, audit.BreakMissing},
		"delete first":    {func(r []audit.Row) []audit.Row { return r[1:] }, audit.BreakMissing},
		"swap":            {func(r []audit.Row) []audit.Row { r[1], r[2] = r[2], r[1]; return r }, audit.BreakMissing},
		"swap contents": {func(r []audit.Row) []audit.Row {
			r[1].Seq, r[2].Seq = r[2].Seq, r[1].Seq
			r[1], r[2] = r[2], r[1]
			return r
		}, audit.BreakLink},
		"insert copy": {func(r []audit.Row) []audit.Row { return slices.Insert(r, 2, r[1]) }, audit.BreakOrder},
		"insert forged": {func(r []audit.Row) []audit.Row {
			forged := r[2]
			forged.Subject = "forged"
			rehash(&forged)
			return slices.Insert(r, 2, forged)
		}, audit.BreakOrder},
		"other stream": {func(r []audit.Row) []audit.Row { r[2].Stream = "assessment:2"; return r }, audit.BreakLink},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, found := audit.VerifyChain("assessment:1", slices.Values(c.tamper(chain(t, "assessment:1", 5))))
			if found == nil || found.Kind != c.want {
				t.Errorf("got %v, want a break of kind %s", found, c.want)
			}
		})
	}
}

// TestCanonicalForm holds the hand-written form against the general encoder.
func TestCanonicalForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringN(0, 20, 60)
		row := audit.Row{
			Stream: text.Draw(t, "stream"), Seq: rapid.Int64Range(1, 1<<53).Draw(t, "seq"), ID: text.Draw(t, "id"),
			At:    rapid.Int64Range(0, 1<<53).Draw(t, "at"),
			Actor: audit.Actor{Kind: audit.ActorKey, ID: text.Draw(t, "actor")}, Action: text.Draw(t, "action"),
			Subject: text.Draw(t, "subject"), Before: text.Draw(t, "before"), After: text.Draw(t, "after"),
			Details: []byte(`{"n":1}`), Prev: text.Draw(t, "prev"),
		}
		want, err := canon.Encode(map[string]any{
			"action": row.Action, "actor_id": row.Actor.ID, "actor_kind": row.Actor.Kind, "after": row.After,
			"at_us": row.At, "before": row.Before, "details": json.RawMessage(row.Details), "id": row.ID,
			"prev": row.Prev, "seq": row.Seq, "stream": row.Stream, "subject": row.Subject,
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := string(row.Canonical()); got != string(want) {
			t.Fatalf("got  %s\nwant %s", got, want)
		}
	})
}

func TestMalformedEventsAreRefused(t *testing.T) {
	good := audit.Event{Action: "a.b", Subject: "s"}
	cases := map[string]struct {
		head  audit.Head
		event audit.Event
		by    audit.Actor
	}{
		"no stream":    {audit.Head{}, good, actor},
		"no action":    {audit.Head{Stream: "s"}, audit.Event{}, actor},
		"no actor":     {audit.Head{Stream: "s"}, good, audit.Actor{}},
		"NUL":          {audit.Head{Stream: "s"}, audit.Event{Action: "a\x00"}, actor},
		"broken UTF-8": {audit.Head{Stream: "s"}, audit.Event{Action: "a", Subject: "\xff"}, actor},
		"too long":     {audit.Head{Stream: "s"}, audit.Event{Action: "a", Subject: strings.Repeat("x", 513)}, actor},
		"a fraction":   {audit.Head{Stream: "s"}, audit.Event{Action: "a", Details: map[string]any{"x": 0.5}}, actor},
	}
	for name, c := range cases {
		if _, err := audit.Append(c.head, c.event, c.by, "id", 1); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func FuzzCanonicalIsJSON(f *testing.F) {
	f.Add("assessment:1", "quote \" and \x01 and \u2028")
	f.Fuzz(func(t *testing.T, stream, subject string) {
		row, err := audit.Append(audit.Head{Stream: stream}, audit.Event{Action: "a", Subject: subject}, actor, "id", 1)
		if err != nil {
			return
		}
		var back struct{ Stream, Subject string }
		if err := json.Unmarshal(row.Canonical(), &back); err != nil || back.Stream != stream || back.Subject != subject {
			t.Fatalf("%q %q came back as %+v, %v", stream, subject, back, err)
		}
	})
}
