package httpapi

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestDocumentationLoadsNothingFromElsewhere(t *testing.T) {
	e := newEdge(t)
	page := e.do(request("GET", "/docs", "", ""))
	body := page.Body.String()
	if strings.Contains(body, "//") {
		t.Errorf("the page names another host:\n%s", body)
	}
	if csp := page.Header().Get("Content-Security-Policy"); strings.Contains(csp, "http") || strings.Contains(csp, "unsafe") || !strings.Contains(csp, "connect-src 'self'") {
		t.Errorf("the page may load from elsewhere: %s", csp)
	}
	if !strings.Contains(body, `disable-telemetry="true"`) {
		t.Error("the viewer's telemetry is on")
	}
	for _, l := range explainedLooks() {
		if !strings.Contains(body, `id="problem-`+l.Slug+`"`) || l.Meaning == "" {
			t.Errorf("the problem type %s is not explained", l.Slug)
		}
	}
}

func TestDocumentationScriptPackedAndUnpacked(t *testing.T) {
	e := newEdge(t)
	get := func(accept string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		e.handler.ServeHTTP(w, request("GET", docsScriptPath, "", "", "Accept-Encoding", accept))
		return w
	}
	packed, plain, refused := get("br, gzip"), get("identity"), get("gzip;q=0")
	if packed.Header().Get("Content-Encoding") != "gzip" || plain.Header().Get("Content-Encoding") != "" {
		t.Errorf("encodings: %q and %q", packed.Header().Get("Content-Encoding"), plain.Header().Get("Content-Encoding"))
	}
	r, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := io.ReadAll(r)
	if err != nil || !bytes.Equal(unpacked, plain.Body.Bytes()) || !bytes.Equal(unpacked, refused.Body.Bytes()) {
		t.Errorf("the script differs by encoding (%v)", err)
	}
	if !bytes.Contains(unpacked[:300], []byte("@license MIT")) {
		t.Error("the script lost its licence notice")
	}
	if packed.Header().Get("Vary") != "Accept-Encoding" || !strings.HasPrefix(packed.Header().Get("Content-Type"), "text/javascript") {
		t.Errorf("headers: %v", packed.Header())
	}
}

// A person who follows a link with a browser meets a page, not a problem.
func TestPagesForPeople(t *testing.T) {
	e := newEdge(t)
	for path, want := range map[string]string{"/": "/docs"} {
		page := e.do(request("GET", path, "", ""))
		if page.Code != 200 || !strings.Contains(page.Body.String(), want) {
			t.Errorf("%s: %d %s", path, page.Code, page.Body)
		}
		policy := page.Header().Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "script-src") {
			t.Errorf("%s: policy %q", path, policy)
		}
	}
}
