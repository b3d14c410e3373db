package questionnaires_test

import (
	"strings"
	"sync"
	"testing"

	"memsure/internal/questionnaire"
	"memsure/questionnaires"
)

// Loading and compiling the larger questionnaires takes longest of all that
// tests do, so each is loaded once, and compiled once for each tier. No test may
// change what it gets here.
var loads, compilations sync.Map

// once gives what make made under a key the first time.
func once[T any](t *testing.T, made *sync.Map, key any, make func() (T, error)) T {
	t.Helper()
	found, _ := made.LoadOrStore(key, sync.OnceValues(make))
	value, err := found.(func() (T, error))()
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// loaded gives a shipped file's questionnaire.
func loaded(t *testing.T, file questionnaires.File) *questionnaire.Definition {
	t.Helper()
	return once(t, &loads, file.Name, func() (*questionnaire.Definition, error) { return questionnaire.Load(file.Source) })
}

// shippedDefinitions are all, in the order of their files.
func shippedDefinitions(t *testing.T) (all []*questionnaire.Definition) {
	t.Helper()
	for _, file := range questionnaires.Shipped() {
		all = append(all, loaded(t, file))
	}
	return all
}

func shippedDefinition(t *testing.T, slug, version string) *questionnaire.Definition {
	t.Helper()
	file, err := questionnaires.Named(slug, version)
	if err != nil {
		t.Fatal(err)
	}
	return loaded(t, file)
}

// newest gives the highest shipped version of a questionnaire.
func newest(t *testing.T, slug string) *questionnaire.Definition {
	t.Helper()
	var last questionnaires.File
	for _, file := range questionnaires.Shipped() {
		if version, ok := strings.CutPrefix(file.Name, slug+"-"); ok && version[0] >= '0' && version[0] <= '9' {
			last = file // in the order of their versions
		}
	}
	if last.Name == "" {
		t.Fatalf("no questionnaire %s is shipped", slug)
	}
	return loaded(t, last)
}

// counted gives a questionnaire as it counts in a tier.
func counted(t *testing.T, d *questionnaire.Definition, tier string) *questionnaire.Compiled {
	t.Helper()
	type key struct {
		of   *questionnaire.Definition
		tier string
	}
	return once(t, &compilations, key{d, tier}, func() (*questionnaire.Compiled, error) {
		counts, err := questionnaire.Reweigh(d, tier, questionnaire.Weights{})
		if err != nil {
			return nil, err
		}
		return questionnaire.Compile(counts)
	})
}

// compiledAs gives a shipped questionnaire with its authored weights.
func compiledAs(t *testing.T, slug, version string) *questionnaire.Compiled {
	t.Helper()
	return counted(t, shippedDefinition(t, slug, version), "")
}
