package scoring

import (
	"cmp"
	"slices"
)

// explain adds what people read: every question with its part of the total,
// findings, levers and what could not run.
func (r *run) explain(out *Result) {
	var total int64
	parts, gains := make([]int64, len(r.cells)), make([]int64, len(r.cells))
	if out.Overall != nil {
		total = out.Overall.Score
		parts = r.contributions(total)
		now := r.exact(&r.scales[0]).products
		for q := range r.cells {
			gains[q] = r.gain(q, now, total)
		}
	}
	out.Sections = make([]SectionResult, len(r.sections))
	for s := range r.sections {
		out.Sections[s] = r.section(s, parts, gains)
	}
	out.Findings = r.findings(out)
	out.Levers = r.levers(gains)
	out.NotRun = append([]NotRun{}, r.finishNotes()...)
	if out.Gates == nil {
		out.Gates = []GateResult{}
	}
}

func (r *run) section(s int, parts, gains []int64) SectionResult {
	plan, authored := &r.sections[s], &r.version.Definition.Sections[s]
	out := SectionResult{
		ID:        authored.ID,
		Dimension: authored.Dimension,
		Weight:    authored.Weight,
		Summary:   r.sectionSummary(&r.totals[s]),
		Questions: make([]QuestionResult, 0, plan.last-plan.first),
	}
	for q := plan.first; q < plan.last; q++ {
		question := r.question(q)
		question.Contribution, question.Gain = parts[q], gains[q]
		out.Contribution += parts[q]
		out.Questions = append(out.Questions, question)
	}
	return out
}

// question words one cell. A question out of the points shows neither quality
// nor confidence, but what was decided about it: others may rest on it.
func (r *run) question(q int) QuestionResult {
	rule, c := &r.rules[q], &r.cells[q]
	out := QuestionResult{ID: rule.ID, Status: r.printedStatus(q), Weight: rule.Weight}
	out.Rule, out.ConfidenceWhy = r.ruleSentence(q), r.confidenceSentence(q)
	out.ReviewIDs, out.WhenParts = r.inForce(q), r.whenParts(q)
	r.showGrades(&out, q)
	if out.Status == StatusNotScored {
		return out
	}
	out.Quality, out.Confidence = c.quality, c.confidence
	if c.answered {
		out.Rung = rungNames[c.rung]
		out.Expired = c.age == agePast || c.age == ageTwice
	}
	for _, root := range c.roots {
		out.InheritedFrom = append(out.InheritedFrom, r.rules[root].ID)
	}
	r.restsOn(&out, q)
	return out
}

func (r *run) printedStatus(q int) Status {
	if !r.rules[q].scored {
		return StatusNotScored
	}
	return r.cells[q].status
}

// restsOn names the files and facts under a shown answer.
func (r *run) restsOn(out *QuestionResult, q int) {
	c := &r.cells[q]
	for _, f := range factsOf(c) {
		if !slices.Contains(out.FactNames, f.Name) {
			out.FactNames = append(out.FactNames, f.Name)
		}
	}
	if c.claim == nil {
		return
	}
	for i := range c.claim.Evidence {
		if id := c.claim.Evidence[i].EvidenceID; !slices.Contains(out.EvidenceIDs, id) {
			out.EvidenceIDs = append(out.EvidenceIDs, id)
		}
	}
	slices.Sort(out.EvidenceIDs)
}

// levers lists what each question could still gain, the largest first, the
// earlier question first where two gain the same.
func (r *run) levers(gains []int64) []Lever {
	byGain := make([]int, 0, len(gains))
	for q, gain := range gains {
		if gain > 0 {
			byGain = append(byGain, q)
		}
	}
	slices.SortFunc(byGain, func(a, b int) int { return cmp.Or(cmp.Compare(gains[b], gains[a]), cmp.Compare(a, b)) })
	levers := make([]Lever, len(byGain))
	for i, q := range byGain {
		levers[i] = Lever{r.rules[q].ID, gains[q], r.advice(q)}
	}
	return levers
}
