package httpapi

import (
	"memsure/api"
	"memsure/internal/app"
)

// Handlers answers every operation of the contract: one small type a
// capability, each of which reads the request, runs one use case and writes
// down what came of it.
type Handlers struct {
	*Operation
	questionnaireHandlers
	vendorHandlers
	assessmentHandlers
	publicAnswerHandlers
	invitationHandlers
	accessHandlers
	auditHandlers
	evaluationHandlers
	portalSessionHandlers
	portalAnswerHandlers
	workbookHandlers
	spreadsheetHandlers
	portalEarlierHandlers
	portalEvidenceHandlers
	portalPeopleHandlers
	portalSubmissionHandlers
}

var _ api.StrictServerInterface = (*Handlers)(nil)

// NewHandlers gives the handlers over the use cases; op answers the operator.
func NewHandlers(a *app.App, op *Operation) *Handlers {
	return &Handlers{
		Operation:             op,
		questionnaireHandlers: questionnaireHandlers{a.Questionnaires},
		vendorHandlers:        vendorHandlers{a.Vendors},
		assessmentHandlers:    assessmentHandlers{a.Assessments, a.Proof},
		publicAnswerHandlers:  publicAnswerHandlers{a.PublicAnswers},
		invitationHandlers:    invitationHandlers{a.Invitations},
		accessHandlers:        accessHandlers{a.Access},
		auditHandlers:         auditHandlers{a.Audit},
		evaluationHandlers:    evaluationHandlers{a.Evaluation, a.Reports},

		workbookHandlers:         workbookHandlers{a.Workbooks},
		spreadsheetHandlers:      spreadsheetHandlers{a.Reports},
		portalSessionHandlers:    portalSessionHandlers{a.Identity},
		portalAnswerHandlers:     portalAnswerHandlers{a.Answering},
		portalEarlierHandlers:    portalEarlierHandlers{a.Answering},
		portalEvidenceHandlers:   portalEvidenceHandlers{a.Proof},
		portalPeopleHandlers:     portalPeopleHandlers{a.Invitations},
		portalSubmissionHandlers: portalSubmissionHandlers{a.Submissions},
	}
}
