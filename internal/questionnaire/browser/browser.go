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

// asked is what a condition needs to know of a question, and all that a page
// is told: no weight, no mark, no gate.
type asked struct {
	ID   string                   `json:"id"`
	Type questionnaire.Type       `json:"type"`
	When *questionnaire.Condition `json:"when,omitempty"`
}

// Version gives what memsureConditions.compile is called with, as JSON: the
// questions with the conditions that show them, and the kinds of the facts that
// conditions can name. It is safe inside a script element, as encoding/json
// escapes what could end one.
func Version(def *questionnaire.Definition) (definition, factKinds []byte, err error) {
	type section struct {
		Questions []asked `json:"questions"`
	}
	var bare struct {
		Sections []section `json:"sections"`
	}
	for s := range def.Sections {
		var kept section
		for _, q := range def.Sections[s].Questions {
			kept.Questions = append(kept.Questions, asked{q.ID, q.Type, q.When})
		}
		bare.Sections = append(bare.Sections, kept)
	}
	if definition, err = json.Marshal(bare); err != nil {
		return nil, nil, fault.Wrap(err, "encode questions for the browser")
	}
	factKinds, err = json.Marshal(fact.Kinds)
	return definition, factKinds, fault.Wrap(err, "encode kinds of facts")
}
