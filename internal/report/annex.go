package report

import (
	"fmt"
	"sort"

	"memsure/internal/assessment"
	"memsure/internal/scoring"
)

func (b *builder) annex() Annex {
	return Annex{
		Digests:       b.digests(),
		Formulas:      b.formulas(),
		WorkedExample: b.workedExample(),
		Ruleset:       b.rulesetWords(),
		Weights:       b.weights(),
		Grading:       b.grading(),
		Evidence:      b.register(),
		Reviews:       b.reviewLines(),
		People:        b.people(),
		NotRun:        b.notRun(),
		Excluded:      b.excluded(),
		Limits:        limits,
		Mapping:       b.mapping(),
		Coverage:      b.coverage(),
		Changes:       b.changes(),
		HowToVerify:   howToVerify,
	}
}

func (b *builder) digests() []Digest {
	in := b.in
	all := []Digest{
		{"Questionnaire " + in.Definition.Slug + " " + in.Definition.Version, in.DefinitionDigest},
		{"Ruleset " + in.Definition.Ruleset.ID, in.RulesetDigest},
		{fmt.Sprintf("Response, revision %d", in.Revision.Number), in.RevisionDigest},
		{"Facts read from evidence", in.FactsDigest},
		{"Reviews", in.ReviewsDigest},
		{"Scorecard (scoring result)", in.ResultDigest},
	}
	if in.WeightsDigest != "" {
		all = append(all, Digest{"Weights set for this assessment", in.WeightsDigest})
	}
	return all
}

func (b *builder) register() []EvidenceLine {
	out := []EvidenceLine{}
	for _, e := range b.evidence {
		questions := []string{}
		for _, a := range b.in.Revision.Answers {
			if links(a, e.ID) {
				questions = append(questions, a.QuestionID)
			}
		}
		format := e.Format
		if format == "" {
			format = e.Kind
		}
		out = append(out, EvidenceLine{Number: b.numbers[e.ID], ID: e.ID, FileName: e.FileName, SHA256: e.SHA256,
			Size: bytesSize(e.Size), Format: format, ReceivedAt: timestamp(e.ReceivedAt), DatedOn: e.DatedOn,
			Result: word(evidenceWords, e.Status), Questions: questions})
	}
	return out
}

func links(a assessment.Answer, evidenceID string) bool {
	for _, l := range a.Evidence {
		if l.EvidenceID == evidenceID {
			return true
		}
	}
	return false
}

// people lists every reference in the report once, with its role.
func (b *builder) people() []PersonLine {
	roles := map[string]string{}
	var order []string
	add := func(ref, role string) {
		if _, known := roles[ref]; ref != "" && !known {
			roles[ref] = role
			order = append(order, ref)
		}
	}
	for _, p := range b.in.People {
		add(p.Ref, p.Role)
	}
	add(b.in.Revision.SubmittedBy, "submitted the response")
	add(b.in.Revision.ApprovedBy, "signatory of the response")
	for _, r := range b.in.Reviews {
		add(r.By, "evaluator")
	}
	out := []PersonLine{}
	for _, ref := range order {
		out = append(out, PersonLine{Ref: ref, Role: roles[ref]})
	}
	return out
}

func (b *builder) notRun() []string {
	out := []string{}
	for _, n := range b.in.Result.NotRun {
		out = append(out, n.Rule+": "+sentence(n.Reason))
	}
	return out
}

func (b *builder) excluded() []string {
	out := []string{}
	for _, s := range b.in.Result.Sections {
		for _, q := range s.Questions {
			if counts(q.Status) {
				continue
			}
			why := word(statusWords, q.Status)
			if a := b.answers[q.ID]; a != nil && a.NotApplicable != nil && a.NotApplicable.Reason != "" {
				why += ". The vendor states: " + a.NotApplicable.Reason
			}
			out = append(out, b.title(q.ID)+": "+sentence(why))
		}
	}
	return out
}

func (b *builder) mapping() []MappingLine {
	byControl := map[string][]string{}
	for _, s := range b.in.Definition.Sections {
		for _, q := range s.Questions {
			for _, c := range q.MapsTo {
				byControl[c] = append(byControl[c], q.ID)
			}
		}
	}
	controls := make([]string, 0, len(byControl))
	for c := range byControl {
		controls = append(controls, c)
	}
	sort.Strings(controls)
	out := []MappingLine{}
	for _, c := range controls {
		out = append(out, MappingLine{Control: c, Questions: byControl[c]})
	}
	return out
}

// scoredExample picks the proven question that earned most, else any that
// earned, to show the arithmetic on.
func (b *builder) scoredExample() (scoring.SectionResult, scoring.QuestionResult, bool) {
	var section scoring.SectionResult
	var best scoring.QuestionResult
	found := false
	for _, s := range b.in.Result.Sections {
		for _, q := range s.Questions {
			if q.Status == scoring.StatusScored && s.Summary != nil && (!found || q.Contribution > best.Contribution) {
				section, best, found = s, q, true
			}
		}
	}
	return section, best, found
}
