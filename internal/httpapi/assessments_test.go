package httpapi_test

import (
	"slices"
	"testing"
	"time"

	"memsure/api"
	"memsure/internal/testkit/server"
)

func TestAssessmentsArePreparedAndChanged(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		b, ctx := newBuyer(t, s), t.Context()
		b.publish(tiny)
		rel := b.release("Northwind")
		made := got(b.CreateAssessmentWithResponse(ctx, nil, api.AssessmentInput{
			ReleaseID: rel.ID, Purpose: api.AssessmentPurposeRfp, Questionnaire: api.QuestionnaireRef{Slug: "tiny", Version: "1.0.0"},
			Tier: new("high"), DueOn: date(t, "2999-12-31"), TimeZone: new("Europe/Berlin"), Owner: new("Team B"), RequireApproval: new(true),
		})).is(t, 201)
		a, etag := made.JSON201, made.HTTPResponse.Header.Get("ETag")
		if a.State != api.AssessmentStateDraft || a.VendorName != "Northwind" || a.ProductName != "Aurora" || a.ReleaseLabel != "4.2.0" ||
			!a.DiscloseWeights || !a.RequireApproval || a.RequireSecondFactor || a.Source != api.AssessmentSourceVendor || a.Etag != etag ||
			a.DueOn.String() != "2999-12-31" || *a.TimeZone != "Europe/Berlin" || a.Overdue || !a.SubmittedAt.IsNull() {
			t.Errorf("made %s", made.Body)
		}
		patch := func(etag *string, change api.AssessmentPatch) result[*api.UpdateAssessmentResponse] {
			return got(b.UpdateAssessmentWithResponse(ctx, a.ID, &api.UpdateAssessmentParams{IfMatch: etag}, change))
		}
		patch(nil, api.AssessmentPatch{Owner: new("Ann")}).fails(t, 428, "if_match_required")
		changed := patch(&etag, api.AssessmentPatch{Owner: new("Ann"), Tier: new("low")}).is(t, 200).JSON200
		if *changed.Owner != "Ann" || *changed.Tier != "low" || changed.DueOn.String() != "2999-12-31" {
			t.Errorf("changed %+v", changed)
		}
		if stale := patch(&etag, api.AssessmentPatch{Owner: new("Eve")}).fails(t, 412, "stale"); *stale.CurrentEtag != changed.Etag {
			t.Errorf("the current ETag is %s, want %s", *stale.CurrentEtag, changed.Etag)
		}
		for place, change := range map[string]api.AssessmentPatch{
			"/tier unknown": {Tier: new("none such")}, "/time_zone zone": {TimeZone: new("Mars/Olympus")}, "/due_on past": {DueOn: date(t, "2020-01-01")},
		} {
			if places := placesIn(patch(&changed.Etag, change).fails(t, 422, "validation")); !slices.Equal(places, []string{place}) {
				t.Errorf("placed %v, want %s", places, place)
			}
		}
		got(b.GetAssessmentWithResponse(ctx, "asm_unknown")).fails(t, 404, "not_found")
	})
}

func TestAssessmentsNeedWhatTheyRestOn(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		b, ctx := newBuyer(t, s), t.Context()
		b.publish(tiny)
		rel := b.release("Northwind")
		if draft, err := b.CreateQuestionnaireDraftWithBodyWithResponse(ctx, nil, yamlType, reader(tinyVersion("2.0.0"))); err != nil || draft.StatusCode() != 201 {
			t.Fatal(err, draft)
		}
		fine := api.AssessmentInput{ReleaseID: rel.ID, Purpose: api.AssessmentPurposeRenewal, Questionnaire: api.QuestionnaireRef{Slug: "tiny", Version: "1.0.0"}}
		for place, change := range map[string]func(*api.AssessmentInput){
			"/release_id unknown":    func(in *api.AssessmentInput) { in.ReleaseID = "rel_unknown" },
			"/questionnaire unknown": func(in *api.AssessmentInput) { in.Questionnaire.Version = "2.0.0" }, // a draft
			"/tier unknown":          func(in *api.AssessmentInput) { in.Tier = new("none such") },
			"/time_zone zone":        func(in *api.AssessmentInput) { in.TimeZone = new("Local") },
			"/due_on past":           func(in *api.AssessmentInput) { in.DueOn = date(t, "2020-01-01") },
		} {
			in := fine
			change(&in)
			p := got(b.CreateAssessmentWithResponse(ctx, nil, in)).fails(t, 422, "validation")
			if places := placesIn(p); !slices.Equal(places, []string{place}) {
				t.Errorf("placed %v, want %s", places, place)
			}
		}
		etag := got(b.GetQuestionnaireVersionWithResponse(ctx, "tiny", "1.0.0")).is(t, 200).HTTPResponse.Header.Get("ETag")
		got(b.RetireQuestionnaireWithResponse(ctx, "tiny", "1.0.0", &api.RetireQuestionnaireParams{IfMatch: &etag})).is(t, 200)
		got(b.CreateAssessmentWithResponse(ctx, nil, fine)).fails(t, 409, "questionnaire_retired")
		if list := got(b.ListAssessmentsWithResponse(ctx, nil)).is(t, 200).JSON200; len(list.Items) != 0 {
			t.Errorf("something was made: %+v", list.Items)
		}
	})
}

func TestOneSendingReachesAllOrNobody(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		b, ctx := newBuyer(t, s), t.Context()
		b.publish(tiny)
		north, acme, quiet := b.release("Northwind"), b.release("Acme"), b.release("Quiet")
		to := func(rel string, email string) api.BulkRecipient {
			return api.BulkRecipient{ReleaseID: rel, Invite: &api.InvitationInput{Email: email, Name: "Lead"}}
		}
		in := api.BulkAssessmentInput{Questionnaire: api.QuestionnaireRef{Slug: "tiny", Version: "1.0.0"}, Purpose: api.AssessmentPurposeOnboarding,
			Recipients: []api.BulkRecipient{to(north.ID, "a@northwind.example"), to("rel_unknown", "b@acme.example")}}
		bad := got(b.CreateAssessmentsWithResponse(ctx, nil, in)).fails(t, 422, "validation")
		if places := placesIn(bad); !slices.Equal(places, []string{"/recipients/1/release_id unknown"}) {
			t.Errorf("placed %v", places)
		}
		if list := got(b.ListAssessmentsWithResponse(ctx, nil)).is(t, 200).JSON200; len(list.Items) != 0 {
			t.Fatalf("a refused sending made %d assessments", len(list.Items))
		}
		in.Recipients = []api.BulkRecipient{{ReleaseID: quiet.ID}, to(north.ID, "a@northwind.example"), to(acme.ID, "b@acme.example")}
		key := &api.CreateAssessmentsParams{IdempotencyKey: new("send-1")}
		sent := got(b.CreateAssessmentsWithResponse(ctx, key, in)).is(t, 201).JSON201.Items
		if len(sent) != 3 || sent[0].Invitation != nil || sent[0].Assessment.State != api.AssessmentStateDraft {
			t.Fatalf("sent %+v", sent)
		}
		for i, vendor := range []string{"Quiet", "Northwind", "Acme"} {
			if sent[i].Assessment.VendorName != vendor {
				t.Errorf("item %d is %s", i, sent[i].Assessment.VendorName)
			}
			if i > 0 && (sent[i].Invitation == nil || sent[i].Invitation.Token == "" || sent[i].Assessment.State != api.AssessmentStateInvited) {
				t.Errorf("item %d: %+v", i, sent[i])
			}
		}
		again := got(b.CreateAssessmentsWithResponse(ctx, key, in)).is(t, 201).JSON201.Items
		for i := range again {
			if again[i].Assessment.ID != sent[i].Assessment.ID || again[i].Invitation != nil && again[i].Invitation.Token != "" {
				t.Errorf("repeated item %d: %+v", i, again[i])
			}
		}
		of := got(b.ListAssessmentsWithResponse(ctx, &api.ListAssessmentsParams{State: new(api.AssessmentStateInvited), VendorID: &acme.VendorID})).is(t, 200).JSON200
		if len(of.Items) != 1 || of.Items[0].VendorName != "Acme" {
			t.Errorf("filtered %+v", of.Items)
		}
	})
}

func TestAssessmentsEnd(t *testing.T) {
	server.EachAt(t, func(t *testing.T, s *server.Server, clock *server.Clock) {
		b, ctx := newBuyer(t, s), t.Context()
		b.publish(tiny)
		rel := b.release("Northwind")
		why := api.ReasonInput{Reason: "The tender was cancelled."}
		accept := api.CloseInput{Outcome: api.CloseInputOutcomeAccepted, Reason: "Good answers."}

		first := b.assessment(rel.ID)
		open := b.invite(first.ID, "dana@northwind.example")
		got(b.CloseAssessmentWithResponse(ctx, first.ID, nil, accept)).fails(t, 409, "wrong_state")
		ended := got(b.WithdrawAssessmentWithResponse(ctx, first.ID, &api.WithdrawAssessmentParams{IdempotencyKey: new("w-1")}, why)).is(t, 200).JSON200
		if ended.State != api.AssessmentStateWithdrawn || *ended.EndReason != why.Reason {
			t.Errorf("withdrawn %+v", ended)
		}
		got(b.WithdrawAssessmentWithResponse(ctx, first.ID, &api.WithdrawAssessmentParams{IdempotencyKey: new("w-1")}, why)).is(t, 200)
		got(b.WithdrawAssessmentWithResponse(ctx, first.ID, nil, why)).fails(t, 409, "wrong_state")
		if list := got(b.ListInvitationsWithResponse(ctx, first.ID)).is(t, 200).JSON200; list.Items[0].State != api.InvitationStateRevoked {
			t.Errorf("the invitation %s is %s", open.Invitation.ID, list.Items[0].State)
		}
		got(b.CreateInvitationWithResponse(ctx, first.ID, nil, api.InvitationInput{Email: "x@y.example", Name: "X"})).fails(t, 409, "wrong_state")
		got(b.UpdateAssessmentWithResponse(ctx, first.ID, &api.UpdateAssessmentParams{IfMatch: &ended.Etag}, api.AssessmentPatch{Owner: new("x")})).fails(t, 409, "wrong_state")

		tomorrow := clock.Now().UTC().AddDate(0, 0, 1).Format(time.DateOnly)
		silent := b.assessment(rel.ID, func(in *api.AssessmentInput) { in.DueOn = date(t, tomorrow) })
		b.invite(silent.ID, "dana@northwind.example")
		got(b.RecordNoResponseWithResponse(ctx, silent.ID, nil, why)).fails(t, 409, "not_overdue")

		done, _ := b.submitted(rel.ID, "dana@northwind.example", func(in *api.AssessmentInput) { in.DueOn = date(t, tomorrow) })
		clock.Forward(49 * time.Hour)
		if late := got(b.GetAssessmentWithResponse(ctx, silent.ID)).is(t, 200).JSON200; !late.Overdue {
			t.Error("two days late and not overdue")
		}
		if kept := got(b.GetAssessmentWithResponse(ctx, done.ID)).is(t, 200).JSON200; kept.Overdue || kept.Revision != 1 || kept.SubmittedAt.IsNull() {
			t.Errorf("submitted in time: %+v", kept)
		}
		if silence := got(b.RecordNoResponseWithResponse(ctx, silent.ID, nil, why)).is(t, 200).JSON200; silence.State != api.AssessmentStateNoResponse {
			t.Errorf("silence is %s", silence.State)
		}
		got(b.RecordNoResponseWithResponse(ctx, done.ID, nil, why)).fails(t, 409, "not_overdue")
		if closed := got(b.CloseAssessmentWithResponse(ctx, done.ID, nil, accept)).is(t, 200).JSON200; closed.State != api.AssessmentStateClosed {
			t.Errorf("closed is %s", closed.State)
		}
		got(b.CloseAssessmentWithResponse(ctx, done.ID, nil, accept)).fails(t, 409, "wrong_state")
	})
}

func TestReturnUnlocksChosenQuestions(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		b, ctx := newBuyer(t, s), t.Context()
		b.publish(tiny)
		rel := b.release("Northwind")
		ask := func(ids ...string) api.ReturnInput {
			in := api.ReturnInput{Message: new("Please look again."), DueOn: date(t, "2999-01-01")}
			for _, id := range ids {
				in.Questions = append(in.Questions, api.ReturnedQuestion{QuestionID: id, Feedback: "Which parts?"})
			}
			return in
		}
		open := b.assessment(rel.ID)
		got(b.ReturnAssessmentWithResponse(ctx, open.ID, nil, ask("native"))).fails(t, 409, "wrong_state")
		done, _ := b.submitted(rel.ID, "dana@northwind.example")
		wrong := got(b.ReturnAssessmentWithResponse(ctx, done.ID, nil, ask("native", "none-such", "native"))).fails(t, 422, "validation")
		if places := placesIn(wrong); !slices.Equal(places, []string{"/questions/1/question_id unknown", "/questions/2/question_id unknown"}) {
			t.Errorf("placed %v", places)
		}
		back := got(b.ReturnAssessmentWithResponse(ctx, done.ID, nil, ask("native"))).is(t, 200).JSON200
		if back.State != api.AssessmentStateReturned || back.DueOn.String() != "2999-01-01" {
			t.Errorf("returned %+v", back)
		}
		bid, _ := b.submitted(rel.ID, "dana2@northwind.example", func(in *api.AssessmentInput) { in.Purpose = api.AssessmentPurposeRfp })
		got(b.ReturnAssessmentWithResponse(ctx, bid.ID, nil, ask("native"))).fails(t, 409, "bid_not_returnable")
		got(b.UpdateAssessmentWithResponse(ctx, bid.ID, &api.UpdateAssessmentParams{IfMatch: &bid.Etag}, api.AssessmentPatch{Tier: new("low")})).fails(t, 409, "tier_fixed")
	})
}
