package store

import (
	"strings"

	"gorm.io/gorm"
)

// Vendor is who is asked. NameKey is the name in lower case, for order and
// search.
type Vendor struct {
	ID          string
	Name        string
	NameKey     string
	ExternalRef *string
	Country     string
	Website     string
	Owner       string
	Notes       string
	RowVersion  int64
	CreatedUS   int64
}

// Product is what is asked about.
type Product struct {
	ID          string
	VendorID    string
	Name        string
	Description string
	Owner       string
	CreatedUS   int64
}

// Release is a delivered version, or a hosted service as of a date.
type Release struct {
	ID             string
	VendorID       string
	ProductID      string
	Kind           string // fixed or continuous
	Version        string
	AsOf           string
	Label          string
	ArtifactSHA256 string
	CreatedUS      int64
}

// NameKey folds a vendor's name for order and search.
func NameKey(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

// Vendors lists vendors by name whose name contains search (folded as by
// NameKey).
func (r BuyerRead) Vendors(page Page, search string) ([]Vendor, error) {
	q := r.tx.db.Table("vendors")
	if search != "" {
		escaped := strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(NameKey(search))
		q = q.Where(`name_key LIKE ? ESCAPE '\'`, "%"+escaped+"%")
	}
	if page.AfterID != "" {
		q = q.Where("(name_key, id) > (?, ?)", page.AfterText, page.AfterID)
	}
	return many[Vendor](q.Order("name_key, id").Limit(page.Limit))
}

// Vendor finds a vendor.
func (r BuyerRead) Vendor(id string) (Vendor, error) {
	return one[Vendor](r.tx.db.Table("vendors").Where("id = ?", id))
}

// VendorByRef finds a vendor by the buyer's own number.
func (r BuyerRead) VendorByRef(ref string) (Vendor, bool, error) {
	return maybe[Vendor](r.tx.db.Table("vendors").Where("external_ref = ?", ref))
}

// VendorByName finds a vendor by its folded name.
func (r BuyerRead) VendorByName(key string) (Vendor, bool, error) {
	return maybe[Vendor](r.tx.db.Table("vendors").Where("name_key = ?", key).Order("id"))
}

// AddVendor keeps a new vendor.
func (w BuyerTx) AddVendor(v Vendor) error { return w.write.db.Table("vendors").Create(&v).Error }

// UpdateVendor stores a vendor's new content.
func (w BuyerTx) UpdateVendor(v Vendor) error {
	return changed(w.write.db.Table("vendors").Where("id = ?", v.ID).
		Select("name", "name_key", "external_ref", "country", "website", "owner", "notes", "row_version").Updates(&v))
}

// Products lists a vendor's products by name.
func (r BuyerRead) Products(vendorID string) ([]Product, error) {
	return many[Product](r.tx.db.Table("products").Where("vendor_id = ?", vendorID).Order("name, id"))
}

// Product finds a product.
func (r BuyerRead) Product(id string) (Product, error) {
	return one[Product](r.tx.db.Table("products").Where("id = ?", id))
}

// ProductByName finds a vendor's product by its exact name.
func (r BuyerRead) ProductByName(vendorID, name string) (Product, bool, error) {
	return maybe[Product](r.tx.db.Table("products").Where("vendor_id = ? AND name = ?", vendorID, name))
}

// AddProduct keeps a new product.
func (w BuyerTx) AddProduct(p Product) error { return w.write.db.Table("products").Create(&p).Error }

// Releases lists a product's releases, newest first.
func (r BuyerRead) Releases(productID string) ([]Release, error) {
	return many[Release](r.tx.db.Table("releases").Where("product_id = ?", productID).Order("created_us DESC, id DESC"))
}

// Release finds a release.
func (r BuyerRead) Release(id string) (Release, error) {
	return one[Release](r.tx.db.Table("releases").Where("id = ?", id))
}

// HasRelease tells whether a product has a release of this kind and label.
func (r BuyerRead) HasRelease(productID, kind, label string) (bool, error) {
	return exists(r.tx.db.Table("releases").Where("product_id = ? AND kind = ? AND label = ?", productID, kind, label))
}

// AddRelease keeps a new release.
func (w BuyerTx) AddRelease(rel Release) error {
	return w.write.db.Table("releases").Create(&rel).Error
}

func exists(q *gorm.DB) (bool, error) {
	var n int64
	err := q.Limit(1).Count(&n).Error
	return n > 0, err
}
