package id_test

import (
	"testing"

	"memsure/internal/id"
)

func TestPublicIDs(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		got := id.New(id.Vendor)
		if seen[got] || !id.Has(got, id.Vendor) || id.Has(got, id.Product) {
			t.Fatalf("odd id %s", got)
		}
		seen[got] = true
	}
	for _, no := range []string{"", "ven", "ven_", "ven_short", "prd_0123456789abcdefghjkmnpqrs"} {
		if id.Has(no, id.Vendor) {
			t.Errorf("%q passes for a vendor's id", no)
		}
	}
}
