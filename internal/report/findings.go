package report

import (
	"fmt"
	"sort"
	"strings"

	"memsure/internal/scoring"
)

// mostListed bounds strengths and levers: the report shows what matters, the
// question tables show the rest.
const mostListed = 6

func (b *builder) findings() []Finding {
	out := []Finding{}
	last := -1 // the entry that gathers missing proofs
	for _, f := range b.in.Result.Findings {
		one := b.finding(f)
		switch {
		case !isMissingProof(f):
			last = -1
			out = append(out, one)
		case last >= 0 && sameButQuestion(out[last], one):
			out[last].Alike = append(out[last].Alike, one.Alike...)
			out[last].Questions = append(out[last].Questions, one.Questions...)
		default:
			last = len(out)
			out = append(out, one)
		}
	}
	for i := range out {
		if n := len(out[i].Alike); n > 1 {
			out[i].Message = fmt.Sprintf("For %d answers the same: %s", n, lowerFirst(out[i].Message))
		}
	}
	return out
}

func (b *builder) finding(f scoring.Finding) Finding {
	out := Finding{RuleID: f.RuleID, Kind: word(kindWords, f.Kind), Severity: string(f.Severity), State: word(stateWords, f.State),
		Questions: append([]string{}, f.Questions...), Message: b.plain(f.Message), Resolve: f.Resolve}
	if isMissingProof(f) {
		out.Alike = []FindingMember{{RuleID: f.RuleID, QuestionID: f.Questions[0], Question: b.heading(f.Questions[0])}}
	}
	return out
}

func sameButQuestion(x, y Finding) bool {
	return x.Severity == y.Severity && x.State == y.State && x.Message == y.Message && x.Resolve == y.Resolve
}

// lowerFirst continues a sentence with one of our own.
func lowerFirst(s string) string {
	if s == "" || s[0] < 'A' || s[0] > 'Z' {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
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
		out = append(out, Strength{QuestionID: r.ID, Question: b.heading(r.ID),
			Contribution: scoring.FormatPercent(r.Contribution, 2), Why: b.factsInWords(r.ConfidenceWhy)})
	}
	return out
}

func (b *builder) levers() []Lever {
	out := []Lever{}
	for _, l := range b.in.Result.Levers {
		if l.Gain <= 0 || len(out) == mostListed {
			break
		}
		out = append(out, Lever{QuestionID: l.QuestionID, Question: b.heading(l.QuestionID), Gain: percent(l.Gain), Advice: b.leverAdvice(l)})
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
