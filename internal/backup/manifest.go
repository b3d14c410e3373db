// Package backup copies a whole data folder while the service goes on, and
// brings such a copy back.
//
// The database is copied first, as of one moment, and then the evidence that
// this copy names: evidence is written before its record, so nothing named is
// missing. A backup is a folder laid out like the data folder, with a manifest
// that gives the SHA-256 of everything in it. It appears under its name only
// when it is whole and on disk.
package backup

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"memsure/internal/datadir"
	"memsure/internal/fault"
)

// Format names the layout this program writes and reads.
const Format = "memsure-backup/1"

// ManifestFile is the manifest's name in the backup.
const ManifestFile = "manifest.json"

// maxManifest bounds what is read back: a million evidence files fit.
const maxManifest = 256 << 20

// Manifest lists what a backup holds.
type Manifest struct {
	Format   string     `json:"format"`
	MadeAt   time.Time  `json:"made_at"`  // UTC, when the copying began
	Program  string     `json:"program"`  // version that made it
	Schema   int64      `json:"schema"`   // number of the newest migration
	Database string     `json:"database"` // sqlite, or postgres: then it is not in the backup
	Files    []File     `json:"files"`
	Evidence []Evidence `json:"evidence"`          // by id
	Damaged  []Damage   `json:"damaged,omitempty"` // what was wrong before the backup was made
}

// File is a file of the backup other than evidence.
type File struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"` // bytes
	SHA256 string `json:"sha256"`
}

// Evidence is one evidence file by the name of its bytes.
type Evidence struct {
	ID     string `json:"id"`
	Size   int64  `json:"size"` // bytes
	SHA256 string `json:"sha256"`
}

// Damage is an evidence file whose bytes were not those recorded.
type Damage struct {
	EvidenceID string `json:"evidence_id"`
	What       string `json:"what"` // missing, changed or unreadable
}

// Bytes is the size of everything listed.
func (m Manifest) Bytes() (total int64) {
	for _, f := range m.Files {
		total += f.Size
	}
	for _, e := range m.Evidence {
		total += e.Size
	}
	return total
}

// WithDatabase tells whether the records are in the backup.
func (m Manifest) WithDatabase() bool { return m.Database == "sqlite" }

// write puts the manifest into the folder and gives its SHA-256.
func (m Manifest) write(dir string) (digest string, err error) {
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return "", fault.Wrap(err, "encode the manifest")
	}
	text = append(text, '\n')
	if err := datadir.WriteOnce(filepath.Join(dir, ManifestFile), text); err != nil {
		return "", unwritable(err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

// ReadManifest reads a backup's manifest and gives its SHA-256. A folder
// without one is NotFound; a manifest of another form is Invalid.
func ReadManifest(dir string) (m Manifest, digest string, err error) {
	text, err := readLimited(filepath.Join(dir, ManifestFile))
	if errors.Is(err, os.ErrNotExist) {
		return m, "", fault.New(fault.NotFound, "backup_missing", "There is no whole backup in this folder: it has no manifest.json.").
			WithRemedy("Name the folder that memsure backup printed.")
	}
	if err != nil {
		return m, "", unreadable(err)
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&m); err != nil || m.Format != Format {
		return m, "", fault.New(fault.Invalid, "backup_format", "The manifest is not of the form that this program reads.").
			WithRemedy("Restore with the version of memsure that made the backup.").WithCause(err)
	}
	sum := sha256.Sum256(text)
	return m, hex.EncodeToString(sum[:]), nil
}

func readLimited(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, maxManifest))
}

func unwritable(err error) error {
	return fault.New(fault.Unavailable, "backup_unwritable", "The copy could not be written.").
		WithRemedy("Look at free space and permissions of the target; nothing was left under its name.").WithCause(err)
}

func unreadable(err error) error {
	return fault.New(fault.Unavailable, "backup_unreadable", "A file could not be read.").
		WithRemedy("Look at the permissions and at the disk.").WithCause(err)
}
