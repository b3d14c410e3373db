package questionnairetest

import (
	"pgregory.net/rapid"

	"memsure/internal/fact"
	"memsure/internal/questionnaire"
)

// condition draws a condition on the questions drawn so far, at most depth
// groups deep.
func (d *drawer) condition(depth int) *questionnaire.Condition {
	form := 0
	if depth > 0 {
		form = d.int(0, 4, "form")
	}
	switch form {
	case 1:
		return &questionnaire.Condition{All: d.conditions(depth - 1)}
	case 2:
		return &questionnaire.Condition{Any: d.conditions(depth - 1)}
	case 3:
		return &questionnaire.Condition{Not: d.condition(depth - 1)}
	default:
		return d.leaf()
	}
}

func (d *drawer) conditions(depth int) []questionnaire.Condition {
	parts := make([]questionnaire.Condition, d.int(1, 3, "parts"))
	for i := range parts {
		parts[i] = *d.condition(depth)
	}
	return parts
}

func (d *drawer) leaf() *questionnaire.Condition {
	if len(d.questions) == 0 || d.int(0, 3, "leaf") == 0 {
		return d.factLeaf()
	}
	q := rapid.SampledFrom(d.questions).Draw(d.t, "question")
	c := &questionnaire.Condition{Question: q.ID}
	if d.int(0, 3, "test") == 0 || !d.test(c, &q) {
		answered := d.chance("answered")
		c.Answered = &answered
	}
	return c
}

// test gives a leaf the test its question takes; files and tables take none.
func (d *drawer) test(c *questionnaire.Condition, q *questionnaire.Question) bool {
	switch q.Type {
	case questionnaire.TypeBoolean:
		c.Equals = d.literal("true", "false")
	case questionnaire.TypeSingleChoice, questionnaire.TypeMultiChoice:
		if d.chance("in") {
			c.In = []string{q.Options[0].ID, q.Options[1].ID}
		} else {
			c.Equals = d.literal("o0", "o1")
		}
	case questionnaire.TypePercentage, questionnaire.TypeNumber:
		d.bound(c, q)
	case questionnaire.TypeDate:
		c.Equals = d.literal("2026-02-28", "2024-02-29")
	case questionnaire.TypeText:
		c.Equals = d.literal("none", "yes")
	default:
		return false
	}
	return true
}

func (d *drawer) bound(c *questionnaire.Condition, q *questionnaire.Question) {
	low, high := int64(0), int64(100*fact.Million)
	if q.Min != nil {
		low, _ = q.Min.Micro()
		high, _ = q.Max.Micro()
	}
	bound := d.decimal(low, high, "bound")
	switch d.int(0, 3, "bound's test") {
	case 0:
		c.AtLeast = &bound
	case 1:
		c.AtMost = &bound
	case 2:
		c.Equals = d.literal(questionnaire.Literal(bound))
	default:
		c.Differs = &questionnaire.Difference{Fact: fact.SBOMComponents, ByMore: d.unit("tolerance")}
	}
}

func (d *drawer) literal(of ...questionnaire.Literal) *questionnaire.Literal {
	l := rapid.SampledFrom(of).Draw(d.t, "literal")
	return &l
}

func (d *drawer) factLeaf() *questionnaire.Condition {
	bound := d.decimal(0, 100*fact.Million, "fact's bound")
	return rapid.SampledFrom([]*questionnaire.Condition{
		{Fact: fact.SBOMUnsafe, AtMost: &bound},
		{Fact: fact.SBOMSafeShare, AtLeast: &bound},
		{Fact: fact.SBOMHasDependencies, Equals: d.literal("true", "false")},
		{Fact: fact.SBOMSpec, In: []string{"CycloneDX 1.6", "SPDX 2.3"}},
	}).Draw(d.t, "fact leaf")
}
