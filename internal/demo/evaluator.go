package demo

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"

	"memsure/api"
	"memsure/internal/questionnaire"
)

// score has the last revision scored and says what came out.
func (p *play) score(ctx context.Context) (string, error) {
	got, err := p.evaluator.CreateScorecardWithResponse(ctx, p.assessmentID, nil)
	if err != nil {
		return "", err
	}
	if err := answered(got.HTTPResponse, got.Body, http.StatusCreated); err != nil {
		return "", err
	}
	s := got.JSON201.Summary
	if s.Overall.IsNull() {
		return "nothing could be scored", nil
	}
	overall := s.Overall.MustGet()
	band := "–"
	if s.Band != nil {
		band = *s.Band
	}
	return fmt.Sprintf("%s of 100, band %s; quality %s, confidence %s; knock-outs: %s",
		overall.Score, band, overall.Quality, overall.Confidence, s.GateOutcome), nil
}

// evaluate looks at the proof as an evaluator does: names the place in a file
// that shows what an answer claims, and grades the text answer on its rubric.
func (p *play) evaluate(ctx context.Context) (string, error) {
	verdicts, grades := 0, 0
	for _, a := range p.sample.Answers {
		for _, link := range a.Evidence {
			if link.Place == "" {
				continue
			}
			confidence := api.ReviewInputConfidenceDocumented
			if err := p.review(ctx, api.ReviewInput{Kind: api.ReviewInputKindVerdict, QuestionID: &a.QuestionID, Confidence: &confidence,
				EvidenceID: new(p.evidence[link.EvidenceID]), Place: &link.Place, Reason: "The file shows what the vendor states."}); err != nil {
				return "", err
			}
			verdicts++
		}
		if a.Value != nil && a.Value.Kind == questionnaire.TypeText {
			if err := p.review(ctx, api.ReviewInput{Kind: api.ReviewInputKindGrade, QuestionID: &a.QuestionID, Grade: new(2),
				Reason: "Names the rule and the parsers it covers; the proof that the class is gone covers new code only."}); err != nil {
				return "", err
			}
			grades++
		}
	}
	return fmt.Sprintf("%d verdicts name the place in a file, %d text answer is graded", verdicts, grades), nil
}

func (p *play) review(ctx context.Context, in api.ReviewInput) error {
	got, err := p.evaluator.CreateReviewWithResponse(ctx, p.assessmentID, nil, in)
	if err != nil {
		return err
	}
	return answered(got.HTTPResponse, got.Body, http.StatusCreated)
}

// passphrase is one nobody needs to know: the demo's contact never returns.
func passphrase() string { return rand.Text() }
