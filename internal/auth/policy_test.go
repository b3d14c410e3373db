package auth

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"memsure/internal/fault"
)

type operation struct {
	method, path string
	public       bool // `security: []`
}

// contractOperations reads the contract as plain YAML: this test must not
// depend on generated code that may be older than the file.
func contractOperations(t *testing.T) map[string]operation {
	t.Helper()
	raw, err := os.ReadFile("../../openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var contract struct {
		Paths map[string]map[string]any `yaml:"paths"`
	}
	if err := yaml.Unmarshal(raw, &contract); err != nil {
		t.Fatal(err)
	}
	ops := map[string]operation{}
	for path, methods := range contract.Paths {
		for method, body := range methods {
			fields, ok := body.(map[string]any)
			if !ok || method == "parameters" {
				continue
			}
			name, _ := fields["operationId"].(string)
			security, declared := fields["security"].([]any)
			if _, twice := ops[name]; twice || name == "" {
				t.Fatalf("%s %s: operationId %q is missing or used twice", method, path, name)
			}
			ops[name] = operation{method, path, declared && len(security) == 0}
		}
	}
	return ops
}

func TestPolicyNamesExactlyTheContractsOperations(t *testing.T) {
	var contract, table []string
	for op := range contractOperations(t) {
		contract = append(contract, op)
	}
	for op := range Policy {
		table = append(table, op)
	}
	slices.Sort(contract)
	slices.Sort(table)
	if diff := cmp.Diff(contract, table); diff != "" {
		t.Errorf("contract (-) and policy table (+) differ:\n%s", diff)
	}
	if len(contract) < 50 {
		t.Errorf("only %d operations were read from the contract", len(contract))
	}
}

func (o operation) portal() bool { return strings.HasPrefix(o.path, "/api/v1/portal/") }
func (o operation) buyer() bool {
	return strings.HasPrefix(o.path, "/api/v1/") && !o.portal()
}

// The rules below were written from what each role is for, not from the table.
func TestPolicyKeepsEachRoleToItsWork(t *testing.T) {
	for name, op := range contractOperations(t) {
		expect := func(role Role, want bool, why string) {
			if got := Allowed(name, role); got != want {
				t.Errorf("%s (%s %s): %s allowed=%v, want %v: %s", name, op.method, op.path, role, got, want, why)
			}
		}
		expect(Anonymous, op.public, "no token opens exactly what the contract declares public")
		if op.buyer() {
			expect(Admin, true, "an admin does everything on the buyer side")
			expect(Auditor, op.method == "get", "an auditor reads everything and writes nothing")
			expect(Contact, false, "a vendor never reaches the buyer side")
		}
		if op.portal() {
			expect(Contact, true, "the portal is the contacts'")
			for _, role := range []Role{Admin, Procurement, Evaluator, Auditor} {
				expect(role, false, "no buyer role acts as a vendor")
			}
		}
		if op.buyer() && op.method != "get" {
			expect(Evaluator, name == "createReview" || name == "createScorecard", "an evaluator reviews and scores")
			expect(Procurement, name != "createReview" && !touchesPeople(op.path), "procurement runs the process, judges nothing, holds no keys")
		}
		if op.buyer() && op.method == "get" && name != "getIdentity" {
			expect(Procurement, !touchesPeople(op.path), "people, keys and the record are for admin and auditor")
			expect(Evaluator, !touchesPeople(op.path), "people, keys and the record are for admin and auditor")
		}
	}
}

func touchesPeople(path string) bool {
	for _, part := range []string{"/users", "/api-keys", "/audit"} {
		if strings.Contains(path, part) {
			return true
		}
	}
	return false
}

func TestWhatNoRowNamesIsClosed(t *testing.T) {
	for _, role := range append(Roles(), "", "root", "ADMIN") {
		if Allowed("noSuchOperation", role) {
			t.Errorf("%q may call an unknown operation", role)
		}
	}
	for op := range Policy {
		for _, role := range []Role{"", "root", "ADMIN", SystemPrincipal().Role, (Principal{}).Role} {
			if Allowed(op, role) {
				t.Errorf("%q may call %s", role, op)
			}
		}
	}
}

func TestAuthorizeTellsStrangersFromWrongRoles(t *testing.T) {
	evaluator, _ := KeyPrincipal("key_1", "", Evaluator)
	tests := []struct {
		op   string
		who  Principal
		want string
	}{
		{"listVendors", evaluator, ""},
		{"createVendor", evaluator, "role_not_allowed"},
		{"createVendor", AnonymousPrincipal(), "credentials_missing"},
		{"createVendor", Principal{}, "credentials_missing"},
		{"createVendor", SystemPrincipal(), "role_not_allowed"},
		{"getHealth", AnonymousPrincipal(), ""},
		{"noSuchOperation", evaluator, "role_not_allowed"},
	}
	for _, tt := range tests {
		err := Authorize(tt.op, tt.who)
		if tt.want == "" && err != nil || tt.want != "" && fault.Code(err) != tt.want {
			t.Errorf("Authorize(%s, %s) = %v, want %q", tt.op, tt.who.Role, err, tt.want)
		}
	}
}
