package httpapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"memsure/internal/auth"
	"memsure/internal/fault"
)

func TestSignInAndPolicy(t *testing.T) {
	e := newEdge(t)
	e.refused(request("GET", "/api/v1/vendors", "", ""), 401, "credentials_missing")
	e.refused(request("GET", "/api/v1/vendors", "mk_wrong-canary", ""), 401, "credentials_unknown")
	e.refused(request("GET", "/api/v1/vendors", contactToken, ""), 403, "role_not_allowed")
	e.refused(request("POST", "/api/v1/vendors", auditorToken, `{"name":"Northwind"}`), 403, "role_not_allowed")
	for _, header := range []string{"Basic YTpi", "Bearer", "Bearer ", "Bearer " + strings.Repeat("x", maxTokenBytes+1)} {
		e.refused(request("GET", "/api/v1/vendors", "", "", "Authorization", header), 401, "credentials_malformed")
	}
	twice := request("GET", "/api/v1/vendors", adminToken, "")
	twice.Header.Add("Authorization", "Bearer "+auditorToken)
	e.refused(twice, 401, "credentials_malformed")
	if w := e.do(request("GET", "/api/v1/vendors", adminToken, "")); w.Code != 200 {
		t.Errorf("an admin got %d %s", w.Code, w.Body)
	}
	if text := e.log.String(); strings.Contains(text, "canary") {
		t.Errorf("the log holds a token:\n%s", text)
	}
}

// Refusals come before the body is looked at: who may not call learns nothing
// about the contract's finer points, and costs nothing.
func TestStrangersAreRefusedBeforeTheirInputIsRead(t *testing.T) {
	e := newEdge(t)
	e.refused(request("POST", "/api/v1/vendors", "", `not json`), 401, "credentials_missing")
	e.refused(request("POST", "/api/v1/vendors", auditorToken, `not json`), 403, "role_not_allowed")
}

func TestOpenOperationsLookAtNoToken(t *testing.T) {
	e := newEdge(t, func(o *Options) {
		o.Authenticate = func(context.Context, string) (auth.Principal, error) {
			t.Error("a token was looked up")
			return auth.Principal{}, errors.New("down")
		}
	})
	for _, target := range []string{"/healthz", "/readyz", "/openapi.yaml", "/docs"} {
		if w := e.do(request("GET", target, "ms_expired", "")); w.Code != 200 {
			t.Errorf("%s: %d", target, w.Code)
		}
	}
}

// What is counted tells when others submit: strangers and vendors never see it.
func TestMetricsAreForSupervisors(t *testing.T) {
	e := newEdge(t)
	e.refused(request("GET", "/metrics", "", ""), 401, "credentials_missing")
	e.refused(request("GET", "/metrics", contactToken, ""), 403, "role_not_allowed")
	if w := e.do(request("GET", "/metrics", auditorToken, "")); w.Code != 200 {
		t.Errorf("an auditor: %d %s", w.Code, w.Body)
	}
}

func TestSignInTroubleIsNotARefusal(t *testing.T) {
	e := newEdge(t, func(o *Options) {
		o.Authenticate = func(context.Context, string) (auth.Principal, error) {
			return auth.Principal{}, fault.New(fault.Unavailable, "database_down", "The database does not answer.")
		}
	})
	e.refused(request("GET", "/api/v1/vendors", adminToken, ""), 503, "database_down")
}

func TestRateLimitsAreByCaller(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	e := newEdge(t, func(o *Options) {
		o.Limits = Limits{PerSecond: 1, Burst: 3}
		o.Now = func() time.Time { return now }
	})
	get := func(token, from string) int {
		r := request("GET", "/api/v1/vendors", token, "")
		r.RemoteAddr = from
		r.Header.Set("X-Forwarded-For", fmt.Sprintf("198.51.100.%d", now.Nanosecond()%250)) // believed by nobody
		return e.do(r).Code
	}
	const home, away = "192.0.2.1:1000", "192.0.2.2:1000"
	for i, want := range []int{200, 200, 200, 429, 429} {
		if got := get(adminToken, home); got != want {
			t.Errorf("admin's request %d: %d, want %d", i, got, want)
		}
	}
	if got := get(auditorToken, home); got != 200 {
		t.Errorf("another caller from the same address: %d", got)
	}
	if got := get(adminToken, away); got != 429 {
		t.Errorf("the same caller from elsewhere: %d", got)
	}
	for i, want := range []int{401, 401, 401, 429} {
		if got := get("mk_guess", home); got != want {
			t.Errorf("guess %d: %d, want %d", i, got, want)
		}
	}
	if got := get("mk_guess", away); got != 401 {
		t.Errorf("a guess from elsewhere: %d", got)
	}
	now = now.Add(time.Second)
	for i, want := range []int{200, 429} {
		if got := get(adminToken, home); got != want {
			t.Errorf("a second later, request %d: %d, want %d", i, got, want)
		}
	}
	for range 10 {
		if w := e.do(request("GET", "/healthz", "", "")); w.Code != 200 {
			t.Errorf("a probe was limited: %d", w.Code)
		}
	}
}

func TestLimiterForgetsTheQuietestAndStaysSmall(t *testing.T) {
	l := newLimiter(Limits{PerSecond: 1, Burst: 1, Callers: 3})
	at := time.Unix(1, 0)
	for i := range 1000 {
		_ = l.take(fmt.Sprint(i), at)
		_ = l.take("busy", at)
	}
	if len(l.buckets) != 3 || l.recent.Len() != 3 {
		t.Errorf("%d buckets, %d in order, want 3", len(l.buckets), l.recent.Len())
	}
	if l.take("busy", at) == nil {
		t.Error("a busy caller was forgotten")
	}
}

func TestLimiterCanBeSwitchedOff(t *testing.T) {
	l := newLimiter(Limits{PerSecond: -1, Burst: 1, Callers: 3})
	for range 100 {
		if l.take("a", time.Unix(1, 0)) != nil {
			t.Fatal("limited")
		}
	}
}

func TestAddressesAreGrouped(t *testing.T) {
	for remote, want := range map[string]string{
		"192.0.2.7:1234":           "192.0.2.7",
		"[2001:db8:1:2:3:4:5:6]:1": "2001:db8:1:2::/64",
		"[2001:db8:1:2::9]:2":      "2001:db8:1:2::/64",
		"[fe80::1%eth0]:1":         "fe80::/64",
		"[::ffff:192.0.2.7]:1234":  "::ffff:192.0.2.7",
		"pipe":                     "unknown",
	} {
		if got := address(&http.Request{RemoteAddr: remote}); got != want {
			t.Errorf("%s: %s, want %s", remote, got, want)
		}
	}
}
