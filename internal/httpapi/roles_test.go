package httpapi_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"memsure/api"
	"memsure/internal/testkit/server"
	"memsure/internal/workbook"
)

// What each caller gets, in the order of callers below. ok: the caller was let
// through (the request may still fail for another reason); 401, 403, 404: not
// known, not this role, not theirs; seat: the right vendor, but not this
// person's part.
//
//	nobody leadA leadB evaluator procurement auditor admin revoked expired
const (
	anybody    = "ok     ok    ok    ok        ok          ok      ok    ok      ok"
	buyersRead = "401    403   403   ok        ok          ok      ok    401     401"
	purchasing = "401    403   403   403       ok          403     ok    401     401"
	judging    = "401    403   403   ok        403         403     ok    401     401"
	scoring    = "401    403   403   ok        ok          403     ok    401     401"
	overseeing = "401    403   403   403       403         ok      ok    401     401"
	adminOnly  = "401    403   403   403       403         403     ok    401     401"
	ownVendor  = "401    ok    404   403       403         403     403   401     401" // about something of vendor A
	ownSelf    = "401    ok    ok    403       403         403     403   401     401" // about whoever asks
	signing    = "401    seat  404   403       403         403     403   401     401" // the signatory's, which lead A is not
)

var callers = []string{"nobody", "leadA", "leadB", "evaluator", "procurement", "auditor", "admin", "revoked", "expired"}

// route is one request of the table. Path parameters come from the world; with
// says which others to take ("assessment_id=submitted_id"). Bodies fit the
// contract, and edits carry an old ETag, so that the table changes little.
type route struct {
	want  string
	body  string // JSON, unless media says otherwise
	media string
	query string
	stale bool
	with  string
}

// routes is written by hand, every operation of the contract once.
var routes = map[string]route{
	"listQuestionnaires":        {want: buyersRead},
	"getQuestionnaireVersion":   {want: buyersRead},
	"getQuestionnaireFile":      {want: buyersRead},
	"getQuestionnairePDF":       {want: buyersRead},
	"getQuestionnaireHTML":      {want: buyersRead},
	"diffQuestionnaires":        {want: buyersRead, query: "from=1.0.0&to=1.0.0"},
	"lintQuestionnaire":         {want: purchasing, body: "a: b", media: yamlType},
	"tryQuestionnaire":          {want: purchasing, body: "a: b", media: yamlType},
	"createQuestionnaireDraft":  {want: purchasing, body: "a: b", media: yamlType},
	"replaceQuestionnaireDraft": {want: purchasing, body: tiny, media: yamlType, stale: true},
	"deleteQuestionnaireDraft":  {want: purchasing, stale: true},
	"publishQuestionnaire":      {want: purchasing, stale: true},
	"retireQuestionnaire":       {want: purchasing, stale: true},

	"listVendors":         {want: buyersRead},
	"getVendor":           {want: buyersRead},
	"listVendorContacts":  {want: buyersRead},
	"listProducts":        {want: buyersRead},
	"listReleases":        {want: buyersRead},
	"createVendor":        {want: purchasing, body: `{"name":"Another"}`},
	"updateVendor":        {want: purchasing, body: `{"name":"Renamed"}`, stale: true},
	"importVendors":       {want: purchasing, body: "vendor\nAnother\n", media: "text/csv"},
	"removeVendorContact": {want: purchasing, with: "contact_id=spare_contact"},
	"createProduct":       {want: purchasing, body: `{"name":"Another"}`},
	"createRelease":       {want: purchasing, body: `{"kind":"fixed","version":"9"}`},

	"listAssessments":     {want: buyersRead},
	"getAssessment":       {want: buyersRead},
	"listInvitations":     {want: buyersRead},
	"listPublicAnswers":   {want: buyersRead, with: "assessment_id=public_id"},
	"listRevisions":       {want: buyersRead, with: "assessment_id=submitted_id"},
	"getRevision":         {want: buyersRead, with: "assessment_id=submitted_id"},
	"listEvidence":        {want: buyersRead, with: "assessment_id=submitted_id"},
	"getEvidenceContent":  {want: buyersRead, with: "assessment_id=submitted_id evidence_id=submitted_evidence"},
	"createAssessment":    {want: purchasing, body: `{"release_id":"RELEASE","questionnaire":{"slug":"tiny","version":"1.0.0"},"purpose":"renewal"}`},
	"createAssessments":   {want: purchasing, body: `{"recipients":[{"release_id":"RELEASE"}],"questionnaire":{"slug":"tiny","version":"1.0.0"},"purpose":"renewal"}`},
	"updateAssessment":    {want: purchasing, body: `{"owner":"x"}`, stale: true},
	"getWeights":          {want: buyersRead},
	"putWeights":          {want: purchasing, body: `{"questions":[{"id":"native","weight":3}]}`, stale: true},
	"deleteWeights":       {want: purchasing, stale: true},
	"returnAssessment":    {want: purchasing, body: `{"questions":[{"question_id":"native","feedback":"?"}]}`, with: "assessment_id=ended_id"},
	"withdrawAssessment":  {want: purchasing, body: `{"reason":"x"}`, with: "assessment_id=ended_id"},
	"recordNoResponse":    {want: purchasing, body: `{"reason":"x"}`, with: "assessment_id=ended_id"},
	"closeAssessment":     {want: purchasing, body: `{"outcome":"accepted","reason":"x"}`, with: "assessment_id=ended_id"},
	"createInvitation":    {want: purchasing, body: `{"email":"new@northwind.example","name":"New"}`},
	"revokeInvitation":    {want: purchasing},
	"putPublicAnswer":     {want: purchasing, body: `{"value":{"kind":"boolean","boolean":true}}`, with: "assessment_id=public_id"},
	"deletePublicAnswer":  {want: purchasing, stale: true, with: "assessment_id=public_id"},
	"submitPublicAnswers": {want: purchasing, body: `{"attest":true}`, with: "assessment_id=public_id"},

	"listReviews":        {want: buyersRead, with: "assessment_id=submitted_id"},
	"listFindings":       {want: buyersRead, with: "assessment_id=submitted_id"},
	"listScorecards":     {want: buyersRead, with: "assessment_id=submitted_id"},
	"getScorecard":       {want: buyersRead, with: "assessment_id=submitted_id"},
	"getScorecardBundle": {want: buyersRead, with: "assessment_id=submitted_id"},
	"getReport":          {want: buyersRead, with: "assessment_id=submitted_id"},
	"getReportPDF":       {want: buyersRead, with: "assessment_id=submitted_id"},
	"getReportHTML":      {want: buyersRead, with: "assessment_id=submitted_id"},

	"getScorecardCoverage":  {want: buyersRead, with: "assessment_id=submitted_id"},
	"getScorecardTrace":     {want: buyersRead, with: "assessment_id=submitted_id"},
	"getScorecardTracePDF":  {want: buyersRead, with: "assessment_id=submitted_id"},
	"getScorecardTraceHTML": {want: buyersRead, with: "assessment_id=submitted_id"},

	"createReview":    {want: judging, body: `{"kind":"override","question_id":"native","quality":"0.5","reason":"x"}`, with: "assessment_id=submitted_id"},
	"approveReview":   {want: purchasing, body: `{"approved":false,"reason":"x"}`, with: "assessment_id=submitted_id"},
	"createScorecard": {want: scoring, with: "assessment_id=submitted_id"},

	"getQuestionnaireWorkbook": {want: buyersRead},
	"getResponseXLSX":          {want: buyersRead, with: "assessment_id=submitted_id"},
	"getResponseCSV":           {want: buyersRead, with: "assessment_id=submitted_id"},
	"getReportXLSX":            {want: buyersRead, with: "assessment_id=submitted_id"},
	"getReportCSV":             {want: buyersRead, with: "assessment_id=submitted_id"},
	"exportWorkbook":           {want: ownVendor},
	"importWorkbook":           {want: ownVendor, body: "no workbook", media: workbook.MediaType},

	"redeemInvitation":      {want: anybody, body: `{"token":"USED","name":"Eve","passphrase":"a gate of seven green herons"}`},
	"signIn":                {want: anybody, body: `{"email":"kim@northwind.example","passphrase":"a gate of seven green herons"}`},
	"getPortalSession":      {want: ownSelf},
	"changePassphrase":      {want: ownSelf, body: `{"current":"not the one in use","new":"two gates of nine red herons"}`},
	"beginSecondFactor":     {want: ownSelf, body: `{"passphrase":"not the one in use"}`},
	"confirmSecondFactor":   {want: ownSelf, body: `{"code":"000000"}`},
	"listColleagues":        {want: ownSelf},
	"listPortalAssessments": {want: ownSelf},
	"removeColleague":       {want: ownVendor, with: "contact_id=other_spare_contact"},
	"getAssignment":         {want: ownVendor},
	"listAnswers":           {want: ownVendor},
	"putAnswers":            {want: ownVendor, body: `{"answers":[{"question_id":"native","if_match":"\"99\"","answer":{"value":{"kind":"boolean","boolean":true}}}]}`},
	"putAnswer":             {want: ownVendor, body: `{"value":{"kind":"boolean","boolean":true}}`, stale: true},
	"deleteAnswer":          {want: ownVendor, stale: true, with: "question_id=answered"},
	"exportAnswers":         {want: ownVendor},
	"offerAnswers": {want: ownVendor, body: `{"schema":"memsure/answers/v1","questionnaire":{"slug":"tiny","version":"1.0.0"},` +
		`"questionnaire_digest":"sha256:x","answers":[]}`},
	"listEarlierAnswers":    {want: ownVendor},
	"confirmEarlierAnswers": {want: ownVendor, body: `{"verdicts":["same"]}`},
	"getProgress":           {want: ownVendor},
	"listOwnEvidence":       {want: ownVendor},
	"uploadEvidence":        {want: ownVendor, body: "bytes", media: "application/octet-stream", query: "file_name=a.txt&kind=policy"},
	"getOwnEvidence":        {want: ownVendor},
	"getOwnEvidenceContent": {want: ownVendor},
	"deleteOwnEvidence":     {want: ownVendor, with: "evidence_id=spare_evidence"},
	"listCollaborators":     {want: ownVendor},
	"inviteCollaborator":    {want: ownVendor, body: `{"email":"lee@northwind.example","name":"Lee","role":"collaborator"}`},
	"removeCollaborator":    {want: ownVendor},
	"getApproval":           {want: ownVendor},
	"approveDraft":          {want: signing},
	"submitAnswers":         {want: ownVendor, body: `{"attest":true}`, with: "assessment_id=submitted_id"},
	"getReceipt":            {want: ownVendor, with: "assessment_id=submitted_id"},
	"listOwnRevisions":      {want: ownVendor, with: "assessment_id=submitted_id"},
	"getOwnRevision":        {want: ownVendor, with: "assessment_id=submitted_id"},
	"declineAssessment":     {want: ownVendor, body: `{"reason":"x"}`, with: "assessment_id=submitted_id"},
	"signOut":               {want: ownSelf}, // runs last: it ends the sessions

	"getIdentity":     {want: buyersRead},
	"listUsers":       {want: overseeing},
	"listAPIKeys":     {want: overseeing},
	"listAuditEvents": {want: overseeing},
	"verifyAudit":     {want: overseeing},
	"createUser":      {want: adminOnly, body: `{"name":"Another"}`},
	"eraseUser":       {want: adminOnly},
	"createAPIKey":    {want: adminOnly, body: `{"user_id":"PERSON","role":"auditor","label":"x"}`},
	"revokeAPIKey":    {want: adminOnly},

	"getHealth":     {want: anybody},
	"getReadiness":  {want: anybody},
	"getMetrics":    {want: overseeing},
	"getContract":   {want: anybody},
	"getDocs":       {want: anybody},
	"getHomePage":   {want: anybody},
	"getPortalPage": {want: anybody},

	"getPortalScript": {want: anybody},
	"getPortalStyle":  {want: anybody},
}

// Every operation of the contract meets every sort of caller.
func TestEveryRouteKnowsItsCallers(t *testing.T) {
	operations := contractOperations(t)
	for id := range routes {
		if _, ok := operations[id]; !ok {
			t.Errorf("the table has %s, the contract does not", id)
		}
	}
	server.EachAt(t, func(t *testing.T, s *server.Server, clock *server.Clock) {
		w := newWorld(t, s, clock)
		for _, id := range inOrder(operations) {
			row, ok := routes[id]
			if !ok {
				t.Errorf("%s is not in the table of roles and routes", id)
				continue
			}
			w.try(t, operations[id], row)
		}
	})
}

// endpoint is where an operation is found.
type endpoint struct{ id, method, path string }

func contractOperations(t *testing.T) map[string]endpoint {
	t.Helper()
	doc, err := api.Spec()
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]endpoint{}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			found[op.OperationID] = endpoint{op.OperationID, method, path}
		}
	}
	return found
}

// inOrder sorts operations so that those which end something come last.
func inOrder(operations map[string]endpoint) []string {
	ending := []string{"removeCollaborator", "removeColleague", "removeVendorContact", "deleteOwnEvidence", "eraseUser", "revokeAPIKey", "signOut"}
	var ids []string
	for id := range operations {
		if !slices.Contains(ending, id) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return append(ids, ending...)
}

// try sends one request as every caller. Those who are refused come first, so
// that the thing is still there when they ask.
func (w *world) try(t *testing.T, at endpoint, row route) {
	t.Helper()
	want := strings.Fields(row.want)
	for _, last := range []bool{false, true} {
		for i, caller := range callers {
			if (want[i] == "ok") != last {
				continue
			}
			if got := w.outcome(t, at, row, caller); got != want[i] {
				t.Errorf("%s as %s: %s, want %s", at.id, caller, got, want[i])
			}
		}
	}
}

func (w *world) outcome(t *testing.T, at endpoint, row route, caller string) string {
	t.Helper()
	var headers []string
	if row.stale {
		headers = []string{"If-Match", `"99"`}
	}
	media := row.media
	if media == "" && row.body != "" {
		media = "application/json"
	}
	target := w.fill(t, at.path, row.with)
	if row.query != "" {
		target += "?" + row.query
	}
	res := raw(t, w.s, w.tokens[caller], at.method, target, media, w.words.Replace(row.body), headers...)
	return outcomeOf(t, res)
}

// outcomeOf says what an answer means for access. Codes tell an unknown caller
// from a wrong code, and a role from a seat.
func outcomeOf(t *testing.T, res *http.Response) string {
	t.Helper()
	if res.StatusCode < 400 {
		_, _ = io.Copy(io.Discard, res.Body)
		return "ok"
	}
	var p api.Problem
	if err := json.NewDecoder(res.Body).Decode(&p); err != nil {
		return fmt.Sprintf("%d without a problem", res.StatusCode)
	}
	switch {
	case res.StatusCode == http.StatusUnauthorized && strings.HasPrefix(p.Code, "credentials_"):
		return "401"
	case res.StatusCode == http.StatusForbidden && p.Code == "role_not_allowed":
		return "403"
	case res.StatusCode == http.StatusForbidden && slices.Contains([]string{"lead_only", "signatory_only", "not_your_section", "signatory_reads"}, p.Code):
		return "seat"
	case res.StatusCode == http.StatusNotFound && p.Code == "not_found":
		return "404"
	case slices.Contains([]int{400, 404, 405, 413, 415, 429}, res.StatusCode) || res.StatusCode >= 500:
		return fmt.Sprintf("%d %s %v", res.StatusCode, p.Code, placesIn(p)) // the row itself is wrong
	}
	return "ok"
}
