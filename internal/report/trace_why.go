package report

import (
	"fmt"

	"memsure/internal/scoring"
)

// lossWords are the words of one reason why points were not earned.
var lossWords = map[scoring.LossKind]struct{ title, to, explains string }{
	scoring.LostQuality: {"Lost to the answers themselves", "to the answer itself",
		"The answer is not the best one the questionnaire knows. Only a better practice brings this back."},
	scoring.LostConfidence: {"Lost to missing or weak proof", "to missing or weak proof",
		"The answer is good, but rests on the vendor's word or on the vendor's own files. Proof brings this back; the product need not change."},
	scoring.LostSilence: {"Lost to silence", "to silence",
		"No answer was given, or what would tell whether the question applies was left open."},
	scoring.LostNotApplicable: {"Lost to “does not apply”", "to a claim that the question does not apply",
		"The vendor states that the question does not apply, and no evaluator has accepted that."},
	scoring.LostContradiction: {"Lost to contradiction", "to contradiction",
		"A person upheld that an answer is contradicted. It earns nothing, and claims without proof in the same response count less."},
	scoring.LostUngraded: {"Waiting for a grade", "while it waits for a grade",
		"A text that evaluators have not graded yet. The grade brings back what it is worth."},
}

// largestShares is how many questions a line of the account names.
const largestShares = 3

func (t *tracer) whyNot() WhyNot {
	out := WhyNot{Lines: []LedgerLine{}, Total: dash, Limits: t.limits(), Levers: t.levers()}
	out.Levers = out.Levers[:min(len(out.Levers), mostLevers)]
	if t.ledger == nil {
		out.Lead = "Nothing in the response could be scored, so that there is nothing to account for."
		return out
	}
	earned := roundTo(t.ledger.Earned, 2)
	out.Total = "100.00"
	out.Lead = fmt.Sprintf("%s of 100 points were earned. This is where the other %s went.", scaled(earned, 2), scaled(100*100-earned, 2))
	out.Lines = append(out.Lines, LedgerLine{ID: "earned", Title: "Earned", Explains: "Good answers, as far as they are proven.",
		Points: scaled(earned, 2), PointsMicro: t.ledger.Earned, Largest: []LedgerShare{}})
	for i, loss := range t.ledger.Lost {
		out.Lines = append(out.Lines, t.lossLine(loss, t.printed[i]))
	}
	return out
}

// lossLine names the questions with most of a loss, and sums up the others.
func (t *tracer) lossLine(loss scoring.Loss, printed []int64) LedgerLine {
	w := lossWords[loss.Kind]
	line := LedgerLine{ID: string(loss.Kind), Title: w.title, Explains: w.explains, PointsMicro: loss.Amount, Largest: []LedgerShare{}}
	all, rest := int64(0), int64(0)
	for i, share := range loss.Questions {
		all += printed[i]
		if i >= largestShares {
			rest += printed[i]
			continue
		}
		line.Largest = append(line.Largest, LedgerShare{QuestionID: share.QuestionID, Title: t.title(share.QuestionID), Points: scaled(printed[i], 2)})
	}
	line.Points = scaled(all, 2)
	if n := len(loss.Questions) - largestShares; n > 0 {
		line.More = plural(n, "other question", "other questions") + ": " + scaled(rest, 2)
	}
	return line
}

// limits says what bounds the result whatever the points: the cap that exposure
// sets, and knock-outs that did not pass.
func (t *tracer) limits() []string {
	out := []string{}
	if note := t.capNote(); note != "" {
		out = append(out, note)
	}
	for _, g := range t.in.Result.Gates {
		switch g.Outcome {
		case scoring.Fail:
			out = append(out, "The knock-out “"+g.Title+"” failed; no points make up for that.")
		case scoring.Undetermined:
			out = append(out, "Whether the knock-out “"+g.Title+"” holds is open; a person has to decide.")
		case scoring.Conditional:
			out = append(out, "The knock-out “"+g.Title+"” passed on a condition only"+choose(g.RemedyBy != "", ", due "+Day(g.RemedyBy), "")+".")
		}
	}
	if len(out) == 0 {
		out = append(out, "Nothing: no knock-out stands in the way, and the exposure score does not lower the rating.")
	}
	return out
}
