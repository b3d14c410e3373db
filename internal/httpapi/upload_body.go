package httpapi

import (
	"errors"
	"io"
	"net/http"
)

// uploadBody is a streamed body whose limit speaks our language: what reads it
// passes faults on and would take any other failure for a stream that broke
// off.
type uploadBody struct{ body io.Reader }

// Read is the body's.
func (u uploadBody) Read(p []byte) (int, error) {
	n, err := u.body.Read(p)
	var over *http.MaxBytesError
	if errors.As(err, &over) {
		err = tooLarge(over.Limit)
	}
	return n, err
}
