package httpapi

import (
	"memsure/api"
	"memsure/internal/app"
	"memsure/internal/store"
)

func vendorContent(in api.VendorInput) app.VendorContent {
	return app.VendorContent{Name: in.Name, ExternalRef: given(in.ExternalRef), Country: given(in.Country),
		Website: given(in.Website), Owner: given(in.Owner), Notes: given(in.Notes)}
}

func vendor(v store.Vendor) api.Vendor {
	return api.Vendor{ID: v.ID, Name: v.Name, ExternalRef: v.ExternalRef, Country: some(v.Country), Website: some(v.Website),
		Owner: some(v.Owner), Notes: some(v.Notes), CreatedAt: moment(v.CreatedUS), Etag: app.ETag(v.RowVersion)}
}

func product(p store.Product) api.Product {
	return api.Product{ID: p.ID, VendorID: p.VendorID, Name: p.Name, Description: some(p.Description), Owner: some(p.Owner),
		CreatedAt: moment(p.CreatedUS)}
}

func release(r store.Release) api.Release {
	return api.Release{ID: r.ID, VendorID: r.VendorID, ProductID: r.ProductID, Kind: api.ReleaseKind(r.Kind),
		Version: some(r.Version), AsOf: day(r.AsOf), ArtifactSha256: some(r.ArtifactSHA256), Label: r.Label,
		CreatedAt: moment(r.CreatedUS)}
}

func contact(c store.ContactView) api.Contact {
	return api.Contact{ID: c.ID, Name: c.Name, Email: c.Email, Role: api.ContactRole(c.Role),
		CreatedAt: moment(c.CreatedUS), RemovedAt: maybeMoment(c.RemovedUS)}
}
