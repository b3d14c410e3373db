package questionnaire

import "slices"

// constant remarks on tests that every answer meets, or none, and on parts of
// an all that cannot hold together.
func (l *linter) constant(c *Condition, pointer string) {
	if c == nil {
		return
	}
	for i := range c.All {
		l.constant(&c.All[i], join(pointer+"/all", i))
	}
	for i := range c.Any {
		l.constant(&c.Any[i], join(pointer+"/any", i))
	}
	l.constant(c.Not, pointer+"/not")
	if q := l.questions[c.Question]; q != nil && alwaysHolds(c, q) {
		l.remark(pointer, "always_true", "Every answer meets this test; ask with answered whether there is one.")
	}
	if excludeEachOther(c.All, l.questions) {
		l.remark(pointer+"/all", "never_true", "Two of these conditions exclude each other, so that they never hold together.")
	}
}

func alwaysHolds(c *Condition, q *Question) bool {
	low, high := q.limits()
	switch {
	case c.AtLeast != nil:
		return c.AtLeast.micro() <= low
	case c.AtMost != nil:
		return c.AtMost.micro() >= high
	case c.In != nil:
		return len(c.In) == len(q.Options)
	default:
		return false
	}
}

// excludeEachOther finds two tests of one question in a list that want
// different single values, or bounds that leave nothing between them.
func excludeEachOther(all []Condition, questions map[string]*Question) bool {
	for i := range all {
		for k := range i {
			q := questions[all[i].Question]
			if q != nil && all[k].Question == all[i].Question && (differentValues(&all[i], &all[k], q) || crossed(&all[i], &all[k]) || crossed(&all[k], &all[i])) {
				return true
			}
		}
	}
	return false
}

func differentValues(a, b *Condition, q *Question) bool {
	single := q.Type == TypeBoolean || q.Type == TypeSingleChoice
	left, right := wanted(a), wanted(b)
	return single && left != nil && right != nil && !slices.ContainsFunc(left, func(id string) bool { return slices.Contains(right, id) })
}

// wanted gives the values a test accepts, nil if it is not about values.
func wanted(c *Condition) []string {
	if c.Equals != nil {
		return []string{string(*c.Equals)}
	}
	return c.In
}

func crossed(a, b *Condition) bool {
	return a.AtLeast != nil && b.AtMost != nil && a.AtLeast.micro() > b.AtMost.micro()
}
