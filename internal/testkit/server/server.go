// Package server runs memsure for tests: the whole service on a real store and
// a loopback port, spoken to through the generated client, with every answer
// held to the contract.
package server

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"memsure/api"
	"memsure/internal/app"
	"memsure/internal/auth"
	"memsure/internal/blob"
	"memsure/internal/httpapi"
	"memsure/internal/store"
	"memsure/internal/testkit/contract"
	"memsure/internal/testkit/db"
)

// Server is a running service.
type Server struct {
	URL      string // http://127.0.0.1:PORT
	AdminKey string
	App      *app.App
	Store    *store.Store

	t    testing.TB
	mu   sync.Mutex
	keys map[auth.Role]string
}

// Option changes how the service is set up.
type Option func(*setup)

type setup struct {
	settings app.Settings
	limits   httpapi.Limits
}

// Settings changes the operator's choices.
func Settings(change func(*app.Settings)) Option {
	return func(s *setup) { change(&s.settings) }
}

// Limits changes the edge's limits; without it nobody is slowed down.
func Limits(change func(*httpapi.Limits)) Option {
	return func(s *setup) { change(&s.limits) }
}

// Each runs the test against a fresh service on both databases.
func Each(t *testing.T, test func(t *testing.T, s *Server), options ...Option) {
	t.Helper()
	db.Each(t, func(t *testing.T, st *store.Store) { test(t, Start(t, st, options...)) })
}

// EachAt is Each with a clock that the test moves.
func EachAt(t *testing.T, test func(t *testing.T, s *Server, clock *Clock), options ...Option) {
	t.Helper()
	clock := &Clock{}
	db.Each(t, func(t *testing.T, st *store.Store) { test(t, Start(t, st, options...), clock) }, db.At(clock.Now))
}

// Start runs the service on a store, with the shipped questionnaires and one
// administrator, until the test ends. Passphrases are hashed cheaply.
func Start(t testing.TB, st *store.Store, options ...Option) *Server {
	t.Helper()
	with := defaults()
	for _, option := range options {
		option(&with)
	}
	blobs, err := blob.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatalf("open blob store: %v", err)
	}
	log := slog.New(slog.NewTextHandler(testLog{t}, &slog.HandlerOptions{Level: slog.LevelWarn}))
	a := app.New(&app.Core{
		Store: st, Blobs: blobs, Passphrases: auth.NewCheapPassphrases(),
		Throttle: auth.NewThrottle(auth.DefaultThrottleLimits()), Settings: with.settings, Log: log,
	})
	s := &Server{App: a, Store: st, t: t, keys: map[auth.Role]string{}}
	s.populate()
	s.listen(with.limits, log)
	t.Cleanup(func() { _ = blobs.Close() })
	return s
}

func defaults() setup {
	return setup{
		settings: app.Settings{BuyerName: "Example Buyer", Marking: "Confidential", PublicURL: "http://memsure.example",
			EvidenceLimit: 1 << 20, EvidenceFiles: 200, EvidenceTotal: 1 << 30, InvitationTTL: 14 * 24 * time.Hour, SessionTTL: 12 * time.Hour},
		limits: httpapi.Limits{PerSecond: -1},
	}
}

// testLog passes warnings of the service on to the test's own log.
type testLog struct{ t testing.TB }

// Write implements io.Writer.
func (l testLog) Write(line []byte) (int, error) {
	l.t.Logf("service: %s", line)
	return len(line), nil
}

func (s *Server) populate() {
	s.t.Helper()
	if err := s.App.Questionnaires.Ship(s.t.Context()); err != nil {
		s.t.Fatalf("ship questionnaires: %v", err)
	}
	key, err := s.App.Access.FirstAdmin(s.t.Context())
	if err != nil || key == "" {
		s.t.Fatalf("first administrator: %v", err)
	}
	s.AdminKey, s.keys[auth.Admin] = key, key
}

// listen serves on a port of its own until the test ends.
func (s *Server) listen(limits httpapi.Limits, log *slog.Logger) {
	s.t.Helper()
	metrics := httpapi.NewMetrics()
	handler, err := httpapi.New(httpapi.Options{
		Handlers:     httpapi.NewHandlers(s.App, httpapi.NewOperation("test", metrics, s.Store.Ready)),
		Authenticate: s.App.Access.Authenticate, Logger: log, Metrics: metrics, Limits: limits,
	})
	if err != nil {
		s.t.Fatalf("build the edge: %v", err)
	}
	port, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		s.t.Fatalf("listen: %v", err)
	}
	s.URL = "http://" + port.Addr().String()
	ctx, stop := context.WithCancel(context.Background())
	over := make(chan error, 1)
	go func() { over <- httpapi.Serve(ctx, httpapi.NewHTTPServer(handler, log), port, 10*time.Second) }()
	s.t.Cleanup(func() {
		http.DefaultClient.CloseIdleConnections() // a stopping server waits for connections that were opened and never used
		stop()
		if err := <-over; err != nil {
			s.t.Errorf("the service did not stop in order: %v", err)
		}
	})
}

// Client is the generated client of a caller with this role: a key of a person
// of the buying organisation, or nobody at all for auth.Anonymous. Vendor
// contacts sign in first; see As.
func (s *Server) Client(role auth.Role) *api.ClientWithResponses {
	s.t.Helper()
	if role == auth.Anonymous {
		return contract.Client(s.t, s.URL)
	}
	return s.As(s.Key(role))
}

// As is the generated client of whoever holds a token.
func (s *Server) As(token string) *api.ClientWithResponses {
	s.t.Helper()
	return contract.Client(s.t, s.URL, contract.Bearer(token))
}

// Key gives the API key of a role, the same one each time.
func (s *Server) Key(role auth.Role) string {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.keys[role] == "" {
		_, s.keys[role] = s.NewKey(role)
	}
	return s.keys[role]
}

// NewKey issues a key of a new person and gives its id and secret.
func (s *Server) NewKey(role auth.Role) (keyID, token string) {
	s.t.Helper()
	person, err := s.App.Access.CreateUser(s.t.Context(), "Test "+string(role), "")
	if err != nil {
		s.t.Fatalf("create user: %v", err)
	}
	issued, err := s.App.Access.CreateKey(s.t.Context(), person.ID, role, "test", time.Time{})
	if err != nil {
		s.t.Fatalf("create key: %v", err)
	}
	return issued.Key.ID, issued.Token
}
