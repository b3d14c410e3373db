package report

import (
	"fmt"
	"sort"
	"strings"

	"memsure/internal/assessment"
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

// schema names the form of the view; a changed form gets a new number.
const schema = "memsure/report/scorecard/v1"

// builder holds the input with the look-ups every part of the report needs.
type builder struct {
	in        Input
	questions map[string]*questionnaire.Question
	answers   map[string]*assessment.Answer
	results   map[string]*scoring.QuestionResult
	evidence  []assessment.Evidence // in register order
	numbers   map[string]string     // evidence id → "E1"
	inForce   map[string]bool       // review ids
}

// BuildScorecard words, orders and formats a scoring result for people. It is
// pure and total: incomplete input (no result, unknown ids) gives a report
// that says so, never a failure.
func BuildScorecard(in Input) Scorecard {
	b := newBuilder(in)
	view := Scorecard{
		Schema:      schema,
		ReportID:    in.ReportID,
		Status:      map[bool]string{true: "final", false: "draft"}[in.Final],
		GeneratedAt: timestamp(in.GeneratedAt),
		DataCutOff:  timestamp(in.DataCutOff),
		Buyer:       in.Buyer,
		Marking:     in.Marking,
		Subject:     b.subject(),
		Results:     b.resultLines(),
		Gates:       b.gates(),
		Sections:    b.sections(),
		PointsTotal: b.pointsTotal(),
		Findings:    b.findings(),
		Strengths:   b.strengths(),
		Levers:      b.levers(),
		Facts:       b.facts(),
		Composition: b.composition(),
		Annex:       b.annex(),
		Glossary:    glossary,
	}
	view.Decision = b.decision(view)
	return view
}

func newBuilder(in Input) *builder {
	if in.Definition == nil {
		in.Definition = &questionnaire.Definition{}
	}
	if in.Result == nil {
		in.Result = &scoring.Result{}
	}
	b := &builder{in: in, questions: map[string]*questionnaire.Question{}, answers: answersByID(in.Revision),
		results: map[string]*scoring.QuestionResult{}, numbers: map[string]string{}}
	for i := range in.Definition.Sections {
		for j := range in.Definition.Sections[i].Questions {
			q := &in.Definition.Sections[i].Questions[j]
			b.questions[q.ID] = q
		}
	}
	for i := range in.Result.Sections {
		for j := range in.Result.Sections[i].Questions {
			r := &in.Result.Sections[i].Questions[j]
			b.results[r.ID] = r
		}
	}
	b.numberEvidence()
	b.inForce = reviewsInForce(in.Result)
	return b
}

func answersByID(rev assessment.Revision) map[string]*assessment.Answer {
	out := make(map[string]*assessment.Answer, len(rev.Answers))
	for i := range rev.Answers {
		out[rev.Answers[i].QuestionID] = &rev.Answers[i]
	}
	return out
}

// numberEvidence gives register numbers in the order files were received.
func (b *builder) numberEvidence() {
	b.evidence = append(b.evidence, b.in.Revision.Evidence...)
	sort.SliceStable(b.evidence, func(i, j int) bool {
		x, y := b.evidence[i], b.evidence[j]
		if x.ReceivedAt != y.ReceivedAt {
			return x.ReceivedAt < y.ReceivedAt
		}
		return x.ID < y.ID
	})
	for i, e := range b.evidence {
		b.numbers[e.ID] = fmt.Sprintf("E%d", i+1)
	}
}

// reviewsInForce are those the result used; scoring decides which.
func reviewsInForce(r *scoring.Result) map[string]bool {
	out := map[string]bool{}
	for _, s := range r.Sections {
		for _, q := range s.Questions {
			for _, id := range q.ReviewIDs {
				out[id] = true
			}
		}
	}
	for _, g := range r.Gates {
		out[g.ReviewID], out[g.ApprovalID] = true, true
	}
	for _, f := range r.Findings {
		out[f.ReviewID] = true
	}
	return out
}

func (b *builder) subject() Subject {
	in := b.in
	return Subject{
		Vendor: in.Vendor, Product: in.Product, Release: in.Release,
		AssessmentID:  in.Revision.AssessmentID,
		Purpose:       word(purposeWords, in.Purpose),
		Tier:          b.tier(),
		Source:        word(sourceWords, in.Source),
		Revision:      in.Revision.Number,
		SubmittedAt:   timestamp(in.Revision.SubmittedAt),
		Questionnaire: strings.TrimSpace(in.Definition.Title + " " + in.Definition.Version),
	}
}

func (b *builder) tier() string {
	for _, t := range b.in.Definition.Tiers {
		if t.ID == b.in.Tier {
			return t.Label
		}
	}
	return b.in.Tier
}

// heading gives a question's short title, or its wording where it has none.
func (b *builder) heading(id string) string {
	if q := b.questions[id]; q != nil && q.Title != "" {
		return q.Title
	}
	return b.questionText(id)
}

// questionText gives the wording of a question, or its id where the definition
// has none.
func (b *builder) questionText(id string) string {
	if q := b.questions[id]; q != nil && q.Text != "" {
		return q.Text
	}
	return id
}
