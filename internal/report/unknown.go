package report

import (
	"fmt"
	"strings"

	"memsure/internal/scoring"
)

// mainUnknown names the one thing that would most change the picture: an open
// knock-out, else the unproven or undecided question on which most turns.
func (b *builder) mainUnknown() string {
	if open := b.gatesWith(scoring.Undetermined); len(open) > 0 {
		return fmt.Sprintf("Whether “%s” holds. %s", open[0].Title, sentence(b.plain(open[0].Why)))
	}
	if b.in.Result.Overall == nil {
		return "Everything: the response holds nothing that could be scored."
	}
	best := b.largestUnknown()
	if best == nil {
		return "No single unknown stands out: what is open moves the result by less than 0.1 points."
	}
	lead := b.quoted(best.ID)
	if !strings.HasSuffix(lead, "?”") {
		lead += ":"
	}
	return fmt.Sprintf("%s %s %s%s", lead, unknownState(best), unknownStake(best), b.askedWords(best.ID))
}

// askedWords repeats what was asked where only a short title was named; a
// question without one leads with its wording already, and is named by its id.
func (b *builder) askedWords(id string) string {
	if q := b.questions[id]; q != nil && q.Title != "" && q.Text != "" {
		return " The question: “" + q.Text + "”"
	}
	return " (Question " + id + ".)"
}

func (b *builder) largestUnknown() *scoring.QuestionResult {
	var best *scoring.QuestionResult
	for _, s := range b.in.Result.Sections {
		for i := range s.Questions {
			q := &s.Questions[i]
			if unknown(q) && stake(q) >= million/10 && (best == nil || stake(q) > stake(best)) {
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

// stake is what knowing would move, in millionths of a percent of the overall
// score: for a claim what proof adds and what a refutation takes, for what is not
// known at all everything that it could earn.
func stake(q *scoring.QuestionResult) int64 {
	if claimedOnly(q) {
		return q.Contribution + proofGain(q)
	}
	return q.Gain
}

func claimedOnly(q *scoring.QuestionResult) bool {
	return (q.Status == scoring.StatusScored || q.Status == scoring.StatusInherited) && q.Rung == scoring.Claimed
}

// proofGain is what full proof of an unchanged answer would add.
func proofGain(q *scoring.QuestionResult) int64 {
	if q.Confidence <= 0 {
		return 0
	}
	return min(q.Gain, q.Contribution*(million-q.Confidence)/q.Confidence)
}

func unknownState(q *scoring.QuestionResult) string {
	switch q.Status {
	case scoring.StatusUngraded:
		return "An evaluator has not yet graded the answer."
	case scoring.StatusUndecided:
		return "It is not known whether this question applies."
	case scoring.StatusNAPending:
		return "Nobody has yet decided whether “not applicable” is right here."
	case scoring.StatusUnanswered:
		return "The vendor gave no answer."
	default:
		return "The vendor states an answer; no file was found to show it."
	}
}

func unknownStake(q *scoring.QuestionResult) string {
	if claimedOnly(q) {
		return fmt.Sprintf("Full proof would add %s points to the overall score; if the answer turns out wrong, %s.", percent(proofGain(q)), lost(q.Contribution))
	}
	return fmt.Sprintf("Settling it could add up to %s points to the overall score.", percent(q.Gain))
}

// lost words what a refuted claim takes with it.
func lost(points int64) string {
	if points < million/10 {
		return "less than 0.1 points are lost"
	}
	return percent(points) + " points are lost"
}
