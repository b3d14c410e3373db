package httpapi

import (
	"context"

	"memsure/api"
	"memsure/internal/app"
	"memsure/internal/auth"
)

type accessHandlers struct{ use app.Access }

// GetIdentity tells a key's holder who the key is.
func (h accessHandlers) GetIdentity(ctx context.Context, _ api.GetIdentityRequestObject) (api.GetIdentityResponseObject, error) {
	p := auth.PrincipalFrom(ctx)
	return api.GetIdentity200JSONResponse{UserID: p.PersonID, Role: string(p.Role), KeyID: p.KeyID}, nil
}

// ListUsers lists the people of the buying organisation.
func (h accessHandlers) ListUsers(ctx context.Context, _ api.ListUsersRequestObject) (api.ListUsersResponseObject, error) {
	found, err := h.use.Users(ctx)
	return api.ListUsers200JSONResponse{Items: each(found, user)}, err
}

// CreateUser adds a person.
func (h accessHandlers) CreateUser(ctx context.Context, r api.CreateUserRequestObject) (api.CreateUserResponseObject, error) {
	made, err := h.use.CreateUser(ctx, r.Body.Name, given(r.Body.Email))
	return api.CreateUser201JSONResponse(user(made)), err
}

// EraseUser ends a person's access and erases the person.
func (h accessHandlers) EraseUser(ctx context.Context, r api.EraseUserRequestObject) (api.EraseUserResponseObject, error) {
	return api.EraseUser204Response{}, h.use.EraseUser(ctx, r.UserID)
}

// ListAPIKeys lists all keys, without their secrets.
func (h accessHandlers) ListAPIKeys(ctx context.Context, _ api.ListAPIKeysRequestObject) (api.ListAPIKeysResponseObject, error) {
	found, now, err := h.use.Keys(ctx)
	return api.ListAPIKeys200JSONResponse{Items: each(found, apiKeyAt(now))}, err
}

// CreateAPIKey issues a key; its secret is in this one answer only.
func (h accessHandlers) CreateAPIKey(ctx context.Context, r api.CreateAPIKeyRequestObject) (api.CreateAPIKeyResponseObject, error) {
	issued, err := h.use.CreateKey(ctx, r.Body.UserID, auth.Role(r.Body.Role), r.Body.Label, given(r.Body.ExpiresAt))
	return api.CreateAPIKey201JSONResponse{Key: apiKeyAt(issued.Key.CreatedUS)(issued.Key), Token: issued.Token}, err
}

// RevokeAPIKey ends a key.
func (h accessHandlers) RevokeAPIKey(ctx context.Context, r api.RevokeAPIKeyRequestObject) (api.RevokeAPIKeyResponseObject, error) {
	return api.RevokeAPIKey204Response{}, h.use.RevokeKey(ctx, r.KeyID)
}
