package report

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

func (b *builder) formulas() []string {
	out := []string{
		"Points of a question = weight × quality × confidence. Quality and confidence lie between 0 and 1.",
		"Section score = points of its questions ÷ weights of its questions × 100. Unanswered questions count with 0 points; accepted “not applicable” and questions that do not arise leave both sums.",
		b.rollUpFormula(),
		"Exposure and practice are the same sum over the sections of that kind.",
		"Range: the lower end takes every claim that is neither proven nor contradicted as false, the upper end as true.",
		"Quality is rounded once to six decimals; everything after that is exact. Printed numbers are rounded half to even. Printed contributions add up to the printed total (largest remainder).",
		confidenceNote,
	}
	for i, rule := range recommendationRule {
		out = append(out, fmt.Sprintf("Recommendation, rule %d: %s", i+1, rule))
	}
	return out
}

func (b *builder) rollUpFormula() string {
	if b.in.Definition.Ruleset.RollUp == questionnaire.RollUpFlat {
		return "Overall score = points of all questions ÷ weights of all questions × 100 (roll-up “flat”)."
	}
	return "Overall score = sum of section weight × section score ÷ sum of section weights, over sections with a score (roll-up “sections”)."
}

// workedExample shows one question to the printed decimals, its section from
// all its questions, and the total from all sections.
func (b *builder) workedExample() []string {
	s, q, ok := b.scoredExample()
	if !ok {
		return []string{"No question could be scored; there is nothing to compute."}
	}
	points := product(q)
	out := []string{
		fmt.Sprintf("Question %s: “%s”", q.ID, b.questionText(q.ID)),
		fmt.Sprintf("Answer: %s. %s", strings.TrimSuffix(b.answerWords(q.ID), "."), sentence(factNamesInWords(q.Rule))),
		fmt.Sprintf("Confidence: %s. %s", strings.ToLower(word(rungWords, q.Rung)), sentence(factNamesInWords(q.ConfidenceWhy))),
		fmt.Sprintf("Points = weight × quality × confidence = %d × %s × %s = %s of %d.", q.Weight,
			scoring.FormatUnit(q.Quality, 6), scoring.FormatUnit(q.Confidence, 6), ratio(points, 4), q.Weight),
	}
	out = append(out, b.sectionExample(s))
	return append(out, b.totalExample()...)
}

func product(q scoring.QuestionResult) *big.Rat {
	p := big.NewRat(int64(q.Weight), 1)
	p.Mul(p, big.NewRat(q.Quality, million))
	return p.Mul(p, big.NewRat(q.Confidence, million))
}

func (b *builder) sectionExample(s scoring.SectionResult) string {
	points, weight := sums(s)
	if weight == 0 {
		return fmt.Sprintf("Section “%s”: no question counts.", b.sectionTitle(s.ID))
	}
	var earned, of []string
	for _, q := range s.Questions {
		if counts(q.Status) {
			earned, of = append(earned, ratio(product(q), 4)), append(of, strconv.Itoa(q.Weight))
		}
	}
	score := new(big.Rat).Quo(points, big.NewRat(weight, 100))
	if len(earned) == 1 {
		return fmt.Sprintf("Section “%s”: its one question earns %s points of %d. Score: %s ÷ %d × 100 = %s.", b.sectionTitle(s.ID),
			earned[0], weight, earned[0], weight, ratio(score, 1))
	}
	return fmt.Sprintf("Section “%s”: its questions, in order, earn %s = %s points of %s = %d. Score: %s ÷ %d × 100 = %s.", b.sectionTitle(s.ID),
		strings.Join(earned, " + "), ratio(points, 4), strings.Join(of, " + "), weight, ratio(points, 4), weight, ratio(score, 1))
}

func sums(s scoring.SectionResult) (points *big.Rat, weight int64) {
	points = new(big.Rat)
	for _, q := range s.Questions {
		if counts(q.Status) {
			points.Add(points, product(q))
			weight += int64(q.Weight)
		}
	}
	return points, weight
}

func (b *builder) totalExample() []string {
	overall := b.in.Result.Overall
	if overall == nil {
		return nil
	}
	if b.in.Definition.Ruleset.RollUp == questionnaire.RollUpFlat {
		return []string{b.flatTotal(overall), b.bandStep(overall)}
	}
	return []string{b.sectionsTotal(overall), b.bandStep(overall)}
}

func (b *builder) flatTotal(overall *scoring.Summary) string {
	points, weight := new(big.Rat), int64(0)
	for _, s := range b.in.Result.Sections {
		p, w := sums(s)
		points.Add(points, p)
		weight += w
	}
	return fmt.Sprintf("Total: all questions earn %s points of %d: %s ÷ %d × 100 = %s.", ratio(points, 4), weight, ratio(points, 4), weight, percent(overall.Score))
}

func (b *builder) sectionsTotal(overall *scoring.Summary) string {
	var terms []string
	weights := 0
	for _, s := range b.in.Result.Sections {
		if s.Summary == nil || s.Weight == 0 {
			continue
		}
		terms = append(terms, fmt.Sprintf("%d × %s", s.Weight, scoring.FormatPercent(s.Summary.Score, 4)))
		weights += s.Weight
	}
	return fmt.Sprintf("Total: (%s) ÷ %d = %s.", strings.Join(terms, " + "), weights, percent(overall.Score))
}

func (b *builder) bandStep(overall *scoring.Summary) string {
	return fmt.Sprintf("Band: an overall score of %s gives %s.", percent(overall.Score), b.bandExplained())
}

func (b *builder) bandExplained() string {
	r := b.in.Result
	if r.BandBeforeCap != "" && r.BandBeforeCap != r.Band {
		return fmt.Sprintf("“%s”; capped to “%s”. %s", b.bandLabel(r.BandBeforeCap), b.bandLabel(r.Band), strings.TrimSuffix(sentence(r.CapReason), "."))
	}
	return "“" + b.bandLabel(r.Band) + "”"
}

func (b *builder) rulesetWords() []string {
	rs := b.in.Definition.Ruleset
	out := []string{
		fmt.Sprintf("Ruleset %s, arithmetic %d, roll-up “%s”.", rs.ID, rs.Arithmetic, rs.RollUp),
		fmt.Sprintf("Confidence: claimed %s (%s where proof is required), documented %s, verified %s; contradicted 0.",
			rs.Confidence.Claimed, rs.Confidence.ClaimedProofRequired, rs.Confidence.Documented, rs.Confidence.Verified),
	}
	var bands, caps []string
	for _, band := range rs.Bands {
		bands = append(bands, fmt.Sprintf("“%s” from %s", band.Label, band.AtLeast))
	}
	for _, c := range rs.ExposureCaps {
		caps = append(caps, fmt.Sprintf("“%s” below %s", b.bandLabel(c.Band), c.Below))
	}
	if len(bands) > 0 {
		out = append(out, "Bands, by the overall score: "+strings.Join(bands, ", ")+".")
	}
	if len(caps) > 0 {
		out = append(out, "Caps, by the exposure score, the best band that can be reached: "+strings.Join(caps, ", ")+".")
	}
	if rs.IntegrityFailsAt > 0 {
		out = append(out, fmt.Sprintf("Integrity: %s upheld against the vendor fail the integrity knock-out.", plural(rs.IntegrityFailsAt, "contradiction", "contradictions")))
	}
	return out
}
