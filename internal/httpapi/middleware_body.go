package httpapi

import (
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"memsure/internal/fault"
)

// watchedBody remembers how reading the body failed, so that a handler which
// only knows "reading failed" still gets the caller the right answer.
type watchedBody struct {
	io.ReadCloser
	failed error
}

// Read is the wrapped body's, with failures remembered.
func (b *watchedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		b.failed = err
	}
	return n, err
}

// problem is nil unless reading the body failed by the caller's doing.
func (b *watchedBody) problem() *fault.Error {
	var over *http.MaxBytesError
	switch {
	case b == nil || b.failed == nil:
		return nil
	case errors.As(b.failed, &over):
		return tooLarge(over.Limit)
	default:
		return fault.New(fault.Invalid, codeContract, "The request ended before its body was complete.").
			WithRemedy("Send it again.").WithCause(b.failed)
	}
}

func tooLarge(limit int64) *fault.Error {
	return fault.Newf(fault.TooLarge, "body_too_large", "The body is over the limit of %d bytes.", limit).
		WithRemedy("Send less, or ask the operator about the limit.")
}

// limitBody caps what may be read, refuses a declared excess before reading
// anything, and gives transfers of files more time than the server's own.
func (s *server) limitBody(c *gin.Context) {
	x := exchangeOf(c.Request.Context())
	if x.op == nil {
		return
	}
	if x.op.transfer {
		s.allowTransfer(c)
	}
	if c.Request.Body == nil || c.Request.Body == http.NoBody {
		return
	}
	if c.Request.ContentLength > x.op.limit {
		s.fail(c, tooLarge(x.op.limit))
		return
	}
	x.body = &watchedBody{ReadCloser: http.MaxBytesReader(c.Writer, c.Request.Body, x.op.limit)}
	c.Request.Body = x.body
}

// allowTransfer moves this connection's deadlines. A writer that has none
// (tests) is left alone.
func (s *server) allowTransfer(c *gin.Context) {
	control := http.NewResponseController(c.Writer)
	until := time.Now().Add(s.limits.UploadTime)
	_ = control.SetReadDeadline(until)
	_ = control.SetWriteDeadline(until.Add(writeTimeout))
}
