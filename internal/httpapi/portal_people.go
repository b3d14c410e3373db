package httpapi

import (
	"context"

	"memsure/api"
	"memsure/internal/app"
)

// portalPeopleHandlers serves who works on an assessment.
type portalPeopleHandlers struct{ use app.Invitations }

// ListCollaborators lists who takes part and who is invited.
func (h portalPeopleHandlers) ListCollaborators(ctx context.Context, r api.ListCollaboratorsRequestObject) (api.ListCollaboratorsResponseObject, error) {
	found, err := h.use.Collaborators(ctx, r.AssessmentID)
	return api.ListCollaborators200JSONResponse{Items: each(found, collaboratorOut)}, err
}

// InviteCollaborator invites a colleague or a signatory.
func (h portalPeopleHandlers) InviteCollaborator(ctx context.Context, r api.InviteCollaboratorRequestObject) (api.InviteCollaboratorResponseObject, error) {
	made, err := h.use.Collaborate(ctx, r.AssessmentID, app.Invitee{Email: r.Body.Email, Name: r.Body.Name}, string(r.Body.Role), given(r.Body.Sections))
	return api.InviteCollaborator201JSONResponse{Collaborator: collaboratorOut(made.Collaborator), Token: made.Token, Link: made.Link}, err
}

// RemoveCollaborator ends a colleague's part.
func (h portalPeopleHandlers) RemoveCollaborator(ctx context.Context, r api.RemoveCollaboratorRequestObject) (api.RemoveCollaboratorResponseObject, error) {
	return api.RemoveCollaborator204Response{}, h.use.Uninvite(ctx, r.AssessmentID, r.CollaboratorID)
}
