//go:build cgo

package main

const sqliteDriver = "cgo"
