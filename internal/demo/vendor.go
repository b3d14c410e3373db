package demo

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"time"

	openapi_types "github.com/oapi-codegen/runtime/types"

	"memsure/api"
	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
	"memsure/questionnaires"
)

func (p *play) invite(ctx context.Context) (string, error) {
	got, err := p.admin.CreateInvitationWithResponse(ctx, p.assessmentID, nil,
		api.InvitationInput{Email: "dana.okafor@northwind.example", Name: "Dana Okafor"})
	if err != nil {
		return "", err
	}
	if err := answered(got.HTTPResponse, got.Body, http.StatusCreated); err != nil {
		return "", err
	}
	p.token = got.JSON201.Token
	return "Dana Okafor is invited, until " + got.JSON201.Invitation.ExpiresAt.Format("2 January 15:04 MST"), nil
}

func (p *play) redeem(ctx context.Context) (string, error) {
	anonymous, err := api.NewClientWithResponses(p.cfg.BaseURL)
	if err != nil {
		return "", err
	}
	got, err := anonymous.RedeemInvitationWithResponse(ctx, api.RedemptionInput{
		Token: p.token, Name: "Dana Okafor", Passphrase: passphrase()})
	if err != nil {
		return "", err
	}
	if err := answered(got.HTTPResponse, got.Body, http.StatusCreated); err != nil {
		return "", err
	}
	p.contact, err = p.client(got.JSON201.Token)
	return "Dana Okafor has a sign-in of her own; the invitation is used up", err
}

// upload brings the files that did not come along with an earlier answer.
func (p *play) upload(ctx context.Context) (string, error) {
	brought, read := len(p.evidence), ""
	for _, file := range p.sample.Evidence {
		if p.evidence[file.ID] != "" {
			continue
		}
		content, err := questionnaires.Sample(file.Name)
		if err != nil {
			return "", err
		}
		params := &api.UploadEvidenceParams{FileName: file.Name, Kind: file.Kind, DatedOn: day(file.DatedOn)}
		got, err := p.contact.UploadEvidenceWithBodyWithResponse(ctx, p.assessmentID, params, "application/octet-stream", bytes.NewReader(content))
		if err != nil {
			return "", err
		}
		if err := answered(got.HTTPResponse, got.Body, http.StatusCreated); err != nil {
			return "", err
		}
		p.evidence[file.ID] = got.JSON201.ID
		if len(got.JSON201.Facts) > 0 {
			read = fmt.Sprintf("; the SBOM is read: %d facts", len(got.JSON201.Facts))
		}
	}
	return fmt.Sprintf("%d files are received, %d came along with earlier answers%s", len(p.evidence)-brought, brought, read), nil
}

// answer saves what is not answered yet, or differently today, in one go.
func (p *play) answer(ctx context.Context) (string, error) {
	var bulk api.BulkAnswersInput
	changed := 0
	for _, a := range p.sample.Answers {
		in := api.BulkAnswerInput{QuestionID: a.QuestionID, Answer: p.input(a)}
		if etag, ok := p.etags[a.QuestionID]; ok {
			if p.saidBefore(a) {
				continue
			}
			in.IfMatch = &etag
			changed++
		}
		bulk.Answers = append(bulk.Answers, in)
	}
	saved, err := p.contact.PutAnswersWithResponse(ctx, p.assessmentID, bulk)
	if err != nil {
		return "", err
	}
	if err := answered(saved.HTTPResponse, saved.Body, http.StatusOK); err != nil {
		return "", err
	}
	return fmt.Sprintf("%d answers are new, %d say more than before", len(bulk.Answers)-changed, changed), nil
}

func (p *play) lookAtProgress(ctx context.Context) (string, error) {
	got, err := p.contact.GetProgressWithResponse(ctx, p.assessmentID)
	if err != nil {
		return "", err
	}
	if err := answered(got.HTTPResponse, got.Body, http.StatusOK); err != nil {
		return "", err
	}
	if !got.JSON200.Ready {
		return "", fmt.Errorf("%d things are still missing", len(got.JSON200.Missing))
	}
	return fmt.Sprintf("%d of %d questions answered, nothing missing", got.JSON200.Answered, got.JSON200.Visible), nil
}

func (p *play) submit(ctx context.Context) (string, error) {
	got, err := p.contact.SubmitAnswersWithResponse(ctx, p.assessmentID, nil, api.SubmissionInput{Attest: true})
	if err != nil {
		return "", err
	}
	if err := answered(got.HTTPResponse, got.Body, http.StatusCreated); err != nil {
		return "", err
	}
	return fmt.Sprintf("revision %d is frozen, receipt %s", got.JSON201.Revision, short(got.JSON201.Digest)), nil
}

// input turns a sample answer into what the API takes.
func (p *play) input(a assessment.Answer) api.AnswerInput {
	in := api.AnswerInput{Comment: some(a.Comment)}
	if a.NotApplicable != nil {
		in.NotApplicable = &api.NotApplicable{Reason: a.NotApplicable.Reason}
	}
	if len(a.Evidence) > 0 {
		links := make([]api.EvidenceLink, len(a.Evidence))
		for i, link := range a.Evidence {
			links[i] = api.EvidenceLink{EvidenceID: p.evidence[link.EvidenceID], Place: some(link.Place)}
		}
		in.Evidence = &links
	}
	if a.Value != nil {
		in.Value = value(*a.Value)
	}
	return in
}

func value(v questionnaire.Value) *api.AnswerValue {
	out := &api.AnswerValue{Kind: api.AnswerValueKind(v.Kind)}
	switch v.Kind {
	case questionnaire.TypeBoolean:
		out.Boolean = &v.Boolean
	case questionnaire.TypeSingleChoice:
		out.Option = &v.Option
	case questionnaire.TypeMultiChoice:
		out.Options = &v.Options
	case questionnaire.TypeNumber, questionnaire.TypePercentage:
		out.Number = some(fact.FormatMicro(v.Number))
	case questionnaire.TypeDate:
		out.Date = day(v.Date)
	case questionnaire.TypeText:
		out.Text = &v.Text
	case questionnaire.TypeTable:
		rows := make([]api.TableRow, len(v.Rows))
		for i, row := range v.Rows {
			rows[i] = cells(row)
		}
		out.Rows = &rows
	}
	return out
}

func cells(row questionnaire.Row) api.TableRow {
	out := api.TableRow{Cells: []api.TableCell{}}
	for column, v := range row {
		flat := value(v)
		out.Cells = append(out.Cells, api.TableCell{Column: column, Boolean: flat.Boolean, Option: flat.Option,
			Number: flat.Number, Date: flat.Date, Text: flat.Text})
	}
	return out
}

func some(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func day(text string) *openapi_types.Date {
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return nil
	}
	return date(at)
}

func date(at time.Time) *openapi_types.Date { return &openapi_types.Date{Time: at} }

// short is the beginning of a digest, enough for the eye.
func short(digest string) string { return digest[:min(len(digest), 19)] + "…" }
