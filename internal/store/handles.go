package store

// Handles say on whose behalf records are read or written. A vendor's handle
// carries the vendor's id and every method on it uses that id, so a query over
// other vendors' rows cannot be written with it; the transaction itself is not
// reachable through it.

// VendorRead reads what one vendor may see.
type VendorRead struct {
	tx     *ReadTx
	vendor string
}

// VendorTx reads and writes what one vendor may.
type VendorTx struct {
	VendorRead
	write *Tx
}

// BuyerRead reads for the buying organisation.
type BuyerRead struct{ tx *ReadTx }

// BuyerTx reads and writes for the buying organisation.
type BuyerTx struct {
	BuyerRead
	write *Tx
}

// Vendor gives the reading handle of one vendor.
func (tx *ReadTx) Vendor(vendorID string) VendorRead { return VendorRead{tx: tx, vendor: vendorID} }

// Buyer gives the reading handle of the buying organisation.
func (tx *ReadTx) Buyer() BuyerRead { return BuyerRead{tx: tx} }

// Vendor gives the handle of one vendor.
func (tx *Tx) Vendor(vendorID string) VendorTx {
	return VendorTx{VendorRead: tx.ReadTx.Vendor(vendorID), write: tx}
}

// Buyer gives the handle of the buying organisation.
func (tx *Tx) Buyer() BuyerTx { return BuyerTx{BuyerRead: tx.ReadTx.Buyer(), write: tx} }
