package report

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"memsure/internal/fact"
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

// tracer words a trace.
type tracer struct {
	*builder
	ledger  *scoring.Ledger     // nil where nothing is scorable
	printed [][]int64           // by loss and question of the ledger, in hundredths of a point
	gone    map[string]int64    // by question: what it did not earn, in hundredths of a point
	missing map[string]int64    // the same exactly, in millionths of a percent
	lost    map[string][]string // by question: "0.94 to the answer itself"
}

// print rounds every loss once, to hundredths that add up with what was earned
// to 100.00; every page of the trace shows these.
func (t *tracer) print() {
	t.gone, t.missing, t.lost = map[string]int64{}, map[string]int64{}, map[string][]string{}
	if t.ledger == nil {
		return
	}
	var parts []int64
	for _, loss := range t.ledger.Lost {
		for _, share := range loss.Questions {
			parts = append(parts, share.Amount)
		}
	}
	printed := apportion(parts, 100*100-roundTo(t.ledger.Earned, 2))
	for _, loss := range t.ledger.Lost {
		t.printed = append(t.printed, printed[:len(loss.Questions)])
		for i, share := range loss.Questions {
			t.gone[share.QuestionID] += printed[i]
			t.missing[share.QuestionID] += share.Amount
			t.lost[share.QuestionID] = append(t.lost[share.QuestionID], scaled(printed[i], 2)+" "+lossWords[loss.Kind].to)
		}
		printed = printed[len(loss.Questions):]
	}
}

// summary says the result in sentences, to begin with.
func (t *tracer) summary() []string {
	r := t.in.Result
	if r.Overall == nil {
		return []string{"Nothing in the response could be scored, so that there is no score: not even 0.", t.gateSummary()}
	}
	out := []string{
		fmt.Sprintf("The overall score is %s of 100. 100 would mean: everything good, and everything proven.", percent(r.Overall.Score)),
		fmt.Sprintf("Of what the questions weigh, %s %% was answered. Those answers are worth %s of 100 if all of them are taken as true (quality), and %s of 100 is how well they are proven (confidence).",
			percent(r.Overall.AnsweredShare), percent(r.Overall.Quality), percent(r.Overall.Confidence)),
		fmt.Sprintf("If everything that is only claimed turned out false, the score would be %s; if true, %s.", percent(r.Overall.Lower), percent(r.Overall.Upper)),
		t.dimensions(),
	}
	if r.Band != "" {
		out = append(out, "The rating is "+t.bandExplained()+".")
	}
	return append(out, t.gateSummary())
}

func (t *tracer) dimensions() string {
	said := func(s *scoring.Summary) string {
		if s == nil {
			return "is not scored"
		}
		return "scores " + percent(s.Score)
	}
	return fmt.Sprintf("Exposure %s: how little memory-unsafe code meets input from strangers. Practice %s: how well what remains is governed.",
		said(t.in.Result.Exposure), said(t.in.Result.Practice))
}

// sections words every section; what they add is printed as in the scorecard's
// report.
func (t *tracer) sections() []TraceSection {
	out := []TraceSection{}
	printed := t.builder.sections()
	for i, s := range t.in.Result.Sections {
		section := TraceSection{ID: s.ID, Title: t.sectionTitle(s.ID), Dimension: word(dimensionWords, s.Dimension), Weight: s.Weight,
			Score: printed[i].Result.Score, Contribution: printed[i].Contribution, Sums: t.sums(s, printed[i].Contribution), Questions: []TraceQuestion{}}
		most := s.Contribution
		for j := range s.Questions {
			q := &s.Questions[j]
			most += t.missing[q.ID]
			section.Questions = append(section.Questions, t.question(q, printed[i].Questions[j]))
		}
		section.Most = scoring.FormatPercent(most, 2)
		out = append(out, section)
	}
	return out
}

// sums shows how a section's questions become its score and its part of the
// total.
func (t *tracer) sums(s scoring.SectionResult, contribution string) []string {
	out := []string{t.sectionExample(s)}
	switch {
	case s.Summary == nil:
		return out
	case t.in.Definition.Ruleset.RollUp == questionnaire.RollUpFlat:
		return append(out, fmt.Sprintf("Sections have no weight of their own here: the questions of this one add %s points to the overall score.", contribution))
	case s.Weight == 0:
		return append(out, "The section has no weight and adds nothing to the overall score.")
	}
	all := 0
	for _, other := range t.in.Result.Sections {
		if other.Summary != nil {
			all += other.Weight
		}
	}
	return append(out, fmt.Sprintf("In the total: section weight %d of %d × score %s = %s points.", s.Weight, all, scoring.FormatPercent(s.Summary.Score, 4), contribution))
}

// question words one question from what was asked to its points.
func (t *tracer) question(r *scoring.QuestionResult, printed Question) TraceQuestion {
	out := TraceQuestion{ID: r.ID, Title: t.title(r.ID), Text: t.questionText(r.ID), Status: printed.Status, StatusID: printed.StatusID,
		Answer: t.said(r), Rule: t.inWords(r.Rule), Reviews: printed.Reviews, Points: printed.Contribution, Most: dash,
		Weight: r.Weight, Quality: dash, Confidence: dash, Rung: printed.Rung}
	if r.ConfidenceWhy != "" {
		out.Proof = t.inWords(r.ConfidenceWhy)
	}
	if !counts(r.Status) {
		return out
	}
	out.Quality, out.Confidence = fact.FormatMicro(r.Quality), fact.FormatMicro(r.Confidence)
	out.Most = scaled(hundredths(out.Points)+t.gone[r.ID], 2)
	out.Arithmetic = fmt.Sprintf("Weight %d × quality %s × confidence %s = %s of %d. In the total that is %s of at most %s points.",
		r.Weight, out.Quality, out.Confidence, trimmed(product(*r)), r.Weight, out.Points, out.Most)
	if lost := t.lost[r.ID]; len(lost) > 0 {
		out.Missing = "Not earned: " + strings.Join(lost, ", ") + "."
	}
	for _, l := range t.in.Result.Levers {
		if l.QuestionID == r.ID && l.Gain > 0 {
			out.Do = t.plain(t.leverAdvice(l))
		}
	}
	return out
}

// hundredths reads a printed number of points back; a dash is nothing.
func hundredths(points string) int64 {
	whole, part, _ := strings.Cut(points, ".")
	n, _ := strconv.ParseInt(whole+part, 10, 64)
	return n
}

// trimmed prints an exact number with at most six decimals.
func trimmed(r *big.Rat) string {
	return strings.TrimSuffix(strings.TrimRight(ratio(r, 6), "0"), ".")
}

// inWords puts words in place of ids and fact names and leaves every number as
// exact as it is.
func (b *builder) inWords(text string) string {
	return named.ReplaceAllStringFunc(factNamesInWords(text), func(name string) string {
		if b.questions[name] != nil {
			return b.quoted(name)
		}
		return name
	})
}

// said is the answer with its verb.
func (b *builder) said(r *scoring.QuestionResult) string {
	a := b.answers[r.ID]
	switch {
	case !r.Asked():
		return "The question was not asked."
	case a == nil || a.Value == nil && a.NotApplicable == nil && len(a.Evidence) == 0:
		return "The vendor gave no answer."
	case a.NotApplicable != nil:
		return strings.TrimSpace("The vendor states that the question does not apply. " + reasonGiven(a.NotApplicable.Reason))
	}
	verb := "The vendor states: "
	if a.Citation != nil {
		verb = "Public sources say: "
	}
	text := verb + sentence(b.answerWords(r.ID))
	if linked := b.evidenceOf(*r); len(linked) > 0 && b.questions[r.ID] != nil && b.questions[r.ID].Type != questionnaire.TypeFile {
		text += " Linked: " + strings.Join(linked, ", ") + "."
	}
	return text
}

func reasonGiven(reason string) string {
	if reason == "" {
		return ""
	}
	return "Reason given: " + sentence(reason)
}

// outside lists the questions that were not asked or do not count, and why.
func (t *tracer) outside() []TraceOutside {
	out := []TraceOutside{}
	for _, s := range t.in.Result.Sections {
		for i := range s.Questions {
			r := &s.Questions[i]
			if counts(r.Status) && r.Asked() {
				continue
			}
			why := sentence(t.inWords(r.Rule))
			if a := t.answers[r.ID]; a != nil && a.NotApplicable != nil && r.Asked() {
				why = strings.TrimSpace(why + " " + reasonGiven(a.NotApplicable.Reason))
			}
			line := TraceOutside{ID: r.ID, Title: t.title(r.ID), Status: word(statusWords, r.Status), Why: why, Parts: []ConditionPart{}}
			if q := t.questions[r.ID]; q != nil && !r.Asked() {
				line.Parts = t.parts(q.When, r.WhenParts)
			}
			out = append(out, line)
		}
	}
	return out
}

// howToRead says how the numbers of a trace are made.
func (b *builder) howToRead() []string {
	rs := b.in.Definition.Ruleset
	return []string{
		"Each question is read in one line: what was asked, what the vendor states, which published rule makes a quality of it (0 to 1), how well it is proven (confidence, 0 to 1), and what weight × quality × confidence gives.",
		fmt.Sprintf("Confidence has steps: only claimed counts %s (%s where proof is required), documented by a file %s, verified by an independent party %s, contradicted 0.",
			rs.Confidence.Claimed, rs.Confidence.ClaimedProofRequired, rs.Confidence.Documented, rs.Confidence.Verified),
		"Silence counts 0 and stays in the sum. A question that does not apply leaves the sum only when an evaluator accepted the reason. A question that an answer made unnecessary either leaves the sum or takes over the quality and the confidence of that answer, as its author decided.",
		b.rollUpFormula(),
		"All numbers are exact; only what is printed is rounded. Printed parts add up to the printed total.",
		confidenceNote,
	}
}
