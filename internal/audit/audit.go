// Package audit is the log that tells: who did what, when, to which thing,
// with digests of before and after. Events are chained per stream (one
// assessment, one tender, one contract, the system): every row carries the
// hash of the row before it, numbers have no gaps, and signed checkpoints over
// the heads of all streams make truncation and rewriting visible. The package
// is pure; the store writes the rows in the transaction of the change itself.
package audit

import (
	"strings"
	"unicode/utf8"

	"memsure/internal/canon"
	"memsure/internal/fault"
)

// System is the stream of everything that belongs to no single record:
// vendors, people, keys, questionnaires, settings.
const System = "system"

// ActorKind says what sort of principal acted.
type ActorKind string

// The kinds of actor. An operator works on the command line of the host.
const (
	ActorSystem   ActorKind = "system"
	ActorKey      ActorKind = "api_key"
	ActorPerson   ActorKind = "person"
	ActorContact  ActorKind = "vendor_contact"
	ActorOperator ActorKind = "operator"
)

// Actor is who acted, by reference: ID is an id and never a name or address,
// so that people stay erasable. It may be empty for the system itself.
type Actor struct {
	Kind ActorKind `json:"kind"`
	ID   string    `json:"id"`
}

// Event is one thing that happened, before it has a place in a chain.
type Event struct {
	Stream  string         // "" means the first stream the write declared
	Action  string         // "answer.save": thing and verb, part of the contract
	Subject string         // id of the thing acted on
	Before  string         // digest of the state before, "" when there was none
	After   string         // digest of the state after, "" when none is left
	Details map[string]any // strings, booleans, integers; references, never content
}

// Events are what one write tells; at least one for anything that changes.
type Events []Event

// Row is an event in its chain, as stored and exported.
type Row struct {
	Stream  string `json:"stream"`
	Seq     int64  `json:"seq"` // 1, 2, … without gaps within the stream
	ID      string `json:"id"`
	At      int64  `json:"at_us"` // microseconds UTC, database clock
	Actor   Actor  `json:"actor"`
	Action  string `json:"action"`
	Subject string `json:"subject"`
	Before  string `json:"before"`
	After   string `json:"after"`
	Details []byte `json:"-"`    // canonical JSON object
	Prev    string `json:"prev"` // hash of the row before; "" for the first
	Hash    string `json:"hash"`
}

// Head is the newest row of a stream: its number and hash. The zero Seq means
// that the stream has no row yet.
type Head struct {
	Stream string `json:"stream"`
	Seq    int64  `json:"seq"`
	Hash   string `json:"hash"`
}

// Append gives the row that continues head with this event. id must be unique
// and at is in microseconds UTC. It fails with an internal fault when the event
// is malformed (a mistake of the program, not of a caller).
func Append(head Head, e Event, by Actor, id string, at int64) (Row, error) {
	details, err := encodeDetails(e.Details)
	if err != nil {
		return Row{}, fault.Wrap(err, "encode audit details")
	}
	row := Row{
		Stream: head.Stream, Seq: head.Seq + 1, ID: id, At: at, Actor: by,
		Action: e.Action, Subject: e.Subject, Before: e.Before, After: e.After,
		Details: details, Prev: head.Hash,
	}
	if err := row.check(); err != nil {
		return Row{}, err
	}
	row.Hash = Hash(row)
	return row, nil
}

// Head gives the head of the row's stream once the row is written.
func (r Row) Head() Head { return Head{Stream: r.Stream, Seq: r.Seq, Hash: r.Hash} }

func encodeDetails(details map[string]any) ([]byte, error) {
	if len(details) == 0 {
		return []byte("{}"), nil
	}
	return canon.Encode(details)
}

func (r Row) check() error {
	if r.Stream == "" || r.Action == "" || r.Actor.Kind == "" || r.ID == "" {
		return fault.New(fault.Internal, "audit_event_incomplete", "An audit event lacks its stream, action, actor or id.")
	}
	for _, text := range []string{r.Stream, r.ID, string(r.Actor.Kind), r.Actor.ID, r.Action, r.Subject, r.Before, r.After} {
		if len(text) > 512 || !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
			return fault.New(fault.Internal, "audit_event_malformed", "An audit event holds text that cannot be recorded.")
		}
	}
	return nil
}
