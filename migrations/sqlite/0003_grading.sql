-- +goose Up

-- An assessment's own weights, by the digest of the document below, and the
-- persons who grade its text answers together, separated by blanks.
ALTER TABLE assessments ADD COLUMN weights_digest TEXT NOT NULL DEFAULT '';
ALTER TABLE assessments ADD COLUMN panel TEXT NOT NULL DEFAULT '';
-- By what an answer counts is fixed before the first one can arrive.
-- +goose StatementBegin
CREATE TRIGGER assessments_weights_fixed BEFORE UPDATE ON assessments
WHEN NEW.weights_digest <> OLD.weights_digest AND OLD.state NOT IN ('draft','invited')
BEGIN SELECT RAISE(ABORT, 'immutable: assessments'); END;
-- +goose StatementEnd

-- Weights that buyers set for single assessments; those in use are named there.
CREATE TABLE weights (
    assessment_id TEXT    NOT NULL,
    digest        TEXT    NOT NULL,
    vendor_id     TEXT    NOT NULL,
    document      BLOB    NOT NULL,
    created_us    INTEGER NOT NULL,
    PRIMARY KEY (assessment_id, digest),
    FOREIGN KEY (vendor_id, assessment_id) REFERENCES assessments (vendor_id, id)
) STRICT;
-- +goose StatementBegin
CREATE TRIGGER weights_no_update BEFORE UPDATE ON weights
BEGIN SELECT RAISE(ABORT, 'immutable: weights'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER weights_no_delete BEFORE DELETE ON weights
BEGIN SELECT RAISE(ABORT, 'immutable: weights'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER weights_no_replace BEFORE INSERT ON weights
WHEN EXISTS (SELECT 1 FROM weights WHERE assessment_id = NEW.assessment_id AND digest = NEW.digest)
  OR EXISTS (SELECT 1 FROM weights WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'immutable: weights'); END;
-- +goose StatementEnd
