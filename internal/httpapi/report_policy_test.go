package httpapi

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
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

// TestSheetPolicyAllowsItsScriptOnly: the page to try out has one script that
// runs, one block of data that does not, and no attribute that would.
func TestSheetPolicyAllowsItsScriptOnly(t *testing.T) {
	policy := cspSheet[0]
	if !strings.Contains(policy, "script-src "+html.SheetScriptHash()+";") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "allow-same-origin") {
		t.Errorf("policy %q", policy)
	}
	def := reporttest.Input().Definition
	var page bytes.Buffer
	if err := html.Questionnaire(&page, report.BuildQuestionnaire(def, "sha256:0", true)); err != nil {
		t.Fatal(err)
	}
	script := between(t, page.String(), "<script>", "</script>")
	sum := sha256.Sum256([]byte(script))
	if html.SheetScriptHash() != "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'" {
		t.Error("the script on the page is not the one allowed")
	}
	for _, other := range []string{` style="`, ` onclick`, ` oninput`, "<img", "<link", "src="} {
		if strings.Contains(page.String(), other) {
			t.Errorf("the page holds %q, which the policy refuses", other)
		}
	}
}

func between(t *testing.T, text, from, to string) string {
	t.Helper()
	_, after, ok := strings.Cut(text, from)
	inside, _, closed := strings.Cut(after, to)
	if !ok || !closed {
		t.Fatalf("no %s", from)
	}
	return inside
}
