package httpapi

import (
	"context"

	"memsure/api"
	"memsure/internal/app"
)

// portalSessionHandlers serves a vendor contact's own sign-in and colleagues.
type portalSessionHandlers struct{ use app.Identity }

// RedeemInvitation enrols a contact, once.
func (h portalSessionHandlers) RedeemInvitation(ctx context.Context, r api.RedeemInvitationRequestObject) (api.RedeemInvitationResponseObject, error) {
	in, err := h.use.Redeem(ctx, r.Body.Token, app.Newcomer{Name: r.Body.Name, Passphrase: r.Body.Passphrase, Code: given(r.Body.Code)})
	return api.RedeemInvitation201JSONResponse(portalSession(in)), err
}

// SignIn opens a session.
func (h portalSessionHandlers) SignIn(ctx context.Context, r api.SignInRequestObject) (api.SignInResponseObject, error) {
	in, err := h.use.SignIn(ctx, r.Body.Email, r.Body.Passphrase, given(r.Body.Code))
	return api.SignIn201JSONResponse(portalSession(in)), err
}

// GetPortalSession says whose session this is.
func (h portalSessionHandlers) GetPortalSession(ctx context.Context, _ api.GetPortalSessionRequestObject) (api.GetPortalSessionResponseObject, error) {
	who, err := h.use.Whoami(ctx)
	return api.GetPortalSession200JSONResponse(portalIdentity(who)), err
}

// SignOut ends the session.
func (h portalSessionHandlers) SignOut(ctx context.Context, _ api.SignOutRequestObject) (api.SignOutResponseObject, error) {
	return api.SignOut204Response{}, h.use.SignOut(ctx)
}

// ChangePassphrase sets a new passphrase and ends the other sessions.
func (h portalSessionHandlers) ChangePassphrase(ctx context.Context, r api.ChangePassphraseRequestObject) (api.ChangePassphraseResponseObject, error) {
	err := h.use.ChangePassphrase(ctx, r.Body.Current, r.Body.New)
	return api.ChangePassphrase204Response{}, movePlaces(err, func(string) string { return "/new" })
}

// BeginSecondFactor makes the secret of a second factor.
func (h portalSessionHandlers) BeginSecondFactor(ctx context.Context, r api.BeginSecondFactorRequestObject) (api.BeginSecondFactorResponseObject, error) {
	secret, uri, err := h.use.BeginSecondFactor(ctx, r.Body.Passphrase)
	return api.BeginSecondFactor201JSONResponse{Secret: secret, URI: uri}, err
}

// ConfirmSecondFactor takes the first code.
func (h portalSessionHandlers) ConfirmSecondFactor(ctx context.Context, r api.ConfirmSecondFactorRequestObject) (api.ConfirmSecondFactorResponseObject, error) {
	return api.ConfirmSecondFactor204Response{}, h.use.ConfirmSecondFactor(ctx, r.Body.Code)
}

// ListColleagues lists the vendor's contacts.
func (h portalSessionHandlers) ListColleagues(ctx context.Context, _ api.ListColleaguesRequestObject) (api.ListColleaguesResponseObject, error) {
	found, err := h.use.Colleagues(ctx)
	return api.ListColleagues200JSONResponse{Items: each(found, contact)}, err
}

// RemoveColleague ends a colleague's access.
func (h portalSessionHandlers) RemoveColleague(ctx context.Context, r api.RemoveColleagueRequestObject) (api.RemoveColleagueResponseObject, error) {
	return api.RemoveColleague204Response{}, h.use.RemoveColleague(ctx, r.ContactID)
}
