package httpapi_test

import (
	"encoding/json"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	openapi_types "github.com/oapi-codegen/runtime/types"

	"memsure/api"
	"memsure/internal/auth"
	"memsure/internal/testkit/contract"
	"memsure/internal/testkit/db"
	"memsure/internal/testkit/server"
)

// tiny is a questionnaire whose answers need no files.
const tiny = `slug: tiny
version: 1.0.0
title: Tiny
language: en
ruleset:
  id: rules
  arithmetic: 1
  roll_up: sections
  confidence: {claimed: 0.5, claimed_proof_required: 0.25, documented: 0.75, verified: 1}
  bands: [{id: A, label: Good, at_least: 70}, {id: B, label: Poor, at_least: 0}]
tiers: [{id: high, label: High}, {id: low, label: Low}]
sections:
  - id: code
    title: Code
    dimension: exposure
    weight: 100
    questions:
      - id: native
        text: Is there native code?
        type: boolean
        required: true
        weight: 10
        scoring: {kind: no_is_good}
      - id: languages
        text: Which languages?
        type: multi_choice
        weight: 10
        when: {question: native, equals: true}
        options: [{id: rust, label: Rust, score: 1}, {id: c, label: C}]
        scoring: {kind: options}
      - id: parts
        text: List the parts.
        type: table
        weight: 5
        columns:
          - {id: name, label: Name, type: text, required: true}
          - {id: share, label: Share, type: percentage}
        scoring:
          kind: measure
          measure: {of: sum, weight: share}
          anchors: [{at: 0, score: 0}, {at: 100, score: 1}]
`

func tinyVersion(version string) string {
	return strings.Replace(tiny, "version: 1.0.0", "version: "+version, 1)
}

// result is what the generated client gave for one call.
type result[R interface{ StatusCode() int }] struct {
	response R
	err      error
}

func got[R interface{ StatusCode() int }](response R, err error) result[R] {
	return result[R]{response, err}
}

// is wants this status.
func (r result[R]) is(t testing.TB, status int) R {
	t.Helper()
	if r.err != nil {
		t.Fatal(r.err)
	}
	if r.response.StatusCode() != status {
		t.Fatalf("answered %d, want %d\n%s", r.response.StatusCode(), status, r.body())
	}
	return r.response
}

// fails wants a problem with this status and code.
func (r result[R]) fails(t testing.TB, status int, code string) api.Problem {
	t.Helper()
	r.is(t, status)
	problem := reflect.Indirect(reflect.ValueOf(r.response)).FieldByName("ApplicationProblemJSONDefault").Interface().(*api.Problem)
	if problem == nil || problem.Code != code {
		t.Fatalf("answered %s, want %s", r.body(), code)
	}
	return *problem
}

func (r result[R]) body() []byte {
	return reflect.Indirect(reflect.ValueOf(r.response)).FieldByName("Body").Bytes()
}

// placesIn writes the places of a problem, one a line.
func placesIn(p api.Problem) (places []string) {
	if p.Errors == nil {
		return nil
	}
	for _, f := range *p.Errors {
		text := ""
		if f.Pointer != nil {
			text = *f.Pointer
		}
		if f.Code != nil {
			text += " " + *f.Code
		}
		places = append(places, strings.TrimSpace(text))
	}
	return places
}

// buyer is a procurement officer at work.
type buyer struct {
	*api.ClientWithResponses
	t testing.TB
	s *server.Server
}

func newBuyer(t testing.TB, s *server.Server) buyer {
	t.Helper()
	return buyer{s.Client(auth.Procurement), t, s}
}

// publish brings a questionnaire into use.
func (b buyer) publish(file string) api.QuestionnaireVersion {
	b.t.Helper()
	draft := got(b.CreateQuestionnaireDraftWithBodyWithResponse(b.t.Context(), nil, yamlType, strings.NewReader(file))).is(b.t, 201)
	made := draft.JSON201
	return *got(b.PublishQuestionnaireWithResponse(b.t.Context(), made.Slug, made.Version,
		&api.PublishQuestionnaireParams{IfMatch: new(draft.HTTPResponse.Header.Get("ETag"))})).is(b.t, 200).JSON200
}

// release adds a vendor with a product and a release.
func (b buyer) release(vendor string) api.Release {
	b.t.Helper()
	v := got(b.CreateVendorWithResponse(b.t.Context(), nil, api.VendorInput{Name: vendor})).is(b.t, 201).JSON201
	p := got(b.CreateProductWithResponse(b.t.Context(), v.ID, nil, api.ProductInput{Name: "Aurora"})).is(b.t, 201).JSON201
	return *got(b.CreateReleaseWithResponse(b.t.Context(), p.ID, nil,
		api.ReleaseInput{Kind: api.ReleaseInputKindFixed, Version: new("4.2.0")})).is(b.t, 201).JSON201
}

// assessment prepares one of a release against the tiny questionnaire.
func (b buyer) assessment(releaseID string, change ...func(*api.AssessmentInput)) api.Assessment {
	b.t.Helper()
	in := api.AssessmentInput{ReleaseID: releaseID, Purpose: api.AssessmentPurposeRenewal,
		Questionnaire: api.QuestionnaireRef{Slug: "tiny", Version: "1.0.0"}}
	for _, f := range change {
		f(&in)
	}
	return *got(b.CreateAssessmentWithResponse(b.t.Context(), nil, in)).is(b.t, 201).JSON201
}

// invite invites somebody to an assessment.
func (b buyer) invite(assessmentID, email string) api.IssuedInvitation {
	b.t.Helper()
	return *got(b.CreateInvitationWithResponse(b.t.Context(), assessmentID, nil,
		api.InvitationInput{Email: email, Name: "Dana Okafor"})).is(b.t, 201).JSON201
}

// submitted runs an assessment until the vendor has submitted it.
func (b buyer) submitted(releaseID, email string, change ...func(*api.AssessmentInput)) (api.Assessment, string) {
	b.t.Helper()
	a := b.assessment(releaseID, change...)
	token := b.s.Redeem(b.invite(a.ID, email).Token, "Dana Okafor")
	submitAs(b.t, b.s, token, a.ID)
	return *got(b.GetAssessmentWithResponse(b.t.Context(), a.ID)).is(b.t, 200).JSON200, token
}

// raw sends a body as it is; the answer is held to the contract.
func raw(t testing.TB, s *server.Server, token, method, path, media, body string, headers ...string) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body == "" {
		r.Body = nil
	}
	if media != "" {
		r.Header.Set("Content-Type", media)
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := contract.Transport(t, nil).RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = res.Body.Close() })
	return res
}

const yamlType = "application/yaml"

// serverOnSQLite is for what does not depend on the database.
func serverOnSQLite(t *testing.T) *server.Server {
	t.Helper()
	return server.Start(t, db.SQLite(t))
}

// date is a calendar date as the generated types hold it.
func date(t testing.TB, text string) *openapi_types.Date {
	t.Helper()
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		t.Fatal(err)
	}
	return &openapi_types.Date{Time: at}
}

func decode(t testing.TB, res *http.Response, into any) {
	t.Helper()
	if err := json.NewDecoder(res.Body).Decode(into); err != nil {
		t.Fatal(err)
	}
}

func reader(text string) io.Reader { return strings.NewReader(text) }
