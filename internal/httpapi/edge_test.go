package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/oapi-codegen/nullable"

	"memsure/api"
	"memsure/internal/auth"
	"memsure/internal/fault"
	"memsure/internal/testkit/contract"
)

const (
	adminToken   = "mk_admin-token-canary"
	auditorToken = "mk_auditor-token-canary"
	contactToken = "ms_contact-token-canary"
)

// toy answers a handful of operations; each test sets what it needs.
type toy struct {
	api.StrictServerInterface
	op           *Operation
	listVendors  func(context.Context, api.ListVendorsRequestObject) (api.ListVendorsResponseObject, error)
	createVendor func(context.Context, api.CreateVendorRequestObject) (api.CreateVendorResponseObject, error)
	getVendor    func(context.Context) error
	getVendorID  func(string)
	putAnswer    func(context.Context, api.PutAnswerRequestObject) error
	upload       func(context.Context, io.Reader) error
	pdf          io.Reader
}

func (h *toy) ListVendors(ctx context.Context, r api.ListVendorsRequestObject) (api.ListVendorsResponseObject, error) {
	if h.listVendors == nil {
		return api.ListVendors200JSONResponse{Items: []api.Vendor{}, NextCursor: nullable.NewNullNullable[string]()}, nil
	}
	return h.listVendors(ctx, r)
}

func (h *toy) CreateVendor(ctx context.Context, r api.CreateVendorRequestObject) (api.CreateVendorResponseObject, error) {
	return h.createVendor(ctx, r)
}

func (h *toy) GetVendor(ctx context.Context, r api.GetVendorRequestObject) (api.GetVendorResponseObject, error) {
	if h.getVendorID != nil {
		h.getVendorID(r.VendorID)
		return nil, fault.New(fault.NotFound, "vendor_absent", "There is no such vendor.")
	}
	return nil, h.getVendor(ctx)
}

func (h *toy) PutAnswer(ctx context.Context, r api.PutAnswerRequestObject) (api.PutAnswerResponseObject, error) {
	return nil, h.putAnswer(ctx, r)
}

func (h *toy) UploadEvidence(ctx context.Context, r api.UploadEvidenceRequestObject) (api.UploadEvidenceResponseObject, error) {
	return nil, h.upload(ctx, r.Body)
}

func (h *toy) GetReportPDF(context.Context, api.GetReportPDFRequestObject) (api.GetReportPDFResponseObject, error) {
	return api.GetReportPDF200ApplicationPdfResponse{Body: h.pdf}, nil
}

func (h *toy) GetHealth(ctx context.Context, r api.GetHealthRequestObject) (api.GetHealthResponseObject, error) {
	return h.op.GetHealth(ctx, r)
}

func (h *toy) GetReadiness(ctx context.Context, r api.GetReadinessRequestObject) (api.GetReadinessResponseObject, error) {
	return h.op.GetReadiness(ctx, r)
}

func (h *toy) GetMetrics(ctx context.Context, r api.GetMetricsRequestObject) (api.GetMetricsResponseObject, error) {
	return h.op.GetMetrics(ctx, r)
}

func (h *toy) GetContract(ctx context.Context, r api.GetContractRequestObject) (api.GetContractResponseObject, error) {
	return h.op.GetContract(ctx, r)
}

func (h *toy) GetHomePage(ctx context.Context, r api.GetHomePageRequestObject) (api.GetHomePageResponseObject, error) {
	return h.op.GetHomePage(ctx, r)
}

func (h *toy) GetPortalPage(ctx context.Context, r api.GetPortalPageRequestObject) (api.GetPortalPageResponseObject, error) {
	return h.op.GetPortalPage(ctx, r)
}

func (h *toy) GetPortalScript(ctx context.Context, r api.GetPortalScriptRequestObject) (api.GetPortalScriptResponseObject, error) {
	return h.op.GetPortalScript(ctx, r)
}

func (h *toy) GetPortalStyle(ctx context.Context, r api.GetPortalStyleRequestObject) (api.GetPortalStyleResponseObject, error) {
	return h.op.GetPortalStyle(ctx, r)
}

func (h *toy) GetDocs(ctx context.Context, r api.GetDocsRequestObject) (api.GetDocsResponseObject, error) {
	return h.op.GetDocs(ctx, r)
}

func tokens(_ context.Context, token string) (auth.Principal, error) {
	switch token {
	case adminToken:
		return auth.KeyPrincipal("key_admin", "", auth.Admin)
	case auditorToken:
		return auth.KeyPrincipal("key_auditor", "per_auditor", auth.Auditor)
	case contactToken:
		return auth.ContactPrincipal("ses_1", "con_1", "ven_1")
	default:
		return auth.Principal{}, fault.New(fault.Unauthenticated, "credentials_unknown", "This token is not known.")
	}
}

// edge is a server around a toy, with its log and metrics in hand.
type edge struct {
	t       *testing.T
	toy     *toy
	handler http.Handler
	metrics *Metrics
	log     *lockedBuffer
}

type lockedBuffer struct {
	mu sync.Mutex
	bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.String()
}

func newEdge(t *testing.T, change ...func(*Options)) *edge {
	t.Helper()
	e := &edge{t: t, log: &lockedBuffer{}, metrics: NewMetrics()}
	e.toy = &toy{op: NewOperation("1.2.3", e.metrics, func(context.Context) error { return nil })}
	o := Options{Handlers: e.toy, Authenticate: tokens, Metrics: e.metrics, Logger: slog.New(slog.NewJSONHandler(e.log, nil))}
	for _, f := range change {
		f(&o)
	}
	var err error
	if e.handler, err = New(o); err != nil {
		t.Fatalf("New: %v", err)
	}
	return e
}

// request makes one; headers come in pairs.
func request(method, target, token, body string, headers ...string) *http.Request {
	var content io.Reader
	if body != "" {
		content = strings.NewReader(body)
	}
	r := httptest.NewRequest(method, target, content)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return r
}

// do answers a request and holds the answer to the contract.
func (e *edge) do(r *http.Request) *httptest.ResponseRecorder {
	e.t.Helper()
	w := httptest.NewRecorder()
	e.handler.ServeHTTP(w, r)
	doc, err := api.Spec()
	if err != nil {
		e.t.Fatal(err)
	}
	if w.Code == 499 {
		return w
	}
	if err := contract.Check(doc, r.Method, r.URL.Path, w.Code, w.Header(), w.Body.Bytes()); err != nil {
		e.t.Errorf("%s %s answered %d against the contract: %v", r.Method, r.URL.Path, w.Code, err)
	}
	return w
}

// refused answers a request that must fail with this status and code.
func (e *edge) refused(r *http.Request, status int, code string) api.Problem {
	e.t.Helper()
	w := e.do(r)
	var p api.Problem
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
		e.t.Fatalf("%d %s: %v", w.Code, w.Body, err)
	}
	if w.Code != status || p.Code != code {
		e.t.Errorf("%s %s: %d %s, want %d %s\n%s", r.Method, r.URL.Path, w.Code, p.Code, status, code, w.Body)
	}
	return p
}

// lines gives the log, one map a line.
func (e *edge) lines() []map[string]any {
	e.t.Helper()
	var out []map[string]any
	for line := range strings.Lines(e.log.String()) {
		var m map[string]any
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			e.t.Fatalf("log line %q: %v", line, err)
		}
		out = append(out, m)
	}
	return out
}
