package httpapi

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/gin-gonic/gin"

	"memsure/api"
	"memsure/internal/fault"
)

// The page at /docs draws the contract with Redoc 3.0.1 (its standalone bundle
// from npm, `gzip -9n`; licence in docs/redoc.LICENSE), which travels inside
// the binary and loads nothing from elsewhere.
var (
	//go:embed docs/index.html
	docsTemplate string
	//go:embed docs/redoc.standalone.js.gz
	docsScript []byte
)

// The one route beside the contract.
const docsScriptPath = "/docs/redoc.js"

// The list of problems covers the page when the address points into it, and
// stands below it where there is no script.
const docsStyle = `body{margin:0;font-family:system-ui,sans-serif}` +
	`#problems{display:none;box-sizing:border-box;padding:2rem max(1rem,calc(50vw - 25rem));line-height:1.5}` +
	`#problems:target,#problems:has(:target){display:block;position:fixed;inset:0;z-index:10000;overflow:auto;background:#fff;color:#111}` +
	`@media (scripting:none){#problems{display:block}}` +
	`#problems dt{font-weight:600;margin-top:1rem}#problems dd{margin:0}#problems :target{background:#fff3bf}`

// Redoc makes empty style elements and fills them by script: the second hash
// is that of nothing. Its telemetry is switched off in the page, and would be
// refused here; so is the maker's logo.
var cspDocs = []string{"default-src 'none'; script-src 'self'; style-src " + hashOf(docsStyle) + " " + hashOf("") +
	"; connect-src 'self'; img-src 'self' data:; font-src data:; worker-src blob:; " +
	"frame-ancestors 'none'; base-uri 'none'; form-action 'none'"}

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// renderDocs makes the page once; its parts are fixed at build time.
var renderDocs = sync.OnceValues(func() ([]byte, error) {
	page, err := template.New("docs").Parse(docsTemplate)
	if err != nil {
		return nil, fault.Wrap(err, "reading the documentation page")
	}
	var out bytes.Buffer
	err = page.Execute(&out, struct {
		Style    template.CSS
		Problems []look
	}{docsStyle, explainedLooks()})
	return out.Bytes(), fault.Wrap(err, "writing the documentation page")
})

// explainedLooks lists every problem type by status.
func explainedLooks() []look {
	out := []look{malformed}
	for _, l := range looks {
		out = append(out, l)
	}
	slices.SortFunc(out, func(a, b look) int { return a.Status - b.Status })
	return out
}

// docs gives the contract as a page.
func docs() (api.GetDocsResponseObject, error) {
	page, err := renderDocs()
	return api.GetDocs200TextHTMLResponse{Body: bytes.NewReader(page), ContentLength: int64(len(page))}, err
}

// serveDocsScript sends the bundle as it is stored; a client that does not
// take gzip gets it unpacked.
func (s *server) serveDocsScript(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("Content-Type", "text/javascript; charset=utf-8")
	h.Set("Cache-Control", "public, max-age=3600")
	h.Set("Vary", "Accept-Encoding")
	if takesGzip(c.Request.Header) {
		h.Set("Content-Encoding", "gzip")
		h.Set("Content-Length", strconv.Itoa(len(docsScript)))
		_, _ = c.Writer.Write(docsScript)
		return
	}
	script, err := gzip.NewReader(bytes.NewReader(docsScript))
	if err == nil {
		_, err = io.Copy(c.Writer, script) //nolint:gosec // our own embedded file, of known size
	}
	if err != nil {
		s.fail(c, err)
	}
}

func takesGzip(h http.Header) bool {
	for part := range strings.SplitSeq(h.Get("Accept-Encoding"), ",") {
		name, quality, _ := strings.Cut(strings.TrimSpace(part), ";")
		if name == "gzip" && strings.TrimSpace(quality) != "q=0" {
			return true
		}
	}
	return false
}
