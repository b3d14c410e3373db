package blob

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"memsure/internal/fault"
)

const (
	folderMode = 0o700
	fileMode   = 0o600
	incoming   = "incoming" // where unfinished writes live; no shard has a name this long
	shardWidth = 2          // 1,024 shards keep a folder small at a million files
)

// Folder is a Store in a local folder, readable by the service's account only.
// Every path is resolved inside the folder: a planted symbolic link leads
// nowhere. One process may use a folder at a time.
type Folder struct {
	root *os.Root
	sync func(*os.File) error // (*os.File).Sync; tests put failing disks here

	landing sync.Mutex      // one rename at a time: an id that is taken stays what it is
	durable map[string]bool // folders whose own entry was synced; guarded by landing
}

var _ Store = (*Folder)(nil)

// OpenFolder opens the folder at path and makes it, with its parents, where it
// is missing. A path that cannot be used is Unavailable.
func OpenFolder(path string) (*Folder, error) {
	if err := makeFolders(path); err != nil {
		return nil, unavailable(err)
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, unavailable(err)
	}
	f := &Folder{root: root, sync: (*os.File).Sync, durable: map[string]bool{}}
	if err := f.makeFolder(incoming); err != nil {
		_ = root.Close() // the first error is the one that tells something
		return nil, unavailable(err)
	}
	return f, nil
}

// Close gives the folder back. Open readers stay usable.
func (f *Folder) Close() error { return f.root.Close() }

// Open implements Store.
func (f *Folder) Open(_ context.Context, id string) (io.ReadSeekCloser, int64, error) {
	if err := checkID(id); err != nil {
		return nil, 0, err
	}
	file, err := f.root.Open(pathOf(id))
	if err != nil {
		return nil, 0, f.absentOr(err)
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("not a regular file")
	}
	if err != nil {
		_ = file.Close() // read only: nothing can be lost
		return nil, 0, unavailable(err)
	}
	return file, info.Size(), nil
}

// Stat implements Store.
func (f *Folder) Stat(_ context.Context, id string) (Info, error) {
	if err := checkID(id); err != nil {
		return Info{}, err
	}
	info, err := f.root.Lstat(pathOf(id))
	if err != nil {
		return Info{}, f.absentOr(err)
	}
	return Info{ID: id, Size: info.Size(), Modified: info.ModTime()}, nil
}

// Delete implements Store. The folder is synced even when the file is already
// gone: an earlier attempt may have removed it and failed to sync.
func (f *Folder) Delete(_ context.Context, id string) error {
	if err := checkID(id); err != nil {
		return err
	}
	if err := f.root.Remove(pathOf(id)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return unavailable(err)
	}
	err := syncFolder(f.root, shardOf(id), f.sync)
	if err == nil || errors.Is(err, fs.ErrNotExist) && !f.gone() {
		return nil
	}
	return unavailable(err)
}

// List implements Store. Files that carry no id of ours are passed over.
func (f *Folder) List(ctx context.Context) iter.Seq2[Info, error] {
	return func(yield func(Info, error) bool) {
		shards, err := f.entries(".")
		if err == nil && f.gone() {
			err = fs.ErrNotExist // an open folder that was removed still lists, as empty
		}
		if err != nil {
			yield(Info{}, unavailable(err))
			return
		}
		for _, shard := range shards {
			if !shard.IsDir() || len(shard.Name()) != shardWidth {
				continue
			}
			if !f.listShard(ctx, shard.Name(), yield) {
				return
			}
		}
	}
}

// listShard yields one shard's blobs and says whether to go on.
func (f *Folder) listShard(ctx context.Context, shard string, yield func(Info, error) bool) bool {
	files, err := f.entries(shard)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		yield(Info{}, unavailable(err))
		return false
	}
	for _, file := range files {
		id := file.Name()
		if !validID(id) || shardOf(id) != shard || !file.Type().IsRegular() {
			continue
		}
		info, err := file.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue // deleted meanwhile
		}
		if err != nil {
			yield(Info{}, unavailable(err))
			return false
		}
		if !yield(Info{ID: id, Size: info.Size(), Modified: info.ModTime()}, nil) {
			return false
		}
	}
	return true
}

// DeleteUnfinished implements Store.
func (f *Folder) DeleteUnfinished(ctx context.Context, before time.Time) (int, error) {
	parts, err := f.entries(incoming)
	if err != nil {
		return 0, unavailable(err)
	}
	removed := 0
	for _, part := range parts {
		if err := ctx.Err(); err != nil {
			return removed, unavailable(err)
		}
		info, err := part.Info()
		if err != nil || !info.ModTime().Before(before) {
			continue // finished meanwhile, or still being written
		}
		if err := f.root.Remove(incoming + "/" + part.Name()); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return removed, unavailable(err)
		}
		removed++
	}
	return removed, nil
}

func (f *Folder) entries(name string) ([]fs.DirEntry, error) {
	folder, err := f.root.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = folder.Close() }() // read only: nothing can be lost
	return folder.ReadDir(-1)
}

// shardOf is the first characters of the random part of an id.
func shardOf(id string) string {
	random := id[strings.LastIndexByte(id, '_')+1:]
	return (random + "00")[:shardWidth]
}

func pathOf(id string) string { return shardOf(id) + "/" + id }

// gone reports whether the folder itself is no longer usable.
func (f *Folder) gone() bool {
	_, err := f.root.Stat(incoming)
	return err != nil
}

// makeFolder makes a folder inside the root if it is missing and syncs its
// entry, once in the life of the process even where the folder is found: who
// made it may have been cut off before the sync.
func (f *Folder) makeFolder(name string) error {
	f.landing.Lock()
	defer f.landing.Unlock()
	err := f.root.Mkdir(name, folderMode)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if err != nil && f.durable[name] {
		return nil
	}
	if err := syncFolder(f.root, ".", f.sync); err != nil {
		return err
	}
	f.durable[name] = true
	return nil
}

// syncFolder writes a folder's entries to disk. Windows has no such call and
// orders the writes itself.
func syncFolder(root *os.Root, name string, sync func(*os.File) error) error {
	folder, err := root.Open(name)
	if err != nil {
		return err
	}
	defer func() { _ = folder.Close() }() // read only: nothing can be lost
	if runtime.GOOS == "windows" {
		return nil
	}
	return sync(folder)
}

// makeFolders makes path and every missing parent, syncing each into its own
// parent: a folder is only as durable as the entry that names it.
func makeFolders(path string) error {
	path = filepath.Clean(path)
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return nil
	case err == nil:
		return &fs.PathError{Op: "open folder", Path: path, Err: errors.New("not a folder")}
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	parent := filepath.Dir(path)
	if err := makeFolders(parent); err != nil {
		return err
	}
	if err := os.Mkdir(path, folderMode); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	outside, err := os.OpenRoot(parent)
	if err != nil {
		return err
	}
	defer func() { _ = outside.Close() }() // read only: nothing can be lost
	return syncFolder(outside, ".", (*os.File).Sync)
}

// absentOr tells a blob that is absent from a folder that is.
func (f *Folder) absentOr(err error) error {
	if errors.Is(err, fs.ErrNotExist) && !f.gone() {
		return notFound()
	}
	return unavailable(err)
}

func taken() *fault.Error {
	return fault.New(fault.Conflict, "blob_exists", "These bytes were already stored.")
}
