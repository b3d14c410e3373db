package questionnaire

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

func remarksOn(t *testing.T, src string) []string {
	t.Helper()
	source, err := LoadSource([]byte(src))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, r := range source.Lint() {
		all = append(all, fmt.Sprintf("%d:%d %s", r.Line, r.Column, r.Code))
	}
	return all
}

// Each case adds remarks to those the small questionnaire has.
func TestLintRemarks(t *testing.T) {
	known := strings.Join(remarksOn(t, small(t)), "\n")
	for _, tc := range []struct{ old, with, want string }{
		{"weight: 40", "weight: 0", "66:13 section_without_weight"},
		{"weight: 1\n", "weight: 0\n", "42:17 award_without_weight"},
		{"label: All levels, score: 1}", "label: All levels}", "43:9 equal_scores"},
		{"Is there native code?", "Is there C and/or C++?", "25:15 and_or"},
		{"Is there native code?", strings.Repeat("é", 301), "25:15 long_text"},
		{"{question: native, equals: true}", "{question: share, at_least: 0}", "33:9 always_true"},
		{"{question: native, equals: true}", "{question: share, at_most: 100}", "33:9 always_true"},
		{"{question: native, equals: true}", "{question: depth, in: [all, top]}", "33:9 always_true"},
		{"{question: native, equals: true}", "{all: [{question: native, equals: true}, {question: native, equals: false}]}", "33:9 unreachable|33:16 never_true"},
		{"{question: native, equals: true}", "{not: {all: [{question: share, at_most: 1}, {question: share, at_least: 2}]}}", "33:22 never_true"},
		{"{question: native, equals: true}", "{all: [{question: share, at_least: 1}, {question: share, at_most: 2}]}", ""},
		{"{question: native, equals: true}", "{all: [{question: share, at_least: 2}, {question: share, at_most: 2}]}", ""},
		{"{question: native, equals: true}", "{all: [{question: depth, in: [all]}, {question: depth, equals: all}]}", ""},
		{"{question: native, equals: true}", "{question: incidents, at_least: 1}", ""},
		{"Is there native code?", "Is there native code? How much?", "25:15 two_questions"},
		{"{question: native, equals: true}", "{all: [{fact: sbom.components.total, at_least: 5}, {fact: sbom.components.total, at_most: 4}]}", "33:9 unreachable"},
		{"{question: policy, equals: false}", "{all: [{question: native, equals: false}, {question: languages, equals: c}]}", "107:13 flag_never_fires"},
		{"{question: policy, equals: false}", "{all: [{question: languages, equals: rust}, {question: languages, equals: none}]}", "107:13 flag_never_fires"},
		{"{question: policy, equals: false}", "{all: [{question: languages, equals: rust}, {not: {question: languages, equals: c}}]}", ""},
		{"{question: policy, equals: false}", "{not: {question: native, answered: true}}", ""},
		{"{question: native, equals: true}", "{all: [{question: native, equals: true}, {question: share, at_least: 1}]}", "33:9 two_reasons"},
		{"{question: native, equals: true}", "{all: [{question: native, equals: true}, {fact: sbom.components.total, at_least: 1}]}", "33:9 two_reasons"},
		{"pass: {question: policy, equals: true}", "pass: {any: [{question: policy, equals: true}, {question: policy, equals: false}]}", "104:11 gate_never_fails"},
		{"pass: {question: policy, equals: true}", "pass: {all: [{question: share, at_least: 2}, {question: share, at_most: 1}]}", "104:11 gate_never_passes|104:18 never_true"},
		{"when: {question: policy, equals: false}", "when: {all: [{question: share, at_least: 2}, {question: share, at_most: 1}]}", "107:13 flag_never_fires|107:20 never_true"},
		{"{id: rust, label: Rust, score: 1}", "{id: rust, label: Rust, score: 0.5}", "38:9 full_marks_unreachable"},
		{"{at: 0, score: 1}, {at: 10, score: 0}", "{at: 0, score: 0}, {at: 10, score: 0}", "62:9 never_scores"},
		{"{at: 0, score: 1}, {at: 10, score: 0}", "{at: 0, score: 1}, {at: 1001, score: 0}", "62:68 anchor_out_of_reach"},
		{"{at: 0, score: 1}, {at: 10, score: 0}", "{at: -1, score: 1}, {at: 1, score: 0}", "62:9 full_marks_unreachable|62:49 anchor_out_of_reach"},
		{"weight: 60", "weight: 100000", "66:13 section_irrelevant"},
		{"documented: 0.750, verified: 1}", "documented: 0.6, verified: 0.6}", "12:38 band_out_of_reach"},
	} {
		t.Run(tc.with, func(t *testing.T) {
			src := strings.Replace(small(t), tc.old, tc.with, 1)
			var added []string
			for _, remark := range remarksOn(t, src) {
				if !strings.Contains(known, remark) {
					added = append(added, remark)
				}
			}
			if got := strings.Join(added, "|"); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestLintOnGates(t *testing.T) {
	all := strings.Join(remarksOn(t, small(t)), "\n")
	if n := strings.Count(all, "gate_on_optional"); n != 2 {
		t.Errorf("both gates rest on optional questions, %d remarks", n)
	}
	required := strings.ReplaceAll(small(t), "type: table\n", "type: table\n        required: true\n")
	if n := strings.Count(strings.Join(remarksOn(t, required), "\n"), "gate_on_optional"); n != 1 {
		t.Errorf("one gate rests on an optional question, %d remarks", n)
	}
}

func TestLintAsksForHelpAndExamples(t *testing.T) {
	all := strings.Join(remarksOn(t, small(t)), "\n")
	if strings.Count(all, "no_help") != 10 || strings.Count(all, "no_example") != 9 {
		t.Errorf("ten questions without help, nine of them scored:\n%s", all)
	}
}

// The shipped questionnaire is an example to authors: it leaves nothing to
// remark on.
func TestShippedQuestionnaireIsClean(t *testing.T) {
	src, err := os.ReadFile("../../questionnaires/supplier-memory-safety-1.0.0.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, remark := range remarksOn(t, string(src)) {
		t.Error(remark)
	}
}
