package httpapi_test

import (
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"memsure/api"
	"memsure/internal/app"
	"memsure/internal/assessment"
	"memsure/internal/auth"
	"memsure/internal/bundle"
	"memsure/internal/questionnaire"
	"memsure/internal/testkit/db"
	"memsure/internal/testkit/server"
)

func (g grading) panel(persons ...string) result[*api.UpdateAssessmentResponse] {
	g.t.Helper()
	persons = append([]string{}, persons...)
	return got(g.b.UpdateAssessmentWithResponse(g.t.Context(), g.id, &api.UpdateAssessmentParams{IfMatch: new("*")}, api.AssessmentPatch{Panel: &persons}))
}

// A quality set before a panel was named does not go round its grades.
func TestOverridesBeforeThePanelDoNotGoRoundIt(t *testing.T) {
	s := serverOnSQLite(t)
	g := newGrading(t, s)
	ctx := t.Context()
	g.panel().is(t, 200)
	got(g.cleo.CreateReviewWithResponse(ctx, g.id, nil, api.ReviewInput{Kind: api.ReviewInputKindOverride, QuestionID: new("policy"), Quality: new("1"), Reason: "x"})).is(t, 201)
	g.panel(g.anna.person, g.ben.person).is(t, 200)
	g.grade(g.anna, 0).is(t, 201)
	g.grade(g.ben, 0).is(t, 201)
	card := got(g.boss.CreateScorecardWithResponse(ctx, g.id, nil)).is(t, 201).JSON201
	if score := card.Summary.Overall.MustGet().Score; score != "0.0" {
		t.Errorf("an earlier override outweighs the panel: %s", score)
	}
	for _, r := range got(g.cleo.ListReviewsWithResponse(ctx, g.id)).is(t, 200).JSON200.Items {
		if r.Kind == api.ReviewKindOverride && r.InForce {
			t.Error("the override is said to be in force")
		}
	}
}

// resubmitted returns the text, has it answered anew and submitted again.
func (g grading) resubmitted(text string) {
	g.t.Helper()
	t, ctx := g.t, g.t.Context()
	got(g.boss.ReturnAssessmentWithResponse(ctx, g.id, nil, api.ReturnInput{Questions: []api.ReturnedQuestion{{QuestionID: "policy", Feedback: "Say more."}}})).is(t, 200)
	vendor := g.s.Acting(g.token)
	value := questionnaire.Value{Kind: questionnaire.TypeText, Text: text}
	if _, err := g.s.App.Answering.Save(vendor, g.id, assessment.Answer{QuestionID: "policy", Value: &value}, app.Follows{IfMatch: `"1"`}); err != nil {
		t.Fatal(err)
	}
	if _, err := g.s.App.Submissions.Submit(vendor, g.id, true); err != nil {
		t.Fatal(err)
	}
}

// A grade that the other members were never shown stays hidden when the answer
// changed meanwhile: in scorecards made then, what goes with them, and when the
// panel is to be put aside for a moment.
func TestGradesOfEarlierAnswersStayBlind(t *testing.T) {
	s := serverOnSQLite(t)
	g := newGrading(t, s)
	ctx := t.Context()
	stale := g.grade(g.anna, 3).is(t, 201).JSON201
	g.resubmitted("We review everything.")
	got(g.boss.CreateScorecardWithResponse(ctx, g.id, nil)).is(t, 201)
	seen := map[string]string{
		"scorecard": string(got(g.ben.GetScorecardWithResponse(ctx, g.id, 1)).is(t, 200).Body),
		"bundle":    string(got(g.ben.GetScorecardBundleWithResponse(ctx, g.id, 1)).is(t, 200).Body),
		"trace":     string(got(g.ben.GetScorecardTraceWithResponse(ctx, g.id, 1)).is(t, 200).Body),
		"reviews":   string(got(g.ben.ListReviewsWithResponse(ctx, g.id)).is(t, 200).Body),
	}
	for name, body := range seen {
		if strings.Contains(body, stale.ID) || strings.Contains(body, "as it reads") {
			t.Errorf("the %s tells of the grade", name)
		}
	}
	b, err := bundle.Read([]byte(seen["bundle"]))
	if err != nil {
		t.Fatal(err)
	}
	if again, err := b.Recompute(); err != nil || !again.Identical {
		t.Errorf("computed again: %+v, %v", again, err)
	}
	g.panel().fails(t, 409, "panel_fixed")
	if grades := g.seen(g.ben); len(grades) > 0 {
		t.Errorf("without the panel Ben sees %v", grades)
	}
	g.grade(g.anna, 1).is(t, 201)
	g.grade(g.ben, 1).is(t, 201)
	if grades := g.seen(g.ben); !slices.Equal(grades, []int{1, 1, 3}) {
		t.Errorf("afterwards: %v", grades)
	}
	got(g.boss.CreateScorecardWithResponse(ctx, g.id, nil)).is(t, 201)
	if body := string(got(g.ben.GetScorecardBundleWithResponse(ctx, g.id, 2)).is(t, 200).Body); !strings.Contains(body, stale.ID) {
		t.Error("the complete record is not in the bundle")
	}
}

// A record changed by hand neither takes the log away from who must look into
// it nor shows what is withheld.
func TestTheLogOfADamagedRecordCanBeRead(t *testing.T) {
	cfg := db.SQLiteConfig(t)
	s := server.Start(t, db.Open(t, cfg))
	g := newGrading(t, s)
	g.grade(g.anna, 3).is(t, 201)
	hand, err := sql.Open(sql.Drivers()[slices.IndexFunc(sql.Drivers(), func(name string) bool { return strings.HasPrefix(name, "sqlite") })],
		"file:"+filepath.Join(cfg.Dir, "memsure.db")+"?_busy_timeout=5000&_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	defer hand.Close()
	for _, statement := range []string{"DROP TRIGGER reviews_no_update", "UPDATE reviews SET document = CAST('{}' AS BLOB)"} {
		if _, err := hand.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	events := got(s.Client(auth.Auditor).ListAuditEventsWithResponse(t.Context(), &api.ListAuditEventsParams{Stream: new("assessment:" + g.id)})).is(t, 200)
	if body := string(events.Body); !strings.Contains(body, "review.withheld") || strings.Contains(body, g.anna.person) {
		t.Errorf("the log says %s", body)
	}
}
