package report

import (
	"fmt"

	"memsure/internal/assessment"
)

func (b *builder) reviewLines() []ReviewLine {
	out := []ReviewLine{}
	for _, r := range b.in.Reviews {
		before, after := b.beforeAfter(r)
		out = append(out, ReviewLine{At: timestamp(r.At), By: r.By, What: word(reviewWords, r.Kind), Subject: b.reviewSubject(r),
			Before: before, After: after, Reason: r.Reason, InForce: b.inForce[r.ID]})
	}
	return out
}

// reviewsOf words the decisions in force on one question.
func (b *builder) reviewsOf(questionID string) []string {
	out := []string{}
	for _, r := range b.in.Reviews {
		if r.QuestionID != questionID || !b.inForce[r.ID] {
			continue
		}
		before, after := b.beforeAfter(r)
		text := word(reviewWords, r.Kind) + ": " + after
		if before != "" {
			text += " (before: " + before + ")"
		}
		out = append(out, sentence(text)+" Reason: "+sentence(r.Reason))
	}
	return out
}

func (b *builder) reviewSubject(r assessment.Review) string {
	switch {
	case r.Kind == assessment.ReviewApproval:
		return b.approvalSubject(r)
	case r.QuestionID != "":
		return r.QuestionID
	case r.GateID != "":
		return "knock-out " + r.GateID
	default:
		return "finding " + r.FindingID
	}
}

// approvalSubject names the knock-out that an approval is about.
func (b *builder) approvalSubject(r assessment.Review) string {
	for _, proposal := range b.in.Reviews {
		if proposal.ID == r.Approves {
			return "knock-out " + proposal.GateID
		}
	}
	return r.Approves
}

func (b *builder) beforeAfter(r assessment.Review) (before, after string) {
	switch r.Kind {
	case assessment.ReviewGrade, assessment.ReviewConsensus:
		return "", b.gradeWords(r)
	case assessment.ReviewApproval:
		return "", choose(r.Accepted, "approved", "refused")
	case assessment.ReviewOverride:
		return "quality " + factor(r.Before), "quality " + factor(r.Quality)
	case assessment.ReviewVerdict:
		return "", b.verdictWords(r)
	case assessment.ReviewNotApplicable:
		return "", choose(r.Accepted, "accepted", "rejected")
	case assessment.ReviewFinding:
		return "", choose(r.Accepted, "upheld", "dismissed")
	default:
		return "", gateDecision(r)
	}
}

func (b *builder) gradeWords(r assessment.Review) string {
	text := fmt.Sprintf("grade %d", r.Grade)
	if q := b.questions[r.QuestionID]; q != nil {
		for _, g := range q.Scoring.Rubric {
			if g.Grade == r.Grade {
				return text + ", " + g.Text
			}
		}
	}
	return text
}

func (b *builder) verdictWords(r assessment.Review) string {
	text := r.Confidence
	if n := b.numbers[r.EvidenceID]; n != "" {
		text += ", by " + n
	}
	if r.Place != "" {
		text += ", " + r.Place
	}
	return text
}

func gateDecision(r assessment.Review) string {
	switch {
	case r.Remedy != "":
		return "conditional: " + r.Remedy + choose(r.RemedyBy != "", " by "+r.RemedyBy, "")
	case r.Accepted:
		return "settled as passed"
	default:
		return "not accepted"
	}
}

func choose(yes bool, a, b string) string {
	if yes {
		return a
	}
	return b
}
