package e2e

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"

	"memsure/internal/canon"
	"memsure/internal/report"
)

// explained fetches the explanation of a scorecard in its three forms: it names
// the scorecard, accounts for all of 100, and stays the same for ever.
func (st *story) explained(c card) {
	ctx, t := st.t.Context(), st.t
	t.Helper()
	number := c.summary.Number
	told := got(st.buyer.GetScorecardTraceWithResponse(ctx, st.assessment, number)).want(t, http.StatusOK)
	var view report.Trace
	must(t, json.Unmarshal(told.Body, &view))
	if view.ScorecardDigest != c.summary.Digest || view.ReportID != c.summary.ReportID || view.Subject.Vendor != st.sample.Vendor {
		t.Errorf("the trace is of %s, %s, %s", view.ScorecardDigest, view.ReportID, view.Subject.Vendor)
	}
	if view.Results[0].Score != c.overall || view.WhyNot.Total != "100.00" {
		t.Errorf("the trace explains %s and adds up to %s, the score is %s", view.Results[0].Score, view.WhyNot.Total, c.overall)
	}
	if first, known := st.traces[c.summary.Digest]; known && !bytes.Equal(first, told.Body) {
		t.Error("the trace of a scorecard has changed")
	}
	if st.traces == nil {
		st.traces = map[string][]byte{}
	}
	st.traces[c.summary.Digest] = told.Body

	_, digest, err := canon.EncodeDigest(canon.DomainTrace, json.RawMessage(told.Body))
	must(t, err)
	file := got(st.buyer.GetScorecardTracePDFWithResponse(ctx, st.assessment, number)).want(t, http.StatusOK)
	if !bytes.HasPrefix(file.Body, []byte("%PDF-")) {
		t.Error("the trace is no PDF")
	}
	page := got(st.buyer.GetScorecardTraceHTMLWithResponse(ctx, st.assessment, number)).want(t, http.StatusOK)
	if text := string(page.Body); !strings.Contains(text, "Why not 100") || !strings.Contains(text, digest) || !strings.Contains(text, c.summary.Digest) {
		t.Error("the page is not this trace")
	}
	st.covered(c)
}

// covered checks that every control the questions map to is there, in a
// framework that says which edition is meant.
func (st *story) covered(c card) {
	st.t.Helper()
	found := got(st.buyer.GetScorecardCoverageWithResponse(st.t.Context(), st.assessment, c.summary.Number)).want(st.t, http.StatusOK).JSON200
	if found.ScorecardDigest != c.summary.Digest || len(found.Frameworks) == 0 {
		st.t.Fatalf("coverage of %s: %d frameworks", found.ScorecardDigest, len(found.Frameworks))
	}
	for _, f := range found.Frameworks {
		if !f.Known || f.Edition == "" || f.Status == "" || len(f.Controls) == 0 {
			st.t.Errorf("framework %+v", f)
		}
		for _, control := range f.Controls {
			if control.Title == "" || len(control.QuestionIds) == 0 || (control.Standing == "scored") != (control.Score != nil) {
				st.t.Errorf("%s: %+v", f.ID, control)
			}
		}
	}
}
