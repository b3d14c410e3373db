package httpapi_test

import (
	"slices"
	"strings"
	"testing"

	"memsure/api"
	"memsure/internal/app"
	"memsure/internal/assessment"
	"memsure/internal/auth"
	"memsure/internal/questionnaire"
	"memsure/internal/testkit/server"
)

func questionWeights(id string, weight int) api.Weights {
	return api.Weights{Questions: &[]api.Weight{{ID: id, Weight: weight}}}
}

func (b buyer) weights(id string) api.WeightProfile {
	b.t.Helper()
	return *got(b.GetWeightsWithResponse(b.t.Context(), id)).is(b.t, 200).JSON200
}

func (b buyer) weigh(id, etag string, w api.Weights) result[*api.PutWeightsResponse] {
	b.t.Helper()
	return got(b.PutWeightsWithResponse(b.t.Context(), id, &api.PutWeightsParams{IfMatch: &etag}, w))
}

// effective gives what a question weighs in a profile.
func effective(p api.WeightProfile, id string) int {
	at := slices.IndexFunc(p.Questions, func(l api.WeightLine) bool { return l.ID == id })
	return p.Questions[at].Effective
}

// Weights can be set until an answer may arrive; what counts is what was frozen
// then, in the portal and in the score.
func TestWeightsFreezeBeforeTheFirstAnswer(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		b, ctx := newBuyer(t, s), t.Context()
		b.publish(graded)
		rel := b.release("Northwind")
		a := b.assessment(rel.ID, func(in *api.AssessmentInput) {
			in.Questionnaire.Slug, in.Tier, in.DiscloseWeights = "graded", new("high"), new(true)
		})
		today := b.weights(a.ID)
		if effective(today, "native") != 30 || effective(today, "policy") != 10 || today.Frozen || today.Digest != nil {
			t.Errorf("the tier's weights do not count: %+v", today)
		}
		got(b.PutWeightsWithResponse(ctx, a.ID, nil, questionWeights("native", 1))).fails(t, 428, "if_match_required")
		b.weigh(a.ID, `"99"`, questionWeights("native", 1)).fails(t, 412, "stale")
		b.weigh(a.ID, today.Etag, api.Weights{}).fails(t, 422, "validation")
		if places := placesIn(b.weigh(a.ID, today.Etag, questionWeights("elsewhere", 1)).fails(t, 422, "weights_invalid")); !slices.Equal(places, []string{"/questions/0/id unknown_question"}) {
			t.Errorf("places %v", places)
		}
		set := b.weigh(a.ID, today.Etag, questionWeights("policy", 90)).is(t, 200).JSON200
		if effective(*set, "policy") != 90 || effective(*set, "native") != 30 || set.Digest == nil {
			t.Errorf("own weights do not count: %+v", set)
		}
		b.weigh(a.ID, today.Etag, questionWeights("policy", 90)).is(t, 200) // what is set already
		got(b.DeleteWeightsWithResponse(ctx, a.ID, &api.DeleteWeightsParams{IfMatch: &set.Etag})).is(t, 204)
		if now := b.weights(a.ID); now.Digest != nil || effective(now, "policy") != 10 {
			t.Errorf("taken away they still count: %+v", now)
		}
		set = b.weigh(a.ID, "*", questionWeights("policy", 90)).is(t, 200).JSON200

		token := s.Redeem(b.invite(a.ID, "dana@northwind.example").Token, "Dana")
		frozen := b.weights(a.ID)
		if !frozen.Frozen || effective(frozen, "policy") != 90 {
			t.Errorf("with the redemption: %+v", frozen)
		}
		b.weigh(a.ID, frozen.Etag, questionWeights("policy", 1)).fails(t, 409, "weights_frozen")
		got(b.DeleteWeightsWithResponse(ctx, a.ID, &api.DeleteWeightsParams{IfMatch: &frozen.Etag})).fails(t, 409, "weights_frozen")
		got(b.UpdateAssessmentWithResponse(ctx, a.ID, &api.UpdateAssessmentParams{IfMatch: &frozen.Etag}, api.AssessmentPatch{Tier: new("low")})).
			fails(t, 409, "weights_frozen")
		shown := got(s.As(token).GetAssignmentWithResponse(ctx, a.ID)).is(t, 200).JSON200.Sections[0].Questions
		if *shown[0].Weight != 30 || *shown[1].Weight != 90 {
			t.Errorf("the portal shows %d and %d", *shown[0].Weight, *shown[1].Weight)
		}
		scoredByFrozenWeights(t, s, b, a.ID, token, *set.Digest)
	})
}

// scoredByFrozenWeights scores native 1 of 30 and policy 0 of 90: a quarter.
func scoredByFrozenWeights(t *testing.T, s *server.Server, b buyer, id, token, digest string) {
	t.Helper()
	answer := assessment.Answer{QuestionID: "native", Value: &questionnaire.Value{Kind: questionnaire.TypeBoolean}}
	if _, err := s.App.Answering.Save(s.Acting(token), id, answer, app.Follows{First: true}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.App.Submissions.Submit(s.Acting(token), id, true); err != nil {
		t.Fatal(err)
	}
	card := got(b.CreateScorecardWithResponse(t.Context(), id, nil)).is(t, 201).JSON201
	if score := card.Summary.Overall.MustGet().Score; score != "25.0" {
		t.Errorf("scored %s", score)
	}
	if !slices.ContainsFunc(card.Inputs, func(d api.NamedDigest) bool { return d.Name == "weights" && d.Digest == digest }) {
		t.Errorf("the scorecard names %v", card.Inputs)
	}
	trace := got(b.GetScorecardTraceWithResponse(t.Context(), id, 1)).is(t, 200)
	for _, weight := range []string{`"weight":90`, `"weight":30`} {
		if !strings.Contains(string(trace.Body), weight) {
			t.Errorf("the trace does not count by %s", weight)
		}
	}
	b.publish(strings.NewReplacer("version: 1.0.0", "version: 1.1.0", "weight: 10\n", "weight: 70\n").Replace(graded))
	again := got(b.GetScorecardWithResponse(t.Context(), id, 1)).is(t, 200).JSON200
	next := got(b.CreateScorecardWithResponse(t.Context(), id, nil)).is(t, 201).JSON201
	if again.Canonical != card.Canonical || next.Summary.Overall.MustGet().Score != "25.0" {
		t.Error("another version of the questionnaire touches this assessment")
	}
	if found := got(s.Client(auth.Auditor).VerifyAuditWithResponse(t.Context())).is(t, 200).JSON200; !found.Intact {
		t.Errorf("the record does not hold: %+v", found.Breaks)
	}
}

// Weights and panel can be named when an assessment is made.
func TestWeightsAtCreation(t *testing.T) {
	s := serverOnSQLite(t)
	b := newBuyer(t, s)
	b.publish(graded)
	rel := b.release("Northwind")
	in := api.AssessmentInput{ReleaseID: rel.ID, Purpose: api.AssessmentPurposeRenewal, Questionnaire: api.QuestionnaireRef{Slug: "graded", Version: "1.0.0"}}
	bad := questionWeights("elsewhere", 3)
	in.Weights = &bad
	if places := placesIn(got(b.CreateAssessmentWithResponse(t.Context(), nil, in)).fails(t, 422, "weights_invalid")); !slices.Equal(places, []string{"/weights/questions/0/id unknown_question"}) {
		t.Errorf("places %v", places)
	}
	good := questionWeights("native", 3)
	in.Weights = &good
	made := got(b.CreateAssessmentWithResponse(t.Context(), nil, in)).is(t, 201).JSON201
	if made.WeightsDigest == nil || effective(b.weights(made.ID), "native") != 3 {
		t.Errorf("made without its weights: %+v", made)
	}
	if found := got(s.Client(auth.Auditor).VerifyAuditWithResponse(t.Context())).is(t, 200).JSON200; !found.Intact {
		t.Errorf("the record does not hold: %+v", found.Breaks)
	}
}
