package report

import (
	"sort"
	"strings"

	"memsure/internal/scoring"
)

// mostListed bounds strengths and levers: the report shows what matters, the
// question tables show the rest.
const mostListed = 6

func (b *builder) findings() []Finding {
	out := []Finding{}
	for _, f := range b.in.Result.Findings {
		questions := f.Questions
		if questions == nil {
			questions = []string{}
		}
		out = append(out, Finding{RuleID: f.RuleID, Kind: word(kindWords, f.Kind), Severity: string(f.Severity),
			State: word(stateWords, f.State), Questions: questions, Message: f.Message, Resolve: f.Resolve})
	}
	return out
}

// strengths lists the proven answers that earned most.
func (b *builder) strengths() []Strength {
	proven := []*scoring.QuestionResult{}
	for _, r := range b.results {
		if r.Status == scoring.StatusScored && r.Contribution > 0 &&
			(r.Rung == scoring.Documented || r.Rung == scoring.Verified) && r.Quality >= million/2 {
			proven = append(proven, r)
		}
	}
	sort.Slice(proven, func(i, j int) bool {
		if proven[i].Contribution != proven[j].Contribution {
			return proven[i].Contribution > proven[j].Contribution
		}
		return proven[i].ID < proven[j].ID
	})
	out := []Strength{}
	for _, r := range proven[:min(len(proven), mostListed)] {
		out = append(out, Strength{QuestionID: r.ID, Question: b.questionText(r.ID),
			Contribution: scoring.FormatPercent(r.Contribution, 2), Why: r.ConfidenceWhy})
	}
	return out
}

func (b *builder) levers() []Lever {
	out := []Lever{}
	for _, l := range b.in.Result.Levers {
		if l.Gain <= 0 || len(out) == mostListed {
			break
		}
		out = append(out, Lever{QuestionID: l.QuestionID, Question: b.questionText(l.QuestionID), Gain: percent(l.Gain), Advice: l.Advice})
	}
	return out
}

// open reports whether a finding still stands: not dismissed.
func open(f scoring.Finding) bool { return f.State != scoring.FindingDismissed }

// sentence makes sure a text ends like one.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") {
		return s
	}
	return s + "."
}
