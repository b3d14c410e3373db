package questionnairetest

import (
	"fmt"

	"pgregory.net/rapid"

	"memsure/internal/fact"
	"memsure/internal/questionnaire"
)

var types = []questionnaire.Type{
	questionnaire.TypeBoolean, questionnaire.TypeSingleChoice, questionnaire.TypeMultiChoice, questionnaire.TypePercentage,
	questionnaire.TypeNumber, questionnaire.TypeDate, questionnaire.TypeText, questionnaire.TypeFile, questionnaire.TypeTable,
}

// question draws one question. Its own condition rests on earlier questions
// only; its gate and red flags may name it as well.
func (d *drawer) question(id string) questionnaire.Question {
	if len(d.questions) == 0 {
		return d.first(id)
	}
	q := questionnaire.Question{
		ID: id, Text: d.words("text"), Help: d.maybe("help"), Type: rapid.SampledFrom(types).Draw(d.t, "type"),
		Scope: rapid.SampledFrom([]questionnaire.Scope{
			questionnaire.ScopeVendor, questionnaire.ScopeProduct, questionnaire.ScopeRelease,
		}).Draw(d.t, "scope"),
		Required: d.chance("required"),
		Role: rapid.SampledFrom([]questionnaire.Role{
			questionnaire.RoleAward, questionnaire.RoleAward, questionnaire.RoleAward,
			questionnaire.RoleSelection, questionnaire.RoleInformation,
		}).Draw(d.t, "role"),
		NA:         questionnaire.NARule{Allowed: d.chance("na")},
		GoodAnswer: d.maybe("good"),
	}
	if d.chance("maps to") {
		q.MapsTo = []string{d.words("maps to"), d.words("maps to")}
	}
	if q.Role == questionnaire.RoleAward {
		q.Weight = d.int(0, 50, "weight")
	}
	d.shape(&q)
	d.scoring(&q)
	d.evidence(&q)
	if len(d.questions) > 0 && d.chance("when") {
		q.When = d.condition(2)
		q.WhenHidden = rapid.SampledFrom([]questionnaire.HiddenRule{questionnaire.HiddenExclude, questionnaire.HiddenInherit}).Draw(d.t, "hidden")
	}
	d.questions = append(d.questions, q)
	d.consequences(&q)
	return q
}

// first draws a question that can be earned, whatever else is drawn.
func (d *drawer) first(id string) questionnaire.Question {
	q := questionnaire.Question{
		ID: id, Text: "Does it?", Type: questionnaire.TypeBoolean, Scope: questionnaire.ScopeRelease, Required: true,
		Role: questionnaire.RoleAward, Weight: d.int(1, 50, "weight"),
		Scoring: questionnaire.Scoring{Kind: questionnaire.ScoreYesIsGood},
	}
	d.questions = append(d.questions, q)
	return q
}

// shape gives the type what it needs.
func (d *drawer) shape(q *questionnaire.Question) {
	switch q.Type {
	case questionnaire.TypeSingleChoice, questionnaire.TypeMultiChoice:
		q.Options = d.options(q.Type)
	case questionnaire.TypeNumber:
		q.Unit = "things"
		if d.chance("bounded") {
			low := d.decimal(-100*fact.Million, 0, "min")
			high := d.decimal(1, 100*fact.Million, "max")
			q.Min, q.Max = &low, &high
		}
	case questionnaire.TypeText:
		q.MaxLength = d.int(1, 200, "length")
	case questionnaire.TypeTable:
		q.MinRows, q.MaxRows = d.int(0, 2, "min rows"), d.int(2, 6, "max rows")
		q.Columns = d.columns()
	}
}

func (d *drawer) options(t questionnaire.Type) []questionnaire.Option {
	options := make([]questionnaire.Option, d.int(2, 5, "options"))
	for i := range options {
		options[i] = questionnaire.Option{ID: fmt.Sprintf("o%d", i), Label: d.words("label")}
	}
	if t == questionnaire.TypeMultiChoice && d.chance("exclusive") {
		options[len(options)-1].Exclusive = true
	}
	return options
}

// columns draws a column of each interesting type; "size" can be a weight, and
// the required ones what is compared.
func (d *drawer) columns() []questionnaire.Column {
	zero, below := questionnaire.Decimal("0"), questionnaire.Decimal("-100")
	return []questionnaire.Column{
		{ID: "name", Label: "Name", Type: questionnaire.TypeText, Required: d.chance("named")},
		{ID: "class", Label: "Class", Type: questionnaire.TypeSingleChoice, Required: d.chance("classed"),
			Options: []questionnaire.Option{{ID: "safe", Label: "Safe"}, {ID: "unsafe", Label: "Unsafe"}}},
		{ID: "size", Label: "Size", Type: questionnaire.TypeNumber, Unit: "lines", Min: &zero},
		{ID: "tested", Label: "Tested", Type: questionnaire.TypeBoolean},
		{ID: "share", Label: "Share", Type: questionnaire.TypePercentage},
		{ID: "due", Label: "Due", Type: questionnaire.TypeDate},
		{ID: "part", Label: "Part", Type: questionnaire.TypeNumber, Required: true, Min: &zero},
		{ID: "total", Label: "Total", Type: questionnaire.TypeNumber, Required: true, Min: &zero},
		{ID: "lag", Label: "Lag", Type: questionnaire.TypeNumber, Required: true, Min: &below},
	}
}

// scoring draws a way of scoring that fits.
func (d *drawer) scoring(q *questionnaire.Question) {
	s := &q.Scoring
	s.Kind = questionnaire.ScoreNone
	if q.Weight == 0 && d.chance("unscored") || q.Role != questionnaire.RoleAward {
		return
	}
	switch q.Type {
	case questionnaire.TypeBoolean:
		s.Kind = rapid.SampledFrom([]questionnaire.ScoringKind{questionnaire.ScoreYesIsGood, questionnaire.ScoreNoIsGood}).Draw(d.t, "good")
	case questionnaire.TypeSingleChoice, questionnaire.TypeMultiChoice:
		d.optionScores(q)
	case questionnaire.TypePercentage, questionnaire.TypeNumber:
		s.Kind, s.Anchors = questionnaire.ScoreAnchors, d.anchors()
		s.Fact = rapid.SampledFrom([]string{"", "", fact.SBOMSafeShare, fact.SBOMUnsafe}).Draw(d.t, "fact")
	case questionnaire.TypeDate:
		s.Kind = rapid.SampledFrom([]questionnaire.ScoringKind{questionnaire.ScoreFreshness, questionnaire.ScoreLeadTime}).Draw(d.t, "dated")
		s.Anchors = d.anchors()
	case questionnaire.TypeText:
		s.Kind, s.Rubric = questionnaire.ScoreRubric, []questionnaire.Grade{
			{Grade: 0, Score: "0", Text: "Nothing"}, {Grade: 1, Score: d.unit("grade"), Text: "Some"}, {Grade: 2, Score: "1", Text: "All"},
		}
	case questionnaire.TypeFile:
		s.Kind = questionnaire.ScoreEvidence
	case questionnaire.TypeTable:
		s.Kind, s.Anchors, s.Measure = questionnaire.ScoreMeasure, d.anchors(), d.measure()
	}
}

func (d *drawer) optionScores(q *questionnaire.Question) {
	q.Scoring.Kind = questionnaire.ScoreOptions
	for i := range q.Options {
		q.Options[i].Score = d.unit("score")
	}
	if q.Type == questionnaire.TypeMultiChoice {
		q.Scoring.Combine = rapid.SampledFrom([]string{"sum", "min", "max", "average"}).Draw(d.t, "combine")
	}
}

func (d *drawer) anchors() []questionnaire.Anchor {
	anchors := make([]questionnaire.Anchor, d.int(1, 4, "anchors"))
	at := rapid.Int64Range(-20, 20).Draw(d.t, "first") * fact.Million
	for i := range anchors {
		anchors[i] = questionnaire.Anchor{At: questionnaire.DecimalOf(at), Score: d.unit("score")}
		at += rapid.Int64Range(1, 50*fact.Million).Draw(d.t, "step")
	}
	return anchors
}

func (d *drawer) measure() *questionnaire.Measure {
	safe, yes := questionnaire.Literal("safe"), questionnaire.Literal("true")
	half := questionnaire.Decimal("50")
	m := &questionnaire.Measure{
		Of: rapid.SampledFrom([]string{"count", "share", "sum", "ratio", "average", "max"}).Draw(d.t, "measure"),
		Where: []questionnaire.CellCondition{rapid.SampledFrom([]questionnaire.CellCondition{
			{Column: "class", Equals: &safe}, {Column: "class", In: []string{"safe", "unsafe"}},
			{Column: "tested", Equals: &yes}, {Column: "share", AtLeast: &half}, {Column: "size", AtMost: &half},
		}).Draw(d.t, "where")},
	}
	d.measured(m)
	if m.Of == "share" && d.chance("among") {
		m.Among = []questionnaire.CellCondition{{Column: "tested", Equals: &yes}}
	}
	return m
}

// measured draws the columns a measure is taken of.
func (d *drawer) measured(m *questionnaire.Measure) {
	switch m.Of {
	case "sum":
		m.Weight = "size"
	case "share":
		if d.chance("weighted") {
			m.Weight = "size"
		}
	case "ratio":
		m.Weight, m.Over = "part", "total"
	case "average":
		m.Weight = "lag"
		if d.chance("by number") {
			m.Over = "total"
		}
	case "max":
		m.Weight = "lag"
	}
}

func (d *drawer) evidence(q *questionnaire.Question) {
	if d.chance("own proof") {
		q.Evidence.Assurance = "none"
		return
	}
	q.Evidence.Proof = rapid.SampledFrom([]string{"", "expected", "required"}).Draw(d.t, "proof")
	q.Evidence.MaxAge = rapid.SampledFrom([]int{0, 90, 365}).Draw(d.t, "age")
	if d.chance("accepts") {
		q.Evidence.Accepts = []string{"sbom", "policy"}
	}
	if d.chance("documented by facts") {
		q.Evidence.Facts = []string{fact.SBOMSafeShare}
	}
}

// consequences draws a gate and red flags of the question.
func (d *drawer) consequences(q *questionnaire.Question) {
	if d.chance("gate") && d.chance("really a gate") {
		q.Gate = d.gate("gate-" + q.ID)
	}
	for i := range d.int(0, 2, "flags") {
		q.RedFlags = append(q.RedFlags, questionnaire.RedFlag{
			ID: fmt.Sprintf("flag-%d-%s", i, q.ID), When: d.condition(1), Message: d.words("message"), Severity: d.severity(),
		})
	}
}
