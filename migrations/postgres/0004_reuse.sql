-- +goose Up

-- What a vendor submitted last, for a product and over all: earlier answers are offered again.
CREATE INDEX assessments_by_vendor_id_product_submitted ON assessments (vendor_id, product_id, submitted_us, id);
CREATE INDEX assessments_by_vendor_id_submitted ON assessments (vendor_id, submitted_us, id);

-- Several records may name the same bytes: a file that a confirmed answer brings along is not stored twice.
CREATE INDEX evidence_by_blob_id ON evidence (blob_id);
