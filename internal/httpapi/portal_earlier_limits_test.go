package httpapi_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"memsure/api"
	"memsure/internal/app"
	"memsure/internal/testkit/server"
)

// What one vendor submitted is never offered to another, and never confirmed by
// one, whatever it names; what the buyer filled in from public sources is
// offered to nobody.
func TestOffersStayWithTheirVendor(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		p := newPast(t, s)
		a := p.b.assessment(p.b.release("Contoso").ID, asksAgain("1.0.0"))
		w := redeemed(t, s, p.b.invite(a.ID, "ines@contoso.example").Token, "Ines", a.ID)
		if offers := w.earlier(); len(offers.Items)+len(offers.Archive)+offers.Waiting+offers.Withheld != 0 {
			t.Errorf("offers of another vendor: %+v", offers)
		}
		mine := p.v.at(p.b, p.b.assessment(p.release.ID, asksAgain("1.0.0")).ID).earlier()
		w.confirm(named(mine, "team")).fails(t, 422, "no_offer")
		if done := w.confirm(everythingThatWaits()).is(t, 200).JSON200; len(done.Items)+len(done.Skipped) != 0 {
			t.Errorf("confirmed: %+v", done)
		}
		if files := got(w.ListOwnEvidenceWithResponse(t.Context(), w.asm)).is(t, 200).JSON200.Items; len(files) != 0 {
			t.Errorf("files: %+v", files)
		}

		public := p.b.assessment(a.ReleaseID, asksAgain("1.0.0"), fromPublicSources)
		by := &api.Citation{URL: "https://contoso.example", Title: "Page", RetrievedOn: *onDay("2026-11-20")}
		star := new(api.PutPublicAnswerParamsIfNoneMatchAsterisk)
		got(p.b.PutPublicAnswerWithResponse(t.Context(), public.ID, "native", &api.PutPublicAnswerParams{IfNoneMatch: star}, api.AnswerInput{Value: yes(true), Citation: by})).is(t, 200)
		got(p.b.SubmitPublicAnswersWithResponse(t.Context(), public.ID, nil, api.SubmissionInput{Attest: true})).is(t, 201)
		if offers := w.earlier(); len(offers.Items) != 0 {
			t.Errorf("the buyer's own words are offered as the vendor's: %+v", offers)
		}
	})
}

// Whoever answers some sections is offered those, and no archive; who signs is
// offered nothing.
func TestOffersFollowTheSeat(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		p := newPast(t, s)
		v := p.v.at(p.b, p.b.assessment(p.release.ID, asksAgain("2.0.0")).ID)
		all := v.earlier()
		kim := v.collaborator("kim@northwind.example", api.CollaboratorInputRoleCollaborator, "process")
		wantLines(t, "a section", told(kim.earlier()), []string{"policy confirm waiting", "team same waiting", "signing confirm waiting", "fuzzing confirm waiting"})
		kim.confirm(named(all, "native")).fails(t, 403, "not_your_section")
		if n := given(kim.progress().OffersWaiting); n != 4 {
			t.Errorf("%d offers wait for a colleague", n)
		}
		done := kim.confirm(everythingThatWaits()).is(t, 200).JSON200
		if len(done.Items) != 4 || len(done.Skipped) != 0 {
			t.Errorf("confirmed: %+v", done)
		}
		signs := v.collaborator("sam@northwind.example", api.CollaboratorInputRoleSignatory)
		if offers := signs.earlier(); len(offers.Items)+len(offers.Archive) != 0 {
			t.Errorf("a signatory is offered %v", told(offers))
		}
		signs.confirm(everythingThatWaits()).fails(t, 403, "signatory_reads")
		everywhere := v.collaborator("lee@northwind.example", api.CollaboratorInputRoleCollaborator)
		if offers := everywhere.earlier(); len(offers.Items) != len(all.Items) || len(offers.Archive) != 1 {
			t.Errorf("all sections: %v", told(offers))
		}
	})
}

// Answers from an assessment that asks for a second factor are offered only
// to sessions that have shown one.
func TestTheSecondFactorGuardsEarlierAnswers(t *testing.T) {
	server.EachAt(t, func(t *testing.T, s *server.Server, clock *server.Clock) {
		b := newBuyer(t, s)
		b.publish(again)
		release := b.release("Northwind")
		guarded := b.assessment(release.ID, asksAgain("1.0.0"), func(in *api.AssessmentInput) { in.RequireSecondFactor = new(true) })
		dana := redeemed(t, s, b.invite(guarded.ID, "dana@northwind.example").Token, "Dana Okafor", guarded.ID)
		setup := got(dana.BeginSecondFactorWithResponse(t.Context(), api.PassphraseProof{Passphrase: server.Passphrase})).is(t, 201).JSON201
		got(dana.ConfirmSecondFactorWithResponse(t.Context(), api.SecondFactorCode{Code: codeAt(t, setup.Secret, clock.Now())})).is(t, 204)
		dana.first("native", boolean(true)).is(t, 200)
		dana.submit().is(t, 201)

		open := b.assessment(release.ID, asksAgain("1.0.0"))
		kim := redeemed(t, s, b.invite(open.ID, "kim@northwind.example").Token, "Kim Adler", open.ID)
		if offers := kim.earlier(); len(offers.Items) != 0 || offers.Withheld != 1 {
			t.Errorf("without a second factor: %+v", offers)
		}
		dana.asm = open.ID
		if offers := dana.earlier(); len(offers.Items) != 1 || offers.Withheld != 0 {
			t.Errorf("with a second factor: %+v", offers)
		}
	})
}

// An offer is confirmed as it was seen, over the answer that was seen.
func TestConfirmingByName(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		p := newPast(t, s)
		v := p.v.at(p.b, p.b.assessment(p.release.ID, asksAgain("2.0.0")).ID)
		listed := v.earlier()

		v.confirm(named(listed, "languages")).fails(t, 422, "not_confirmable")
		unknown := api.ConfirmationInput{Offers: &[]api.ConfirmedOfferInput{{QuestionID: "none-such", RevisionDigest: "x"}}}
		v.confirm(unknown).fails(t, 404, "question_unknown")
		(*unknown.Offers)[0].QuestionID = "allocators"
		if places := placesIn(v.confirm(unknown).fails(t, 422, "no_offer")); !slices.Equal(places, []string{"/offers/0 no_offer"}) {
			t.Errorf("no offer: %v", places)
		}
		seen := named(listed, "team")
		(*seen.Offers)[0].RevisionDigest = "sha256:another"
		v.confirm(seen).fails(t, 412, "offer_changed")
		v.confirm(api.ConfirmationInput{}).fails(t, 422, "validation")

		// Named offers are confirmed all or none.
		v.first("signing", choice("some")).is(t, 200)
		v.confirm(named(listed, "team", "signing")).fails(t, 412, "stale")
		if items := got(v.ListAnswersWithResponse(t.Context(), v.asm)).is(t, 200).JSON200.Items; len(items) != 1 {
			t.Errorf("one of two was saved: %+v", items)
		}
		skipped := v.confirm(everythingThatWaits()).is(t, 200).JSON200.Skipped
		if len(skipped) != 1 || skipped[0].QuestionID != "signing" || skipped[0].Code != api.SkippedOfferCodeAnswered {
			t.Errorf("skipped: %+v", skipped)
		}
		done := v.confirm(named(v.earlier(), "signing")).is(t, 200).JSON200 // with the ETag of today's
		if a := done.Items[0]; given(a.Value.Option) != "all" || a.Etag != `"2"` || a.Carried == nil {
			t.Errorf("signing: %+v", a)
		}
	})
}

// A confirmed answer that is sent again stays confirmed; one that is changed
// is an answer of today.
func TestEditingAConfirmedAnswer(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		p := newPast(t, s)
		v := p.v.at(p.b, p.b.assessment(p.release.ID, asksAgain("1.0.0")).ID)
		listed := v.earlier()
		key := "once"
		for range 2 {
			params := &api.ConfirmEarlierAnswersParams{IdempotencyKey: &key}
			done := got(v.ConfirmEarlierAnswersWithResponse(t.Context(), v.asm, params, named(listed, "team"))).is(t, 200).JSON200
			if len(done.Items) != 1 || done.Items[0].Etag != `"1"` {
				t.Errorf("confirmed: %+v", done)
			}
		}
		if a := v.first("team", number("number", "12")).is(t, 200).JSON200; a.Etag != `"1"` || a.Carried == nil {
			t.Errorf("the same sent again: %+v", a)
		}
		if a := v.change("team", `"1"`, number("number", "13")).is(t, 200).JSON200; a.Etag != `"2"` || a.Carried != nil {
			t.Errorf("changed: %+v", a)
		}
		v.confirm(named(listed, "team")).fails(t, 412, "stale")
		params := &api.ConfirmEarlierAnswersParams{IdempotencyKey: &key}
		done := got(v.ConfirmEarlierAnswersWithResponse(t.Context(), v.asm, params, named(listed, "team"))).is(t, 200).JSON200
		if len(done.Items) != 0 || len(done.Skipped) != 1 || done.Skipped[0].Code != api.SkippedOfferCodeAnswered {
			t.Errorf("the repeated request hides that the answer was changed since: %+v", done)
		}
	})
}

// What rests on another answer waits together with it, follows what is
// answered instead, and is opened by the facts of a file that comes along.
func TestConditionsDecideWhatIsOffered(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		p := newPast(t, s)
		v := p.v.at(p.b, p.b.assessment(p.release.ID, asksAgain("1.0.0")).ID)
		listed := v.earlier()
		wantLines(t, "offers", told(listed), []string{"native same waiting", "languages same waiting", "share same waiting", "sbom same waiting", "parts same waiting",
			"compilers same waiting", "policy same waiting", "team same waiting", "signing same waiting", "fuzzed same waiting"})
		v.confirm(named(listed, "languages")).fails(t, 409, "question_hidden")
		v.confirm(named(listed, "parts")).fails(t, 409, "question_hidden")
		v.first("native", boolean(false)).is(t, 200)
		done := v.confirm(everythingThatWaits()).is(t, 200).JSON200
		if len(done.Items) != 8 || len(done.Skipped) != 2 || done.Skipped[0].Code != api.SkippedOfferCodeAnswered || done.Skipped[1].Code != api.SkippedOfferCodeHidden {
			t.Errorf("confirmed %d, skipped %+v", len(done.Items), done.Skipped)
		}
		if i := slices.IndexFunc(done.Items, func(a api.Answer) bool { return a.QuestionID == "parts" }); i < 0 || given(done.Items[i].Hidden) {
			t.Error("the question that the carried file opens was not confirmed")
		}
		if !done.Progress.Ready {
			t.Errorf("progress: %+v", done.Progress)
		}
	})
}

// After the end, and outside the time of answering, offers can be read and not
// confirmed; a return unlocks only what it names.
func TestConfirmingEndsWithAnswering(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		p := newPast(t, s)
		a := p.b.assessment(p.release.ID, asksAgain("1.0.0"))
		v := p.v.at(p.b, a.ID)
		listed := v.earlier()
		v.first("team", number("number", "3")).is(t, 200)
		v.submit().is(t, 201)
		v.confirm(everythingThatWaits()).fails(t, 409, "wrong_state")
		if offers := v.earlier(); offers.Waiting != 0 || offers.Items[0].State != api.EarlierAnswerStateLocked {
			t.Errorf("after the submission: %v", told(offers))
		}
		got(p.b.ReturnAssessmentWithResponse(t.Context(), a.ID, nil, api.ReturnInput{Questions: []api.ReturnedQuestion{{QuestionID: "signing", Feedback: "Which?"}}})).is(t, 200)
		if offers := v.earlier(); offers.Waiting != 1 {
			t.Errorf("after a return: %v", told(offers))
		}
		v.confirm(named(listed, "native")).fails(t, 409, "question_locked")
		if done := v.confirm(everythingThatWaits()).is(t, 200).JSON200; len(done.Items) != 1 || done.Items[0].QuestionID != "signing" {
			t.Errorf("confirmed: %+v", done)
		}
		got(p.b.WithdrawAssessmentWithResponse(t.Context(), a.ID, nil, api.ReasonInput{Reason: "No longer needed."})).is(t, 200)
		v.confirm(everythingThatWaits()).fails(t, 409, "wrong_state")
		if offers := v.earlier(); offers.Waiting != 0 {
			t.Errorf("after the end: %v", told(offers))
		}
	})
}

// The bytes of a carried file stay as long as one assessment needs them, the
// limits hold for it, and the records agree with the audit log.
func TestCarriedFilesShareTheirBytes(t *testing.T) {
	server.EachAt(t, func(t *testing.T, s *server.Server, clock *server.Clock) {
		p := newPast(t, s)
		clock.Forward(time.Hour)
		v := p.v.at(p.b, p.b.assessment(p.release.ID, asksAgain("1.0.0")).ID)
		v.upload("one.txt", "policy", "1")
		v.confirm(everythingThatWaits()).fails(t, 409, "evidence_full")
		if items := got(v.ListAnswersWithResponse(t.Context(), v.asm)).is(t, 200).JSON200.Items; len(items) != 0 {
			t.Errorf("half confirmed: %+v", items)
		}
		done := v.confirm(named(v.earlier(), "policy")).is(t, 200).JSON200
		copied := given(done.Items[0].Evidence)[0].EvidenceID
		file := got(v.GetOwnEvidenceWithResponse(t.Context(), v.asm, copied)).is(t, 200).JSON200
		if !file.ReceivedAt.Equal(p.policy.ReceivedAt) || file.Sha256 != p.policy.Sha256 || file.FileName != "policy.txt" {
			t.Errorf("the file is not as received then: %+v", file)
		}
		got(v.DeleteOwnEvidenceWithResponse(t.Context(), v.asm, copied)).fails(t, 409, "evidence_in_use")
		v.change("policy", `"1"`, boolean(true)).is(t, 200)
		got(v.DeleteOwnEvidenceWithResponse(t.Context(), v.asm, copied)).is(t, 204)
		if body := got(p.v.GetOwnEvidenceContentWithResponse(t.Context(), p.first.ID, p.policy.ID)).is(t, 200).Body; !strings.HasPrefix(string(body), "Memory") {
			t.Errorf("the bytes went with the copy: %q", body)
		}
		count, damaged, err := s.Store.VerifyFrozen(t.Context())
		if err != nil || len(damaged) > 0 || count == 0 {
			t.Errorf("records: %d, %v, %+v", count, err, damaged)
		}
	}, server.Settings(func(s *app.Settings) { s.EvidenceFiles = 2 }))
}
