package main

import (
	"crypto/ed25519"
	"log/slog"
	"net/http"

	"memsure/internal/app"
	"memsure/internal/auth"
	"memsure/internal/config"
	"memsure/internal/fault"
	"memsure/internal/httpapi"
	"memsure/internal/report/pdf"
)

// service is everything put together.
type service struct {
	app     *app.App
	handler http.Handler
	key     ed25519.PrivateKey
}

// assemble wires the rooms of the house, by hand and in one place.
func (w *world) assemble(c config.Config, r *records, key ed25519.PrivateKey, address string, log *slog.Logger) (*service, error) {
	logo, err := w.logo(c.Logo)
	if err != nil {
		return nil, err
	}
	a := app.New(&app.Core{
		Store: r.store, Blobs: r.blobs, Log: log, Trust: trusting(key),
		Passphrases: auth.NewPassphrases(), Throttle: auth.NewThrottle(auth.DefaultThrottleLimits()),
		Settings: app.Settings{
			BuyerName: c.BuyerName, Marking: c.Marking, Logo: logo, PublicURL: c.LinkBase(address),
			EvidenceLimit: c.EvidenceLimit, EvidenceFiles: c.EvidenceFiles, EvidenceTotal: c.EvidenceTotal,
			InvitationTTL: c.InvitationTTL, SessionTTL: c.SessionTTL,
		},
	})
	metrics := httpapi.NewMetrics()
	handler, err := httpapi.New(httpapi.Options{
		Handlers:     httpapi.NewHandlers(a, httpapi.NewOperation(version(), metrics, r.store.Ready)),
		Authenticate: a.Access.Authenticate, Logger: log, Metrics: metrics, Limits: limits(c),
	})
	if err != nil {
		return nil, err
	}
	return &service{a, handler, key}, nil
}

// limits are those of the edge; what has no setting keeps its default.
func limits(c config.Config) httpapi.Limits {
	l := httpapi.Limits{EvidenceBytes: c.EvidenceLimit, UploadTime: c.Timeouts.Upload, PerSecond: -1, Burst: c.RateBurst}
	if c.RateLimit > 0 {
		l.PerSecond = float64(c.RateLimit) / 60
	}
	return l
}

// server is the HTTP server with the operator's deadlines.
func (s *service) server(c config.Config, log *slog.Logger) *http.Server {
	srv := httpapi.NewHTTPServer(s.handler, log)
	srv.ReadHeaderTimeout, srv.ReadTimeout = c.Timeouts.Header, c.Timeouts.Request
	srv.WriteTimeout, srv.IdleTimeout = c.Timeouts.Request, c.Timeouts.Idle
	return srv
}

// logo reads the logo of reports and makes sure that it can be printed.
func (w *world) logo(name string) ([]byte, error) {
	if name == "" {
		return nil, nil
	}
	content, err := w.readFile(name, pdf.MaxLogo)
	if err != nil {
		return nil, err
	}
	if err := pdf.CheckLogo(content); err != nil {
		return nil, fault.New(fault.Invalid, "settings_invalid", "--logo (MEMSURE_LOGO) names a picture that cannot be printed.").
			WithRemedy("Use a JPEG, or a PNG without interlacing and with 8 bits a channel, of at most 512 KiB.").WithCause(err)
	}
	return content, nil
}
