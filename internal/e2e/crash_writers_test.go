package e2e

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"time"

	"memsure/api"
	"memsure/internal/assessment"
	"memsure/internal/bundle/response"
	"memsure/internal/testkit/contract"
)

func bearer(token string) api.ClientOption { return contract.Bearer(token) }

// writer saves answers one after another and remembers what it was told.
type writer struct {
	*desk
	site     *site
	contact  *api.ClientWithResponses
	evidence map[string]string
	comments map[string]string // by question: the last comment acknowledged
	flying   *assessment.Answer
}

// answerAll answers every question once, so that none hides another.
func (w *writer) answerAll() {
	w.site.t.Helper()
	for range w.answers {
		if !w.save(w.next()) {
			w.site.t.Fatal("could not answer everything")
		}
	}
}

// write saves until the server is gone.
func (w *writer) write() {
	for w.save(w.next()) {
	}
}

// save is one save; false when the server did not answer, which leaves the
// answer flying.
func (w *writer) save(a assessment.Answer) bool {
	params := &api.PutAnswerParams{IfNoneMatch: new(api.PutAnswerParamsIfNoneMatch("*"))}
	if etag, known := w.etags[a.QuestionID]; known {
		params = &api.PutAnswerParams{IfMatch: &etag}
	}
	w.flying = &a
	saved, err := w.contact.PutAnswerWithResponse(context.Background(), w.assessmentID, a.QuestionID, params, sent(a, w.evidence))
	if err != nil {
		return false
	}
	if saved.StatusCode() != http.StatusOK {
		w.site.t.Errorf("saving %s: %d %s", a.QuestionID, saved.StatusCode(), saved.Body)
		return false
	}
	w.acknowledged(a, saved.HTTPResponse.Header.Get("ETag"))
	w.site.saves.Add(1)
	return true
}

func (w *writer) acknowledged(a assessment.Answer, etag string) {
	w.etags[a.QuestionID], w.comments[a.QuestionID] = etag, a.Comment
	w.flying = nil
}

// checkAnswers wants every acknowledged answer as acknowledged, and the flying
// one whole or not at all.
func (w *writer) checkAnswers() {
	t := w.site.t
	t.Helper()
	stored := map[string]api.Answer{}
	for _, a := range got(w.contact.ListAnswersWithResponse(t.Context(), w.assessmentID)).want(t, http.StatusOK).JSON200.Items {
		stored[a.QuestionID] = a
	}
	if w.flying != nil {
		w.site.inFlight++
		if now, ok := stored[w.flying.QuestionID]; ok && given(now.Comment) == w.flying.Comment {
			w.site.happened++
			w.acknowledged(*w.flying, now.Etag)
		}
		w.flying = nil
	}
	for question, comment := range w.comments {
		if now, ok := stored[question]; !ok || given(now.Comment) != comment || now.Etag != w.etags[question] {
			t.Errorf("%s: acknowledged as %s %q, found as %s %q", question, w.etags[question], comment, now.Etag, given(now.Comment))
		}
		delete(stored, question)
	}
	for question := range stored {
		t.Errorf("%s: found an answer that was never saved", question)
	}
}

// submitter answers, submits, has the buyer return a question, and so on.
type submitter struct {
	*writer
	buyer     *api.ClientWithResponses
	receipts  []string // digests, by revision
	returned  bool     // a question may be changed now
	uncertain bool     // a submission is flying
}

// fillIn answers everything once, with its files.
func (w *submitter) fillIn(sample response.Response) {
	t := w.site.t
	t.Helper()
	w.evidence = map[string]string{}
	for _, file := range sample.Evidence {
		params := &api.UploadEvidenceParams{FileName: file.Name, Kind: file.Kind, DatedOn: day(file.DatedOn)}
		kept := got(w.contact.UploadEvidenceWithBodyWithResponse(t.Context(), w.assessmentID, params,
			"application/octet-stream", bytes.NewReader(contentOf(t, file.Name)))).want(t, http.StatusCreated).JSON201
		w.evidence[file.ID] = kept.ID
	}
	w.answerAll()
	w.returned = true
}

// write goes round until the server is gone.
func (w *submitter) write() {
	for w.step() {
	}
}

func (w *submitter) step() bool {
	if !w.returned {
		return w.sendBack()
	}
	return w.save(w.doubted()) && w.submit()
}

// doubted is a changed answer to the question that is always returned.
func (w *submitter) doubted() assessment.Answer {
	for {
		if a := w.next(); a.QuestionID == doubted {
			a.Comment += time.Now().Format(" 15:04:05.000000")
			return a
		}
	}
}

func (w *submitter) submit() bool {
	w.uncertain = true
	receipt, err := w.contact.SubmitAnswersWithResponse(context.Background(), w.assessmentID, nil, api.SubmissionInput{Attest: true})
	if err != nil {
		return false
	}
	if receipt.StatusCode() != http.StatusCreated || receipt.JSON201.Revision != len(w.receipts)+1 {
		w.site.t.Errorf("submission %d: %d %s", len(w.receipts)+1, receipt.StatusCode(), receipt.Body)
		return false
	}
	w.receipts = append(w.receipts, receipt.JSON201.Digest)
	w.uncertain, w.returned = false, false
	w.site.submissions.Add(1)
	return true
}

func (w *submitter) sendBack() bool {
	back, err := w.buyer.ReturnAssessmentWithResponse(context.Background(), w.assessmentID, nil,
		api.ReturnInput{Questions: []api.ReturnedQuestion{{QuestionID: doubted, Feedback: "Please say more."}}})
	if err != nil {
		return false
	}
	if back.StatusCode() != http.StatusOK {
		w.site.t.Errorf("return: %d %s", back.StatusCode(), back.Body)
		return false
	}
	w.returned = true
	return true
}

// checkRevisions wants every receipt's revision under its digest, and at most
// the flying submission beyond them. Then it learns where the assessment
// stands.
func (w *submitter) checkRevisions() {
	t := w.site.t
	t.Helper()
	found := got(w.contact.ListOwnRevisionsWithResponse(t.Context(), w.assessmentID)).want(t, http.StatusOK).JSON200.Items
	for number, digest := range w.receipts {
		if number >= len(found) || found[number].Number != number+1 || found[number].Digest != digest {
			t.Errorf("revision %d, acknowledged with a receipt, is not there", number+1)
		}
	}
	beyond := found[min(len(w.receipts), len(found)):]
	if w.uncertain {
		w.site.inFlight++
		w.site.happened += len(beyond)
	}
	if len(beyond) > 1 || len(beyond) == 1 && !w.uncertain {
		t.Errorf("%d revisions more than were submitted", len(beyond))
	}
	for _, r := range beyond {
		w.receipts = append(w.receipts, r.Digest)
	}
	now := got(w.buyer.GetAssessmentWithResponse(t.Context(), w.assessmentID)).want(t, http.StatusOK).JSON200
	w.uncertain, w.returned = false, !strings.EqualFold(string(now.State), string(assessment.StateSubmitted))
	w.checkReceipt(t.Context())
}

// checkReceipt wants the newest receipt as it was given.
func (w *submitter) checkReceipt(ctx context.Context) {
	t := w.site.t
	t.Helper()
	if len(w.receipts) == 0 {
		return
	}
	last := got(w.contact.GetReceiptWithResponse(ctx, w.assessmentID)).want(t, http.StatusOK).JSON200
	if last.Revision != len(w.receipts) || last.Digest != w.receipts[len(w.receipts)-1] {
		t.Errorf("the receipt %d %s is not the last one given", last.Revision, last.Digest)
	}
}
