package e2e

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"memsure/internal/httpapi"
	"memsure/internal/testkit/db"
	"memsure/internal/testkit/server"
)

// BenchmarkAnswerSaveHTTP is an answer save as a vendor's browser makes it:
// token, contract, meaning, ETag, audit row, request log and metrics, durable
// before the answer. of_ceiling compares it with a thin handler that binds the
// same JSON and commits in groups, with a savepoint each, on a raw connection;
// of_raw with one client on that connection. The client is the same for both.
func BenchmarkAnswerSaveHTTP(b *testing.B) {
	for _, connections := range []int{1, 32} {
		b.Run(fmt.Sprintf("connections=%d", connections), func(b *testing.B) { benchSaveHTTP(b, connections) })
	}
}

func benchSaveHTTP(b *testing.B, connections int) {
	floor := openRaw(b, benchDesks)
	s := server.Start(b, db.SQLite(b))
	open := desks(b, s.App, benchDesks)
	ours := connect(b, edge(b, s), connections)
	grouped := openRaw(b, benchDesks)
	thin := connect(b, thinHandler(b, grouped), connections)
	idle := make([]*desk, benchDesks)
	for i, d := range open {
		idle[i] = &desk{assessmentID: d.assessmentID, token: d.token, answers: d.answers, etags: map[string]string{}}
	}
	first := len(open[0].answers) * 2 * connections
	ours.spread(b, open, first)
	thin.spread(b, idle, first)
	var base, ceiling, mine time.Duration
	var all []time.Duration
	block := max(128, 32*connections) // long enough that its end, where some wait for others, counts little
	b.ResetTimer()
	for done := 0; done < b.N; done += block {
		n := min(block, b.N-done)
		base += timed(func() {
			for range n {
				must(b, floor.save())
			}
		})
		ceiling += timed(func() { thin.spread(b, idle, n) })
		mine += timed(func() { all = append(all, ours.spread(b, open, n)...) })
	}
	b.ReportMetric(float64(ceiling)/float64(mine), "of_ceiling")
	b.ReportMetric(float64(base)/float64(mine), "of_raw")
	b.ReportMetric(float64(b.N)/mine.Seconds(), "saves/s")
	b.ReportMetric(p99(all), "p99_ms")
	b.ReportMetric(0, "ns/op") // it would be the sum of all three
}

// edge is the service's own handler, with a log that is written and kept
// nowhere.
func edge(b *testing.B, s *server.Server) http.Handler {
	b.Helper()
	metrics := httpapi.NewMetrics()
	h, err := httpapi.New(httpapi.Options{
		Handlers:     httpapi.NewHandlers(s.App, httpapi.NewOperation("bench", metrics, s.Store.Ready)),
		Authenticate: s.App.Access.Authenticate, Metrics: metrics, Limits: httpapi.Limits{PerSecond: -1},
		Logger: slog.New(slog.NewJSONHandler(io.Discard, nil)),
	})
	must(b, err)
	return h
}

// thinHandler is the ceiling: what is left when nothing is checked.
func thinHandler(b *testing.B, r *raw) http.Handler {
	b.Helper()
	queue := make(chan chan error, 1024)
	b.Cleanup(func() { close(queue) })
	go r.commitGroups(queue)
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	e.PUT("/api/v1/portal/assessments/:assessment/answers/:question", func(c *gin.Context) {
		var in struct {
			Value   map[string]any `json:"value" binding:"required_without=Reason"`
			Comment string         `json:"comment" binding:"max=10000"`
			Reason  map[string]any `json:"not_applicable"`
		}
		if err := c.ShouldBindJSON(&in); err != nil {
			c.AbortWithStatus(http.StatusBadRequest)
			return
		}
		done := make(chan error, 1)
		queue <- done
		if err := <-done; err != nil {
			c.AbortWithStatus(http.StatusInternalServerError)
			return
		}
		c.Header("ETag", `"1"`)
		c.JSON(http.StatusOK, gin.H{"question_id": c.Param("question"), "value": in.Value, "comment": in.Comment})
	})
	return e
}

// commitGroups commits what is queued, up to 128 saves at once.
func (r *raw) commitGroups(queue <-chan chan error) {
	for first := range queue {
		batch := []chan error{first}
		for len(batch) < 128 && len(queue) > 0 {
			batch = append(batch, <-queue)
		}
		err := r.exec("BEGIN IMMEDIATE")
		for range batch {
			err = errors.Join(err, r.control(r.savepoint), r.statements(), r.control(r.release))
		}
		err = errors.Join(err, r.exec("COMMIT"))
		for _, done := range batch {
			done <- err
		}
	}
}

// lines are connections that speak just enough HTTP: both servers get the same
// requests from the same client, and the client costs as little as it can.
type lines []*line

type line struct {
	conn net.Conn
	in   *bufio.Reader
	out  []byte
}

func connect(b *testing.B, h http.Handler, n int) lines {
	b.Helper()
	srv := httptest.NewServer(h)
	b.Cleanup(srv.Close)
	all := make(lines, n)
	for i := range all {
		conn, err := net.Dial("tcp", srv.Listener.Addr().String())
		must(b, err)
		b.Cleanup(func() { _ = conn.Close() })
		all[i] = &line{conn: conn, in: bufio.NewReaderSize(conn, 16<<10)}
	}
	return all
}

// spread has every connection save at desks of its own.
func (ls lines) spread(b *testing.B, open []*desk, n int) []time.Duration {
	own := map[*desk]*line{}
	for i, d := range open {
		own[d] = ls[i*len(ls)/len(open)]
	}
	return spread(b, open, len(ls), n, func(d *desk) error { return own[d].save(d) })
}

// save sends one answer and reads the reply.
func (l *line) save(d *desk) error {
	answer := d.next()
	body, err := json.Marshal(sent(answer, nil))
	if err != nil {
		return err
	}
	follows := "If-None-Match: *"
	if etag := d.etags[answer.QuestionID]; etag != "" {
		follows = "If-Match: " + etag
	}
	l.out = fmt.Appendf(l.out[:0], "PUT /api/v1/portal/assessments/%s/answers/%s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"+
		"Content-Type: application/json\r\n%s\r\nContent-Length: %d\r\n\r\n%s", d.assessmentID, answer.QuestionID, d.token, follows, len(body), body)
	if _, err := l.conn.Write(l.out); err != nil {
		return err
	}
	d.etags[answer.QuestionID], err = l.reply()
	return err
}

// reply reads a response and gives its ETag; anything but 200 is an error.
func (l *line) reply() (etag string, err error) {
	r, err := http.ReadResponse(l.in, nil)
	if err != nil {
		return "", err
	}
	body, err := io.ReadAll(r.Body)
	if err == nil && r.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", r.Status, body)
	}
	return r.Header.Get("ETag"), errors.Join(err, r.Body.Close())
}
