package server_test

import (
	"net/http"
	"testing"
	"time"

	"memsure/internal/auth"
	"memsure/internal/testkit/server"
)

func TestARunningServiceKnowsItsCallers(t *testing.T) {
	server.EachAt(t, func(t *testing.T, s *server.Server, clock *server.Clock) {
		for _, role := range []auth.Role{auth.Admin, auth.Procurement, auth.Evaluator, auth.Auditor} {
			me, err := s.Client(role).GetIdentityWithResponse(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if me.StatusCode() != http.StatusOK || me.JSON200.Role != string(role) {
				t.Errorf("%s: %d %s", role, me.StatusCode(), me.Body)
			}
		}
		if nobody, err := s.Client(auth.Anonymous).GetIdentityWithResponse(t.Context()); err != nil || nobody.StatusCode() != http.StatusUnauthorized {
			t.Errorf("nobody got %v %v", nobody, err)
		}
		before := clock.Now()
		clock.Forward(time.Hour)
		if clock.Now().Sub(before) < time.Hour {
			t.Error("the clock did not move")
		}
	})
}
