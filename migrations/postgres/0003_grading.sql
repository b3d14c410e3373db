-- +goose Up

-- An assessment's own weights, by the digest of the document below, and the
-- persons who grade its text answers together, separated by blanks.
ALTER TABLE assessments ADD COLUMN weights_digest text NOT NULL DEFAULT '';
ALTER TABLE assessments ADD COLUMN panel text NOT NULL DEFAULT '';
-- By what an answer counts is fixed before the first one can arrive.
CREATE TRIGGER assessments_weights_fixed BEFORE UPDATE ON assessments FOR EACH ROW
WHEN (NEW.weights_digest <> OLD.weights_digest AND OLD.state NOT IN ('draft','invited'))
EXECUTE FUNCTION memsure_immutable();

-- Weights that buyers set for single assessments; those in use are named there.
CREATE TABLE weights (
    assessment_id text   NOT NULL,
    digest        text   NOT NULL,
    vendor_id     text   NOT NULL,
    document      bytea  NOT NULL,
    created_us    bigint NOT NULL,
    PRIMARY KEY (assessment_id, digest),
    FOREIGN KEY (vendor_id, assessment_id) REFERENCES assessments (vendor_id, id)
);
CREATE TRIGGER weights_no_change BEFORE UPDATE OR DELETE ON weights FOR EACH ROW EXECUTE FUNCTION memsure_immutable();
CREATE TRIGGER weights_no_truncate BEFORE TRUNCATE ON weights FOR EACH STATEMENT EXECUTE FUNCTION memsure_immutable();
