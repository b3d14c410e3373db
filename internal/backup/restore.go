package backup

import (
	"context"
	"errors"
	"math"
	"path/filepath"
	"slices"

	"memsure/internal/blob"
	"memsure/internal/datadir"
	"memsure/internal/fault"
)

// Restore makes a data folder out of a backup. The target must be absent or an
// empty folder. Everything is compared with the manifest while it is copied: a
// backup with a changed, missing or added byte is refused with Invalid, and
// nothing is left under the target's name.
func Restore(ctx context.Context, from, target string, tell Progress) (Summary, error) {
	manifest, digest, err := ReadManifest(from)
	if err != nil {
		return Summary{}, err
	}
	spot, err := newPlace(target)
	if err != nil {
		return Summary{}, err
	}
	defer spot.drop()
	c := &counter{tell: tell, total: manifest.Bytes()}
	if err := restoreFiles(ctx, manifest, from, spot.staging, c); err != nil {
		return Summary{}, err
	}
	if err := restoreEvidence(ctx, manifest, from, spot.staging, c); err != nil {
		return Summary{}, err
	}
	return Summary{manifest, digest}, spot.finish()
}

// restorable are the names a manifest may list: no others, so that it cannot
// lead out of the folder.
var restorable = []string{datadir.DatabaseFile, datadir.KeyFile}

func restoreFiles(ctx context.Context, m Manifest, from, to string, c *counter) error {
	withDatabase := false
	for _, want := range m.Files {
		if !slices.Contains(restorable, want.Name) {
			return altered("manifest.json", "names a file that does not belong into a backup")
		}
		got, err := copyFile(ctx, from, to, want.Name, c)
		if err != nil {
			return err
		}
		if got != want {
			return altered(want.Name, "is not the file that was backed up")
		}
		withDatabase = withDatabase || want.Name == datadir.DatabaseFile
	}
	if withDatabase != m.WithDatabase() {
		return altered("manifest.json", "does not list the database it speaks of")
	}
	return nil
}

func restoreEvidence(ctx context.Context, m Manifest, from, to string, c *counter) (err error) {
	source, err := blob.OpenFolder(filepath.Join(from, datadir.EvidenceDir))
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }() // only read
	target, err := blob.OpenFolder(filepath.Join(to, datadir.EvidenceDir))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, target.Close()) }()
	for _, want := range m.Evidence {
		if err := restoreOne(ctx, source, target, want, c); err != nil {
			return err
		}
	}
	return nil
}

func restoreOne(ctx context.Context, source, target blob.Store, want Evidence, c *counter) error {
	in, _, err := source.Open(ctx, want.ID)
	if fault.Is(err, fault.NotFound) {
		return altered("evidence", "lacks a file that the manifest lists")
	}
	if err != nil {
		return err
	}
	defer in.Close()
	got, err := target.Put(ctx, want.ID, counted{ctx, in, c}, math.MaxInt64)
	if err != nil {
		return err
	}
	if got.SHA256 != want.SHA256 || got.Size != want.Size {
		return altered("evidence", "holds a file that is not the one that was backed up")
	}
	return nil
}

func altered(name, how string) error {
	return fault.Newf(fault.Invalid, "backup_altered", "The backup was changed after it was made: %s %s.", name, how).
		WithRemedy("Restore from another backup. Nothing was restored.")
}
