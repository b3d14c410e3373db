package scoring

import (
	"cmp"
	"slices"
	"strings"

	"memsure/internal/questionnaire"
)

// LossKind says why a part of the 100 was not earned.
type LossKind string

// The kinds of loss, in the order they are read.
const (
	LostQuality       LossKind = "quality"        // the answer itself is not the best one
	LostConfidence    LossKind = "confidence"     // the answer is good, its proof missing or weak
	LostSilence       LossKind = "silence"        // no answer, or not known whether the question applies
	LostNotApplicable LossKind = "not_applicable" // a claim that it does not apply, not yet decided or rejected
	LostContradiction LossKind = "contradiction"  // settled as contradicted, or claims lowered by that
	LostUngraded      LossKind = "ungraded"       // a text that waits for its grade
)

// LossKinds gives all kinds, in the order they are read.
func LossKinds() []LossKind {
	return []LossKind{LostQuality, LostConfidence, LostSilence, LostNotApplicable, LostContradiction, LostUngraded}
}

// Ledger accounts for all of 100: what was earned, and where the rest went.
// Amounts are millionths of a percent; Earned and all amounts add up to
// 100,000,000 exactly.
type Ledger struct {
	Earned int64  `json:"earned"` // the overall score
	Lost   []Loss `json:"lost"`   // one a kind, in the order of LossKinds; those of nothing included
}

// Loss is what one reason took away.
type Loss struct {
	Kind      LossKind    `json:"kind"`
	Amount    int64       `json:"amount"`
	Questions []LossShare `json:"questions"` // largest first, by id where two are equal; those of nothing left out
}

// LossShare is one question's part of a loss.
type LossShare struct {
	QuestionID string `json:"question_id"`
	Amount     int64  `json:"amount"`
}

// Account splits what is missing from 100 by its reasons. It takes a full
// result and the definition that was scored, and gives nil where nothing is
// scorable or the result's parts and its total disagree, so that no account
// could be true. The order of sections and questions does not matter.
//
// A question that is in the denominator can lose its whole reach: w·(1−a) of it
// to its answer and w·a·(1−e) to its proof. Of a claim that was lowered because
// another answer was contradicted, the step down is lost to contradiction.
func Account(def *questionnaire.Definition, result *Result) *Ledger {
	if result.Overall == nil {
		return nil
	}
	a := newAccountant(def, result)
	for s := range result.Sections {
		for i := range result.Sections[s].Questions {
			a.question(s, &result.Sections[s].Questions[i])
		}
	}
	ledger := &Ledger{Earned: result.Overall.Score}
	if !a.apportion(100*million - result.Overall.Score) {
		return nil
	}
	for _, kind := range LossKinds() {
		ledger.Lost = append(ledger.Lost, a.loss(kind))
	}
	return ledger
}

// accountant collects exact shares over one denominator.
type accountant struct {
	scale     scale
	ladder    ladder
	penalised bool            // claims were lowered
	asked     map[string]bool // questions whose proof is required
	byID      map[string]*QuestionResult
	entries   []entry
}

// entry is one question's exact loss of one kind.
type entry struct {
	kind   LossKind
	id     string
	exact  natural
	amount int64
	rest   natural
}

func newAccountant(def *questionnaire.Definition, result *Result) *accountant {
	a := &accountant{
		scale: reaches(def, result), ladder: ladderOf(def), penalised: isPenalised(result),
		asked: proofRequired(def), byID: map[string]*QuestionResult{},
	}
	for s := range result.Sections {
		for i := range result.Sections[s].Questions {
			q := &result.Sections[s].Questions[i]
			a.byID[q.ID] = q
		}
	}
	return a
}

// reaches finds again, from a result, how far each question reaches into the
// overall score.
func reaches(def *questionnaire.Definition, result *Result) scale {
	plan := Plan{flat: def.Ruleset.RollUp == questionnaire.RollUpFlat}
	totals := make([]sums, len(result.Sections))
	for s := range result.Sections {
		plan.sections = append(plan.sections, sectionPlan{weight: int64(result.Sections[s].Weight)})
		for i := range result.Sections[s].Questions {
			q := &result.Sections[s].Questions[i]
			totals[s].add(int64(q.Weight), &cell{status: q.Status})
		}
	}
	return plan.scaleOf(totals, "", applicable)
}

// ladderOf gives the rungs of a definition that was checked.
func ladderOf(def *questionnaire.Definition) ladder {
	written := [...]questionnaire.Decimal{
		def.Ruleset.Confidence.Claimed, def.Ruleset.Confidence.ClaimedProofRequired,
		def.Ruleset.Confidence.Documented, def.Ruleset.Confidence.Verified,
	}
	var rungs [len(written)]int64
	for i := range written {
		rungs[i], _ = written[i].Micro()
	}
	return newLadder(rungs[0], rungs[1], rungs[2], rungs[3])
}

func proofRequired(def *questionnaire.Definition) map[string]bool {
	asked := map[string]bool{}
	for s := range def.Sections {
		for q := range def.Sections[s].Questions {
			question := &def.Sections[s].Questions[q]
			asked[question.ID] = question.Evidence.Proof == "required"
		}
	}
	return asked
}

// claimed gives the confidence a claim on a question has by itself.
func (a *accountant) claimed(id string) int64 { return a.ladder.of(rungClaimed, a.asked[id], false) }

// asLowered gives the confidence of such a claim where another answer was
// settled as contradicted.
func (a *accountant) asLowered(id string) int64 { return a.ladder.of(rungClaimed, a.asked[id], true) }

// question enters what one question lost.
func (a *accountant) question(section int, q *QuestionResult) {
	whole := a.scale.factor[section].times(nat(int64(q.Weight)))
	switch q.Status {
	case StatusExcluded, StatusNAAccepted, StatusNotScored:
	case StatusUnanswered, StatusUndecided:
		a.enter(LostSilence, q.ID, whole, fullPoints)
	case StatusNAPending, StatusNARejected:
		a.enter(LostNotApplicable, q.ID, whole, fullPoints)
	case StatusUngraded:
		a.enter(LostUngraded, q.ID, whole, fullPoints)
	default:
		a.answered(q, whole)
	}
}

func (a *accountant) answered(q *QuestionResult, whole natural) {
	switch {
	case q.Rung == Contradicted:
		a.enter(LostContradiction, q.ID, whole, fullPoints)
	case q.Rung == "": // inherited from silence
		a.enter(LostSilence, q.ID, whole, fullPoints)
	case a.fromUngraded(q):
		a.enter(LostUngraded, q.ID, whole, fullPoints)
	default:
		lowered := max(0, a.unlowered(q)-q.Confidence)
		a.enter(LostQuality, q.ID, whole, (million-q.Quality)*million)
		a.enter(LostConfidence, q.ID, whole, q.Quality*(million-q.Confidence-lowered))
		a.enter(LostContradiction, q.ID, whole, q.Quality*lowered)
	}
}

// unlowered gives the confidence an answer would have if nothing else had been
// settled as contradicted. Only claims are lowered. A hidden question takes the
// lowest confidence of what hid it, so without the penalty it has the lowest of
// what the claims among them have by themselves: every better proof, and so
// every fact, stands at least as high as a claim.
func (a *accountant) unlowered(q *QuestionResult) int64 {
	switch {
	case q.Rung != Claimed:
		return q.Confidence
	case q.Status == StatusScored:
		return a.claimed(q.ID)
	case !a.penalised:
		return q.Confidence
	}
	lowest := int64(million)
	for _, id := range q.InheritedFrom {
		if a.mayBeClaim(id, q.Confidence) {
			lowest = min(lowest, a.claimed(id))
		}
	}
	return lowest
}

// mayBeClaim tells whether an answer is a claim, of one that a question with
// this confidence took over from. A result does not show the rung of an answer
// out of the points; it is no claim where as a lowered one it would stand below
// what was taken over.
func (a *accountant) mayBeClaim(id string, confidence int64) bool {
	if by := a.byID[id]; by != nil && by.Status != StatusNotScored {
		return by.Rung == Claimed
	}
	return a.asLowered(id) >= confidence
}

// isPenalised tells whether a result lowered claims because an answer was
// settled as contradicted.
func isPenalised(result *Result) bool {
	return slices.ContainsFunc(result.Findings, func(f Finding) bool {
		return f.Kind == FindingContradiction && f.State == FindingUpheld
	})
}

// fromUngraded tells whether a question took over from a text that waits for
// its grade.
func (a *accountant) fromUngraded(q *QuestionResult) bool {
	return slices.ContainsFunc(q.InheritedFrom, func(id string) bool {
		return a.byID[id] != nil && a.byID[id].Status == StatusUngraded
	})
}

func (a *accountant) enter(kind LossKind, id string, whole natural, points int64) {
	if exact := whole.times(nat(points)); !exact.isZero() {
		a.entries = append(a.entries, entry{kind: kind, id: id, exact: exact})
	}
}

// apportion rounds every entry down and gives the millionths left over to the
// largest remainders; equal ones go by question and kind, so that the order of
// the questionnaire decides nothing. It is false where parts and total disagree.
func (a *accountant) apportion(total int64) bool {
	unit := a.scale.denominator.times(nat(perProduct))
	for i := range a.entries {
		e := &a.entries[i]
		e.amount, e.rest = e.exact.over(unit)
		total -= e.amount
	}
	slices.SortFunc(a.entries, func(x, y entry) int {
		return cmp.Or(y.rest.compare(x.rest), strings.Compare(x.id, y.id), strings.Compare(string(x.kind), string(y.kind)))
	})
	if total < 0 || total > int64(len(a.entries)) {
		return false
	}
	for i := range a.entries[:total] {
		a.entries[i].amount++
	}
	return true
}

func (a *accountant) loss(kind LossKind) Loss {
	loss := Loss{Kind: kind, Questions: []LossShare{}}
	for _, e := range a.entries {
		if e.kind == kind && e.amount > 0 {
			loss.Amount += e.amount
			loss.Questions = append(loss.Questions, LossShare{e.id, e.amount})
		}
	}
	slices.SortFunc(loss.Questions, func(x, y LossShare) int {
		return cmp.Or(cmp.Compare(y.Amount, x.Amount), strings.Compare(x.QuestionID, y.QuestionID))
	})
	return loss
}
