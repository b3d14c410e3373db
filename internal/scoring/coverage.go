package scoring

import (
	"slices"
	"strconv"
	"strings"

	"memsure/internal/control"
	"memsure/internal/questionnaire"
)

// FrameworkCoverage is what a result says about one external framework: the
// controls its questions map to, in the order of their ids as people count. It
// speaks of those controls only; others of the framework were not asked about.
type FrameworkCoverage struct {
	Framework string            `json:"framework"` // id
	Controls  []ControlCoverage `json:"controls"`
}

// ControlCoverage is what the questions that map to one control came to.
type ControlCoverage struct {
	Control   string           `json:"control"` // id within the framework; empty: the framework as a whole
	Standing  CoverageStanding `json:"standing"`
	Why       string           `json:"why,omitempty"` // sentence: what became of its questions, where Standing is undetermined
	Questions []string         `json:"questions"`     // ids of all that map to it, in the definition's order
	Asked     int              `json:"asked"`         // of them, how many were shown
	Answered  int              `json:"answered"`      // how many of those that count have an answer, their own or one they inherited
	Counted   int              `json:"counted"`       // how many are in the denominator

	// Over the questions that are in the denominator, each with its reach into
	// the overall score; 0 where Standing is another than scored. Millionths of
	// a percent, rounded half to even once.
	Score      int64 `json:"score"`
	Quality    int64 `json:"quality"`    // over what was answered
	Confidence int64 `json:"confidence"` // over what was answered

	WorstGate    Outcome                `json:"worst_gate,omitempty"`    // of the gates these questions decided
	WorstFinding questionnaire.Severity `json:"worst_finding,omitempty"` // of the findings about them that were not dismissed
}

// CoverageStanding says whether a control's numbers mean anything.
type CoverageStanding string

// The standings.
const (
	CoverageScored       CoverageStanding = "scored"
	CoverageNotAsked     CoverageStanding = "not_asked"    // every question was routed away
	CoverageNotScored    CoverageStanding = "not_scored"   // its questions, so far as they were asked, only inform or select
	CoverageUndetermined CoverageStanding = "undetermined" // nothing that applies carries weight
)

// Coverage gathers a full result by the external controls that the definition's
// questions map to, frameworks in the order of their ids. It is pure; the order
// of the questions changes nothing but the order of their ids.
func Coverage(def *questionnaire.Definition, result *Result) []FrameworkCoverage {
	m := newMapper(def, result)
	out := []FrameworkCoverage{}
	for _, framework := range sortedKeys(m.controls) {
		f := FrameworkCoverage{Framework: framework, Controls: []ControlCoverage{}}
		for _, id := range sortedKeys(m.controls[framework]) {
			f.Controls = append(f.Controls, m.cover(id, m.controls[framework][id]))
		}
		out = append(out, f)
	}
	return out
}

// mapper finds results and reaches by question.
type mapper struct {
	result   *Result
	scale    scale
	places   map[string]mappedQuestion
	controls map[string]map[string][]string // framework → control → question ids
}

type mappedQuestion struct {
	section int
	*QuestionResult
}

func newMapper(def *questionnaire.Definition, result *Result) *mapper {
	m := &mapper{result: result, scale: reaches(def, result), places: map[string]mappedQuestion{}, controls: map[string]map[string][]string{}}
	for s := range result.Sections {
		for i := range result.Sections[s].Questions {
			q := &result.Sections[s].Questions[i]
			m.places[q.ID] = mappedQuestion{s, q}
		}
	}
	for s := range def.Sections {
		for i := range def.Sections[s].Questions {
			m.add(&def.Sections[s].Questions[i])
		}
	}
	return m
}

func (m *mapper) add(q *questionnaire.Question) {
	if _, known := m.places[q.ID]; !known {
		return
	}
	for _, mapping := range q.MapsTo {
		ref := control.Parse(mapping)
		if m.controls[ref.Framework] == nil {
			m.controls[ref.Framework] = map[string][]string{}
		}
		if ids := m.controls[ref.Framework][ref.Control]; !slices.Contains(ids, q.ID) {
			m.controls[ref.Framework][ref.Control] = append(ids, q.ID)
		}
	}
}

func (m *mapper) cover(id string, questions []string) ControlCoverage {
	out := ControlCoverage{Control: id, Questions: questions}
	var t tally
	became := map[Status]int{}
	for _, question := range questions {
		q := m.places[question]
		became[q.Status]++
		if q.Asked() {
			out.Asked++
		}
		t.add(m.scale.factor[q.section], q.QuestionResult)
	}
	out.Counted, out.Answered = t.questions, t.replies
	switch {
	case !t.whole.isZero():
		out.Standing = CoverageScored
		t.publish(&out)
	case became[StatusExcluded] == len(questions):
		out.Standing = CoverageNotAsked
	case became[StatusExcluded]+became[StatusNotScored] == len(questions):
		out.Standing = CoverageNotScored
	default:
		out.Standing, out.Why = CoverageUndetermined, whyUndetermined(became, t.questions)
	}
	out.WorstGate, out.WorstFinding = m.worstGate(questions), m.worstFinding(questions)
	return out
}

// whyUndetermined says what became of the questions of a control without a
// score, counted by how they took part; counted is how many of them are in a
// denominator that none of them reaches.
func whyUndetermined(became map[Status]int, counted int) string {
	var parts []string
	tell := func(n int, one, more string) {
		switch {
		case n == 1:
			parts = append(parts, "one "+one)
		case n > 1:
			parts = append(parts, strconv.Itoa(n)+" "+more)
		}
	}
	tell(became[StatusNAAccepted], "does not apply, as an evaluator accepted", "do not apply, as an evaluator accepted")
	tell(became[StatusExcluded], "was not asked", "were not asked")
	tell(became[StatusNotScored], "is not scored", "are not scored")
	tell(counted, "carries no weight", "carry no weight")
	return "There is no score: of the questions that map to it, " + list(parts) + "."
}

// tally adds up reaches over one denominator.
type tally struct {
	questions, replies         int
	whole, answered            natural
	score, quality, confidence natural
}

func (t *tally) add(factor natural, q *QuestionResult) {
	switch q.Status {
	case StatusExcluded, StatusNAAccepted, StatusNotScored:
		return
	}
	t.questions++
	reach := factor.times(nat(int64(q.Weight)))
	t.whole = t.whole.plus(reach)
	if q.Rung == "" {
		return // silence, or a claim that it does not apply
	}
	t.replies++
	t.answered = t.answered.plus(reach)
	t.quality = t.quality.plus(reach.times(nat(q.Quality)))
	t.confidence = t.confidence.plus(reach.times(nat(q.Confidence)))
	t.score = t.score.plus(reach.times(nat(q.Quality * q.Confidence)))
}

func (t *tally) publish(out *ControlCoverage) {
	out.Score = t.score.rounded(t.whole.times(nat(perProduct)))
	if !t.answered.isZero() {
		out.Quality = t.quality.times(nat(100)).rounded(t.answered)
		out.Confidence = t.confidence.times(nat(100)).rounded(t.answered)
	}
}

func (m *mapper) worstGate(questions []string) (worst Outcome) {
	for i := range m.result.Gates {
		g := &m.result.Gates[i]
		if anyOf(questions, g.Because) && (worst == "" || outcomeRank[g.Outcome] > outcomeRank[worst]) {
			worst = g.Outcome
		}
	}
	return worst
}

func (m *mapper) worstFinding(questions []string) (worst questionnaire.Severity) {
	for i := range m.result.Findings {
		f := &m.result.Findings[i]
		if f.State != FindingDismissed && anyOf(questions, f.Questions) && (worst == "" || severityRank[f.Severity] < severityRank[worst]) {
			worst = f.Severity
		}
	}
	return worst
}

func anyOf(ids, among []string) bool {
	return slices.ContainsFunc(among, func(id string) bool { return slices.Contains(ids, id) })
}

// sortedKeys orders ids as people count: PO.2 before PO.10.
func sortedKeys[V any](of map[string]V) []string {
	keys := make([]string, 0, len(of))
	for k := range of {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, compareCounting)
	return keys
}

// compareCounting compares texts, runs of digits by their number.
func compareCounting(a, b string) int {
	for x, y := a, b; x != "" && y != ""; {
		dx, dy := digits(x), digits(y)
		if dx == "" || dy == "" {
			if x[0] != y[0] {
				return int(x[0]) - int(y[0])
			}
			x, y = x[1:], y[1:]
			continue
		}
		nx, ny := strings.TrimLeft(dx, "0"), strings.TrimLeft(dy, "0")
		if len(nx) != len(ny) {
			return len(nx) - len(ny)
		}
		if nx != ny {
			return strings.Compare(nx, ny)
		}
		x, y = x[len(dx):], y[len(dy):]
	}
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}

// digits gives the run of digits a text begins with.
func digits(text string) string {
	n := 0
	for n < len(text) && text[n] >= '0' && text[n] <= '9' {
		n++
	}
	return text[:n]
}
