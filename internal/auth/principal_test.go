package auth

import (
	"context"
	"testing"

	"memsure/internal/fault"
)

func TestPrincipalsAreWholeOrRefused(t *testing.T) {
	if _, err := KeyPrincipal("key_1", "per_1", Contact); !fault.Is(err, fault.Internal) {
		t.Error("an API key became a vendor contact")
	}
	if _, err := KeyPrincipal("", "per_1", Admin); !fault.Is(err, fault.Internal) {
		t.Error("a key without an id was accepted")
	}
	for _, ids := range [][3]string{{"", "c", "v"}, {"s", "", "v"}, {"s", "c", ""}} {
		if _, err := ContactPrincipal(ids[0], ids[1], ids[2]); !fault.Is(err, fault.Internal) {
			t.Errorf("a session with ids %q was accepted", ids)
		}
	}
}

func TestActorNamesTheRightThing(t *testing.T) {
	person, _ := KeyPrincipal("key_1", "per_1", Admin)
	machine, _ := KeyPrincipal("key_2", "", Procurement)
	contact, _ := ContactPrincipal("ses_1", "con_1", "ven_1")
	tests := []struct {
		who           Principal
		kind, id, key string
	}{
		{person, "person", "per_1", "key_1"},
		{machine, "api_key", "key_2", "key_2"},
		{contact, "contact", "con_1", "con_1"},
		{SystemPrincipal(), "system", "", "system"},
		{AnonymousPrincipal(), "anonymous", "", "anonymous"},
		{Principal{}, "anonymous", "", "anonymous"},
	}
	for _, tt := range tests {
		if tt.who.ActorKind() != tt.kind || tt.who.ActorID() != tt.id || tt.who.ID() != tt.key {
			t.Errorf("%+v: actor %s %q, id %q", tt.who, tt.who.ActorKind(), tt.who.ActorID(), tt.who.ID())
		}
	}
}

func TestAContextWithoutPrincipalIsAnonymous(t *testing.T) {
	if got := PrincipalFrom(context.Background()); got != AnonymousPrincipal() {
		t.Errorf("got %+v", got)
	}
	who, _ := ContactPrincipal("ses_1", "con_1", "ven_1")
	if got := PrincipalFrom(WithPrincipal(context.Background(), who)); got != who {
		t.Errorf("got %+v", got)
	}
}

func TestParseBuyerRole(t *testing.T) {
	for _, role := range Roles() {
		got, err := ParseBuyerRole(string(role))
		if role.BuyerSide() != (err == nil) || err == nil && got != role {
			t.Errorf("%s: %q, %v", role, got, err)
		}
	}
	if _, err := ParseBuyerRole("Admin"); !fault.Is(err, fault.Invalid) {
		t.Error("roles are written in lower case")
	}
}
