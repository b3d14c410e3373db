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

// graded has a text that people grade, a gate that can fail, and a tier with
// weights of its own.
const graded = `slug: graded
version: 1.0.0
title: Graded
language: en
ruleset:
  id: rules
  arithmetic: 1
  roll_up: sections
  confidence: {claimed: 0.5, claimed_proof_required: 0.25, documented: 0.75, verified: 1}
  bands: [{id: A, label: Good, at_least: 70}, {id: B, label: Poor, at_least: 0}]
tiers:
  - {id: high, label: High, weights: {questions: [{id: native, weight: 30}]}}
  - {id: low, label: Low}
sections:
  - id: code
    title: Code
    dimension: exposure
    weight: 100
    questions:
      - id: native
        text: Is there native code?
        type: boolean
        weight: 10
        scoring: {kind: no_is_good}
        evidence: {assurance: none}
      - id: policy
        text: How is native code reviewed?
        type: text
        weight: 10
        evidence: {assurance: none}
        scoring: {kind: rubric, rubric: [{grade: 0, score: 0, text: Not}, {grade: 1, score: 0.5, text: Partly}, {grade: 2, score: 0.75, text: Mostly}, {grade: 3, score: 1, text: Always}]}
gates:
  - {id: memory-safe, title: No native code, pass: {question: native, equals: "false"}}
`

// desk is a person of the buyer at work.
type desk struct {
	*api.ClientWithResponses
	person string
}

func newDesk(t testing.TB, s *server.Server, role api.APIKeyInputRole, name string) desk {
	t.Helper()
	admin := s.Client(auth.Admin)
	user := got(admin.CreateUserWithResponse(t.Context(), nil, api.UserInput{Name: name})).is(t, 201).JSON201
	key := got(admin.CreateAPIKeyWithResponse(t.Context(), nil, api.APIKeyInput{UserID: user.ID, Role: role, Label: name})).is(t, 201).JSON201
	return desk{s.As(key.Token), user.ID}
}

// grading is an assessment whose text two persons grade.
type grading struct {
	t                     *testing.T
	s                     *server.Server
	b                     buyer
	id, token             string
	anna, ben, cleo, boss desk // two on the panel, one evaluator who is not, and a purchaser
}

func newGrading(t *testing.T, s *server.Server) grading {
	t.Helper()
	g := grading{t: t, s: s, b: newBuyer(t, s), anna: newDesk(t, s, api.APIKeyInputRoleEvaluator, "Anna"), ben: newDesk(t, s, api.APIKeyInputRoleEvaluator, "Ben"),
		cleo: newDesk(t, s, api.APIKeyInputRoleEvaluator, "Cleo"), boss: newDesk(t, s, api.APIKeyInputRoleProcurement, "Boss")}
	g.b.publish(graded)
	a := g.b.assessment(g.b.release("Northwind").ID, func(in *api.AssessmentInput) {
		in.Questionnaire.Slug, in.Tier, in.Panel = "graded", new("low"), &[]string{g.ben.person, g.anna.person}
	})
	g.id = a.ID
	g.token = s.Redeem(g.b.invite(a.ID, "dana@northwind.example").Token, "Dana")
	ctx := s.Acting(g.token)
	for id, value := range map[string]questionnaire.Value{"native": {Kind: questionnaire.TypeBoolean, Boolean: true}, "policy": {Kind: questionnaire.TypeText, Text: "We review."}} {
		if _, err := s.App.Answering.Save(ctx, a.ID, assessment.Answer{QuestionID: id, Value: &value}, app.Follows{First: true}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.App.Submissions.Submit(ctx, a.ID, true); err != nil {
		t.Fatal(err)
	}
	return g
}

func (g grading) review(by desk, kind api.ReviewInputKind, grade int) result[*api.CreateReviewResponse] {
	g.t.Helper()
	return got(by.CreateReviewWithResponse(g.t.Context(), g.id, nil, api.ReviewInput{Kind: kind, QuestionID: new("policy"), Grade: &grade, Reason: "as it reads"}))
}

func (g grading) grade(by desk, grade int) result[*api.CreateReviewResponse] {
	g.t.Helper()
	return g.review(by, api.ReviewInputKindGrade, grade)
}

// seen lists the grades somebody is shown.
func (g grading) seen(by desk) (grades []int) {
	g.t.Helper()
	for _, r := range got(by.ListReviewsWithResponse(g.t.Context(), g.id)).is(g.t, 200).JSON200.Items {
		if r.Kind == api.ReviewKindGrade {
			grades = append(grades, *r.Grade)
		}
	}
	slices.Sort(grades)
	return grades
}

// Until both have graded, neither they nor anybody else learns what the other
// gave, by any door; then all do, and what differs waits for a consensus.
func TestPanelsGradeBlind(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		g := newGrading(t, s)
		ctx, admin := t.Context(), desk{ClientWithResponses: s.Client(auth.Admin)}
		findings := func(by desk) string {
			return string(got(by.ListFindingsWithResponse(ctx, g.id)).is(t, 200).Body)
		}
		before := findings(g.ben)
		g.grade(g.cleo, 3).fails(t, 403, "not_on_panel")
		g.grade(admin, 3).fails(t, 403, "not_on_panel")
		g.review(g.anna, api.ReviewInputKindConsensus, 3).fails(t, 409, "grading_open")
		mine := g.grade(g.anna, 0).is(t, 201).JSON201
		if mine.WaitingForOthers == nil || !*mine.WaitingForOthers || mine.InForce {
			t.Errorf("the grade is not said to wait: %+v", mine)
		}
		g.blind(mine.ID, admin)
		if after := findings(g.ben); after != before {
			t.Errorf("the findings tell of a grade:\n%s\n%s", before, after)
		}
		got(g.boss.CreateScorecardWithResponse(ctx, g.id, nil)).fails(t, 409, "grading_open")
		g.review(g.ben, api.ReviewInputKindConsensus, 3).fails(t, 409, "grading_open")
		got(g.ben.CreateReviewWithResponse(ctx, g.id, nil, api.ReviewInput{Kind: api.ReviewInputKindOverride, QuestionID: new("policy"), Quality: new("1"), Reason: "x"})).
			fails(t, 409, "panel_grades")
		g.grade(g.ben, 3).is(t, 201)
		for _, by := range []desk{g.anna, g.ben, g.cleo, g.boss, admin} {
			if grades := g.seen(by); !slices.Equal(grades, []int{0, 3}) {
				t.Errorf("all have graded, and seen are %v", grades)
			}
		}
		g.grade(g.ben, 0).fails(t, 409, "grading_complete")
		if all := findings(g.ben); !strings.Contains(all, "spread:policy") {
			t.Errorf("grades three steps apart are no finding: %s", all)
		}
		g.agree()
	})
}

// blind looks through every door for the one grade there is.
func (g grading) blind(review string, admin desk) {
	t, ctx := g.t, g.t.Context()
	t.Helper()
	if own := g.seen(g.anna); !slices.Equal(own, []int{0}) {
		t.Errorf("Anna sees %v", own)
	}
	auditor := desk{ClientWithResponses: g.s.Client(auth.Auditor)}
	for name, by := range map[string]desk{"ben": g.ben, "cleo": g.cleo, "boss": g.boss, "admin": admin, "auditor": auditor} {
		body := string(got(by.ListReviewsWithResponse(ctx, g.id)).is(t, 200).Body)
		if strings.Contains(body, review) || strings.Contains(body, g.anna.person) {
			t.Errorf("%s is shown the grade: %s", name, body)
		}
	}
	for name, by := range map[string]desk{"admin": admin, "auditor": auditor} {
		for _, params := range []*api.ListAuditEventsParams{{Stream: new("assessment:" + g.id)}, nil} {
			events := got(by.ListAuditEventsWithResponse(ctx, params)).is(t, 200)
			of := 0
			for _, e := range events.JSON200.Items {
				if strings.HasPrefix(e.Action, "review.") {
					of++
					if e.Subject != "" || e.ActorID != "" || e.AfterDigest != nil || len(e.Details) > 0 || e.Action != "review.withheld" {
						t.Errorf("%s reads %+v", name, e)
					}
				}
			}
			if of != 1 {
				t.Errorf("%s reads %d events of reviews", name, of)
			}
		}
	}
}

// agree settles grades that differ, and freezes it.
func (g grading) agree() {
	t, ctx := g.t, g.t.Context()
	t.Helper()
	draft := got(g.boss.CreateScorecardWithResponse(ctx, g.id, nil)).is(t, 201).JSON201
	if !strings.Contains(draft.Canonical, `"status":"ungraded"`) || !strings.Contains(draft.Canonical, "from 0 to 3, 3 steps apart") {
		t.Errorf("differing grades count: %s", draft.Canonical)
	}
	g.review(g.cleo, api.ReviewInputKindConsensus, 2).fails(t, 403, "not_on_panel")
	g.review(g.anna, api.ReviewInputKindConsensus, 7).fails(t, 422, "validation")
	g.review(g.anna, api.ReviewInputKindConsensus, 2).is(t, 201)
	card := got(g.boss.CreateScorecardWithResponse(ctx, g.id, nil)).is(t, 201).JSON201
	if !strings.Contains(card.Canonical, "It agreed on 2") || !strings.Contains(card.Canonical, `"panel":["`) {
		t.Errorf("the consensus does not count: %s", card.Canonical)
	}
	events := got(g.s.Client(auth.Admin).ListAuditEventsWithResponse(ctx, &api.ListAuditEventsParams{Stream: new("assessment:" + g.id)})).is(t, 200)
	if strings.Contains(string(events.Body), "review.withheld") || !strings.Contains(string(events.Body), g.anna.person) {
		t.Error("the log still withholds who graded")
	}
}

// Who grades is settled before the first grade.
func TestPanelsAreFixedByTheFirstGrade(t *testing.T) {
	s := serverOnSQLite(t)
	g := newGrading(t, s)
	ctx := t.Context()
	change := func(panel ...string) result[*api.UpdateAssessmentResponse] {
		if panel == nil {
			panel = []string{}
		}
		return got(g.b.UpdateAssessmentWithResponse(ctx, g.id, &api.UpdateAssessmentParams{IfMatch: new("*")}, api.AssessmentPatch{Panel: &panel}))
	}
	if places := placesIn(change(g.boss.person, g.anna.person, g.anna.person).fails(t, 422, "validation")); !slices.Equal(places, []string{"/panel/0 no_evaluator", "/panel/2 duplicate"}) {
		t.Errorf("places %v", places)
	}
	if now := change().is(t, 200).JSON200; now.Panel != nil {
		t.Errorf("no panel is %v", *now.Panel)
	}
	g.review(g.anna, api.ReviewInputKindConsensus, 3).fails(t, 409, "no_panel")
	change(g.anna.person, g.ben.person).is(t, 200)
	g.grade(g.anna, 1).is(t, 201)
	change(g.anna.person, g.cleo.person).fails(t, 409, "panel_fixed")
	change(g.anna.person).fails(t, 409, "panel_fixed")
	change().fails(t, 409, "panel_fixed")
	got(s.Client(auth.Admin).EraseUserWithResponse(ctx, g.ben.person)).is(t, 204)
	change(g.anna.person, g.cleo.person, g.boss.person).fails(t, 422, "validation")
	change(g.anna.person, g.cleo.person).is(t, 200)
	g.grade(g.cleo, 1).is(t, 201)
	if card := got(g.boss.CreateScorecardWithResponse(ctx, g.id, nil)).is(t, 201).JSON201; !strings.Contains(card.Canonical, "every grade is 1") {
		t.Errorf("equal grades do not count: %s", card.Canonical)
	}
}

// A promise counts once another person approved it.
func TestGatesThatLetThroughTakeTwoPersons(t *testing.T) {
	s := serverOnSQLite(t)
	g := newGrading(t, s)
	ctx := t.Context()
	admin := newDesk(t, s, api.APIKeyInputRoleAdmin, "Ada")
	propose := func(by desk, in api.ReviewInput) string {
		in.Kind, in.GateID, in.Reason = api.ReviewInputKindGate, new("memory-safe"), "agreed with the vendor"
		return got(by.CreateReviewWithResponse(ctx, g.id, nil, in)).is(t, 201).JSON201.ID
	}
	approve := func(by desk, review string, approved bool) result[*api.ApproveReviewResponse] {
		return got(by.ApproveReviewWithResponse(ctx, g.id, review, nil, api.ApprovalInput{Approved: approved, Reason: "looked at it"}))
	}
	outcome := func() string {
		return string(got(g.boss.CreateScorecardWithResponse(ctx, g.id, nil)).is(t, 201).JSON201.Summary.GateOutcome)
	}
	remedy := api.ReviewInput{Remedy: new("rewrite it"), RemedyBy: date(t, "2099-01-31")}
	first := propose(admin, remedy)
	if got := outcome(); got != "fail" {
		t.Errorf("proposed only: %s", got)
	}
	approve(admin, first, true).fails(t, 403, "own_proposal")
	approve(g.cleo, first, true).fails(t, 403, "role_not_allowed")
	approve(g.boss, "rvw_unknown", true).fails(t, 404, "review_unknown")
	second := propose(g.cleo, remedy)
	approve(g.boss, first, true).fails(t, 409, "nothing_to_approve")
	approve(g.boss, second, false).is(t, 201)
	if got := outcome(); got != "fail" {
		t.Errorf("refused: %s", got)
	}
	made := approve(admin, second, true).is(t, 201).JSON201
	if made.Kind != api.ReviewKindApproval || made.Approves == nil || *made.Approves != second || !made.InForce {
		t.Errorf("the approval is %+v", made)
	}
	if got := outcome(); got != "conditional" {
		t.Errorf("approved: %s", got)
	}
	waiver := propose(g.cleo, api.ReviewInput{Accepted: new(true)})
	if got := outcome(); got != "fail" {
		t.Errorf("settled as passed by one: %s", got)
	}
	approve(g.boss, waiver, true).is(t, 201)
	if got := outcome(); got != "pass" {
		t.Errorf("settled as passed by two: %s", got)
	}
	stopped := propose(g.cleo, api.ReviewInput{Accepted: new(false)})
	approve(g.boss, stopped, true).fails(t, 409, "nothing_to_approve")
	if got := outcome(); got != "fail" {
		t.Errorf("settled as failed by one: %s", got)
	}
}
