package questionnaire

import "strings"

// cycles refuses conditions that rest on themselves, naming each round trip
// once, at the question through which it is entered.
func (k *checker) cycles() {
	walk := cycleWalk{checker: k, state: map[string]visitState{}}
	k.eachQuestion(func(q *Question, _ string) { walk.visit(q) })
}

type visitState uint8

const (
	unseen visitState = iota
	open
	closed
)

type cycleWalk struct {
	*checker
	state map[string]visitState
	path  []string
}

func (w *cycleWalk) visit(q *Question) {
	if w.state[q.ID] == closed {
		return
	}
	w.state[q.ID] = open
	w.path = append(w.path, q.ID)
	followed := map[string]bool{}
	q.When.eachQuestion(func(id string) {
		next := w.questions[id]
		switch {
		case next == nil, followed[id]: // unknown ones are reported elsewhere
		case w.state[id] == open:
			w.report(id)
		default:
			w.visit(next)
		}
		followed[id] = true
	})
	w.path = w.path[:len(w.path)-1]
	w.state[q.ID] = closed
}

func (w *cycleWalk) report(id string) {
	from := len(w.path) - 1
	for w.path[from] != id {
		from--
	}
	round := append(append([]string{}, w.path[from:]...), id)
	for i := range round {
		if !isID(round[i]) {
			round[i] = "…"
		}
	}
	w.add(w.at[id]+"/when", "condition_cycle",
		"This condition rests on itself: "+strings.Join(round, " → ")+". A question can only depend on others that do not depend on it.")
}

// eachQuestion visits the ids of the questions a condition names, in order.
func (c *Condition) eachQuestion(visit func(id string)) {
	if c == nil {
		return
	}
	if c.Question != "" {
		visit(c.Question)
	}
	for i := range c.All {
		c.All[i].eachQuestion(visit)
	}
	for i := range c.Any {
		c.Any[i].eachQuestion(visit)
	}
	c.Not.eachQuestion(visit)
}

// isID tells whether text can be an id: a lower-case letter, then up to 79
// lower-case letters, digits, and single _ - or . between them.
func isID(text string) bool {
	if text == "" || len(text) > 80 || text[0] < 'a' || text[0] > 'z' {
		return false
	}
	separated := false
	for i := range len(text) {
		ch := text[i]
		plain := ch >= 'a' && ch <= 'z' || ch >= '0' && ch <= '9'
		if !plain && (separated || ch != '_' && ch != '-' && ch != '.') {
			return false
		}
		separated = !plain
	}
	return !separated
}
