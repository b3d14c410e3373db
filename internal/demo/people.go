package demo

import (
	"context"
	"net/http"
	"strings"
	"time"

	"memsure/api"
	"memsure/internal/assessment"
)

// addPeople adds two evaluators, who grade together, and a purchaser.
func (p *play) addPeople(ctx context.Context) (string, error) {
	for _, who := range []struct {
		name string
		role api.APIKeyInputRole
		desk **api.ClientWithResponses
	}{
		{"Sam Reyes", api.APIKeyInputRoleEvaluator, &p.evaluator}, {"Ines Vogel", api.APIKeyInputRoleEvaluator, &p.second},
		{"Tomas Lind", api.APIKeyInputRoleProcurement, &p.purchaser},
	} {
		person, desk, err := p.add(ctx, who.name, who.role)
		if err != nil {
			return "", err
		}
		*who.desk = desk
		if who.role == api.APIKeyInputRoleEvaluator {
			p.panel = append(p.panel, person)
		}
	}
	return "two evaluators and a purchaser have keys of their own", nil
}

func (p *play) add(ctx context.Context, name string, role api.APIKeyInputRole) (person string, desk *api.ClientWithResponses, err error) {
	user, err := p.admin.CreateUserWithResponse(ctx, nil, api.UserInput{Name: name})
	if err != nil {
		return "", nil, err
	}
	if err := answered(user.HTTPResponse, user.Body, http.StatusCreated); err != nil {
		return "", nil, err
	}
	key, err := p.admin.CreateAPIKeyWithResponse(ctx, nil, api.APIKeyInput{UserID: user.JSON201.ID, Role: role, Label: "demo " + string(role)})
	if err != nil {
		return "", nil, err
	}
	if err := answered(key.HTTPResponse, key.Body, http.StatusCreated); err != nil {
		return "", nil, err
	}
	desk, err = p.client(key.JSON201.Token)
	return user.JSON201.ID, desk, err
}

// grade has both evaluators grade a text, neither seeing what the other gave,
// and agree on the grade of the sample.
func (p *play) grade(ctx context.Context, sample assessment.Review) error {
	for _, r := range []struct {
		desk *api.ClientWithResponses
		in   api.ReviewInput
	}{
		{p.evaluator, api.ReviewInput{Kind: api.ReviewInputKindGrade, Grade: &sample.Grade, Reason: sample.Reason}},
		{p.second, api.ReviewInput{Kind: api.ReviewInputKindGrade, Grade: new(sample.Grade - 1), Reason: "Less of it is shown than it says."}},
		{p.evaluator, api.ReviewInput{Kind: api.ReviewInputKindConsensus, Grade: &sample.Grade, Reason: sample.Reason}},
	} {
		r.in.QuestionID = &sample.QuestionID
		if err := p.reviewAs(ctx, r.desk, r.in); err != nil {
			return err
		}
	}
	return nil
}

// settleGates has a remedy proposed for every knock-out that is not passed, and
// another person approve it: nobody lets a vendor through alone.
func (p *play) settleGates(ctx context.Context) (string, error) {
	findings, err := p.evaluator.ListFindingsWithResponse(ctx, p.assessmentID)
	if err != nil {
		return "", err
	}
	if err := answered(findings.HTTPResponse, findings.Body, http.StatusOK); err != nil {
		return "", err
	}
	var settled []string
	for _, f := range findings.JSON200.Items {
		if f.Kind != api.FindingKindGateFailure {
			continue
		}
		if err := p.letThrough(ctx, f.RuleID[len("gate:"):]); err != nil {
			return "", err
		}
		settled = append(settled, f.RuleID[len("gate:"):])
	}
	if len(settled) == 0 {
		return "none is failed: nobody has to let anything through", nil
	}
	return "a remedy with a date is proposed and another person approves it: " + strings.Join(settled, ", "), nil
}

func (p *play) letThrough(ctx context.Context, gateID string) error {
	proposed, err := p.evaluator.CreateReviewWithResponse(ctx, p.assessmentID, nil, api.ReviewInput{Kind: api.ReviewInputKindGate, GateID: &gateID,
		Remedy: new("The vendor brings what the knock-out asks for."), RemedyBy: date(time.Now().UTC().AddDate(0, 3, 0)), Reason: "The vendor has a dated plan."})
	if err != nil {
		return err
	}
	if err := answered(proposed.HTTPResponse, proposed.Body, http.StatusCreated); err != nil {
		return err
	}
	approved, err := p.purchaser.ApproveReviewWithResponse(ctx, p.assessmentID, proposed.JSON201.ID, nil,
		api.ApprovalInput{Approved: true, Reason: "The contract will name the date."})
	if err != nil {
		return err
	}
	return answered(approved.HTTPResponse, approved.Body, http.StatusCreated)
}
