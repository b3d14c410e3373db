package datadir

import (
	"errors"
	"os"
	"path/filepath"

	"memsure/internal/fault"
)

// errHeld says that another process has the lock.
var errHeld = errors.New("held by another process")

// Lock keeps other processes from serving the same folder. The system lets go
// of it when the process ends, however that happens.
type Lock struct{ file *os.File }

// Take locks the folder, which must be there. It fails with Conflict while
// another process has it, and with Unavailable when the folder cannot be used.
func Take(path string) (*Lock, error) {
	file, err := openLocked(filepath.Join(path, LockFile))
	if errors.Is(err, errHeld) {
		return nil, fault.New(fault.Conflict, "data_folder_in_use", "Another memsure process is using this data folder.").
			WithRemedy("Stop that process, or name another folder with --data. Backup, doctor and audit verify work while it runs.")
	}
	if err != nil {
		return nil, unusable(err)
	}
	return &Lock{file: file}, nil
}

// Release gives the folder back.
func (l *Lock) Release() error { return l.file.Close() }
