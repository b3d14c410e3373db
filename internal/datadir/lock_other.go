//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd || windows)

package datadir

import "os"

// openLocked opens the file only: this system has no lock that ends with its
// process, and one that outlives it would keep the service from starting after
// a crash.
func openLocked(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDWR|os.O_CREATE, fileMode)
}
