package assessment

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"memsure/internal/fact"
	"memsure/internal/questionnaire"
	"memsure/internal/questionnaire/questionnairetest"
)

func missing(p Progress) (codes []string) {
	for _, m := range p.Missing {
		codes = append(codes, m.QuestionID+" "+m.Code)
	}
	return codes
}

func TestProgressFollowsTheConditions(t *testing.T) {
	version := compiled(t)
	total := []fact.Fact{{Name: fact.SBOMComponents, Kind: fact.Number, Micro: 3 * fact.Million, Assurance: fact.Documented}}
	for name, c := range map[string]struct {
		answers map[string]Answer
		facts   []fact.Fact
		want    Progress
		missing []string
	}{
		"empty": {nil, nil, Progress{Visible: 3, RequiredOpen: 2}, []string{"native required", "share required"}},
		"no native code": {answers(Answer{QuestionID: "native", Value: boolean(false)}), nil,
			Progress{Visible: 3, Answered: 1, RequiredOpen: 1}, []string{"share required"}},
		"native code": {answers(Answer{QuestionID: "native", Value: boolean(true)}), nil,
			Progress{Visible: 4, Answered: 1, RequiredOpen: 2}, []string{"languages required", "share required"}},
		"C": {answers(Answer{QuestionID: "native", Value: boolean(true)}, Answer{QuestionID: "languages", Value: options("c")}), nil,
			Progress{Visible: 5, Answered: 2, RequiredOpen: 1}, []string{"share required"}},
		"hidden answers count nothing": {answers(Answer{QuestionID: "native", Value: boolean(false)}, Answer{QuestionID: "languages", Value: options("c")}), nil,
			Progress{Visible: 3, Answered: 1, RequiredOpen: 1}, []string{"share required"}},
		"a comment is no answer": {answers(Answer{QuestionID: "native", Comment: "Later."}), nil,
			Progress{Visible: 3, RequiredOpen: 2}, []string{"native required", "share required"}},
		"a claim that it does not apply": {answers(Answer{QuestionID: "native", Value: boolean(false)},
			Answer{QuestionID: "share", NotApplicable: &NotApplicable{Reason: "No code."}}), nil, Progress{Visible: 3, Answered: 2}, nil},
		"a fact shows a question": {nil, total, Progress{Visible: 4, RequiredOpen: 2}, []string{"native required", "share required"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := Draft{Version: version, Answers: c.answers, Facts: c.facts}.Progress()
			if !slices.Equal(missing(got), c.missing) || got.Ready() != (len(c.missing) == 0) {
				t.Errorf("missing %v, ready %v", missing(got), got.Ready())
			}
			got.Missing = nil
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Whatever was asked and answered: progress counts what shows, and answers
// that do not show change nothing.
func TestProgressIsBlindToHiddenAnswers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		def := questionnairetest.Definition(t)
		version, err := questionnaire.Compile(def)
		if err != nil {
			t.Fatal(err)
		}
		d := Draft{Version: version, Answers: map[string]Answer{}, Facts: questionnairetest.Facts(t)}
		for id, v := range questionnairetest.Answers(t, def) {
			d.Answers[id] = Answer{QuestionID: id, Value: &v}
		}
		all := d.Progress()
		if all.Answered > all.Visible || all.RequiredOpen != len(all.Missing) || all.Ready() != (all.RequiredOpen == 0) {
			t.Fatalf("%+v", all)
		}
		bare := d
		bare.Answers = maps.Clone(d.Answers)
		for q, shown := range d.Visible() {
			if shown != questionnaire.True {
				delete(bare.Answers, version.Questions()[q].ID)
			}
		}
		if diff := cmp.Diff(all, bare.Progress()); diff != "" {
			t.Fatalf("hidden answers matter:\n%s", diff)
		}
	})
}

func TestAReturnUnlocksWhatWasReturned(t *testing.T) {
	version := compiled(t)
	before := answers(Answer{QuestionID: "native", Value: boolean(false)}, Answer{QuestionID: "share", Value: percent(1)})
	frozen, _, _, err := Freeze(Revision{Number: 1, Answers: slices.Collect(maps.Values(before))})
	if err != nil {
		t.Fatal(err)
	}
	editable := func(d Draft) (ids []string) {
		now, before := d.Visible(), d.VisibleBefore()
		for q, asked := range version.Questions() {
			if d.Editable(q, now, before) {
				ids = append(ids, asked.ID)
			}
		}
		return ids
	}
	if got := editable(Draft{Version: version, Answers: before}); len(got) != len(version.Questions()) {
		t.Errorf("before the first submission: %v", got)
	}
	d := Draft{Version: version, Answers: before, Previous: &frozen, Returned: map[string]string{"native": "Sure?"}}
	if got := editable(d); !slices.Equal(got, []string{"native"}) { // the SBOM was never given, and stays so
		t.Errorf("returned: %v", got)
	}
	if got := missing(d.Progress()); !slices.Equal(got, []string{"native returned_unchanged"}) {
		t.Errorf("missing: %v", got)
	}
	d.Answers = maps.Clone(before)
	d.Answers["native"] = Answer{QuestionID: "native", Value: boolean(true)}
	if got := editable(d); !slices.Equal(got, []string{"native", "languages"}) { // shown by the change
		t.Errorf("after the change: %v", got)
	}
	if got := missing(d.Progress()); !slices.Equal(got, []string{"languages required"}) {
		t.Errorf("missing: %v", got)
	}
	withKept := frozen // the answer was there, but the question did not show
	withKept.Answers = append([]Answer{{QuestionID: "languages", Value: options("c")}}, frozen.Answers...)
	kept := d
	kept.Previous = &withKept
	if got := editable(kept); !slices.Equal(got, []string{"native", "languages"}) {
		t.Errorf("kept while hidden: %v", got)
	}
	d.Answers["native"] = Answer{QuestionID: "native", Value: boolean(false), Comment: "Yes: see the build."}
	if got := d.Progress(); !got.Ready() {
		t.Errorf("a comment is an answer to a return: %+v", got.Missing)
	}
}

// An approval holds exactly one draft.
func TestTheDigestTellsDraftsApart(t *testing.T) {
	digest := func(a map[string]Answer) string {
		t.Helper()
		d, err := Draft{Answers: a}.Digest()
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	base := answers(Answer{QuestionID: "native", Value: boolean(true)}, Answer{QuestionID: "share", Value: percent(1)})
	seen := map[string]string{digest(base): "base"}
	for name, change := range map[string]Answer{
		"value": {QuestionID: "native", Value: boolean(false)}, "comment": {QuestionID: "native", Value: boolean(true), Comment: "a"},
		"link":  {QuestionID: "native", Value: boolean(true), Evidence: []EvidenceLink{{EvidenceID: "e"}}},
		"place": {QuestionID: "native", Value: boolean(true), Evidence: []EvidenceLink{{EvidenceID: "e", Place: "1"}}},
		"claim": {QuestionID: "native", NotApplicable: &NotApplicable{Reason: "a"}}, "another": {QuestionID: "parts", Comment: "a"},
	} {
		next := maps.Clone(base)
		next[change.QuestionID] = change
		if same, ok := seen[digest(next)]; ok {
			t.Errorf("%s looks like %s", name, same)
		}
		seen[digest(next)] = name
	}
	if digest(maps.Clone(base)) != digest(base) {
		t.Error("equal drafts have two digests")
	}
}
