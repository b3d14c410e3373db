package httpapi_test

import (
	"strings"
	"testing"
	"time"

	"memsure/api"
	"memsure/internal/auth"
	"memsure/internal/testkit/server"
)

// world is what the table of roles and routes plays in: vendor A with
// everything a path can name, vendor B with an assessment of its own.
type world struct {
	s      *server.Server
	tokens map[string]string // by caller; nobody has none
	ids    map[string]string // by path parameter, and others by name
	words  *strings.Replacer // capital words in bodies
}

func newWorld(t *testing.T, s *server.Server, clock *server.Clock) *world {
	t.Helper()
	w := &world{s: s, tokens: map[string]string{}, ids: map[string]string{"slug": "tiny", "version": "1.0.0", "question_id": "native", "answered": "parts", "number": "1"}}
	b := newBuyer(t, s)
	b.publish(tiny)
	rel := b.release("Vendor A")
	w.ids["vendor_id"], w.ids["product_id"] = rel.VendorID, rel.ProductID
	w.openAssessment(t, b, rel)
	w.submittedAssessment(t, b, rel)
	w.ids["public_id"] = b.assessment(rel.ID, fromPublicSources).ID
	source := &api.Citation{URL: "https://northwind.example", Title: "Home page", RetrievedOn: *date(t, "2026-11-20")}
	got(b.PutPublicAnswerWithResponse(t.Context(), w.ids["public_id"], "native", &api.PutPublicAnswerParams{IfNoneMatch: new(api.PutPublicAnswerParamsIfNoneMatchAsterisk)},
		api.AnswerInput{Value: yes(true), Citation: source})).is(t, 200)
	ended := b.assessment(rel.ID)
	got(b.WithdrawAssessmentWithResponse(t.Context(), ended.ID, nil, api.ReasonInput{Reason: "x"})).is(t, 200)
	w.ids["ended_id"] = ended.ID
	other := b.assessment(b.release("Vendor B").ID)
	w.tokens["leadB"] = s.Redeem(b.invite(other.ID, "bo@acme.example").Token, "Bo")
	w.keys(t, clock)
	w.words = strings.NewReplacer("RELEASE", rel.ID, "PERSON", w.ids["person"], "USED", w.ids["used"])
	return w
}

// openAssessment is being answered: lead A, three colleagues, answers, files
// and an open invitation.
func (w *world) openAssessment(t *testing.T, b buyer, rel api.Release) {
	t.Helper()
	a := b.assessment(rel.ID)
	w.ids["assessment_id"] = a.ID
	first := b.invite(a.ID, "dana@northwind.example")
	w.ids["used"] = first.Token
	w.tokens["leadA"] = w.s.Redeem(first.Token, "Dana")
	for _, colleague := range []string{"kim", "spare_contact", "other_spare_contact"} {
		token := w.s.Redeem(b.invite(a.ID, strings.ReplaceAll(colleague, "_", ".")+"@northwind.example").Token, colleague)
		who, err := w.s.App.Access.Authenticate(t.Context(), token)
		if err != nil {
			t.Fatal(err)
		}
		w.ids[colleague] = who.ContactID
	}
	w.ids["invitation_id"] = b.invite(a.ID, "late@northwind.example").Invitation.ID
	w.ids["evidence_id"] = uploadAs(t, w.s, w.tokens["leadA"], a.ID, "policy.txt", "We sign releases.")
	w.ids["spare_evidence"] = uploadAs(t, w.s, w.tokens["leadA"], a.ID, "old.txt", "Nothing.")
	linkAs(t, w.s, w.tokens["leadA"], a.ID, w.ids["evidence_id"])
	for _, c := range got(w.s.As(w.tokens["leadA"]).ListCollaboratorsWithResponse(t.Context(), a.ID)).is(t, 200).JSON200.Items {
		if c.Name == "kim" {
			w.ids["collaborator_id"] = c.ID
		}
	}
}

// submittedAssessment has a revision with a file, and a scorecard.
func (w *world) submittedAssessment(t *testing.T, b buyer, rel api.Release) {
	t.Helper()
	a := b.assessment(rel.ID)
	b.invite(a.ID, "dana@northwind.example")
	w.ids["submitted_id"] = a.ID
	lead := w.tokens["leadA"] // a lead of one of the vendor's assessments leads them all
	got(w.s.As(lead).GetAssignmentWithResponse(t.Context(), a.ID)).is(t, 200)
	w.ids["submitted_evidence"] = uploadAs(t, w.s, lead, a.ID, "policy.txt", "We sign releases.")
	linkAs(t, w.s, lead, a.ID, w.ids["submitted_evidence"])
	submitAs(t, w.s, lead, a.ID)
	got(w.s.Client(auth.Admin).CreateScorecardWithResponse(t.Context(), a.ID, nil)).is(t, 201)
	half := "0.5"
	w.ids["review_id"] = got(w.s.Client(auth.Admin).CreateReviewWithResponse(t.Context(), a.ID, nil, api.ReviewInput{Kind: api.ReviewInputKindOverride,
		QuestionID: new("native"), Quality: &half, Reason: "x"})).is(t, 201).JSON201.ID
}

func (w *world) keys(t *testing.T, clock *server.Clock) {
	t.Helper()
	for _, role := range []auth.Role{auth.Evaluator, auth.Procurement, auth.Auditor, auth.Admin} {
		w.tokens[string(role)] = w.s.Key(role)
	}
	admin, ctx := w.s.Client(auth.Admin), t.Context()
	revoked, token := w.s.NewKey(auth.Admin)
	w.tokens["revoked"] = token
	got(admin.RevokeAPIKeyWithResponse(ctx, revoked)).is(t, 204)
	person := got(admin.CreateUserWithResponse(ctx, nil, api.UserInput{Name: "Ann"})).is(t, 201).JSON201
	w.ids["person"] = person.ID
	w.ids["user_id"] = got(admin.CreateUserWithResponse(ctx, nil, api.UserInput{Name: "Leaver"})).is(t, 201).JSON201.ID
	w.ids["key_id"], _ = w.s.NewKey(auth.Auditor)
	short := got(admin.CreateAPIKeyWithResponse(ctx, nil, api.APIKeyInput{UserID: person.ID, Role: api.APIKeyInputRoleAdmin, Label: "short",
		ExpiresAt: new(clock.Now().Add(time.Minute))})).is(t, 201).JSON201
	w.tokens["expired"] = short.Token
	clock.Forward(time.Hour)
}

// fill writes the ids of the world into a path.
func (w *world) fill(t *testing.T, path, with string) string {
	t.Helper()
	instead := map[string]string{}
	for _, pair := range strings.Fields(with) {
		parameter, name, _ := strings.Cut(pair, "=")
		instead[parameter] = name
	}
	steps := strings.Split(path, "/")
	for i, step := range steps {
		name := strings.Trim(step, "{}")
		if name == step {
			continue
		}
		if other := instead[name]; other != "" {
			name = other
		}
		if steps[i] = w.ids[name]; steps[i] == "" {
			t.Fatalf("the world has no %s", name)
		}
	}
	return strings.Join(steps, "/")
}
