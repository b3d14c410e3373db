// Command mutate measures how much the tests of a package notice: it breaks
// the package's code in one small place after the other and looks whether some
// test fails. A mutant the tests fail on is killed; one they pass is a survivor
// and shows either a test that is missing or code whose change makes no
// difference.
//
// All mutants of a package are compiled into one test binary, each behind a
// switch that an environment variable turns on, so that a mutant costs one run
// of the tests and no build:
//
//	go run ./mutate -files eval.go,program.go -state FILE ../internal/questionnaire
//
// It is run from the tools module and prints a line a survivor and a table of
// killed and surviving mutants by file. With -state a run can be broken off and
// taken up again: mutants that were killed stay killed for as long as their file
// is unchanged.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"time"
)

// options are what the command line says.
type options struct {
	dir      string        // of the package
	files    []string      // base names; empty: all that are no tests
	tests    []string      // directories of further packages whose tests may kill
	run      string        // -test.run
	skip     string        // -test.skip
	checks   int           // rapid checks a property
	state    string        // file of results so far
	known    string        // file of survivors that are explained
	parallel int           // test binaries at once
	timeout  time.Duration // a mutant
	sample   int           // only every so many mutants
	list     bool          // list mutants and run none
	least    int           // percent that must be killed
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := mutate(ctx, os.Stdout, parse()); err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		stop()
		os.Exit(1) //nolint:forbidigo // this is main
	}
}

func parse() options {
	var o options
	files := flag.String("files", "", "comma-separated base `names` of the files to mutate (default all)")
	tests := flag.String("tests", "", "comma-separated `directories` of further packages whose tests may kill")
	flag.StringVar(&o.run, "run", "", "only tests that match `pattern`")
	flag.StringVar(&o.skip, "skip", "", "leave out tests that match `pattern`")
	flag.IntVar(&o.checks, "checks", 30, "checks a property")
	flag.StringVar(&o.state, "state", "", "`file` that keeps results between runs")
	flag.StringVar(&o.known, "known", "", "`file` of survivors that are explained, a key a table row")
	flag.IntVar(&o.parallel, "parallel", 2, "test binaries at once")
	flag.DurationVar(&o.timeout, "timeout", 20*time.Second, "longest run of the tests for one mutant")
	flag.IntVar(&o.sample, "sample", 1, "try only every `n`th mutant")
	flag.IntVar(&o.least, "least", 90, "percent that must be killed")
	flag.BoolVar(&o.list, "list", false, "list the mutants and run nothing")
	flag.Parse()
	o.files, o.tests, o.dir = split(*files), split(*tests), flag.Arg(0)
	return o
}

func split(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ",")
}

func mutate(ctx context.Context, out io.Writer, o options) error {
	if o.dir == "" {
		return fmt.Errorf("name the directory of a package")
	}
	p, err := load(ctx, o.dir, o.files)
	if err != nil {
		return err
	}
	mutants := p.mutants()
	if o.list {
		for _, m := range mutants {
			fmt.Fprintln(out, m)
		}
		return nil
	}
	work, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(work) }()
	binaries, err := p.build(ctx, work, o)
	if err != nil {
		return err
	}
	results, err := tryAll(ctx, o, mutants, binaries)
	if err != nil {
		return err
	}
	return report(out, o, results)
}
