package report

import (
	"fmt"
	"strings"

	"memsure/internal/scoring"
)

// changes compares with the previous scorecard: result, knock-outs, answers and
// findings, in that order.
func (b *builder) changes() []string {
	p := b.in.Previous
	if p == nil || p.Result == nil {
		return []string{}
	}
	out := b.scoreChanges(p)
	out = append(out, gateChanges(p.Result.Gates, b.in.Result.Gates)...)
	out = append(out, b.answerChanges(p)...)
	out = append(out, findingChanges(p.Result.Findings, b.in.Result.Findings)...)
	if len(out) == 0 {
		out = []string{"Nothing changed since report " + p.ReportID + "."}
	}
	return out
}

func (b *builder) scoreChanges(p *Previous) []string {
	out := []string{}
	line := func(name string, before, after *scoring.Summary) {
		x, y := dash, dash
		if before != nil {
			x = percent(before.Score)
		}
		if after != nil {
			y = percent(after.Score)
		}
		if x != y {
			out = append(out, fmt.Sprintf("%s: from %s to %s.", name, x, y))
		}
	}
	line("Overall score", p.Result.Overall, b.in.Result.Overall)
	line("Exposure", p.Result.Exposure, b.in.Result.Exposure)
	line("Practice", p.Result.Practice, b.in.Result.Practice)
	if p.Result.Band != b.in.Result.Band {
		out = append(out, fmt.Sprintf("Band: from “%s” to “%s”.", b.bandLabel(p.Result.Band), b.bandLabel(b.in.Result.Band)))
	}
	return out
}

func gateChanges(before, after []scoring.GateResult) []string {
	was := map[string]scoring.Outcome{}
	for _, g := range before {
		was[g.ID] = g.Outcome
	}
	out := []string{}
	for _, g := range after {
		if old, known := was[g.ID]; known && old != g.Outcome {
			out = append(out, fmt.Sprintf("Knock-out “%s”: from %s to %s.", g.Title, old, g.Outcome))
		}
	}
	return out
}

// answerChanges compares answers as printed, by question id.
func (b *builder) answerChanges(p *Previous) []string {
	old := *b
	old.answers = answersByID(p.Revision)
	out := []string{}
	for _, s := range b.in.Definition.Sections {
		for _, q := range s.Questions {
			x, y := old.answerPrint(q.ID), b.answerPrint(q.ID)
			if x != y {
				out = append(out, fmt.Sprintf("Answer to %s: from “%s” to “%s”.", q.ID, old.answerWords(q.ID), b.answerWords(q.ID)))
			}
		}
	}
	return out
}

func (b *builder) answerPrint(id string) string {
	return fmt.Sprint(b.answerWords(id), b.answerTable(id))
}

func findingChanges(before, after []scoring.Finding) []string {
	was, is := findingStates(before), findingStates(after)
	out := []string{}
	if ids := proofsOnlyIn(after, was); len(ids) > 0 {
		out = append(out, "Required proof is missing now for "+strings.Join(ids, ", ")+".")
	}
	if ids := proofsOnlyIn(before, is); len(ids) > 0 {
		out = append(out, "Required proof is no longer missing for "+strings.Join(ids, ", ")+".")
	}
	for _, f := range after {
		switch old, known := was[f.RuleID]; {
		case !known && isMissingProof(f):
		case !known:
			out = append(out, fmt.Sprintf("New finding %s: %s", f.RuleID, sentence(f.Message)))
		case old != f.State:
			out = append(out, fmt.Sprintf("Finding %s: from %s to %s.", f.RuleID, old, f.State))
		}
	}
	for _, f := range before {
		if _, still := is[f.RuleID]; !still && !isMissingProof(f) {
			out = append(out, "Finding "+f.RuleID+" no longer arises.")
		}
	}
	return out
}

// proofsOnlyIn lists the questions of missing proofs that the other side lacks.
func proofsOnlyIn(these []scoring.Finding, others map[string]scoring.FindingState) []string {
	var out []string
	for _, f := range these {
		if _, known := others[f.RuleID]; !known && isMissingProof(f) {
			out = append(out, f.Questions[0])
		}
	}
	return out
}

func findingStates(all []scoring.Finding) map[string]scoring.FindingState {
	out := make(map[string]scoring.FindingState, len(all))
	for _, f := range all {
		out[f.RuleID] = f.State
	}
	return out
}
