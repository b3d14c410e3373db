package httpapi_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"memsure/api"
	"memsure/internal/app"
	"memsure/internal/auth"
	"memsure/internal/testkit/server"
)

const other = "nine slow otters in a canal"

func redeem(t testing.TB, s *server.Server, token, passphrase string) result[*api.RedeemInvitationResponse] {
	t.Helper()
	return got(s.Client(auth.Anonymous).RedeemInvitationWithResponse(t.Context(), api.RedemptionInput{Token: token, Name: "Dana Okafor", Passphrase: passphrase}))
}

func signIn(t testing.TB, s *server.Server, email, passphrase, code string) result[*api.SignInResponse] {
	t.Helper()
	in := api.SignInInput{Email: email, Passphrase: passphrase}
	if code != "" {
		in.Code = &code
	}
	return got(s.Client(auth.Anonymous).SignInWithResponse(t.Context(), in))
}

// What is wrong with an invitation is told apart, but only to its holder.
func TestInvitationsEndInDistinctWays(t *testing.T) {
	server.EachAt(t, func(t *testing.T, s *server.Server, clock *server.Clock) {
		b := newBuyer(t, s)
		b.publish(every)
		a := b.assessment(b.release("Northwind").ID, asks())
		first := b.invite(a.ID, "dana@northwind.example")
		second := b.invite(a.ID, "dana@northwind.example")
		redeem(t, s, first.Token, server.Passphrase).fails(t, 410, "invitation_superseded")
		redeem(t, s, strings.Repeat("x", 40), server.Passphrase).is(t, 404)
		redeem(t, s, second.Token[:len(second.Token)-1], server.Passphrase).is(t, 404)
		redeem(t, s, second.Token, "password1234").fails(t, 422, "passphrase_refused") // still open
		redeem(t, s, second.Token, server.Passphrase).is(t, 201)
		redeem(t, s, second.Token, server.Passphrase).fails(t, 410, "invitation_redeemed")

		third := b.invite(a.ID, "lee@northwind.example")
		got(b.RevokeInvitationWithResponse(t.Context(), a.ID, third.Invitation.ID)).is(t, 204)
		redeem(t, s, third.Token, server.Passphrase).fails(t, 410, "invitation_revoked")
		fourth := b.invite(a.ID, "lee@northwind.example")
		clock.Forward(14*24*time.Hour + time.Second)
		redeem(t, s, fourth.Token, server.Passphrase).fails(t, 410, "invitation_expired")
		fifth := b.invite(a.ID, "lee@northwind.example")
		got(b.WithdrawAssessmentWithResponse(t.Context(), a.ID, nil, api.ReasonInput{Reason: "Cancelled."})).is(t, 200)
		redeem(t, s, fifth.Token, server.Passphrase).fails(t, 410, "invitation_revoked")
	})
}

func TestOfAHundredRedemptionsOneWins(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		b := newBuyer(t, s)
		b.publish(every)
		a := b.assessment(b.release("Northwind").ID, asks())
		invited := b.invite(a.ID, "dana@northwind.example")
		statuses := make([]int, 100)
		door := s.Client(auth.Anonymous)
		var all sync.WaitGroup
		for i := range statuses {
			all.Go(func() {
				res, err := door.RedeemInvitationWithResponse(t.Context(),
					api.RedemptionInput{Token: invited.Token, Name: "Dana Okafor", Passphrase: server.Passphrase})
				if err == nil {
					statuses[i] = res.StatusCode()
				}
			})
		}
		all.Wait()
		http.DefaultClient.CloseIdleConnections() // those that were dialled and never used would hold up the stop
		won := 0
		for i, status := range statuses {
			switch status {
			case 201:
				won++
			case 410:
			default:
				t.Errorf("redemption %d: %d", i, status)
			}
		}
		if won != 1 {
			t.Errorf("%d redemptions won", won)
		}
		contacts := got(b.ListVendorContactsWithResponse(t.Context(), a.VendorID)).is(t, 200).JSON200.Items
		if len(contacts) != 1 {
			t.Errorf("contacts: %+v", contacts)
		}
	})
}

func TestContactsReturnAndChangeTheirPassphrase(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		_, _, v := asked(t, s)
		me := got(v.GetPortalSessionWithResponse(t.Context())).is(t, 200).JSON200
		if me.VendorName != "Northwind" || me.Contact.Email != "dana@northwind.example" || me.SecondFactor != "none" || me.Contact.Role != "lead" {
			t.Errorf("me: %+v", me)
		}
		signIn(t, s, "dana@northwind.example", other, "").fails(t, 401, "sign_in_failed")
		signIn(t, s, "nobody@northwind.example", other, "").fails(t, 401, "sign_in_failed")
		home := s.As(signIn(t, s, " Dana@Northwind.EXAMPLE ", server.Passphrase, "").is(t, 201).JSON201.Token)

		got(v.ChangePassphraseWithResponse(t.Context(), api.PassphraseInput{Current: other, New: other})).fails(t, 403, "passphrase_wrong")
		weak := got(v.ChangePassphraseWithResponse(t.Context(), api.PassphraseInput{Current: server.Passphrase, New: "aaaaaaaaaaaa"})).fails(t, 422, "passphrase_refused")
		if places := placesIn(weak); !slices.Equal(places, []string{"/new passphrase_too_common"}) {
			t.Errorf("places: %v", places)
		}
		got(v.ChangePassphraseWithResponse(t.Context(), api.PassphraseInput{Current: server.Passphrase, New: other})).is(t, 204)
		got(home.GetPortalSessionWithResponse(t.Context())).is(t, 401)
		got(v.GetPortalSessionWithResponse(t.Context())).is(t, 200)
		signIn(t, s, "dana@northwind.example", server.Passphrase, "").fails(t, 401, "sign_in_failed")
		signIn(t, s, "dana@northwind.example", other, "").is(t, 201)

		got(v.SignOutWithResponse(t.Context())).is(t, 204)
		got(v.GetPortalSessionWithResponse(t.Context())).is(t, 401)
	})
}

func TestALeadFindsAllAssessmentsInOneInbox(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		b, a, v := asked(t, s)
		a2 := b.assessment(a.ReleaseID, asks())
		unsent := b.assessment(a.ReleaseID, asks())
		token := b.invite(a2.ID, "dana@northwind.example").Token
		redeem(t, s, token, other).fails(t, 401, "sign_in_failed")
		redeem(t, s, token, server.Passphrase).is(t, 201)
		helper := v.collaborator("kim@northwind.example", api.CollaboratorInputRoleCollaborator)

		if ids := inboxOf(t, v); !slices.Equal(ids, []string{a2.ID, a.ID}) {
			t.Errorf("the lead sees %v", ids)
		}
		if ids := inboxOf(t, helper); !slices.Equal(ids, []string{a.ID}) {
			t.Errorf("the helper sees %v", ids)
		}
		got(helper.GetAssignmentWithResponse(t.Context(), a2.ID)).is(t, 404)
		got(v.GetAssignmentWithResponse(t.Context(), unsent.ID)).is(t, 404)
	})
}

func inboxOf(t testing.TB, v vendorContact) (ids []string) {
	t.Helper()
	for _, a := range got(v.ListPortalAssessmentsWithResponse(t.Context())).is(t, 200).JSON200.Items {
		ids = append(ids, a.ID)
	}
	return ids
}

func TestTheSecondFactorIsAskedForWhereTheBuyerWantsIt(t *testing.T) {
	server.EachAt(t, func(t *testing.T, s *server.Server, clock *server.Clock) {
		const mail = "dana@northwind.example"
		b, a, v := asked(t, s, func(in *api.AssessmentInput) { in.RequireSecondFactor = new(true) })
		if me := got(v.GetPortalSessionWithResponse(t.Context())).is(t, 200).JSON200; me.SecondFactor != "required" {
			t.Errorf("second factor: %s", me.SecondFactor)
		}
		if ids := inboxOf(t, v); len(ids) != 1 {
			t.Errorf("inbox: %v", ids)
		}
		got(v.GetAssignmentWithResponse(t.Context(), v.asm)).fails(t, 403, "second_factor_needed")
		v.first("native", boolean(true)).fails(t, 403, "second_factor_needed")
		v.send("a", "policy", strings.NewReader("x")).fails(t, 403, "second_factor_needed")

		got(v.ConfirmSecondFactorWithResponse(t.Context(), api.SecondFactorCode{Code: "123456"})).fails(t, 409, "second_factor_not_begun")
		proof := api.PassphraseProof{Passphrase: server.Passphrase}
		got(v.BeginSecondFactorWithResponse(t.Context(), api.PassphraseProof{Passphrase: other})).fails(t, 403, "passphrase_wrong")
		setup := got(v.BeginSecondFactorWithResponse(t.Context(), proof)).is(t, 201).JSON201
		elsewhere := s.As(signIn(t, s, mail, server.Passphrase, "").is(t, 201).JSON201.Token)
		code := codeAt(t, setup.Secret, clock.Now())
		wrong := codeAt(t, setup.Secret, clock.Now().Add(-time.Hour))
		got(v.ConfirmSecondFactorWithResponse(t.Context(), api.SecondFactorCode{Code: wrong})).fails(t, 422, "code_wrong")
		got(v.ConfirmSecondFactorWithResponse(t.Context(), api.SecondFactorCode{Code: code})).is(t, 204)
		got(v.BeginSecondFactorWithResponse(t.Context(), proof)).fails(t, 409, "second_factor_active")
		got(elsewhere.GetPortalSessionWithResponse(t.Context())).is(t, 401) // it has not shown a code
		v.first("native", boolean(true)).is(t, 200)

		signIn(t, s, mail, server.Passphrase, "").fails(t, 401, "second_factor_required")
		signIn(t, s, mail, other, "").fails(t, 401, "sign_in_failed")
		signIn(t, s, mail, server.Passphrase, code).fails(t, 401, "code_wrong") // spent
		clock.Forward(time.Minute)
		session := signIn(t, s, mail, server.Passphrase, codeAt(t, setup.Secret, clock.Now())).is(t, 201).JSON201
		if session.SecondFactor != "active" {
			t.Errorf("second factor: %s", session.SecondFactor)
		}
		got(s.As(session.Token).GetAssignmentWithResponse(t.Context(), v.asm)).is(t, 200)

		// A further invitation is no way around the second factor.
		a2 := b.assessment(a.ReleaseID, asks(func(in *api.AssessmentInput) { in.RequireSecondFactor = new(true) }))
		again := api.RedemptionInput{Token: b.invite(a2.ID, mail).Token, Name: "Dana Okafor", Passphrase: server.Passphrase}
		enrol := func() result[*api.RedeemInvitationResponse] {
			return got(s.Client(auth.Anonymous).RedeemInvitationWithResponse(t.Context(), again))
		}
		enrol().fails(t, 401, "second_factor_required")
		again.Code = new(codeAt(t, setup.Secret, clock.Now()))
		enrol().fails(t, 401, "code_wrong") // spent on the sign-in
		clock.Forward(time.Minute)
		again.Code = new(codeAt(t, setup.Secret, clock.Now()))
		in := enrol().is(t, 201).JSON201
		got(s.As(in.Token).GetAssignmentWithResponse(t.Context(), a2.ID)).is(t, 200)
		signIn(t, s, mail, server.Passphrase, *again.Code).fails(t, 401, "code_wrong")

		clock.Forward(13 * time.Hour)
		got(s.As(session.Token).GetPortalSessionWithResponse(t.Context())).is(t, 401) // sessions end
	})
}

// Guessing is slowed down; a contact elsewhere still gets in.
func TestGuessingWaits(t *testing.T) {
	server.EachAt(t, func(t *testing.T, s *server.Server, clock *server.Clock) {
		_, _, v := asked(t, s)
		const mail = "dana@northwind.example"
		limited := 0
		for range 8 {
			res := signIn(t, s, mail, other, "")
			if res.response.StatusCode() == 429 {
				limited++
				if res.response.HTTPResponse.Header.Get("Retry-After") == "" {
					t.Error("no Retry-After")
				}
			}
		}
		if limited == 0 {
			t.Error("guessing was never slowed down")
		}
		signIn(t, s, mail, server.Passphrase, "").is(t, 429)
		signIn(t, s, "kim@northwind.example", other, "").is(t, 401) // another account from here
		if _, err := s.App.Identity.SignIn(auth.WithClient(t.Context(), "203.0.113.9"), mail, server.Passphrase, ""); err != nil {
			t.Errorf("from another address: %v", err)
		}
		clock.Forward(2 * time.Hour)
		signIn(t, s, mail, server.Passphrase, "").is(t, 201)
		got(v.GetPortalSessionWithResponse(t.Context())).is(t, 200)
	})
}

func TestCollaboratorsStayInTheirSections(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		_, _, v := asked(t, s)
		helper := v.collaborator("kim@northwind.example", api.CollaboratorInputRoleCollaborator, "process")
		helper.first("signing", choice("all")).is(t, 200)
		helper.first("native", boolean(true)).fails(t, 403, "not_your_section")
		helper.submit().fails(t, 403, "lead_only")
		got(helper.InviteCollaboratorWithResponse(t.Context(), v.asm, nil, api.CollaboratorInput{Email: "x@northwind.example", Name: "X", Role: "collaborator"})).
			fails(t, 403, "lead_only")
		for _, section := range got(helper.GetAssignmentWithResponse(t.Context(), v.asm)).is(t, 200).JSON200.Sections {
			for _, q := range section.Questions {
				if q.Editable != (section.ID == "process") {
					t.Errorf("%s: editable %v", q.ID, q.Editable)
				}
			}
		}
		listed := got(v.ListCollaboratorsWithResponse(t.Context(), v.asm)).is(t, 200).JSON200.Items
		if len(listed) != 2 || listed[1].Role != "collaborator" || listed[1].State != "active" || !slices.Equal(listed[1].Sections, []string{"process"}) {
			t.Errorf("collaborators: %+v", listed)
		}
		got(v.RemoveCollaboratorWithResponse(t.Context(), v.asm, listed[0].ID)).fails(t, 409, "own_access")
		got(v.RemoveCollaboratorWithResponse(t.Context(), v.asm, listed[1].ID)).is(t, 204)
		got(v.RemoveCollaboratorWithResponse(t.Context(), v.asm, listed[1].ID)).is(t, 404)
		helper.first("audited", answer(api.AnswerValue{Kind: "date", Date: onDay("2026-01-01")})).is(t, 404)
	})
}

func TestInvitingColleagues(t *testing.T) {
	s := serverOnSQLite(t)
	_, _, v := asked(t, s)
	invite := func(role api.CollaboratorInputRole, key string, sections ...string) result[*api.InviteCollaboratorResponse] {
		in := api.CollaboratorInput{Email: "kim@northwind.example", Name: "Kim Adler", Role: role, Sections: &sections}
		params := &api.InviteCollaboratorParams{}
		if key != "" {
			params.IdempotencyKey = &key
		}
		return got(v.InviteCollaboratorWithResponse(t.Context(), v.asm, params, in))
	}
	if places := placesIn(invite("collaborator", "", "code", "cellar").fails(t, 422, "validation")); !slices.Equal(places, []string{"/sections/1 unknown"}) {
		t.Errorf("places: %v", places)
	}
	invite("signatory", "", "code").fails(t, 422, "validation")
	one := invite("collaborator", "key", "code").is(t, 201).JSON201
	two := invite("collaborator", "key", "code").is(t, 201).JSON201
	if one.Token == "" || !strings.HasSuffix(one.Link, one.Token) || two.Token != "" || two.Link != "" || one.Collaborator.ID != two.Collaborator.ID {
		t.Errorf("issued %+v, repeated %+v", one, two)
	}
	invite("collaborator", "key", "process").fails(t, 422, "idempotency_mismatch")
	got(v.RemoveCollaboratorWithResponse(t.Context(), v.asm, one.Collaborator.ID)).is(t, 204)
	redeem(t, s, one.Token, server.Passphrase).fails(t, 410, "invitation_revoked")

	// The lead does not become a helper by mistake.
	in := api.CollaboratorInput{Email: "dana@northwind.example", Name: "Dana Okafor", Role: "signatory"}
	own := got(v.InviteCollaboratorWithResponse(t.Context(), v.asm, nil, in)).is(t, 201).JSON201
	redeem(t, s, own.Token, server.Passphrase).fails(t, 409, "leads_already")
	v.first("native", boolean(true)).is(t, 200)
}

func TestASignatoryApprovesExactlyWhatStands(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		_, _, v := asked(t, s, func(in *api.AssessmentInput) { in.RequireApproval = new(true) })
		v.complete()
		if places := placesIn(v.submit().fails(t, 422, "incomplete")); !slices.Equal(places, []string{"/approval approval"}) {
			t.Errorf("missing: %v", places)
		}
		got(v.ApproveDraftWithResponse(t.Context(), v.asm)).fails(t, 403, "signatory_only")
		chief := v.collaborator("ada@northwind.example", api.CollaboratorInputRoleSignatory)
		chief.first("team", number("number", "3")).fails(t, 403, "not_your_section")
		chief.send("a", "policy", strings.NewReader("x")).fails(t, 403, "signatory_reads")

		if a := got(chief.ApproveDraftWithResponse(t.Context(), v.asm)).is(t, 200).JSON200; !a.Approved || a.ApprovedAt == nil {
			t.Errorf("approval: %+v", a)
		}
		if p := v.progress(); !p.Ready {
			t.Errorf("progress: %+v", p)
		}
		v.first("team", number("number", "3")).is(t, 200) // voids it
		if a := got(v.GetApprovalWithResponse(t.Context(), v.asm)).is(t, 200).JSON200; a.Approved {
			t.Errorf("approval: %+v", a)
		}
		if p := v.progress(); p.Ready || len(p.Missing) != 1 || p.Missing[0].Code != "approval" || p.Missing[0].QuestionID != nil {
			t.Errorf("progress: %+v", p)
		}
		v.submit().fails(t, 422, "incomplete")
		got(chief.ApproveDraftWithResponse(t.Context(), v.asm)).is(t, 200)
		if as := got(v.GetAssignmentWithResponse(t.Context(), v.asm)).is(t, 200).JSON200; !as.RequireApproval || !given(as.Approved) {
			t.Errorf("assignment: %v %v", as.RequireApproval, as.Approved)
		}
		v.submit().is(t, 201)
		frozen := got(v.GetOwnRevisionWithResponse(t.Context(), v.asm, 1)).is(t, 200).JSON200
		if given(frozen.ApprovedBy) == "" || *frozen.ApprovedBy == frozen.SubmittedBy || given(frozen.Attestation) == "" {
			t.Errorf("revision: %+v", frozen)
		}
	})
}

// One person may answer for two vendors; neither vendor can find that out, and
// an invitation tells nothing of a sign-in elsewhere.
func TestOnePersonMayAnswerForTwoVendors(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		b, a, v := asked(t, s)
		a2 := b.assessment(b.release("Contoso").ID, asks())
		elsewhere := s.As(redeem(t, s, b.invite(a2.ID, "Dana@northwind.example").Token, other).is(t, 201).JSON201.Token)
		me := got(elsewhere.GetPortalSessionWithResponse(t.Context())).is(t, 200).JSON200
		if me.VendorName != "Contoso" {
			t.Errorf("signed in for %s", me.VendorName)
		}
		for passphrase, vendor := range map[string]string{server.Passphrase: "Northwind", other: "Contoso"} {
			if in := signIn(t, s, "dana@northwind.example", passphrase, "").is(t, 201).JSON201; in.VendorName != vendor {
				t.Errorf("signed in for %s, want %s", in.VendorName, vendor)
			}
		}
		signIn(t, s, "dana@northwind.example", "neither of the two herons", "").fails(t, 401, "sign_in_failed")
		got(elsewhere.GetAssignmentWithResponse(t.Context(), a.ID)).is(t, 404)
		got(v.GetAssignmentWithResponse(t.Context(), a2.ID)).is(t, 404)
		if people := got(v.ListColleaguesWithResponse(t.Context())).is(t, 200).JSON200.Items; len(people) != 1 {
			t.Errorf("colleagues: %+v", people)
		}
	})
}

// An address that a competitor uses up stays the first one's; what one vendor
// is told does not depend on the others until the bound is met.
func TestSquattingAnAddressTakesNothingAway(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		const mail = "dana@northwind.example"
		b, _, _ := asked(t, s)
		for i := range app.MaxSameLogin {
			squatter := b.assessment(b.release(fmt.Sprint("Squatter ", i)).ID, asks())
			done := redeem(t, s, b.invite(squatter.ID, mail).Token, server.Passphrase)
			if i < app.MaxSameLogin-1 {
				done.is(t, 201)
			} else {
				done.fails(t, 409, "address_full")
			}
		}
		if in := signIn(t, s, mail, server.Passphrase, "").is(t, 201).JSON201; in.VendorName != "Northwind" {
			t.Errorf("signed in for %s", in.VendorName)
		}
	})
}

// Whoever leads one assessment leads all of the vendor's, but where they are
// named to sign they only sign: nobody answers, approves and submits alone.
func TestALeadWhoSignsElsewhereOnlySignsThere(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		const mail = "dana@northwind.example"
		b, a, v := asked(t, s)
		a2 := b.assessment(a.ReleaseID, asks(func(in *api.AssessmentInput) { in.RequireApproval = new(true) }))
		lee := redeemed(t, s, b.invite(a2.ID, "lee@northwind.example").Token, "Lee", a2.ID)
		lee.complete()
		in := api.CollaboratorInput{Email: mail, Name: "Dana Okafor", Role: "signatory"}
		redeem(t, s, got(lee.InviteCollaboratorWithResponse(t.Context(), a2.ID, nil, in)).is(t, 201).JSON201.Token, server.Passphrase).is(t, 201)
		dana := vendorContact{v.ClientWithResponses, t, s, v.token, a2.ID}
		dana.first("team", number("number", "3")).fails(t, 403, "not_your_section")
		got(dana.ApproveDraftWithResponse(t.Context(), a2.ID)).is(t, 200)
		dana.submit().fails(t, 403, "lead_only")
		got(lee.ApproveDraftWithResponse(t.Context(), a2.ID)).fails(t, 403, "signatory_only")

		// Made lead here too, the approval given before counts for others only.
		redeem(t, s, b.invite(a2.ID, mail).Token, server.Passphrase).is(t, 201)
		dana.submit().fails(t, 409, "own_approval")
		lee.submit().is(t, 201)
	})
}

func TestVendorsRemoveTheirOwnPeople(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		_, _, v := asked(t, s)
		helper := v.collaborator("kim@northwind.example", api.CollaboratorInputRoleCollaborator)
		people := got(v.ListColleaguesWithResponse(t.Context())).is(t, 200).JSON200.Items
		if len(people) != 2 || people[0].Email != "dana@northwind.example" || people[1].Role != "collaborator" {
			t.Fatalf("colleagues: %+v", people)
		}
		got(helper.RemoveColleagueWithResponse(t.Context(), people[0].ID)).fails(t, 403, "lead_only")
		got(v.RemoveColleagueWithResponse(t.Context(), people[0].ID)).fails(t, 409, "own_access")
		got(v.RemoveColleagueWithResponse(t.Context(), people[1].ID)).is(t, 204)
		got(v.RemoveColleagueWithResponse(t.Context(), people[1].ID)).is(t, 404)
		got(helper.GetPortalSessionWithResponse(t.Context())).is(t, 401)
		signIn(t, s, "kim@northwind.example", server.Passphrase, "").fails(t, 401, "sign_in_failed")
		again := v.collaborator("kim@northwind.example", api.CollaboratorInputRoleCollaborator) // may be invited anew
		got(again.GetPortalSessionWithResponse(t.Context())).is(t, 200)
	})
}
