//go:build !(darwin || linux)

package datadir

// Free gives the bytes this account can still write where path is; known is
// false where that cannot be found out, as here.
func Free(string) (bytes uint64, known bool) { return 0, false }
