// Package httpapi is memsure's HTTP edge. Around the handlers (one type a
// capability, together an api.StrictServerInterface) it puts everything every
// request needs, in this order:
//
//	request id, log line, metrics     middleware_exchange.go
//	panic recovery, security headers  middleware_guard.go
//	body limits and deadlines         middleware_body.go
//	sign-in, rate limit, policy       middleware_access.go
//	the contract                      middleware_contract.go
//	repeated requests                 middleware_repeat.go
//
// Handlers return a success value or an error of package fault; problem.go is
// the only place that turns errors into answers. Handlers get the request's
// own context, with the caller in it (auth.PrincipalFrom), and never see gin.
package httpapi

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"memsure/api"
	"memsure/internal/auth"
	"memsure/internal/fault"
	"memsure/internal/webui"
)

// Authenticator says who holds a bearer token. It answers a token it does not
// know, or one that is over, with fault.Unauthenticated.
type Authenticator func(ctx context.Context, token string) (auth.Principal, error)

// Options is what a server is made of. Handlers and Authenticate are required.
type Options struct {
	Handlers     api.StrictServerInterface
	Authenticate Authenticator
	Logger       *slog.Logger     // one line a request; nil discards
	Metrics      *Metrics         // nil: counted, shown nowhere
	Limits       Limits           // zero fields mean DefaultLimits
	Now          func() time.Time // nil: time.Now; used for rate limits and durations
}

// server carries what the middleware shares; nothing in it changes after New,
// except the buckets of the rate limiter.
type server struct {
	contract     *catalogue
	authenticate Authenticator
	log          *slog.Logger
	metrics      *Metrics
	limits       Limits
	limiter      *limiter
	now          func() time.Time
}

// gin keeps its mode in a global and prints to standard output in any other.
var quiet = sync.OnceFunc(func() { gin.SetMode(gin.ReleaseMode) })

// New builds the handler of the whole HTTP interface. It fails with an
// Internal fault when a required option is missing or the contract cannot be
// read, and never later.
func New(o Options) (http.Handler, error) {
	s, err := newServer(o)
	if err != nil {
		return nil, err
	}
	return s.engine(o.Handlers), nil
}

func newServer(o Options) (*server, error) {
	if o.Handlers == nil || o.Authenticate == nil {
		return nil, fault.Wrap(errors.New("handlers and authenticator are required"), "building the HTTP server")
	}
	doc, err := api.Spec()
	if err != nil {
		return nil, fault.Wrap(err, "reading the contract")
	}
	if _, err := renderDocs(); err != nil {
		return nil, err
	}
	if _, err := webui.Portal(); err != nil {
		return nil, err
	}
	s := &server{authenticate: o.Authenticate, log: o.Logger, metrics: o.Metrics,
		limits: o.Limits.withDefaults(), now: o.Now}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.metrics == nil {
		s.metrics = NewMetrics()
	}
	if s.now == nil {
		s.now = time.Now
	}
	s.limiter = newLimiter(s.limits)
	s.contract, err = readContract(doc, s.limits, s.metrics)
	return s, err
}

// engine lays out the routes of the contract, plus the one asset its
// documentation page loads.
func (s *server) engine(handlers api.StrictServerInterface) *gin.Engine {
	quiet()
	e := gin.New()
	e.HandleMethodNotAllowed = true
	e.RedirectTrailingSlash = false
	_ = e.SetTrustedProxies(nil) // nil cannot fail; addresses come from the connection alone
	e.Use(s.track, s.recoverPanics, secure, s.limitBody, s.signIn, s.limitRate, s.authorise, s.allowTransfer, s.checkContract, s.markRepeatable)
	e.NoRoute(func(c *gin.Context) { s.fail(c, errNoRoute) })
	e.NoMethod(func(c *gin.Context) { s.fail(c, errNoMethod) })
	strict := api.NewStrictHandlerWithOptions(handlers, nil, api.StrictGinServerOptions{
		RequestErrorHandlerFunc:  func(c *gin.Context, err error) { s.fail(c, misread(err)) },
		HandlerErrorFunc:         s.fail,
		ResponseErrorHandlerFunc: s.fail,
	})
	api.RegisterHandlersWithOptions(e, strict, api.GinServerOptions{
		ErrorHandler: func(c *gin.Context, err error, _ int) { s.fail(c, misread(err)) },
	})
	e.GET(docsScriptPath, s.serveDocsScript)
	return e
}
