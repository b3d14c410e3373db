package questionnaire

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"memsure/internal/fact"
)

// truthTable is testdata/conditions.json; evaluators in other languages run
// the same file.
type truthTable struct {
	About     string           `json:"about"`
	Questions []Question       `json:"questions"`
	Cases     []truthCase      `json:"cases"`
	Visible   []visibilityCase `json:"visible"`
}

type truthCase struct {
	Name      string           `json:"name"`
	Condition Condition        `json:"condition"`
	Answers   map[string]Value `json:"answers"`
	Facts     []fact.Fact      `json:"facts"`
	Expected  string           `json:"expected"`
	Because   []string         `json:"because"`
}

type visibilityCase struct {
	Name     string            `json:"name"`
	Answers  map[string]Value  `json:"answers"`
	Expected map[string]string `json:"expected"`
}

func loadTruthTable(t *testing.T) truthTable {
	t.Helper()
	src, err := os.ReadFile("testdata/conditions.json")
	if err != nil {
		t.Fatal(err)
	}
	dec := json.NewDecoder(bytes.NewReader(src))
	dec.DisallowUnknownFields()
	var table truthTable
	if err := dec.Decode(&table); err != nil {
		t.Fatal(err)
	}
	return table
}

// compileWith makes a questionnaire of the table's questions and one gate.
func (table truthTable) compileWith(t *testing.T, pass *Condition) *Compiled {
	t.Helper()
	def := &Definition{Sections: []Section{{ID: "all", Questions: table.Questions}}}
	if pass != nil {
		def.Gates = []Gate{{ID: "gate", Pass: pass}}
	}
	c, err := Compile(def)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func envOf(t *testing.T, c *Compiled, answers map[string]Value, facts []fact.Fact) *Env {
	t.Helper()
	env := c.NewEnv()
	for id, value := range answers {
		q, ok := c.Index(id)
		if !ok {
			t.Fatalf("no question %q", id)
		}
		env.Answers[q] = &value
	}
	c.Know(env, facts)
	c.Visible(env)
	return env
}

func TestConditionTruthTable(t *testing.T) {
	table := loadTruthTable(t)
	for _, tc := range table.Cases {
		t.Run(tc.Name, func(t *testing.T) {
			c := table.compileWith(t, &tc.Condition)
			env := envOf(t, c, tc.Answers, tc.Facts)
			pass := c.Gates()[0].Pass
			if got := c.Eval(pass, env).String(); got != tc.Expected {
				t.Errorf("got %s, want %s", got, tc.Expected)
			}
			result, because := c.Because(pass, env)
			if result.String() != tc.Expected || len(because) == 0 {
				t.Errorf("explained as %s because of %v, want %s", result, because, tc.Expected)
			}
			if tc.Because != nil && !cmp.Equal(because, tc.Because) {
				t.Errorf("because (-want +got):\n%s", cmp.Diff(tc.Because, because))
			}
		})
	}
}

func TestVisibilityTable(t *testing.T) {
	table := loadTruthTable(t)
	c := table.compileWith(t, nil)
	for _, tc := range table.Visible {
		t.Run(tc.Name, func(t *testing.T) {
			shown := c.Visible(envOf(t, c, tc.Answers, nil))
			for id, want := range tc.Expected {
				if q, _ := c.Index(id); shown[q].String() != want {
					t.Errorf("%s: got %s, want %s", id, shown[q], want)
				}
			}
		})
	}
}

// Questions may depend on questions further down; visibility follows the
// dependencies, not the order of the file.
func TestVisibleFollowsDependencies(t *testing.T) {
	yes, literal := Value{Kind: TypeBoolean, Boolean: true}, Literal("true")
	def := &Definition{Sections: []Section{{Questions: []Question{
		{ID: "c", Type: TypeBoolean, When: &Condition{Question: "b", Equals: &literal}},
		{ID: "b", Type: TypeBoolean, When: &Condition{Question: "a", Equals: &literal}},
	}}, {Questions: []Question{{ID: "a", Type: TypeBoolean}}}}}
	c, err := Compile(def)
	if err != nil {
		t.Fatal(err)
	}
	env := c.NewEnv()
	for q := range env.Answers {
		env.Answers[q] = &yes
	}
	if got := c.Visible(env); !cmp.Equal(got, []Truth{True, True, True}) {
		t.Errorf("all answered yes: %v", got)
	}
	env.Answers[2] = &Value{Kind: TypeBoolean}
	if got := c.Visible(env); !cmp.Equal(got, []Truth{Unknown, False, True}) {
		t.Errorf("the last one answered no: %v", got)
	}
	if q := c.Questions()[2]; q.Section != 1 || q.ID != "a" {
		t.Errorf("third question is %s of section %d", q.ID, q.Section)
	}
	if got := c.ConditionQuestions(0); !cmp.Equal(got, []int{1}) {
		t.Errorf("condition of c names %v", got)
	}
}

func TestKnowPrefersVerified(t *testing.T) {
	table := loadTruthTable(t)
	c := table.compileWith(t, &Condition{Fact: fact.SBOMComponents, AtLeast: new(Decimal("1"))})
	read := fact.Fact{Name: fact.SBOMComponents, Kind: fact.Number, Micro: 1, Assurance: fact.Documented}
	checked := read
	checked.Assurance = fact.Verified
	for _, facts := range [][]fact.Fact{{read, checked}, {checked, read}} {
		if env := envOf(t, c, nil, facts); env.Facts[0].Assurance != fact.Verified {
			t.Errorf("got %s", env.Facts[0].Assurance)
		}
	}
	if env := envOf(t, c, nil, []fact.Fact{read, {Name: "not.used"}}); env.Facts[0].Assurance != fact.Documented {
		t.Error("a fact nobody asks about changed the result")
	}
}

func TestMissingConditionIsTrue(t *testing.T) {
	c := loadTruthTable(t).compileWith(t, nil)
	env := c.NewEnv()
	if got, because := c.Because(NoProgram, env); got != True || len(because) != 0 || c.Eval(NoProgram, env) != True {
		t.Errorf("got %s because of %v", got, because)
	}
}

// A new environment shows what has no condition, and nothing else.
func TestNewEnvShowsUnconditionalQuestions(t *testing.T) {
	for question, want := range map[string]Truth{"native": False, "unsafe_lines": Unknown} {
		c := loadTruthTable(t).compileWith(t, &Condition{Question: question, Answered: new(true)})
		if got := c.Eval(c.Gates()[0].Pass, c.NewEnv()); got != want {
			t.Errorf("%s: got %s, want %s", question, got, want)
		}
	}
}
