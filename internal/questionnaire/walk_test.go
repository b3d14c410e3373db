package questionnaire_test

import (
	"slices"

	"memsure/internal/fact"
	"memsure/internal/questionnaire"
)

// walk evaluates conditions by plain recursion over the definition, written
// apart from the compiled programs so that the two check each other.
type walk struct {
	questions map[string]*questionnaire.Question
	answers   map[string]questionnaire.Value
	facts     map[string][]fact.Fact
}

func newWalk(d *drawn) *walk {
	w := &walk{questions: map[string]*questionnaire.Question{}, answers: d.answers, facts: map[string][]fact.Fact{}}
	for _, asked := range d.version.Questions() {
		w.questions[asked.ID] = asked.Question
	}
	for _, f := range d.facts {
		w.facts[f.Name] = append(w.facts[f.Name], f)
	}
	return w
}

func (w *walk) visible(id string) questionnaire.Truth {
	if w.questions[id].When == nil {
		return questionnaire.True
	}
	return w.eval(w.questions[id].When)
}

func (w *walk) eval(c *questionnaire.Condition) questionnaire.Truth {
	switch {
	case c.All != nil:
		worst := questionnaire.True
		for i := range c.All {
			worst = min(worst, w.eval(&c.All[i]))
		}
		return worst
	case c.Any != nil:
		best := questionnaire.False
		for i := range c.Any {
			best = max(best, w.eval(&c.Any[i]))
		}
		return best
	case c.Not != nil:
		return -w.eval(c.Not)
	case c.Fact != "":
		return w.fact(c)
	default:
		return w.question(c)
	}
}

func (w *walk) question(c *questionnaire.Condition) questionnaire.Truth {
	if w.visible(c.Question) != questionnaire.True {
		return questionnaire.Unknown
	}
	value, answered := w.answers[c.Question]
	if c.Answered != nil {
		return decided(answered == *c.Answered)
	}
	if !answered {
		return questionnaire.Unknown
	}
	if c.Differs != nil {
		known := w.known(c.Differs.Fact)
		if known == nil {
			return questionnaire.Unknown
		}
		by, _ := c.Differs.ByMore.Micro()
		return decided(value.Number-known.Micro > by || known.Micro-value.Number > by)
	}
	chosen := append([]string{value.Option, value.Date, value.Text}, value.Options...)
	if value.Kind == questionnaire.TypeBoolean {
		chosen = []string{map[bool]string{true: "true", false: "false"}[value.Boolean]}
	}
	return w.test(c, chosen, value.Number, value.Kind == questionnaire.TypeNumber || value.Kind == questionnaire.TypePercentage)
}

func (w *walk) fact(c *questionnaire.Condition) questionnaire.Truth {
	known := w.known(c.Fact)
	if known == nil {
		return questionnaire.Unknown
	}
	text := known.Text
	if known.Kind == fact.Boolean {
		text = map[bool]string{true: "true", false: "false"}[known.Flag]
	}
	return w.test(c, []string{text}, known.Micro, known.Kind == fact.Number || known.Kind == fact.Share)
}

func (w *walk) test(c *questionnaire.Condition, texts []string, number int64, numeric bool) questionnaire.Truth {
	micro := func(d questionnaire.Decimal) int64 { m, _ := d.Micro(); return m }
	switch {
	case c.AtLeast != nil:
		return decided(number >= micro(*c.AtLeast))
	case c.AtMost != nil:
		return decided(number <= micro(*c.AtMost))
	case c.In != nil:
		return decided(slices.ContainsFunc(texts, func(t string) bool { return slices.Contains(c.In, t) }))
	case numeric:
		return decided(number == micro(questionnaire.Decimal(*c.Equals)))
	default:
		return decided(slices.Contains(texts, string(*c.Equals)))
	}
}

// known gives a fact on which all files agree.
func (w *walk) known(name string) *fact.Fact {
	found := w.facts[name]
	if len(found) == 0 {
		return nil
	}
	for _, f := range found {
		if f.Micro != found[0].Micro || f.Flag != found[0].Flag || f.Text != found[0].Text {
			return nil
		}
	}
	return &found[0]
}

func decided(b bool) questionnaire.Truth {
	if b {
		return questionnaire.True
	}
	return questionnaire.False
}
