package httpapi_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"memsure/api"
	"memsure/internal/auth"
	"memsure/internal/testkit/server"
)

// Who was removed has no way back: neither an open invitation to the address
// nor one that they sent.
func TestRemovalEndsOpenInvitations(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		b, a, v := asked(t, s)
		invite := func(by vendorContact, email string) string {
			in := api.CollaboratorInput{Email: email, Name: "Kim Adler", Role: "collaborator"}
			return got(by.InviteCollaboratorWithResponse(t.Context(), v.asm, nil, in)).is(t, 201).JSON201.Token
		}
		kim := redeemed(t, s, invite(v, "kim@northwind.example"), "Kim Adler", v.asm)
		lee := redeemed(t, s, b.invite(a.ID, "lee@northwind.example").Token, "Lee", v.asm)
		again, byLee := invite(v, "Kim@Northwind.example"), invite(lee, "eve@northwind.example")
		untouched := invite(v, "ada@northwind.example")
		got(v.RemoveColleagueWithResponse(t.Context(), contactOf(t, kim))).is(t, 204)
		redeem(t, s, again, server.Passphrase).fails(t, 410, "invitation_revoked")
		got(b.RemoveVendorContactWithResponse(t.Context(), a.VendorID, contactOf(t, lee))).is(t, 204)
		redeem(t, s, byLee, server.Passphrase).fails(t, 410, "invitation_revoked")
		redeem(t, s, untouched, server.Passphrase).is(t, 201)
	})
}

func contactOf(t testing.TB, v vendorContact) string {
	t.Helper()
	who, err := v.s.App.Access.Authenticate(t.Context(), v.token)
	if err != nil {
		t.Fatal(err)
	}
	return who.ContactID
}

// Names and addresses go where they stand: with the contact, with every
// invitation of theirs, and in time with invitations nobody used.
func TestErasingAPersonLeavesNothing(t *testing.T) {
	server.EachAt(t, func(t *testing.T, s *server.Server, clock *server.Clock) {
		const mail = "dana@northwind.example"
		b, a, v := asked(t, s)
		a2 := b.assessment(a.ReleaseID, asks())
		redeem(t, s, b.invite(a2.ID, strings.ToUpper(mail)).Token, server.Passphrase).is(t, 201)
		kim := v.collaborator("kim@northwind.example", api.CollaboratorInputRoleCollaborator)
		b.invite(a2.ID, "first@northwind.example")
		b.invite(a2.ID, "second@northwind.example") // supersedes the first
		want := func(when string, addresses ...string) {
			t.Helper()
			var left []string
			for _, assessment := range []string{a.ID, a2.ID} {
				for _, i := range got(b.ListInvitationsWithResponse(t.Context(), assessment)).is(t, 200).JSON200.Items {
					if i.Email != "" && !slices.Contains(left, strings.ToLower(i.Email)) {
						left = append(left, strings.ToLower(i.Email))
					}
					if (i.Email == "") != (i.Name == "") {
						t.Errorf("half erased: %+v", i)
					}
				}
			}
			slices.Sort(left)
			if !slices.Equal(left, addresses) {
				t.Errorf("%s: %v are left, want %v", when, left, addresses)
			}
		}
		want("after superseding", mail, "kim@northwind.example", "second@northwind.example")
		dana := contactOf(t, v)
		got(b.RemoveVendorContactWithResponse(t.Context(), a.VendorID, contactOf(t, kim))).is(t, 204)
		got(b.RemoveVendorContactWithResponse(t.Context(), a.VendorID, dana)).is(t, 204)
		want("after erasure", "second@northwind.example")
		clock.Forward(20 * 24 * time.Hour)
		if err := s.App.Housekeeping(t.Context()); err != nil {
			t.Fatal(err)
		}
		want("just expired", "second@northwind.example")
		clock.Forward(30 * 24 * time.Hour)
		if err := s.App.Housekeeping(t.Context()); err != nil {
			t.Fatal(err)
		}
		want("long expired")
	})
}

// A contact has so many sessions at once; the oldest gives way.
func TestSessionsAreBounded(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		_, _, v := asked(t, s)
		var last string
		for range 20 {
			last = signIn(t, s, "dana@northwind.example", server.Passphrase, "").is(t, 201).JSON201.Token
		}
		got(v.GetPortalSessionWithResponse(t.Context())).is(t, 401)
		if err := s.App.Housekeeping(t.Context()); err != nil {
			t.Fatal(err)
		}
		got(s.As(last).GetPortalSessionWithResponse(t.Context())).is(t, 200)
	})
}

// A helper takes back what they uploaded, and nothing else; declining ends what
// would let more people in; the log names the key that was used.
func TestHelpersDeleteTheirOwnFilesOnly(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		b, a, v := asked(t, s)
		helper := v.collaborator("kim@northwind.example", api.CollaboratorInputRoleCollaborator)
		leads, own, other := v.upload("a", "policy", "a"), helper.upload("b", "policy", "b"), helper.upload("c", "policy", "c")
		got(helper.DeleteOwnEvidenceWithResponse(t.Context(), v.asm, leads.ID)).fails(t, 403, "not_your_file")
		got(helper.DeleteOwnEvidenceWithResponse(t.Context(), v.asm, own.ID)).is(t, 204)
		got(v.DeleteOwnEvidenceWithResponse(t.Context(), v.asm, other.ID)).is(t, 204)

		late := b.invite(a.ID, "late@northwind.example")
		got(v.DeclineAssessmentWithResponse(t.Context(), v.asm, nil, api.ReasonInput{Reason: "We do not take part."})).is(t, 204)
		redeem(t, s, late.Token, server.Passphrase).fails(t, 410, "invitation_revoked")
		events := got(s.Client(auth.Auditor).ListAuditEventsWithResponse(t.Context(), &api.ListAuditEventsParams{Stream: new("assessment:" + a.ID)})).is(t, 200).JSON200.Items
		for _, e := range events {
			if key, _ := e.Details["api_key"].(string); (e.ActorKind == "person") != strings.HasPrefix(key, "key_") {
				t.Errorf("%s by %s names the key %q", e.Action, e.ActorKind, key)
			}
		}
	})
}

// An answer that was cleared and given anew is another one: edits of the first
// do not fit it.
func TestAnETagIsNeverUsedTwice(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		_, _, v := asked(t, s)
		old := v.first("native", boolean(true)).is(t, 200).JSON200.Etag
		got(v.DeleteAnswerWithResponse(t.Context(), v.asm, "native", &api.DeleteAnswerParams{IfMatch: &old})).is(t, 204)
		fresh := v.first("native", boolean(false)).is(t, 200).JSON200.Etag
		if fresh == old {
			t.Errorf("%s again", fresh)
		}
		v.change("native", old, boolean(true)).fails(t, 412, "stale")
		v.change("native", fresh, boolean(true)).is(t, 200)
	})
}
