package scoring

import (
	"cmp"
	"slices"
	"strings"

	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/fault"
	"memsure/internal/questionnaire"
)

// run is the working state of one score. Plans keep used ones for the next.
type run struct {
	*Plan
	in        *Input
	today     day
	public    bool     // answered from public sources
	panel     []string // who grades together, in order, each once
	env       *questionnaire.Env
	shown     []questionnaire.Truth
	answers   []*assessment.Answer // by question index; nil where there is none
	cells     []cell               // by question index
	files     files
	facts     []fact.Fact // those that count: not only from hidden questions
	settled   settled
	whenFacts []*fact.Fact // what conditions that show questions saw
	roots     []int32      // backs the cells' roots
	upheld    int          // contradictions a person settled
	disputes  int          // contradictions nobody has settled yet
	totals    []sums       // by section
	scales    [3]scale     // by published result
	notRun    []NotRun
	words     bool // the full result is wanted, not only the totals
}

// cell is what one question came to.
type cell struct {
	status     Status
	rung       rung
	age        ageing
	basis      basis
	answered   bool
	hasQuality bool // quality means something: scored, or inherited
	penalised  bool // lowered by a contradiction elsewhere
	capped     bool // public sources
	struck     bool // by an upheld check
	disputed   bool // an open check contradicts it
	split      bool // files disagree on a fact it would rest on
	quality    int64
	confidence int64
	low, high  standing
	fact       *fact.Fact // quality rests on it
	proof      *fact.Fact // confidence rests on it
	roots      []int32    // inherited: the visible questions that hid it
	hidBy      *fact.Fact // inherited: the fact that hid it, if one did
	heirs      []int32    // the questions that inherit from this one
	x          *reading   // the number placed on the scale; kept for the words only
	claim      *assessment.Answer
	grades     []*assessment.Review // the whole panel's, in its order; nil before all have graded
}

// standing is a quality and a confidence.
type standing struct{ quality, confidence int64 }

// points is a·e in millionths of millionths.
func (s standing) points() int64 { return s.quality * s.confidence }

func (c *cell) standing() standing { return standing{c.quality, c.confidence} }

// basis says what gave the quality.
type basis int8

const (
	basisNone basis = iota
	basisClaim
	basisFact
	basisGrade
	basisConsensus
	basisOverride
	basisEmptyTable
	basisFuture
	basisRead       // a file that was read, or that an evaluator looked into
	basisWaiting    // a file no reader reads, which waits for an evaluator
	basisUnreadable // only files that could not be read
	basisErased     // only files that are gone
	basisOtherKind  // only files the question did not ask for
)

func newRun(p *Plan) *run {
	return &run{
		Plan:    p,
		env:     p.version.NewEnv(),
		answers: make([]*assessment.Answer, len(p.rules)),
		cells:   make([]cell, len(p.rules)),
		totals:  make([]sums, len(p.sections)),
		scales:  [3]scale{newScale(p), newScale(p), newScale(p)},
	}
}

// reset forgets the response scored before.
func (r *run) reset(in *Input, words bool) {
	clear(r.answers)
	clear(r.cells)
	clear(r.env.Answers)
	r.in, r.words = in, words
	r.today, r.public = dayOf(in.At), in.Source == assessment.SourcePublic
	r.upheld, r.disputes, r.roots = 0, 0, r.roots[:0]
	r.facts, r.notRun = nil, nil
	r.settled.reset()
	r.panel = panelOf(in.Panel)
}

// note records a rule that could not run.
func (r *run) note(rule, reason string) {
	if r.words {
		r.notRun = append(r.notRun, NotRun{rule, reason})
	}
}

// fileAnswer stands in conditions for a linked file.
var fileAnswer = questionnaire.Value{Kind: questionnaire.TypeFile}

// takeAnswers finds each answer's question: where the answers are in the order
// of ids it is the next one, otherwise the index knows.
func (r *run) takeAnswers() error {
	next, strays := 0, 0
	for i := range r.in.Revision.Answers {
		answer := &r.in.Revision.Answers[i]
		var q int
		ok := true
		if next < len(r.byID) && r.rules[r.byID[next]].ID == answer.QuestionID {
			q = int(r.byID[next])
			next++
		} else if q, ok = r.version.Index(answer.QuestionID); ok {
			next = int(r.rank[q]) + 1
		}
		switch {
		case !ok:
			strays++
		case r.answers[q] != nil:
			return fault.New(fault.Invalid, "duplicate_answer", "A revision holds two answers to one question.").
				WithRemedy("Keep one answer a question.")
		default:
			r.answers[q] = answer
		}
	}
	if strays > 0 {
		r.note("answers", "Some answers belong to no question of this version and were not used.")
	}
	return nil
}

// stateAnswers hands the usable values to the conditions. A claim that a
// question does not apply is no value; neither is one of the wrong type, nor a
// file of a kind that the question does not accept.
func (r *run) stateAnswers() {
	for q, answer := range r.answers {
		if answer != nil && answer.NotApplicable == nil {
			r.env.Answers[q] = r.value(q, answer)
		}
	}
}

func (r *run) value(q int, answer *assessment.Answer) *questionnaire.Value {
	want := r.rules[q].Type
	switch {
	case want == questionnaire.TypeFile && r.files.worth(&r.rules[q], answer) > fileOtherKind:
		return &fileAnswer
	case want == questionnaire.TypeFile || answer.Value == nil:
		return nil
	case answer.Value.Kind != want:
		r.note(r.rules[q].ID, "The stored answer has another type than the question and was not used.")
		return nil
	}
	return answer.Value
}

// decideVisibility asks the version which questions were shown. Conditions
// that show questions see the facts of files that are linked to no question
// or to one that is always shown; all else sees, in addition, the facts of
// files linked to questions that turned out visible. So what hangs on a hidden
// question only can never have an influence.
func (r *run) decideVisibility() {
	r.facts = r.files.usable(r.in.Facts, func(q int) bool { return !r.version.When(q).Exists() })
	r.version.Know(r.env, r.facts)
	r.shown = r.version.Visible(r.env)
	r.whenFacts = r.env.Facts
	if len(r.facts) == len(r.in.Facts) {
		return
	}
	r.env.Facts = make([]*fact.Fact, len(r.whenFacts))
	r.facts = r.files.usable(r.in.Facts, func(q int) bool { return r.shown[q] == questionnaire.True })
	r.version.Know(r.env, r.facts)
}

// finishNotes sorts the notes and drops repeats.
func (r *run) finishNotes() []NotRun {
	slices.SortFunc(r.notRun, func(a, b NotRun) int {
		return cmp.Or(strings.Compare(a.Rule, b.Rule), strings.Compare(a.Reason, b.Reason))
	})
	return slices.Compact(r.notRun)
}
