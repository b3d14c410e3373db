package main

import (
	"io"
	"os"

	"memsure/internal/fault"
)

// readFile reads a file whole, "-" meaning standard input, up to a limit in
// bytes.
func (w *world) readFile(name string, limit int64) ([]byte, error) {
	in := w.stdin
	if name != "-" {
		file, err := openFile(name)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		in = file
	}
	text, err := io.ReadAll(io.LimitReader(in, limit+1))
	if err != nil {
		return nil, fileFault(err)
	}
	if int64(len(text)) > limit {
		return nil, fault.Newf(fault.TooLarge, "file_too_large", "The file is larger than %d MiB.", limit>>20)
	}
	return text, nil
}

// openFile opens a regular file.
func openFile(name string) (*os.File, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, fileFault(err)
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fault.New(fault.Invalid, "not_a_file", "What is named is not a file.").WithRemedy("Name a file.")
	}
	if err != nil {
		_ = file.Close() // read only: nothing can be lost
		return nil, fileFault(err)
	}
	return file, nil
}

func fileFault(err error) error {
	if known := problemOf(err); known != nil {
		return err
	}
	return fault.New(fault.NotFound, "file_unreadable", "The file cannot be read.").
		WithRemedy("Look at its name and permissions.").WithCause(err)
}
