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

func TestInvitationsHaveOneLife(t *testing.T) {
	server.EachAt(t, func(t *testing.T, s *server.Server, clock *server.Clock) {
		b, ctx := newBuyer(t, s), t.Context()
		b.publish(tiny)
		rel := b.release("Northwind")
		a := b.assessment(rel.ID)
		one := b.invite(a.ID, "dana@northwind.example")
		if !auth.HasTokenShape(one.Token, auth.PrefixInvitation) || one.Link != "http://memsure.example/portal#invitation="+one.Token {
			t.Errorf("issued %+v", one)
		}
		if one.Invitation.Email != "dana@northwind.example" || one.Invitation.Role != api.InvitationRoleLead || !one.Invitation.RedeemedAt.IsNull() {
			t.Errorf("invitation %+v", one.Invitation)
		}
		two := b.invite(a.ID, "erin@northwind.example")
		states := func() (states []string) {
			for _, i := range got(b.ListInvitationsWithResponse(ctx, a.ID)).is(t, 200).JSON200.Items {
				states = append(states, string(i.State))
			}
			return states
		}
		if all := states(); !slices.Equal(all, []string{"open", "superseded"}) {
			t.Errorf("states %v", all)
		}
		got(b.RevokeInvitationWithResponse(ctx, a.ID, one.Invitation.ID)).fails(t, 409, "invitation_superseded")
		other := b.assessment(rel.ID)
		got(b.RevokeInvitationWithResponse(ctx, other.ID, two.Invitation.ID)).fails(t, 404, "not_found")
		got(b.RevokeInvitationWithResponse(ctx, a.ID, two.Invitation.ID)).is(t, 204)
		got(b.RevokeInvitationWithResponse(ctx, a.ID, two.Invitation.ID)).fails(t, 409, "invitation_revoked")
		three := b.invite(a.ID, "erin@northwind.example")
		clock.Forward(15 * 24 * time.Hour)
		if all := states(); !slices.Equal(all, []string{"expired", "revoked", "superseded"}) {
			t.Errorf("states %v", all)
		}
		got(b.RevokeInvitationWithResponse(ctx, a.ID, three.Invitation.ID)).fails(t, 409, "invitation_expired")
		four := b.invite(a.ID, "erin@northwind.example")
		s.Redeem(four.Token, "Erin")
		if all := states(); all[0] != "redeemed" {
			t.Errorf("states %v", all)
		}
		got(b.RevokeInvitationWithResponse(ctx, a.ID, four.Invitation.ID)).fails(t, 409, "invitation_redeemed")
		got(b.ListInvitationsWithResponse(ctx, "asm_unknown")).fails(t, 404, "not_found")
		got(b.CreateInvitationWithResponse(ctx, "asm_unknown", nil, api.InvitationInput{Email: "a@b.example", Name: "A"})).fails(t, 404, "not_found")

		contacts := got(b.ListVendorContactsWithResponse(ctx, rel.VendorID)).is(t, 200).JSON200.Items
		if len(contacts) != 1 || contacts[0].Name != "Erin" || contacts[0].Role != api.ContactRoleLead {
			t.Fatalf("contacts %+v", contacts)
		}
		got(b.RemoveVendorContactWithResponse(ctx, rel.VendorID, contacts[0].ID)).is(t, 204)
		got(b.RemoveVendorContactWithResponse(ctx, rel.VendorID, contacts[0].ID)).is(t, 204)
		if gone := got(b.ListVendorContactsWithResponse(ctx, rel.VendorID)).is(t, 200).JSON200.Items[0]; gone.Name != "" || gone.Email != "" || gone.RemovedAt.IsNull() {
			t.Errorf("erased contact %+v", gone)
		}
	})
}

func TestSubmittedEvidenceComesBackByteForByte(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		b, ctx := newBuyer(t, s), t.Context()
		b.publish(tiny)
		a := b.assessment(b.release("Northwind").ID)
		token := s.Redeem(b.invite(a.ID, "dana@northwind.example").Token, "Dana")
		const name = "r\u00e9sum\u00e9 \u202egpj.\"exe\"\r\nX-Evil: 1;/..\\%.pdf"
		content := strings.Repeat("\x00\xff<script>", 1000)
		file := uploadAs(t, s, token, a.ID, name, content)
		if list := got(b.ListEvidenceWithResponse(ctx, a.ID)).is(t, 200).JSON200; len(list.Items) != 0 {
			t.Error("the buyer sees evidence of a draft")
		}
		got(b.GetEvidenceContentWithResponse(ctx, a.ID, file)).fails(t, 404, "not_found")
		linkAs(t, s, token, a.ID, file)
		receipt := submitAs(t, s, token, a.ID)

		list := got(b.ListEvidenceWithResponse(ctx, a.ID)).is(t, 200).JSON200.Items
		if len(list) != 1 || list[0].ID != file || list[0].FileName != name || list[0].Status != api.EvidenceStatusStored {
			t.Fatalf("evidence %+v", list)
		}
		got := got(b.GetEvidenceContentWithResponse(ctx, a.ID, file)).is(t, 200)
		h := got.HTTPResponse.Header
		if string(got.Body) != content || h.Get("X-Evil") != "" || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Content-Type") != "application/octet-stream" {
			t.Errorf("downloaded %d bytes with %v", len(got.Body), h)
		}
		if d := h.Get("Content-Disposition"); !strings.HasPrefix(d, "attachment; ") || strings.ContainsAny(d, "\r\n\u202e/\\") {
			t.Errorf("disposition %q", d)
		}
		revisions(t, b, a.ID, receipt.Digest, file)
	})
}

func revisions(t *testing.T, b buyer, assessmentID, digest, file string) {
	ctx := t.Context()
	all := got(b.ListRevisionsWithResponse(ctx, assessmentID)).is(t, 200).JSON200.Items
	if len(all) != 1 || all[0].Number != 1 || all[0].Digest != digest {
		t.Errorf("revisions %+v", all)
	}
	one := got(b.GetRevisionWithResponse(ctx, assessmentID, 1)).is(t, 200).JSON200
	if one.Digest != digest || len(one.Answers) != 2 || len(one.Evidence) != 1 || one.Evidence[0].ID != file || one.Attestation == nil {
		t.Errorf("revision %+v", one)
	}
	got(b.GetRevisionWithResponse(ctx, assessmentID, 2)).fails(t, 404, "not_found")
	got(b.ListRevisionsWithResponse(ctx, "asm_unknown")).fails(t, 404, "not_found")
	got(b.ListEvidenceWithResponse(ctx, "asm_unknown")).fails(t, 404, "not_found")
}
