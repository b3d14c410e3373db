package store_test

import (
	"reflect"
	"slices"
	"testing"

	"memsure/internal/store"
)

// left are the columns a fingerprint leaves out on purpose: what can be
// erased, what is secret, what moves without an event, and where bytes lie.
var left = map[string][]string{
	"Person":      {"Name", "Email"},
	"APIKey":      {"TokenHash"},
	"Contact":     {"Login", "Passphrase", "TOTPSecret", "TOTPLastStep"},
	"Invitation":  {"TokenHash"},
	"Assessment":  {"DraftVersion"},
	"Evidence":    {"BlobID"},
	"Return":      {"Digest"},
	"Approval":    {"Digest"},
	"Participant": {}, "Vendor": {}, "Product": {}, "Release": {},
	"Questionnaire": {"Canonical", "Source"}, // in it through their digests
}

// A column that somebody adds and forgets here could be changed by hand
// without anybody seeing it.
func TestFingerprintsCoverEveryColumn(t *testing.T) {
	seen := map[string]string{}
	for _, record := range []interface{ Fingerprint() string }{
		&store.Vendor{}, &store.Product{}, &store.Release{}, &store.Person{}, &store.APIKey{}, &store.Contact{}, &store.Participant{},
		&store.Invitation{}, &store.Questionnaire{}, &store.Assessment{}, &store.Evidence{}, &store.Return{}, &store.Approval{},
	} {
		v := reflect.ValueOf(record).Elem()
		name, before := v.Type().Name(), record.Fingerprint()
		if other, taken := seen[before]; taken {
			t.Errorf("an empty %s has the fingerprint of an empty %s", name, other)
		}
		seen[before] = name
		for i := range v.NumField() {
			field := v.Type().Field(i).Name
			setOther(v.Field(i))
			if same := record.Fingerprint() == before; same != slices.Contains(left[name], field) {
				t.Errorf("%s.%s: the fingerprint is the same: %t", name, field, same)
			}
			v.Field(i).SetZero()
		}
	}
}

func setOther(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
	case reflect.String:
		v.SetString("x")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Slice:
		v.SetBytes([]byte("x"))
	default:
		v.SetInt(1)
	}
}

// What was told once is compared for as long as the record is kept.
func TestFingerprintIsPinned(t *testing.T) {
	ref, at := "V-1", int64(3)
	v := store.Vendor{ID: "ven_1", Name: "Náme", NameKey: "náme", ExternalRef: &ref, Country: "DE", RowVersion: 2, CreatedUS: 1}
	k := store.APIKey{ID: "key_1", PersonID: "usr_1", Role: "admin", CreatedUS: 1, RevokedUS: &at}
	for got, want := range map[string]string{v.Fingerprint(): "sha256:15369d3704f4a96df04cf3786ad117c1e1bee4c97ed20fc98a0f2413b3a9aab3", k.Fingerprint(): "sha256:536c1acebcb724ff3fb34fca9cd0d4fbe898a91a56e956347473f13563c0c468"} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
