// Package e2e holds what can only be shown with everything in place: the whole
// flow through the generated client on both databases, tampering behind the
// service's back, a server that is killed while it writes, and the cost of
// saving an answer from the socket to the disk. It has tests and benchmarks
// and nothing else.
package e2e
