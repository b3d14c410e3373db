//go:build !cgo

package main

const sqliteDriver = "pure Go"
