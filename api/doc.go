// Package api holds what is generated from the contract, openapi.yaml: types,
// the strict server interface and the client. Nothing here is written by hand.
package api

//go:generate go tool -modfile=../tools/go.mod oapi-codegen -config oapi-codegen.yaml ../openapi.yaml
