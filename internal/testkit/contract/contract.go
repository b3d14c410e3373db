// Package contract holds a server to openapi.yaml in tests: every answer that
// passes through its Transport is compared with what the contract promises for
// that operation, and a difference fails the test.
package contract

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"memsure/api"
)

// Transport sends requests through next (nil: http.DefaultTransport) and
// reports every answer that breaks the contract to t. The answer itself is
// passed on whole, read into memory. Safe for concurrent use.
func Transport(t testing.TB, next http.RoundTripper) http.RoundTripper {
	t.Helper()
	doc, err := api.Spec()
	if err != nil {
		t.Fatalf("reading the contract: %v", err)
	}
	if next == nil {
		next = http.DefaultTransport
	}
	return &transport{t: t, next: next, doc: doc}
}

// Client is the generated client on server ("http://host:port") with every
// answer checked.
func Client(t testing.TB, server string, opts ...api.ClientOption) *api.ClientWithResponses {
	t.Helper()
	opts = append(opts, api.WithHTTPClient(&http.Client{Transport: Transport(t, nil)}))
	c, err := api.NewClientWithResponses(server, opts...)
	if err != nil {
		t.Fatalf("making a client: %v", err)
	}
	return c
}

// Bearer is a client option that signs every request with a token.
func Bearer(token string) api.ClientOption {
	return api.WithRequestEditorFn(func(_ context.Context, r *http.Request) error {
		r.Header.Set("Authorization", "Bearer "+token)
		return nil
	})
}

type transport struct {
	t    testing.TB
	next http.RoundTripper
	doc  *openapi3.T
}

// RoundTrip implements http.RoundTripper.
func (tr *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := tr.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(res.Body)
	_ = res.Body.Close()
	if err != nil {
		return nil, err
	}
	res.Body = io.NopCloser(bytes.NewReader(body))
	if err := Check(tr.doc, r.Method, r.URL.Path, res.StatusCode, res.Header, body); err != nil {
		tr.t.Errorf("%s %s answered %d against the contract: %v", r.Method, r.URL.Path, res.StatusCode, err)
	}
	return res, nil
}

// Check compares one answer with the contract and gives what is wrong with it,
// nil when nothing is. Failures below 500 must be documented by name; for the
// others the operation's default stands.
func Check(doc *openapi3.T, method, path string, status int, h http.Header, body []byte) error {
	op := Find(doc, method, path)
	if op == nil {
		return outside(status, h, body)
	}
	answer := op.Responses.Status(status)
	if answer == nil && status >= http.StatusInternalServerError {
		answer = op.Responses.Default()
	}
	if answer == nil {
		return fmt.Errorf("%s does not document status %d: %s", op.OperationID, status, body)
	}
	return errors.Join(checkHeaders(answer.Value, h), checkBody(answer.Value, status, h, body))
}

// outside judges what the contract does not describe: it may only be refused.
func outside(status int, h http.Header, body []byte) error {
	if status != http.StatusNotFound && status != http.StatusMethodNotAllowed {
		return errors.New("the contract has no such operation")
	}
	return checkProblem(status, h, body)
}

// checkHeaders wants every documented header present.
func checkHeaders(answer *openapi3.Response, h http.Header) error {
	for name := range answer.Headers {
		if h.Get(name) == "" {
			return fmt.Errorf("header %s is missing", name)
		}
	}
	return nil
}

func checkBody(answer *openapi3.Response, status int, h http.Header, body []byte) error {
	if len(answer.Content) == 0 {
		if len(body) > 0 {
			return errors.New("there is a body where none is documented")
		}
		return nil
	}
	media, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		return fmt.Errorf("content type: %w", err)
	}
	content := answer.Content[media]
	if content == nil {
		return fmt.Errorf("content type %s is not documented", media)
	}
	if media != "application/json" && media != "application/problem+json" {
		return nil
	}
	if err := checkJSON(content.Schema.Value, body); err != nil || media == "application/json" {
		return err
	}
	return checkProblem(status, h, body)
}

func checkJSON(schema *openapi3.Schema, body []byte) error {
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	var value any
	if err := dec.Decode(&value); err != nil {
		return fmt.Errorf("not JSON: %w", err)
	}
	if dec.More() {
		return errors.New("more than one JSON value")
	}
	return schema.VisitJSON(value, openapi3.VisitAsResponse(), openapi3.MultiErrors())
}

// checkProblem wants what every problem promises: its own media type, the
// status it came with, and the request id to quote.
func checkProblem(status int, h http.Header, body []byte) error {
	if media := h.Get("Content-Type"); media != "application/problem+json" {
		return fmt.Errorf("a failure came as %q", media)
	}
	var p api.Problem
	if err := json.Unmarshal(body, &p); err != nil {
		return fmt.Errorf("not a problem: %w", err)
	}
	if p.Status != status || p.Code == "" || p.Detail == "" {
		return fmt.Errorf("an incomplete problem: %s", body)
	}
	if p.Instance == nil || *p.Instance != h.Get("X-Request-Id") {
		return fmt.Errorf("the problem's instance is not the request id: %s", body)
	}
	return nil
}

// Find gives the operation of a method and a concrete path, nil when the
// contract has none. Fixed segments win over parameters.
func Find(doc *openapi3.T, method, path string) *openapi3.Operation {
	var best *openapi3.Operation
	most := -1
	for template, item := range doc.Paths.Map() {
		if fixed, ok := match(template, path); ok && fixed > most {
			best, most = item.GetOperation(method), fixed
		}
	}
	return best
}

// match counts the fixed segments two paths share; ok when all the others are
// parameters.
func match(template, path string) (fixed int, ok bool) {
	want, got := strings.Split(template, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return 0, false
	}
	for i := range want {
		switch {
		case want[i] == got[i]:
			fixed++
		case !strings.HasPrefix(want[i], "{") || got[i] == "":
			return 0, false
		}
	}
	return fixed, true
}
