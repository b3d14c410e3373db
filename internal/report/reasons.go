package report

import (
	"fmt"

	"memsure/internal/scoring"
)

// reasons gives the three that carry the recommendation: knock-outs first, then
// serious findings, then the results in plain words.
func (b *builder) reasons(view Scorecard) []string {
	candidates := []string{
		b.gateReason(), b.findingReason(), b.exposureReason(view), b.proofReason(),
		b.practiceReason(), b.answeredReason(), b.passReason(), b.emptyReason(), "The report follows the published questionnaire and its rules; nothing was weighed by hand.",
	}
	out := []string{}
	for _, c := range candidates {
		if c != "" && len(out) < 3 {
			out = append(out, c)
		}
	}
	return out
}

func (b *builder) gateReason() string {
	for _, o := range []scoring.Outcome{scoring.Fail, scoring.Undetermined, scoring.Conditional} {
		if gates := b.gatesWith(o); len(gates) > 0 {
			lead := map[scoring.Outcome]string{scoring.Fail: "Failed knock-out", scoring.Undetermined: "Open knock-out",
				scoring.Conditional: "Knock-out passed on a condition"}[o]
			return fmt.Sprintf("%s “%s”: %s", lead, gates[0].Title, sentence(gates[0].Why))
		}
	}
	return ""
}

func (b *builder) passReason() string {
	if len(b.in.Result.Gates) == 0 || b.count(scoring.Pass) != len(b.in.Result.Gates) {
		return ""
	}
	return b.gateSummary()
}

func (b *builder) findingReason() string {
	serious := b.serious()
	if len(serious) == 0 {
		return ""
	}
	f := serious[0]
	text := word(kindWords, f.Kind) + ": " + sentence(f.Message)
	if n := len(serious) - 1; n > 0 {
		text += " " + plural(n, "further serious finding stands", "further serious findings stand") + "."
	}
	return text
}

func (b *builder) exposureReason(view Scorecard) string {
	s := b.in.Result.Exposure
	if s == nil {
		return ""
	}
	text := fmt.Sprintf("Exposure scores %s of 100: %s", percent(s.Score), level(s.Score,
		"little memory-unsafe code meets input from strangers.",
		"a fair amount of memory-unsafe code meets input from strangers.",
		"much memory-unsafe code may meet input from strangers."))
	if c := view.Composition; c != nil {
		unsafe, unknown := c.Classes[3], c.Classes[4]
		text += fmt.Sprintf(" Of %d components the file shows %d in memory-unsafe languages and %d of unknown language.", c.Total, unsafe.Count, unknown.Count)
	}
	return text
}

func (b *builder) proofReason() string {
	s := b.in.Result.Overall
	if s == nil {
		return ""
	}
	return fmt.Sprintf("Proof is at %s of 100: %s", percent(s.Confidence), level(s.Confidence,
		"most of what the vendor states is backed by files or independent checks.",
		"about half rests on files or independent checks, the rest on the vendor's word.",
		"most of it rests on the vendor's word alone."))
}

func (b *builder) practiceReason() string {
	s := b.in.Result.Practice
	if s == nil {
		return ""
	}
	return fmt.Sprintf("Practice scores %s of 100: %s", percent(s.Score), level(s.Score,
		"the remaining unsafe code is governed well.",
		"governance of the remaining unsafe code has gaps.",
		"governance of the remaining unsafe code is weak or unproven."))
}

func (b *builder) answeredReason() string {
	s := b.in.Result.Overall
	if s == nil {
		return "Nothing in the response could be scored."
	}
	return fmt.Sprintf("%s %% of what applies was answered.", percent(s.AnsweredShare))
}

func (b *builder) emptyReason() string {
	if b.in.Result.Overall != nil {
		return ""
	}
	return "A decision taken now would rest on nothing that this report can show; what is missing can still be asked for."
}

// level picks one of three wordings: from 70, from 45, below.
func level(score int64, high, middle, low string) string {
	switch {
	case score >= 70*million:
		return high
	case score >= 45*million:
		return middle
	default:
		return low
	}
}

// mainUnknown names the one thing that would most change the picture: an open
// knock-out, else the unproven or undecided question with the largest gain.
func (b *builder) mainUnknown() string {
	if open := b.gatesWith(scoring.Undetermined); len(open) > 0 {
		return fmt.Sprintf("Whether “%s” holds. %s", open[0].Title, sentence(open[0].Why))
	}
	if b.in.Result.Overall == nil {
		return "Everything: the response holds nothing that could be scored."
	}
	best := b.largestUnknown()
	if best == nil {
		return "No single unknown stands out: what is open moves the result by less than 0.1 points."
	}
	return fmt.Sprintf("%s “%s” (%s). Settling it could add up to %s points.",
		unknownLead(best), b.questionText(best.ID), best.ID, percent(best.Gain))
}

func (b *builder) largestUnknown() *scoring.QuestionResult {
	var best *scoring.QuestionResult
	for _, s := range b.in.Result.Sections {
		for i := range s.Questions {
			q := &s.Questions[i]
			if unknown(q) && q.Gain >= million/10 && (best == nil || q.Gain > best.Gain) {
				best = q
			}
		}
	}
	return best
}

// unknown reports whether more information, not better practice, would move
// the question.
func unknown(q *scoring.QuestionResult) bool {
	switch q.Status {
	case scoring.StatusUngraded, scoring.StatusUndecided, scoring.StatusNAPending, scoring.StatusUnanswered:
		return true
	case scoring.StatusScored, scoring.StatusInherited:
		return q.Rung == scoring.Claimed
	}
	return false
}

func unknownLead(q *scoring.QuestionResult) string {
	switch q.Status {
	case scoring.StatusUngraded:
		return "An evaluator has not yet graded the answer to"
	case scoring.StatusUndecided:
		return "It is not known whether this question applies:"
	case scoring.StatusNAPending:
		return "Nobody has yet decided whether “not applicable” is right for"
	case scoring.StatusUnanswered:
		return "The vendor gave no answer to"
	default:
		return "The vendor states it, no evidence supports it:"
	}
}
