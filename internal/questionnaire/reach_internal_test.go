package questionnaire

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const bareHead = `slug: bare
version: 1.0.0
title: Bare
language: en
ruleset:
  id: rules
  arithmetic: 1
  roll_up: flat
  confidence: {claimed: 0.5, claimed_proof_required: 0.25, documented: 0.75, verified: 1}
  bands: [{id: A, label: Good, at_least: 70}, {id: B, label: Poor, at_least: 0}]
sections:
  - id: only
    title: Only
    dimension: practice
    weight: 1
    questions:
`

func bare(n int, when func(i int) string) string {
	var out strings.Builder
	out.WriteString(bareHead)
	for i := range n {
		fmt.Fprintf(&out, "      - {id: q%d, text: Yes?, type: boolean, weight: 1, scoring: {kind: yes_is_good}%s}\n", i, when(i))
	}
	return out.String()
}

// searched gives how many tests the search through a definition makes.
func searched(t *testing.T, source []byte) int {
	t.Helper()
	def, err := Load(source)
	if err != nil {
		t.Fatal(err)
	}
	l := &linter{checker: newChecker(def), answerable: map[string]bool{}}
	l.eachQuestion(func(*Question, string) {})
	l.lintReach()
	return maxTests - l.reach.left
}

// Conditions that hang on one another in many ways, and many that take long,
// do not keep the search going for ever.
func TestTheSearchEnds(t *testing.T) {
	chain := bare(60, func(i int) string { // each hangs on the two before it: 2^30 ways down
		if i < 2 {
			return ""
		}
		return fmt.Sprintf(`, when: {all: [{question: q%d, equals: "true"}, {question: q%d, equals: "true"}]}`, i-1, i-2)
	})
	searched(t, []byte(chain))
	wide := bare(200, func(i int) string { // each of these tries 59,049 combinations in vain
		if i < 10 {
			return ""
		}
		var tests []string
		for q := range 10 {
			tests = append(tests, fmt.Sprintf(`{question: q%d, equals: "true"}, {question: q%d, equals: "false"}`, q, q))
		}
		return ", when: {all: [" + strings.Join(tests, ", ") + "]}"
	})
	if n := searched(t, []byte(wide)); n < maxTests*9/10 || n > maxTests {
		t.Errorf("%d tests of %d", n, maxTests)
	}
}

// The bound is far above what questionnaires in use take.
func TestShippedQuestionnairesAreSearchedWhole(t *testing.T) {
	files, err := filepath.Glob("../../questionnaires/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if n := searched(t, source); n > maxTests/10 {
			t.Errorf("%s takes %d tests", filepath.Base(file), n)
		}
	}
}
