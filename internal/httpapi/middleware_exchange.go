package httpapi

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"memsure/internal/auth"
	"memsure/internal/id"
)

// exchange is what the edge learns about one request on its way, for the one
// line it logs and the problem it may have to write. It belongs to the
// request's goroutine.
type exchange struct {
	id      string
	op      *operation // nil outside the contract
	caller  auth.Principal
	body    *watchedBody // nil without a body
	code    string       // stable code of the failure, if any
	cause   error        // what the log should say about it; never shown
	stack   []byte       // of a recovered panic
	started time.Time
}

type exchangeKey struct{}

func exchangeOf(ctx context.Context) *exchange {
	x, _ := ctx.Value(exchangeKey{}).(*exchange)
	return x
}

// RequestID gives the id of the request this context belongs to, empty outside
// of one.
func RequestID(ctx context.Context) string {
	if x := exchangeOf(ctx); x != nil {
		return x.id
	}
	return ""
}

// track opens the record of a request and closes it with one log line and
// the metrics, however the request ends.
func (s *server) track(c *gin.Context) {
	x := &exchange{
		id:      requestID(c.Request.Header["X-Request-Id"]),
		op:      s.contract.find(c.FullPath(), c.Request.Method),
		caller:  auth.AnonymousPrincipal(),
		started: s.now(),
	}
	c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), exchangeKey{}, x))
	c.Writer.Header()["X-Request-Id"] = []string{x.id}
	s.metrics.inFlight.Inc()
	defer s.close(c, x)
	c.Next()
}

func (s *server) close(c *gin.Context, x *exchange) {
	took := s.now().Sub(x.started)
	s.metrics.inFlight.Dec()
	s.metrics.observe(x.op, c.Writer.Status(), took)
	s.log.LogAttrs(c.Request.Context(), level(x, c.Writer.Status()), "request", x.attrs(c, took)...)
}

// attrs names what happened without anything the caller sent: route templates
// instead of paths, ids instead of names, no query, no body, no header.
func (x *exchange) attrs(c *gin.Context, took time.Duration) []slog.Attr {
	attrs := make([]slog.Attr, 0, 14)
	attrs = append(attrs,
		slog.String("request_id", x.id),
		slog.String("method", knownMethod(c.Request.Method)),
		slog.String("route", routeName(x.op, c)),
		slog.Int("status", c.Writer.Status()),
		slog.Int64("duration_us", took.Microseconds()),
		slog.Int("bytes", max(c.Writer.Size(), 0)),
		slog.String("principal", x.caller.ActorKind()),
	)
	if x.op != nil {
		attrs = append(attrs, slog.String("operation", x.op.id))
	}
	if who := x.caller.ActorID(); who != "" {
		attrs = append(attrs, slog.String("principal_id", who))
	}
	if x.code != "" {
		attrs = append(attrs, slog.String("code", x.code))
	}
	if x.cause != nil {
		attrs = append(attrs, slog.String("cause", x.cause.Error()))
	}
	if x.stack != nil {
		attrs = append(attrs, slog.String("stack", string(x.stack)))
	}
	return attrs
}

func level(x *exchange, status int) slog.Level {
	switch {
	case status >= http.StatusInternalServerError || x.stack != nil:
		return slog.LevelError
	case x.cause != nil:
		return slog.LevelWarn
	default:
		return slog.LevelInfo
	}
}

// routeName is the template of a route, never the path that was asked for.
func routeName(op *operation, c *gin.Context) string {
	switch {
	case op != nil:
		return op.path
	case c.FullPath() != "":
		return c.FullPath()
	default:
		return "unmatched"
	}
}

// knownMethod keeps invented methods out of logs and labels.
func knownMethod(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut,
		http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return m
	default:
		return "other"
	}
}

// requestID keeps a caller's own id when it is a plain short token, so that
// two systems' logs can be laid side by side; otherwise it makes one.
func requestID(given []string) string {
	if len(given) == 1 && plainToken(given[0]) {
		return given[0]
	}
	return id.New(id.Request)
}

// plainToken: 8 to 64 letters, digits, dots, dashes or underscores.
func plainToken(s string) bool {
	if len(s) < 8 || len(s) > 64 {
		return false
	}
	for i := range len(s) {
		b := s[i]
		plain := b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' ||
			b == '-' || b == '_' || b == '.'
		if !plain {
			return false
		}
	}
	return true
}
