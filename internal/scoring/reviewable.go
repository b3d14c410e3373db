package scoring

import (
	"slices"
	"strings"

	"memsure/internal/assessment"
	"memsure/internal/questionnaire"
)

// InForce gives the ids of the reviews a full result rests on: those of the
// questions, gates and findings in it. A review that is not among them was
// superseded, lapsed with its answer or had nothing to act on. What ScoreFast
// gives knows those of its gates only.
func (r *Result) InForce() map[string]bool {
	in := map[string]bool{}
	for s := range r.Sections {
		for q := range r.Sections[s].Questions {
			for _, id := range r.Sections[s].Questions[q].ReviewIDs {
				in[id] = true
			}
		}
	}
	for i := range r.Gates {
		in[r.Gates[i].ReviewID], in[r.Gates[i].ApprovalID] = true, true
	}
	for i := range r.Findings {
		in[r.Findings[i].ReviewID] = true
	}
	delete(in, "")
	return in
}

// Reviewable tells whether a review of the revision a full result was made of
// could have any effect on it, and if not, why in a sentence. It looks at what
// the review is about and what it decides; what a review needs to be complete
// (a reason, a place) is not its matter, nor is it that public sources keep
// every answer a claim.
func Reviewable(result *Result, version *questionnaire.Compiled, review *assessment.Review) (reason string, ok bool) {
	switch review.Kind {
	case assessment.ReviewGate:
		reason = gateBar(result, review.GateID)
	case assessment.ReviewFinding:
		reason = findingBar(result, review.FindingID)
	case assessment.ReviewApproval:
		reason = approvalBar(result, review.Approves)
	case assessment.ReviewGrade, assessment.ReviewOverride, assessment.ReviewVerdict, assessment.ReviewNotApplicable, assessment.ReviewConsensus:
		reason = questionBar(result, version, review)
	default:
		reason = "There is no such kind of review."
	}
	return reason, reason == ""
}

// A bar says what stands in the way of a review; empty where nothing does.

func gateBar(result *Result, id string) string {
	at := slices.IndexFunc(result.Gates, func(g GateResult) bool { return g.ID == id })
	switch {
	case at < 0:
		return "This scorecard has no such gate."
	case result.Gates[at].Outcome == Pass && result.Gates[at].ReviewID == "":
		return "The gate is passed as it is; there is nothing to settle."
	}
	return ""
}

// approvalBar is about proposals on gates: one that is in force as proposed or
// approved, and needs a second person.
func approvalBar(result *Result, proposal string) string {
	for i := range result.Gates {
		if gate := &result.Gates[i]; gate.ReviewID == proposal && proposal != "" {
			if gate.ProposedBy == "" {
				return "The decision on this gate needs nobody's approval."
			}
			return ""
		}
	}
	return "No gate waits for an approval of this review; another decision may have taken its place."
}

func findingBar(result *Result, id string) string {
	at := slices.IndexFunc(result.Findings, func(f Finding) bool { return f.RuleID == id })
	switch {
	case at < 0:
		return "There is no such finding now."
	case strings.HasPrefix(id, findingGate):
		return "A failed gate is settled by a decision on the gate, not on the finding about it."
	case strings.HasPrefix(id, findingProof):
		return "Missing proof is settled by proof, or by a verdict on the answer, not on the finding about it."
	case strings.HasPrefix(id, findingSpread):
		return "How far a panel's grades lie apart is settled by its consensus on the answer."
	case strings.HasPrefix(id, findingVerdict):
		return "The finding follows from an evaluator's verdict; another verdict on the answer settles it."
	}
	return ""
}

func questionBar(result *Result, version *questionnaire.Compiled, review *assessment.Review) string {
	q, ok := version.Index(review.QuestionID)
	if !ok {
		return "This questionnaire version has no such question."
	}
	question, now := version.Questions()[q].Question, resultOf(result, review.QuestionID)
	if review.Kind == assessment.ReviewNotApplicable {
		return claimBar(question, now.Status)
	}
	if bar := answerBar(now.Status); bar != "" {
		return bar
	}
	if review.Kind == assessment.ReviewVerdict && (contradicting(review) || withdraws(now)) {
		return ""
	}
	switch {
	case now.Status == StatusNotScored && !bequeathing(version)[q]:
		return "The question is not scored, and no other rests on it."
	case grades(review.Kind) && !gradable(question, review.Grade):
		return "The question has no rubric with this grade."
	case review.Kind == assessment.ReviewConsensus && len(now.Grades) == 0:
		return "A panel agrees on a grade once all its members have given theirs."
	case review.Kind == assessment.ReviewVerdict && ownProof(question) && !needsReading(question):
		return "The answer is its own proof; it can only be found contradicted."
	}
	return ""
}

// withdraws tells whether another verdict could take back one that found the
// answer contradicted. Of a question out of the points a result shows no rung,
// only that something was decided.
func withdraws(now QuestionResult) bool {
	return now.Rung == Contradicted || now.Status == StatusNotScored && len(now.ReviewIDs) > 0
}

func resultOf(result *Result, id string) QuestionResult {
	for s := range result.Sections {
		for _, question := range result.Sections[s].Questions {
			if question.ID == id {
				return question
			}
		}
	}
	return QuestionResult{}
}

// claimBar is about claims that a question does not apply. Of a question out
// of the points a result does not say whether there is one.
func claimBar(q *questionnaire.Question, status Status) string {
	switch status {
	case StatusNAPending, StatusNAAccepted, StatusNARejected:
		return ""
	case StatusNotScored:
		if q.NA.Allowed {
			return ""
		}
	}
	return "The vendor makes no claim here that the question does not apply, or the question does not allow one."
}

// answerBar says why there is no answer to judge.
func answerBar(status Status) string {
	switch status {
	case StatusScored, StatusUngraded, StatusNotScored:
		return ""
	case StatusNAPending, StatusNAAccepted, StatusNARejected:
		return "The vendor states that the question does not apply; only that claim can be decided on."
	case StatusExcluded, StatusInherited, StatusUndecided:
		return "The question was not shown; an answer to it does not count."
	}
	return "There is no answer to judge."
}

// bequeathing tells of each question whether hidden ones may take over from it.
func bequeathing(version *questionnaire.Compiled) []bool {
	does := make([]bool, len(version.Questions()))
	for heir, asked := range version.Questions() {
		if asked.WhenHidden == questionnaire.HiddenExclude {
			continue
		}
		for _, q := range version.ConditionQuestions(heir) {
			does[q] = true
		}
	}
	return does
}

func grades(kind assessment.ReviewKind) bool {
	return kind == assessment.ReviewGrade || kind == assessment.ReviewConsensus
}

func gradable(q *questionnaire.Question, grade int) bool {
	return q.Scoring.Kind == questionnaire.ScoreRubric &&
		slices.ContainsFunc(q.Scoring.Rubric, func(g questionnaire.Grade) bool { return g.Grade == grade })
}
