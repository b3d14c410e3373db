package api_test

import (
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"memsure/api"
)

// Every example of the contract fits its own schema, and every answer and
// request in JSON has one.
func TestExamples(t *testing.T) {
	spec, err := api.Spec()
	if err != nil {
		t.Fatal(err)
	}
	if err := spec.Validate(t.Context(), openapi3.EnableExamplesValidation()); err != nil {
		t.Fatal(err)
	}
	for path, item := range spec.Paths.Map() {
		for method, op := range item.Operations() {
			if op.RequestBody != nil {
				hasExample(t, method+" "+path+" request", op.RequestBody.Value.Content)
			}
			for status, answer := range op.Responses.Map() {
				if status[0] == '2' {
					hasExample(t, method+" "+path+" "+status, answer.Value.Content)
				}
			}
		}
	}
}

func hasExample(t *testing.T, where string, content openapi3.Content) {
	t.Helper()
	media := content["application/json"]
	if media != nil && media.Example == nil && media.Schema.Value.Example == nil {
		t.Errorf("%s has no example", where)
	}
}
