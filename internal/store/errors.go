package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"io/fs"
	"net"
	"time"

	"gorm.io/gorm"

	"memsure/internal/fault"
)

// toFault is the store's one translation of errors. Faults pass unchanged,
// unless they are internal and hide a driver error that says more.
func toFault(d dialect, err error) error {
	if err == nil {
		return nil
	}
	var known *fault.Error
	if errors.As(err, &known) && known.Kind != fault.Internal {
		return err
	}
	switch d.classify(err) {
	case failureUnique:
		return fault.New(fault.Conflict, "already_exists", "Something with the same key exists already.").WithCause(err)
	case failureReference:
		return fault.New(fault.Conflict, "reference_broken",
			"The change names something that does not exist, or removes something still in use.").WithCause(err)
	case failureImmutable:
		return fault.New(fault.Conflict, "immutable", "This record is frozen and cannot be changed.").WithCause(err)
	case failureRetry, failureUnavailable:
		return unavailable("storage_unavailable", "The records cannot be reached or written at the moment; nothing was changed.", err)
	}
	return otherFault(known, err)
}

func otherFault(known *fault.Error, err error) error {
	switch {
	case known != nil:
		return err
	case errors.Is(err, gorm.ErrRecordNotFound), errors.Is(err, sql.ErrNoRows):
		return fault.New(fault.NotFound, "not_found", "There is no such record.").WithCause(err)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return cancelled(err)
	}
	return fault.Wrap(err, "store")
}

func unavailable(code, message string, cause error) *fault.Error {
	e := fault.New(fault.Unavailable, code, message).WithCause(cause).WithRemedy("Try again in a moment.")
	e.RetryAfter = time.Second
	return e
}

func cancelled(cause error) error {
	return unavailable("cancelled", "The request ended before it was served; nothing was changed.", cause)
}

func busy() error {
	return unavailable("busy", "Too many changes are waiting; nothing was changed.", nil)
}

func shuttingDown() error {
	return unavailable("shutting_down", "The service is stopping; nothing was changed.", nil)
}

// unconfirmed is the truth when a commit itself fails: the database did not
// confirm, so the caller must not believe it saved; it can look or repeat.
func unconfirmed(cause error) error {
	return unavailable("commit_unconfirmed", "The change could not be confirmed as saved.", cause).
		WithRemedy("Repeat the request with the same Idempotency-Key or If-Match; a change that was saved after all is recognised.")
}

// classifyCommon knows the errors that are no driver's own.
func classifyCommon(err error) failure {
	var network net.Error
	var file *fs.PathError
	switch {
	case errors.Is(err, driver.ErrBadConn), errors.Is(err, sql.ErrConnDone), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF),
		errors.As(err, &file):
		return failureUnavailable
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return failureOther
	case errors.As(err, &network):
		return failureUnavailable
	}
	return failureOther
}
