// Package installation gives tests a data folder with real records and
// evidence in it, written through the store as the service would.
package installation

import (
	"bytes"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"memsure/internal/audit"
	"memsure/internal/blob"
	"memsure/internal/canon"
	"memsure/internal/id"
	"memsure/internal/store"
	"memsure/internal/testkit/db"
)

// Installation is an open data folder with one assessment of one vendor.
type Installation struct {
	Dir        string
	Store      *store.Store
	Blobs      *blob.Folder
	Vendor     string
	Assessment string
}

// New makes one in a temporary folder, on SQLite. It is closed when the test
// ends; Close does it earlier.
func New(t testing.TB) *Installation {
	t.Helper()
	cfg := db.SQLiteConfig(t)
	if err := os.Chmod(cfg.Dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return open(t, cfg, cfg.Dir)
}

// NewPostgres makes one whose records are in PostgreSQL.
func NewPostgres(t testing.TB) *Installation {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	return open(t, db.PostgresConfig(t), dir)
}

func open(t testing.TB, cfg store.Config, dir string) *Installation {
	t.Helper()
	in := &Installation{Dir: dir, Store: db.Open(t, cfg)}
	var err error
	if in.Blobs, err = blob.OpenFolder(filepath.Join(dir, "evidence")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = in.Blobs.Close() })
	in.begin(t)
	return in
}

// Close lets go of the folder, so that another process could take it.
func (in *Installation) Close(t testing.TB) {
	t.Helper()
	if err := in.Store.Close(); err != nil {
		t.Fatal(err)
	}
	if err := in.Blobs.Close(); err != nil {
		t.Fatal(err)
	}
}

// begin writes what an assessment stands on.
func (in *Installation) begin(t testing.TB) {
	t.Helper()
	document := []byte("{}")
	q := store.Questionnaire{ID: id.New(id.Questionnaire), Slug: "sample", Version: "1.0.0", Title: "Sample", Language: "en",
		State: "published", Digest: canon.Digest(canon.DomainQuestionnaire, document), SourceDigest: canon.Digest(canon.DomainSource, document), RulesetDigest: "sha256:0",
		Canonical: document, Source: document, RowVersion: 1}
	in.Vendor, in.Assessment = id.New(id.Vendor), id.New(id.Assessment)
	product, release := id.New(id.Product), id.New(id.Release)
	by, streams := audit.Actor{Kind: audit.ActorSystem}, store.On(audit.System, "assessment:"+in.Assessment)
	err := in.Store.Write(t.Context(), by, streams, func(tx *store.Tx) (audit.Events, error) {
		at := tx.Now()
		q.CreatedUS, q.PublishedUS = at, &at
		v := store.Vendor{ID: in.Vendor, Name: "Sample vendor", NameKey: "sample vendor", RowVersion: 1, CreatedUS: at}
		p := store.Product{ID: product, VendorID: in.Vendor, Name: "Gateway", CreatedUS: at}
		r := store.Release{ID: release, VendorID: in.Vendor, ProductID: product, Kind: "fixed", Version: "1", Label: "1", CreatedUS: at}
		a := store.Assessment{ID: in.Assessment, VendorID: in.Vendor, ProductID: product, ReleaseID: release,
			QuestionnaireID: q.ID, QuestionnaireDigest: q.Digest, Purpose: "onboarding", Source: "vendor",
			State: "in_progress", TimeZone: "UTC", RowVersion: 1, CreatedUS: at}
		w := tx.Buyer()
		return audit.Events{
			{Action: "questionnaire.ship", Subject: q.ID, After: q.Fingerprint()},
			{Action: "vendor.create", Subject: v.ID, After: v.Fingerprint()},
			{Action: "product.create", Subject: p.ID, After: p.Fingerprint()},
			{Action: "release.create", Subject: r.ID, After: r.Fingerprint()},
			{Action: "assessment.create", Subject: a.ID, After: a.Fingerprint(), Stream: "assessment:" + a.ID},
		}, errors.Join(w.AddQuestionnaire(q), w.AddVendor(v), w.AddProduct(p), w.AddRelease(r), w.AddAssessment(a))
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Write makes one audited change as the system.
func (in *Installation) Write(t testing.TB, told audit.Event, change func(tx *store.Tx) error) {
	t.Helper()
	in.change(t, audit.System, func(tx *store.Tx) (audit.Event, error) { return told, change(tx) })
}

// change makes one audited change on a stream.
func (in *Installation) change(t testing.TB, stream string, do func(tx *store.Tx) (audit.Event, error)) {
	t.Helper()
	err := in.Store.Write(t.Context(), audit.Actor{Kind: audit.ActorSystem}, store.On(stream),
		func(tx *store.Tx) (audit.Events, error) {
			told, err := do(tx)
			return audit.Events{told}, err
		})
	if err != nil {
		t.Fatal(err)
	}
}

// AddEvidence keeps a file of that many random bytes: bytes first, then the
// record, as the service does.
func (in *Installation) AddEvidence(t testing.TB, size int) store.Evidence {
	t.Helper()
	content := make([]byte, size)
	_, _ = rand.Read(content) // cannot fail
	row := store.Evidence{ID: id.New(id.Evidence), BlobID: id.New(id.Blob), AssessmentID: in.Assessment,
		FileName: "sample.bin", Kind: "other", Status: "stored", Facts: []byte("[]"), Warnings: []byte("[]")}
	receipt, err := in.Blobs.Put(t.Context(), row.BlobID, bytes.NewReader(content), 1<<30)
	if err != nil {
		t.Fatal(err)
	}
	row.Size, row.SHA256 = receipt.Size, receipt.SHA256
	in.change(t, "assessment:"+in.Assessment, func(tx *store.Tx) (audit.Event, error) {
		row.VendorID, row.ReceivedUS = in.Vendor, tx.Now()
		return audit.Event{Action: "evidence.receive", Subject: row.ID, After: row.Fingerprint()}, tx.Vendor(in.Vendor).AddEvidence(row)
	})
	return row
}

// Share keeps a second record of a file's bytes, as confirming an earlier answer
// does.
func (in *Installation) Share(t testing.TB, row store.Evidence) store.Evidence {
	t.Helper()
	row.ID = id.New(id.Evidence)
	in.change(t, "assessment:"+in.Assessment, func(tx *store.Tx) (audit.Event, error) {
		return audit.Event{Action: "evidence.carry", Subject: row.ID, After: row.Fingerprint()}, tx.Vendor(in.Vendor).AddEvidence(row)
	})
	return row
}

// TakeBack removes a file: the record first, then the bytes.
func (in *Installation) TakeBack(t testing.TB, row store.Evidence) {
	t.Helper()
	in.change(t, "assessment:"+in.Assessment, func(tx *store.Tx) (audit.Event, error) {
		now, after := tx.Now(), row
		after.DeletedUS = &now
		return audit.Event{Action: "evidence.delete", Subject: row.ID, Before: row.Fingerprint(), After: after.Fingerprint()},
			tx.Vendor(in.Vendor).DeleteEvidence(in.Assessment, row.ID)
	})
	if err := in.Blobs.Delete(t.Context(), row.BlobID); err != nil {
		t.Fatal(err)
	}
}
