// Package api is the HTTP contract in Go: the types of every request and
// answer, the interface a server implements, and a client. All of it is
// generated from openapi.yaml at the root of the repository; nothing in
// api.gen.go is edited by hand. After a change to the contract run
//
//	go generate ./api
//
// The contract itself travels inside the binary as Contract, so that a server
// shows exactly the document it was built from.
package api

import (
	_ "embed"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
)

// Contract is openapi.yaml, byte for byte. Callers must not change it.
//
//go:embed openapi.yaml
var Contract []byte

// Spec returns the contract parsed and checked. The document is parsed once
// and shared: callers must not change it.
var Spec = sync.OnceValues(func() (*openapi3.T, error) {
	loader := openapi3.NewLoader()
	doc, err := loader.LoadFromData(Contract)
	if err != nil {
		return nil, err
	}
	return doc, doc.Validate(loader.Context)
})
