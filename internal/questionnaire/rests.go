package questionnaire

import "slices"

// RestsOn gives the questions whose answers decide whether question q is shown,
// directly or through their own conditions, in ascending order; facts tells
// whether facts decide as well. With the answers of these questions alone,
// Visible says about q what it says with all of them.
func (c *Compiled) RestsOn(q int) (questions []int, facts bool) {
	open := []int{q}
	for len(open) > 0 {
		next := open[len(open)-1]
		open = open[:len(open)-1]
		for _, in := range c.body(c.when[next]) {
			facts = facts || in.op >= opDiffers
			if on := int(in.index); in.op.readsQuestion() && !slices.Contains(questions, on) {
				questions, open = append(questions, on), append(open, on)
			}
		}
	}
	slices.Sort(questions)
	return questions, facts
}
