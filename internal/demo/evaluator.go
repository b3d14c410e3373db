package demo

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"

	"memsure/api"
	"memsure/internal/assessment"
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
// that shows what an answer claims, and has the text answer graded on its rubric.
func (p *play) evaluate(ctx context.Context) (string, error) {
	verdicts, grades := 0, 0
	for _, a := range p.sample.Answers {
		if link, ok := p.shownBy(a); ok {
			confidence := api.ReviewInputConfidenceDocumented
			if err := p.review(ctx, api.ReviewInput{Kind: api.ReviewInputKindVerdict, QuestionID: &a.QuestionID, Confidence: &confidence,
				EvidenceID: new(p.evidence[link.EvidenceID]), Place: &link.Place, Reason: "The file shows what the vendor states."}); err != nil {
				return "", err
			}
			verdicts++
		}
		if a.Value != nil && a.Value.Kind == questionnaire.TypeText {
			if err := p.grade(ctx, a.QuestionID); err != nil {
				return "", err
			}
			grades++
		}
	}
	return fmt.Sprintf("%d verdicts name the place in a file, text answers graded by two: %d", verdicts, grades), nil
}

// shownBy picks the file of an answer that an evaluator has to look at, and
// the place to look; what a reader understood needs no verdict.
func (p *play) shownBy(a assessment.Answer) (assessment.EvidenceLink, bool) {
	for _, link := range a.Evidence {
		if link.Place == "" {
			link.Place = places[link.EvidenceID]
		}
		if link.Place != "" {
			return link, true
		}
	}
	return assessment.EvidenceLink{}, false
}

// places are where the sample files show what their answers claim as a whole.
var places = map[string]string{
	"line-counts": "the totals of each language", "vulnerability-list": "all rows of 2023 to 2025",
	"roadmap": "the table of milestones", "audit-report": "page 1", "build-record": "section 1", "threat-model": "section 2",
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
