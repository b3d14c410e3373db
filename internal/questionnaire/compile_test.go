package questionnaire

import (
	"errors"
	"strings"
	"testing"

	"memsure/internal/fact"
	"memsure/internal/fault"
)

// typed has one question of each type, named after it.
func typed() *Definition {
	options := []Option{{ID: "x"}, {ID: "y"}}
	low, high := Decimal("1"), Decimal("10")
	return &Definition{Sections: []Section{{Questions: []Question{
		{ID: "boolean", Type: TypeBoolean}, {ID: "single", Type: TypeSingleChoice, Options: options},
		{ID: "multi", Type: TypeMultiChoice, Options: options}, {ID: "percentage", Type: TypePercentage},
		{ID: "number", Type: TypeNumber, Min: &low, Max: &high}, {ID: "date", Type: TypeDate}, {ID: "text", Type: TypeText},
		{ID: "file", Type: TypeFile}, {ID: "table", Type: TypeTable},
	}}}}
}

func TestCompileRefusesConditions(t *testing.T) {
	literal := func(s string) *Literal { return new(Literal(s)) }
	number := func(s string) *Decimal { return new(Decimal(s)) }
	yes := Condition{Question: "boolean", Equals: literal("true")}
	for name, tc := range map[string]struct {
		cond Condition
		at   string
		code string
	}{
		"nothing":                 {Condition{}, "", "condition_form"},
		"two forms":               {Condition{Question: "boolean", Fact: fact.SBOMSpec, Equals: literal("true")}, "", "condition_form"},
		"no test":                 {Condition{Question: "boolean"}, "", "condition_test"},
		"two tests":               {Condition{Question: "boolean", Equals: literal("true"), Answered: new(true)}, "", "condition_test"},
		"tests on a group":        {Condition{All: []Condition{yes}, Equals: literal("true")}, "", "condition_form"},
		"tests on not":            {Condition{Not: &yes, Answered: new(true)}, "", "condition_form"},
		"empty all":               {Condition{All: []Condition{}}, "/all", "condition_empty"},
		"empty any":               {Condition{Any: []Condition{}}, "/any", "condition_empty"},
		"deep inside":             {Condition{All: []Condition{yes, {Any: []Condition{{Not: &Condition{}}}}}}, "/all/1/any/0/not", "condition_form"},
		"unknown question":        {Condition{Question: "nobody", Answered: new(true)}, "/question", "unknown_question"},
		"not a boolean":           {Condition{Question: "boolean", Equals: literal("yes")}, "/equals", "condition_value"},
		"unknown option":          {Condition{Question: "single", Equals: literal("z")}, "/equals", "unknown_option"},
		"unknown option of multi": {Condition{Question: "multi", Equals: literal("z")}, "/equals", "unknown_option"},
		"unknown option in":       {Condition{Question: "multi", In: []string{"x", "z"}}, "/in/1", "unknown_option"},
		"option twice in":         {Condition{Question: "single", In: []string{"x", "x"}}, "/in/1", "duplicate_value"},
		"empty in":                {Condition{Question: "single", In: []string{}}, "/in", "condition_empty"},
		"in on a number":          {Condition{Question: "number", In: []string{"1"}}, "/in", "condition_type"},
		"at_least on a boolean":   {Condition{Question: "boolean", AtLeast: number("1")}, "/at_least", "condition_type"},
		"at_most on a text":       {Condition{Question: "text", AtMost: number("1")}, "/at_most", "condition_type"},
		"above 100 percent":       {Condition{Question: "percentage", AtLeast: number("100.1")}, "/at_least", "condition_value"},
		"below the minimum":       {Condition{Question: "number", AtMost: number("0.9")}, "/at_most", "condition_value"},
		"above the maximum":       {Condition{Question: "number", Equals: literal("10.1")}, "/equals", "condition_value"},
		"not a number":            {Condition{Question: "number", Equals: literal("ten")}, "/equals", "not_decimal"},
		"no such day":             {Condition{Question: "date", Equals: literal("2026-02-29")}, "/equals", "condition_value"},
		"file equals":             {Condition{Question: "file", Equals: literal("x")}, "/equals", "condition_type"},
		"table equals":            {Condition{Question: "table", Equals: literal("x")}, "/equals", "condition_type"},
		"differs on a text":       {Condition{Question: "text", Differs: &Difference{fact.SBOMComponents, "1"}}, "/differs", "condition_type"},
		"differs from a text":     {Condition{Question: "number", Differs: &Difference{fact.SBOMSpec, "1"}}, "/differs/fact", "condition_type"},
		"differs from nothing":    {Condition{Question: "number", Differs: &Difference{"no.such", "1"}}, "/differs/fact", "unknown_fact"},
		"negative tolerance":      {Condition{Question: "number", Differs: &Difference{fact.SBOMComponents, "-1"}}, "/differs/by_more_than", "out_of_range"},
		"missing tolerance":       {Condition{Question: "number", Differs: &Difference{fact.SBOMComponents, ""}}, "/differs/by_more_than", "not_decimal"},
		"unknown fact":            {Condition{Fact: "no.such", Equals: literal("1")}, "/fact", "unknown_fact"},
		"fact answered":           {Condition{Fact: fact.SBOMSpec, Answered: new(true)}, "", "condition_type"},
		"fact at_least on text":   {Condition{Fact: fact.SBOMSpec, AtLeast: number("1")}, "", "condition_type"},
		"fact in on number":       {Condition{Fact: fact.SBOMComponents, In: []string{"1"}}, "/in", "condition_type"},
		"fact not a boolean":      {Condition{Fact: fact.SBOMHasDependencies, Equals: literal("1")}, "/equals", "condition_value"},
		"fact not a number":       {Condition{Fact: fact.SBOMComponents, Equals: literal("x")}, "/equals", "not_decimal"},
		"fact not a date":         {Condition{Fact: fact.SBOMMadeOn, Equals: literal("x")}, "/equals", "condition_value"},
		"fact bad bound":          {Condition{Fact: fact.SBOMComponents, AtMost: number("x")}, "/at_most", "not_decimal"},
	} {
		t.Run(name, func(t *testing.T) {
			def := typed()
			def.Gates = []Gate{{ID: "g", Pass: &tc.cond}}
			wantFault(t, compileError(def), "/gates/0/pass"+tc.at, tc.code)
		})
	}
}

func compileError(def *Definition) error { _, err := Compile(def); return err }

// wantFault wants exactly one wrong place.
func wantFault(t *testing.T, err error, pointer, code string) {
	t.Helper()
	var e *fault.Error
	if !errors.As(err, &e) || e.Kind != fault.Invalid {
		t.Fatalf("got %v, want an invalid questionnaire", err)
	}
	if len(e.Fields) != 1 || e.Fields[0].Pointer != pointer || e.Fields[0].Code != code {
		t.Fatalf("got %+v, want %s at %q", e.Fields, code, pointer)
	}
}

func TestCompileAcceptsBoundaries(t *testing.T) {
	for _, cond := range []Condition{
		{Question: "percentage", AtLeast: new(Decimal("0"))}, {Question: "percentage", AtMost: new(Decimal("100"))},
		{Question: "number", AtLeast: new(Decimal("1"))}, {Question: "number", AtMost: new(Decimal("10"))},
		{Question: "number", Differs: &Difference{fact.SBOMComponents, "0"}},
		{Question: "table", Answered: new(false)},
	} {
		def := typed()
		def.Gates = []Gate{{ID: "g", Pass: &cond}}
		if _, err := Compile(def); err != nil {
			t.Errorf("%+v: %v", cond, err)
		}
	}
}

func TestCompileRefusesMissingConditions(t *testing.T) {
	def := typed()
	def.Gates = []Gate{{ID: "g"}}
	wantFault(t, compileError(def), "/gates/0/pass", "missing")
	def = typed()
	def.Checks = []Check{{ID: "c"}}
	wantFault(t, compileError(def), "/checks/0/contradicted", "missing")
	def = typed()
	def.Sections[0].Questions[2].RedFlags = []RedFlag{{ID: "f"}}
	wantFault(t, compileError(def), "/sections/0/questions/2/red_flag/0/when", "missing")
	def = typed()
	def.Sections[0].Questions[2].Gate = &Gate{}
	wantFault(t, compileError(def), "/sections/0/questions/2/gate/pass", "missing")
}

func TestCompileRefusesDuplicateQuestions(t *testing.T) {
	def := typed()
	def.Sections = append(def.Sections, Section{Questions: []Question{{ID: "text", Type: TypeText}}})
	wantFault(t, compileError(def), "/sections/1/questions/0/id", "duplicate_id")
}

// chain makes questions, each shown by the ones named after its id.
func chain(links ...string) *Definition {
	def := &Definition{Sections: []Section{{}}}
	for _, link := range links {
		id, needs, _ := strings.Cut(link, "<")
		q := Question{ID: id, Type: TypeBoolean}
		for need := range strings.FieldsSeq(needs) {
			if q.When == nil {
				q.When = &Condition{}
			}
			q.When.Any = append(q.When.Any, Condition{Not: &Condition{Question: need, Answered: new(true)}})
		}
		def.Sections[0].Questions = append(def.Sections[0].Questions, q)
	}
	return def
}

func TestCompileNamesCycles(t *testing.T) {
	for _, tc := range []struct {
		links []string
		at    string
		named string
	}{
		{[]string{"a<a"}, "0", "a → a"},
		{[]string{"a<b", "b<a"}, "0", "a → b → a"},
		{[]string{"z<a", "a<b d", "b<c", "c<a a", "d"}, "1", "a → b → c → a"},
	} {
		err := compileError(chain(tc.links...))
		wantFault(t, err, "/sections/0/questions/"+tc.at+"/when", "condition_cycle")
		if !strings.Contains(err.Error(), ": "+tc.named+".") {
			t.Errorf("%v does not name %s", err, tc.named)
		}
	}
	if err := compileError(chain("a<b c", "b<d", "c<d", "d")); err != nil {
		t.Errorf("two ways to one question are no cycle: %v", err)
	}
}

func TestCompileHidesForeignIDsInCycles(t *testing.T) {
	if err := compileError(chain("A'Z<A'Z")); err == nil || strings.Contains(err.Error(), "A'Z") {
		t.Errorf("got %v", err)
	}
}

func TestGatesFlagsAndChecksInOrder(t *testing.T) {
	def := typed()
	always := &Condition{Question: "boolean", Answered: new(true)}
	def.Sections[0].Questions[1].Gate = &Gate{Pass: always}
	def.Sections[0].Questions[3].RedFlags = []RedFlag{{ID: "flag", When: always}}
	def.Gates = []Gate{{ID: "own", Pass: always}}
	def.Checks = []Check{{ID: "check", Questions: []string{"number", "text"}, Contradicted: always}}
	c, err := Compile(def)
	if err != nil {
		t.Fatal(err)
	}
	gates := c.Gates()
	if len(gates) != 2 || gates[0].ID != "single" || gates[0].Question != 1 || gates[1].ID != "own" || gates[1].Question != -1 {
		t.Errorf("gates: %+v", gates)
	}
	if flags := c.RedFlags(); len(flags) != 1 || flags[0].Question != 3 || !flags[0].When.Exists() {
		t.Errorf("flags: %+v", flags)
	}
	check := c.Checks()[0]
	if check.Supported.Exists() || !check.Contradicted.Exists() || len(check.Questions) != 2 || check.Questions[0] != 4 {
		t.Errorf("check: %+v", check)
	}
}

func TestIsID(t *testing.T) {
	for text, want := range map[string]bool{
		"a": true, "ms-native-code": true, "a1.b_c-d": true, strings.Repeat("a", 80): true,
		"": false, strings.Repeat("a", 81): false, "1a": false, "A": false, "aB": false, "a-": false, "a--b": false, "a._b": false,
		"-a": false, "a b": false, "é": false, "aé": false, "a/b": false,
	} {
		if got := isID(text); got != want {
			t.Errorf("isID(%q) = %t", text, got)
		}
	}
}
