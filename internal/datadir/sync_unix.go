//go:build unix

package datadir

import (
	"errors"
	"os"
)

const hasPermissions = true

// SyncDir makes names in a folder survive a power cut.
func SyncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
