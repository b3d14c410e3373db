package httpapi

import (
	"context"

	"memsure/api"
	"memsure/internal/app"
)

type invitationHandlers struct{ use app.Invitations }

// ListInvitations lists an assessment's invitations, newest first.
func (h invitationHandlers) ListInvitations(ctx context.Context, r api.ListInvitationsRequestObject) (api.ListInvitationsResponseObject, error) {
	found, err := h.use.List(ctx, r.AssessmentID)
	return api.ListInvitations200JSONResponse{Items: each(found, invitation)}, err
}

// CreateInvitation invites a vendor contact.
func (h invitationHandlers) CreateInvitation(ctx context.Context, r api.CreateInvitationRequestObject) (api.CreateInvitationResponseObject, error) {
	issued, err := h.use.Create(ctx, r.AssessmentID, invitee(*r.Body))
	if err != nil {
		return nil, err
	}
	return api.CreateInvitation201JSONResponse(issuedInvitation(*issued)), nil
}

// RevokeInvitation ends an open invitation.
func (h invitationHandlers) RevokeInvitation(ctx context.Context, r api.RevokeInvitationRequestObject) (api.RevokeInvitationResponseObject, error) {
	return api.RevokeInvitation204Response{}, h.use.Revoke(ctx, r.AssessmentID, r.InvitationID)
}
