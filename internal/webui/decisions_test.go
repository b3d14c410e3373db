package webui_test

import (
	"encoding/json"
	"testing"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"

	"memsure/internal/webui"
)

// decisions runs the part of the script that decides.
type decisions struct {
	t  *testing.T
	vm *goja.Runtime
}

func newDecisions(t *testing.T) decisions {
	t.Helper()
	script, err := webui.Decisions()
	if err != nil {
		t.Fatal(err)
	}
	d := decisions{t, goja.New()}
	d.run(string(script))
	return d
}

// run executes a script and everything that it left to be done later.
func (d decisions) run(script string) goja.Value {
	d.t.Helper()
	v, err := d.vm.RunString(script)
	if err != nil {
		d.t.Fatalf("%s: %v", script[:min(len(script), 200)], err)
	}
	return v
}

// gives checks what an expression comes to, as JSON.
func (d decisions) gives(expression, want string) {
	d.t.Helper()
	got := d.run("JSON.stringify(" + expression + ")").String()
	if diff := cmp.Diff(decoded(d.t, want), decoded(d.t, got)); diff != "" {
		d.t.Errorf("%s (-want +got)\n%s", expression, diff)
	}
}

func decoded(t *testing.T, text string) (v any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}

func TestNumbersAsPeopleWriteThem(t *testing.T) {
	d := newDecisions(t)
	for typed, want := range map[string]string{
		"62.5": "62.5", "62,5": "62.5", "62.5 %": "62.5", " 7 ": "7", ".5": "0.5", "007": "7", "0": "0", "-3": "-3", "−3": "-3", "+4": "4", "0.000001": "0.000001",
	} {
		d.gives(`memsurePortal.values.decimal(`+quoted(typed)+`)`, `{"number":`+quoted(want)+`}`)
	}
	d.gives(`memsurePortal.values.decimal("  ")`, `null`)
	for _, typed := range []string{"1,250", "1,250.5", "1.250,5", "1e3", "ten", "0.1234567", "12345678901", "5 6", "--1", "."} {
		if !d.run(`!!memsurePortal.values.decimal(` + quoted(typed) + `).refused`).ToBoolean() {
			t.Errorf("%q is read as a number", typed)
		}
	}
	limits := `{min: "0", max: "100"}`
	for typed, ok := range map[string]bool{"100": true, "100.000001": false, "-0.000001": false, "0": true} {
		if got := !d.run(`!!memsurePortal.values.decimal(` + quoted(typed) + `, ` + limits + `).refused`).ToBoolean(); got != ok {
			t.Errorf("%s within %s: %t", typed, limits, got)
		}
	}
	d.gives(`memsurePortal.values.day("2026-02-30").refused !== undefined`, `true`)
	d.gives(`memsurePortal.values.day("2028-02-29")`, `{"date":"2028-02-29"}`)
}

func quoted(text string) string {
	out, _ := json.Marshal(text)
	return string(out)
}

const parts = `var parts = {id: "parts", type: "table", columns: [
	{id: "name", type: "text", required: true}, {id: "share", type: "percentage"}, {id: "kind", type: "single_choice", options: [{id: "own", label: "Own"}]},
	{id: "since", type: "date"}, {id: "safe", type: "boolean"}]};
	function entry(more) { return Object.assign(memsurePortal.answers.entryOf(parts, null), more); }`

// What somebody saved comes back into the fields, and is the same when it is
// sent again: nothing is saved by looking.
func TestAnswersComeBackTheSame(t *testing.T) {
	d := newDecisions(t)
	d.run(parts)
	for question, answer := range map[string]string{
		`{type: "boolean"}`:                           `{"value":{"kind":"boolean","boolean":false},"comment":"Why"}`,
		`{type: "percentage"}`:                        `{"value":{"kind":"percentage","number":"62.5"},"evidence":[{"evidence_id":"evd_1","place":"page 4"},{"evidence_id":"evd_2"}]}`,
		`{type: "number"}`:                            `{"value":{"kind":"number","number":"-0.000001"}}`,
		`{type: "date"}`:                              `{"value":{"kind":"date","date":"2026-03-01"}}`,
		`{type: "text"}`:                              `{"value":{"kind":"text","text":" <b>\nÜ</b>"}}`,
		`{type: "single_choice"}`:                     `{"value":{"kind":"single_choice","option":"all"}}`,
		`{type: "multi_choice", options: [{id:"c"}]}`: `{"value":{"kind":"multi_choice","options":["rust","c"]}}`,
		`{type: "file"}`:                              `{"value":{"kind":"file"},"evidence":[{"evidence_id":"evd_1"}]}`,
		`{type: "text", na_reason_required: true}`:    `{"not_applicable":{"reason":"No code."}}`,
		`{type: "number", unit: "x"}`:                 `{"comment":"Later."}`,
		`parts`: `{"value":{"kind":"table","rows":[{"cells":[{"column":"name","text":"Core"},{"column":"share","number":"7"},
			{"column":"kind","option":"own"},{"column":"since","date":"2026-01-02"},{"column":"safe","boolean":false}]}]}}`,
	} {
		d.run(`var question = ` + question + `, saved = Object.assign(` + answer + `, {question_id: "q", etag: '"3"', updated_at: "2026-11-22T09:30:00Z"});
			var back = memsurePortal.answers.inputOf(question, memsurePortal.answers.entryOf(question, saved));`)
		d.gives(`back.input`, answer)
		d.gives(`back.errors`, `[]`)
		d.gives(`memsurePortal.answers.same(back.input, memsurePortal.answers.sentOf(saved))`, `true`)
	}
	d.gives(`memsurePortal.answers.inputOf({type: "text"}, memsurePortal.answers.entryOf({type: "text"}, null)).input`, `null`)
	d.gives(`memsurePortal.answers.same({number: "62.50", kind: "number"}, {kind: "number", number: "62.5"})`, `true`)
	d.gives(`memsurePortal.answers.same({number: "100"}, {number: "1"})`, `false`)
}

func TestTablesLeaveOutWhatIsEmpty(t *testing.T) {
	d := newDecisions(t)
	d.run(parts)
	d.run(`var read = memsurePortal.answers.inputOf(parts, entry({table: [{}, {name: "Core", share: "7"}, {name: " "}, {share: "101"}, {name: "Parser", safe: "no"}]}));`)
	d.gives(`read.input.value.rows`, `[{"cells":[{"column":"name","text":"Core"},{"column":"share","number":"7"}]},{"cells":[]},
		{"cells":[{"column":"name","text":"Parser"},{"column":"safe","boolean":false}]}]`)
	d.gives(`read.kept`, `[1,3,4]`)
	d.gives(`read.errors.map(function (e) { return [e.part, e.row, e.column]; })`, `[["cell",3,"share"],["cell",3,"name"]]`)
}

// A place in what was sent is the field it came from: rows and cells that were
// left out are counted back in.
func TestProblemsAreShownAtTheirFields(t *testing.T) {
	d := newDecisions(t)
	d.run(parts)
	d.run(`var read = memsurePortal.answers.inputOf(parts, entry({table: [{}, {name: "Core", since: "2026-01-02"}]}));
		function at(pointer) { return memsurePortal.answers.errorsOf({errors: [{pointer: pointer, message: "m"}]}, read.input, read.kept)[0]; }`)
	for pointer, want := range map[string]string{
		"/value/rows/0/cells/1":      `{"part":"cell","row":1,"column":"since","message":"m"}`,
		"/value/rows/0/cells/1/date": `{"part":"cell","row":1,"column":"since","message":"m"}`,
		"/value/rows/0/cells":        `{"part":"cell","row":1,"message":"m"}`,
		"/value/rows":                `{"part":"value","message":"m"}`,
		"/value/option":              `{"part":"value","message":"m"}`,
		"":                           `{"part":"value","message":"m"}`,
		"/comment":                   `{"part":"comment","message":"m"}`,
		"/not_applicable/reason":     `{"part":"reason","message":"m"}`,
		"/evidence/0/evidence_id":    `{"part":"links","link":0,"message":"m"}`,
		"/evidence":                  `{"part":"links","message":"m"}`,
	} {
		d.gives(`at(`+quoted(pointer)+`)`, want)
	}
}

func TestExclusiveOptionsStandAlone(t *testing.T) {
	d := newDecisions(t)
	d.run(`var options = [{id: "rust"}, {id: "c"}, {id: "none", exclusive: true}];
		function choose(chosen, id, on) { return memsurePortal.values.choose(options, chosen, id, on); }`)
	d.gives(`choose(["c"], "rust", true)`, `["rust","c"]`)
	d.gives(`choose(["rust", "c"], "none", true)`, `["none"]`)
	d.gives(`choose(["none"], "c", true)`, `["c"]`)
	d.gives(`choose(["rust", "c"], "c", false)`, `["rust"]`)
}

func TestQuestionsComeAndGoWithAnswers(t *testing.T) {
	d := newDecisions(t)
	d.run(`var sections = [{id: "s", questions: [
		{id: "native", type: "boolean", visible: true, required: true},
		{id: "share", type: "percentage", visible: false, when: {question: "native", equals: "true"}},
		{id: "plan", type: "text", visible: false, required: true, when: {question: "share", at_most: "62.5"}},
		{id: "listed", type: "text", visible: true, when: {fact: "sbom.components.total", at_least: "1"}},
		{id: "after", type: "text", visible: true, when: {question: "listed", answered: true}}]}];
		var showing = new memsurePortal.Showing(sections);
		function shown(values) { var s = showing.shown(values); return Object.keys(s).filter(function (id) { return s[id]; }); }`)
	d.gives(`shown({})`, `["native","listed","after"]`)
	d.gives(`shown({native: {kind: "boolean", boolean: true}})`, `["native","share","listed","after"]`)
	d.gives(`shown({native: {kind: "boolean", boolean: true}, share: {kind: "percentage", number: "62.500001"}})`, `["native","share","listed","after"]`)
	d.gives(`shown({native: {kind: "boolean", boolean: true}, share: {kind: "percentage", number: "62.5"}})`, `["native","share","plan","listed","after"]`)
	d.gives(`shown({native: {kind: "boolean", boolean: false}, share: {kind: "percentage", number: "1"}})`, `["native","listed","after"]`)
	d.run(`sections[0].questions[3].visible = false; showing.trust(sections);`)
	d.gives(`shown({})`, `["native","after"]`) // what files show is the server's to say
	d.gives(`memsurePortal.tally(sections[0], {native: true, share: true, plan: true}, {native: {comment: "x"}, share: {not_applicable: {reason: "r"}}})`,
		`{"asked":3,"answered":1,"required":2}`)
}
