package httpapi

import (
	"bytes"
	"strings"
	"testing"

	"memsure/internal/report"
	"memsure/internal/report/html"
	"memsure/internal/report/reporttest"
)

// TestReportPolicyAllowsItsStyleOnly: the one style element is allowed by its
// hash and nothing in the page needs more.
func TestReportPolicyAllowsItsStyleOnly(t *testing.T) {
	policy := cspReport[0]
	if !strings.Contains(policy, "style-src "+html.StyleHash()+";") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "data:") || !strings.HasSuffix(policy, "; sandbox") {
		t.Errorf("policy %q", policy)
	}
	var page bytes.Buffer
	if err := html.Scorecard(&page, report.BuildScorecard(reporttest.Input())); err != nil {
		t.Fatal(err)
	}
	for _, other := range []string{` style="`, "<img", "<script", "<link", "@import", "url(data"} {
		if strings.Contains(page.String(), other) {
			t.Errorf("the page holds %q, which the policy refuses", other)
		}
	}
	if n := strings.Count(page.String(), "<style>"); n != 1 {
		t.Errorf("%d style elements", n)
	}
}
