package httpapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"memsure/api"
	"memsure/internal/fault"
)

func TestEveryFaultBecomesItsProblem(t *testing.T) {
	secret := errors.New("dsn=postgres://user:hunter2@db")
	stale := fault.New(fault.Stale, "answer_stale", "Changed since.")
	stale.Current = `"v7"`
	later := fault.New(fault.Unavailable, "busy", "Busy.")
	later.RetryAfter = 1500 * time.Millisecond
	for name, c := range map[string]struct {
		err    error
		status int
		code   string
		slug   string
	}{
		"invalid":          {fault.New(fault.Invalid, "no_option", "No."), 422, "no_option", "invalid"},
		"contract":         {fault.New(fault.Invalid, codeContract, "No."), 400, "contract", "contract"},
		"not found":        {fault.New(fault.NotFound, "gone", "No."), 404, "gone", "not-found"},
		"wrapped":          {fmt.Errorf("doing: %w", fault.New(fault.NotFound, "absent", "No.")), 404, "absent", "not-found"},
		"forbidden":        {fault.New(fault.Forbidden, "no", "No."), 403, "no", "forbidden"},
		"rate limited":     {fault.New(fault.RateLimited, "slow", "No."), 429, "slow", "rate-limited"},
		"unavailable":      {later, 503, "busy", "unavailable"},
		"internal":         {fault.Wrap(secret, "opening"), 500, "internal", "internal"},
		"unknown":          {secret, 500, "internal", "internal"},
		"deadline":         {fmt.Errorf("query: %w", context.DeadlineExceeded), 503, "timeout", "unavailable"},
		"cause of a fault": {fault.New(fault.Forbidden, "no", "No.").WithCause(secret), 403, "no", "forbidden"},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEdge(t)
			e.toy.getVendor = func(context.Context) error { return c.err }
			e.toy.createVendor = func(context.Context, api.CreateVendorRequestObject) (api.CreateVendorResponseObject, error) {
				return nil, c.err
			}
			r := request("GET", "/api/v1/vendors/ven_1", adminToken, "")
			if c.status == 422 { // which reading one thing never gives
				r = request("POST", "/api/v1/vendors", adminToken, `{"name":"Northwind"}`)
			}
			if c.status == 429 { // checked below with the header the contract wants
				c.err.(*fault.Error).RetryAfter = time.Second //nolint:errorlint // made three lines above
			}
			p := e.refused(r, c.status, c.code)
			if want := "/docs#problem-" + c.slug; p.Type != want {
				t.Errorf("type %s, want %s", p.Type, want)
			}
			if body := fmt.Sprintf("%+v", p); strings.Contains(body, "hunter2") {
				t.Errorf("the problem tells what it must not: %s", body)
			}
		})
	}
}

func TestTheLogNamesTheCauseOnce(t *testing.T) {
	e := newEdge(t)
	e.toy.getVendor = func(context.Context) error { return fault.Wrap(errors.New("disk is on fire"), "reading a vendor") }
	e.refused(request("GET", "/api/v1/vendors/ven_1", adminToken, ""), 500, "internal")
	if n := strings.Count(e.log.String(), "disk is on fire"); n != 1 {
		t.Errorf("the cause stands %d times in the log, want 1:\n%s", n, e.log)
	}
	if lines := e.lines(); len(lines) != 1 || lines[0]["level"] != "ERROR" {
		t.Errorf("want one ERROR line, got %v", lines)
	}
}

func TestProblemHeaders(t *testing.T) {
	e := newEdge(t)
	stale := fault.New(fault.Stale, "vendor_stale", "Changed since.").At("/name", "stale", "Read again.")
	stale.Current = `"v7"`
	limited := fault.New(fault.RateLimited, "slow", "Slow down.")
	limited.RetryAfter = 1500 * time.Millisecond
	var err error
	e.toy.getVendor = func(context.Context) error { return err }

	err = limited
	w := e.do(request("GET", "/api/v1/vendors/ven_1", adminToken, ""))
	if got := w.Header().Get("Retry-After"); got != "2" {
		t.Errorf("Retry-After %q, want 2: part of a second is a second", got)
	}
	w = e.do(request("GET", "/api/v1/vendors/ven_1", "", ""))
	if got := w.Header().Get("WWW-Authenticate"); got != `Bearer realm="memsure"` {
		t.Errorf("without a token: WWW-Authenticate %q", got)
	}
	w = e.do(request("GET", "/api/v1/vendors/ven_1", "mk_wrong", ""))
	if got := w.Header().Get("WWW-Authenticate"); !strings.Contains(got, "invalid_token") {
		t.Errorf("with a wrong token: WWW-Authenticate %q", got)
	}
	rec := stubWriter{header: http.Header{}}
	writeProblem(&rec, "req_1", lookOf(stale), stale)
	if rec.status != 412 || rec.header.Get("ETag") != `"v7"` || !strings.Contains(string(rec.body), `"current_etag":"\"v7\""`) ||
		!strings.Contains(string(rec.body), `"pointer":"/name"`) {
		t.Errorf("stale: %d %v %s", rec.status, rec.header, rec.body)
	}
}

type stubWriter struct {
	header http.Header
	status int
	body   []byte
}

func (w *stubWriter) Header() http.Header         { return w.header }
func (w *stubWriter) WriteHeader(status int)      { w.status = status }
func (w *stubWriter) Write(p []byte) (int, error) { w.body = append(w.body, p...); return len(p), nil }

func TestPathsAndMethodsThatDoNotExist(t *testing.T) {
	e := newEdge(t)
	e.refused(request("GET", "/api/v1/canary-path", "", ""), 404, "no_such_path")
	e.refused(request("GET", "/api/v1/vendors/", adminToken, ""), 404, "no_such_path")
	w := e.do(request("DELETE", "/api/v1/vendors", adminToken, ""))
	if w.Code != 405 || w.Header().Get("Allow") == "" {
		t.Errorf("DELETE /vendors: %d, Allow %q", w.Code, w.Header().Get("Allow"))
	}
	if strings.Contains(e.log.String(), "canary-path") {
		t.Errorf("the log repeats a path the caller chose:\n%s", e.log)
	}
}

func TestManyPlacesAreCut(t *testing.T) {
	f := fault.New(fault.Invalid, "many", "Many.")
	for range 3 * maxPlaces {
		f.At("/a", "b", "c")
	}
	if n := len(*places(f.Fields)); n != maxPlaces {
		t.Errorf("%d places, want %d", n, maxPlaces)
	}
}

func TestAnAnswerCutShortIsNotTakenForAWholeOne(t *testing.T) {
	e := newEdge(t)
	e.toy.pdf = &failingReader{}
	srv := startServer(t, e.handler)
	req, _ := http.NewRequest(http.MethodGet, srv+"/api/v1/assessments/asm_1/report/pdf", nil)
	req.Header.Set("Authorization", "Bearer "+adminToken)
	res, err := http.DefaultClient.Do(req)
	if err == nil {
		_, err = readAllClose(res)
	}
	if err == nil {
		t.Error("half a report arrived without an error")
	}
	if !strings.Contains(e.log.String(), "disk went away") {
		t.Errorf("the log does not say why:\n%s", e.log)
	}
}
