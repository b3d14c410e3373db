package server

import (
	"context"

	"memsure/internal/app"
	"memsure/internal/auth"
)

// Passphrase is what every contact of a test chooses.
const Passphrase = "a gate of seven green herons"

// Redeem enrols a vendor contact with an invitation and gives the token of the
// session, without a way over HTTP.
func (s *Server) Redeem(invitation, name string) string {
	s.t.Helper()
	in, err := s.App.Identity.Redeem(s.t.Context(), invitation, app.Newcomer{Name: name, Passphrase: Passphrase})
	if err != nil {
		s.t.Fatalf("redeem invitation: %v", err)
	}
	return in.Token
}

// Acting gives a context in which the holder of a token calls use cases.
func (s *Server) Acting(token string) context.Context {
	s.t.Helper()
	who, err := s.App.Access.Authenticate(s.t.Context(), token)
	if err != nil {
		s.t.Fatalf("authenticate: %v", err)
	}
	return auth.WithPrincipal(s.t.Context(), who)
}
