package api

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

func TestContractIsTheFileAtTheRoot(t *testing.T) {
	root, err := os.ReadFile("../openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(root, Contract) {
		t.Error("api/openapi.yaml is not openapi.yaml: run go generate ./api")
	}
}

// The client reads every failure through the default answer, and the server's
// operations are told apart by their ids.
func TestEveryOperationHasAnIdAndADefaultFailure(t *testing.T) {
	doc, err := Spec()
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			if op.OperationID == "" || ids[op.OperationID] {
				t.Errorf("%s %s has no id of its own (%q)", method, path, op.OperationID)
			}
			ids[op.OperationID] = true
			d := op.Responses.Default()
			if d == nil || d.Value.Content["application/problem+json"] == nil {
				t.Errorf("%s does not describe its failures", op.OperationID)
			}
		}
	}
	if len(ids) < 80 {
		t.Errorf("only %d operations", len(ids))
	}
}

// The one word that differs from the generator's own template.
func TestHandlersGetTheRequestsContext(t *testing.T) {
	code, err := os.ReadFile("api.gen.go")
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Count(string(code), "return sh.ssi.")
	right := 0
	for line := range strings.Lines(string(code)) {
		if strings.Contains(line, "return sh.ssi.") && strings.Contains(line, "(ctx.Request.Context(), ") {
			right++
		}
	}
	if all == 0 || all != right {
		t.Errorf("%d of %d handlers get the request's context: was the template left out?", right, all)
	}
}
