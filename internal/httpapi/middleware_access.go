package httpapi

import (
	"net"
	"net/http"
	"net/netip"
	"strings"

	"github.com/gin-gonic/gin"

	"memsure/internal/auth"
	"memsure/internal/fault"
)

// No token is longer; anything longer is refused before it is hashed.
const maxTokenBytes = 512

// signIn finds out who calls. An operation open to everybody never looks at a
// token, so that an old one cannot keep anyone from signing in, and a probe
// never touches the database.
func (s *server) signIn(c *gin.Context) {
	x := exchangeOf(c.Request.Context())
	if x.op == nil {
		return
	}
	if x.op.open {
		if x.op.counted { // signing in is slowed down by address
			c.Request = c.Request.WithContext(auth.WithClient(c.Request.Context(), address(c.Request)))
		}
		return
	}
	token, err := bearer(c.Request.Header)
	if err != nil {
		s.refuseToken(c, err)
		return
	}
	if token == "" {
		return
	}
	ctx := c.Request.Context()
	caller, err := s.authenticate(ctx, token)
	if err != nil {
		s.refuseToken(c, err)
		return
	}
	x.caller = caller
	c.Request = c.Request.WithContext(auth.WithPrincipal(ctx, caller))
}

// refuseToken answers a bad token, and counts it against the address: guessing
// is slowed down like any other flood.
func (s *server) refuseToken(c *gin.Context, err error) {
	if limited := s.limiter.take("addr "+address(c.Request), s.now()); limited != nil {
		err = limited
	}
	s.fail(c, err)
}

// bearer reads the token of an Authorization header: empty without one,
// Unauthenticated when there is one that is not a bearer token.
func bearer(h http.Header) (string, error) {
	values := h["Authorization"]
	if len(values) == 0 {
		return "", nil
	}
	scheme, token, _ := strings.Cut(values[0], " ")
	if len(values) > 1 || !strings.EqualFold(scheme, "Bearer") || token == "" || len(token) > maxTokenBytes {
		return "", fault.New(fault.Unauthenticated, "credentials_malformed", "The Authorization header is not one bearer token.").
			WithRemedy("Send 'Authorization: Bearer …' once, with an API key or a session token.")
	}
	return token, nil
}

// limitRate bounds each caller of the interface proper; probes, metrics and
// documentation are not counted.
func (s *server) limitRate(c *gin.Context) {
	x := exchangeOf(c.Request.Context())
	if x.op == nil || !x.op.counted {
		return
	}
	if limited := s.limiter.take(callerKey(x.caller, c.Request), s.now()); limited != nil {
		s.fail(c, limited)
	}
}

func callerKey(p auth.Principal, r *http.Request) string {
	if p.Kind == auth.KindAnonymous {
		return "addr " + address(r)
	}
	return p.ID()
}

// address is the peer of the connection; headers that claim another are not
// believed. IPv6 callers own a /64 and are counted by it.
func address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return "unknown"
	}
	ip, err := netip.ParseAddr(host)
	if err != nil || ip.Is4() || ip.Is4In6() {
		return host
	}
	network, _ := ip.WithZone("").Prefix(64) // cannot fail for IPv6
	return network.String()
}

// authorise asks the policy table, which says no unless a row says yes.
func (s *server) authorise(c *gin.Context) {
	x := exchangeOf(c.Request.Context())
	if x.op == nil {
		return
	}
	if err := auth.Authorize(x.op.id, x.caller); err != nil {
		s.fail(c, err)
	}
}
