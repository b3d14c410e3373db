package httpapi

import (
	"crypto/sha256"
	"encoding/base64"
	"regexp"
	"strings"
	"testing"
)

// The page runs its own script and style sheet, talks to its own service, and
// to nobody else.
func TestPortalPageLoadsItsOwnPartsOnly(t *testing.T) {
	e := newEdge(t)
	page := e.do(request("GET", "/portal", "", ""))
	if page.Code != 200 || page.Header().Get("Cache-Control") != "no-store" || !strings.HasPrefix(page.Header().Get("Content-Type"), "text/html") {
		t.Fatalf("%d %v", page.Code, page.Header())
	}
	policy := map[string]string{}
	for part := range strings.SplitSeq(page.Header().Get("Content-Security-Policy"), "; ") {
		name, value, _ := strings.Cut(part, " ")
		policy[name] = value
	}
	for name, want := range map[string]string{"default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "connect-src": "'self'",
		"img-src": "data:", "require-trusted-types-for": "'script'", "trusted-types": "'none'", "base-uri": "'none'", "form-action": "'none'", "frame-ancestors": "'none'"} {
		if policy[name] != want {
			t.Errorf("%s is %q, want %q", name, policy[name], want)
		}
	}
	body := page.Body.String()
	for _, bad := range []string{"//", " on", "style=", "<script>", "<style"} {
		if regexp.MustCompile(`<[^>]*`+regexp.QuoteMeta(bad)).MatchString(body) && bad != "//" || bad == "//" && strings.Contains(body, bad) {
			t.Errorf("the page has %q", bad)
		}
	}
	if !strings.Contains(body, "<noscript>") || !strings.Contains(body, "workbook") {
		t.Error("without script the page does not say what to do")
	}
}

// The address of a part names its content, the page names the content's digest,
// and only an address that names it lets the part be kept.
func TestPortalPartsAreKeptByTheirHash(t *testing.T) {
	e := newEdge(t)
	body := e.do(request("GET", "/portal", "", "")).Body.String()
	found := regexp.MustCompile(`"(/portal/app\.(?:js|css))\?v=([0-9a-f]+)" integrity="sha256-([^"]+)"`).FindAllStringSubmatch(body, -1)
	if len(found) != 2 {
		t.Fatalf("parts in the page: %q", found)
	}
	media := map[string]string{"/portal/app.js": "text/javascript", "/portal/app.css": "text/css"}
	for _, m := range found {
		path, hash, integrity := m[1], m[2], strings.ReplaceAll(m[3], "&#43;", "+")
		for query, keep := range map[string]string{"?v=" + hash: keptForAYear, "?v=0" + hash: askedAgain, "": askedAgain} {
			part := e.do(request("GET", path+query, "", ""))
			sum := sha256.Sum256(part.Body.Bytes())
			if part.Code != 200 || part.Header().Get("Cache-Control") != keep || part.Header().Get("ETag") != `"`+hash+`"` {
				t.Errorf("%s%s: %d %v", path, query, part.Code, part.Header())
			}
			if base64.StdEncoding.EncodeToString(sum[:]) != integrity {
				t.Errorf("%s is not what the page names", path)
			}
			if part.Header().Get("Content-Type") != media[path] || part.Header().Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("%s: %v", path, part.Header())
			}
		}
	}
}
