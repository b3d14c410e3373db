package report

import (
	"fmt"
	"unicode/utf8"

	"memsure/internal/questionnaire"
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
			return fmt.Sprintf("%s “%s”: %s", lead, gates[0].Title, sentence(b.plain(gates[0].Why))) + b.gateAnswer(gates[0])
		}
	}
	return ""
}

// gateAnswer adds what the vendor said where a knock-out turned on one question:
// that it does not hold tells little without it.
func (b *builder) gateAnswer(g scoring.GateResult) string {
	if len(g.Because) != 1 || b.results[g.Because[0]] == nil {
		return ""
	}
	said := b.said(b.results[g.Because[0]])
	if utf8.RuneCountInString(said) > longestQuote {
		return ""
	}
	return " " + said
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
	text := word(kindWords, f.Kind) + ": " + sentence(b.plain(f.Message))
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
		text += fmt.Sprintf(" Of %s the file shows %d in memory-unsafe languages and %d of unknown language.", c.Count(), unsafe.Count, unknown.Count)
	}
	return text + b.costliest(questionnaire.Exposure)
}

func (b *builder) proofReason() string {
	s := b.in.Result.Overall
	if s == nil {
		return ""
	}
	text := fmt.Sprintf("Confidence is %s of 100: %s", percent(s.Confidence), level(s.Confidence,
		"most of what the vendor states is backed by files or independent checks.",
		"about half of what the vendor states rests on files or independent checks, the rest on its word.",
		"most of what the vendor states rests on its word alone."))
	if n := len(b.unproven()); n > 0 {
		text += fmt.Sprintf(" Proof that the questionnaire requires is missing for %s.", plural(n, "answer", "answers"))
	}
	return text
}

func (b *builder) practiceReason() string {
	s := b.in.Result.Practice
	if s == nil {
		return ""
	}
	text := fmt.Sprintf("Practice scores %s of 100: %s", percent(s.Score), level(s.Score,
		"the remaining unsafe code is governed well.",
		"governance of the remaining unsafe code has gaps.",
		"governance of the remaining unsafe code is weak or unproven."))
	return text + b.costliest(questionnaire.Practice)
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
