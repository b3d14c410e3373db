package httpapi

import (
	"memsure/api"
	"memsure/internal/app"
)

func invitee(in api.InvitationInput) app.Invitee { return app.Invitee{Email: in.Email, Name: in.Name} }

func invitation(i app.Invitation) api.Invitation {
	return api.Invitation{ID: i.ID, Email: i.Email, Name: i.Name, Role: api.InvitationRole(i.Role),
		State: api.InvitationState(i.State), CreatedAt: moment(i.CreatedUS), ExpiresAt: moment(i.ExpiresUS),
		RedeemedAt: maybeMoment(i.RedeemedUS)}
}

func issuedInvitation(i app.IssuedInvitation) api.IssuedInvitation {
	return api.IssuedInvitation{Invitation: invitation(i.Invitation), Token: i.Token, Link: i.Link}
}
