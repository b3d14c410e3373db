package httpapi

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"memsure/api"
	"memsure/internal/fault"
)

func accepting(t *testing.T) *edge {
	e := newEdge(t)
	e.toy.createVendor = func(_ context.Context, r api.CreateVendorRequestObject) (api.CreateVendorResponseObject, error) {
		return nil, fault.New(fault.Conflict, "reached", "The handler was reached.")
	}
	e.toy.putAnswer = func(context.Context, api.PutAnswerRequestObject) error {
		return fault.New(fault.Conflict, "reached", "The handler was reached.")
	}
	return e
}

func TestBodiesThatDoNotFitTheContract(t *testing.T) {
	deep := strings.Repeat(`{"value":`, 40) + "1" + strings.Repeat("}", 40)
	for name, c := range map[string]struct{ body, pointer, code string }{
		"no JSON":              {`canary`, "", "syntax"},
		"cut off":              {`{"name":"canary`, "", "syntax"},
		"trailing data":        {`{"name":"canary"} {}`, "", "syntax"},
		"twice":                {`{"name":"canary","name":"canary2"}`, "/name", "duplicate_member"},
		"another letter case":  {`{"name":"canary","Name":"canary"}`, "/Name", "unknown_member"},
		"folded letter":        {`{"name":"canary","note` + "\u017f" + `":"canary"}`, "", "unknown_member"},
		"unknown":              {`{"name":"canary","colour":"canary"}`, "/colour", "unknown_member"},
		"unknown and unplain":  {`{"name":"canary","<canary>":"canary"}`, "", "unknown_member"},
		"missing":              {`{}`, "/name", "required"},
		"null":                 {`{"name":null}`, "/name", "type"},
		"wrong type":           {`{"name":["canary"]}`, "/name", "type"},
		"not an object":        {`["canary"]`, "", "type"},
		"too short":            {`{"name":""}`, "/name", "min_length"},
		"too long":             {`{"name":"` + strings.Repeat("canary", 99) + `"}`, "/name", "max_length"},
		"pattern":              {`{"name":"canary","country":"canary"}`, "/country", "pattern"},
		"NUL":                  {`{"name":"canary\u0000"}`, "/name", "text"},
		"bad UTF-8":            {"{\"name\":\"canary\xff\"}", "/name", "syntax"},
		"half a surrogate":     {`{"name":"canary\ud800"}`, "/name", "syntax"},
		"too deep":             {deep, "", "too_deep"},
		"a number beyond bits": {`{"name":1e999999}`, "/name", "number_range"},
		"empty":                {` `, "", "syntax"},
	} {
		t.Run(name, func(t *testing.T) {
			e := accepting(t)
			p := e.refused(request("POST", "/api/v1/vendors", adminToken, c.body), 400, "contract")
			found := false
			if p.Errors != nil {
				for _, f := range *p.Errors {
					found = found || deref(f.Code) == c.code && (c.pointer == "" || deref(f.Pointer) == c.pointer)
				}
			}
			if !found {
				t.Errorf("want %s at %q, got %s", c.code, c.pointer, show(p))
			}
			if text := show(p) + e.log.String(); strings.Contains(text, "canary") {
				t.Errorf("what was sent comes back: %s", text)
			}
		})
	}
}

func deref[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

func show(p api.Problem) string {
	out := fmt.Sprintf("%s %s", p.Detail, deref(p.Remedy))
	for _, f := range deref(p.Errors) {
		out += fmt.Sprintf("\n%s %d:%d %s %s", deref(f.Pointer), deref(f.Line), deref(f.Column), deref(f.Code), f.Message)
	}
	return out
}

func TestAGoodBodyArrivesWhole(t *testing.T) {
	e := newEdge(t)
	var got *api.VendorInput
	e.toy.createVendor = func(_ context.Context, r api.CreateVendorRequestObject) (api.CreateVendorResponseObject, error) {
		got = r.Body
		return nil, fault.New(fault.Conflict, "reached", "The handler was reached.")
	}
	e.refused(request("POST", "/api/v1/vendors", adminToken, `{"name":"Nörd 🦀","country":"DE"}`), 409, "reached")
	if got == nil || got.Name != "Nörd 🦀" || deref(got.Country) != "DE" || got.Notes != nil {
		t.Errorf("the handler got %+v", got)
	}
}

func TestDatesThatDoNotExist(t *testing.T) {
	e := accepting(t)
	const at = "/api/v1/portal/assessments/asm_1/answers/q1"
	for body, want := range map[string]string{
		`{"value":{"kind":"date","date":"2026-02-31"}}`: "contract",
		`{"value":{"kind":"date","date":"2026-02-28"}}`: "reached",
	} {
		status := map[string]int{"contract": 400, "reached": 409}[want]
		e.refused(request("PUT", at, contactToken, body, "If-None-Match", "*"), status, want)
	}
}

func TestParametersThatDoNotFitTheContract(t *testing.T) {
	e := accepting(t)
	for target, want := range map[string]string{
		"/api/v1/vendors?limit=1000":                      "/query/limit maximum",
		"/api/v1/vendors?limit=canary":                    "/query/limit type",
		"/api/v1/vendors?limit=":                          "/query/limit",
		"/api/v1/vendors?limit=1&limit=2":                 "/query/limit repeated",
		"/api/v1/vendors?colour=canary":                   "/query/colour unknown_parameter",
		"/api/v1/vendors?%3Ccanary%3E=1":                  "/query unknown_parameter",
		"/api/v1/vendors?search=%00canary":                "/query/search text",
		"/api/v1/vendors?search=%ffcanary":                "/query/search text",
		"/api/v1/vendors?search=%zz":                      "/query syntax",
		"/api/v1/vendors?limit=1;search=2":                "/query syntax",
		"/api/v1/questionnaires/CANARY/versions/1.0.0":    "/path/slug pattern",
		"/api/v1/assessments/asm_1/revisions/0":           "/path/number minimum",
		"/api/v1/assessments/asm_1/revisions/canary":      "/path/number type",
		"/api/v1/vendors/%00canary":                       "/path/vendor_id text",
		"/api/v1/vendors/%ffcanary":                       "/path/vendor_id text",
		"/api/v1/assessments?state=canary":                "/query/state enum",
		"/api/v1/questionnaires/s/diff?from=1.0.0":        "/query/to required",
		"/api/v1/vendors/" + strings.Repeat("canary", 50): "/path/vendor_id max_length",
	} {
		p := e.refused(request("GET", target, adminToken, ""), 400, "contract")
		f := (*p.Errors)[0]
		if got := deref(f.Pointer) + " " + deref(f.Code); !strings.HasPrefix(got, want) {
			t.Errorf("GET %s: %s, want %s", target, got, want)
		}
		if strings.Contains(strings.ToLower(show(p)), "canary") {
			t.Errorf("GET %s: what was sent comes back: %s", target, show(p))
		}
	}
	e.refused(request("PUT", "/api/v1/portal/assessments/asm_1/answers/q1", contactToken, `{}`, "If-None-Match", `"v1"`), 400, "contract")
}

func TestPathsAreUnescapedOnce(t *testing.T) {
	e := newEdge(t)
	for escaped, want := range map[string]string{"100%25": "100%", "a%252Fb": "a%2Fb", "a+b": "a+b", "%C3%B6": "ö"} {
		var got string
		e.toy.getVendorID = func(id string) { got = id }
		e.refused(request("GET", "/api/v1/vendors/"+escaped, adminToken, ""), 404, "vendor_absent")
		if got != want {
			t.Errorf("%s arrived as %q, want %q", escaped, got, want)
		}
	}
}

func TestMediaTypes(t *testing.T) {
	e := accepting(t)
	for media, status := range map[string]int{
		"application/json":                  409,
		"application/json; charset=UTF-8":   409,
		"application/json; charset=utf-16":  415,
		"application/xml":                   415,
		"application/x-www-form-urlencoded": 415,
		"":                                  415,
		"canary/;;":                         415,
	} {
		r := request("POST", "/api/v1/vendors", adminToken, `{"name":"Northwind"}`)
		r.Header.Set("Content-Type", media)
		if w := e.do(r); w.Code != status || strings.Contains(w.Body.String(), "canary") {
			t.Errorf("%q: %d %s, want %d", media, w.Code, w.Body, status)
		}
	}
	r := request("POST", "/api/v1/vendors", adminToken, `{"name":"Northwind"}`, "Content-Encoding", "gzip")
	e.refused(r, 415, "media_type")
	e.refused(request("POST", "/api/v1/vendors", adminToken, ""), 400, "contract")
}

func TestABodyWhereNoneIsTaken(t *testing.T) {
	e := accepting(t)
	e.refused(request("GET", "/api/v1/vendors", adminToken, `{}`), 400, "contract")
}

func TestBodyLimits(t *testing.T) {
	e := newEdge(t, func(o *Options) { o.Limits = Limits{JSONBytes: 100, EvidenceBytes: 1000} })
	big := `{"name":"` + strings.Repeat("x", 200) + `"}`
	p := e.refused(request("POST", "/api/v1/vendors", adminToken, big), 413, "body_too_large")
	if !strings.Contains(p.Detail, "100") {
		t.Errorf("the limit is not named: %s", p.Detail)
	}
	r := request("POST", "/api/v1/vendors", adminToken, "")
	r.Header.Set("Content-Type", "application/json")
	r.Body, r.ContentLength = io.NopCloser(strings.NewReader(big)), -1 // no length declared
	if w := e.do(r); w.Code != 413 || w.Header().Get("Connection") != "close" {
		t.Errorf("streamed: %d %v", w.Code, w.Header())
	}
}

const uploadTarget = "/api/v1/portal/assessments/asm_1/evidence?file_name=a.json&kind=sbom"

func upload(body io.Reader, length int64) *http.Request {
	r := request("POST", uploadTarget, contactToken, "")
	r.Body, r.ContentLength = io.NopCloser(body), length
	r.Header.Set("Content-Type", "application/octet-stream")
	return r
}

func TestUploadsStreamAndTheirFailuresAreTold(t *testing.T) {
	e := newEdge(t, func(o *Options) { o.Limits = Limits{EvidenceBytes: 1 << 20} })
	var first []byte
	e.toy.upload = func(_ context.Context, body io.Reader) error {
		first = make([]byte, 5)
		if _, err := io.ReadFull(body, first); err != nil {
			return fault.Wrap(err, "reading an upload")
		}
		_, err := io.Copy(io.Discard, body)
		return fault.Wrap(err, "reading an upload")
	}
	e.refused(upload(io.MultiReader(strings.NewReader("hello"), brokenPipe{}), -1), 400, "contract")
	if string(first) != "hello" {
		t.Errorf("the handler did not get the stream: %q", first)
	}
	e.refused(upload(bytes.NewReader(make([]byte, 2<<20)), -1), 413, "body_too_large")
	e.refused(upload(bytes.NewReader(make([]byte, 2<<20)), 2<<20), 413, "body_too_large")
	e.refused(upload(strings.NewReader(""), 0), 400, "contract")
	if strings.Contains(e.log.String(), "a.json") {
		t.Errorf("the log names an uploaded file:\n%s", e.log)
	}
}

// deadlineWriter is a connection that notes how its deadlines are moved.
type deadlineWriter struct {
	*httptest.ResponseRecorder
	read, write time.Time
}

func (w *deadlineWriter) SetReadDeadline(t time.Time) error  { w.read = t; return nil }
func (w *deadlineWriter) SetWriteDeadline(t time.Time) error { w.write = t; return nil }

func TestOnlyTransfersGetMoreTime(t *testing.T) {
	e := newEdge(t)
	e.toy.upload = func(_ context.Context, body io.Reader) error {
		_, _ = io.Copy(io.Discard, body)
		return fault.New(fault.Conflict, "reached", "Reached.")
	}
	w := &deadlineWriter{ResponseRecorder: httptest.NewRecorder()}
	e.handler.ServeHTTP(w, upload(strings.NewReader("x"), 1))
	if w.Code != 409 || time.Until(w.read) < DefaultLimits().UploadTime/2 || !w.write.After(w.read) || w.Header().Get("Connection") != "" {
		t.Errorf("an upload has until %v and %v", w.read, w.write)
	}
	w = &deadlineWriter{ResponseRecorder: httptest.NewRecorder()}
	e.handler.ServeHTTP(w, request("GET", "/api/v1/vendors", adminToken, ""))
	if !w.read.IsZero() || !w.write.IsZero() {
		t.Errorf("a list has until %v and %v", w.read, w.write)
	}
}

// Who may not send a file holds no connection: it is closed, and soon.
func TestARefusedUploadIsNotWaitedFor(t *testing.T) {
	e := newEdge(t)
	for name, token := range map[string]string{"nobody": "", "a buyer": auditorToken, "a bad token": "ms_nobody"} {
		r := upload(strings.NewReader("x"), 1)
		r.Header.Del("Authorization")
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		w := &deadlineWriter{ResponseRecorder: httptest.NewRecorder()}
		e.handler.ServeHTTP(w, r)
		if w.Code != 401 && w.Code != 403 || w.Header().Get("Connection") != "close" || w.read.IsZero() || time.Until(w.read) > readTimeout || !w.write.IsZero() {
			t.Errorf("%s: %d %v, until %v and %v", name, w.Code, w.Header(), w.read, w.write)
		}
	}
}

type brokenPipe struct{}

func (brokenPipe) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// Closed objects are what makes unknown and case-variant members refusable.
func TestEveryRequestSchemaIsClosed(t *testing.T) {
	doc, err := api.Spec()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[*openapi3.Schema]bool{}
	var walk func(at string, ref *openapi3.SchemaRef)
	walk = func(at string, ref *openapi3.SchemaRef) {
		if ref == nil || seen[ref.Value] {
			return
		}
		s := ref.Value
		seen[s] = true
		closed := s.AdditionalProperties.Has != nil && !*s.AdditionalProperties.Has
		if s.Type.Is(openapi3.TypeObject) && len(s.Properties) > 0 && !closed {
			t.Errorf("%s takes members it does not know", at)
		}
		for name, p := range s.Properties {
			walk(at+"/"+name, p)
		}
		walk(at+"/items", s.Items)
		walk(at+"/*", s.AdditionalProperties.Schema)
		if len(s.OneOf)+len(s.AnyOf)+len(s.AllOf) > 0 {
			t.Errorf("%s is composed: the generated code would not check it", at)
		}
	}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			if op.RequestBody == nil {
				continue
			}
			if media := op.RequestBody.Value.Content["application/json"]; media != nil {
				walk(method+" "+path, media.Schema)
			}
		}
	}
	if len(seen) < 20 {
		t.Errorf("only %d schemas were looked at", len(seen))
	}
}
