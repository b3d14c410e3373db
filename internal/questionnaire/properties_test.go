package questionnaire_test

import (
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"memsure/internal/fact"
	"memsure/internal/questionnaire"
	"memsure/internal/questionnaire/questionnairetest"
)

// drawn is a random response to a random version.
type drawn struct {
	version *questionnaire.Compiled
	answers map[string]questionnaire.Value
	facts   []fact.Fact
	env     *questionnaire.Env
	shown   []questionnaire.Truth
}

func draw(t *rapid.T) *drawn {
	version, err := questionnaire.Compile(questionnairetest.Definition(t))
	if err != nil {
		t.Fatal(err)
	}
	d := &drawn{version: version, answers: questionnairetest.Answers(t, version.Definition), facts: questionnairetest.Facts(t)}
	d.env = version.NewEnv()
	for q, asked := range version.Questions() {
		if value, ok := d.answers[asked.ID]; ok {
			d.env.Answers[q] = &value
		}
	}
	version.Know(d.env, d.facts)
	d.shown = version.Visible(d.env)
	return d
}

// conditions lists every condition with its program.
func (d *drawn) conditions() map[*questionnaire.Condition]questionnaire.Program {
	all := map[*questionnaire.Condition]questionnaire.Program{}
	for q, asked := range d.version.Questions() {
		all[asked.When] = d.version.When(q)
	}
	for _, gate := range d.version.Gates() {
		all[gate.Gate.Pass] = gate.Pass
	}
	for _, flag := range d.version.RedFlags() {
		all[flag.RedFlag.When] = flag.When
	}
	for _, check := range d.version.Checks() {
		all[check.Check.Contradicted] = check.Contradicted
		all[check.Check.Supported] = check.Supported
	}
	delete(all, nil)
	return all
}

// Programs give what a plain walk over the conditions gives.
func TestProgramsAgreeWithAPlainWalk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		walk := newWalk(d)
		for q, asked := range d.version.Questions() {
			if got, want := d.shown[q], walk.visible(asked.ID); got != want {
				t.Fatalf("%s is shown: %s, want %s", asked.ID, got, want)
			}
		}
		for condition, program := range d.conditions() {
			if got, want := d.version.Eval(program, d.env), walk.eval(condition); got != want {
				t.Fatalf("%+v: %s, want %s", condition, got, want)
			}
		}
	})
}

// What Explain names is what decided: taking every other answer and fact away
// leaves a result of true or false, as long as the same questions are shown.
// (Of an unknown result it names what is missing.)
func TestReasonsAreSufficient(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		answers, facts := slices.Clone(d.env.Answers), slices.Clone(d.env.Facts)
		for _, program := range d.conditions() {
			reason := d.version.Explain(program, d.env)
			if len(reason.Questions)+len(reason.Facts) == 0 {
				t.Fatal("decided by nothing")
			}
			if reason.Truth == questionnaire.Unknown {
				continue
			}
			for q := range d.env.Answers {
				if !slices.Contains(reason.Questions, q) {
					d.env.Answers[q] = nil
				}
			}
			for f := range d.env.Facts {
				if !slices.Contains(reason.Facts, f) {
					d.env.Facts[f] = nil
				}
			}
			if got := d.version.Eval(program, d.env); got != reason.Truth {
				t.Fatalf("%s because of %v, yet %s with these alone", reason.Truth, d.version.Names(reason), got)
			}
			copy(d.env.Answers, answers)
			copy(d.env.Facts, facts)
		}
	})
}

// The order in which files were read changes nothing, nor does evaluating
// twice, nor what an environment was used for before.
func TestEvaluationDependsOnNothingElse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		before := slices.Clone(d.shown)
		slices.Reverse(d.facts)
		d.version.Know(d.env, d.facts)
		if got := d.version.Visible(d.env); !cmp.Equal(got, before) {
			t.Fatalf("facts in reverse: %v, before %v", got, before)
		}
		kept := slices.Clone(d.env.Answers)
		clear(d.env.Answers)
		d.version.Know(d.env, nil)
		d.version.Visible(d.env)
		copy(d.env.Answers, kept)
		d.version.Know(d.env, d.facts)
		if got := d.version.Visible(d.env); !cmp.Equal(got, before) {
			t.Fatalf("used again: %v, before %v", got, before)
		}
	})
}

// A version compared with itself has no differences and carries everything.
func TestDiffWithItselfIsEmpty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		def := questionnairetest.Definition(t)
		got := questionnaire.Diff(def, def)
		if len(got.Changes) > 0 {
			t.Fatalf("%+v", got.Changes)
		}
		for _, c := range got.CarryForward {
			if c.Verdict != questionnaire.CarrySame || c.FromQuestionID != c.QuestionID {
				t.Fatalf("%+v", c)
			}
		}
	})
}

// An answer that is carried as the same, or to be confirmed, fits the newer
// question unless only its options or limits grew.
func TestCarriedAnswersFit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		old, new := questionnairetest.Definition(t), questionnairetest.Definition(t)
		answers := questionnairetest.Answers(t, old)
		version, err := questionnaire.Compile(new)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range questionnaire.CarryForward(old, new) {
			value, answered := answers[c.FromQuestionID]
			if !answered || c.Verdict != questionnaire.CarrySame && c.Verdict != questionnaire.CarryConfirm {
				continue
			}
			q, _ := version.Index(c.QuestionID)
			if wrong := questionnaire.CheckValue(version.Questions()[q].Question, value); len(wrong) > 0 {
				t.Fatalf("%s is %s, yet %v", c.QuestionID, c.Verdict, wrong)
			}
		}
	})
}

// The digest of a fixed file never changes: published versions depend on it.
func TestDigestIsPinned(t *testing.T) {
	src, err := os.ReadFile("testdata/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	def, err := questionnaire.Load(src)
	if err != nil {
		t.Fatal(err)
	}
	_, digest := digestOf(t, def)
	ruleset, err := questionnaire.RulesetDigest(def)
	if err != nil {
		t.Fatal(err)
	}
	const want = "sha256:6b62bc5fc36726afdba42df30e17cd00cfaf49360dcf7c646a09348e22fce8fa"
	const wantRuleset = "sha256:41fc525569465056a917decfbed110da51804dc01ddc8285e8b02c91b7b4cfde"
	if digest != want || ruleset != wantRuleset {
		t.Errorf("got %s and %s", digest, ruleset)
	}
}

func TestFromCanonicalRefuses(t *testing.T) {
	for _, doc := range []string{"", "{}", "null", `{"slug": "a"}`, `{"unknown":1}`, `[]`} {
		if _, err := questionnaire.FromCanonical([]byte(doc)); err == nil {
			t.Errorf("%q was accepted", doc)
		}
	}
}

// What was frozen by an earlier memsure may say more, less or otherwise than
// this one would write: its digest vouches for it, not today's writer.
func TestThawReadsWhatTodayWouldWriteOtherwise(t *testing.T) {
	old := `{"schema":"memsure/questionnaire/v1","dropped":{"since":1},"slug":"old","version":"1.0.0"}`
	def, err := questionnaire.Thaw([]byte(old))
	if err != nil || def.Slug != "old" {
		t.Errorf("got %+v, %v", def, err)
	}
	if _, err := questionnaire.FromCanonical([]byte(old)); err == nil {
		t.Error("a draft in another form was accepted")
	}
	for _, doc := range []string{"", "{}", "null", "[]", `{"slug":"old"}`, `{"schema":"memsure/questionnaire/v2"}`} {
		if _, err := questionnaire.Thaw([]byte(doc)); err == nil {
			t.Errorf("%q was accepted", doc)
		}
	}
}
