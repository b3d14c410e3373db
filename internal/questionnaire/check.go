package questionnaire

import (
	"strconv"
	"time"

	"memsure/internal/fault"
)

// checker collects everything wrong with a definition, each by JSON Pointer.
type checker struct {
	def       *Definition
	questions map[string]*Question
	at        map[string]string // pointer of each question, by id
	faults    []fault.Field
}

func newChecker(def *Definition) *checker {
	k := &checker{def: def, questions: map[string]*Question{}, at: map[string]string{}}
	k.eachQuestion(func(q *Question, pointer string) {
		if k.questions[q.ID] != nil {
			k.add(pointer+"/id", "duplicate_id", "Another question has this id already; question ids are unique in the whole file.")
			return
		}
		k.questions[q.ID], k.at[q.ID] = q, pointer
	})
	return k
}

func (k *checker) add(pointer, code, message string) {
	k.faults = append(k.faults, fault.Field{Pointer: pointer, Code: code, Message: message})
}

// eachQuestion visits all questions in order.
func (k *checker) eachQuestion(visit func(q *Question, pointer string)) {
	for s := range k.def.Sections {
		for q := range k.def.Sections[s].Questions {
			visit(&k.def.Sections[s].Questions[q], join("/sections", s)+join("/questions", q))
		}
	}
}

// join appends an index to a pointer.
func join(pointer string, i int) string { return pointer + "/" + strconv.Itoa(i) }

// checkConditions finds what stops conditions from being evaluated.
func checkConditions(def *Definition) []fault.Field {
	k := newChecker(def)
	k.conditions()
	return k.faults
}

// conditions checks every condition of the definition, then looks for cycles.
func (k *checker) conditions() {
	k.eachQuestion(func(q *Question, pointer string) {
		if q.When != nil {
			k.condition(q.When, pointer+"/when")
		}
		if q.Gate != nil {
			k.required(q.Gate.Pass, pointer+"/gate/pass")
		}
		for i := range q.RedFlags {
			k.required(q.RedFlags[i].When, join(pointer+"/red_flag", i)+"/when")
		}
	})
	for i := range k.def.Gates {
		k.required(k.def.Gates[i].Pass, join("/gates", i)+"/pass")
	}
	for i := range k.def.Checks {
		check := &k.def.Checks[i]
		k.required(check.Contradicted, join("/checks", i)+"/contradicted")
		if check.Supported != nil {
			k.condition(check.Supported, join("/checks", i)+"/supported")
		}
	}
	k.cycles()
}

func (k *checker) required(c *Condition, pointer string) {
	if c == nil {
		k.add(pointer, "missing", "A condition belongs here.")
		return
	}
	k.condition(c, pointer)
}

// isDate tells whether text is a calendar date, YYYY-MM-DD.
func isDate(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}
