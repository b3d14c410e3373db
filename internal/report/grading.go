package report

import (
	"fmt"
	"slices"
	"strings"

	"memsure/internal/assessment"
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

// weights lists which weights are not the authored ones, and by which profile.
func (b *builder) weights() []string {
	authored := b.in.Authored
	if authored == nil || len(authored.Sections) != len(b.in.Definition.Sections) {
		return nil
	}
	var out []string
	for s := range authored.Sections {
		was, is := &authored.Sections[s], &b.in.Definition.Sections[s]
		out = b.reweighed(out, "Section “"+was.Title+"”", was.Weight, is.Weight, has(b.in.Weights.Sections, was.ID))
		for q := range was.Questions {
			out = b.reweighed(out, titled(&was.Questions[q]), was.Questions[q].Weight, is.Questions[q].Weight, has(b.in.Weights.Questions, was.Questions[q].ID))
		}
	}
	return out
}

// titled gives a question's short title with its id, or the id alone.
func titled(q *questionnaire.Question) string {
	if q.Title == "" {
		return q.ID
	}
	return "“" + q.Title + "” (" + q.ID + ")"
}

func (b *builder) reweighed(out []string, what string, authored, effective int, own bool) []string {
	if authored == effective {
		return out
	}
	return append(out, fmt.Sprintf("%s: weight %d in place of %d, %s.", what, effective, authored,
		choose(own, "set for this assessment before its first answer", "by the tier “"+b.tier()+"”")))
}

func has(list []questionnaire.Weight, id string) bool {
	return slices.ContainsFunc(list, func(w questionnaire.Weight) bool { return w.ID == id })
}

// grading lists what each member of a panel gave, and what they agreed on.
func (b *builder) grading() []string {
	var out []string
	for _, s := range b.in.Result.Sections {
		for i := range s.Questions {
			if q := &s.Questions[i]; len(q.Grades) > 0 {
				out = append(out, q.ID+": "+b.gradesGiven(q))
			}
		}
	}
	return out
}

func (b *builder) gradesGiven(q *scoring.QuestionResult) string {
	given := make([]string, len(q.Grades))
	equal := true
	for i, g := range q.Grades {
		given[i] = fmt.Sprintf("%s gave %d", g.By, g.Grade)
		equal = equal && g.Grade == q.Grades[0].Grade
	}
	text := strings.Join(given, ", ") + "; " + choose(equal, "all alike", plural(q.Spread, "step", "steps")+" apart") + "."
	for _, r := range b.in.Reviews {
		if r.Kind == assessment.ReviewConsensus && slices.Contains(q.ReviewIDs, r.ID) {
			return fmt.Sprintf("%s The panel agreed on %d, recorded by %s: %s", text, r.Grade, r.By, sentence(r.Reason))
		}
	}
	if !equal {
		text += " No consensus is recorded; the text counts as not graded."
	}
	return text
}

// remedyWords marks a remedy that nobody else has approved.
func remedyWords(g scoring.GateResult) string {
	if g.Remedy != "" && g.ProposedBy != "" && g.ApprovedBy == "" {
		return g.Remedy + " (proposed; not in force)"
	}
	return g.Remedy
}
