# Thin wrappers: everything here is one command that can be typed by hand.
GO ?= go

.PHONY: build test race lint generate bench ratios fuzz mutation demo crash ci clean

build:            ## the program, for this machine
	$(GO) build -trimpath -o memsure ./cmd/memsure

test:             ## all tests
	$(GO) test ./...

race:             ## all tests, watching for data races
	$(GO) test -race ./...

lint:             ## the linters of .golangci.yml
	$(GO) tool -modfile=tools/go.mod golangci-lint run

generate:         ## api/ from openapi.yaml
	$(GO) generate ./api

bench:            ## benchmarks, beside the floors they are compared with
	$(GO) test -run '^$$' -bench . -benchmem ./...

ratios:           ## only the ratios to those floors, a line a benchmark
	$(GO) test -run '^$$' -bench . ./... | grep -E 'of_|floor'

FUZZTIME ?= 30s
fuzz:             ## every fuzz target, FUZZTIME each
	@grep -rl --include='*_test.go' '^func Fuzz' . | xargs -n1 dirname | sort -u | while read -r dir; do \
		grep -rhoE '^func Fuzz[A-Za-z0-9_]+' "$$dir"/*_test.go | cut -d' ' -f2 | while read -r target; do \
			echo "== $$dir $$target"; \
			$(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) "$$dir" || exit 1; \
		done || exit 1; \
	done

LANGUAGE = eval.go,program.go,compile.go,because.go,rests.go,disputed.go
MUTATE = $(GO) run ./mutate -known ../docs/mutation-testing.md -checks 8
mutation:         ## breaks scoring and the condition language in every small place: do the tests notice?
	cd tools && $(MUTATE) -files $(LANGUAGE) ../internal/questionnaire
	cd tools && $(MUTATE) -skip 'TestLawsCatchWrongEngines|TestLargest' ../internal/scoring

demo:             ## the demo, in ./memsure-data
	$(GO) run ./cmd/memsure serve --demo

KILLS ?= 200
crash:            ## kill the service KILLS times while it saves, and look for lost writes
	MEMSURE_KILLS=$(KILLS) $(GO) test -run 'TestCrash$$' -count 1 -timeout 60m -v ./internal/e2e

ci:               ## what has to hold before a change is taken
	.ci/run

clean:
	rm -f memsure
