package e2e

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"memsure/api"
	"memsure/internal/auth"
	"memsure/internal/canon"
	"memsure/internal/report/pdf"
	"memsure/internal/testkit/server"
)

// TestWholeFlow plays one assessment from the order to the second report, with
// the disagreement in between, as its people would: everything goes through the
// generated client, and every answer is held to the contract.
func TestWholeFlow(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		st := begin(t, s)
		st.upload()
		st.answer()
		first := st.submit()
		st.evaluate()
		before := st.score()
		st.reported(before)
		st.recompute(before)
		st.bundled(before)

		st.sendBack()
		st.answerAgain()
		second := st.submit()
		after := st.score()
		st.reported(after)
		st.recompute(after)
		st.bundled(after)
		st.bundled(before)
		st.all(2)

		if first.Revision != 1 || second.Revision != 2 || first.Digest == second.Digest {
			t.Errorf("revisions %d and %d with digests %s and %s", first.Revision, second.Revision, first.Digest, second.Digest)
		}
		if before.summary.GateOutcome != "conditional" || after.summary.GateOutcome != "pass" {
			t.Errorf("gates are %s, then %s", before.summary.GateOutcome, after.summary.GateOutcome)
		}
		if before.overall == after.overall {
			t.Errorf("two answers and a rejected claim changed nothing: %s", after.overall)
		}
		st.stillThere(before, after)
		st.intact()
	})
}

// card is a scorecard as it was first read.
type card struct {
	summary  api.ScorecardSummary
	document []byte // canonical
	overall  string
}

// score has the last revision scored, and holds the document to its digest.
func (st *story) score() card {
	st.t.Helper()
	made := got(st.judge.CreateScorecardWithResponse(st.t.Context(), st.assessment, nil)).want(st.t, http.StatusCreated)
	overall, err := made.JSON201.Summary.Overall.Get()
	must(st.t, err)
	return card{summary: made.JSON201.Summary, document: st.document(made.Body, made.JSON201.Summary.Digest), overall: overall.Score}
}

// document takes the frozen document out of an answer, in both its forms.
func (st *story) document(body []byte, digest string) []byte {
	st.t.Helper()
	var scorecard struct {
		Document  json.RawMessage `json:"document"`
		Canonical string          `json:"canonical"`
	}
	must(st.t, json.Unmarshal(body, &scorecard))
	if found := canon.Digest(canon.DomainScorecard, []byte(scorecard.Canonical)); found != digest {
		st.t.Errorf("the scorecard has digest %s, its bytes give %s", digest, found)
	}
	if again, err := canon.Encode(scorecard.Document); err != nil || string(again) != scorecard.Canonical {
		st.t.Errorf("the document is not the one that was digested (%v)", err)
	}
	return []byte(scorecard.Canonical)
}

// reported fetches the report in its three forms and checks that they are one.
func (st *story) reported(c card) {
	ctx, t := st.t.Context(), st.t
	t.Helper()
	number := c.summary.Number
	view := got(st.buyer.GetReportWithResponse(ctx, st.assessment, &api.GetReportParams{Scorecard: &number})).want(t, http.StatusOK)
	if _, digest, err := canon.EncodeDigest(canon.DomainReport, json.RawMessage(view.Body)); err != nil || digest != c.summary.ReportDigest {
		t.Errorf("the report's JSON gives %s (%v), on record is %s", digest, err, c.summary.ReportDigest)
	}
	file := got(st.buyer.GetReportPDFWithResponse(ctx, st.assessment, &api.GetReportPDFParams{Scorecard: &number})).want(t, http.StatusOK)
	verified, err := pdf.Verify(file.Body)
	must(t, err)
	if !verified.ViewMatches || !verified.Identical || verified.Digest != c.summary.ReportDigest || verified.ReportID != c.summary.ReportID {
		t.Errorf("the PDF does not verify: %+v", verified)
	}
	if reportID, known, err := st.s.App.Reports.Known(ctx, verified.Digest); err != nil || !known || reportID != c.summary.ReportID {
		t.Errorf("the PDF's digest is not on record: %s %v %v", reportID, known, err)
	}
	again := got(st.buyer.GetReportPDFWithResponse(ctx, st.assessment, &api.GetReportPDFParams{Scorecard: &number})).want(t, http.StatusOK)
	if !bytes.Equal(file.Body, again.Body) {
		t.Error("the PDF differs when drawn again")
	}
	page := got(st.buyer.GetReportHTMLWithResponse(ctx, st.assessment, &api.GetReportHTMLParams{Scorecard: &number})).want(t, http.StatusOK)
	if text := string(page.Body); !strings.Contains(text, "<html") || !strings.Contains(text, st.sample.Vendor) || !strings.Contains(text, c.summary.ReportID) {
		t.Error("the page is not the report of this vendor")
	}
	st.explained(c)
}

// stillThere reads earlier scorecards again: not a byte has changed.
func (st *story) stillThere(cards ...card) {
	ctx, t := st.t.Context(), st.t
	t.Helper()
	for _, c := range cards {
		again := got(st.buyer.GetScorecardWithResponse(ctx, st.assessment, c.summary.Number)).want(t, http.StatusOK)
		if document := st.document(again.Body, c.summary.Digest); !bytes.Equal(document, c.document) {
			t.Errorf("scorecard %d is not what it was", c.summary.Number)
		}
		st.reported(c)
	}
	list := got(st.buyer.ListScorecardsWithResponse(ctx, st.assessment)).want(t, http.StatusOK).JSON200
	if len(list.Items) != len(cards) {
		t.Errorf("%d scorecards are listed, want %d", len(list.Items), len(cards))
	}
}

// intact has the service check its own record.
func (st *story) intact() {
	st.t.Helper()
	found := got(st.s.Client(auth.Auditor).VerifyAuditWithResponse(st.t.Context())).want(st.t, http.StatusOK).JSON200
	if !found.Intact || len(found.Breaks) > 0 || found.Events == 0 {
		st.t.Errorf("the record does not hold: %+v", found)
	}
}
