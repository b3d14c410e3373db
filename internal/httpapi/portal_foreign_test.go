package httpapi_test

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"memsure/api"
	"memsure/internal/testkit/server"
	"memsure/internal/workbook"
)

// What belongs to another vendor and what does not exist answer in the same
// words, whatever is asked of it.
func TestForeignAndAbsentAnswerAlike(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		b, a, v := asked(t, s)
		v.complete()
		v.submit().is(t, 201)
		file := got(v.ListOwnEvidenceWithResponse(t.Context(), v.asm)).is(t, 200).JSON200.Items[0]
		a2 := b.assessment(b.release("Contoso").ID, asks())
		w := redeemed(t, s, b.invite(a2.ID, "ines@contoso.example").Token, "Ines", a2.ID)

		const absent = "asm_00000000000000000000000000"
		for _, r := range portalRequests() {
			problem := func(assessmentID, evidenceID string) string {
				path := strings.NewReplacer("{assessment_id}", assessmentID, "{evidence_id}", evidenceID, "{question_id}", "native",
					"{number}", "1", "{collaborator_id}", "col_0").Replace(r.path)
				media := "application/json"
				if strings.Contains(path, "file_name") {
					media = "application/octet-stream"
				}
				if r.body == "" {
					media = ""
				} else if strings.HasSuffix(path, "/workbook") {
					media = workbook.MediaType
				}
				res := raw(t, s, w.token, r.method, path, media, r.body, r.headers...)
				return worded(t, res.StatusCode, res.Body)
			}
			foreign, none := problem(a.ID, file.ID), problem(absent, "evd_0")
			if foreign != none || !strings.HasPrefix(foreign, "404 ") {
				t.Errorf("%s %s\n  foreign: %s\n  absent: %s", r.method, r.path, foreign, none)
			}
			if !strings.Contains(r.path, "{evidence_id}") {
				continue
			}
			if own := problem(w.asm, file.ID); own != problem(w.asm, "evd_0") {
				t.Errorf("%s %s below the own assessment: %s", r.method, r.path, own)
			}
		}
		people := got(v.ListColleaguesWithResponse(t.Context())).is(t, 200).JSON200.Items
		got(w.RemoveColleagueWithResponse(t.Context(), people[0].ID)).is(t, 404)
		if places := placesIn(w.first("sbom", linked("file", file.ID)).fails(t, 422, "validation")); !slices.Equal(places, []string{"/evidence/0/evidence_id unknown"}) {
			t.Errorf("a foreign file: %v", places)
		}
		if ids := inboxOf(t, w); !slices.Equal(ids, []string{a2.ID}) {
			t.Errorf("inbox: %v", ids)
		}
		got(v.GetPortalSessionWithResponse(t.Context())).is(t, 200) // nothing of A's was touched
	})
}

// worded is all of a problem but the id of the request.
func worded(t testing.TB, status int, body io.Reader) string {
	t.Helper()
	var p api.Problem
	if err := json.NewDecoder(body).Decode(&p); err != nil || p.Status != status {
		t.Fatalf("%d: %v %+v", status, err, p)
	}
	p.Instance = nil
	text, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%d %s", status, text)
}

type portalRequest struct {
	method, path, body string
	headers            []string
}

// portalRequests is one good request for every operation below an assessment.
func portalRequests() []portalRequest {
	const at = "/api/v1/portal/assessments/{assessment_id}"
	edit := []string{"If-Match", `"1"`}
	return []portalRequest{
		{"GET", at, "", nil}, {"GET", at + "/answers", "", nil}, {"GET", at + "/answers-file", "", nil}, {"GET", at + "/progress", "", nil},
		{"GET", at + "/evidence", "", nil}, {"GET", at + "/evidence/{evidence_id}", "", nil}, {"GET", at + "/evidence/{evidence_id}/content", "", nil},
		{"GET", at + "/collaborators", "", nil}, {"GET", at + "/approval", "", nil}, {"GET", at + "/receipt", "", nil},
		{"GET", at + "/revisions", "", nil}, {"GET", at + "/revisions/{number}", "", nil},
		{"PUT", at + "/answers", `{"answers":[{"question_id":"native","answer":{"value":{"kind":"boolean","boolean":true}}}]}`, nil},
		{"PUT", at + "/answers/{question_id}", `{"value":{"kind":"boolean","boolean":true}}`, edit}, {"DELETE", at + "/answers/{question_id}", "", edit},
		{"POST", at + "/offers", `{"schema":"memsure/answers/v1","questionnaire":{"slug":"a","version":"1.0.0"},"questionnaire_digest":"x","answers":[]}`, nil},
		{"GET", at + "/workbook", "", nil}, {"POST", at + "/workbook", "x", nil},
		{"GET", at + "/offers", "", nil}, {"POST", at + "/offers/acceptance", `{"verdicts":["same"]}`, nil},
		{"POST", at + "/evidence?file_name=a&kind=sbom", "{}", nil}, {"DELETE", at + "/evidence/{evidence_id}", "", nil},
		{"POST", at + "/collaborators", `{"email":"a@b.example","name":"A","role":"collaborator"}`, nil}, {"DELETE", at + "/collaborators/{collaborator_id}", "", nil},
		{"PUT", at + "/approval", "", nil}, {"POST", at + "/submission", `{"attest":true}`, nil}, {"POST", at + "/decline", `{"reason":"No."}`, nil},
	}
}

// The list above names every operation below an assessment.
func TestEveryPortalOperationIsTriedAsAStranger(t *testing.T) {
	doc, err := api.Spec()
	if err != nil {
		t.Fatal(err)
	}
	var want, tried []string
	for path, item := range doc.Paths.Map() {
		for method := range item.Operations() {
			if strings.HasPrefix(path, "/api/v1/portal/assessments/{assessment_id}") {
				want = append(want, method+" "+path)
			}
		}
	}
	for _, r := range portalRequests() {
		path, _, _ := strings.Cut(r.path, "?")
		tried = append(tried, r.method+" "+path)
	}
	slices.Sort(want)
	slices.Sort(tried)
	if diff := cmp.Diff(want, tried); diff != "" {
		t.Error(diff)
	}
}

// Weights, gates and rubrics reach the vendor only where disclosed; scores of
// options, notes and the buyer's own words never do.
func TestTheAssignmentTellsOnlyWhatIsDisclosed(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		secret := func(in *api.AssessmentInput) { in.Owner = new("canary-owner") }
		b, a, v := asked(t, s, secret)
		closed := got(v.GetAssignmentWithResponse(t.Context(), v.asm)).is(t, 200)
		for _, leak := range []string{"weight", "rubric", "gate", "score", "dimension", "canary", "Nothing at all", "anchors", "tier"} {
			if strings.Contains(string(closed.Body), leak) {
				t.Errorf("the assignment holds %q", leak)
			}
		}
		if len(closed.JSON200.Sections) != 2 || closed.JSON200.Gates != nil {
			t.Errorf("assignment: %+v", closed.JSON200)
		}

		a2 := b.assessment(a.ReleaseID, asks(secret, func(in *api.AssessmentInput) { in.DiscloseWeights = new(true) }))
		open := got(v.GetAssignmentWithResponse(t.Context(), b.sent(a2.ID))).is(t, 200).JSON200
		if given(open.Sections[0].Weight) != 61 || given(open.Sections[0].Questions[0].Weight) != 13 || open.Gates == nil || (*open.Gates)[0].ID != "gate-signing" ||
			!slices.Equal(given(open.Sections[1].Questions[2].Rubric), []string{"Nothing at all.", "Root causes removed."}) {
			t.Errorf("disclosed: %+v", open.Sections)
		}
		bid := b.assessment(a.ReleaseID, asks(func(in *api.AssessmentInput) { in.Purpose = api.AssessmentPurposeRfp }))
		if open := got(v.GetAssignmentWithResponse(t.Context(), b.sent(bid.ID))).is(t, 200).JSON200; open.Gates == nil {
			t.Error("a bid does not disclose its criteria")
		}
		questions := open.Sections[0].Questions
		if when := given(questions[1].When); when["question"] != "native" || when["equals"] != "true" || questions[1].Visible {
			t.Errorf("condition: %v, visible %v", when, questions[1].Visible)
		}
		if given(questions[3].Max) != "500" || given(questions[3].Unit) != "people" || len(given(questions[4].Columns)) != 6 || !given(given(questions[1].Options)[2].Exclusive) {
			t.Errorf("questions: %+v", questions)
		}
	})
}

// sent invites somebody, so that the vendor sees the assessment.
func (b buyer) sent(assessmentID string) string {
	b.t.Helper()
	b.invite(assessmentID, "somebody@northwind.example")
	return assessmentID
}
