package httpapi_test

import (
	"bytes"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"memsure/api"
	"memsure/internal/auth"
	"memsure/internal/testkit/server"
)

func TestAQuestionnaireVersionLives(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		b, ctx := newBuyer(t, s), t.Context()
		shipped := got(b.ListQuestionnairesWithResponse(ctx, &api.ListQuestionnairesParams{State: new(api.QuestionnaireStatePublished)})).is(t, 200).JSON200
		if len(shipped.Items) == 0 || !slices.ContainsFunc(shipped.Items, func(q api.QuestionnaireVersion) bool { return q.Slug == "supplier-memory-safety" }) {
			t.Errorf("no shipped questionnaire: %+v", shipped)
		}
		draft := got(b.CreateQuestionnaireDraftWithBodyWithResponse(ctx, nil, yamlType, strings.NewReader(tiny))).is(t, 201)
		if draft.JSON201.State != api.QuestionnaireStateDraft || draft.JSON201.Remarks == nil || draft.JSON201.QuestionCount != 3 {
			t.Errorf("draft: %s", draft.Body)
		}
		got(b.CreateQuestionnaireDraftWithBodyWithResponse(ctx, nil, yamlType, strings.NewReader(tiny))).fails(t, 409, "version_exists")
		one := draft.HTTPResponse.Header.Get("ETag")

		better := strings.Replace(tiny, "title: Tiny", "title: Tiny indeed", 1)
		replace := func(etag *string, file string) result[*api.ReplaceQuestionnaireDraftResponse] {
			return got(b.ReplaceQuestionnaireDraftWithBodyWithResponse(ctx, "tiny", "1.0.0",
				&api.ReplaceQuestionnaireDraftParams{IfMatch: etag}, yamlType, strings.NewReader(file)))
		}
		replace(nil, better).fails(t, 428, "if_match_required")
		replace(&one, tinyVersion("1.0.1")).fails(t, 422, "version_mismatch")
		two := replace(&one, better).is(t, 200).HTTPResponse.Header.Get("ETag")
		if stale := replace(&one, tiny).fails(t, 412, "stale"); *stale.CurrentEtag != two {
			t.Errorf("the current ETag is %q, want %q", *stale.CurrentEtag, two)
		}

		publish := func(etag string) result[*api.PublishQuestionnaireResponse] {
			return got(b.PublishQuestionnaireWithResponse(ctx, "tiny", "1.0.0", &api.PublishQuestionnaireParams{IfMatch: &etag}))
		}
		publish(one).fails(t, 412, "stale")
		three := publish(two).is(t, 200).HTTPResponse.Header.Get("ETag")
		publish(three).fails(t, 409, "immutable")
		replace(&three, tiny).fails(t, 409, "immutable")
		got(b.DeleteQuestionnaireDraftWithResponse(ctx, "tiny", "1.0.0", &api.DeleteQuestionnaireDraftParams{IfMatch: &three})).fails(t, 409, "immutable")

		whole := got(b.GetQuestionnaireVersionWithResponse(ctx, "tiny", "1.0.0")).is(t, 200)
		if whole.HTTPResponse.Header.Get("ETag") != three || whole.JSON200.Definition["title"] != "Tiny indeed" {
			t.Errorf("fetched %s", whole.Body)
		}
		got(b.GetQuestionnaireVersionWithResponse(ctx, "tiny", "9.9.9")).fails(t, 404, "not_found")

		retire := func(etag string) result[*api.RetireQuestionnaireResponse] {
			return got(b.RetireQuestionnaireWithResponse(ctx, "tiny", "1.0.0", &api.RetireQuestionnaireParams{IfMatch: &etag}))
		}
		retired := retire(three).is(t, 200)
		if retired.JSON200.State != api.QuestionnaireStateRetired {
			t.Errorf("retired is %s", retired.JSON200.State)
		}
		retire(retired.HTTPResponse.Header.Get("ETag")).fails(t, 409, "wrong_state")
	})
}

func TestQuestionnaireFilesRoundTrip(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		b, ctx := newBuyer(t, s), t.Context()
		made := b.publish(tiny)
		original := got(b.GetQuestionnaireFileWithResponse(ctx, "tiny", "1.0.0", &api.GetQuestionnaireFileParams{Original: new(true)})).is(t, 200)
		if string(original.Body) != tiny {
			t.Error("the original is not byte for byte the author's")
		}
		if name := original.HTTPResponse.Header.Get("Content-Disposition"); !strings.HasPrefix(name, `attachment; filename="tiny-1.0.0.yaml"`) {
			t.Errorf("the file is named %s", name)
		}
		normal := got(b.GetQuestionnaireFileWithResponse(ctx, "tiny", "1.0.0", nil)).is(t, 200)
		again := strings.Replace(string(normal.Body), "1.0.0", "1.1.0", 1)
		next := got(b.CreateQuestionnaireDraftWithBodyWithResponse(ctx, nil, yamlType, strings.NewReader(again))).is(t, 201).JSON201
		if next.RulesetDigest != made.RulesetDigest {
			t.Error("the normal form has other rules")
		}
		same := got(b.DiffQuestionnairesWithResponse(ctx, "tiny", &api.DiffQuestionnairesParams{From: "1.0.0", To: "1.1.0"})).is(t, 200).JSON200
		if len(same.Changes) != 0 || len(same.CarryForward) != 3 || same.CarryForward[0].Verdict != api.CarryForwardVerdictSame {
			t.Errorf("the normal form differs: %+v", same)
		}
		got(b.DiffQuestionnairesWithResponse(ctx, "tiny", &api.DiffQuestionnairesParams{From: "1.0.0", To: "7.0.0"})).fails(t, 404, "not_found")

		etag := got(b.GetQuestionnaireVersionWithResponse(ctx, "tiny", "1.1.0")).is(t, 200).HTTPResponse.Header.Get("ETag")
		got(b.DeleteQuestionnaireDraftWithResponse(ctx, "tiny", "1.1.0", nil)).fails(t, 428, "if_match_required")
		got(b.DeleteQuestionnaireDraftWithResponse(ctx, "tiny", "1.1.0", &api.DeleteQuestionnaireDraftParams{IfMatch: &etag})).is(t, 204)
		got(b.GetQuestionnaireVersionWithResponse(ctx, "tiny", "1.1.0")).fails(t, 404, "not_found")
	})
}

// A draft can be looked at before it is published; what vendors do not see
// stands there only where it was asked for.
func TestAQuestionnaireAsASheet(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		b, ctx := newBuyer(t, s), t.Context()
		got(b.CreateQuestionnaireDraftWithBodyWithResponse(ctx, nil, yamlType, strings.NewReader(tiny))).is(t, 201)
		printed := got(b.GetQuestionnairePDFWithResponse(ctx, "tiny", "1.0.0", nil)).is(t, 200)
		if !bytes.HasPrefix(printed.Body, []byte("%PDF-")) || printed.HTTPResponse.Header.Get("Content-Type") != "application/pdf" {
			t.Errorf("no PDF but %s", printed.HTTPResponse.Header.Get("Content-Type"))
		}
		bare := got(b.GetQuestionnaireHTMLWithResponse(ctx, "tiny", "1.0.0", nil)).is(t, 200)
		whole := got(b.GetQuestionnaireHTMLWithResponse(ctx, "tiny", "1.0.0", &api.GetQuestionnaireHTMLParams{Scoring: new(true)})).is(t, 200)
		if told := "No earns 1, yes earns 0."; bytes.Contains(bare.Body, []byte(told)) || !bytes.Contains(whole.Body, []byte(told)) {
			t.Error("marks do not follow what was asked for")
		}
		if policy := whole.HTTPResponse.Header.Get("Content-Security-Policy"); !strings.HasSuffix(policy, "; sandbox allow-scripts") {
			t.Errorf("policy %q", policy)
		}
		got(b.GetQuestionnairePDFWithResponse(ctx, "tiny", "9.0.0", nil)).fails(t, 404, "not_found")
	})
}

// badFiles are questionnaires nobody may save, with the code and line of what
// is wrong with each.
var badFiles = map[string]struct {
	file, code string
	line       int
}{
	"an anchor":                {strings.Replace(tiny, "title: Tiny", "title: &t Tiny", 1), "not_allowed", 3},
	"an alias":                 {strings.Replace(tiny, "title: Tiny", "title: &t Tiny\ndescription: *t", 1), "not_allowed", 3},
	"10,000 levels":            {tiny + "checks: " + strings.Repeat("[", 10_000), "too_deep", 0},
	"10,000 levels of JSON":    {strings.Repeat(`{"a":`, 10_000), "too_deep", 1},
	"a condition cycle":        {strings.Replace(tiny, "weight: 10\n        scoring: {kind: no_is_good}", "weight: 10\n        when: {question: languages, answered: true}\n        scoring: {kind: no_is_good}", 1), "condition_cycle", 0},
	"weights that are all 0":   {strings.NewReplacer("weight: 100", "weight: 0").Replace(tiny), "", 0},
	"two sections with one id": {tiny + strings.TrimPrefix(tiny[strings.Index(tiny, "  - id: code"):], ""), "", 0},
	"an unknown field":         {tiny + "colour: red\n", "unknown_field", 0},
	"a repeated field":         {tiny + "slug: other\n", "", 0},
	"an empty file":            {" \n", "", 0},
	"no text":                  {"\xff\xfe\x00", "", 0},
	"a second document":        {tiny + "---\n" + tiny, "", 0},
}

func TestBadQuestionnaireFilesAreRefusedWithTheirPlace(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		b, ctx := newBuyer(t, s), t.Context()
		before := len(got(b.ListQuestionnairesWithResponse(ctx, nil)).is(t, 200).JSON200.Items)
		for name, bad := range badFiles {
			refused := got(b.CreateQuestionnaireDraftWithBodyWithResponse(ctx, nil, yamlType, strings.NewReader(bad.file))).is(t, 422)
			problem := refused.ApplicationProblemJSONDefault
			if problem.Errors == nil || problem.Remedy == nil {
				t.Errorf("%s: no places or no remedy: %s", name, refused.Body)
				continue
			}
			first := (*problem.Errors)[0]
			if first.Line == nil || first.Column == nil || bad.line != 0 && *first.Line != bad.line || bad.code != "" && *first.Code != bad.code {
				t.Errorf("%s: placed %s", name, refused.Body)
			}
			lint := got(b.LintQuestionnaireWithBodyWithResponse(ctx, yamlType, strings.NewReader(bad.file))).is(t, 200).JSON200
			if lint.Valid || len(lint.Errors) == 0 || lint.Errors[0].Message != first.Message {
				t.Errorf("%s: lint says %+v", name, lint)
			}
		}
		if after := len(got(b.ListQuestionnairesWithResponse(ctx, nil)).is(t, 200).JSON200.Items); after != before {
			t.Errorf("%d versions, there were %d", after, before)
		}
		fine := got(b.LintQuestionnaireWithBodyWithResponse(ctx, yamlType, strings.NewReader(tiny))).is(t, 200).JSON200
		if !fine.Valid || len(fine.Errors) != 0 {
			t.Errorf("lint of a good file: %+v", fine)
		}
		for _, remark := range fine.Remarks {
			if remark.Line == nil {
				t.Errorf("a remark without its line: %+v", remark)
			}
		}
	})
}

func TestQuestionnaireUploadsAreBounded(t *testing.T) {
	s := serverOnSQLite(t)
	key := s.Key(auth.Procurement)
	res := raw(t, s, key, http.MethodPost, "/api/v1/questionnaires", yamlType, strings.Repeat("#", 1<<20+1))
	if res.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("an oversize file: %d", res.StatusCode)
	}
	endless := io.MultiReader(strings.NewReader("a: "), strings.NewReader(strings.Repeat("x", 2<<20)))
	chunked := got(s.As(key).CreateQuestionnaireDraftWithBodyWithResponse(t.Context(),
		&api.CreateQuestionnaireDraftParams{IdempotencyKey: new("big-one")}, yamlType, struct{ io.Reader }{endless}))
	chunked.fails(t, 413, "body_too_large")
	if res := raw(t, s, key, http.MethodPost, "/api/v1/questionnaires", "text/plain", tiny); res.StatusCode != http.StatusUnsupportedMediaType {
		t.Errorf("another media type: %d", res.StatusCode)
	}
}
