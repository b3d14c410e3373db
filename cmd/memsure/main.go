// Command memsure is the service a buying organisation runs to learn how much
// memory-safety risk a supplier brings: it serves the HTTP interface, and works
// offline on questionnaires, evidence files and reports. Run it with --help.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	code := run(ctx, os.Args[1:], world{env: os.Getenv, stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr})
	stop()
	os.Exit(code) //nolint:forbidigo // this is the one place that ends the process
}
