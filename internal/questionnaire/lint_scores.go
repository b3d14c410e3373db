package questionnaire

import (
	"math/big"

	"memsure/internal/fact"
)

// lintScores remarks on marks and weights that can never matter.
func (l *linter) lintScores() {
	l.eachQuestion(func(q *Question, pointer string) {
		if q.Scored() {
			l.marks(q, pointer)
			return
		}
		for i := range q.Options {
			if q.Options[i].Score.micro() > 0 && q.Role != RoleAward { // of award questions without weight that is said once
				l.remark(join(pointer+"/options", i)+"/score", "score_without_effect", "The question earns no points, so this score changes nothing.")
			}
		}
	})
	l.irrelevantSections()
	l.topBand()
}

// marks remarks on a question that cannot earn full marks, or none at all.
func (l *linter) marks(q *Question, pointer string) {
	switch best := q.best(); {
	case best == 0 && q.Scoring.Kind == ScoreOptions: // all score the same, which is said elsewhere
	case best == 0:
		l.remark(pointer+"/scoring", "never_scores", "No answer earns anything: every score that can be reached is 0.")
	case best < fact.Million:
		l.remark(pointer+"/scoring", "full_marks_unreachable", "No answer earns full marks; the best that can be reached is "+fact.FormatMicro(best)+".")
	}
	low, high, bounded := q.scale()
	for i, anchor := range q.Scoring.Anchors {
		if at := anchor.At.micro(); at < low || bounded && at > high {
			l.remark(join(pointer+"/scoring/anchors", i)+"/at", "anchor_out_of_reach", "No answer reaches this corner of the scale.")
		}
	}
}

// best gives the highest quality any answer can have, in millionths.
func (q *Question) best() int64 {
	switch q.Scoring.Kind {
	case ScoreOptions:
		return q.bestChoice()
	case ScoreRubric:
		best := int64(0)
		for _, grade := range q.Scoring.Rubric {
			best = max(best, grade.Score.micro())
		}
		return best
	case ScoreAnchors, ScoreFreshness, ScoreLeadTime, ScoreMeasure:
		return q.bestPlace()
	}
	return fact.Million
}

// bestChoice: scores of several choices add up only under sum.
func (q *Question) bestChoice() int64 {
	best, sum := int64(0), int64(0)
	for _, o := range q.Options {
		best = max(best, o.Score.micro())
		if !o.Exclusive {
			sum += o.Score.micro()
		}
	}
	if q.Type == TypeMultiChoice && or(q.Scoring.Combine, "sum") == "sum" {
		best = max(best, sum)
	}
	return min(best, fact.Million)
}

// scale gives the numbers that can be placed on the question's anchors.
func (q *Question) scale() (low, high int64, bounded bool) {
	switch q.Scoring.Kind {
	case ScoreAnchors:
		low, high = q.limits()
		return low, high, true
	case ScoreMeasure:
		if q.Scoring.Measure != nil && q.Scoring.Measure.Of == "share" {
			return 0, 100 * fact.Million, true
		}
		return -maxWhole * fact.Million, 0, false
	}
	return 0, 0, false // days, from 0 on
}

// bestPlace looks at the corners of the scale that can be reached and at its
// ends: between corners a line has no higher point.
func (q *Question) bestPlace() int64 {
	low, high, bounded := q.scale()
	anchors := q.Scoring.Anchors
	best := placed(anchors, low)
	if bounded {
		best = max(best, placed(anchors, high))
	}
	for _, a := range anchors {
		if at := a.At.micro(); at >= low && (!bounded || at <= high) {
			best = max(best, a.Score.micro())
		}
	}
	return best
}

// placed gives the score at a number, rounded down; outside the corners the
// ends hold.
func placed(anchors []Anchor, x int64) int64 {
	if len(anchors) == 0 {
		return fact.Million
	}
	for i := range anchors {
		at, score := anchors[i].At.micro(), anchors[i].Score.micro()
		switch {
		case x > at:
			continue
		case i == 0 || x == at:
			return score
		}
		before, earned := anchors[i-1].At.micro(), anchors[i-1].Score.micro()
		part := new(big.Int).Mul(big.NewInt(score-earned), big.NewInt(x-before))
		return earned + part.Div(part, big.NewInt(at-before)).Int64()
	}
	return anchors[len(anchors)-1].Score.micro()
}

// irrelevantShare is the part of the total, in percent, below which a section
// changes no decision: a band is many times as wide.
const irrelevantShare = 1

func (l *linter) irrelevantSections() {
	total := 0
	for s := range l.def.Sections {
		total += l.counts(&l.def.Sections[s])
	}
	for s := range l.def.Sections {
		if counts := l.counts(&l.def.Sections[s]); counts > 0 && counts*100 < total*irrelevantShare {
			l.remark(join("/sections", s)+"/weight", "section_irrelevant", "The section weighs less than one percent of the total: its answers decide nothing.")
		}
	}
}

// counts gives what a section weighs in the total, 0 where it has no scored
// question.
func (l *linter) counts(s *Section) int {
	questions := 0
	for q := range s.Questions {
		if s.Questions[q].Scored() {
			questions += s.Questions[q].Weight
		}
	}
	if l.def.Ruleset.RollUp == RollUpSections && questions > 0 {
		return s.Weight
	}
	return questions
}

// topBand remarks on a best band that perfect answers with perfect proof do not
// reach.
func (l *linter) topBand() {
	earned, total := new(big.Int), new(big.Int)
	for s := range l.def.Sections {
		section := &l.def.Sections[s]
		part, whole := l.reachable(section)
		if whole == 0 {
			continue
		}
		// a section's part is weight × part ÷ whole; the division is made good by
		// multiplying everything else
		weight := big.NewInt(int64(l.counts(section)))
		share := new(big.Int).Div(new(big.Int).Mul(weight, big.NewInt(part)), big.NewInt(whole))
		earned.Add(earned, share)
		total.Add(total, weight)
	}
	if len(l.def.Ruleset.Bands) == 0 || total.Sign() == 0 {
		return
	}
	best := new(big.Int).Div(earned.Mul(earned, big.NewInt(100)), total).Int64()
	if best+1 < l.def.Ruleset.Bands[0].AtLeast.micro() {
		l.remark("/ruleset/bands/0/at_least", "band_out_of_reach", "The best answers with the best proof reach about "+
			fact.FormatMicro(best/10_000*10_000)+" of 100, which is below the best band.")
	}
}

// reachable gives the points of a section with the best answers and the best
// proof, in millionths, and its weight.
func (l *linter) reachable(s *Section) (part, whole int64) {
	for q := range s.Questions {
		question := &s.Questions[q]
		if !question.Scored() {
			continue
		}
		confidence := l.def.Ruleset.Confidence.Verified.micro()
		if question.Evidence.Assurance == "none" {
			confidence = fact.Million
		}
		part += int64(question.Weight) * (question.best() * confidence / fact.Million)
		whole += int64(question.Weight)
	}
	return part, whole
}
