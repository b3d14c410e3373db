package httpapi

import (
	"errors"
	"io"
	"net/http"

	"memsure/internal/fault"
)

// uploadBody is a streamed body whose failures speak our language: what reads
// it passes faults on as they are. A caller who ends the stream early also
// ends the request's context; without this the two would look like trouble of
// ours.
type uploadBody struct{ body io.Reader }

// Read is the body's.
func (u uploadBody) Read(p []byte) (int, error) {
	n, err := u.body.Read(p)
	var over *http.MaxBytesError
	switch {
	case errors.As(err, &over):
		err = tooLarge(over.Limit)
	case errors.Is(err, io.ErrUnexpectedEOF):
		err = fault.New(fault.Invalid, "upload_incomplete", "The upload broke off before its end; nothing was kept.").
			WithRemedy("Send the whole file again.").WithCause(err)
	}
	return n, err
}
