package demo

import (
	"context"
	"fmt"
	"net/http"
	"reflect"

	"memsure/api"
	"memsure/internal/assessment"
)

// confirm looks at what the vendor said before and confirms what still stands;
// the files behind it come along.
func (p *play) confirm(ctx context.Context) (string, error) {
	offers, err := p.contact.ListEarlierAnswersWithResponse(ctx, p.assessmentID)
	if err != nil {
		return "", err
	}
	if err := answered(offers.HTTPResponse, offers.Body, http.StatusOK); err != nil {
		return "", err
	}
	got, err := p.contact.ConfirmEarlierAnswersWithResponse(ctx, p.assessmentID, nil,
		api.ConfirmationInput{Verdicts: &[]api.ConfirmationInputVerdicts{api.ConfirmationInputVerdictsSame, api.ConfirmationInputVerdictsConfirm}})
	if err != nil {
		return "", err
	}
	if err := answered(got.HTTPResponse, got.Body, http.StatusOK); err != nil {
		return "", err
	}
	for _, a := range got.JSON200.Items {
		p.etags[a.QuestionID] = a.Etag
	}
	return fmt.Sprintf("%d of %d earlier answers are confirmed", len(got.JSON200.Items), len(offers.JSON200.Items)+len(offers.JSON200.Archive)),
		p.filesBrought(ctx)
}

// filesBrought finds the files of the sample among those that came along.
func (p *play) filesBrought(ctx context.Context) error {
	got, err := p.contact.ListOwnEvidenceWithResponse(ctx, p.assessmentID)
	if err != nil {
		return err
	}
	if err := answered(got.HTTPResponse, got.Body, http.StatusOK); err != nil {
		return err
	}
	for _, there := range got.JSON200.Items {
		for _, file := range p.sample.Evidence {
			if file.Name == there.FileName {
				p.evidence[file.ID] = there.ID
			}
		}
	}
	return nil
}

// saidBefore tells whether an answer is today what it was the first time.
func (p *play) saidBefore(a assessment.Answer) bool {
	for _, before := range p.earlier.Answers {
		if before.QuestionID == a.QuestionID {
			return reflect.DeepEqual(before, a)
		}
	}
	return false
}
