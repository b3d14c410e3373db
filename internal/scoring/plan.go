package scoring

import (
	"slices"
	"strings"
	"sync"

	"memsure/internal/fault"
	"memsure/internal/questionnaire"
)

// maxWeight is the largest weight of a question or a section.
const maxWeight = 1_000_000

// Plan is a questionnaire version prepared for scoring: every decimal parsed,
// every id resolved. Make it once for a version; it is immutable and safe for
// any number of goroutines.
type Plan struct {
	version  *questionnaire.Compiled
	rules    []rule  // by question index
	byID     []int32 // question indexes in the order of their ids
	rank     []int32 // by question index: its place in byID
	sections []sectionPlan
	gates    []gatePlan
	checks   []subject // by check
	ladder   ladder
	bands    []bandPlan
	caps     []capPlan
	flat     bool
	runs     sync.Pool
}

// rule is how one question is scored.
type rule struct {
	*questionnaire.Question
	section int
	scored  bool // takes part in points
	inherit bool
	steps   []step   // options or grades with their scores
	corners []corner // the scale
	measure *measure
	proofs  []string // names of facts that document the answer

	soleCause []int // the one question its condition rests on, if it is one
	required  bool  // proof is required
	heard     bool  // what is decided about it can matter: scored, or others inherit from it
}

// step is an option or a grade of a rubric with its score.
type step struct {
	id    string
	grade int
	score int64
}

type sectionPlan struct {
	weight      int64
	dimension   questionnaire.Dimension
	first, last int // questions [first, last)
}

type bandPlan struct {
	id      string
	atLeast int64 // millionths of a percent
}

type capPlan struct {
	below int64 // millionths of a percent
	band  int   // index of the best band still possible
}

// subject is what a gate or a check speaks about: a decision of a person on it
// holds for as long as none of that changed.
type subject struct {
	questions []int
	facts     []string
}

type gatePlan struct {
	questionnaire.CompiledGate
	subject subject
}

// Prepare makes the plan of a version. It refuses, with fault.Invalid, a
// ruleset it cannot follow to the letter: another arithmetic, an unknown
// roll-up, or numbers outside their published ranges.
func Prepare(version *questionnaire.Compiled) (*Plan, error) {
	p := &Plan{version: version}
	b := &planner{plan: p, def: version.Definition}
	b.ruleset()
	b.questions()
	b.subjects()
	if len(b.wrong) > 0 {
		return nil, fault.New(fault.Invalid, "ruleset_unusable", "This questionnaire version cannot be scored.").
			WithRemedy("Correct the places listed and publish a new version.").With(b.wrong...)
	}
	p.runs.New = func() any { return newRun(p) }
	return p, nil
}

// planner collects what is wrong while it prepares.
type planner struct {
	plan  *Plan
	def   *questionnaire.Definition
	wrong []fault.Field
}

func (b *planner) refuse(pointer, code, message string) {
	b.wrong = append(b.wrong, fault.Field{Pointer: pointer, Code: code, Message: message})
}

// decimal parses authored text and holds it to a range in whole units.
func (b *planner) decimal(d questionnaire.Decimal, low, high int64, pointer string) int64 {
	micro, err := d.Micro()
	if err != nil || micro < low*million || micro > high*million {
		b.refuse(pointer, "out_of_range", "A decimal number within its published range belongs here.")
	}
	return micro
}

func (b *planner) ruleset() {
	r := &b.def.Ruleset
	if r.Arithmetic != Arithmetic {
		b.refuse("/ruleset/arithmetic", "arithmetic_unknown", "Arithmetic 1 is the only one there is.")
	}
	switch r.RollUp {
	case questionnaire.RollUpFlat:
		b.plan.flat = true
	case questionnaire.RollUpSections:
	default:
		b.refuse("/ruleset/roll_up", "roll_up_unknown", "Either sections or flat belongs here.")
	}
	b.ladder()
	for _, band := range r.Bands {
		b.plan.bands = append(b.plan.bands, bandPlan{band.ID, b.decimal(band.AtLeast, 0, 100, "/ruleset/bands")})
	}
	for _, limit := range r.ExposureCaps {
		at := slices.IndexFunc(r.Bands, func(band questionnaire.Band) bool { return band.ID == limit.Band })
		if at < 0 {
			b.refuse("/ruleset/exposure_caps", "band_unknown", "A cap names one of the bands.")
		}
		b.plan.caps = append(b.plan.caps, capPlan{b.decimal(limit.Below, 0, 100, "/ruleset/exposure_caps"), at})
	}
}

func (b *planner) ladder() {
	authored := &b.def.Ruleset.Confidence
	b.plan.ladder = newLadder(
		b.decimal(authored.Claimed, 0, 1, "/ruleset/confidence/claimed"),
		b.decimal(authored.ClaimedProofRequired, 0, 1, "/ruleset/confidence/claimed_proof_required"),
		b.decimal(authored.Documented, 0, 1, "/ruleset/confidence/documented"),
		b.decimal(authored.Verified, 0, 1, "/ruleset/confidence/verified"))
	if !b.plan.ladder.ascends() {
		b.refuse("/ruleset/confidence", "ladder_order", "Confidence may not fall from claimed to documented to verified, and a claim without required proof may not earn more than one that needs none.")
	}
}

func (b *planner) questions() {
	for s := range b.def.Sections {
		section := &b.def.Sections[s]
		first := len(b.plan.rules)
		b.weight(section.Weight, "/sections")
		for q := range section.Questions {
			b.plan.byID = append(b.plan.byID, int32(len(b.plan.rules)))
			b.plan.rules = append(b.plan.rules, b.rule(&section.Questions[q], s))
		}
		b.plan.sections = append(b.plan.sections, sectionPlan{int64(section.Weight), section.Dimension, first, len(b.plan.rules)})
	}
	slices.SortFunc(b.plan.byID, func(x, y int32) int {
		return strings.Compare(b.plan.rules[x].ID, b.plan.rules[y].ID)
	})
	heirs := bequeathing(b.plan.version)
	b.plan.rank = make([]int32, len(b.plan.byID))
	for place, q := range b.plan.byID {
		b.plan.rank[q] = int32(place)
		b.plan.rules[q].soleCause = b.soleCause(int(q))
		b.plan.rules[q].heard = b.plan.rules[q].scored || heirs[q]
	}
}

// soleCause gives the one question a condition rests on, nil where it rests on
// more, or on facts: then the condition has to be explained.
func (b *planner) soleCause(q int) []int {
	s := b.subject(b.plan.rules[q].When)
	if causes := b.plan.version.ConditionQuestions(q); len(causes) == 1 && len(s.facts) == 0 {
		return causes
	}
	return nil
}

func (b *planner) weight(weight int, pointer string) {
	if weight < 0 || weight > maxWeight {
		b.refuse(pointer, "weight_range", "A weight is a whole number from 0 to 1000000.")
	}
}

func (b *planner) rule(q *questionnaire.Question, section int) rule {
	b.weight(q.Weight, "/sections/questions")
	r := rule{Question: q, section: section, inherit: q.WhenHidden != questionnaire.HiddenExclude}
	r.required = q.Evidence.Proof == "required"
	r.scored = q.Role == questionnaire.RoleAward && q.Weight > 0 && hasRule(q)
	for _, option := range q.Options {
		r.steps = append(r.steps, step{id: option.ID, score: b.decimal(option.Score, 0, 1, "/sections/questions/options")})
	}
	for _, grade := range q.Scoring.Rubric {
		r.steps = append(r.steps, step{grade: grade.Grade, score: b.decimal(grade.Score, 0, 1, "/sections/questions/scoring/rubric")})
	}
	r.corners = b.corners(q.Scoring.Anchors)
	if q.Scoring.Measure != nil {
		r.measure = b.measure(q)
	}
	r.proofs = append(r.proofs, q.Evidence.Facts...)
	if q.Scoring.Fact != "" && !slices.Contains(r.proofs, q.Scoring.Fact) {
		r.proofs = append(r.proofs, q.Scoring.Fact)
	}
	return r
}

func hasRule(q *questionnaire.Question) bool {
	return q.Scoring.Kind != "" && q.Scoring.Kind != questionnaire.ScoreNone
}

// subjects resolves what gates and checks speak about.
func (b *planner) subjects() {
	for _, gate := range b.plan.version.Gates() {
		s := b.subject(gate.Gate.Pass)
		if gate.Question >= 0 {
			s.questions = append(s.questions, gate.Question)
		}
		b.plan.gates = append(b.plan.gates, gatePlan{gate, s})
	}
	for _, check := range b.plan.version.Checks() {
		s := b.subject(check.Check.Contradicted).with(b.subject(check.Check.Supported))
		s.questions = append(s.questions, check.Questions...)
		b.plan.checks = append(b.plan.checks, s)
	}
}

func (b *planner) subject(c *questionnaire.Condition) (s subject) {
	if c == nil {
		return s
	}
	if q, ok := b.plan.version.Index(c.Question); ok {
		s.questions = append(s.questions, q)
	}
	if c.Fact != "" {
		s.facts = append(s.facts, c.Fact)
	}
	if c.Differs != nil {
		s.facts = append(s.facts, c.Differs.Fact)
	}
	for _, part := range slices.Concat(c.All, c.Any) {
		s = s.with(b.subject(&part))
	}
	return s.with(b.subject(c.Not))
}

func (s subject) with(other subject) subject {
	return subject{append(s.questions, other.questions...), append(s.facts, other.facts...)}
}
