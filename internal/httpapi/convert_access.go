package httpapi

import (
	"memsure/api"
	"memsure/internal/app"
	"memsure/internal/audit"
	"memsure/internal/store"
)

func user(p store.Person) api.User {
	return api.User{ID: p.ID, Name: p.Name, Email: p.Email, Active: p.EndedUS == nil, CreatedAt: moment(p.CreatedUS)}
}

// apiKeyAt shows keys as of a time: whether one has expired depends on it.
func apiKeyAt(now int64) func(store.APIKey) api.APIKey {
	return func(k store.APIKey) api.APIKey {
		return api.APIKey{ID: k.ID, UserID: k.PersonID, Role: api.APIKeyRole(k.Role), Label: k.Label, Hint: k.Hint,
			State: api.APIKeyState(app.KeyState(k, now)), CreatedAt: moment(k.CreatedUS), ExpiresAt: maybeMoment(k.ExpiresUS)}
	}
}

func auditEvent(r audit.Row) (api.AuditEvent, error) {
	details, err := documentOut(r.Details)
	return api.AuditEvent{ID: r.ID, Stream: r.Stream, Seq: r.Seq, At: moment(r.At), ActorKind: string(r.Actor.Kind),
		ActorID: r.Actor.ID, Action: r.Action, Subject: r.Subject, BeforeDigest: some(r.Before), AfterDigest: some(r.After),
		Details: details, Prev: r.Prev, Hash: r.Hash}, err
}

func auditBreak(b audit.Break) api.AuditBreak {
	return api.AuditBreak{Stream: b.Stream, Seq: b.Seq, What: b.Text}
}
