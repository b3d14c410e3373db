package blob

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"memsure/internal/fault"
	"memsure/internal/id"
)

// putAged stores a blob that looks as if written some time ago.
func putAged(t *testing.T, f *Folder, path string, age time.Duration) string {
	t.Helper()
	name := id.New(id.Evidence)
	if _, err := f.Put(context.Background(), name, strings.NewReader("x"), plenty); err != nil {
		t.Fatal(err)
	}
	setAge(t, filepath.Join(path, pathOf(name)), age)
	return name
}

func setAge(t *testing.T, file string, age time.Duration) {
	t.Helper()
	when := time.Now().Add(-age)
	if err := os.Chtimes(file, when, when); err != nil {
		t.Fatal(err)
	}
}

func TestSweepRemovesOldOrphansOnly(t *testing.T) {
	f, path := open(t)
	ctx := context.Background()
	orphan, fresh, named := putAged(t, f, path, 2*time.Hour), putAged(t, f, path, 0), putAged(t, f, path, 2*time.Hour)
	for part, age := range map[string]time.Duration{"OLD.part": 2 * time.Hour, "NEW.part": 0} {
		file := filepath.Join(path, incoming, part)
		if err := os.WriteFile(file, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
		setAge(t, file, age)
	}
	asked := map[string]bool{}
	known := func(name string) (bool, error) { asked[name] = true; return name == named, nil }
	done, err := Sweep(ctx, f, known, time.Now().Add(-time.Hour))
	if err != nil || done != (Swept{Orphans: 1, Unfinished: 1}) {
		t.Errorf("%+v, %v", done, err)
	}
	if asked[fresh] {
		t.Error("a blob whose record may be on its way was looked at")
	}
	if _, err := f.Stat(ctx, orphan); !fault.Is(err, fault.NotFound) {
		t.Errorf("the orphan is still there: %v", err)
	}
	for _, name := range []string{fresh, named} {
		if _, err := f.Stat(ctx, name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := os.Stat(filepath.Join(path, incoming, "NEW.part")); err != nil {
		t.Errorf("a write in progress was removed: %v", err)
	}
}

func TestSweepDeletesNothingWhenItCannotKnow(t *testing.T) {
	f, path := open(t)
	name := putAged(t, f, path, 2*time.Hour)
	broken := errors.New("database is locked")
	done, err := Sweep(context.Background(), f, func(string) (bool, error) { return false, broken }, time.Now())
	if !errors.Is(err, broken) || done != (Swept{}) {
		t.Errorf("%+v, %v", done, err)
	}
	if _, err := f.Stat(context.Background(), name); err != nil {
		t.Errorf("deleted all the same: %v", err)
	}
}

func TestSweepStopsWithItsCaller(t *testing.T) {
	f, path := open(t)
	putAged(t, f, path, 2*time.Hour)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if done, err := Sweep(ctx, f, func(string) (bool, error) { return false, nil }, time.Now()); err == nil || done.Orphans != 0 {
		t.Errorf("%+v, %v", done, err)
	}
}

func BenchmarkPut100KiB(b *testing.B) {
	f, _ := open(b)
	body := strings.Repeat("x", 100<<10)
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if _, err := f.Put(context.Background(), id.New(id.Evidence), strings.NewReader(body), plenty); err != nil {
			b.Fatal(err)
		}
	}
}
