package questionnaire

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// copyOf gives a version that shares nothing with def.
func copyOf(t *testing.T, def *Definition) *Definition {
	t.Helper()
	doc, _, err := Canonical(def)
	if err != nil {
		t.Fatal(err)
	}
	again, err := FromCanonical(doc)
	if err != nil {
		t.Fatal(err)
	}
	return again
}

// edits visits every changeable place below v: it changes the place, calls
// try, and changes it back.
func edits(v reflect.Value, path string, try func(path string)) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			edits(v.Field(i), path+"."+v.Type().Field(i).Name, try)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			edits(v.Elem(), path, try)
			change(v, reflect.Zero(v.Type()), path+"=nil", try)
		}
	case reflect.Slice:
		for i := range v.Len() {
			edits(v.Index(i), fmt.Sprintf("%s[%d]", path, i), try)
		}
		if v.Len() > 0 {
			change(v, v.Slice(0, v.Len()-1), path+" shorter", try)
		}
		if v.Len() > 1 {
			turned := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
			for i := range v.Len() {
				turned.Index(i).Set(v.Index(v.Len() - 1 - i))
			}
			change(v, turned, path+" turned", try)
		}
	case reflect.String:
		change(v, reflect.ValueOf(v.String()+"x").Convert(v.Type()), path, try)
	case reflect.Int:
		change(v, reflect.ValueOf(int(v.Int())+1), path, try)
	case reflect.Bool:
		change(v, reflect.ValueOf(!v.Bool()), path, try)
	}
}

func change(v, to reflect.Value, path string, try func(path string)) {
	before := reflect.New(v.Type()).Elem()
	before.Set(v)
	v.Set(to)
	try(path)
	v.Set(before)
}

// Nothing that enters the digest escapes the comparison, but for the version
// number and the name of the form; and equal versions have no differences.
func TestDiffSeesEveryField(t *testing.T) {
	old := mustLoad(t, small(t))
	new := copyOf(t, old)
	_, digest, _ := Canonical(old)
	places := 0
	edits(reflect.ValueOf(new).Elem(), "", func(path string) {
		places++
		_, other, err := Canonical(new)
		if err != nil || other == digest {
			t.Errorf("%s: the digest is unchanged: %v", path, err)
		}
		if got := Diff(old, new); len(got.Changes) == 0 && path != ".Version" && path != ".Schema" {
			t.Errorf("%s: no change seen", path)
		}
	})
	if got := Diff(old, new); len(got.Changes) != 0 || places < 400 {
		t.Errorf("after %d edits were taken back: %+v", places, got.Changes)
	}
}

func TestDiffClassifies(t *testing.T) {
	for _, tc := range []struct{ old, with, want, carried string }{
		{"text: Is there native code?", "text: Any native code?", "wording question native text", "native confirm"},
		{"weight: 60", "weight: 61", "scoring_affecting section code weight", ""},
		{"title: Code", "title: The code", "wording section code title", ""},
		{"{id: rust, label: Rust, score: 1}", "{id: rust, label: Rust, score: 0.9}", "scoring_affecting option languages/rust score", ""},
		{"{id: rust, label: Rust,", "{id: rust, label: Rust lang,", "wording option languages/rust label", "languages confirm"},
		{"{id: c, label: C}", "{id: c, label: C}\n          - {id: zig, label: Zig}", "added option languages/zig added", "languages confirm"},
		{"          - {id: c, label: C}\n", "", "removed option languages/c removed", "languages show_old"},
		{"{id: c, label: C}", "{id: c, label: C, exclusive: true}", "answer_affecting option languages/c exclusive", "languages show_old"},
		{"max: 1000", "max: 500", "answer_affecting question incidents largest value", "incidents show_old"},
		{"max: 1000", "max: 2000", "answer_affecting question incidents largest value", ""},
		{"{question: native, equals: true}", "{question: native, equals: false}", "answer_affecting question languages condition that shows it", ""},
		{"text: List the components.", "text: List the components.\n        required: true", "answer_affecting question parts required", ""},
		{"{id: name, label: Name,", "{id: name, label: Its name,", "wording column parts/name label", "parts confirm"},
		{"type: number, min: 0}", "type: number, min: 0}\n          - {id: more, label: More, type: text}", "added column parts/more added", "parts show_old"},
		{"proof: required", "proof: expected", "scoring_affecting question sbom proof", ""},
		{"severity: high\ngates", "severity: low\ngates", "scoring_affecting red_flag no-policy severity", ""},
		{"tiers: [critical]\n", "\n", "scoring_affecting gate inventory tiers it applies to", ""},
		{"by_more_than: 10", "by_more_than: 5", "scoring_affecting check share-agrees contradicting condition", ""},
		{"at_least: 70", "at_least: 75", "scoring_affecting ruleset rules rating bands", ""},
		{"label: Good", "label: Better", "wording ruleset rules labels of rating bands", ""},
		{"text: What did you remove?\n        type: text", "text: What did you remove?\n        type: text\n        max_length: 100", "answer_affecting question story longest text", "story show_old"},
		{"id: story", "id: tale\n        replaces: [story]", "wording question tale id; the question goes on under a new one|wording question tale earlier ids", "tale confirm"},
		{"id: story", "id: tale", "added question tale added|removed question story removed", "tale new|story gone"},
		{"max: 1000", "max: 1000\n        unit: incidents", "answer_affecting question incidents unit", "incidents show_old"},
		{"text: Upload the SBOM.", "text: Upload the SBOM.\n        scope: vendor", "answer_affecting question sbom scope", "sbom show_old"},
		{"text: List the components.", "text: List the components.\n        min_rows: 2", "answer_affecting question parts smallest number of rows", "parts show_old"},
		{"type: date", "type: file", "answer_affecting question audited type", "audited show_old"},
	} {
		t.Run(tc.with, func(t *testing.T) {
			src := strings.Replace(small(t), tc.old, tc.with, 1)
			if tc.with == "type: file" { // its scoring must follow
				src = strings.Replace(src, "scoring: {kind: freshness, anchors: [{at: 0, score: 1}, {at: 730, score: 0}]}", "scoring: {kind: evidence}", 1)
			}
			got := Diff(mustLoad(t, small(t)), mustLoad(t, src))
			var changes []string
			for _, c := range got.Changes {
				if !strings.HasPrefix(c.What, "kind of scoring") && c.What != "scale" {
					changes = append(changes, fmt.Sprintf("%s %s %s %s", c.Class, c.Subject, c.ID, c.What))
				}
			}
			if all := strings.Join(changes, "|"); all != tc.want {
				t.Errorf("got  %s\nwant %s", all, tc.want)
			}
			var carried []string
			for _, c := range got.CarryForward {
				if c.Verdict != CarrySame {
					carried = append(carried, c.QuestionID+" "+string(c.Verdict))
				}
			}
			if all := strings.Join(carried, "|"); all != tc.carried {
				t.Errorf("carried: got %q, want %q", all, tc.carried)
			}
		})
	}
}

func TestDiffSeesMoves(t *testing.T) {
	old := mustLoad(t, small(t))
	new := copyOf(t, old)
	from, to := &new.Sections[0], &new.Sections[1]
	to.Questions = append(to.Questions, from.Questions[4])
	from.Questions = from.Questions[:4]
	want := []Change{{Class: Moved, Subject: "question", ID: "incidents", What: "section", Before: "code", After: "practice"}}
	got := Diff(old, new)
	if diff := cmp.Diff(want, got.Changes); diff != "" {
		t.Error(diff)
	}
	if slices.ContainsFunc(got.CarryForward, func(c Carried) bool { return c.Verdict != CarrySame }) {
		t.Errorf("a move changes no answer: %+v", got.CarryForward)
	}
}

func TestDiffShowsValues(t *testing.T) {
	old := mustLoad(t, small(t))
	new := copyOf(t, old)
	new.Version, new.Sections[0].Weight = "1.1.0", 50
	got := Diff(old, new)
	want := Comparison{From: "1.0.0", To: "1.1.0", CarryForward: CarryForward(old, new), Changes: []Change{
		{Class: ScoringAffecting, Subject: "section", ID: "code", What: "weight", Before: "60", After: "50"},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
