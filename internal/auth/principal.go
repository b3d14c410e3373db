package auth

import (
	"context"

	"memsure/internal/fault"
)

// Role is what a caller may do; the policy table is written in roles.
type Role string

// The roles. Anonymous is everybody without a token.
const (
	Admin       Role = "admin"
	Procurement Role = "procurement"
	Evaluator   Role = "evaluator"
	Auditor     Role = "auditor"
	Contact     Role = "contact"
	Anonymous   Role = "anonymous"
)

// Roles lists every role, buyer side first.
func Roles() []Role {
	return []Role{Admin, Procurement, Evaluator, Auditor, Contact, Anonymous}
}

// BuyerSide reports whether the role belongs to the buying organisation. Only
// these may be given to an API key.
func (r Role) BuyerSide() bool {
	switch r {
	case Admin, Procurement, Evaluator, Auditor:
		return true
	default:
		return false
	}
}

// ParseBuyerRole reads a role that may be given to an API key. Every other
// text is Invalid, and is not repeated in the message.
func ParseBuyerRole(s string) (Role, error) {
	if r := Role(s); r.BuyerSide() {
		return r, nil
	}
	return "", fault.New(fault.Invalid, "role_unknown", "This is not a role a key can have.").
		WithRemedy("Use one of admin, procurement, evaluator, auditor.")
}

// Kind says how a caller was recognised.
type Kind string

// The kinds. System is memsure itself (jobs, start-up, command line): it acts
// and is audited, but no operation of the contract is open to it.
const (
	KindAnonymous Kind = "anonymous"
	KindKey       Kind = "api_key"
	KindSession   Kind = "session"
	KindSystem    Kind = "system"
)

// Principal is the caller of one request: what the policy decides on, what
// scopes every read and write, and what the audit trail names. It holds ids
// only, never names or addresses. The zero value may do nothing.
type Principal struct {
	Kind      Kind
	Role      Role
	PersonID  string // buyer-side person behind a key; empty for a key of a machine
	KeyID     string // kind api_key
	SessionID string // kind session
	VendorID  string // kind session: the only vendor whose rows exist for this caller
	ContactID string // kind session
}

// AnonymousPrincipal is the caller without a token.
func AnonymousPrincipal() Principal { return Principal{Kind: KindAnonymous, Role: Anonymous} }

// SystemPrincipal is memsure acting by itself; the policy table gives it nothing.
func SystemPrincipal() Principal { return Principal{Kind: KindSystem} }

// KeyPrincipal is the caller behind an API key. A role that is not on the
// buyer side, or no key id, is an Internal fault: the stored key is damaged.
func KeyPrincipal(keyID, personID string, role Role) (Principal, error) {
	if keyID == "" || !role.BuyerSide() {
		return Principal{}, fault.New(fault.Internal, "principal_damaged", "Something went wrong on our side.")
	}
	return Principal{Kind: KindKey, Role: role, KeyID: keyID, PersonID: personID}, nil
}

// ContactPrincipal is the vendor contact behind a portal session. All three
// ids are required; without one of them the caller could not be kept to one
// vendor, which is an Internal fault.
func ContactPrincipal(sessionID, contactID, vendorID string) (Principal, error) {
	if sessionID == "" || contactID == "" || vendorID == "" {
		return Principal{}, fault.New(fault.Internal, "principal_damaged", "Something went wrong on our side.")
	}
	return Principal{Kind: KindSession, Role: Contact,
		SessionID: sessionID, ContactID: contactID, VendorID: vendorID}, nil
}

// ActorKind names the sort of actor for the audit trail: person, api_key,
// contact, system or anonymous.
func (p Principal) ActorKind() string {
	switch {
	case p.PersonID != "":
		return "person"
	case p.Kind == KindKey:
		return "api_key"
	case p.Kind == KindSession:
		return "contact"
	case p.Kind == KindSystem:
		return "system"
	default:
		return "anonymous"
	}
}

// ActorID is the id of the actor of ActorKind, empty for system and anonymous.
func (p Principal) ActorID() string {
	switch p.ActorKind() {
	case "person":
		return p.PersonID
	case "api_key":
		return p.KeyID
	case "contact":
		return p.ContactID
	default:
		return ""
	}
}

// ID is one stable name for the caller across requests, for rate limits and
// idempotency keys: the key, or the contact (a new session is the same
// caller). Anonymous callers share one name: add the address where it matters.
func (p Principal) ID() string {
	switch p.Kind {
	case KindKey:
		return p.KeyID
	case KindSession:
		return p.ContactID
	case KindSystem:
		return "system"
	default:
		return "anonymous"
	}
}

type principalKey struct{}

// WithPrincipal puts the caller into the context.
func WithPrincipal(ctx context.Context, p Principal) context.Context {
	return context.WithValue(ctx, principalKey{}, p)
}

// PrincipalFrom gives the caller of this context, anonymous when nobody put
// one there: a forgotten sign-in check can open nothing.
func PrincipalFrom(ctx context.Context) Principal {
	if p, ok := ctx.Value(principalKey{}).(Principal); ok {
		return p
	}
	return AnonymousPrincipal()
}
