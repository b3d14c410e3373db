package report

import (
	"fmt"

	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

// recommendationRule is printed in the annex: the recommendation follows it
// and nothing else.
var recommendationRule = []string{
	"A failed knock-out: do not proceed unless what it asks for is met.",
	"Otherwise a knock-out that the data leave open, or nothing that could be scored: a person must decide.",
	"Otherwise the lowest band: do not proceed on these answers.",
	"Otherwise a conditional knock-out, or a contradiction or a critical or high red flag that was not dismissed: proceed with conditions.",
	"Otherwise by band: the upper half of the bands proceeds, those between proceed with conditions.",
}

// mostConditions bounds the list on the first page.
const mostConditions = 5

func (b *builder) decision(view Scorecard) Decision {
	outcome := b.outcome()
	return Decision{
		Question:       fmt.Sprintf(b.questionPattern(), b.subjectWords()),
		Outcome:        outcome,
		Recommendation: b.recommendation(outcome),
		Band:           b.bandLabel(b.in.Result.Band),
		CapNote:        b.capNote(),
		Reasons:        b.reasons(view),
		MainUnknown:    b.mainUnknown(),
		Conditions:     b.conditions(outcome),
		DecideBy:       b.in.DecideBy,
		Decider:        b.in.Decider,
		GateSummary:    b.gateSummary(),
	}
}

func (b *builder) questionPattern() string {
	if p, ok := questionWords[b.in.Purpose]; ok {
		return p
	}
	return "Is the memory-safety risk of %s acceptable?"
}

func (b *builder) subjectWords() string {
	return b.in.Product + " " + b.in.Release + " from " + b.in.Vendor
}

// outcome applies recommendationRule.
func (b *builder) outcome() string {
	r := b.in.Result
	switch {
	case b.count(scoring.Fail) > 0:
		return DoNotProceed
	case b.count(scoring.Undetermined) > 0, r.Overall == nil:
		return DecideByPerson
	}
	// A remedy or a contradiction makes nothing better than its band: the lowest
	// one comes before them.
	byBand := b.outcomeByBand()
	if byBand != DoNotProceed && (b.count(scoring.Conditional) > 0 || len(b.serious()) > 0) {
		return ProceedWithConditions
	}
	return byBand
}

func (b *builder) outcomeByBand() string {
	bands := b.in.Definition.Ruleset.Bands
	for i, band := range bands {
		if band.ID != b.in.Result.Band {
			continue
		}
		switch {
		case i == 0, i < len(bands)/2:
			return Proceed
		case i == len(bands)-1:
			return DoNotProceed
		default:
			return ProceedWithConditions
		}
	}
	return DecideByPerson
}

func (b *builder) count(o scoring.Outcome) int { return len(b.gatesWith(o)) }

func (b *builder) gatesWith(o scoring.Outcome) []scoring.GateResult {
	var out []scoring.GateResult
	for _, g := range b.in.Result.Gates {
		if g.Outcome == o {
			out = append(out, g)
		}
	}
	return out
}

// serious lists what forbids an unconditional yes: standing contradictions and
// critical or high red flags.
func (b *builder) serious() []scoring.Finding {
	var out []scoring.Finding
	for _, f := range b.in.Result.Findings {
		flag := f.Kind == scoring.FindingRedFlag && !worse(questionnaire.High, f.Severity)
		if open(f) && (f.Kind == scoring.FindingContradiction || flag) {
			out = append(out, f)
		}
	}
	return out
}

func (b *builder) recommendation(outcome string) string {
	switch outcome {
	case DoNotProceed:
		if failed := b.gatesWith(scoring.Fail); len(failed) > 0 {
			return "Do not proceed unless this knock-out is met: " + gateTitles(failed)
		}
		return "Do not proceed on these answers: the result is in the lowest band."
	case DecideByPerson:
		if undecided := b.gatesWith(scoring.Undetermined); len(undecided) > 0 {
			return "A person must decide: the data leave open whether this knock-out is met: " + gateTitles(undecided)
		}
		return "A person must decide: nothing in the response could be scored."
	case ProceedWithConditions:
		return "Proceed with conditions: agree on what is listed below before signing."
	default:
		return "Proceed. No knock-out failed and nothing serious stands against it."
	}
}

func gateTitles(gates []scoring.GateResult) string {
	text := "“" + gates[0].Title + "”"
	if n := len(gates) - 1; n > 0 {
		text += " and " + plural(n, "other", "others")
	}
	return text + "."
}

func (b *builder) bandLabel(id string) string {
	for _, band := range b.in.Definition.Ruleset.Bands {
		if band.ID == id {
			return band.Label
		}
	}
	return id
}

func (b *builder) capNote() string {
	r := b.in.Result
	if r.CapReason == "" || r.Band == r.BandBeforeCap {
		return ""
	}
	return sentence(r.CapReason)
}

func (b *builder) gateSummary() string {
	total := len(b.in.Result.Gates)
	if total == 0 {
		return "This questionnaire has no knock-out conditions for this tier."
	}
	if total == 1 && b.count(scoring.Pass) == 1 {
		return "The one knock-out condition passed."
	}
	if b.count(scoring.Pass) == total {
		return fmt.Sprintf("All %s passed.", plural(total, "knock-out condition", "knock-out conditions"))
	}
	text := plural(total, "knock-out condition", "knock-out conditions") + ": "
	comma := ""
	for _, o := range []struct {
		outcome scoring.Outcome
		words   string
	}{{scoring.Pass, "passed"}, {scoring.Conditional, "passed on a condition"}, {scoring.Undetermined, "undetermined"}, {scoring.Fail, "failed"}} {
		if n := b.count(o.outcome); n > 0 {
			text += fmt.Sprintf("%s%d %s", comma, n, o.words)
			comma = ", "
		}
	}
	return text + "."
}

// conditions lists what to agree on, most binding first.
func (b *builder) conditions(outcome string) []string {
	out := []string{}
	for _, o := range []scoring.Outcome{scoring.Fail, scoring.Undetermined, scoring.Conditional} {
		for _, g := range b.gatesWith(o) {
			out = append(out, gateCondition(g))
		}
	}
	for _, f := range b.serious() {
		if f.Resolve != "" {
			out = append(out, b.about(f.Questions)+sentence(b.plain(f.Resolve)))
		}
	}
	if outcome == ProceedWithConditions || outcome == DoNotProceed {
		out = append(out, b.askedOfVendor(3-len(out))...)
	}
	return shorten(unique(out), mostConditions)
}

func gateCondition(g scoring.GateResult) string {
	switch {
	case g.Remedy != "" && g.RemedyBy != "":
		return sentence(g.Title+": "+remedyWords(g)) + " Due " + Day(g.RemedyBy) + "."
	case g.Remedy != "":
		return sentence(g.Title + ": " + remedyWords(g))
	case g.Outcome == scoring.Fail:
		return sentence("Meet the knock-out “" + g.Title + "”, with proof")
	case g.Outcome == scoring.Undetermined:
		return sentence("Settle the open knock-out “" + g.Title + "”")
	default:
		return sentence(g.Title)
	}
}

func unique(in []string) []string {
	seen, out := map[string]bool{}, []string{}
	for _, s := range in {
		if s != "" && !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

func shorten(in []string, most int) []string {
	if len(in) <= most {
		return in
	}
	rest := len(in) - (most - 1)
	return append(in[:most-1:most-1], fmt.Sprintf("%d more: see the findings and knock-outs further on.", rest))
}
