package httpapi_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	openapi_types "github.com/oapi-codegen/runtime/types"

	"memsure/api"
	"memsure/internal/auth"
	"memsure/internal/testkit/server"
)

// every is a questionnaire with a question of every type, a condition, gates
// and a question that may not apply.
const every = `slug: every-type
version: 1.0.0
title: Every type
language: en
ruleset:
  id: rules
  arithmetic: 1
  roll_up: sections
  confidence: {claimed: 0.5, claimed_proof_required: 0.25, documented: 0.75, verified: 1}
  bands: [{id: A, label: Good, at_least: 70}, {id: B, label: Poor, at_least: 0}]
sections:
  - id: code
    title: Code
    dimension: exposure
    weight: 61
    questions:
      - {id: native, text: Is there native code?, type: boolean, required: true, weight: 13, scoring: {kind: no_is_good}}
      - id: languages
        text: Which languages?
        type: multi_choice
        required: true
        weight: 7
        when: {question: native, equals: true}
        options: [{id: rust, label: Rust, score: 1}, {id: c, label: C}, {id: none, label: None of them, exclusive: true}]
        scoring: {kind: options}
      - id: share
        text: Which share is safe?
        type: percentage
        required: true
        weight: 17
        scoring: {kind: anchors, anchors: [{at: 0, score: 0}, {at: 100, score: 1}]}
        na: {allowed: true, reason_required: true}
      - {id: team, text: How many people?, type: number, unit: people, min: 0, max: 500, role: information, weight: 0}
      - id: parts
        text: List the parts.
        type: table
        weight: 5
        columns:
          - {id: name, label: Name, type: text, required: true}
          - {id: share, label: Share, type: percentage}
          - {id: count, label: Count, type: number, min: 0, max: 10}
          - {id: since, label: Since, type: date}
          - {id: kind, label: Kind, type: single_choice, options: [{id: own, label: Own}, {id: open, label: Open source}]}
          - {id: safe, label: Safe, type: boolean}
        scoring:
          kind: measure
          measure: {of: sum, weight: share}
          anchors: [{at: 0, score: 0}, {at: 100, score: 1}]
  - id: process
    title: Process
    dimension: practice
    weight: 39
    questions:
      - id: signing
        text: Are releases signed?
        type: single_choice
        required: true
        weight: 11
        options: [{id: all, label: All, score: 1}, {id: some, label: Some, score: 0.5}]
        scoring: {kind: options}
      - id: audited
        text: When was the last audit?
        type: date
        weight: 3
        scoring: {kind: freshness, anchors: [{at: 0, score: 1}, {at: 365, score: 0}]}
      - id: lessons
        text: What did you learn?
        type: text
        weight: 19
        scoring:
          kind: rubric
          rubric: [{grade: 0, score: 0, text: Nothing at all.}, {grade: 1, score: 1, text: Root causes removed.}]
      - id: sbom
        text: Provide the SBOM.
        type: file
        required: true
        weight: 23
        scoring: {kind: evidence}
        evidence: {accepts: [sbom], proof: required, facts: [sbom.components.total]}
gates:
  - id: gate-signing
    title: Releases are signed
    why: Otherwise nobody can tell what was delivered.
    pass: {question: signing, in: [all]}
`

// bom is a small SBOM that a reader knows.
const bom = `{"bomFormat":"CycloneDX","specVersion":"1.5","version":1,
 "metadata":{"timestamp":"2026-10-01T08:00:00Z","component":{"type":"application","name":"aurora","version":"4.2.0"}},
 "components":[
  {"type":"library","name":"rustls","version":"0.23.5","purl":"pkg:cargo/rustls@0.23.5"},
  {"type":"library","name":"zlib","version":"1.3.1","purl":"pkg:generic/zlib@1.3.1"}]}`

const eachType = "every-type"

// asks prepares assessments against the questionnaire above.
func asks(change ...func(*api.AssessmentInput)) func(*api.AssessmentInput) {
	return func(in *api.AssessmentInput) {
		in.Questionnaire = api.QuestionnaireRef{Slug: eachType, Version: "1.0.0"}
		for _, f := range change {
			f(in)
		}
	}
}

// vendorContact is somebody of a vendor, at work on one assessment.
type vendorContact struct {
	*api.ClientWithResponses
	t     testing.TB
	s     *server.Server
	token string
	asm   string
}

// redeemed enrols somebody over HTTP.
func redeemed(t testing.TB, s *server.Server, invitation, name, asm string) vendorContact {
	t.Helper()
	session := got(s.Client(auth.Anonymous).RedeemInvitationWithResponse(t.Context(),
		api.RedemptionInput{Token: invitation, Name: name, Passphrase: server.Passphrase})).is(t, 201).JSON201
	return vendorContact{s.As(session.Token), t, s, session.Token, asm}
}

// asked publishes the questionnaire, asks a vendor and lets its lead in.
func asked(t testing.TB, s *server.Server, change ...func(*api.AssessmentInput)) (buyer, api.Assessment, vendorContact) {
	t.Helper()
	b := newBuyer(t, s)
	b.publish(every)
	a := b.assessment(b.release("Northwind").ID, asks(change...))
	lead := redeemed(t, s, b.invite(a.ID, "dana@northwind.example").Token, "Dana Okafor", a.ID)
	return b, a, lead
}

// first saves an answer that was not there.
func (v vendorContact) first(question string, in api.AnswerInput) result[*api.PutAnswerResponse] {
	star := api.PutAnswerParamsIfNoneMatch("*")
	return got(v.PutAnswerWithResponse(v.t.Context(), v.asm, question, &api.PutAnswerParams{IfNoneMatch: &star}, in))
}

// change saves an answer after the state with this ETag.
func (v vendorContact) change(question, etag string, in api.AnswerInput) result[*api.PutAnswerResponse] {
	return got(v.PutAnswerWithResponse(v.t.Context(), v.asm, question, &api.PutAnswerParams{IfMatch: &etag}, in))
}

// upload sends a file.
func (v vendorContact) upload(name, kind, content string) api.Evidence {
	v.t.Helper()
	return *v.send(name, kind, strings.NewReader(content)).is(v.t, 201).JSON201
}

func (v vendorContact) send(name, kind string, content *strings.Reader, key ...string) result[*api.UploadEvidenceResponse] {
	params := &api.UploadEvidenceParams{FileName: name, Kind: kind}
	if len(key) > 0 {
		params.IdempotencyKey = &key[0]
	}
	return got(v.UploadEvidenceWithBodyWithResponse(v.t.Context(), v.asm, params, "application/octet-stream", content))
}

func (v vendorContact) submit(key ...string) result[*api.SubmitAnswersResponse] {
	params := &api.SubmitAnswersParams{}
	if len(key) > 0 {
		params.IdempotencyKey = &key[0]
	}
	return got(v.SubmitAnswersWithResponse(v.t.Context(), v.asm, params, api.SubmissionInput{Attest: true}))
}

func (v vendorContact) progress() api.Progress {
	v.t.Helper()
	return *got(v.GetProgressWithResponse(v.t.Context(), v.asm)).is(v.t, 200).JSON200
}

// complete answers everything that is required, with the least effort.
func (v vendorContact) complete() {
	v.t.Helper()
	file := v.upload("aurora.cdx.json", "sbom", bom)
	v.first("native", boolean(false)).is(v.t, 200)
	v.first("share", number("percentage", "62.5")).is(v.t, 200)
	v.first("signing", choice("all")).is(v.t, 200)
	v.first("sbom", linked(api.AnswerValueKindFile, file.ID)).is(v.t, 200)
}

// collaborator invites a colleague, who redeems.
func (v vendorContact) collaborator(email string, role api.CollaboratorInputRole, sections ...string) vendorContact {
	v.t.Helper()
	in := api.CollaboratorInput{Email: email, Name: "Kim Adler", Role: role}
	if len(sections) > 0 {
		in.Sections = &sections
	}
	made := got(v.InviteCollaboratorWithResponse(v.t.Context(), v.asm, nil, in)).is(v.t, 201).JSON201
	return redeemed(v.t, v.s, made.Token, "Kim Adler", v.asm)
}

func answer(v api.AnswerValue) api.AnswerInput { return api.AnswerInput{Value: &v} }

func boolean(is bool) api.AnswerInput {
	return answer(api.AnswerValue{Kind: api.AnswerValueKindBoolean, Boolean: &is})
}

func number(kind, text string) api.AnswerInput {
	return answer(api.AnswerValue{Kind: api.AnswerValueKind(kind), Number: &text})
}

func choice(option string) api.AnswerInput {
	return answer(api.AnswerValue{Kind: api.AnswerValueKindSingleChoice, Option: &option})
}

func choices(options ...string) api.AnswerInput {
	chosen := append([]string{}, options...)
	return answer(api.AnswerValue{Kind: api.AnswerValueKindMultiChoice, Options: &chosen})
}

func text(s string) api.AnswerInput {
	return answer(api.AnswerValue{Kind: api.AnswerValueKindText, Text: &s})
}

func onDay(s string) *openapi_types.Date {
	at, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return &openapi_types.Date{Time: at}
}

func table(rows ...[]api.TableCell) api.AnswerInput {
	out := make([]api.TableRow, len(rows))
	for i, cells := range rows {
		out[i].Cells = cells
	}
	return answer(api.AnswerValue{Kind: api.AnswerValueKindTable, Rows: &out})
}

// linked is an answer that rests on a file.
func linked(kind api.AnswerValueKind, evidenceID string) api.AnswerInput {
	in := answer(api.AnswerValue{Kind: kind})
	in.Evidence = &[]api.EvidenceLink{{EvidenceID: evidenceID}}
	return in
}

// codeAt is what an authenticator app shows (RFC 6238, six digits).
func codeAt(t testing.TB, secret string, at time.Time) string {
	t.Helper()
	key, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.ReplaceAll(secret, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	mac := hmac.New(sha1.New, key)
	_ = binary.Write(mac, binary.BigEndian, at.Unix()/30) // a hash takes everything
	sum := mac.Sum(nil)
	from := sum[len(sum)-1] & 15
	return fmt.Sprintf("%06d", (binary.BigEndian.Uint32(sum[from:])&0x7fffffff)%1_000_000)
}

// portalPath is a path below the assessment.
func (v vendorContact) path(rest string) string {
	return "/api/v1/portal/assessments/" + v.asm + rest
}

// raw sends any body.
func (v vendorContact) raw(method, rest, body string, headers ...string) *http.Response {
	v.t.Helper()
	media := ""
	if body != "" {
		media = "application/json"
	}
	return raw(v.t, v.s, v.token, method, v.path(rest), media, body, headers...)
}
