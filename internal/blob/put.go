package blob

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"io/fs"
	"os"

	"memsure/internal/fault"
)

// chunk is how much is read between two looks at the context.
const chunk = 256 << 10

// Put implements Store: the stream goes to a file of its own, which is synced,
// renamed to its place, and the place synced. A reader sees all or nothing.
func (f *Folder) Put(ctx context.Context, id string, r io.Reader, limit int64) (Receipt, error) {
	if err := checkID(id); err != nil {
		return Receipt{}, err
	}
	if limit <= 0 {
		return Receipt{}, fault.New(fault.Internal, "blob_limit_missing", "Something went wrong on our side.")
	}
	part := incoming + "/" + rand.Text() + ".part"
	file, err := f.root.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return Receipt{}, unavailable(err)
	}
	receipt, err := f.fill(ctx, file, r, limit)
	if closeErr := file.Close(); err == nil && closeErr != nil {
		err = unavailable(closeErr)
	}
	if err == nil {
		err = f.land(part, id)
	}
	if err != nil {
		_ = f.root.Remove(part) // already renamed, or swept later if this fails too
		return Receipt{}, err
	}
	receipt.ID = id
	return receipt, nil
}

// fill copies the stream into the file and syncs it.
func (f *Folder) fill(ctx context.Context, file *os.File, r io.Reader, limit int64) (Receipt, error) {
	sum := sha256.New()
	size, err := copyLimited(ctx, file, sum, r, limit)
	if err != nil {
		return Receipt{}, err
	}
	if err := f.sync(file); err != nil {
		return Receipt{}, unavailable(err)
	}
	return Receipt{Size: size, SHA256: hex.EncodeToString(sum.Sum(nil))}, nil
}

// copyLimited keeps apart whose fault a failure is: the reader's stream, the
// limit, or our disk.
func copyLimited(ctx context.Context, file io.Writer, sum hash.Hash, r io.Reader, limit int64) (int64, error) {
	buffer := make([]byte, chunk)
	var size int64
	for {
		if err := ctx.Err(); err != nil {
			return 0, interrupted(err)
		}
		n, readErr := r.Read(buffer)
		if size += int64(n); size > limit {
			return 0, tooLarge(limit)
		}
		sum.Write(buffer[:n])
		if _, err := file.Write(buffer[:n]); err != nil {
			return 0, unavailable(err)
		}
		if readErr == io.EOF {
			return size, nil
		}
		if readErr != nil {
			return 0, broken(ctx, readErr)
		}
	}
}

// land gives the finished file its name, unless somebody has it.
func (f *Folder) land(part, id string) error {
	if err := f.makeFolder(shardOf(id)); err != nil {
		return unavailable(err)
	}
	if err := f.rename(part, id); err != nil {
		return err
	}
	if err := syncFolder(f.root, shardOf(id), f.sync); err != nil {
		_ = f.root.Remove(pathOf(id)) // not promised to anybody; swept later if this fails too
		return unavailable(err)
	}
	return nil
}

func (f *Folder) rename(part, id string) error {
	f.landing.Lock()
	defer f.landing.Unlock()
	switch _, err := f.root.Lstat(pathOf(id)); {
	case err == nil:
		return taken()
	case !errors.Is(err, fs.ErrNotExist):
		return unavailable(err)
	}
	if err := f.root.Rename(part, pathOf(id)); err != nil {
		return unavailable(err)
	}
	return nil
}

// broken explains a stream that ended early. A fault the stream itself returns
// (a body limit, say) is kept as it is.
func broken(ctx context.Context, cause error) error {
	var known *fault.Error
	switch {
	case errors.As(cause, &known):
		return cause
	case ctx.Err() != nil:
		return interrupted(cause)
	default:
		return fault.New(fault.Invalid, "upload_incomplete", "The upload broke off before its end; nothing was kept.").
			WithRemedy("Send the whole file again.").WithCause(cause)
	}
}

func interrupted(cause error) error {
	return fault.New(fault.Unavailable, "upload_interrupted", "The upload was stopped before its end; nothing was kept.").
		WithRemedy("Send the whole file again.").WithCause(cause)
}

func tooLarge(limit int64) error {
	return fault.Newf(fault.TooLarge, "upload_too_large", "The file is larger than the limit of %d bytes; nothing was kept.", limit).
		WithRemedy("Send a smaller file, or ask the buyer to raise the limit.")
}
