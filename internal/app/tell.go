package app

import (
	"memsure/internal/assessment"
	"memsure/internal/audit"
	"memsure/internal/store"
)

// record is something stored whose change an audit event can tell.
type record interface{ Fingerprint() string }

// told is the one audit event of a simple change, on the write's first stream.
func told(action, subject, before, after string) audit.Events {
	return audit.Events{{Action: action, Subject: subject, Before: before, After: after}}
}

// tells gives the event of one record's change: nil stands for a record that
// was not there before, or is not there after.
func tells(action, subject string, before, after record) audit.Event {
	e := audit.Event{Action: action, Subject: subject}
	if before != nil {
		e.Before = before.Fingerprint()
	}
	if after != nil {
		e.After = after.Fingerprint()
	}
	return e
}

// on puts events on a stream of the write that is not its first.
func on(stream string, events ...audit.Event) audit.Events {
	for i := range events {
		events[i].Stream = stream
	}
	return events
}

// moved takes one of the vendor's assessments to another state and tells of it.
func moved(v store.VendorTx, action string, a store.Assessment, to assessment.State) (*audit.Event, error) {
	before := a
	a.State = string(to)
	a.RowVersion++
	event := tells(action, a.ID, before, a)
	return &event, v.UpdateAssessment(a)
}
