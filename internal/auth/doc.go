// Package auth knows who calls and what each role may call: bearer tokens,
// roles and principals, the one policy table, passphrases, one-time codes and
// the sign-in throttle. It keeps nothing on disk, speaks no HTTP and reads no
// clock: the store keeps hashes, the edge carries tokens, times come in as
// arguments.
package auth
