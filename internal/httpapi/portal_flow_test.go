package httpapi_test

import (
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"memsure/api"
	"memsure/internal/bundle/response"
	"memsure/internal/testkit/server"
)

// The vendor's whole way, from the invitation to the second receipt.
func TestAVendorAnswersSubmitsAndCorrects(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		b, a, v := asked(t, s)

		inbox := got(v.ListPortalAssessmentsWithResponse(t.Context())).is(t, 200).JSON200.Items
		if len(inbox) != 1 || inbox[0].ID != a.ID || !inbox[0].CanEdit || !inbox[0].CanSubmit || inbox[0].State != api.AssessmentStateInProgress || inbox[0].Buyer != "Example Buyer" {
			t.Fatalf("inbox: %+v", inbox)
		}
		saved := answerEverything(t, v)
		listed := got(v.ListAnswersWithResponse(t.Context(), v.asm)).is(t, 200).JSON200
		if diff := cmp.Diff(saved, listed.Items); diff != "" {
			t.Errorf("what was saved is not what is listed:\n%s", diff)
		}
		if p := listed.Progress; !p.Ready || p.Visible != 9 || p.Answered != 9 || p.RequiredOpen != 0 {
			t.Errorf("progress: %+v", p)
		}

		receipt := v.submit("once").is(t, 201).JSON201
		if receipt.Revision != 1 || receipt.Answers != 9 || len(receipt.Evidence) != 1 || !strings.HasPrefix(receipt.Digest, "sha256:") {
			t.Errorf("receipt: %+v", receipt)
		}
		if again := v.submit("once").is(t, 201).JSON201; again.ID != receipt.ID {
			t.Errorf("the repeated request made another receipt: %s, %s", again.ID, receipt.ID)
		}
		v.submit().fails(t, 409, "wrong_state")
		if kept := got(v.GetReceiptWithResponse(t.Context(), v.asm)).is(t, 200).JSON200; !cmp.Equal(kept, receipt) {
			t.Errorf("the receipt changed: %+v", kept)
		}
		v.change("native", saved[0].Etag, boolean(false)).fails(t, 409, "wrong_state")

		got(b.ReturnAssessmentWithResponse(t.Context(), a.ID, nil, api.ReturnInput{Message: new("Two points."),
			Questions: []api.ReturnedQuestion{{QuestionID: "share", Feedback: "How was it measured?"}, {QuestionID: "lessons", Feedback: "Say more."}}})).is(t, 200)
		correct(t, v, saved)

		second := v.submit().is(t, 201).JSON201
		if second.Revision != 2 || second.Digest == receipt.Digest {
			t.Errorf("second receipt: %+v", second)
		}
		revisions := got(v.ListOwnRevisionsWithResponse(t.Context(), v.asm)).is(t, 200).JSON200.Items
		if len(revisions) != 2 || revisions[0].Digest != receipt.Digest || revisions[1].Digest != second.Digest {
			t.Errorf("revisions: %+v", revisions)
		}
		frozen := got(v.GetOwnRevisionWithResponse(t.Context(), v.asm, 1)).is(t, 200).JSON200
		if frozen.Digest != receipt.Digest || len(frozen.Answers) != 9 || frozen.Answers[findAnswer(frozen.Answers, "share")].Comment != nil {
			t.Errorf("the first revision did not stay: %+v", frozen)
		}
		got(v.GetOwnRevisionWithResponse(t.Context(), v.asm, 3)).is(t, 404)
	})
}

// answerEverything saves an answer of every type and gives them in the order
// of the questionnaire.
func answerEverything(t *testing.T, v vendorContact) []api.Answer {
	t.Helper()
	file := v.upload("Aurora 4.2.0 – “SBOM”.cdx.json", "sbom", bom)
	if file.Status != api.EvidenceStatusRead || file.Sha256 == "" || len(file.Facts) == 0 || file.DatedOn == nil {
		t.Fatalf("the SBOM was not read: %+v", file)
	}
	full := []api.TableCell{{Column: "count", Number: new("0.000001")}, {Column: "kind", Option: new("own")}, {Column: "name", Text: new("Parser 漢字 🚀")},
		{Column: "safe", Boolean: new(false)}, {Column: "share", Number: new("99.999999")}, {Column: "since", Date: onDay("2024-02-29")}}
	bare := []api.TableCell{{Column: "name", Text: new("Rest")}}
	inputs := []struct {
		id string
		in api.AnswerInput
	}{
		{"native", boolean(true)}, {"languages", choices("rust", "c")}, {"share", number("percentage", "62.5")}, {"team", number("number", "0")},
		{"parts", table(full, bare)}, {"signing", choice("all")}, {"audited", answer(api.AnswerValue{Kind: api.AnswerValueKindDate, Date: onDay("2026-01-31")})},
		{"lessons", text("Root causes first.\nThen tools.")}, {"sbom", linked(api.AnswerValueKindFile, file.ID)},
	}
	var saved []api.Answer
	for _, i := range inputs {
		res := v.first(i.id, i.in).is(t, 200)
		if res.HTTPResponse.Header.Get("ETag") != `"1"` || res.JSON200.Etag != `"1"` {
			t.Errorf("%s: ETag %s, %s", i.id, res.HTTPResponse.Header.Get("ETag"), res.JSON200.Etag)
		}
		if !cmp.Equal(res.JSON200.Value, i.in.Value) {
			t.Errorf("%s came back changed:\n%s", i.id, cmp.Diff(i.in.Value, res.JSON200.Value))
		}
		saved = append(saved, *res.JSON200)
	}
	return saved
}

// correct answers what was returned, and only that.
func correct(t *testing.T, v vendorContact, saved []api.Answer) {
	t.Helper()
	assignment := got(v.GetAssignmentWithResponse(t.Context(), v.asm)).is(t, 200).JSON200
	var open []string
	for _, section := range assignment.Sections {
		for _, q := range section.Questions {
			if q.Editable {
				open = append(open, q.ID)
			}
		}
	}
	if !slices.Equal(open, []string{"share", "lessons"}) || given(assignment.ReturnMessage) != "Two points." || len(assignment.Returned) != 2 ||
		assignment.Returned[0].Feedback != "How was it measured?" {
		t.Errorf("unlocked %v, returned %+v, message %v", open, assignment.Returned, assignment.ReturnMessage)
	}
	v.change("native", saved[0].Etag, boolean(false)).fails(t, 409, "question_locked")
	got(v.DeleteAnswerWithResponse(t.Context(), v.asm, "native", &api.DeleteAnswerParams{IfMatch: &saved[0].Etag})).fails(t, 409, "question_locked")
	if places := placesIn(v.submit().fails(t, 422, "incomplete")); !slices.Equal(places, []string{"/answers/share returned_unchanged", "/answers/lessons returned_unchanged"}) {
		t.Errorf("missing after the return: %v", places)
	}
	same := number("percentage", "62.5")
	same.Comment = new("Measured over all lines; the share stays.")
	if res := v.change("share", saved[2].Etag, same).is(t, 200); res.JSON200.Etag != `"2"` {
		t.Errorf("ETag after a change: %s", res.JSON200.Etag)
	}
	v.change("lessons", saved[7].Etag, text("Root causes, then tools, then training.")).is(t, 200)
	if p := v.progress(); !p.Ready {
		t.Errorf("still missing: %+v", p.Missing)
	}
}

func findAnswer(in []api.FrozenAnswer, id string) int {
	return slices.IndexFunc(in, func(a api.FrozenAnswer) bool { return a.QuestionID == id })
}

func given[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

func TestSubmittingTooEarlyListsWhatIsMissing(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		_, _, v := asked(t, s)
		v.first("native", boolean(true)).is(t, 200)
		want := []string{"/answers/languages required", "/answers/share required", "/answers/signing required", "/answers/sbom required"}
		if places := placesIn(v.submit().fails(t, 422, "incomplete")); !slices.Equal(places, want) {
			t.Errorf("missing: %v", places)
		}
		p := v.progress()
		if p.Ready || p.Visible != 9 || p.Answered != 1 || p.RequiredOpen != 4 || len(p.Missing) != 4 || *p.Missing[0].QuestionID != "languages" {
			t.Errorf("progress: %+v", p)
		}
		got(v.SubmitAnswersWithResponse(t.Context(), v.asm, nil, api.SubmissionInput{})).fails(t, 422, "validation")
		got(v.GetReceiptWithResponse(t.Context(), v.asm)).is(t, 404)
		if listed := got(v.ListAnswersWithResponse(t.Context(), v.asm)).is(t, 200).JSON200; len(listed.Items) != 1 {
			t.Errorf("what was saved is gone: %+v", listed.Items)
		}
	})
}

func TestHiddenAnswersAreKeptAndNotUsed(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		_, _, v := asked(t, s)
		v.first("languages", choices("rust")).fails(t, 409, "question_hidden") // unknown shows nothing
		v.first("native", boolean(true)).is(t, 200)
		v.first("languages", choices("c")).is(t, 200)
		v.change("native", `"1"`, boolean(false)).is(t, 200)
		listed := got(v.ListAnswersWithResponse(t.Context(), v.asm)).is(t, 200).JSON200
		if len(listed.Items) != 2 || listed.Items[1].QuestionID != "languages" || !given(listed.Items[1].Hidden) || listed.Progress.Visible != 8 {
			t.Errorf("hidden answer: %+v", listed)
		}
		v.change("languages", `"1"`, choices("rust")).fails(t, 409, "question_hidden")
		v.change("native", `"2"`, boolean(true)).is(t, 200)
		listed = got(v.ListAnswersWithResponse(t.Context(), v.asm)).is(t, 200).JSON200
		if given(listed.Items[1].Hidden) || listed.Items[1].Etag != `"1"` || (*listed.Items[1].Value.Options)[0] != "c" {
			t.Errorf("the answer did not come back: %+v", listed.Items[1])
		}
	})
}

func TestDecliningEndsTheAssessment(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		b, a, v := asked(t, s)
		helper := v.collaborator("kim@northwind.example", api.CollaboratorInputRoleCollaborator)
		got(helper.DeclineAssessmentWithResponse(t.Context(), a.ID, nil, api.ReasonInput{Reason: "No."})).fails(t, 403, "lead_only")
		params := &api.DeclineAssessmentParams{IdempotencyKey: new("decline")}
		for range 2 {
			got(v.DeclineAssessmentWithResponse(t.Context(), a.ID, params, api.ReasonInput{Reason: "The product is being withdrawn."})).is(t, 204)
		}
		seen := got(b.GetAssessmentWithResponse(t.Context(), a.ID)).is(t, 200).JSON200
		if seen.State != api.AssessmentStateDeclined || given(seen.EndReason) != "The product is being withdrawn." {
			t.Errorf("the buyer sees %s, %v", seen.State, seen.EndReason)
		}
		v.first("native", boolean(true)).fails(t, 409, "wrong_state")
		got(v.DeclineAssessmentWithResponse(t.Context(), a.ID, nil, api.ReasonInput{Reason: "Again."})).fails(t, 409, "wrong_state")
		if inbox := got(v.ListPortalAssessmentsWithResponse(t.Context())).is(t, 200).JSON200.Items; len(inbox) != 1 || inbox[0].CanEdit || inbox[0].CanSubmit {
			t.Errorf("inbox: %+v", inbox)
		}
	})
}

// A file of answers offers; the vendor looks, chooses and saves.
func TestAnswersTravelAsAFile(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		b, _, v := asked(t, s)
		answerEverything(t, v)
		res := got(v.ExportAnswersWithResponse(t.Context(), v.asm)).is(t, 200)
		if len(res.JSON200.Answers) != 9 || given(res.JSON200.ProductName) != "Aurora" {
			t.Errorf("file: %+v", res.JSON200)
		}
		// what is exported is a response as it is, its files named
		read, err := response.Load(res.Body)
		if err != nil || len(read.Answers) != 9 || len(read.Evidence) != 1 || read.Evidence[0].SHA256 == "" || read.Evidence[0].Name == "" {
			t.Errorf("read as a response: %+v, %v", read.Evidence, err)
		}
		a2 := b.assessment(b.release("Contoso").ID, asks())
		w := redeemed(t, s, b.invite(a2.ID, "ines@contoso.example").Token, "Ines", a2.ID)
		w.first("team", number("number", "12")).is(t, 200)

		offers := got(w.OfferAnswersWithBodyWithResponse(t.Context(), w.asm, "application/json", strings.NewReader(string(res.Body)))).is(t, 200).JSON200.Items
		bulk := api.BulkAnswersInput{}
		for _, o := range offers {
			if o.Match != api.OfferMatchSame || o.Answer == nil {
				t.Errorf("offer: %+v", o)
			}
			if (o.IfMatch != nil) != (o.QuestionID == "team") {
				t.Errorf("%s: if_match %v", o.QuestionID, o.IfMatch)
			}
			if o.Answer.Evidence != nil {
				t.Errorf("%s: a file of another assessment is offered", o.QuestionID)
			}
			if o.QuestionID != "sbom" {
				bulk.Answers = append(bulk.Answers, api.BulkAnswerInput{QuestionID: o.QuestionID, IfMatch: o.IfMatch,
					Answer: api.AnswerInput{Value: o.Answer.Value, Comment: o.Answer.Comment}})
			}
		}
		if before := got(w.ListAnswersWithResponse(t.Context(), w.asm)).is(t, 200).JSON200; len(before.Items) != 1 {
			t.Errorf("offering saved something: %+v", before.Items)
		}
		after := got(w.PutAnswersWithResponse(t.Context(), w.asm, bulk)).is(t, 200).JSON200
		if len(after.Items) != 8 || after.Progress.Answered != 8 || len(after.Progress.Missing) != 1 || *after.Progress.Missing[0].QuestionID != "sbom" {
			t.Errorf("after the bulk save: %+v", after.Progress)
		}
	})
}

func TestOffersOfUnknownVersionsAreToBeConfirmed(t *testing.T) {
	_, _, v := asked(t, serverOnSQLite(t))
	file := api.AnswersFile{Schema: api.AnswersFileSchemaMemsureAnswersV1, Questionnaire: api.QuestionnaireRef{Slug: "elsewhere", Version: "3.0.0"},
		QuestionnaireDigest: "sha256:0", Answers: []api.FrozenAnswer{
			{QuestionID: "share", Value: number("percentage", "10").Value}, {QuestionID: "signing", Value: choice("sometimes").Value},
			{QuestionID: "unheard", Value: boolean(true).Value}, {QuestionID: "", Value: boolean(true).Value}}}
	var seen []string
	for _, o := range got(v.OfferAnswersWithResponse(t.Context(), v.asm, file)).is(t, 200).JSON200.Items {
		seen = append(seen, o.QuestionID+" "+string(o.Match))
	}
	if !slices.Equal(seen, []string{"share confirm", "signing invalid", "unheard gone"}) {
		t.Errorf("offers: %v", seen)
	}
	file.Answers = append(file.Answers, file.Answers[0])
	got(v.OfferAnswersWithResponse(t.Context(), v.asm, file)).fails(t, 422, "validation")
}

func TestOwnFilesComeBackByteForByte(t *testing.T) {
	s := serverOnSQLite(t)
	_, _, v := asked(t, s)
	name := "../../Q3 \"report\" 漢字\r\n.bin"
	content := "\x00\xff not a known format\n"
	file := *v.send(name, "policy", strings.NewReader(content)).is(t, 201).JSON201
	if file.Status != api.EvidenceStatusStored || file.FileName != name || file.Size != int64(len(content)) {
		t.Errorf("file: %+v", file)
	}
	res := raw(t, s, v.token, "GET", v.path("/evidence/"+file.ID+"/content"), "", "")
	body, _ := io.ReadAll(res.Body)
	if string(body) != content || res.StatusCode != 200 {
		t.Errorf("%d %q", res.StatusCode, body)
	}
	if d := res.Header.Get("Content-Disposition"); !strings.HasPrefix(d, "attachment;") || strings.ContainsAny(d, "\r\n/\\漢") {
		t.Errorf("disposition: %q", d)
	}
	v.first("lessons", linked("text", file.ID)).is(t, 422)
	in := text("See the report.")
	in.Evidence = &[]api.EvidenceLink{{EvidenceID: file.ID, Place: new("page 4")}}
	v.first("lessons", in).is(t, 200)
	got(v.DeleteOwnEvidenceWithResponse(t.Context(), v.asm, file.ID)).fails(t, 409, "evidence_in_use")
	got(v.DeleteAnswerWithResponse(t.Context(), v.asm, "lessons", &api.DeleteAnswerParams{IfMatch: new(`"1"`)})).is(t, 204)
	got(v.DeleteOwnEvidenceWithResponse(t.Context(), v.asm, file.ID)).is(t, 204)
	got(v.GetOwnEvidenceWithResponse(t.Context(), v.asm, file.ID)).is(t, 404)
	if left := got(v.ListOwnEvidenceWithResponse(t.Context(), v.asm)).is(t, 200).JSON200.Items; len(left) != 0 {
		t.Errorf("files left: %+v", left)
	}
}
