package main

import (
	"fmt"
	"os"

	"memsure/internal/fault"
)

// delivery says how a result becomes a file.
type delivery struct {
	mode os.FileMode // before the umask
	once bool        // an existing file is left alone
}

// A document that authors pass on, one that must not be written over, and one
// that speaks of a vendor and is for its owner until that person says otherwise.
var (
	shared       = delivery{mode: 0o644}
	firstOnly    = delivery{mode: 0o644, once: true}
	confidential = delivery{mode: 0o600}
)

// deliver writes a result to a file and says so, or to standard output where
// the name is "-". It begins once the result is whole: what cannot be made
// takes no file away.
func (w *world) deliver(name string, content []byte, as delivery) error {
	if name == "-" {
		_, err := w.stdout.Write(content)
		return fault.Wrap(err, "write to standard output")
	}
	flags := os.O_WRONLY | os.O_CREATE | os.O_TRUNC
	if as.once {
		flags = os.O_WRONLY | os.O_CREATE | os.O_EXCL
	}
	file, err := os.OpenFile(name, flags, as.mode)
	switch {
	case os.IsExist(err):
		return fault.New(fault.Conflict, "file_exists", "There is a file of that name already.").WithRemedy("Name another one with --out.")
	case err != nil:
		return fault.New(fault.Invalid, "file_unwritable", "The file cannot be written.").WithRemedy("Look at the folder and its permissions.").WithCause(err)
	}
	_, err = file.Write(content)
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err == nil {
		_, err = fmt.Fprintf(w.stderr, "Written: %s\n", name)
	}
	return err
}
