package httpapi_test

import (
	"testing"
	"time"

	"memsure/api"
	"memsure/internal/auth"
	"memsure/internal/testkit/server"
)

func TestPeopleAndTheirKeys(t *testing.T) {
	server.EachAt(t, func(t *testing.T, s *server.Server, clock *server.Clock) {
		admin, ctx := s.Client(auth.Admin), t.Context()
		ann := got(admin.CreateUserWithResponse(ctx, nil, api.UserInput{Name: "Ann", Email: new("ann@buyer.example")})).is(t, 201).JSON201
		if !ann.Active || ann.Email != "ann@buyer.example" {
			t.Errorf("made %+v", ann)
		}
		issue := func(user string, expires *time.Time) result[*api.CreateAPIKeyResponse] {
			return got(admin.CreateAPIKeyWithResponse(ctx, nil, api.APIKeyInput{UserID: user, Role: api.APIKeyInputRoleEvaluator, Label: "laptop", ExpiresAt: expires}))
		}
		issue("per_unknown", nil).fails(t, 404, "not_found")
		issue(ann.ID, new(clock.Now().Add(-time.Minute))).fails(t, 422, "validation")
		short := issue(ann.ID, new(clock.Now().Add(time.Hour))).is(t, 201).JSON201
		long := issue(ann.ID, nil).is(t, 201).JSON201
		if short.Key.Hint != short.Token[:len(short.Key.Hint)] || short.Key.State != api.APIKeyStateActive || short.Key.ExpiresAt.IsNull() || !long.Key.ExpiresAt.IsNull() {
			t.Errorf("issued %+v and %+v", short.Key, long.Key)
		}
		me := got(s.As(short.Token).GetIdentityWithResponse(ctx)).is(t, 200).JSON200
		if me.UserID != ann.ID || me.KeyID != short.Key.ID || me.Role != "evaluator" {
			t.Errorf("the key is %+v", me)
		}
		clock.Forward(2 * time.Hour)
		got(s.As(short.Token).GetIdentityWithResponse(ctx)).fails(t, 401, "credentials_invalid")
		got(admin.RevokeAPIKeyWithResponse(ctx, long.Key.ID)).is(t, 204)
		got(admin.RevokeAPIKeyWithResponse(ctx, long.Key.ID)).is(t, 204)
		got(s.As(long.Token).GetIdentityWithResponse(ctx)).fails(t, 401, "credentials_invalid")
		got(admin.RevokeAPIKeyWithResponse(ctx, "key_unknown")).fails(t, 404, "not_found")
		states := map[string]api.APIKeyState{}
		for _, k := range got(admin.ListAPIKeysWithResponse(ctx)).is(t, 200).JSON200.Items {
			states[k.ID] = k.State
		}
		if states[short.Key.ID] != api.APIKeyStateExpired || states[long.Key.ID] != api.APIKeyStateRevoked {
			t.Errorf("states %v", states)
		}
		erasing(t, s, ann.ID, issue(ann.ID, nil).is(t, 201).JSON201.Token)
	})
}

func erasing(t *testing.T, s *server.Server, personID, token string) {
	admin, ctx := s.Client(auth.Admin), t.Context()
	got(admin.EraseUserWithResponse(ctx, personID)).is(t, 204)
	got(s.As(token).GetIdentityWithResponse(ctx)).fails(t, 401, "credentials_invalid")
	for _, u := range got(admin.ListUsersWithResponse(ctx)).is(t, 200).JSON200.Items {
		if u.ID == personID && (u.Name != "" || u.Email != "" || u.Active) {
			t.Errorf("erased, and still %+v", u)
		}
	}
	me := got(admin.GetIdentityWithResponse(ctx)).is(t, 200).JSON200
	got(admin.RevokeAPIKeyWithResponse(ctx, me.KeyID)).fails(t, 409, "last_admin")
	got(admin.EraseUserWithResponse(ctx, me.UserID)).fails(t, 409, "last_admin")
	got(admin.EraseUserWithResponse(ctx, "per_unknown")).fails(t, 404, "not_found")
}

func TestTheAuditLogTells(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		b, auditor, ctx := newBuyer(t, s), s.Client(auth.Auditor), t.Context()
		b.publish(tiny)
		me := got(b.GetIdentityWithResponse(ctx)).is(t, 200).JSON200
		a, _ := b.submitted(b.release("Northwind").ID, "dana@northwind.example")
		stream := "assessment:" + a.ID
		var actions []string
		var seqs []int64
		params := &api.ListAuditEventsParams{Stream: &stream, Limit: new(2)}
		for {
			page := got(auditor.ListAuditEventsWithResponse(ctx, params)).is(t, 200).JSON200
			for _, e := range page.Items {
				actions, seqs = append(actions, e.Action), append(seqs, e.Seq)
				if e.Stream != stream || e.Hash == "" || e.ActorID == "" {
					t.Errorf("event %+v", e)
				}
				if e.Action == "assessment.create" && (e.ActorID != me.UserID || e.ActorKind != "person" || e.Subject != a.ID) {
					t.Errorf("created by %+v", e)
				}
			}
			if page.NextCursor.IsNull() {
				break
			}
			params.Cursor = new(page.NextCursor.MustGet())
		}
		want := []string{"assessment.submit", "response.submit", "answer.save", "assessment.start", "collaborator.join", "invitation.redeem",
			"invitation.create", "assessment.invite", "assessment.create"}
		for i, action := range want {
			if i >= len(actions) || actions[i] != action || seqs[i] != int64(len(want)-i) {
				t.Fatalf("told %v %v, want %v", actions, seqs, want)
			}
		}
		seen, all := map[string]bool{}, &api.ListAuditEventsParams{Limit: new(4)}
		for {
			page := got(auditor.ListAuditEventsWithResponse(ctx, all)).is(t, 200).JSON200
			for _, e := range page.Items {
				if seen[e.ID] {
					t.Errorf("event %s twice", e.ID)
				}
				seen[e.ID] = true
			}
			if page.NextCursor.IsNull() {
				break
			}
			all.Cursor = new(page.NextCursor.MustGet())
		}
		report := got(auditor.VerifyAuditWithResponse(ctx)).is(t, 200).JSON200
		if !report.Intact || len(report.Breaks) != 0 || report.Events != int64(len(seen)) || report.Streams < 3 {
			t.Errorf("%d events listed, verified %+v", len(seen), report)
		}
		if none := got(auditor.ListAuditEventsWithResponse(ctx, &api.ListAuditEventsParams{Stream: new("assessment:none")})).is(t, 200).JSON200; len(none.Items) != 0 {
			t.Errorf("an unknown stream tells %+v", none.Items)
		}
	})
}
