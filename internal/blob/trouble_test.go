package blob

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"memsure/internal/fault"
	"memsure/internal/id"
)

// Every sync of a write fails once: the file, the shard's new entry, the
// shard. None of them may end in a receipt, and a repeated write succeeds.
func TestAFailingDiskNeverLies(t *testing.T) {
	ctx := context.Background()
	for _, failing := range []string{"file", "new folder", "folder"} {
		f, path := open(t)
		name := id.New(id.Evidence)
		syncs := map[string]int{"file": 1, "new folder": 2, "folder": 3}
		calls := 0
		f.sync = func(file *os.File) error {
			if calls++; calls == syncs[failing] {
				return syscall.EIO
			}
			return file.Sync()
		}
		_, err := f.Put(ctx, name, strings.NewReader("the bytes"), plenty)
		if !fault.Is(err, fault.Unavailable) || !errors.Is(err, syscall.EIO) {
			t.Errorf("%s: %v", failing, err)
		}
		if left := files(t, path); left != nil {
			t.Errorf("%s: left behind %v", failing, left)
		}
		if _, err := f.Put(ctx, name, strings.NewReader("the bytes"), plenty); err != nil {
			t.Errorf("%s: the disk works again, but: %v", failing, err)
		}
		if failing == "new folder" && calls != 2+3 {
			t.Errorf("the shard's entry was not synced again: %d syncs", calls)
		}
	}
}

func TestADeletionThatWasNotSyncedIsNotDone(t *testing.T) {
	f, _ := open(t)
	ctx, name := context.Background(), id.New(id.Evidence)
	if _, err := f.Put(ctx, name, strings.NewReader("x"), plenty); err != nil {
		t.Fatal(err)
	}
	f.sync = func(*os.File) error { return syscall.EIO }
	for range 2 {
		if err := f.Delete(ctx, name); !fault.Is(err, fault.Unavailable) {
			t.Errorf("%v", err)
		}
	}
	f.sync = (*os.File).Sync
	if err := f.Delete(ctx, name); err != nil {
		t.Error(err)
	}
}

func TestFoldersThatCannotBeUsed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	locked := filepath.Join(t.TempDir(), "locked")
	if err := os.Mkdir(locked, 0o500); err != nil {
		t.Fatal(err)
	}
	paths := []string{file, filepath.Join(file, "below"), filepath.Join(t.TempDir(), "nul\x00byte")}
	if os.Geteuid() != 0 { // the administrator may write anywhere
		paths = append(paths, filepath.Join(locked, "below"), locked)
	}
	for _, path := range paths {
		f, err := OpenFolder(path)
		if err == nil {
			_ = f.Close()
		}
		if !fault.Is(err, fault.Unavailable) {
			t.Errorf("%q: %v", path, err)
		}
		var known *fault.Error
		if errors.As(err, &known) && strings.Contains(known.Message+known.Remedy, path) {
			t.Errorf("%q is shown to the caller", path)
		}
	}
}

func TestAFolderThatVanishesIsTroubleNotAbsence(t *testing.T) {
	f, path := open(t)
	ctx, name := context.Background(), id.New(id.Evidence)
	if _, err := f.Put(ctx, name, strings.NewReader("x"), plenty); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(path); err != nil {
		lacks(t, "this system keeps open folders", err)
	}
	_, putErr := f.Put(ctx, id.New(id.Evidence), strings.NewReader("x"), plenty)
	_, _, openErr := f.Open(ctx, name)
	_, statErr := f.Stat(ctx, name)
	_, sweepErr := Sweep(ctx, f, func(string) (bool, error) { return false, nil }, time.Now())
	for what, err := range map[string]error{"Put": putErr, "Open": openErr, "Stat": statErr, "Delete": f.Delete(ctx, name), "Sweep": sweepErr} {
		if !fault.Is(err, fault.Unavailable) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestADirectoryInABlobsPlaceIsTrouble(t *testing.T) {
	f, path := open(t)
	name := id.New(id.Evidence)
	if err := os.MkdirAll(filepath.Join(path, pathOf(name), "x"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, _, err := f.Open(context.Background(), name); !fault.Is(err, fault.Unavailable) {
		t.Errorf("Open: %v", err)
	}
	if err := f.Delete(context.Background(), name); !fault.Is(err, fault.Unavailable) {
		t.Errorf("Delete: %v", err)
	}
}

func TestAReopenedFolderHasItsBlobs(t *testing.T) {
	f, path := open(t)
	name := id.New(id.Evidence)
	want, err := f.Put(context.Background(), name, strings.NewReader("the bytes"), plenty)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := OpenFolder(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = again.Close() }()
	if got, err := Read(context.Background(), again, name); err != nil || got != want {
		t.Errorf("%+v, %v", got, err)
	}
	if info, err := again.Stat(context.Background(), name); err != nil || info.Size != 9 || info.ID != name {
		t.Errorf("%+v, %v", info, err)
	}
}
