package app

import (
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"memsure/internal/bundle"
	"memsure/internal/canon"
	"memsure/questionnaires"
)

var update = flag.Bool("update", false, "write golden files")

// fill sets every member of a value, so that a form is seen whole.
func fill(v reflect.Value, name string) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), name)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), v.Type().Field(i).Name)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), name)
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(key, "key")
		fill(value, name)
		v.SetMapIndex(key, value)
	case reflect.String:
		v.SetString(name)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(1)
	case reflect.Uint8, reflect.Uint32, reflect.Uint64:
		v.SetUint(1)
	}
}

// A scorecard must read the same for as long as the record is kept: a member
// that comes, goes or changes its name shows here. Additions are fine; anything
// else is a new form with a new name.
func TestScorecardFormIsPinned(t *testing.T) {
	var doc bundle.Document
	fill(reflect.ValueOf(&doc).Elem(), "")
	doc.Schema = bundle.ScorecardSchema
	got, err := canon.Encode(doc)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", "scorecard.json")
	if *update {
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("the form differs from %s (run with -update when it is meant):\n%s", path, got)
	}
}

// A version that was shipped is in the records of those who use it: another
// content needs another number. One without a pin has not been released yet.
func TestShippedVersionsArePinned(t *testing.T) {
	want := map[string]string{"supplier-memory-safety 1.0.0": "sha256:c3d483bcbfcaed7e767a3b3f3d5892f540c8f25a983867ae5ca8e4fc9bc7cd52"}
	for _, file := range questionnaires.Shipped() {
		row, _, err := readFile(file.Source)
		if err != nil {
			t.Fatal(err)
		}
		if name := row.Slug + " " + row.Version; want[name] != "" && want[name] != row.Digest {
			t.Errorf("%s has the digest %s, pinned is %q", name, row.Digest, want[name])
		}
		delete(want, row.Slug+" "+row.Version)
		if err := heldToDigests(row); err != nil {
			t.Error(err)
		}
	}
	for name := range want {
		t.Errorf("%s was released and is shipped no more", name)
	}
}
