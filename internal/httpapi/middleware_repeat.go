package httpapi

import (
	"bytes"
	"io"
	"net/http"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/gin-gonic/gin"

	"memsure/internal/app"
	"memsure/internal/canon"
)

const headerIdempotencyKey = "Idempotency-Key"

// markRepeatable tells the use case that its caller may send this request
// again, and by which key and content it is known.
func (s *server) markRepeatable(c *gin.Context) {
	x := exchangeOf(c.Request.Context())
	key := c.Request.Header.Get(headerIdempotencyKey)
	if x.op == nil || key == "" || !x.op.repeatable {
		return
	}
	digest, err := x.op.requestDigest(c.Request)
	if err != nil {
		s.fail(c, err)
		return
	}
	c.Request = c.Request.WithContext(app.WithRepeatable(c.Request.Context(),
		app.Repeatable{Operation: x.op.id, Key: key, BodyDigest: digest}))
}

// requestDigest covers method, path and body. An upload streams past; its use
// case digests what was kept instead.
func (op *operation) requestDigest(r *http.Request) (string, error) {
	doc := bytes.NewBufferString(r.Method + " " + r.URL.Path + "\n")
	if op.transfer || r.Body == nil {
		return canon.Digest(canon.DomainRequest, doc.Bytes()), nil
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return "", err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	doc.Write(body)
	return canon.Digest(canon.DomainRequest, doc.Bytes()), nil
}

// isRepeatable tells whether the contract lets an operation carry a key.
func isRepeatable(params []*openapi3.Parameter) bool {
	for _, p := range params {
		if p.In == openapi3.ParameterInHeader && p.Name == headerIdempotencyKey {
			return true
		}
	}
	return false
}
