package db_test

import (
	"testing"

	"memsure/internal/store"
	"memsure/internal/testkit/db"
)

func TestEachGivesMigratedStores(t *testing.T) {
	drivers := map[store.Driver]bool{}
	db.Each(t, func(t *testing.T, s *store.Store) {
		drivers[s.Driver()] = true
		if err := s.Ready(t.Context()); err != nil {
			t.Fatalf("not ready: %v", err)
		}
	})
	if !drivers[store.SQLite] {
		t.Error("SQLite did not run")
	}
}
