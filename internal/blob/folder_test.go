package blob

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"memsure/internal/fault"
	"memsure/internal/id"
)

const plenty = 1 << 20

func open(t testing.TB) (*Folder, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "data", "evidence")
	f, err := OpenFolder(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f, path
}

// files lists every file below the folder.
func files(t testing.TB, path string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(path, func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func content(t testing.TB, f *Folder, name string) string {
	t.Helper()
	r, size, err := f.Open(context.Background(), name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	all, err := io.ReadAll(r)
	if err != nil || int64(len(all)) != size {
		t.Fatalf("read %d of %d bytes: %v", len(all), size, err)
	}
	return string(all)
}

func TestWhatIsPutCanBeReadByteForByte(t *testing.T) {
	f, path := open(t)
	rapid.Check(t, func(rt *rapid.T) {
		want := rapid.SliceOfN(rapid.Byte(), 0, 2000).Draw(rt, "bytes")
		name := id.New(id.Evidence)
		got, err := f.Put(context.Background(), name, iotest.HalfReader(bytes.NewReader(want)), plenty)
		if err != nil {
			rt.Fatal(err)
		}
		sum := sha256.Sum256(want)
		if diff := cmp.Diff(Receipt{ID: name, Size: int64(len(want)), SHA256: hex.EncodeToString(sum[:])}, got); diff != "" {
			rt.Fatal(diff)
		}
		if content(t, f, name) != string(want) {
			rt.Fatal("other bytes came back")
		}
		again, err := Read(context.Background(), f, name)
		if err != nil || again != got {
			rt.Fatalf("measured anew: %+v, %v", again, err)
		}
	})
	if left := files(t, filepath.Join(path, incoming)); left != nil {
		t.Errorf("unfinished files remain: %v", left)
	}
}

func TestLimitIsExact(t *testing.T) {
	f, path := open(t)
	for _, size := range []int{99, 100, 101, 3 * chunk} {
		name := id.New(id.Evidence)
		_, err := f.Put(context.Background(), name, strings.NewReader(strings.Repeat("x", size)), 100)
		if (size > 100) != fault.Is(err, fault.TooLarge) || size <= 100 && err != nil {
			t.Errorf("%d bytes: %v", size, err)
		}
	}
	if n := len(files(t, path)); n != 2 {
		t.Errorf("%d files remain, want the 2 within the limit", n)
	}
	if _, err := f.Put(context.Background(), id.New(id.Evidence), strings.NewReader(""), 0); !fault.Is(err, fault.Internal) {
		t.Errorf("a write without a limit: %v", err)
	}
}

// cancelling ends the caller's context in the middle of the stream.
type cancelling struct {
	io.Reader
	cancel context.CancelFunc
}

func (c cancelling) Read(p []byte) (int, error) { c.cancel(); return c.Reader.Read(p) }

func TestInterruptedStreamsLeaveNothing(t *testing.T) {
	f, path := open(t)
	half := func(err error) io.Reader {
		return io.MultiReader(strings.NewReader(strings.Repeat("x", chunk+10)), iotest.ErrReader(err))
	}
	ctx, cancel := context.WithCancel(context.Background())
	own := fault.New(fault.TooLarge, "body_too_large", "The request is too large.")
	tests := []struct {
		name string
		ctx  context.Context
		r    io.Reader
		want string
	}{
		{"truncated", context.Background(), half(io.ErrUnexpectedEOF), "upload_incomplete"},
		{"reset", context.Background(), half(errors.New("connection reset")), "upload_incomplete"},
		{"fault of the stream", context.Background(), half(own), "body_too_large"},
		{"cancelled", ctx, cancelling{strings.NewReader(strings.Repeat("x", 3*chunk)), cancel}, "upload_interrupted"},
		{"cancelled before", ctx, strings.NewReader("x"), "upload_interrupted"},
	}
	for _, tt := range tests {
		name := id.New(id.Evidence)
		if _, err := f.Put(tt.ctx, name, tt.r, plenty); fault.Code(err) != tt.want {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.want)
		}
		if _, err := f.Stat(context.Background(), name); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: the blob exists: %v", tt.name, err)
		}
		if left := files(t, path); left != nil {
			t.Errorf("%s: left behind %v", tt.name, left)
		}
	}
}

func TestIdsThatCouldBePathsAreRefused(t *testing.T) {
	f, path := open(t)
	ctx := context.Background()
	for _, name := range []string{"", "short", "../../etc/passwd", "evd_../../x", "evd/abcdefgh", `evd\abcdefgh`, "EVD_ABCDEFGH", "evd_abc.part",
		"evd_abcdefgh\x00", "evd_abcdé", "_abcdefgh", "abcdefgh_", strings.Repeat("a", 65), "sbom.cdx.json"} {
		_, putErr := f.Put(ctx, name, strings.NewReader("x"), plenty)
		_, _, openErr := f.Open(ctx, name)
		_, statErr := f.Stat(ctx, name)
		for _, err := range []error{putErr, openErr, statErr, f.Delete(ctx, name)} {
			if !fault.Is(err, fault.Internal) {
				t.Errorf("%q: %v", name, err)
			}
		}
	}
	if left := files(t, path); left != nil {
		t.Errorf("files were written: %v", left)
	}
}

func TestPlantedLinksLeadNowhere(t *testing.T) {
	f, path := open(t)
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	name := id.New(id.Evidence)
	if err := os.Mkdir(filepath.Join(path, shardOf(name)), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(secret, filepath.Join(path, pathOf(name))); err != nil {
		lacks(t, "this system has no symbolic links", err)
	}
	if r, _, err := f.Open(context.Background(), name); err == nil {
		_ = r.Close()
		t.Error("a link out of the folder was followed")
	}
	for info := range f.List(context.Background()) {
		t.Errorf("listed %+v", info)
	}
}

func TestATakenIdStaysWhatItIs(t *testing.T) {
	f, _ := open(t)
	name := id.New(id.Evidence)
	var kept atomic.Int64
	var winner atomic.Value
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			text := strings.Repeat(string(rune('a'+i)), 1000+i)
			switch _, err := f.Put(context.Background(), name, strings.NewReader(text), plenty); {
			case err == nil:
				kept.Add(1)
				winner.Store(text)
			case !fault.Is(err, fault.Conflict):
				t.Errorf("loser got %v", err)
			}
		})
	}
	wg.Wait()
	if kept.Load() != 1 || content(t, f, name) != winner.Load() {
		t.Errorf("%d writers were told they won", kept.Load())
	}
}

func TestConcurrentWritersReadersAndDeleters(t *testing.T) {
	f, path := open(t)
	ctx := context.Background()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 10 {
				name := id.New(id.Evidence)
				if _, err := f.Put(ctx, name, strings.NewReader(name), plenty); err != nil {
					t.Error(err)
				}
				if content(t, f, name) != name {
					t.Error("other bytes came back")
				}
				if err := f.Delete(ctx, name); err != nil {
					t.Error(err)
				}
				for _, err := range f.List(ctx) {
					if err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	wg.Wait()
	if left := files(t, path); left != nil {
		t.Errorf("%d files remain", len(left))
	}
}

func TestDeleteCanBeRepeatedAndReadersFinish(t *testing.T) {
	f, path := open(t)
	ctx, name := context.Background(), id.New(id.Evidence)
	if _, err := f.Put(ctx, name, strings.NewReader("the bytes"), plenty); err != nil {
		t.Fatal(err)
	}
	reader, _, err := f.Open(ctx, name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = reader.Close() }()
	for range 2 {
		if err := f.Delete(ctx, name); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Delete(ctx, id.New(id.Evidence)); err != nil {
		t.Errorf("deleting what never was: %v", err)
	}
	if _, _, err := f.Open(ctx, name); !fault.Is(err, fault.NotFound) {
		t.Errorf("Open after Delete: %v", err)
	}
	if left := files(t, path); left != nil {
		t.Errorf("left behind %v", left)
	}
	if got, err := io.ReadAll(reader); err != nil || string(got) != "the bytes" {
		t.Errorf("a reader that was open got %q, %v", got, err)
	}
}

func TestOpenSeeks(t *testing.T) {
	f, _ := open(t)
	name := id.New(id.Evidence)
	if _, err := f.Put(context.Background(), name, strings.NewReader("0123456789"), plenty); err != nil {
		t.Fatal(err)
	}
	r, size, err := f.Open(context.Background(), name)
	if err != nil || size != 10 {
		t.Fatalf("%d, %v", size, err)
	}
	defer func() { _ = r.Close() }()
	if _, err := r.Seek(-3, io.SeekEnd); err != nil {
		t.Fatal(err)
	}
	if got, _ := io.ReadAll(r); string(got) != "789" {
		t.Errorf("read %q", got)
	}
}

func TestListNamesEveryBlobOnce(t *testing.T) {
	f, path := open(t)
	var want, got []string
	for range 40 {
		name := id.New(id.Evidence)
		want = append(want, name)
		if _, err := f.Put(context.Background(), name, strings.NewReader("x"), plenty); err != nil {
			t.Fatal(err)
		}
	}
	for _, stray := range []string{"README", "zz", filepath.Join(shardOf(want[0]), "lost+found.txt"), filepath.Join(incoming, "evd_00000000.part")} {
		if err := os.WriteFile(filepath.Join(path, stray), []byte("stray"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for info, err := range f.List(context.Background()) {
		if err != nil || info.Size != 1 || info.Modified.IsZero() {
			t.Fatalf("%+v, %v", info, err)
		}
		got = append(got, info.ID)
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for range f.List(context.Background()) {
		break // stopping early is allowed
	}
}

func TestFilesAreForTheServiceOnly(t *testing.T) {
	f, path := open(t)
	if _, err := f.Put(context.Background(), id.New(id.Evidence), strings.NewReader("x"), plenty); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(path, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", p, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// lacks skips a test of what this system does not have, and says so; where
// MEMSURE_REQUIRE_ALL=1 asks for everything, it fails instead.
func lacks(t *testing.T, what string, err error) {
	t.Helper()
	if os.Getenv("MEMSURE_REQUIRE_ALL") == "1" {
		t.Fatalf("%s: %v", what, err)
	}
	t.Skipf("skipped: %s", what)
}
