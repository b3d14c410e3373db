package httpapi

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"memsure/internal/fault"
)

// The deadlines of a connection. Transfers of files get Limits.UploadTime
// instead of the read and write ones.
const (
	headerTimeout  = 5 * time.Second
	readTimeout    = 30 * time.Second
	writeTimeout   = 60 * time.Second
	idleTimeout    = 2 * time.Minute
	maxHeaderBytes = 32 << 10
)

// NewHTTPServer wraps a handler in a server that no slow client can hold: all
// four deadlines and the header size are bounded. What net/http itself has to
// say goes to the log as warnings.
func NewHTTPServer(handler http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}

// Serve answers on l until ctx is done, then stops accepting, lets requests in
// flight finish for up to grace, and cuts those that do not. It returns nil
// after a clean stop, and owns l.
func Serve(ctx context.Context, srv *http.Server, l net.Listener, grace time.Duration) error {
	stopped := make(chan error, 1)
	go func() { stopped <- srv.Serve(l) }()
	select {
	case err := <-stopped:
		return fault.Wrap(err, "serving HTTP")
	case <-ctx.Done():
	}
	within, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	err := srv.Shutdown(within)
	if err != nil {
		err = errors.Join(err, srv.Close())
	}
	<-stopped //nolint:errcheck // always http.ErrServerClosed
	return fault.Wrap(err, "stopping the HTTP server")
}
