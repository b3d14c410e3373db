package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"time"

	"memsure/internal/fault"
)

// Swept counts what a sweep removed.
type Swept struct {
	Orphans    int // whole blobs that no record names
	Unfinished int // left behind by interrupted writes
}

// Sweep removes blobs that no record names and what interrupted writes left
// behind, both only if they are from before a moment. A blob is written before
// its record, so that moment must lie further back than any request can take.
// known says whether a record names an id; when it fails, the sweep stops and
// deletes nothing more: not knowing is no reason to delete.
func Sweep(ctx context.Context, s Store, known func(id string) (bool, error), before time.Time) (Swept, error) {
	var done Swept
	for info, err := range s.List(ctx) {
		if err != nil {
			return done, err
		}
		if !info.Modified.Before(before) {
			continue
		}
		named, err := known(info.ID)
		if err != nil {
			return done, fault.Wrap(err, "look up blob for the sweep")
		}
		if named {
			continue
		}
		if err := s.Delete(ctx, info.ID); err != nil {
			return done, err
		}
		done.Orphans++
	}
	var err error
	done.Unfinished, err = s.DeleteUnfinished(ctx, before)
	return done, err
}

// Read measures a stored blob anew: compare the receipt with the recorded one
// to see whether the bytes are still the bytes. An absent blob is NotFound.
func Read(ctx context.Context, s Store, id string) (Receipt, error) {
	r, _, err := s.Open(ctx, id)
	if err != nil {
		return Receipt{}, err
	}
	defer func() { _ = r.Close() }() // read only: nothing can be lost
	h := sha256.New()
	buffer := make([]byte, chunk)
	var size int64
	for {
		if err := ctx.Err(); err != nil {
			return Receipt{}, unavailable(err)
		}
		n, err := r.Read(buffer)
		h.Write(buffer[:n])
		size += int64(n)
		if errors.Is(err, io.EOF) {
			return Receipt{ID: id, Size: size, SHA256: hex.EncodeToString(h.Sum(nil))}, nil
		}
		if err != nil {
			return Receipt{}, unavailable(err)
		}
	}
}
