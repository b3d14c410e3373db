// Package datadir is the data folder: who may read it, which process has it,
// and the small files beside the database and the evidence. It knows nothing
// of what those hold.
//
//	memsure.db              records, without a PostgreSQL address
//	evidence/               the bytes of evidence files
//	audit-signing-key.pem   signs the checkpoints of the audit log
//	memsure.lock            held by the process that serves the folder
//	demo-played             the demo was played here
package datadir

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"memsure/internal/fault"
)

// Names in the folder.
const (
	DatabaseFile = "memsure.db"
	EvidenceDir  = "evidence"
	KeyFile      = "audit-signing-key.pem"
	LockFile     = "memsure.lock"
)

const (
	folderMode = 0o700
	fileMode   = 0o600
)

// Make makes the folder, with its parents, readable by this account only. A
// folder that is there stays as it is. It fails with Unavailable.
func Make(path string) error {
	if err := os.MkdirAll(path, folderMode); err != nil {
		return unusable(err)
	}
	info, err := os.Stat(path)
	if err == nil && !info.IsDir() {
		err = fs.ErrExist
	}
	if err != nil {
		return unusable(err)
	}
	return nil
}

// HasDatabase tells whether the folder holds a database file.
func HasDatabase(path string) bool {
	info, err := os.Stat(filepath.Join(path, DatabaseFile))
	return err == nil && info.Mode().IsRegular() && info.Size() > 0
}

// Loose names what other accounts of the machine could read or write, by name
// within the folder; "." is the folder itself. Where the system has no such
// permissions it finds nothing.
func Loose(path string) (names []string, err error) {
	for _, name := range []string{".", DatabaseFile, EvidenceDir, KeyFile} {
		info, err := os.Stat(filepath.Join(path, name))
		if errors.Is(err, fs.ErrNotExist) && name != "." {
			continue
		}
		if err != nil {
			return nil, unusable(err)
		}
		if hasPermissions && info.Mode().Perm()&0o077 != 0 {
			names = append(names, name)
		}
	}
	return names, nil
}

// WriteOnce writes a small file that must not be there yet, and syncs it with
// its folder before it returns. An existing file is fs.ErrExist.
func WriteOnce(path string, content []byte) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	err = errors.Join(err, file.Sync(), file.Close())
	if err != nil {
		_ = os.Remove(path) // half a file is worse than none; the first error tells
		return err
	}
	return SyncDir(filepath.Dir(path))
}

func unusable(err error) error {
	return fault.New(fault.Unavailable, "data_folder", "The data folder cannot be used.").
		WithRemedy("Name a folder that this account may read and write with --data.").WithCause(err)
}
