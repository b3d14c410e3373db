package backup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"memsure/internal/datadir"
	"memsure/internal/fault"
)

// Progress is told how many of how many bytes are done. It may be nil.
type Progress func(done, total int64)

// counter adds up what was done.
type counter struct {
	tell        Progress
	done, total int64
}

func (c *counter) add(n int64) {
	c.done += n
	if c.tell != nil {
		c.tell(c.done, max(c.done, c.total))
	}
}

// counted is a stream that reports itself and ends when ctx does.
type counted struct {
	ctx     context.Context
	r       io.Reader
	counter *counter
}

func (c counted) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, fault.New(fault.Unavailable, "interrupted", "Interrupted before the copy was whole; nothing was left under its name.").WithCause(err)
	}
	n, err := c.r.Read(p)
	c.counter.add(int64(n))
	return n, err
}

// place is a folder in the making: a hidden neighbour of the target, which
// takes the target's name when it is whole.
type place struct{ target, staging string }

// newPlace refuses a target that holds anything.
func newPlace(target string) (*place, error) {
	target, err := filepath.Abs(target)
	if err != nil {
		return nil, unwritable(err)
	}
	entries, err := os.ReadDir(target)
	if err != nil && !errors.Is(err, os.ErrNotExist) || len(entries) > 0 {
		return nil, fault.New(fault.Conflict, "target_not_empty", "The target exists and is not an empty folder.").
			WithRemedy("Name a new folder; nothing is ever overwritten.")
	}
	parent := filepath.Dir(target)
	if err := os.MkdirAll(parent, 0o700); err != nil {
		return nil, unwritable(err)
	}
	staging, err := os.MkdirTemp(parent, "."+strings.TrimPrefix(filepath.Base(target), ".")+".part-*") // 0700
	if err != nil {
		return nil, unwritable(err)
	}
	return &place{target, staging}, nil
}

// drop removes what was staged; after finish there is nothing left to remove.
func (p *place) drop() { _ = os.RemoveAll(p.staging) }

// finish gives the folder its name, durably.
func (p *place) finish() error {
	if err := datadir.SyncDir(p.staging); err != nil {
		return unwritable(err)
	}
	if err := os.Remove(p.target); err != nil && !errors.Is(err, os.ErrNotExist) { // removes an empty folder only
		return unwritable(err)
	}
	if err := os.Rename(p.staging, p.target); err != nil {
		return unwritable(err)
	}
	return asUnwritable(datadir.SyncDir(filepath.Dir(p.target)))
}

func asUnwritable(err error) error {
	if err == nil {
		return nil
	}
	return unwritable(err)
}

// measure hashes a file where it lies.
func measure(dir, name string) (File, error) {
	file, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		return File{}, unreadable(err)
	}
	defer file.Close()
	sum := sha256.New()
	size, err := io.Copy(sum, file)
	if err != nil {
		return File{}, unreadable(err)
	}
	return File{name, size, hex.EncodeToString(sum.Sum(nil))}, nil
}

// copyFile copies one file into a new one, synced, and measures it on the way.
func copyFile(ctx context.Context, from, to, name string, c *counter) (copied File, err error) {
	in, err := os.Open(filepath.Join(from, name))
	if err != nil {
		return File{}, unreadable(err)
	}
	defer in.Close()
	out, err := os.OpenFile(filepath.Join(to, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return File{}, unwritable(err)
	}
	sum := sha256.New()
	size, err := io.Copy(io.MultiWriter(out, sum), counted{ctx, in, c})
	if err := errors.Join(err, out.Sync(), out.Close()); err != nil {
		return File{}, unwritable(err)
	}
	return File{name, size, hex.EncodeToString(sum.Sum(nil))}, nil
}
