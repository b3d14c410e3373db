// Package blob keeps evidence bytes: written as a stream while they are hashed
// and counted, safe on disk before the caller is told so, read back with
// seeking, deleted for good. It knows names and bytes, nothing else; who may
// see what is decided above.
package blob

import (
	"context"
	"io"
	"iter"
	"time"

	"memsure/internal/fault"
)

// Receipt is what Put promises: these bytes are on disk under this name.
type Receipt struct {
	ID     string
	Size   int64  // bytes
	SHA256 string // of the bytes alone, 64 lower-case hex digits, as sha256sum prints it
}

// Info is what the store knows of a blob without reading it.
type Info struct {
	ID       string
	Size     int64     // bytes
	Modified time.Time // when the writing ended, by the clock of the store
}

// Store keeps blobs under ids made by the caller: random public ids, never a
// digest, a file name or anything else a vendor could choose or compare. Ids
// that have another shape are an Internal fault. Trouble with the disk is
// Unavailable and changes nothing that was there. All methods are safe for
// concurrent use.
type Store interface {
	// Put reads r to its end and keeps the bytes under id. More than limit
	// bytes is TooLarge; a stream that breaks off is Invalid (a fault that r
	// itself returns passes through); an id that is taken is Conflict; ctx is
	// looked at between reads. On any error nothing is left behind. When Put
	// returns a receipt, the bytes survive a power cut.
	Put(ctx context.Context, id string, r io.Reader, limit int64) (Receipt, error)

	// Open gives the bytes and their number; the caller closes. An absent
	// blob is NotFound.
	Open(ctx context.Context, id string) (io.ReadSeekCloser, int64, error)

	// Stat gives what is known without reading. An absent blob is NotFound.
	Stat(ctx context.Context, id string) (Info, error)

	// Delete removes the bytes, durably. Deleting what is absent succeeds, so
	// that an erasure that was interrupted after its tombstone was recorded can
	// simply be repeated.
	Delete(ctx context.Context, id string) error

	// List yields every blob in no particular order, and at most one error, as
	// the last item. Blobs written or deleted meanwhile may or may not appear.
	List(ctx context.Context) iter.Seq2[Info, error]

	// DeleteUnfinished removes what interrupted writes from before a moment
	// left behind, and says how many there were.
	DeleteUnfinished(ctx context.Context, before time.Time) (int, error)
}

const (
	minID = 8
	maxID = 64
)

// checkID accepts lower-case letters, digits and inner underscores, 8 to 64 of
// them: safe as a file name on every system, with no way up or down a tree.
func checkID(id string) error {
	if !validID(id) {
		return fault.New(fault.Internal, "blob_id_malformed", "Something went wrong on our side.")
	}
	return nil
}

func validID(id string) bool {
	if len(id) < minID || len(id) > maxID || id[0] == '_' || id[len(id)-1] == '_' {
		return false
	}
	for _, c := range []byte(id) {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' {
			return false
		}
	}
	return true
}

func notFound() *fault.Error {
	return fault.New(fault.NotFound, "blob_not_found", "These bytes are not here.")
}

func unavailable(cause error) error {
	return fault.New(fault.Unavailable, "storage_unavailable", "The evidence store cannot be used just now; nothing was changed.").
		WithRemedy("Try again later. The operator finds the reason in the log.").WithCause(cause)
}
