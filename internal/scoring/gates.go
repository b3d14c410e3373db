package scoring

import (
	"slices"
	"strconv"

	"memsure/internal/assessment"
	"memsure/internal/questionnaire"
)

// IntegrityGate is the id of the gate that settled contradictions fail.
const IntegrityGate = "integrity"

var outcomeRank = map[Outcome]int{Pass: 0, Conditional: 1, Undetermined: 2, Fail: 3}

// judgeGates evaluates the gates of the assessment's tier, integrity last, and
// gives the worst outcome: pass where there is no gate.
func (r *run) judgeGates(out *Result) {
	out.GateOutcome = Pass
	tiered := r.hasTier()
	for i := range r.gates {
		gate := &r.gates[i]
		switch {
		case len(gate.Tiers) == 0, tiered && slices.Contains(gate.Tiers, r.in.Tier):
			r.addGate(out, r.judgeGate(gate), r.holds(r.settled.gates[gate.ID], gate.subject))
		case !tiered:
			r.addGate(out, r.withoutTier(gate), r.holds(r.settled.gates[gate.ID], gate.subject))
		}
	}
	if r.hasIntegrityGate() {
		r.addGate(out, r.integrity(), r.integritySettled())
	}
}

// hasTier tells whether the assessment has a tier of this version.
func (r *run) hasTier() bool {
	return slices.ContainsFunc(r.version.Definition.Tiers, func(t questionnaire.Tier) bool { return t.ID == r.in.Tier })
}

// withoutTier leaves a gate for some tiers open where the tier is not known.
func (r *run) withoutTier(gate *gatePlan) GateResult {
	result := GateResult{ID: gate.ID, Title: gate.Title, Outcome: Undetermined}
	switch {
	case !r.words:
	case r.in.Tier == "":
		result.Why = "No tier was set for this assessment, and the gate holds for some tiers only: nobody can say whether it applies."
	default:
		result.Why = "The assessment's tier is none of this questionnaire version's, and the gate holds for some tiers only: nobody can say whether it applies."
	}
	return result
}

// judgeGate evaluates one gate. It fails closed: unknown is undetermined, and
// a pass that rests on an answer settled as contradicted is none.
func (r *run) judgeGate(gate *gatePlan) GateResult {
	truth := r.version.Eval(gate.Pass, r.env)
	result := GateResult{ID: gate.ID, Title: gate.Title, Outcome: outcomeOf(truth)}
	disproved := truth == questionnaire.True && r.restsOnContradiction(gate)
	if disproved {
		result.Outcome = Undetermined
	}
	if r.words {
		_, result.Because = r.version.Because(gate.Pass, r.env)
		result.PassParts = r.parts(gate.Pass)
		result.Why = r.gateWhy(truth, disproved, result.Because)
	}
	return result
}

func outcomeOf(t questionnaire.Truth) Outcome {
	switch t {
	case questionnaire.True:
		return Pass
	case questionnaire.False:
		return Fail
	}
	return Undetermined
}

// restsOnContradiction takes the contradicted answers away and looks again.
func (r *run) restsOnContradiction(gate *gatePlan) bool {
	if r.upheld == 0 {
		return false
	}
	taken := map[int]*questionnaire.Value{}
	for _, q := range gate.subject.questions {
		if r.cells[q].rung == rungContradicted && r.env.Answers[q] != nil && r.shown[q] == questionnaire.True {
			taken[q], r.env.Answers[q] = r.env.Answers[q], nil
		}
	}
	truth := r.version.Eval(gate.Pass, r.env)
	for q, value := range taken {
		r.env.Answers[q] = value
	}
	return truth != questionnaire.True
}

// integrity fails where people settled so many contradictions; it is
// undetermined while those not settled yet could make it fail.
func (r *run) integrity() GateResult {
	limit := r.version.Definition.Ruleset.IntegrityFailsAt
	result := GateResult{ID: IntegrityGate, Title: "Integrity of the answers", Outcome: Pass}
	switch {
	case r.upheld >= limit:
		result.Outcome = Fail
	case r.upheld+r.disputes >= limit:
		result.Outcome = Undetermined
	}
	if r.words {
		result.Why = "Contradictions upheld by a person: " + strconv.Itoa(r.upheld) + "; not settled yet: " +
			strconv.Itoa(r.disputes) + "; the knock-out fails from " + strconv.Itoa(limit) + " upheld."
		result.Because = r.contradicted()
	}
	return result
}

// contradicted names the answers that were settled as contradicted. Where there
// is no answer there is no rung either, and nothing to contradict.
func (r *run) contradicted() (ids []string) {
	for q := range r.cells {
		if c := &r.cells[q]; c.answered && c.rung == rungContradicted && c.status != StatusInherited {
			ids = append(ids, r.rules[q].ID)
		}
	}
	return ids
}

// addGate lets a person's decision settle what did not pass, and files the
// gate.
func (r *run) addGate(out *Result, result GateResult, decision *assessment.Review) {
	if result.Outcome != Pass {
		r.settleGate(&result, decision)
	}
	if outcomeRank[result.Outcome] > outcomeRank[out.GateOutcome] {
		out.GateOutcome = result.Outcome
	}
	if result.Because == nil {
		result.Because = []string{}
	}
	out.Gates = append(out.Gates, result)
}

func (r *run) gateWhy(truth questionnaire.Truth, disproved bool, because []string) string {
	switch on := list(because); {
	case disproved:
		return "It would pass only by an answer that was settled as contradicted (" + on + ")."
	case truth == questionnaire.True:
		return "The condition holds, judged by " + on + "."
	case truth == questionnaire.False:
		return "The condition does not hold, judged by " + on + "."
	default:
		return "It cannot be decided: " + on + " is not known" + r.orDisputed(because) + "."
	}
}
