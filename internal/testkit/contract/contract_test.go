package contract

import (
	"net/http"
	"strings"
	"testing"

	"memsure/api"
)

func TestCheckTellsBrokenAnswersFromGoodOnes(t *testing.T) {
	doc, err := api.Spec()
	if err != nil {
		t.Fatal(err)
	}
	const problem = `{"type":"/docs#problem-not-found","title":"t","status":404,"code":"c","detail":"d","instance":"req_1"}`
	header := func(media string) http.Header {
		return http.Header{"Content-Type": {media}, "X-Request-Id": {"req_1"}}
	}
	for name, c := range map[string]struct {
		method, path string
		status       int
		header       http.Header
		body         string
		wrong        string // part of the complaint; empty: none
	}{
		"a good answer":         {"GET", "/healthz", 200, header("application/json"), `{"status":"ok"}`, ""},
		"a good problem":        {"GET", "/api/v1/vendors/ven_1", 404, header("application/problem+json"), problem, ""},
		"a page":                {"GET", "/docs", 200, header("text/html"), "<p>", ""},
		"refused elsewhere":     {"GET", "/nowhere", 404, header("application/problem+json"), problem, ""},
		"served elsewhere":      {"GET", "/nowhere", 200, header("application/json"), `{}`, "no such operation"},
		"plain text elsewhere":  {"GET", "/nowhere", 404, header("text/plain"), "404 page not found", "text/plain"},
		"an unknown member":     {"GET", "/healthz", 200, header("application/json"), `{"status":"ok","more":1}`, "more"},
		"a missing member":      {"GET", "/healthz", 200, header("application/json"), `{}`, "status"},
		"a wrong value":         {"GET", "/healthz", 200, header("application/json"), `{"status":"fine"}`, "enum"},
		"two values":            {"GET", "/healthz", 200, header("application/json"), `{"status":"ok"}{}`, "more than one"},
		"another media type":    {"GET", "/healthz", 200, header("text/plain"), `ok`, "not documented"},
		"an unknown status":     {"GET", "/healthz", 418, header("application/json"), `{}`, "does not document"},
		"a header left out":     {"GET", "/api/v1/questionnaires/a/versions/1.0.0/file", 200, header("application/yaml"), "", "missing"},
		"a problem's status":    {"GET", "/api/v1/vendors/ven_1", 403, header("application/problem+json"), problem, "incomplete"},
		"a problem without id":  {"GET", "/api/v1/vendors/ven_1", 404, http.Header{"Content-Type": {"application/problem+json"}, "X-Request-Id": {"req_2"}}, problem, "instance"},
		"a failure as our JSON": {"GET", "/api/v1/vendors/ven_1", 404, header("application/json"), problem, "not documented"},
	} {
		t.Run(name, func(t *testing.T) {
			err := Check(doc, c.method, c.path, c.status, c.header, []byte(c.body))
			switch {
			case c.wrong == "" && err != nil:
				t.Errorf("complained: %v", err)
			case c.wrong != "" && (err == nil || !strings.Contains(err.Error(), c.wrong)):
				t.Errorf("got %v, want a complaint about %q", err, c.wrong)
			}
		})
	}
}

func TestFindPrefersFixedSegments(t *testing.T) {
	doc, err := api.Spec()
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"/api/v1/questionnaires/lint":                 "lintQuestionnaire",
		"/api/v1/vendors/import":                      "importVendors",
		"/api/v1/assessments/bulk":                    "createAssessments",
		"/api/v1/questionnaires/a/versions/1/publish": "publishQuestionnaire",
	} {
		if op := Find(doc, http.MethodPost, path); op == nil || op.OperationID != want {
			t.Errorf("POST %s found %v, want %s", path, op, want)
		}
	}
}
