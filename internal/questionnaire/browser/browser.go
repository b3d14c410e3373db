// Package browser carries the condition language for pages: the evaluator in
// JavaScript, and what it needs to know of a version. It gives the same results
// as package questionnaire; both pass one table of cases.
package browser

import (
	_ "embed" // the script
	"encoding/json"

	"memsure/internal/fact"
	"memsure/internal/fault"
	"memsure/internal/questionnaire"
)

//go:embed conditions.js
var conditions []byte

// Conditions gives the evaluator's script. It defines memsureConditions and
// touches nothing else. The bytes are the caller's own.
func Conditions() []byte { return append([]byte(nil), conditions...) }

// Version gives what memsureConditions.compile is called with, as JSON: the
// definition in its canonical form and the kinds of the facts that conditions
// can name. It is safe inside a script element.
func Version(def *questionnaire.Definition) (definition, factKinds []byte, err error) {
	canonical, _, err := questionnaire.Canonical(def)
	if err != nil {
		return nil, nil, err
	}
	// encoding/json escapes <, > and & inside strings, which ends no script element
	if definition, err = json.Marshal(json.RawMessage(canonical)); err != nil {
		return nil, nil, fault.Wrap(err, "encode questionnaire for the browser")
	}
	factKinds, err = json.Marshal(fact.Kinds)
	return definition, factKinds, fault.Wrap(err, "encode kinds of facts")
}
