package scoring

import (
	"cmp"
	"slices"
	"strings"

	"memsure/internal/crosscheck"
	"memsure/internal/questionnaire"
)

// Rule ids of findings are the check's own id for contradictions, and these
// prefixes before the id of the question, flag or gate or the name of the fact
// for the others.
const (
	findingFlag    = "flag:"
	findingGate    = "gate:"
	findingProof   = "proof:"
	findingVerdict = "verdict:"
	findingFacts   = "facts:"
	findingSpread  = "spread:"
)

var severityRank = map[questionnaire.Severity]int{
	questionnaire.Critical: 0, questionnaire.High: 1, questionnaire.Medium: 2, questionnaire.Low: 3,
}

// findings collects what a person should look at: worst first, then by rule.
func (r *run) findings(out *Result) []Finding {
	found := []Finding{}
	found = r.contradictions(found, crosscheck.Run(r.version, r.env))
	found = r.verdictFindings(found)
	found = r.redFlags(found)
	found = r.gateFindings(found, out.Gates)
	found = r.missingProofs(found)
	found = r.disagreements(found)
	found = r.spreads(found)
	slices.SortFunc(found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(severityRank[a.Severity], severityRank[b.Severity]), strings.Compare(a.RuleID, b.RuleID))
	})
	return found
}

func (r *run) contradictions(found []Finding, checks []crosscheck.Verdict) []Finding {
	for i := range checks {
		verdict, check := &checks[i], checks[i].Check.Check
		switch verdict.Outcome {
		case crosscheck.Contradicted:
			found = append(found, r.settledBy(r.checks[i], Finding{
				RuleID: verdict.RuleID, Kind: FindingContradiction, Severity: check.Severity,
				Questions: check.Questions, Facts: verdict.Facts, Message: check.Message, Resolve: check.Resolve,
			}))
		case crosscheck.NotVerifiable, crosscheck.NoEvidence:
			if r.anyShown(checks[i].Check.Questions) {
				r.note(verdict.RuleID, r.whyNotChecked(verdict))
			}
		}
	}
	return found
}

// anyShown tells whether any of the questions was asked. What a check says of
// questions nobody was asked is no matter.
func (r *run) anyShown(questions []int) bool {
	return slices.ContainsFunc(questions, func(q int) bool { return r.shown[q] == questionnaire.True })
}

func (r *run) whyNotChecked(verdict *crosscheck.Verdict) string {
	if verdict.Outcome == crosscheck.NoEvidence {
		return "The check could not run: no file gives " + list(verdict.Facts) + "."
	}
	return "The check could not run: " + list(append(verdict.Questions, verdict.Facts...)) + " is not known" + r.orDisputed(verdict.Facts) + "."
}

// settledBy adds what people decided about a finding.
func (r *run) settledBy(about subject, f Finding) Finding {
	f.State = r.findingState(f.RuleID, about)
	if review := r.holds(r.settled.findings[f.RuleID], about); review != nil {
		f.ReviewID = review.ID
	}
	if f.Questions == nil {
		f.Questions = []string{}
	}
	return f
}

// verdictFindings shows answers an evaluator found contradicted by reading.
func (r *run) verdictFindings(found []Finding) []Finding {
	for q := range r.cells {
		c := &r.cells[q]
		if !c.answered || c.struck || c.rung != rungContradicted || c.status == StatusInherited {
			continue
		}
		id := r.rules[q].ID
		found = append(found, Finding{
			RuleID: findingVerdict + id, Kind: FindingContradiction, Severity: questionnaire.High,
			State: FindingUpheld, Questions: []string{id}, ReviewID: r.settled.verdicts[id].ID,
			Message: "An evaluator found that the evidence contradicts what the vendor states.",
			Resolve: "Correct the answer, or show evidence that bears it out.",
		})
	}
	return found
}

// redFlags warns for shown and answered questions only. Where files disagree,
// one value that warrants the flag is enough.
func (r *run) redFlags(found []Finding) []Finding {
	flags := r.version.RedFlags()
	for i := range flags {
		flag := &flags[i]
		if !r.cells[flag.Question].answered || r.shown[flag.Question] != questionnaire.True {
			continue
		}
		reason, raised := r.version.Possible(flag.When, r.env)
		if !raised {
			continue
		}
		found = append(found, r.settledBy(r.flagSubject(flag.Question, reason), Finding{
			RuleID: r.flagID(flag.Question, flag.ID, i), Kind: FindingRedFlag, Severity: flag.Severity,
			Questions: []string{r.rules[flag.Question].ID}, Facts: r.factNames(reason), Message: flag.Message,
			Resolve: "By an agreed date, the vendor ends what the flag warns of, or explains it in writing so that an evaluator can dismiss the flag.",
		}))
	}
	return found
}

// flagID is unique in a version: flags carry ids of their own within their
// question, or their place in it.
func (r *run) flagID(question int, id string, at int) string {
	if id == "" {
		for at > 0 && r.version.RedFlags()[at-1].Question == question {
			id, at = id+"+", at-1
		}
	}
	return findingFlag + r.rules[question].ID + ":" + id
}

func (r *run) flagSubject(q int, reason questionnaire.Reason) subject {
	return subject{append([]int{q}, reason.Questions...), r.factNames(reason)}
}

func (r *run) factNames(reason questionnaire.Reason) (names []string) {
	for _, f := range reason.Facts {
		names = append(names, r.version.FactNames()[f])
	}
	return names
}

func (r *run) gateFindings(found []Finding, gates []GateResult) []Finding {
	for i := range gates {
		gate := &gates[i]
		if gate.Outcome != Fail {
			continue
		}
		f := Finding{
			RuleID: findingGate + gate.ID, Kind: FindingGate, Severity: questionnaire.Critical, State: FindingOpen,
			Message: "The knock-out " + quoted(gate.Title) + " failed. " + gate.Why, Questions: []string{}, ReviewID: gate.ReviewID,
			Resolve: "Meet the condition, or agree on a remedy with a date that a person accepts.",
		}
		for _, because := range gate.Because {
			if _, ok := r.version.Index(because); ok {
				f.Questions = append(f.Questions, because)
			} else {
				f.Facts = append(f.Facts, because)
			}
		}
		found = append(found, f)
	}
	return found
}

// missingProofs lists scored answers whose proof is required and that are
// claims still: medium for questions that weigh at least what scored questions
// weigh on average, low for the others.
func (r *run) missingProofs(found []Finding) []Finding {
	weights, questions := int64(0), int64(0)
	for q := range r.rules {
		if r.rules[q].scored {
			weights, questions = weights+int64(r.rules[q].Weight), questions+1
		}
	}
	for q := range r.cells {
		rule, c := &r.rules[q], &r.cells[q]
		if !rule.scored || !rule.required || !c.answered || c.rung != rungClaimed || c.status == StatusInherited {
			continue
		}
		severity := questionnaire.Low
		if int64(rule.Weight)*questions >= weights {
			severity = questionnaire.Medium
		}
		found = append(found, Finding{
			RuleID: findingProof + rule.ID, Kind: FindingMissingProof, Severity: severity, State: FindingOpen,
			Questions: []string{rule.ID}, Message: "The vendor states it; proof is required, and no file shows it.",
			Resolve: "The vendor links a file that the service can read, or a document in which an evaluator finds the place that shows it.",
		})
	}
	return found
}
