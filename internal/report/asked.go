package report

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

// longestQuote bounds a question quoted inside a sentence, longestLead one that
// leads a sentence, in characters.
const (
	longestQuote = 110
	longestLead  = 64
)

// shortText is a question's short title; of one without, its wording, cut at a
// word where it is too long to be quoted.
func (b *builder) shortText(id string, longest int) string {
	text := strings.TrimSuffix(b.heading(id), ".")
	if utf8.RuneCountInString(text) <= longest {
		return text
	}
	cut := string([]rune(text)[:longest])
	if at := strings.LastIndexByte(cut, ' '); at > 0 {
		cut = cut[:at]
	}
	return strings.TrimRight(cut, " ,;:") + " …"
}

// longestTitle bounds what stands for a question in tables and headings.
const longestTitle = 90

// title stands for a question where space is short: its short title, or its
// wording, cut where that is long.
func (b *builder) title(id string) string {
	if text := b.heading(id); utf8.RuneCountInString(text) <= longestTitle {
		return text
	}
	return b.shortText(id, longestTitle)
}

// quoted is a question as conditions and reasons name it.
func (b *builder) quoted(id string) string { return "“" + b.shortText(id, longestQuote) + "”" }

// about leads a sentence with the question it is about.
func (b *builder) about(questions []string) string {
	if len(questions) == 0 {
		return ""
	}
	return "“" + b.shortText(questions[0], longestLead) + "”: "
}

// named finds what may be the id of a question or the name of a fact in a
// sentence of the scoring.
var named = regexp.MustCompile(`[A-Za-z][A-Za-z0-9_]*(?:[.-][A-Za-z0-9_]+)+`)

// plain puts words in place of question ids and fact names.
func (b *builder) plain(text string) string {
	return named.ReplaceAllStringFunc(b.factsInWords(text), func(name string) string {
		if b.questions[name] != nil {
			return b.quoted(name)
		}
		return name
	})
}

// factsInWords puts words in place of fact names, and rounds what follows them
// as the table of facts does.
func (b *builder) factsInWords(text string) string {
	text = exactFactor.ReplaceAllStringFunc(exactShare.ReplaceAllStringFunc(text, rounded), roundedFactor)
	return factNamesInWords(oneOfMany.ReplaceAllStringFunc(text, singular))
}

func factNamesInWords(text string) string {
	return named.ReplaceAllStringFunc(text, func(name string) string {
		if w, ok := factNames[name]; ok {
			return "“" + w + "”"
		}
		return name
	})
}

// exactShare is a share printed with more decimals than people read.
var exactShare = regexp.MustCompile(`[0-9]{1,3}\.[0-9]{2,6}(…)? percent\b`)

func rounded(share string) string {
	digits, _, _ := strings.Cut(strings.TrimSuffix(share, " percent"), "…")
	whole, part, _ := strings.Cut(digits, ".")
	micro, ok := microOf(whole, part)
	if !ok {
		return share
	}
	return percent(micro) + " %"
}

// exactFactor is a quality or a confidence with more decimals than the columns
// beside it print.
var exactFactor = regexp.MustCompile(`\b(Quality|Confidence) [01]\.[0-9]{3,6}\b`)

func roundedFactor(said string) string {
	name, number, _ := strings.Cut(said, " ")
	whole, part, _ := strings.Cut(number, ".")
	micro, ok := microOf(whole, part)
	if !ok {
		return said
	}
	return name + " " + factor(micro)
}

// oneOfMany is a single thing counted in the plural.
var oneOfMany = regexp.MustCompile(`(^|[ (])1 (components|entries|vulnerabilities)\b`)

func singular(said string) string {
	return strings.NewReplacer("components", "component", "entries", "entry", "vulnerabilities", "vulnerability").Replace(said)
}

func microOf(whole, part string) (int64, bool) {
	var w, p int64
	if _, err := fmt.Sscanf(whole+" "+(part + "000000")[:6], "%d %d", &w, &p); err != nil {
		return 0, false
	}
	return w*million + p, true
}

// unproven lists the questions whose required proof is missing, heaviest first
// as the findings have them.
func (b *builder) unproven() []string {
	var out []string
	for _, f := range b.in.Result.Findings {
		if open(f) && isMissingProof(f) {
			out = append(out, f.Questions[0])
		}
	}
	return out
}

// isMissingProof tells the finding that one answer lacks its required proof.
func isMissingProof(f scoring.Finding) bool {
	return f.Kind == scoring.FindingMissingProof && len(f.Questions) == 1 && strings.HasSuffix(f.RuleID, ":"+f.Questions[0])
}

// askedOfVendor names up to most things the vendor can change, each with its
// question: the proof that is required first, then what costs most.
func (b *builder) askedOfVendor(most int) []string {
	out, missing := []string{}, map[string]bool{}
	unproven := b.unproven()
	for _, id := range unproven {
		missing[id] = true
	}
	if len(unproven) > 0 && most > 0 {
		out = append(out, b.proofAsked(unproven))
	}
	for _, l := range b.in.Result.Levers {
		if len(out) >= most {
			break
		}
		if l.Gain > 0 && !missing[l.QuestionID] {
			out = append(out, b.leverAsked(l))
		}
	}
	return out
}

func (b *builder) proofAsked(questions []string) string {
	best := questions[0]
	for _, id := range questions {
		if r := b.results[id]; r != nil && b.results[best] != nil && r.Gain > b.results[best].Gain {
			best = id
		}
	}
	if len(questions) == 1 {
		return "The vendor supplies the proof that is required for its answer to " + b.quoted(best) + "."
	}
	return fmt.Sprintf("The vendor supplies the proof that is required for %d answers (see the findings), first for %s.", len(questions), b.quoted(best))
}

// leverAsked says what to ask for at one question, by what it lacks.
func (b *builder) leverAsked(l scoring.Lever) string {
	worth := " (worth up to " + percent(l.Gain) + " points)."
	r := b.results[l.QuestionID]
	switch {
	case r == nil || r.Status != scoring.StatusScored:
		return b.quoted(l.QuestionID) + ": " + strings.TrimSuffix(l.Advice, ".") + worth
	case r.Quality < 900_000 && r.Rung == scoring.Claimed:
		return "By a date in the contract, the vendor improves and proves what " + b.quoted(l.QuestionID) + " asks for" + worth
	case r.Quality < 900_000:
		return "By a date in the contract, the vendor improves what " + b.quoted(l.QuestionID) + " asks for" + worth
	default:
		return "By a date in the contract, the vendor supplies stronger proof, best from an independent party, for " + b.quoted(l.QuestionID) + worth
	}
}

// costliest names the question of a dimension that keeps most from the score.
func (b *builder) costliest(d questionnaire.Dimension) string {
	var worst *scoring.QuestionResult
	for _, s := range b.in.Result.Sections {
		for i := range s.Questions {
			if q := &s.Questions[i]; s.Dimension == d && counts(q.Status) && (worst == nil || q.Gain > worst.Gain) {
				worst = q
			}
		}
	}
	if worst == nil || worst.Gain < million/2 {
		return ""
	}
	return fmt.Sprintf(" Most is lost at %s (%s points).", b.quoted(worst.ID), percent(worst.Gain))
}
