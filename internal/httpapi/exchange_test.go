package httpapi

import (
	"context"
	"errors"
	"strings"
	"testing"

	"memsure/internal/id"
)

func TestOneLogLineARequestWithoutWhatWasSent(t *testing.T) {
	e := newEdge(t)
	e.do(request("GET", "/api/v1/vendors?search=canary-query", auditorToken, "", "User-Agent", "canary-agent", "X-Request-Id", "ticket-12345"))
	lines := e.lines()
	if len(lines) != 1 {
		t.Fatalf("%d lines:\n%s", len(lines), e.log)
	}
	for key, want := range map[string]any{
		"level": "INFO", "msg": "request", "request_id": "ticket-12345", "method": "GET",
		"route": "/api/v1/vendors", "operation": "listVendors", "status": 200.0,
		"principal": "person", "principal_id": "per_auditor",
	} {
		if lines[0][key] != want {
			t.Errorf("%s is %v, want %v", key, lines[0][key], want)
		}
	}
	for _, key := range []string{"duration_us", "bytes"} {
		if _, ok := lines[0][key]; !ok {
			t.Errorf("%s is missing", key)
		}
	}
	if strings.Contains(e.log.String(), "canary") {
		t.Errorf("the log repeats what was sent:\n%s", e.log)
	}
}

func TestRequestIDs(t *testing.T) {
	for given, keep := range map[string]bool{
		"ticket-12345":              true,
		"a1B2.c3_D4":                true,
		"short":                     false,
		strings.Repeat("x", 65):     false,
		"with space 1":              false,
		"new\nline-1234":            false,
		"<script>alert(1)</script>": false,
		"":                          false,
	} {
		got := requestID([]string{given})
		if keep != (got == given) || !keep && !id.Has(got, id.Request) {
			t.Errorf("%q became %q", given, got)
		}
	}
	if got := requestID([]string{"ticket-12345", "ticket-67890"}); !id.Has(got, id.Request) {
		t.Errorf("two ids became %q", got)
	}
}

func TestMethodsAreNotInvented(t *testing.T) {
	e := newEdge(t)
	r := request("GET", "/api/v1/vendors", "", "")
	r.Method = "CANARY"
	e.do(r)
	text, err := e.metrics.Text()
	if err != nil {
		t.Fatal(err)
	}
	if all := text + e.log.String(); strings.Contains(all, "CANARY") {
		t.Errorf("an invented method is in the log or the metrics:\n%s", all)
	}
}

func TestSecurityHeaders(t *testing.T) {
	e := newEdge(t)
	for _, target := range []string{"/api/v1/vendors", "/nowhere", "/healthz", "/docs"} {
		h := e.do(request("GET", target, adminToken, "")).Header()
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store",
		} {
			if h.Get(name) != want {
				t.Errorf("%s: %s is %q", target, name, h.Get(name))
			}
		}
		csp := h.Get("Content-Security-Policy")
		if !strings.HasPrefix(csp, "default-src 'none'") || !strings.Contains(csp, "frame-ancestors 'none'") || strings.Contains(csp, "script-src 'unsafe") {
			t.Errorf("%s: policy %q", target, csp)
		}
		if !id.Has(h.Get("X-Request-Id"), id.Request) {
			t.Errorf("%s: request id %q", target, h.Get("X-Request-Id"))
		}
	}
}

func TestHealthReadinessAndMetrics(t *testing.T) {
	e := newEdge(t)
	down := false
	e.toy.op = NewOperation("1.2.3", e.metrics, func(context.Context) error {
		if down {
			return errors.New("canary: no such table")
		}
		return nil
	})
	if w := e.do(request("GET", "/readyz", "", "")); w.Code != 200 {
		t.Errorf("ready: %d %s", w.Code, w.Body)
	}
	down = true
	w := e.do(request("GET", "/readyz", "", ""))
	if w.Code != 503 || strings.Contains(w.Body.String(), "canary") {
		t.Errorf("not ready: %d %s", w.Code, w.Body)
	}
	if !strings.Contains(e.log.String(), "canary: no such table") {
		t.Error("the log does not say why the server is not ready")
	}
	if w := e.do(request("GET", "/healthz", "", "")); w.Code != 200 || !strings.Contains(w.Body.String(), "1.2.3") {
		t.Errorf("alive: %d %s", w.Code, w.Body)
	}
	text := e.do(request("GET", "/metrics", auditorToken, "")).Body.String()
	for _, want := range []string{
		`memsure_http_requests_total{class="2xx",method="GET",operation="getReadiness"} 1`,
		`memsure_http_requests_total{class="5xx",method="GET",operation="getReadiness"} 1`,
		`memsure_http_requests_in_flight 1`, "go_goroutines",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the metrics lack %s", want)
		}
	}
}
