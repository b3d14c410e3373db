package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"memsure/api"
	"memsure/internal/fault"
)

// codeContract marks a request that does not fit the contract (shape); it is
// the one code that changes a status: 400 instead of the 422 of meaning.
const codeContract = "contract"

// A problem lists at most this many places.
const maxPlaces = 50

// look is how one kind of fault appears from outside. The slug makes the
// problem's type, /docs#problem-SLUG, where the documentation explains it.
type look struct {
	Status  int
	Slug    string
	Title   string
	Meaning string
}

var (
	malformed = look{http.StatusBadRequest, "contract", "The request does not fit the contract",
		"Its shape is wrong: a missing, unknown, repeated or ill-typed member or parameter, or no JSON at all. Nothing was done."}
	canceled = look{499, "canceled", "The caller left before the answer", ""} // seen in the log only

	looks = map[fault.Kind]look{
		fault.Internal: {http.StatusInternalServerError, "internal", "Something went wrong on our side",
			"Try again; if it stays, quote the request id to the operator, whose log has the cause."},
		fault.Invalid: {http.StatusUnprocessableEntity, "invalid", "The request does not make sense",
			"Its shape is right, its meaning is not; the places listed say where."},
		fault.NotFound: {http.StatusNotFound, "not-found", "There is nothing here for you",
			"It does not exist, or it belongs to somebody else: the two answer alike."},
		fault.Conflict: {http.StatusConflict, "conflict", "This cannot be done in the present state",
			"Something must happen first, or has happened already."},
		fault.Stale: {http.StatusPreconditionFailed, "stale", "It was changed since you read it",
			"current_etag is today's version: read again, look at what changed, and repeat."},
		fault.PreconditionRequired: {http.StatusPreconditionRequired, "precondition-required",
			"The request must say which version it changes", "Send If-Match with the ETag last seen, or If-None-Match: * for a first save."},
		fault.Forbidden: {http.StatusForbidden, "forbidden", "You may not do this",
			"Your role does not include this operation."},
		fault.Unauthenticated: {http.StatusUnauthorized, "unauthenticated", "We do not know who you are",
			"Send an API key or a session token that is still valid."},
		fault.Gone: {http.StatusGone, "gone", "This is over",
			"It was yours and has expired or been used."},
		fault.TooLarge: {http.StatusRequestEntityTooLarge, "too-large", "The request is over a limit",
			"The detail names the limit."},
		fault.RateLimited: {http.StatusTooManyRequests, "rate-limited", "Too many requests",
			"Wait as long as Retry-After says."},
		fault.Unavailable: {http.StatusServiceUnavailable, "unavailable", "Try again later",
			"Nothing was changed."},
		fault.Unsupported: {http.StatusUnsupportedMediaType, "unsupported", "This format is not spoken here",
			"The remedy lists what is."},
		fault.MethodNotAllowed: {http.StatusMethodNotAllowed, "method-not-allowed", "The path exists, the method does not",
			"The Allow header lists the methods there are."},
	}
)

var (
	errNoRoute  = fault.New(fault.NotFound, "no_such_path", "No such path.").WithRemedy("See /docs for what there is.")
	errNoMethod = fault.New(fault.MethodNotAllowed, "method_not_allowed", "This path does not have that method.").
			WithRemedy("The Allow header lists those it has.")
	errInternal = fault.New(fault.Internal, "internal", "Something went wrong on our side.").
			WithRemedy("Try again; if it stays, quote the request id to the operator.")
	errTooSlow = fault.New(fault.Unavailable, "timeout", "This took too long and was given up.").
			WithRemedy("Try again.")
)

// misread is for what the contract let through and the generated code could
// not bind. The cause may hold what was sent, so it goes nowhere.
func misread(error) error {
	return fault.New(fault.Invalid, codeContract, "The request cannot be read as the contract describes it.").
		WithRemedy("Compare it with the operation at /docs.")
}

// fail answers with a problem and ends the request. An answer that has already
// begun cannot be repaired: its connection is cut, so that nobody takes half
// an answer for a whole one.
func (s *server) fail(c *gin.Context, err error) {
	x := exchangeOf(c.Request.Context())
	f := visible(x, err)
	shown := lookOf(f)
	x.code = f.Code
	if f == errInternal && errors.Is(c.Request.Context().Err(), context.Canceled) {
		shown, x.code = canceled, canceled.Slug
	}
	c.Abort()
	if c.Writer.Written() {
		panic(http.ErrAbortHandler)
	}
	x.leaveBody(c)
	writeProblem(c.Writer, x.id, shown, f)
}

// visible chooses what the caller is told, and leaves the cause for the log.
func visible(x *exchange, err error) *fault.Error {
	var f *fault.Error
	known := errors.As(err, &f)
	if !known || f.Kind == fault.Internal {
		if p := x.body.problem(); p != nil {
			return p
		}
		x.cause = err
		if errors.Is(err, context.DeadlineExceeded) {
			return errTooSlow
		}
		return errInternal
	}
	x.cause = errors.Unwrap(f)
	return f
}

func lookOf(f *fault.Error) look {
	if f.Code == codeContract {
		return malformed
	}
	if l, ok := looks[f.Kind]; ok {
		return l
	}
	return looks[fault.Internal]
}

func writeProblem(w http.ResponseWriter, requestID string, shown look, f *fault.Error) {
	p := api.Problem{
		Type: "/docs#problem-" + shown.Slug, Title: shown.Title, Status: shown.Status,
		Code: f.Code, Detail: f.Message, Remedy: some(f.Remedy), Instance: some(requestID),
		CurrentEtag: some(f.Current), Errors: places(f.Fields),
	}
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(p) // strings and integers only: cannot fail
	h := w.Header()
	h.Set("Content-Type", "application/problem+json")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Length", strconv.Itoa(body.Len()))
	h.Del("Content-Disposition")
	h.Del("Content-Encoding")
	h.Del("ETag")
	hints(h, shown.Status, f)
	w.WriteHeader(shown.Status)
	_, _ = w.Write(body.Bytes()) // a caller who left cannot be told
}

// hints are the headers that belong to a status.
func hints(h http.Header, status int, f *fault.Error) {
	switch status {
	case http.StatusUnauthorized:
		challenge := `Bearer realm="memsure"`
		if f.Code != "credentials_missing" {
			challenge += `, error="invalid_token"`
		}
		h.Set("WWW-Authenticate", challenge)
	case http.StatusPreconditionFailed:
		if f.Current != "" {
			h.Set("ETag", f.Current)
		}
	case http.StatusRequestEntityTooLarge:
		h.Set("Connection", "close") // what is still coming is not worth reading
	}
	if f.RetryAfter > 0 {
		h.Set("Retry-After", strconv.FormatInt(wholeSeconds(f.RetryAfter), 10))
	}
}

func wholeSeconds(d time.Duration) int64 { return int64(math.Ceil(d.Seconds())) }

func places(fields []fault.Field) *[]api.ProblemField {
	if len(fields) == 0 {
		return nil
	}
	out := make([]api.ProblemField, 0, min(len(fields), maxPlaces))
	for _, f := range fields[:min(len(fields), maxPlaces)] {
		out = append(out, problemField(f))
	}
	return &out
}

func problemField(f fault.Field) api.ProblemField {
	return api.ProblemField{
		Pointer: some(f.Pointer), Line: some(f.Line), Column: some(f.Column),
		Offset: some(f.Offset), Code: some(f.Code), Message: f.Message,
	}
}

// some is nil for a zero value: what is unknown is left out.
func some[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}
