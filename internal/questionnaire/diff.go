package questionnaire

import (
	"reflect"
	"strconv"
)

// Class says what a change between two versions touches, mildest first.
type Class string

// The classes. Wording changes how something reads; answer-affecting changes
// what may be or must be answered, or when it is asked; scoring-affecting
// changes what answers earn or decide.
const (
	Wording          Class = "wording"
	Moved            Class = "moved"
	Added            Class = "added"
	Removed          Class = "removed"
	AnswerAffecting  Class = "answer_affecting"
	ScoringAffecting Class = "scoring_affecting"
)

// Change is one difference. ID is that of the newer version; options and
// columns are written QUESTION/OPTION. Before and After show short values and
// are empty where words do not help (conditions, scales).
type Change struct {
	Class   Class  `json:"class"`
	Subject string `json:"subject"` // questionnaire, ruleset, tier, section, question, option, column, gate, red_flag, check
	ID      string `json:"id"`
	What    string `json:"what"` // in words
	Before  string `json:"before,omitempty"`
	After   string `json:"after,omitempty"`
}

// Comparison is what changed between two versions and which answers to the
// older one can be used for the newer one.
type Comparison struct {
	From         string    `json:"from"`          // version
	To           string    `json:"to"`            // version
	Changes      []Change  `json:"changes"`       // in the order of the newer version, removals last in their list
	CarryForward []Carried `json:"carry_forward"` // questions of the newer version in order, then those gone
}

// Diff compares two versions, following ids and replaces. Versions that differ
// in nothing but their version number give no changes; any other difference in
// canonical form gives at least one.
func Diff(old, new *Definition) Comparison {
	d := &differ{old: indexQuestions(old), new: indexQuestions(new)}
	d.whole(old, new)
	d.sections(old, new)
	d.questions()
	d.gates(old, new)
	d.checks(old, new)
	return Comparison{From: old.Version, To: new.Version, Changes: d.changes, CarryForward: carryForward(d.old, d.new)}
}

type differ struct {
	old, new *questionIndex
	changes  []Change
}

// located is a question with the section it stands in.
type located struct {
	*Question
	section string
}

// questionIndex finds questions by id and remembers their order.
type questionIndex struct {
	byID  map[string]located
	order []located
}

func indexQuestions(def *Definition) *questionIndex {
	x := &questionIndex{byID: map[string]located{}}
	for s := range def.Sections {
		for q := range def.Sections[s].Questions {
			found := located{&def.Sections[s].Questions[q], def.Sections[s].ID}
			x.byID[found.ID] = found
			x.order = append(x.order, found)
		}
	}
	return x
}

// before finds the question that q was in this older version: by id, else by
// what it says it replaces.
func (x *questionIndex) before(q *Question) (located, bool) {
	for _, id := range append([]string{q.ID}, q.Replaces...) {
		if found, ok := x.byID[id]; ok {
			return found, true
		}
	}
	return located{}, false
}

// on collects the changes of one subject.
type on struct {
	*differ
	subject, id string
}

func (o on) add(class Class, what, before, after string) {
	o.changes = append(o.changes, Change{class, o.subject, o.id, what, before, after})
}

// text reports a changed text or word.
func (o on) text(class Class, what, before, after string) {
	if before != after {
		o.add(class, what, before, after)
	}
}

func (o on) number(class Class, what string, before, after int) {
	if before != after {
		o.add(class, what, strconv.Itoa(before), strconv.Itoa(after))
	}
}

func (o on) flag(class Class, what string, before, after bool) {
	if before != after {
		o.add(class, what, strconv.FormatBool(before), strconv.FormatBool(after))
	}
}

// part reports a changed part that has no short form.
func (o on) part(class Class, what string, before, after any) {
	if !reflect.DeepEqual(before, after) {
		o.add(class, what, "", "")
	}
}

// lists pairs entries of two lists by id and reports what was added, removed
// and, through both, changed.
func lists[T any](d *differ, subject string, old, new []T, id func(*T) string, both func(o on, old, new *T)) {
	earlier := map[string]*T{}
	for i := range old {
		earlier[id(&old[i])] = &old[i]
	}
	kept := map[string]bool{}
	for i := range new {
		o := on{d, subject, id(&new[i])}
		kept[o.id] = true
		if before, ok := earlier[o.id]; ok {
			both(o, before, &new[i])
			continue
		}
		o.add(Added, "added", "", "")
	}
	for i := range old {
		if o := (on{d, subject, id(&old[i])}); !kept[o.id] {
			o.add(Removed, "removed", "", "")
		}
	}
}

// order reports entries that both versions have in another order.
func (o on) order(what string, before, after []string) {
	o.part(Wording, "order of "+what, common(before, after), common(after, before))
}

// idsOf lists the ids of a list.
func idsOf[T any](list []T, id func(*T) string) []string {
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = id(&list[i])
	}
	return ids
}

// common gives those of a that are in b too, in a's order.
func common(a, b []string) []string {
	in := map[string]bool{}
	for _, id := range b {
		in[id] = true
	}
	both := []string{}
	for _, id := range a {
		if in[id] {
			both = append(both, id)
		}
	}
	return both
}
