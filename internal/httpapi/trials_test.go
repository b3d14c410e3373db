package httpapi_test

import (
	"strings"
	"testing"

	"memsure/api"
	"memsure/internal/bundle/response"
	"memsure/internal/questionnaire"
	"memsure/internal/testkit/server"
)

const tinyResponse = `schema: memsure/response/v1
questionnaire: {slug: tiny, version: 1.0.0}
vendor_name: Northwind
product_name: Aurora
release_label: v1
as_of: 2026-11-22
answers:
- {question_id: native, value: {kind: boolean, boolean: false}}
`

// A draft is tried before anybody is asked: the score is the one the same
// response gets anywhere else, and nothing of it is kept.
func TestADraftIsTried(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		b, ctx := newBuyer(t, s), t.Context()
		draft := got(b.CreateQuestionnaireDraftWithBodyWithResponse(ctx, nil, yamlType, strings.NewReader(tiny))).is(t, 201).JSON201
		try := func(version, file string) result[*api.TryQuestionnaireResponse] {
			return got(b.TryQuestionnaireWithBodyWithResponse(ctx, "tiny", version, yamlType, strings.NewReader(file)))
		}
		found := try("1.0.0", tinyResponse).is(t, 200).JSON200
		def, err := questionnaire.Load([]byte(tiny))
		if err != nil {
			t.Fatal(err)
		}
		given, err := response.Load([]byte(tinyResponse))
		if err != nil {
			t.Fatal(err)
		}
		pure, err := given.Try(def, nil, given.AsOf)
		if err != nil || found.ScorecardDigest != pure.Digest || found.Scorecard["report_id"] != pure.Case.Occasion.ReportID {
			t.Errorf("the service gives %s, the same response elsewhere %s (%v)", found.ScorecardDigest, pure.Digest, err)
		}
		if found.Trace["scorecard_digest"] != pure.Digest || len(found.Remarks) != 0 {
			t.Errorf("trace of %v, remarks %v", found.Trace["scorecard_digest"], found.Remarks)
		}
		proven := strings.Replace(tinyResponse, "answers:\n", "evidence: [{id: a, file_name: a.json, facts: [{name: sbom.components.total, value: 5}]}]\nanswers:\n", 1)
		if other := try("1.0.0", proven).is(t, 200).JSON200; other.ScorecardDigest == found.ScorecardDigest || len(other.Remarks) != 1 {
			t.Errorf("with a file: %s, remarks %v", other.ScorecardDigest, other.Remarks)
		}

		wrong := try("1.0.0", strings.Replace(tinyResponse, "boolean: false", "boolean: 'no'", 1)).fails(t, 422, "response_invalid")
		if wrong.Errors == nil || len(*wrong.Errors) != 1 || *(*wrong.Errors)[0].Line != 8 {
			t.Errorf("a wrong value: %+v", wrong)
		}
		try("1.0.0", strings.Replace(tinyResponse, "native", "nothing", 1)).fails(t, 422, "response_invalid")
		try("9.9.9", tinyResponse).fails(t, 404, "not_found")

		after := got(b.GetQuestionnaireVersionWithResponse(ctx, "tiny", "1.0.0")).is(t, 200).JSON200.Questionnaire
		if after.State != api.QuestionnaireStateDraft || after.Digest != draft.Digest {
			t.Errorf("the trial changed the draft: %+v", after)
		}
		if all := got(b.ListAssessmentsWithResponse(ctx, nil)).is(t, 200).JSON200; len(all.Items) != 0 {
			t.Errorf("the trial left %d assessments", len(all.Items))
		}
	})
}
