package questionnaire

import (
	"fmt"
	"strings"
	"testing"
)

// question finds a question of the small questionnaire.
func (def *Definition) question(id string) *Question {
	found := indexQuestions(def).byID[id]
	return found.Question
}

func TestValidateRefuses(t *testing.T) {
	number := func(s string) *Decimal { return new(Decimal(s)) }
	const native, languages, depth = "/sections/0/questions/0", "/sections/0/questions/1", "/sections/0/questions/2"
	const share, incidents = "/sections/0/questions/3", "/sections/0/questions/4"
	const audited, story, sbom, parts = "/sections/1/questions/0", "/sections/1/questions/1", "/sections/1/questions/2", "/sections/1/questions/3"
	for name, tc := range map[string]struct {
		edit func(def *Definition)
		want string
	}{
		"nothing":     {func(*Definition) {}, ""},
		"no sections": {func(d *Definition) { d.Sections, d.Gates, d.Checks = nil, nil, nil }, "out_of_range /sections"},
		"no questions": {func(d *Definition) {
			d.Sections = append(d.Sections, Section{ID: "x", Title: "X", Dimension: Practice})
		}, "out_of_range /sections/2/questions"},
		"long title":           {func(d *Definition) { d.Title = strings.Repeat("é", 201) }, "out_of_range /title"},
		"longest title":        {func(d *Definition) { d.Title = strings.Repeat("é", 200) }, ""},
		"band's id":            {func(d *Definition) { d.Ruleset.Bands[0].ID = "A B" }, "bad_id /ruleset/bands/0/id"},
		"options of a boolean": {func(d *Definition) { d.question("native").Options = []Option{{ID: "a", Label: "A"}} }, "no_effect " + native + "/options"},
		"columns of a boolean": {func(d *Definition) { d.question("native").Columns = d.question("parts").Columns }, "no_effect " + native + "/columns"},
		"table without columns": {func(d *Definition) {
			p := d.question("parts")
			p.Columns, p.Weight, p.Scoring = nil, 0, Scoring{Kind: ScoreNone}
		}, "too_few " + parts + "/columns"},
		"column with one option":   {func(d *Definition) { p := d.question("parts"); p.Columns[1].Options = p.Columns[1].Options[:1] }, "too_few " + parts + "/columns/1/options"},
		"column's useless options": {func(d *Definition) { p := d.question("parts"); p.Columns[0].Options = p.Columns[1].Options }, "no_effect " + parts + "/columns/0/options"},
		"column's scored option":   {func(d *Definition) { d.question("parts").Columns[1].Options[0].Score = "1" }, "no_effect " + parts + "/columns/1/options/0"},
		"column's repeated option": {func(d *Definition) { d.question("parts").Columns[1].Options[1].ID = "safe" }, "duplicate_id " + parts + "/columns/1/options/1/id"},
		"column's id twice":        {func(d *Definition) { d.question("parts").Columns[1].ID = "name" }, "duplicate_id " + parts + "/columns/1/id|unknown_column " + parts + "/scoring/measure/where/0/column"},
		"column of files":          {func(d *Definition) { d.question("parts").Columns[0].Type = TypeFile }, "not_one_of " + parts + "/columns/0/type"},
		"column's text bounded":    {func(d *Definition) { d.question("parts").Columns[0].Max = number("1") }, "no_effect " + parts + "/columns/0/max"},
		"above 100 percent":        {func(d *Definition) { d.question("share").Max = number("100.5") }, "out_of_range " + share + "/max"},
		"below 0 percent":          {func(d *Definition) { d.question("share").Min = number("-0.5") }, "out_of_range " + share + "/min"},
		"min above max":            {func(d *Definition) { d.question("incidents").Min = number("1000.1") }, "out_of_range " + incidents + "/max"},
		"min is max":               {func(d *Definition) { d.question("incidents").Min = number("1000") }, ""},
		"rows":                     {func(d *Definition) { p := d.question("parts"); p.MinRows, p.MaxRows = 3, 2 }, "out_of_range " + parts + "/max_rows"},
		"rows of a text":           {func(d *Definition) { d.question("story").MinRows = 1 }, "no_effect " + story + "/min_rows"},
		"length of a table":        {func(d *Definition) { d.question("parts").MaxLength = 5 }, "no_effect " + parts + "/max_length"},
		"one grade":                {func(d *Definition) { r := &d.question("story").Scoring; r.Rubric = r.Rubric[:1] }, "too_few " + story + "/scoring/rubric"},
		"options from a fact":      {func(d *Definition) { d.question("depth").Scoring.Fact = "sbom.spec" }, "no_effect " + depth + "/scoring/fact"},
		"number from a text":       {func(d *Definition) { d.question("share").Scoring.Fact = "sbom.spec" }, "wrong_fact " + share + "/scoring/fact"},
		"number from a share":      {func(d *Definition) { d.question("share").Scoring.Fact = "sbom.share.memory_safe" }, ""},
		"date from a number":       {func(d *Definition) { d.question("audited").Scoring.Fact = "sbom.components.total" }, "wrong_fact " + audited + "/scoring/fact"},
		"date from a date":         {func(d *Definition) { d.question("audited").Scoring.Fact = "sbom.made_on" }, ""},
		"unknown fact":             {func(d *Definition) { d.question("audited").Scoring.Fact = "no.such" }, "unknown_fact " + audited + "/scoring/fact"},
		"sum without a column":     {func(d *Definition) { m := d.question("parts").Scoring.Measure; m.Of, m.Weight = "sum", "" }, "missing " + parts + "/scoring/measure/weight"},
		"sum over all rows":        {func(d *Definition) { m := d.question("parts").Scoring.Measure; m.Of, m.Where = "sum", nil }, ""},
		"unknown weight":           {func(d *Definition) { d.question("parts").Scoring.Measure.Weight = "mass" }, "unknown_column " + parts + "/scoring/measure/weight"},
		"share of everything":      {func(d *Definition) { d.question("parts").Scoring.Measure.Where = nil }, "missing " + parts + "/scoring/measure/where"},
		"count among": {func(d *Definition) {
			m := d.question("parts").Scoring.Measure
			m.Of, m.Weight, m.Among = "count", "", m.Where
		}, "no_effect " + parts + "/scoring/measure/among"},
		"cell without a test": {func(d *Definition) { d.question("parts").Scoring.Measure.Where[0].Equals = nil }, "condition_test " + parts + "/scoring/measure/where/0"},
		"cell with two tests": {func(d *Definition) { d.question("parts").Scoring.Measure.Where[0].In = []string{"safe"} }, "condition_test " + parts + "/scoring/measure/where/0"},
		"cell of numbers": {func(d *Definition) {
			d.question("parts").Scoring.Measure.Where[0] = CellCondition{Column: "size", AtLeast: number("-1")}
		}, "condition_value " + parts + "/scoring/measure/where/0/at_least"},
		"cell of texts": {func(d *Definition) {
			d.question("parts").Scoring.Measure.Where[0] = CellCondition{Column: "name", AtMost: number("1")}
		}, "condition_type " + parts + "/scoring/measure/where/0/at_most"},
		"measure of a number": {func(d *Definition) { d.question("share").Scoring.Measure = d.question("parts").Scoring.Measure }, "no_effect " + share + "/scoring/measure|unknown_column " + share + "/scoring/measure/weight|unknown_column " + share + "/scoring/measure/where/0/column"},
		"anchors of options":  {func(d *Definition) { d.question("depth").Scoring.Anchors = d.question("share").Scoring.Anchors }, "no_effect " + depth + "/scoring/anchors"},
		"evidence twice":      {func(d *Definition) { d.question("sbom").Evidence.Accepts = []string{"sbom", "sbom"} }, "duplicate_value " + sbom + "/evidence/accepts/1"},
		"replaced twice": {func(d *Definition) {
			d.question("native").Replaces, d.question("depth").Replaces = []string{"x"}, []string{"x"}
		}, "duplicate_id " + depth + "/replaces/0"},
		"combine of one choice": {func(d *Definition) { d.question("depth").Scoring.Combine = "sum" }, "no_effect " + depth + "/scoring/combine"},
		"no combination":        {func(d *Definition) { d.question("languages").Scoring.Combine = "" }, "missing " + languages + "/scoring/combine"},
		"two caps at one bound": {func(d *Definition) {
			d.Ruleset.ExposureCaps = append(d.Ruleset.ExposureCaps, d.Ruleset.ExposureCaps[0])
		}, "duplicate_value /ruleset/exposure_caps/1/below"},
		"tier twice":     {func(d *Definition) { d.Gates[0].Tiers = []string{"critical", "critical"} }, "duplicate_value /gates/0/tiers/1"},
		"gate of a flag": {func(d *Definition) { d.Gates[0].ID = "no-policy" }, "duplicate_id /gates/0/id"},
		"question twice": {func(d *Definition) { d.Checks[0].Questions = []string{"share", "share"} }, "duplicate_value /checks/0/questions/1"},
		"equal ladder":   {func(d *Definition) { d.Ruleset.Confidence = Ladder{"1", "1", "1", "1"} }, ""},
		"flat needs no section weight": {func(d *Definition) {
			d.Ruleset.RollUp, d.Sections[0].Weight, d.Sections[1].Weight = RollUpFlat, 0, 0
		}, ""},
		"weights of nothing": {func(d *Definition) { d.Sections[0].Weight, d.Sections[1].Weight = 0, 0 }, "no_weight /sections"},
	} {
		t.Run(name, func(t *testing.T) {
			def := mustLoad(t, small(t))
			tc.edit(def)
			var got []string
			if err := Validate(def); err != nil {
				for _, f := range fieldsOfError(t, err) {
					got = append(got, fmt.Sprintf("%s %s", f.Code, f.Pointer))
				}
			}
			if all := strings.Join(got, "|"); all != tc.want {
				t.Errorf("got  %s\nwant %s", all, tc.want)
			}
		})
	}
}

// Whatever tag refuses a field, the message is a sentence of ours.
func TestEveryTagIsExplained(t *testing.T) {
	def := &Definition{
		Sections: []Section{{Weight: -1, Questions: []Question{{Weight: 1_000_001, MapsTo: []string{""}, Since: "x"}}}},
		Ruleset:  Ruleset{Bands: []Band{{AtLeast: "101"}}},
	}
	for _, f := range validate(def) {
		if !strings.HasSuffix(f.Message, ".") || strings.Contains(f.Message, "Key:") || !strings.HasPrefix(f.Pointer, "/") {
			t.Errorf("%+v", f)
		}
	}
}

func TestFactNamesFollowTheConditions(t *testing.T) {
	c, err := Compile(mustLoad(t, small(t)))
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(c.FactNames(), " "); got != "sbom.components.unsafe sbom.share.memory_safe" {
		t.Errorf("got %s", got)
	}
}
