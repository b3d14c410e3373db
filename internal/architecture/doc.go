// Package architecture holds no code, only the test that keeps the shape of
// the repository: which package may import which, what stays out of the pure
// tier, and that every package says what it is for.
package architecture
