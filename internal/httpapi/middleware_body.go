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
	ended  bool // read to its end
}

// Read is the wrapped body's, with failures remembered.
func (b *watchedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if errors.Is(err, io.EOF) {
		b.ended = true
	} else if err != nil {
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

// limitBody caps what may be read, and refuses a declared excess before reading
// anything.
func (s *server) limitBody(c *gin.Context) {
	x := exchangeOf(c.Request.Context())
	if x.op == nil {
		return
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

// allowTransfer gives transfers of files more time than the server's own, once
// the caller may make them: strangers hold no connection for long. A writer
// that has no deadlines (tests) is left alone.
func (s *server) allowTransfer(c *gin.Context) {
	if x := exchangeOf(c.Request.Context()); x.op == nil || !x.op.transfer {
		return
	}
	control := http.NewResponseController(c.Writer)
	until := time.Now().Add(s.limits.UploadTime)
	_ = control.SetReadDeadline(until)
	_ = control.SetWriteDeadline(until.Add(writeTimeout))
}

// lingering is how long a refused caller may go on sending before the
// connection is cut.
const lingering = 2 * time.Second

// leaveBody gives up a body that a refusal leaves unread, and the connection
// with it: what is still coming is not worth waiting for.
func (x *exchange) leaveBody(c *gin.Context) {
	if x.body == nil || x.body.ended {
		return
	}
	c.Writer.Header().Set("Connection", "close")
	_ = http.NewResponseController(c.Writer).SetReadDeadline(time.Now().Add(lingering)) // a writer without deadlines is left alone
}
