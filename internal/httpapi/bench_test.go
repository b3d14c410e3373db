package httpapi

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"memsure/api"
	"memsure/internal/auth"
)

// BenchmarkTrivialGet measures what the edge costs: an authenticated GET that
// answers at once, with key check, request id, log line, metrics, policy and
// contract, beside bare gin answering the same bytes, in alternating blocks
// over loopback with 8 connections. of_bare_gin is the ratio of throughputs.
func BenchmarkTrivialGet(b *testing.B) {
	ours := dial(b, benchEdge(b))
	bare := dial(b, bareGin())
	const block = 400
	var took [2]time.Duration
	for b.Loop() {
		for i, c := range [2]*clients{bare, ours} {
			start := time.Now()
			c.run(b, block)
			took[i] += time.Since(start)
		}
	}
	b.ReportMetric(float64(took[0])/float64(took[1]), "of_bare_gin")
	b.ReportMetric(float64(took[1].Microseconds())/float64(b.N*block), "us/req")
}

// BenchmarkEdgeAlone is the same without a network: what profiles are made of.
func BenchmarkEdgeAlone(b *testing.B) {
	h := benchEdge(b)
	r := request("GET", "/api/v1/vendors", adminToken, "")
	w := &stubWriter{header: http.Header{}}
	b.ReportAllocs()
	for b.Loop() {
		w.body = w.body[:0]
		h.ServeHTTP(w, r)
	}
}

// BenchmarkCheckedPut is a small JSON body through every check.
func BenchmarkCheckedPut(b *testing.B) {
	h := benchEdge(b)
	body := []byte(`{"value":{"kind":"single_choice","option":"most_of_it"},"comment":"Since release 4.0"}`)
	r := request("PUT", "/api/v1/portal/assessments/asm_1/answers/q1", contactToken, string(body), "If-None-Match", "*")
	w := &stubWriter{header: http.Header{}}
	b.ReportAllocs()
	for b.Loop() {
		r.Body = io.NopCloser(bytes.NewReader(body))
		w.body = w.body[:0]
		h.ServeHTTP(w, r)
	}
	if w.status != http.StatusNotFound {
		b.Fatalf("%d %s", w.status, w.body)
	}
}

func benchEdge(b *testing.B) http.Handler {
	keys := map[[32]byte]auth.Principal{}
	for _, token := range []string{adminToken, contactToken} {
		keys[sha256.Sum256([]byte(token))], _ = tokens(b.Context(), token)
	}
	m := NewMetrics()
	h, err := New(Options{
		Handlers: &toy{putAnswer: func(context.Context, api.PutAnswerRequestObject) error { return errNoRoute }}, Metrics: m, Limits: Limits{PerSecond: 1e9, Burst: 1e9},
		Logger: slog.New(slog.NewJSONHandler(io.Discard, nil)),
		Authenticate: func(_ context.Context, token string) (auth.Principal, error) {
			return keys[sha256.Sum256([]byte(token))], nil
		},
	})
	if err != nil {
		b.Fatal(err)
	}
	return h
}

func bareGin() http.Handler {
	quiet()
	e := gin.New()
	e.GET("/api/v1/vendors", func(c *gin.Context) {
		c.JSON(http.StatusOK, map[string]any{"items": []string{}, "next_cursor": nil})
	})
	return e
}

// clients hold 8 connections and read answers of a known size, so that the
// client's own work hides as little as possible.
type clients struct {
	conns []net.Conn
	size  int
}

func dial(b *testing.B, h http.Handler) *clients {
	srv := httptest.NewServer(h)
	b.Cleanup(srv.Close)
	c := &clients{}
	for range 8 {
		conn, err := net.Dial("tcp", srv.Listener.Addr().String())
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = conn.Close() })
		c.conns = append(c.conns, conn)
	}
	c.size = c.learn(b)
	return c
}

var rawGet = fmt.Appendf(nil, "GET /api/v1/vendors HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n", adminToken)

// learn reads one answer to find how long all of them are.
func (c *clients) learn(b *testing.B) int {
	if _, err := c.conns[0].Write(rawGet); err != nil {
		b.Fatal(err)
	}
	buf := make([]byte, 8<<10)
	n, err := c.conns[0].Read(buf)
	if err != nil || !bytes.HasPrefix(buf[:n], []byte("HTTP/1.1 200")) {
		b.Fatalf("%v %s", err, buf[:n])
	}
	return n
}

func (c *clients) run(b *testing.B, requests int) {
	var all sync.WaitGroup
	for _, conn := range c.conns {
		all.Go(func() {
			buf := make([]byte, c.size)
			for range requests / len(c.conns) {
				if _, err := conn.Write(rawGet); err != nil {
					b.Error(err)
					return
				}
				if _, err := io.ReadFull(conn, buf); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
}
