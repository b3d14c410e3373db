package httpapi

import (
	"context"

	"memsure/api"
	"memsure/internal/app"
	"memsure/internal/store"
)

type vendorHandlers struct{ use app.Vendors }

// ListVendors lists vendors by name.
func (h vendorHandlers) ListVendors(ctx context.Context, r api.ListVendorsRequestObject) (api.ListVendorsResponseObject, error) {
	search := given(r.Params.Search)
	list := listName("vendors", search)
	page, err := pageOf(list, r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	rows, err := h.use.List(ctx, page, search)
	rows, next := cut(rows, page, list, func(v store.Vendor) cursor { return cursor{Text: v.NameKey, ID: v.ID} })
	return api.ListVendors200JSONResponse{Items: each(rows, vendor), NextCursor: next}, err
}

// CreateVendor adds a vendor.
func (h vendorHandlers) CreateVendor(ctx context.Context, r api.CreateVendorRequestObject) (api.CreateVendorResponseObject, error) {
	made, err := h.use.Create(ctx, vendorContent(*r.Body))
	return api.CreateVendor201JSONResponse{Body: vendor(made),
		Headers: api.CreateVendor201ResponseHeaders{ETag: etag(made.RowVersion)}}, err
}

// ImportVendors adds the vendors, products and owners of a CSV file.
func (h vendorHandlers) ImportVendors(ctx context.Context, r api.ImportVendorsRequestObject) (api.ImportVendorsResponseObject, error) {
	source, err := readFile(r.Body)
	if err != nil {
		return nil, err
	}
	done, err := h.use.Import(ctx, source)
	return api.ImportVendors200JSONResponse{Rows: done.Rows, VendorsCreated: done.VendorsCreated,
		VendorsUnchanged: done.VendorsUnchanged, ProductsCreated: done.ProductsCreated}, err
}

// GetVendor gives a vendor.
func (h vendorHandlers) GetVendor(ctx context.Context, r api.GetVendorRequestObject) (api.GetVendorResponseObject, error) {
	found, err := h.use.Get(ctx, r.VendorID)
	return api.GetVendor200JSONResponse{Body: vendor(found),
		Headers: api.GetVendor200ResponseHeaders{ETag: etag(found.RowVersion)}}, err
}

// UpdateVendor replaces what is said about a vendor.
func (h vendorHandlers) UpdateVendor(ctx context.Context, r api.UpdateVendorRequestObject) (api.UpdateVendorResponseObject, error) {
	changed, err := h.use.Update(ctx, r.VendorID, given(r.Params.IfMatch), vendorContent(*r.Body))
	return api.UpdateVendor200JSONResponse{Body: vendor(changed),
		Headers: api.UpdateVendor200ResponseHeaders{ETag: etag(changed.RowVersion)}}, err
}

// ListVendorContacts lists a vendor's contacts.
func (h vendorHandlers) ListVendorContacts(ctx context.Context, r api.ListVendorContactsRequestObject) (api.ListVendorContactsResponseObject, error) {
	found, err := h.use.Contacts(ctx, r.VendorID)
	return api.ListVendorContacts200JSONResponse{Items: each(found, contact)}, err
}

// RemoveVendorContact ends a contact's access and erases the person.
func (h vendorHandlers) RemoveVendorContact(ctx context.Context, r api.RemoveVendorContactRequestObject) (api.RemoveVendorContactResponseObject, error) {
	return api.RemoveVendorContact204Response{}, h.use.RemoveContact(ctx, r.VendorID, r.ContactID)
}

// ListProducts lists a vendor's products.
func (h vendorHandlers) ListProducts(ctx context.Context, r api.ListProductsRequestObject) (api.ListProductsResponseObject, error) {
	found, err := h.use.Products(ctx, r.VendorID)
	return api.ListProducts200JSONResponse{Items: each(found, product)}, err
}

// CreateProduct adds a product.
func (h vendorHandlers) CreateProduct(ctx context.Context, r api.CreateProductRequestObject) (api.CreateProductResponseObject, error) {
	made, err := h.use.CreateProduct(ctx, r.VendorID,
		store.Product{Name: r.Body.Name, Description: given(r.Body.Description), Owner: given(r.Body.Owner)})
	return api.CreateProduct201JSONResponse(product(made)), err
}

// ListReleases lists a product's releases.
func (h vendorHandlers) ListReleases(ctx context.Context, r api.ListReleasesRequestObject) (api.ListReleasesResponseObject, error) {
	found, err := h.use.Releases(ctx, r.ProductID)
	return api.ListReleases200JSONResponse{Items: each(found, release)}, err
}

// CreateRelease adds a release.
func (h vendorHandlers) CreateRelease(ctx context.Context, r api.CreateReleaseRequestObject) (api.CreateReleaseResponseObject, error) {
	made, err := h.use.CreateRelease(ctx, r.ProductID, store.Release{Kind: string(r.Body.Kind),
		Version: given(r.Body.Version), AsOf: dayText(r.Body.AsOf), ArtifactSHA256: given(r.Body.ArtifactSha256)})
	return api.CreateRelease201JSONResponse(release(made)), err
}
