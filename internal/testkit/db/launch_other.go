//go:build !unix

package db

type programs struct{}

type credential struct{}

func findPrograms() (programs, error) { return programs{}, errNoPostgres }

func serverAccount() (*credential, error) { return nil, nil }

func launch(programs, string, *credential) error { return errNoPostgres }
