package httpapi

import (
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"

	"github.com/gin-gonic/gin"

	"memsure/internal/report/html"
)

// recoverPanics turns a panic into a problem and a log line with its stack.
// http.ErrAbortHandler passes: it is how an answer is cut off on purpose.
func (s *server) recoverPanics(c *gin.Context) {
	defer func() {
		v := recover()
		if v == nil {
			return
		}
		if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
			panic(v)
		}
		x := exchangeOf(c.Request.Context())
		x.stack = debug.Stack()
		s.fail(c, fmt.Errorf("panic: %v", v))
	}()
	c.Next()
}

// Shared between all answers; nothing may append to or change them.
var (
	headerNoSniff  = []string{"nosniff"}
	headerDeny     = []string{"DENY"}
	headerReferrer = []string{"no-referrer"}
	headerNoStore  = []string{"no-store"}
	headerSameSite = []string{"same-origin"}
	headerSTS      = []string{"max-age=31536000"}
	cspNothing     = []string{"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"}
	// A report page brings its own style, which is named by its hash, and
	// pictures drawn in the page; it loads nothing.
	cspReport = []string{"default-src 'none'; style-src " + html.StyleHash() + "; " +
		"frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox"}
	// A questionnaire to try out also runs its one script, named by its hash; it
	// can reach neither the network nor this origin.
	cspSheet = []string{"default-src 'none'; style-src " + html.SheetStyleHash() + "; script-src " + html.SheetScriptHash() + "; " +
		"frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox allow-scripts"}
)

// secure sets what every answer carries. Handlers may loosen it, knowingly.
func secure(c *gin.Context) {
	h := c.Writer.Header()
	h["X-Content-Type-Options"] = headerNoSniff
	h["X-Frame-Options"] = headerDeny
	h["Referrer-Policy"] = headerReferrer
	h["Cache-Control"] = headerNoStore
	h["Cross-Origin-Resource-Policy"] = headerSameSite
	h["Content-Security-Policy"] = cspNothing
	if x := exchangeOf(c.Request.Context()); x.op != nil && x.op.csp != nil {
		h["Content-Security-Policy"] = x.op.csp
	}
	if c.Request.TLS != nil {
		h["Strict-Transport-Security"] = headerSTS
	}
	c.Next()
}
