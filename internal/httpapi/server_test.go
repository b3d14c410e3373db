package httpapi

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"memsure/api"
	"memsure/internal/auth"
	"memsure/internal/fault"
	"memsure/internal/testkit/contract"
)

type failingReader struct{ sent bool }

func (r *failingReader) Read(p []byte) (int, error) {
	if r.sent {
		return 0, errors.New("disk went away")
	}
	r.sent = true
	return copy(p, bytes.Repeat([]byte("x"), 8<<10)), nil
}

func startServer(t *testing.T, h http.Handler) string {
	t.Helper()
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	return srv.URL
}

func readAllClose(res *http.Response) ([]byte, error) {
	defer func() { _ = res.Body.Close() }()
	return io.ReadAll(res.Body)
}

func TestGeneratedClientReadsAnswersAndProblems(t *testing.T) {
	e := newEdge(t)
	e.toy.getVendor = func(context.Context) error {
		return fault.New(fault.NotFound, "vendor_absent", "There is no such vendor.")
	}
	c := contract.Client(t, startServer(t, e.handler), contract.Bearer(adminToken))
	list, err := c.ListVendorsWithResponse(t.Context(), &api.ListVendorsParams{Limit: some(10)})
	if err != nil || list.JSON200 == nil || len(list.JSON200.Items) != 0 || !list.JSON200.NextCursor.IsNull() {
		t.Errorf("list: %v %+v", err, list)
	}
	one, err := c.GetVendorWithResponse(t.Context(), "ven_1")
	if err != nil || one.ApplicationProblemJSONDefault == nil || one.ApplicationProblemJSONDefault.Code != "vendor_absent" {
		t.Errorf("absent: %v %+v", err, one)
	}
}

func TestNewRefusesToStartHalf(t *testing.T) {
	if _, err := New(Options{Authenticate: tokens}); err == nil {
		t.Error("a server without handlers started")
	}
	if _, err := New(Options{Handlers: &toy{}}); err == nil {
		t.Error("a server without sign-in started")
	}
}

func TestEveryRouteIsInTheContractAndBack(t *testing.T) {
	s, err := newServer(Options{Handlers: &toy{}, Authenticate: tokens})
	if err != nil {
		t.Fatal(err)
	}
	routes := map[string]bool{}
	for _, r := range s.engine(&toy{}).Routes() {
		routes[r.Method+" "+r.Path] = true
		if s.contract.find(r.Path, r.Method) == nil && r.Path != docsScriptPath {
			t.Errorf("%s %s is served and not in the contract", r.Method, r.Path)
		}
	}
	for route, methods := range s.contract.routes {
		for method, op := range methods {
			if !routes[method+" "+route] {
				t.Errorf("%s (%s %s) is in the contract and not served", op.id, method, route)
			}
			if _, ok := auth.Policy[op.id]; !ok {
				t.Errorf("%s has no row in the policy table", op.id)
			}
		}
	}
	if len(routes) < 80 {
		t.Errorf("only %d routes", len(routes))
	}
}

func TestServedContractIsTheFileAtTheRoot(t *testing.T) {
	root, err := os.ReadFile("../../openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	e := newEdge(t)
	if w := e.do(request("GET", "/openapi.yaml", "", "")); !bytes.Equal(w.Body.Bytes(), root) {
		t.Error("/openapi.yaml is not openapi.yaml: run go generate ./api")
	}
}

// Handlers must get the request's own context: one that ends with the request,
// carries the caller, and is not gin's pooled one.
func TestCancellationReachesHandlers(t *testing.T) {
	e := newEdge(t)
	entered, left := make(chan struct{}), make(chan error, 1)
	e.toy.getVendor = func(ctx context.Context) error {
		if _, pooled := ctx.(*gin.Context); pooled {
			t.Error("the handler got the pooled gin context")
		}
		if p := auth.PrincipalFrom(ctx); p.KeyID != "key_admin" {
			t.Errorf("the handler's context names %+v", p)
		}
		if RequestID(ctx) != "ticket-12345" {
			t.Errorf("the handler's context has request id %q", RequestID(ctx))
		}
		close(entered)
		<-ctx.Done()
		left <- ctx.Err()
		return ctx.Err()
	}
	ctx, cancel := context.WithCancel(t.Context())
	req, _ := http.NewRequestWithContext(ctx, http.MethodGet, startServer(t, e.handler)+"/api/v1/vendors/ven_1", nil)
	req.Header.Set("Authorization", "Bearer "+adminToken)
	req.Header.Set("X-Request-Id", "ticket-12345")
	go func() { <-entered; cancel() }()
	if res, err := http.DefaultClient.Do(req); err == nil {
		_ = res.Body.Close()
		t.Error("a cancelled request was answered")
	}
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Errorf("the handler saw %v", err)
	}
}

// A handler's goroutine that outlives its request must not see the next one.
func TestContextsAreNotShared(t *testing.T) {
	e := newEdge(t)
	var mu sync.Mutex
	kept := map[string]context.Context{}
	e.toy.getVendor = func(ctx context.Context) error {
		mu.Lock()
		kept[RequestID(ctx)] = ctx //nolint:fatcontext // the test looks at the context after the request
		mu.Unlock()
		return errNoRoute
	}
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			token := []string{adminToken, auditorToken}[i%2]
			e.do(request("GET", "/api/v1/vendors/ven_1", token, "", "X-Request-Id", []string{"even-", "odd--"}[i%2]+string(rune('a'+i))+"-000"))
		})
	}
	all.Wait()
	for id, ctx := range kept {
		want := map[bool]string{true: "key_admin", false: "key_auditor"}[strings.HasPrefix(id, "even")]
		if got := auth.PrincipalFrom(ctx).KeyID; got != want || RequestID(ctx) != id {
			t.Errorf("request %s now belongs to %s of %s", id, got, RequestID(ctx))
		}
	}
	if len(kept) != 20 {
		t.Errorf("%d requests were handled", len(kept))
	}
}

func TestPanicBecomesAProblemAndAStack(t *testing.T) {
	e := newEdge(t)
	e.toy.getVendor = func(context.Context) error { panic("canary-panic") }
	e.refused(request("GET", "/api/v1/vendors/ven_1", adminToken, ""), 500, "internal")
	lines := e.lines()
	if len(lines) != 1 || !strings.Contains(lines[0]["cause"].(string), "canary-panic") || !strings.Contains(lines[0]["stack"].(string), "getVendor") && !strings.Contains(lines[0]["stack"].(string), "server_test.go") {
		t.Errorf("log: %v", lines)
	}
}

func TestServeFinishesWhatItBegan(t *testing.T) {
	e := newEdge(t)
	entered, release := make(chan struct{}), make(chan struct{})
	e.toy.listVendors = func(context.Context, api.ListVendorsRequestObject) (api.ListVendorsResponseObject, error) {
		close(entered)
		<-release
		return api.ListVendors200JSONResponse{Items: []api.Vendor{}}, nil
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stopped := make(chan error, 1)
	go func() { stopped <- Serve(ctx, NewHTTPServer(e.handler, slog.New(slog.DiscardHandler)), l, time.Minute) }()
	answered := make(chan int, 1)
	go func() {
		req, _ := http.NewRequest(http.MethodGet, "http://"+l.Addr().String()+"/api/v1/vendors", nil)
		req.Header.Set("Authorization", "Bearer "+adminToken)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			answered <- 0
			return
		}
		_ = res.Body.Close()
		answered <- res.StatusCode
	}()
	<-entered
	stop()
	for { // the listener closes first, the request in flight goes on
		conn, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			break
		}
		_ = conn.Close()
	}
	close(release)
	if status := <-answered; status != 200 {
		t.Errorf("the request in flight got %d", status)
	}
	if err := <-stopped; err != nil {
		t.Errorf("Serve: %v", err)
	}
}

func TestServeCutsWhatNeverEnds(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	entered := make(chan struct{})
	h := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { close(entered); <-r.Context().Done() })
	ctx, stop := context.WithCancel(t.Context())
	stopped := make(chan error, 1)
	go func() { stopped <- Serve(ctx, NewHTTPServer(h, slog.New(slog.DiscardHandler)), l, time.Millisecond) }()
	go func() {
		if res, err := http.Get("http://" + l.Addr().String()); err == nil {
			_ = res.Body.Close()
		}
	}()
	<-entered
	stop()
	if err := <-stopped; err == nil {
		t.Error("Serve did not say that it cut a request off")
	}
}

func TestServerHasEveryDeadline(t *testing.T) {
	s := NewHTTPServer(http.NotFoundHandler(), slog.New(slog.DiscardHandler))
	if s.ReadHeaderTimeout <= 0 || s.ReadTimeout <= 0 || s.WriteTimeout <= 0 || s.IdleTimeout <= 0 || s.MaxHeaderBytes <= 0 {
		t.Errorf("a deadline is missing: %+v", s)
	}
}
