package app

import (
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"memsure/api"
	"memsure/internal/assessment"
)

// What an answer may say beside a value is bounded for workbooks and response
// files as it is by the contract for answers that come in as JSON.
func TestAnswerLimitsAreThoseOfTheContract(t *testing.T) {
	doc, err := api.Spec()
	if err != nil {
		t.Fatal(err)
	}
	member := func(schema, name string) *openapi3.Schema {
		t.Helper()
		if found := doc.Components.Schemas[schema]; found != nil && found.Value.Properties[name] != nil {
			return found.Value.Properties[name].Value
		}
		t.Fatalf("the contract has no %s of %s", name, schema)
		return nil
	}
	for _, of := range []struct {
		what string
		said *uint64
		most uint64
	}{
		{"comment", member("AnswerInput", "comment").MaxLength, assessment.LongestComment},
		{"reason", member("NotApplicable", "reason").MaxLength, assessment.LongestReason},
		{"place", member("EvidenceLink", "place").MaxLength, assessment.LongestPlace},
		{"links", member("AnswerInput", "evidence").MaxItems, assessment.MostLinks},
		{"title", member("Citation", "title").MaxLength, assessment.LongestTitle},
		{"URL", member("Citation", "url").MaxLength, assessment.LongestURL},
		{"panel", member("AssessmentInput", "panel").MaxItems, maxPanel},
	} {
		if of.said == nil || *of.said != of.most {
			t.Errorf("%s: at most %d here, and another limit in the contract", of.what, of.most)
		}
	}
}
