package demo

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"

	"memsure/api"
	"memsure/internal/assessment"
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

// evaluate decides as the evaluators of the sample did: names the place in a
// file that shows what an answer claims, settles what does not apply, and has
// the text answers graded on their rubrics.
func (p *play) evaluate(ctx context.Context) (string, error) {
	counts := map[assessment.ReviewKind]int{}
	for _, r := range p.sample.Reviews {
		var err error
		switch r.Kind {
		case assessment.ReviewVerdict:
			confidence := api.ReviewInputConfidence(r.Confidence)
			err = p.review(ctx, api.ReviewInput{Kind: api.ReviewInputKindVerdict, QuestionID: &r.QuestionID, Confidence: &confidence,
				EvidenceID: new(p.evidence[r.EvidenceID]), Place: &r.Place, Reason: r.Reason})
		case assessment.ReviewNotApplicable:
			err = p.review(ctx, api.ReviewInput{Kind: api.ReviewInputKindNotApplicable, QuestionID: &r.QuestionID, Accepted: &r.Accepted, Reason: r.Reason})
		case assessment.ReviewGrade:
			err = p.grade(ctx, r)
		default:
			err = fmt.Errorf("the sample holds a decision of kind %s", r.Kind)
		}
		if err != nil {
			return "", err
		}
		counts[r.Kind]++
	}
	return fmt.Sprintf("%d verdicts name the place in a file; text answers graded by two: %d; not applicable, accepted: %d",
		counts[assessment.ReviewVerdict], counts[assessment.ReviewGrade], counts[assessment.ReviewNotApplicable]), nil
}

func (p *play) review(ctx context.Context, in api.ReviewInput) error {
	return p.reviewAs(ctx, p.evaluator, in)
}

func (p *play) reviewAs(ctx context.Context, desk *api.ClientWithResponses, in api.ReviewInput) error {
	got, err := desk.CreateReviewWithResponse(ctx, p.assessmentID, nil, in)
	if err != nil {
		return err
	}
	return answered(got.HTTPResponse, got.Body, http.StatusCreated)
}

// passphrase is one nobody needs to know: the demo's contact never returns.
func passphrase() string { return rand.Text() }
