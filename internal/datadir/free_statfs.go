//go:build darwin || linux

package datadir

import "syscall"

// Free gives the bytes this account can still write where path is; known is
// false where that cannot be found out.
func Free(path string) (bytes uint64, known bool) {
	var disk syscall.Statfs_t
	if err := syscall.Statfs(path, &disk); err != nil {
		return 0, false
	}
	return disk.Bavail * uint64(disk.Bsize), true
}
