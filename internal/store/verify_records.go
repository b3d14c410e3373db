package store

import (
	"strings"

	"memsure/internal/audit"
)

// told is the last event that tells of a record.
type told struct{ stream, after string }

// recordKinds verify the tables whose rows change with an event each, or never
// and are too small for a document of their own.
var recordKinds = []func(*ReadTx) (int, []Damaged, error){
	recordKind("vendor", "vendors", "vendor.", func(v Vendor) (string, string, string) { return v.ID, audit.System, v.Fingerprint() }),
	recordKind("product", "products", "product.", func(p Product) (string, string, string) { return p.ID, audit.System, p.Fingerprint() }),
	recordKind("release", "releases", "release.", func(r Release) (string, string, string) { return r.ID, audit.System, r.Fingerprint() }),
	recordKind("key", "api_keys", "api_key.", func(k APIKey) (string, string, string) { return k.ID, audit.System, k.Fingerprint() }),
	recordKind("user", "(SELECT * FROM people WHERE kind = 'buyer') AS users", "user.",
		func(p Person) (string, string, string) { return p.ID, audit.System, p.Fingerprint() }),
	recordKind("questionnaire", "(SELECT "+questionnaireHead+" FROM questionnaires) AS versions", "questionnaire.",
		func(q Questionnaire) (string, string, string) { return q.ID, audit.System, q.Fingerprint() }),
	recordKind("assessment", "assessments", "assessment.",
		func(a Assessment) (string, string, string) { return a.ID, "assessment:" + a.ID, a.Fingerprint() }),
	recordKind("file", "evidence", "evidence.",
		func(e Evidence) (string, string, string) {
			return e.ID, "assessment:" + e.AssessmentID, e.Fingerprint()
		}),
	recordKind("return", "returns", "return.", func(r Return) (string, string, string) {
		return r.ID, "assessment:" + r.AssessmentID, same(r.Digest, r.Fingerprint())
	}),
	recordKind("approval", "approvals", "response.approve", func(a Approval) (string, string, string) {
		return a.ID, "assessment:" + a.AssessmentID, same(a.Digest, a.Fingerprint())
	}),
}

// same gives the fingerprint where the row itself names it, and nothing that
// any event tells where it does not.
func same(recorded, fingerprint string) string {
	if recorded != fingerprint {
		return "not " + recorded
	}
	return fingerprint
}

// recordKind verifies one table; look gives a row's id, the stream that tells
// of it and its fingerprint.
func recordKind[T any](kind, table, prefix string, look func(T) (id, stream, fingerprint string)) func(*ReadTx) (int, []Damaged, error) {
	return func(tx *ReadTx) (count int, found []Damaged, err error) {
		last, err := tx.lastTold(prefix)
		if err != nil {
			return 0, nil, err
		}
		rows, err := tx.db.Raw("SELECT * FROM " + table).Rows() // a constant of this package
		if err != nil {
			return 0, nil, err
		}
		defer rows.Close()
		for rows.Next() {
			var row T
			if err := tx.db.ScanRows(rows, &row); err != nil {
				return count, found, err
			}
			count++
			id, stream, fingerprint := look(row)
			event, ok := last[id]
			delete(last, id)
			switch {
			case !ok || event.stream != stream:
				found = append(found, Damaged{kind, id, stream, "The audit log knows nothing of this record."})
			case event.after != fingerprint:
				found = append(found, Damaged{kind, id, stream, "The record is not as the last event tells."})
			}
		}
		for id, event := range last {
			if event.after != "" {
				found = append(found, Damaged{kind, id, event.stream, "The audit log tells of a record that is not there."})
			}
		}
		return count, found, rows.Err()
	}
}

// lastTold gives, by subject, the last event whose action starts with prefix.
func (tx *ReadTx) lastTold(prefix string) (map[string]told, error) {
	rows, err := tx.db.Raw("SELECT action, subject, stream, after_digest FROM audit_events WHERE action LIKE ? ORDER BY stream, seq", prefix+"%").Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	last := map[string]told{}
	for rows.Next() {
		var action, subject string
		var event told
		if err := rows.Scan(&action, &subject, &event.stream, &event.after); err != nil {
			return nil, err
		}
		if strings.HasPrefix(action, prefix) { // LIKE takes an underscore for any letter
			last[subject] = event
		}
	}
	return last, rows.Err()
}
