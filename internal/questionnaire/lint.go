package questionnaire

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Remark is advice on a definition that is valid. Line and Column are 0 where
// the author's file is not at hand.
type Remark struct {
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
	Pointer string `json:"pointer"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// Lint remarks on what is allowed and yet probably not meant, or hard on the
// reader, in the order of the definition. It expects a definition that
// Validate accepts.
func Lint(def *Definition) []Remark {
	l := &linter{checker: newChecker(def), answerable: map[string]bool{}}
	l.eachQuestion(func(q *Question, _ string) { l.answerable[q.ID] = q.Required })
	for s := range def.Sections {
		l.section(&def.Sections[s], join("/sections", s))
	}
	l.eachQuestion(l.lintQuestion)
	l.lintConditions()
	for i := range def.Gates {
		l.gate(def.Gates[i].Pass, join("/gates", i)+"/pass")
	}
	l.lintReach()
	l.lintScores()
	return l.remarks
}

// Lint is Lint with lines, in the order of the file.
func (s *Source) Lint() []Remark {
	remarks := Lint(s.Definition)
	for i := range remarks {
		remarks[i].Line, remarks[i].Column = s.file.Place(remarks[i].Pointer)
	}
	slices.SortStableFunc(remarks, func(a, b Remark) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return remarks
}

type linter struct {
	*checker
	answerable map[string]bool // questions that must be answered, by id
	reach      *reach
	remarks    []Remark
}

func (l *linter) remark(pointer, code, message string) {
	l.remarks = append(l.remarks, Remark{Pointer: pointer, Code: code, Message: message})
}

func (l *linter) section(s *Section, pointer string) {
	if s.Weight == 0 && l.def.Ruleset.RollUp == RollUpSections && slices.ContainsFunc(s.Questions, func(q Question) bool { return q.Scored() }) {
		l.remark(pointer+"/weight", "section_without_weight", "The section has scored questions and weight 0: they change nothing in the total.")
	}
}

// longText is the length beyond which a question is hard to take in at once.
const longText = 300

func (l *linter) lintQuestion(q *Question, pointer string) {
	if utf8.RuneCountInString(q.Text) > longText {
		l.remark(pointer+"/text", "long_text", "The question is longer than 300 characters; move explanations to help.")
	}
	if strings.Contains(strings.ToLower(q.Text), "and/or") {
		l.remark(pointer+"/text", "and_or", "And/or can be read in two ways; say which is meant, or ask two questions.")
	}
	if strings.Count(q.Text, "?") > 1 {
		l.remark(pointer+"/text", "two_questions", "There are two questions in one; an answer to one of them would count for both. Ask them apart.")
	}
	if q.Help == "" {
		l.remark(pointer, "no_help", "There is no help; say what to count, where to find it, and what happens with the answer.")
	}
	if q.Scored() && (q.GoodAnswer == "" || q.BadAnswer == "") {
		l.remark(pointer, "no_example", "A scored question is easier to answer with an example of a good and of a bad answer.")
	}
	l.earning(q, pointer)
	l.mappings(q, pointer)
}

func (l *linter) earning(q *Question, pointer string) {
	if q.Role == RoleAward && q.Weight == 0 {
		l.remark(pointer+"/weight", "award_without_weight", "An award question of weight 0 earns nothing; give it a weight or another role.")
	}
	if q.Scoring.Kind == ScoreOptions && !slices.ContainsFunc(q.Options, func(o Option) bool { return o.Score != q.Options[0].Score }) {
		l.remark(pointer+"/options", "equal_scores", "All options score the same; the answer changes nothing.")
	}
}

// lintConditions looks at every condition of the definition.
func (l *linter) lintConditions() {
	l.eachQuestion(func(q *Question, pointer string) {
		l.constant(q.When, pointer+"/when")
		if q.Gate != nil {
			l.gate(q.Gate.Pass, pointer+"/gate/pass")
			l.constant(q.Gate.Pass, pointer+"/gate/pass")
		}
		for i := range q.RedFlags {
			l.constant(q.RedFlags[i].When, join(pointer+"/red_flag", i)+"/when")
		}
	})
	for i := range l.def.Gates {
		l.constant(l.def.Gates[i].Pass, join("/gates", i)+"/pass")
	}
	for i := range l.def.Checks {
		l.constant(l.def.Checks[i].Contradicted, join("/checks", i)+"/contradicted")
		l.constant(l.def.Checks[i].Supported, join("/checks", i)+"/supported")
	}
}

// gate: a gate on what may stay unanswered can stay undetermined for ever.
func (l *linter) gate(pass *Condition, pointer string) {
	optional := false
	pass.eachQuestion(func(id string) { optional = optional || !l.answerable[id] })
	if optional {
		l.remark(pointer, "gate_on_optional", "The gate rests on a question that nobody must answer; it stays undetermined without an answer.")
	}
}
