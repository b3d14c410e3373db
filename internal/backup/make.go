package backup

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"time"

	"memsure/internal/blob"
	"memsure/internal/datadir"
	"memsure/internal/fault"
	"memsure/internal/store"
)

// Source is what is copied: an open store, the evidence and the data folder.
type Source struct {
	Store   *store.Store
	Blobs   blob.Store
	DataDir string
	Program string    // version, for the manifest
	Now     time.Time // for the manifest
}

// Summary is what was copied.
type Summary struct {
	Manifest Manifest
	Digest   string // SHA-256 of the manifest file; kept elsewhere, it vouches for the whole backup
}

const (
	attempts = 5
	pageSize = 500
)

// errOutdated says that evidence went away after the records were copied.
var errOutdated = errors.New("evidence was erased meanwhile")

// Make copies everything to target, which must be absent or an empty folder.
// On PostgreSQL the database itself is left to its own tools and only evidence
// and keys are copied. Evidence that is missing or changed already does not
// stop the copying; it is listed in the manifest. On any error nothing is left
// under the target's name.
func Make(ctx context.Context, src Source, target string, tell Progress) (done Summary, err error) {
	spot, err := newPlace(target)
	if err != nil {
		return Summary{}, err
	}
	defer spot.drop()
	m := maker{src: src, dir: spot.staging, counter: counter{tell: tell}, copied: map[string]Evidence{}, manifest: Manifest{
		Format: Format, MadeAt: src.Now.UTC(), Program: src.Program, Database: string(src.Store.Driver()), Files: []File{},
	}}
	if err := m.copyAll(ctx); err != nil {
		return Summary{}, err
	}
	done.Manifest = m.manifest
	if done.Digest, err = m.manifest.write(spot.staging); err != nil {
		return Summary{}, err
	}
	return done, spot.finish()
}

// maker fills one staging folder.
type maker struct {
	src      Source
	dir      string
	counter  counter
	copied   map[string]Evidence // by the name of the bytes; kept from one attempt to the next
	named    map[string]bool     // those in the manifest
	manifest Manifest
}

func (m *maker) copyAll(ctx context.Context) (err error) {
	if m.manifest.Schema, err = m.src.Store.SchemaVersion(ctx); err != nil {
		return err
	}
	target, err := blob.OpenFolder(filepath.Join(m.dir, datadir.EvidenceDir))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, target.Close()) }()
	if err := m.records(ctx, target); err != nil {
		return err
	}
	return m.key(ctx)
}

// records copies the database and the evidence it names. Evidence that goes
// away between the two makes the copy of the database out of date: then it is
// taken again, which is quick, because evidence copied before is kept.
func (m *maker) records(ctx context.Context, target blob.Store) error {
	for range attempts {
		err := m.attempt(ctx, target)
		if err == nil {
			return m.settle(ctx, target)
		}
		if !errors.Is(err, errOutdated) {
			return err
		}
		if err := os.Remove(filepath.Join(m.dir, datadir.DatabaseFile)); err != nil {
			return unwritable(err)
		}
	}
	return fault.New(fault.Unavailable, "backup_outrun", "Evidence was erased again and again while it was copied.").
		WithRemedy("Repeat the backup when there is less erasing.")
}

func (m *maker) attempt(ctx context.Context, target blob.Store) error {
	m.manifest.Evidence, m.manifest.Damaged, m.named = []Evidence{}, nil, map[string]bool{}
	if m.src.Store.Driver() != store.SQLite {
		return m.evidence(ctx, m.src.Store, target)
	}
	if err := m.src.Store.Backup(ctx, filepath.Join(m.dir, datadir.DatabaseFile)); err != nil {
		return err
	}
	snapshot, err := store.Open(ctx, store.Config{Driver: store.SQLite, Dir: m.dir, Readers: 1})
	if err != nil {
		return err
	}
	err = m.evidence(ctx, snapshot, target)
	if closed := snapshot.Close(); err == nil {
		err = closed
	}
	return err
}

// settle drops evidence that the final records no longer name, and measures
// the database: it is closed and changes no more.
func (m *maker) settle(ctx context.Context, target blob.Store) error {
	for _, listed := range m.manifest.Evidence {
		delete(m.copied, listed.ID)
	}
	for id := range m.copied {
		if err := target.Delete(ctx, id); err != nil {
			return err
		}
	}
	if m.src.Store.Driver() != store.SQLite {
		return nil
	}
	file, err := measure(m.dir, datadir.DatabaseFile)
	m.manifest.Files = append(m.manifest.Files, file)
	m.counter.add(file.Size)
	return err
}

// evidence copies what the records name, page by page.
func (m *maker) evidence(ctx context.Context, records *store.Store, target blob.Store) error {
	if err := m.expect(ctx, records); err != nil {
		return err
	}
	for after := ""; ; {
		var page []store.Evidence
		err := records.Read(ctx, func(tx *store.ReadTx) (err error) {
			page, err = tx.Buyer().KeptEvidence(after, pageSize)
			return err
		})
		if err != nil || len(page) == 0 {
			return err
		}
		for _, row := range page {
			if err := m.one(ctx, target, row); err != nil {
				return err
			}
		}
		after = page[len(page)-1].ID
	}
}

// expect finds out how much there is to copy.
func (m *maker) expect(ctx context.Context, records *store.Store) error {
	return records.Read(ctx, func(tx *store.ReadTx) error {
		_, size, err := tx.Buyer().CountKeptEvidence()
		m.counter.total = size
		return err
	})
}

// one copies one evidence file and compares it with its record.
func (m *maker) one(ctx context.Context, target blob.Store, row store.Evidence) error {
	if earlier, ok := m.copied[row.BlobID]; ok {
		m.listed(row, earlier)
		return nil
	}
	in, _, err := m.src.Blobs.Open(ctx, row.BlobID)
	if fault.Is(err, fault.NotFound) {
		return m.absent(ctx, row)
	}
	if err != nil {
		return err
	}
	defer in.Close()
	got, err := target.Put(ctx, row.BlobID, counted{ctx, in, &m.counter}, math.MaxInt64)
	if fault.Is(err, fault.Invalid) { // the stream broke off: a bad place on the disk
		m.damaged(row, "unreadable")
		return nil
	}
	if err != nil {
		return err
	}
	m.copied[got.ID] = Evidence{got.ID, got.Size, got.SHA256}
	m.listed(row, m.copied[got.ID])
	return nil
}

func (m *maker) listed(row store.Evidence, got Evidence) {
	if got.SHA256 != row.SHA256 {
		m.damaged(row, "changed")
	}
	if !m.named[got.ID] { // several records may name the same bytes
		m.named[got.ID] = true
		m.manifest.Evidence = append(m.manifest.Evidence, got)
	}
}

// absent tells bytes that were erased since the records were copied from bytes
// that are lost.
func (m *maker) absent(ctx context.Context, row store.Evidence) error {
	kept := false
	err := m.src.Store.Read(ctx, func(tx *store.ReadTx) (err error) {
		kept, err = tx.Buyer().KeepsEvidence(row.ID)
		return err
	})
	if err != nil {
		return err
	}
	if !kept && m.src.Store.Driver() == store.SQLite {
		return errOutdated
	}
	if kept {
		m.damaged(row, "missing")
	}
	return nil
}

func (m *maker) damaged(row store.Evidence, what string) {
	m.manifest.Damaged = append(m.manifest.Damaged, Damage{row.ID, what})
}

// key copies the key that signs checkpoints, where there is one.
func (m *maker) key(ctx context.Context) error {
	if _, err := os.Stat(filepath.Join(m.src.DataDir, datadir.KeyFile)); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	file, err := copyFile(ctx, m.src.DataDir, m.dir, datadir.KeyFile, &m.counter)
	if err != nil {
		return err
	}
	m.manifest.Files = append(m.manifest.Files, file)
	return nil
}
