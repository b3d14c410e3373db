package httpapi_test

import (
	"slices"
	"testing"

	"memsure/api"
	"memsure/internal/app"
	"memsure/internal/assessment"
	"memsure/internal/auth"
	"memsure/internal/bundle/response"
	"memsure/internal/fault"
	"memsure/internal/questionnaire"
	"memsure/internal/testkit/server"
	"memsure/questionnaires"
)

var cited = &api.Citation{URL: "https://northwind.example/security", Title: "Security page"}

func yes(value bool) *api.AnswerValue {
	return &api.AnswerValue{Kind: api.AnswerValueKindBoolean, Boolean: &value}
}

func fromPublicSources(in *api.AssessmentInput) {
	in.Source = new(api.AssessmentInputSourcePublicSources)
}

func TestTheBuyerAnswersFromPublicSources(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		b, ctx := newBuyer(t, s), t.Context()
		b.publish(tiny)
		cited.RetrievedOn = *date(t, "2026-11-20")
		a := b.assessment(b.release("Too Large Inc.").ID, fromPublicSources, func(in *api.AssessmentInput) { in.RequireApproval = new(true) })
		put := func(question string, etag *string, in api.AnswerInput) result[*api.PutPublicAnswerResponse] {
			params := &api.PutPublicAnswerParams{IfMatch: etag}
			if etag == nil {
				params.IfNoneMatch = new(api.PutPublicAnswerParamsIfNoneMatchAsterisk)
			}
			return got(b.PutPublicAnswerWithResponse(ctx, a.ID, question, params, in))
		}
		submit := func(key string) result[*api.SubmitPublicAnswersResponse] {
			return got(b.SubmitPublicAnswersWithResponse(ctx, a.ID, &api.SubmitPublicAnswersParams{IdempotencyKey: &key}, api.SubmissionInput{Attest: true}))
		}
		submit("s-0").fails(t, 409, "wrong_state")
		if places := placesIn(put("native", nil, api.AnswerInput{Value: yes(true)}).fails(t, 422, "validation")); !slices.Equal(places, []string{"/citation required"}) {
			t.Errorf("without a citation: %v", places)
		}
		put("languages", nil, api.AnswerInput{Value: &api.AnswerValue{Kind: api.AnswerValueKindMultiChoice, Options: &[]string{"c"}}, Citation: cited}).fails(t, 409, "question_hidden")
		put("none-such", nil, api.AnswerInput{Value: yes(true), Citation: cited}).fails(t, 404, "question_unknown")
		table := api.AnswerValue{Kind: api.AnswerValueKindTable, Rows: &[]api.TableRow{
			{Cells: []api.TableCell{{Column: "name", Text: new("core")}, {Column: "share", Number: new("62.5")}}}}}
		if saved := put("parts", nil, api.AnswerInput{Value: &table, Citation: cited}).is(t, 200).JSON200; *(*saved.Value.Rows)[0].Cells[1].Number != "62.5" {
			t.Errorf("saved %+v", saved)
		}
		missing := submit("s-1").fails(t, 422, "incomplete")
		if places := placesIn(missing); !slices.Equal(places, []string{"/answers/native required"}) {
			t.Errorf("missing %v", places)
		}
		first := put("native", nil, api.AnswerInput{Value: yes(true), Citation: cited}).is(t, 200)
		one := first.HTTPResponse.Header.Get("ETag")
		put("native", nil, api.AnswerInput{Value: yes(true), Citation: cited}).is(t, 200) // the same again
		put("native", nil, api.AnswerInput{Value: yes(false), Citation: cited}).fails(t, 412, "stale")
		put("languages", nil, api.AnswerInput{Value: &api.AnswerValue{Kind: api.AnswerValueKindMultiChoice, Options: &[]string{"c", "rust"}}, Citation: cited}).is(t, 200)
		list := got(b.ListPublicAnswersWithResponse(ctx, a.ID)).is(t, 200).JSON200
		if len(list.Items) != 3 || !list.Progress.Ready || list.Progress.Answered != 3 || list.Items[1].QuestionID != "languages" || !slices.Equal(*list.Items[1].Value.Options, []string{"rust", "c"}) {
			t.Errorf("listed %+v", list)
		}
		got(b.SubmitPublicAnswersWithResponse(ctx, a.ID, nil, api.SubmissionInput{})).fails(t, 422, "validation")

		receipt := submit("s-2").is(t, 201).JSON201
		if again := submit("s-2").is(t, 201).JSON201; again.ID != receipt.ID || receipt.Revision != 1 || receipt.Answers != 3 {
			t.Errorf("receipt %+v, repeated %+v", receipt, again)
		}
		submit("s-3").fails(t, 409, "wrong_state")
		frozen := got(b.GetRevisionWithResponse(ctx, a.ID, 1)).is(t, 200).JSON200
		if frozen.Digest != receipt.Digest || frozen.Answers[0].Citation == nil {
			t.Errorf("frozen %+v", frozen)
		}

		put("native", &one, api.AnswerInput{Value: yes(true), Citation: cited}).is(t, 200) // changes nothing
		if still := got(b.GetAssessmentWithResponse(ctx, a.ID)).is(t, 200).JSON200; still.State != api.AssessmentStateSubmitted {
			t.Errorf("a save without a change made it %s", still.State)
		}
		put("native", &one, api.AnswerInput{Value: yes(false), Citation: cited}).is(t, 200)
		if opened := got(b.GetAssessmentWithResponse(ctx, a.ID)).is(t, 200).JSON200; opened.State != api.AssessmentStateInProgress {
			t.Errorf("a correction left it %s", opened.State)
		}
		if second := submit("s-4").is(t, 201).JSON201; second.Revision != 2 || second.Digest == receipt.Digest {
			t.Errorf("second %+v", second)
		}

		// An answer given by mistake is cleared, which opens the work again.
		drop := func(question string, etag string) result[*api.DeletePublicAnswerResponse] {
			return got(b.DeletePublicAnswerWithResponse(ctx, a.ID, question, &api.DeletePublicAnswerParams{IfMatch: &etag}))
		}
		drop("parts", `"9"`).fails(t, 412, "stale")
		drop("parts", `"1"`).is(t, 204)
		drop("parts", `"1"`).is(t, 404)
		if left := got(b.ListPublicAnswersWithResponse(ctx, a.ID)).is(t, 200).JSON200.Items; len(left) != 2 {
			t.Errorf("left: %+v", left)
		}
		submit("s-5").is(t, 201)
		got(b.CreateInvitationWithResponse(ctx, a.ID, nil, api.InvitationInput{Email: "a@b.example", Name: "A"})).fails(t, 409, "wrong_source")
		got(b.ReturnAssessmentWithResponse(ctx, a.ID, nil, api.ReturnInput{Questions: []api.ReturnedQuestion{{QuestionID: "native", Feedback: "?"}}})).fails(t, 409, "wrong_source")
	})
}

func TestTheVendorsDraftIsClosedToTheBuyer(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		b, ctx := newBuyer(t, s), t.Context()
		b.publish(tiny)
		cited.RetrievedOn = *date(t, "2026-11-20")
		a := b.assessment(b.release("Northwind").ID)
		s.Redeem(b.invite(a.ID, "dana@northwind.example").Token, "Dana")
		for name, answer := range map[string]func() api.Problem{
			"list": func() api.Problem { return got(b.ListPublicAnswersWithResponse(ctx, a.ID)).fails(t, 404, "not_public") },
			"put": func() api.Problem {
				return got(b.PutPublicAnswerWithResponse(ctx, a.ID, "native", &api.PutPublicAnswerParams{IfNoneMatch: new(api.PutPublicAnswerParamsIfNoneMatchAsterisk)},
					api.AnswerInput{Value: yes(true), Citation: cited})).fails(t, 404, "not_public")
			},
			"submit": func() api.Problem {
				return got(b.SubmitPublicAnswersWithResponse(ctx, a.ID, nil, api.SubmissionInput{Attest: true})).fails(t, 404, "not_public")
			},
		} {
			if p := answer(); p.Remedy == nil {
				t.Errorf("%s: no remedy", name)
			}
		}
		got(s.Client(auth.Evaluator).PutPublicAnswerWithResponse(ctx, a.ID, "native", nil, api.AnswerInput{})).fails(t, 403, "role_not_allowed")
	})
}

// The shipped questionnaire can be submitted from public sources, although
// nobody can upload the files it requires of a vendor: those stay unanswered.
func TestTheShippedQuestionnaireCanBeFilledInFromPublicSources(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		b, ctx := newBuyer(t, s), s.Acting(s.AdminKey)
		sample, err := response.Sample(questionnaires.SampleAverage)
		if err != nil {
			t.Fatal(err)
		}
		a := b.assessment(b.release("Too Large Inc.").ID, fromPublicSources, func(in *api.AssessmentInput) {
			in.Questionnaire = api.QuestionnaireRef{Slug: sample.Slug, Version: sample.Version}
			in.Tier = &sample.Tier
		})
		for _, answer := range sample.Answers {
			if answer.Value != nil && answer.Value.Kind == questionnaire.TypeFile {
				continue
			}
			answer.Evidence, answer.Citation = nil, &assessment.Citation{URL: cited.URL, Title: cited.Title, RetrievedOn: "2026-11-20"}
			if _, err := s.App.PublicAnswers.Save(ctx, a.ID, answer, app.Follows{First: true}); err != nil && fault.Code(err) != "question_hidden" {
				t.Fatalf("%s: %v", answer.QuestionID, err)
			}
		}
		got(b.SubmitPublicAnswersWithResponse(ctx, a.ID, nil, api.SubmissionInput{Attest: true})).is(t, 201)
		got(s.Client(auth.Admin).CreateScorecardWithResponse(ctx, a.ID, nil)).is(t, 201)
	})
}
