package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// binary is a compiled test binary and where its tests run.
type binary struct{ path, dir string }

// build compiles the tests with all mutants in place: those of the package
// first, then those of the further packages.
func (p *pack) build(ctx context.Context, work string, o options) ([]binary, error) {
	overlay := map[string]string{}
	put := func(path, text string) error {
		to := filepath.Join(work, strconv.Itoa(len(overlay))+".go")
		overlay[path] = to
		return os.WriteFile(to, []byte(text), 0o600)
	}
	for _, s := range p.sources {
		if err := put(s.path, s.spliced()); err != nil {
			return nil, err
		}
	}
	if err := put(filepath.Join(p.dir, "mutant_switch.go"), runtime(p.types.Name())); err != nil {
		return nil, err
	}
	replace, err := json.Marshal(map[string]any{"Replace": overlay})
	if err != nil {
		return nil, err
	}
	config := filepath.Join(work, "overlay.json")
	if err := os.WriteFile(config, replace, 0o600); err != nil {
		return nil, err
	}
	var binaries []binary
	for i, dir := range append([]string{p.dir}, o.tests...) {
		to := filepath.Join(work, strconv.Itoa(i)+".test")
		command := exec.CommandContext(ctx, "go", "test", "-c", "-overlay", config, "-o", to, ".") //nolint:gosec // a developer's tool
		command.Dir = dir
		if out, err := command.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("build the mutants: %w\n%s", err, out)
		}
		binaries = append(binaries, binary{to, dir})
	}
	return binaries, nil
}

// outcome is what became of a mutant.
type outcome string

const (
	killed   outcome = "killed"
	survived outcome = "survived"
	late     outcome = "timeout"
)

type result struct {
	mutant
	outcome outcome
}

// memory is the address space a test run may have, in KiB: a mutant that
// collects without end must not take the machine with it.
const memory = 6_000_000

// try runs the tests on one mutant. Id 0 is the code as it is.
func try(ctx context.Context, o options, binaries []binary, id int) (outcome, string, error) {
	for _, b := range binaries {
		limited, cancel := context.WithTimeout(ctx, o.timeout)
		command := exec.CommandContext(limited, "sh", "-c", fmt.Sprintf(`ulimit -v %d; exec "$0" "$@"`, memory), //nolint:gosec // a developer's tool
			b.path, "-test.failfast", "-test.run", o.run, "-test.skip", o.skip, "-rapid.checks", strconv.Itoa(o.checks), "-rapid.seed=1",
			"-rapid.nofailfile", "-rapid.shrinktime=1ns")
		command.Dir, command.Env = b.dir, append(os.Environ(), "MUTANT="+strconv.Itoa(id))
		out, err := command.CombinedOutput()
		overtime := limited.Err()
		cancel()
		var failed *exec.ExitError
		switch {
		case ctx.Err() != nil:
			return "", "", ctx.Err()
		case overtime != nil:
			return late, string(out), nil //nolint:nilerr // the mutant ran out of time, not we
		case errors.As(err, &failed):
			return killed, string(out), nil
		case err != nil:
			return "", "", err
		}
	}
	return survived, "", nil
}

// tryAll tries the mutants that are not known to be killed, several at a time.
func tryAll(ctx context.Context, o options, mutants []mutant, binaries []binary) ([]result, error) {
	if became, out, err := try(ctx, o, binaries, 0); err != nil || became != survived {
		return nil, fmt.Errorf("the tests do not pass on the code as it is: %s %w\n%s", became, err, out)
	}
	before := readState(o.state)
	kept, err := openState(o.state)
	if err != nil {
		return nil, err
	}
	defer func() { _ = kept.Close() }()
	results := make([]result, len(mutants))
	var open []int
	for i, m := range mutants {
		switch was := before[m.key]; {
		case i%o.sample != 0:
		case was == killed || was == late:
			results[i] = result{m, was}
		default:
			open = append(open, i)
		}
	}
	started := time.Now()
	for done := 0; done < len(open); done += batch {
		some := open[done:min(done+batch, len(open))]
		tryBatch(ctx, o, mutants, binaries, some, results)
		// tests that fail by themselves in between would call everything killed
		if became, out, err := try(ctx, o, binaries, 0); err != nil || became != survived {
			return nil, fmt.Errorf("the tests no longer pass on the code as it is: %s %w\n%s", became, err, out)
		}
		for _, i := range some {
			fmt.Fprintf(kept, "%s\t%s\n", results[i].outcome, mutants[i].key)
		}
		fmt.Fprintf(os.Stderr, "%d of %d tried in %s\n", done+len(some), len(open), time.Since(started).Round(time.Second))
	}
	return results, ctx.Err()
}

// batch is how many mutants are tried before the code as it is is tried again
// and the results are written down.
const batch = 50

// tryBatch tries some mutants, several at a time.
func tryBatch(ctx context.Context, o options, mutants []mutant, binaries []binary, some []int, results []result) {
	work := make(chan int)
	var group sync.WaitGroup
	for range o.parallel {
		group.Go(func() {
			for i := range work {
				if became, _, err := try(ctx, o, binaries, mutants[i].id); err == nil {
					results[i] = result{mutants[i], became}
				}
			}
		})
	}
	for _, i := range some {
		work <- i
	}
	close(work)
	group.Wait()
}

// readState gives what became of mutants in earlier runs, by key.
func readState(path string) map[string]outcome {
	known := map[string]outcome{}
	file, err := os.Open(path)
	if err != nil {
		return known
	}
	defer func() { _ = file.Close() }()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if became, key, ok := strings.Cut(lines.Text(), "\t"); ok {
			known[key] = outcome(became)
		}
	}
	return known
}

func openState(path string) (*os.File, error) {
	if path == "" {
		path = os.DevNull
	}
	return os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
}
