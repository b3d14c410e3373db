package httpapi

import (
	"bytes"
	"context"

	"memsure/api"
	"memsure/internal/webui"
)

// The vendor's page runs its own script and style and talks to this service
// only. Text never becomes markup there; browsers that know trusted types
// refuse it too.
var cspPortal = []string{"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; " +
	"require-trusted-types-for 'script'; trusted-types 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"}

const (
	keptForAYear = "public, max-age=31536000, immutable"
	askedAgain   = "no-cache"
)

// GetPortalPage gives the page that invitations lead to. It knows nobody:
// whoever opens it is asked there.
func (o *Operation) GetPortalPage(context.Context, api.GetPortalPageRequestObject) (api.GetPortalPageResponseObject, error) {
	portal, err := webui.Portal()
	if err != nil {
		return nil, err
	}
	return api.GetPortalPage200TextHTMLResponse{Body: bytes.NewReader(portal.Page), ContentLength: int64(len(portal.Page))}, nil
}

// GetPortalScript gives the page's script.
func (o *Operation) GetPortalScript(_ context.Context, r api.GetPortalScriptRequestObject) (api.GetPortalScriptResponseObject, error) {
	portal, err := webui.Portal()
	if err != nil {
		return nil, err
	}
	etag, keep := kept(portal.Script, r.Params.V)
	return api.GetPortalScript200TextJavascriptResponse{
		Body: bytes.NewReader(portal.Script.Body), ContentLength: int64(len(portal.Script.Body)),
		Headers: api.GetPortalScript200ResponseHeaders{CacheControl: &keep, ETag: &etag},
	}, nil
}

// GetPortalStyle gives the page's style sheet.
func (o *Operation) GetPortalStyle(_ context.Context, r api.GetPortalStyleRequestObject) (api.GetPortalStyleResponseObject, error) {
	portal, err := webui.Portal()
	if err != nil {
		return nil, err
	}
	etag, keep := kept(portal.Style, r.Params.V)
	return api.GetPortalStyle200TextCSSResponse{
		Body: bytes.NewReader(portal.Style.Body), ContentLength: int64(len(portal.Style.Body)),
		Headers: api.GetPortalStyle200ResponseHeaders{CacheControl: &keep, ETag: &etag},
	}, nil
}

// kept says how long an asset may be kept: an address that names its content
// never gives another one.
func kept(asset webui.Asset, named *string) (etag, keep string) {
	etag, keep = `"`+asset.Hash+`"`, askedAgain
	if named != nil && *named == asset.Hash {
		keep = keptForAYear
	}
	return etag, keep
}
