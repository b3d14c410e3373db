package auth

import (
	"slices"

	"memsure/internal/fault"
)

// Rule is one row of the policy table: who may call an operation.
type Rule struct {
	Roles []Role
}

// Allowed reports whether a role may call an operation of the contract. An
// operation without a row is open to nobody.
func Allowed(op string, role Role) bool {
	return slices.Contains(Policy[op].Roles, role)
}

// Authorize is Allowed with words: nil, Unauthenticated for a caller without a
// token where one is needed, Forbidden for a known caller with another role.
func Authorize(op string, p Principal) error {
	if Allowed(op, p.Role) {
		return nil
	}
	if p.Kind == KindAnonymous || p.Kind == "" {
		return fault.New(fault.Unauthenticated, "credentials_missing", "This needs an access token.").
			WithRemedy("Send one as 'Authorization: Bearer …': an API key, or the session that signing in gave you.")
	}
	return fault.New(fault.Forbidden, "role_not_allowed", "Your role may not do this.").
		WithRemedy("Ask an admin of the buying organisation if your role should be another one.")
}
