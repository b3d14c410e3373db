package browser_test

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/dop251/goja"
	"pgregory.net/rapid"

	"memsure/internal/fact"
	"memsure/internal/questionnaire"
	"memsure/internal/questionnaire/browser"
	"memsure/internal/questionnaire/questionnairetest"
)

// engine runs the script as a page would.
type engine struct{ vm *goja.Runtime }

func newEngine(t testing.TB) engine {
	t.Helper()
	vm := goja.New()
	if _, err := vm.RunString(string(browser.Conditions())); err != nil {
		t.Fatal(err)
	}
	if _, err := vm.RunString(`
		function table(questions, kinds, condition, answers, facts) {
			var version = memsureConditions.compile({sections: [{questions: JSON.parse(questions)}]}, JSON.parse(kinds));
			return version.evaluate(JSON.parse(condition), JSON.parse(answers), JSON.parse(facts));
		}
		function shown(definition, kinds, answers, facts) {
			return JSON.stringify(memsureConditions.compile(JSON.parse(definition), JSON.parse(kinds)).visible(JSON.parse(answers), JSON.parse(facts)));
		}`); err != nil {
		t.Fatal(err)
	}
	return engine{vm}
}

func (e engine) call(t interface{ Fatal(...any) }, function string, arguments ...string) goja.Value {
	callable, ok := goja.AssertFunction(e.vm.Get(function))
	if !ok {
		t.Fatal("no such function: " + function)
	}
	values := make([]goja.Value, len(arguments))
	for i, argument := range arguments {
		values[i] = e.vm.ToValue(argument)
	}
	result, err := callable(goja.Undefined(), values...)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func text(t interface{ Fatal(...any) }, v any) string {
	encoded, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(encoded)
}

// truthTable is the one table of cases that every evaluator passes.
type truthTable struct {
	Questions json.RawMessage `json:"questions"`
	Cases     []struct {
		Name      string          `json:"name"`
		Condition json.RawMessage `json:"condition"`
		Answers   json.RawMessage `json:"answers"`
		Facts     json.RawMessage `json:"facts"`
		Expected  string          `json:"expected"`
	} `json:"cases"`
	Visible []struct {
		Name     string            `json:"name"`
		Answers  json.RawMessage   `json:"answers"`
		Expected map[string]string `json:"expected"`
	} `json:"visible"`
}

func loadTable(t *testing.T) (table truthTable) {
	t.Helper()
	source, err := os.ReadFile("../testdata/conditions.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(source, &table); err != nil {
		t.Fatal(err)
	}
	if len(table.Cases) < 100 || len(table.Visible) < 4 {
		t.Fatalf("the table holds %d and %d cases only", len(table.Cases), len(table.Visible))
	}
	return table
}

func TestScriptPassesTheTruthTable(t *testing.T) {
	table, kinds := loadTable(t), text(t, fact.Kinds)
	script := newEngine(t)
	for _, c := range table.Cases {
		t.Run(c.Name, func(t *testing.T) {
			got := script.call(t, "table", string(table.Questions), kinds, string(c.Condition), string(c.Answers), string(c.Facts)).ToInteger()
			if questionnaire.Truth(got).String() != c.Expected {
				t.Errorf("got %s, want %s", questionnaire.Truth(got), c.Expected)
			}
		})
	}
	for _, c := range table.Visible {
		t.Run(c.Name, func(t *testing.T) {
			definition := `{"sections":[{"questions":` + string(table.Questions) + `}]}`
			shown := truths(t, script.call(t, "shown", definition, kinds, string(c.Answers), "[]"))
			for id, want := range c.Expected {
				if got := shown[id].String(); got != want {
					t.Errorf("%s: got %s, want %s", id, got, want)
				}
			}
		})
	}
}

func truths(t interface{ Fatal(...any) }, v goja.Value) (shown map[string]questionnaire.Truth) {
	if err := json.Unmarshal([]byte(v.String()), &shown); err != nil {
		t.Fatal(err)
	}
	return shown
}

// Over random questionnaires, answers and facts both evaluators show the same
// questions.
func TestScriptShowsWhatGoShows(t *testing.T) {
	script := newEngine(t)
	rapid.Check(t, func(t *rapid.T) {
		def := questionnairetest.Definition(t)
		answers, facts := questionnairetest.Answers(t, def), questionnairetest.Facts(t)
		compiled, err := questionnaire.Compile(def)
		if err != nil {
			t.Fatal(err)
		}
		env := compiled.NewEnv()
		for id, value := range answers {
			q, _ := compiled.Index(id)
			env.Answers[q] = &value
		}
		compiled.Know(env, facts)
		definition, kinds, err := browser.Version(def)
		if err != nil {
			t.Fatal(err)
		}
		shown := truths(t, script.call(t, "shown", string(definition), string(kinds), text(t, answers), text(t, facts)))
		for q, want := range compiled.Visible(env) {
			if id := compiled.Questions()[q].ID; shown[id] != want {
				t.Fatalf("%s: the script says %s, Go says %s", id, shown[id], want)
			}
		}
	})
}

// What a page embeds ends no script element, and tells nothing of how answers
// are judged.
func TestVersionTellsConditionsOnly(t *testing.T) {
	equals := questionnaire.Literal("</script><script>alert(1)//")
	def := &questionnaire.Definition{Sections: []questionnaire.Section{{ID: "s", Weight: 7, Questions: []questionnaire.Question{
		{ID: "q", Type: questionnaire.TypeText, Text: "?", Weight: 9, Scoring: questionnaire.Scoring{Kind: questionnaire.ScoreRubric}},
		{ID: "r", Type: questionnaire.TypeText, Text: "?", When: &questionnaire.Condition{Question: "q", Equals: &equals}},
	}}}}
	definition, _, err := browser.Version(def)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.ContainsAny(definition, "<>") {
		t.Errorf("markup stays: %s", definition)
	}
	if bytes.Contains(definition, []byte("weight")) || bytes.Contains(definition, []byte("rubric")) {
		t.Errorf("the page is told how answers are judged: %s", definition)
	}
}
