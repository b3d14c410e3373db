package app

import (
	"context"
	"strings"
	"time"

	"memsure/internal/assessment"
	"memsure/internal/audit"
	"memsure/internal/fault"
	"memsure/internal/id"
	"memsure/internal/store"
)

// Vendors is who is asked, about which products and releases.
type Vendors struct{ *Core }

// VendorContent is what a buyer says about a vendor.
type VendorContent struct {
	Name, ExternalRef, Country, Website, Owner, Notes string
}

func (c VendorContent) into(v store.Vendor) store.Vendor {
	v.Name, v.NameKey, v.Country, v.Website, v.Owner, v.Notes = c.Name, store.NameKey(c.Name), c.Country, c.Website, c.Owner, c.Notes
	v.ExternalRef = nil
	if c.ExternalRef != "" {
		v.ExternalRef = &c.ExternalRef
	}
	return v
}

// List gives vendors by name.
func (u Vendors) List(ctx context.Context, page store.Page, search string) (found []store.Vendor, err error) {
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		found, err = tx.Buyer().Vendors(page, search)
		return err
	})
	return found, err
}

// Get gives a vendor, or fault.NotFound.
func (u Vendors) Get(ctx context.Context, vendorID string) (v store.Vendor, err error) {
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		v, err = tx.Buyer().Vendor(vendorID)
		return err
	})
	return v, err
}

// named refuses a name that nobody could see.
func named(name string) error {
	if strings.TrimSpace(name) != "" {
		return nil
	}
	return fault.New(fault.Invalid, "validation", "The name is empty.").At("/name", "blank", "Write a name with at least one visible character.")
}

// Create adds a vendor; an external reference in use is fault.Conflict.
func (u Vendors) Create(ctx context.Context, content VendorContent) (store.Vendor, error) {
	if err := named(content.Name); err != nil {
		return store.Vendor{}, err
	}
	ref, _, err := u.write(ctx, store.On(audit.System), func(tx *store.Tx) (string, audit.Events, error) {
		v, err := addVendor(tx, content)
		return v.ID, audit.Events{tells("vendor.create", v.ID, nil, v)}, err
	})
	if err != nil {
		return store.Vendor{}, err
	}
	return u.Get(ctx, ref)
}

func addVendor(tx *store.Tx, content VendorContent) (store.Vendor, error) {
	v := content.into(store.Vendor{ID: id.New(id.Vendor), RowVersion: 1, CreatedUS: tx.Now()})
	if err := refIsFree(tx, v); err != nil {
		return v, err
	}
	return v, tx.Buyer().AddVendor(v)
}

func refIsFree(tx *store.Tx, v store.Vendor) error {
	if v.ExternalRef == nil {
		return nil
	}
	other, taken, err := tx.Buyer().VendorByRef(*v.ExternalRef)
	if err != nil || !taken || other.ID == v.ID {
		return err
	}
	return fault.New(fault.Conflict, "external_ref_taken", "Another vendor has this external reference.").
		At("/external_ref", "taken", "Use the vendor that has it, or another reference.")
}

// Update replaces what is said about a vendor, under its ETag.
func (u Vendors) Update(ctx context.Context, vendorID, etag string, content VendorContent) (store.Vendor, error) {
	if err := named(content.Name); err != nil {
		return store.Vendor{}, err
	}
	_, _, err := u.write(ctx, store.On(audit.System), func(tx *store.Tx) (string, audit.Events, error) {
		v, err := tx.Buyer().Vendor(vendorID)
		if err != nil {
			return "", nil, err
		}
		if err := matches(etag, v.RowVersion); err != nil {
			return "", nil, err
		}
		before := v
		v = content.into(v)
		v.RowVersion++
		if err := refIsFree(tx, v); err != nil {
			return "", nil, err
		}
		return v.ID, audit.Events{tells("vendor.update", v.ID, before, v)}, tx.Buyer().UpdateVendor(v)
	})
	if err != nil {
		return store.Vendor{}, err
	}
	return u.Get(ctx, vendorID)
}

// Products lists a vendor's products by name.
func (u Vendors) Products(ctx context.Context, vendorID string) (found []store.Product, err error) {
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		if _, err := tx.Buyer().Vendor(vendorID); err != nil {
			return err
		}
		found, err = tx.Buyer().Products(vendorID)
		return err
	})
	return found, err
}

// CreateProduct adds a product; a name the vendor has already is
// fault.Conflict.
func (u Vendors) CreateProduct(ctx context.Context, vendorID string, p store.Product) (made store.Product, err error) {
	if err := named(p.Name); err != nil {
		return store.Product{}, err
	}
	ref, _, err := u.write(ctx, store.On(audit.System), func(tx *store.Tx) (string, audit.Events, error) {
		if _, err := tx.Buyer().Vendor(vendorID); err != nil {
			return "", nil, err
		}
		_, taken, err := tx.Buyer().ProductByName(vendorID, p.Name)
		if err != nil {
			return "", nil, err
		}
		if taken {
			return "", nil, fault.New(fault.Conflict, "product_exists", "This vendor has a product of this name already.").
				At("/name", "taken", "Use the product that exists, or another name.")
		}
		p.ID, p.VendorID, p.CreatedUS = id.New(id.Product), vendorID, tx.Now()
		return p.ID, audit.Events{tells("product.create", p.ID, nil, p)}, tx.Buyer().AddProduct(p)
	})
	if err != nil {
		return store.Product{}, err
	}
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		made, err = tx.Buyer().Product(ref)
		return err
	})
	return made, err
}

// Releases lists a product's releases, newest first.
func (u Vendors) Releases(ctx context.Context, productID string) (found []store.Release, err error) {
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		if _, err := tx.Buyer().Product(productID); err != nil {
			return err
		}
		found, err = tx.Buyer().Releases(productID)
		return err
	})
	return found, err
}

// CreateRelease adds a delivered version (kind fixed, with Version) or a
// hosted service as of a date (kind continuous, with AsOf).
func (u Vendors) CreateRelease(ctx context.Context, productID string, rel store.Release) (made store.Release, err error) {
	if rel.Label, err = releaseLabel(rel); err != nil {
		return store.Release{}, err
	}
	ref, _, err := u.write(ctx, store.On(audit.System), func(tx *store.Tx) (string, audit.Events, error) {
		p, err := tx.Buyer().Product(productID)
		if err != nil {
			return "", nil, err
		}
		taken, err := tx.Buyer().HasRelease(productID, rel.Kind, rel.Label)
		if err != nil {
			return "", nil, err
		}
		if taken {
			return "", nil, fault.New(fault.Conflict, "release_exists", "This product has this release already.")
		}
		rel.ID, rel.VendorID, rel.ProductID, rel.CreatedUS = id.New(id.Release), p.VendorID, p.ID, tx.Now()
		return rel.ID, audit.Events{tells("release.create", rel.ID, nil, rel)}, tx.Buyer().AddRelease(rel)
	})
	if err != nil {
		return store.Release{}, err
	}
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		made, err = tx.Buyer().Release(ref)
		return err
	})
	return made, err
}

// releaseLabel says how reports name a release.
func releaseLabel(rel store.Release) (string, error) {
	if rel.Kind == "fixed" {
		if rel.Version == "" || rel.AsOf != "" {
			return "", fault.New(fault.Invalid, "validation", "A fixed release is named by its version.").
				At("/version", "required", "Give the version, and no as-of date.")
		}
		return rel.Version, nil
	}
	if _, err := time.Parse(assessment.DateLayout, rel.AsOf); err != nil || rel.Version != "" {
		return "", fault.New(fault.Invalid, "validation", "A hosted service is named by a date.").
			At("/as_of", "required", "Give the as-of date, and no version.")
	}
	return "as of " + rel.AsOf, nil
}

// Contacts lists a vendor's contacts, oldest first, removed ones included.
func (u Vendors) Contacts(ctx context.Context, vendorID string) (found []store.ContactView, err error) {
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		if _, err := tx.Buyer().Vendor(vendorID); err != nil {
			return err
		}
		found, err = tx.Buyer().Contacts(vendorID)
		return err
	})
	return found, err
}

// RemoveContact ends a contact's access, ends what would let them in again, and
// erases the name and address everywhere.
func (u Vendors) RemoveContact(ctx context.Context, vendorID, contactID string) error {
	_, _, err := u.write(ctx, store.On(vendorStream(vendorID)), func(tx *store.Tx) (string, audit.Events, error) {
		v := tx.Vendor(vendorID)
		c, err := v.Contact(contactID)
		if err != nil {
			return "", nil, err
		}
		events, err := endAccess(tx, v, c, "contact.erase")
		if err != nil {
			return "", nil, err
		}
		return contactID, events, v.EraseContactPeople(c)
	})
	return err
}

// endAccess takes a contact's parts, sessions and sign-in, and revokes the open
// invitations to this address and by this contact: either would be a way back.
// All of it is told on the vendor's stream.
func endAccess(tx *store.Tx, v store.VendorTx, c store.ContactView, action string) (audit.Events, error) {
	after := c.Contact
	if c.RemovedUS == nil {
		after = c.Removed(tx.Now())
		if err := v.RemoveContact(c.ID); err != nil {
			return nil, err
		}
	}
	events := audit.Events{tells(action, c.ID, c.Contact, after)}
	open, err := v.Unended()
	if err != nil {
		return nil, err
	}
	for _, i := range open {
		if i.CreatedBy != c.ID && (c.Email == "" || !strings.EqualFold(i.Email, c.Email)) {
			continue
		}
		events = append(events, revokedInvitation(i.Invitation, tx.Now()))
		if err := v.RevokeInvitation(i.Invitation); err != nil {
			return nil, err
		}
	}
	return events, nil
}
