package backup_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"memsure/internal/audit"
	"memsure/internal/backup"
	"memsure/internal/blob"
	"memsure/internal/datadir"
	"memsure/internal/fault"
	"memsure/internal/store"
	"memsure/internal/testkit/installation"
)

func source(in *installation.Installation) backup.Source {
	return backup.Source{Store: in.Store, Blobs: in.Blobs, DataDir: in.Dir, Program: "test", Now: time.Unix(1_790_000_000, 0)}
}

// inspect opens a data folder and gives the evidence its records name, after
// checking that the audit log holds and that every file is what was recorded.
func inspect(t *testing.T, dir string) map[string]store.Evidence {
	t.Helper()
	s, err := store.Open(t.Context(), store.Config{Driver: store.SQLite, Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	report, err := s.VerifyAudit(t.Context(), audit.Trust{})
	if err != nil || !report.OK() || report.Events == 0 {
		t.Fatalf("audit: %+v, %v", report, err)
	}
	blobs, err := blob.OpenFolder(filepath.Join(dir, datadir.EvidenceDir))
	if err != nil {
		t.Fatal(err)
	}
	defer blobs.Close()
	var rows []store.Evidence
	if err := s.Read(t.Context(), func(tx *store.ReadTx) (err error) {
		rows, err = tx.Buyer().KeptEvidence("", 100_000)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	found := map[string]store.Evidence{}
	for _, row := range rows {
		got, err := blob.Read(t.Context(), blobs, row.BlobID)
		if err != nil || got.SHA256 != row.SHA256 || got.Size != row.Size {
			t.Errorf("%s: %+v, %v", row.ID, got, err)
		}
		found[row.ID] = row
	}
	return found
}

func names(t *testing.T, dir string) (found []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		found = append(found, e.Name())
	}
	return found
}

func TestRoundTripWhileWriting(t *testing.T) {
	in := installation.New(t)
	if _, err := datadir.SigningKey(in.Dir); err != nil {
		t.Fatal(err)
	}
	for range 20 {
		in.AddEvidence(t, 10_000)
	}
	before := inspect(t, in.Dir)

	var stop atomic.Bool
	var writers sync.WaitGroup
	for range 3 {
		writers.Go(func() {
			for !stop.Load() {
				in.AddEvidence(t, 500)
				in.TakeBack(t, in.AddEvidence(t, 500))
			}
		})
	}
	target := filepath.Join(t.TempDir(), "backups", "one")
	var last, total int64
	made, err := backup.Make(t.Context(), source(in), target, func(done, of int64) {
		if done < last || done > of {
			t.Errorf("progress went from %d to %d of %d", last, done, of)
		}
		last, total = done, of
	})
	stop.Store(true)
	writers.Wait()
	if err != nil {
		t.Fatal(err)
	}
	after := inspect(t, in.Dir)

	if len(made.Manifest.Damaged) != 0 || made.Manifest.Schema == 0 || !made.Manifest.WithDatabase() || last != total {
		t.Errorf("manifest %+v, progress %d of %d", made.Manifest.Files, last, total)
	}
	want := []string{datadir.KeyFile, datadir.EvidenceDir, backup.ManifestFile, datadir.DatabaseFile}
	if diff := cmp.Diff(want, names(t, target)); diff != "" {
		t.Errorf("the backup holds other files: %s", diff)
	}
	if diff := cmp.Diff([]string{"one"}, names(t, filepath.Dir(target))); diff != "" {
		t.Errorf("something was left beside the backup: %s", diff)
	}

	restored := filepath.Join(t.TempDir(), "restored")
	again, err := backup.Restore(t.Context(), target, restored, nil)
	if err != nil || again.Digest != made.Digest {
		t.Fatalf("%+v, %v", again, err)
	}
	got := inspect(t, restored)
	if len(got) != len(made.Manifest.Evidence) {
		t.Errorf("%d files restored, %d in the manifest", len(got), len(made.Manifest.Evidence))
	}
	for id := range before {
		if _, ok := got[id]; !ok {
			t.Errorf("%s was there before the backup and is not in it", id)
		}
	}
	if len(got) > 0 && len(after) < len(before) {
		t.Errorf("%d files before, %d after: writing went wrong", len(before), len(after))
	}
	key, _ := datadir.ReadSigningKey(in.Dir)
	if copied, err := datadir.ReadSigningKey(restored); err != nil || !key.Equal(copied) {
		t.Errorf("the signing key was not restored: %v", err)
	}
	if loose, err := datadir.Loose(restored); err != nil || len(loose) > 0 {
		t.Errorf("others may read %v, %v", loose, err)
	}
}

// Two records of the same bytes: they are copied, listed and restored once.
func TestSharedBytesAreCopiedOnce(t *testing.T) {
	in := installation.New(t)
	row := in.AddEvidence(t, 1_000)
	shared := in.Share(t, row)
	var last, total int64
	target := filepath.Join(t.TempDir(), "one")
	made, err := backup.Make(t.Context(), source(in), target, func(done, of int64) { last, total = done, of })
	if err != nil || len(made.Manifest.Evidence) != 1 || len(made.Manifest.Damaged) != 0 || last != total {
		t.Fatalf("%v: %+v, progress %d of %d", err, made.Manifest, last, total)
	}
	restored := filepath.Join(t.TempDir(), "restored")
	if _, err := backup.Restore(t.Context(), target, restored, nil); err != nil {
		t.Fatal(err)
	}
	if got := inspect(t, restored); len(got) != 2 || got[shared.ID].SHA256 != row.SHA256 {
		t.Errorf("restored: %+v", got)
	}
}

func TestDamagedEvidenceIsToldAndDoesNotStopTheBackup(t *testing.T) {
	in := installation.New(t)
	lost, changed := in.AddEvidence(t, 100), in.AddEvidence(t, 100)
	in.AddEvidence(t, 100)
	if err := in.Blobs.Delete(t.Context(), lost.BlobID); err != nil {
		t.Fatal(err)
	}
	overwrite(t, filepath.Join(in.Dir, datadir.EvidenceDir), changed.BlobID)
	target := filepath.Join(t.TempDir(), "b")
	made, err := backup.Make(t.Context(), source(in), target, nil)
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]string{}
	for _, d := range made.Manifest.Damaged {
		told[d.EvidenceID] = d.What
	}
	if diff := cmp.Diff(map[string]string{lost.ID: "missing", changed.ID: "changed"}, told); diff != "" {
		t.Error(diff)
	}
	if len(made.Manifest.Evidence) != 2 {
		t.Errorf("%d files copied", len(made.Manifest.Evidence))
	}
	if _, err := backup.Restore(t.Context(), target, filepath.Join(t.TempDir(), "r"), nil); err != nil {
		t.Errorf("what could be saved cannot be restored: %v", err)
	}
}

// overwrite changes a stored file by hand.
func overwrite(t *testing.T, dir, name string) {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "*", name+"*"))
	if err != nil || len(found) != 1 {
		t.Fatalf("%s: %v, %v", name, found, err)
	}
	if err := os.WriteFile(found[0], []byte("something else"), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestAlteredBackupsAreRefused(t *testing.T) {
	in := installation.New(t)
	row := in.AddEvidence(t, 100)
	if _, err := datadir.SigningKey(in.Dir); err != nil {
		t.Fatal(err)
	}
	alter := func(change func(m *backup.Manifest)) func(t *testing.T, dir string) {
		return func(t *testing.T, dir string) {
			m, _, err := backup.ReadManifest(dir)
			if err != nil {
				t.Fatal(err)
			}
			change(&m)
			text, _ := json.Marshal(m)
			if err := os.WriteFile(filepath.Join(dir, backup.ManifestFile), text, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, c := range map[string]struct {
		change func(t *testing.T, dir string)
		kind   fault.Kind
	}{
		"no manifest": {func(t *testing.T, dir string) { _ = os.Remove(filepath.Join(dir, backup.ManifestFile)) }, fault.NotFound},
		"other form":  {alter(func(m *backup.Manifest) { m.Format = "memsure-backup/9" }), fault.Invalid},
		"a way out": {alter(func(m *backup.Manifest) {
			m.Files = append(m.Files, backup.File{Name: "../../etc/passwd"})
		}), fault.Invalid},
		"database unlisted": {alter(func(m *backup.Manifest) { m.Files = m.Files[1:] }), fault.Invalid},
		"evidence changed": {func(t *testing.T, dir string) {
			overwrite(t, filepath.Join(dir, datadir.EvidenceDir), row.BlobID)
		}, fault.Invalid},
		"evidence missing": {alter(func(m *backup.Manifest) {
			m.Evidence = append(m.Evidence, backup.Evidence{ID: "blb_00000000000000000000000000"})
		}), fault.Invalid},
		"key changed": {func(t *testing.T, dir string) {
			if err := os.WriteFile(filepath.Join(dir, datadir.KeyFile), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}, fault.Invalid},
		"database cut": {func(t *testing.T, dir string) {
			if err := os.Truncate(filepath.Join(dir, datadir.DatabaseFile), 4096); err != nil {
				t.Fatal(err)
			}
		}, fault.Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			work := t.TempDir()
			target := filepath.Join(work, "b")
			if _, err := backup.Make(t.Context(), source(in), target, nil); err != nil {
				t.Fatal(err)
			}
			c.change(t, target)
			_, err := backup.Restore(t.Context(), target, filepath.Join(work, "r"), nil)
			if fault.KindOf(err) != c.kind || err == nil {
				t.Errorf("got %v", err)
			}
			if diff := cmp.Diff([]string{"b"}, names(t, work)); diff != "" {
				t.Errorf("something was left: %s", diff)
			}
		})
	}
}

func TestNothingIsOverwrittenAndNothingIsLeftHalf(t *testing.T) {
	in := installation.New(t)
	in.AddEvidence(t, 100)
	work := t.TempDir()
	if _, err := backup.Make(t.Context(), source(in), work, nil); err != nil {
		t.Errorf("an empty folder is refused: %v", err)
	}
	if _, err := backup.Make(t.Context(), source(in), work, nil); !fault.Is(err, fault.Conflict) {
		t.Errorf("a backup was overwritten: %v", err)
	}
	if _, err := backup.Restore(t.Context(), work, in.Dir, nil); !fault.Is(err, fault.Conflict) {
		t.Errorf("a data folder was overwritten: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	parent := t.TempDir()
	_, err := backup.Make(ctx, source(in), filepath.Join(parent, "b"), func(int64, int64) { cancel() })
	if err != nil && !fault.Is(err, fault.Unavailable) || len(names(t, parent)) > 1 {
		t.Errorf("interrupted: %v, left %v", err, names(t, parent))
	}
	cancel()
	if _, err := backup.Make(ctx, source(in), filepath.Join(parent, "c"), nil); err == nil {
		t.Error("a cancelled backup succeeded")
	}
	for _, name := range names(t, parent) {
		if name != "b" {
			t.Errorf("%s was left", name)
		}
	}
}

func TestPostgresBackupHoldsTheEvidenceAndSaysSo(t *testing.T) {
	in := installation.NewPostgres(t)
	row := in.AddEvidence(t, 100)
	target := filepath.Join(t.TempDir(), "b")
	made, err := backup.Make(t.Context(), source(in), target, nil)
	if err != nil {
		t.Fatal(err)
	}
	if made.Manifest.WithDatabase() || len(made.Manifest.Files) != 0 || len(made.Manifest.Evidence) != 1 || made.Manifest.Evidence[0].ID != row.BlobID {
		t.Errorf("%+v", made.Manifest)
	}
	if _, err := backup.Restore(t.Context(), target, filepath.Join(t.TempDir(), "r"), nil); err != nil {
		t.Error(err)
	}
}
