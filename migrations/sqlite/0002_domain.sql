-- +goose Up

-- Names and addresses live here and nowhere else, so that they can be erased.
CREATE TABLE people (
    id         TEXT    NOT NULL,
    kind       TEXT    NOT NULL CHECK (kind IN ('buyer','contact')),
    name       TEXT    NOT NULL,
    email      TEXT    NOT NULL,
    created_us INTEGER NOT NULL,
    ended_us   INTEGER,
    erased_us  INTEGER,
    PRIMARY KEY (id)
) STRICT;

-- Keys of the buying organisation; only hashes are kept.
CREATE TABLE api_keys (
    id         TEXT    NOT NULL,
    person_id  TEXT    NOT NULL,
    role       TEXT    NOT NULL CHECK (role IN ('admin','procurement','evaluator','auditor')),
    label      TEXT    NOT NULL,
    hint       TEXT    NOT NULL,
    token_hash BLOB    NOT NULL,
    created_us INTEGER NOT NULL,
    expires_us INTEGER,
    revoked_us INTEGER,
    PRIMARY KEY (id),
    UNIQUE (token_hash),
    FOREIGN KEY (person_id) REFERENCES people (id)
) STRICT;
CREATE INDEX api_keys_by_person_id ON api_keys (person_id);

-- Versions of questionnaires. A published row never changes but for its retirement.
CREATE TABLE questionnaires (
    id             TEXT    NOT NULL,
    slug           TEXT    NOT NULL,
    version        TEXT    NOT NULL,
    title          TEXT    NOT NULL,
    language       TEXT    NOT NULL,
    state          TEXT    NOT NULL CHECK (state IN ('draft','published','retired')),
    digest         TEXT    NOT NULL,
    source_digest  TEXT    NOT NULL,
    ruleset_digest TEXT    NOT NULL,
    question_count INTEGER NOT NULL,
    canonical      BLOB    NOT NULL,
    source         BLOB    NOT NULL,
    row_version    INTEGER NOT NULL,
    created_us     INTEGER NOT NULL,
    published_us   INTEGER,
    retired_us     INTEGER,
    PRIMARY KEY (id),
    UNIQUE (slug, version)
) STRICT;
CREATE INDEX questionnaires_by_created ON questionnaires (created_us, id);
-- +goose StatementBegin
CREATE TRIGGER questionnaires_no_update BEFORE UPDATE ON questionnaires
WHEN OLD.state <> 'draft' AND NOT (OLD.state = 'published' AND NEW.state = 'retired' AND OLD.id = NEW.id AND OLD.slug = NEW.slug AND OLD.version = NEW.version
  AND OLD.title = NEW.title AND OLD.language = NEW.language AND OLD.digest = NEW.digest AND OLD.source_digest = NEW.source_digest AND OLD.ruleset_digest = NEW.ruleset_digest AND OLD.question_count = NEW.question_count
  AND OLD.canonical = NEW.canonical AND OLD.source = NEW.source AND OLD.created_us = NEW.created_us AND OLD.published_us = NEW.published_us)
BEGIN SELECT RAISE(ABORT, 'immutable: questionnaires'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER questionnaires_no_delete BEFORE DELETE ON questionnaires
WHEN OLD.state <> 'draft'
BEGIN SELECT RAISE(ABORT, 'immutable: questionnaires'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER questionnaires_no_replace BEFORE INSERT ON questionnaires
WHEN EXISTS (SELECT 1 FROM questionnaires WHERE id = NEW.id AND state <> 'draft')
  OR EXISTS (SELECT 1 FROM questionnaires WHERE slug = NEW.slug AND version = NEW.version AND state <> 'draft')
  OR EXISTS (SELECT 1 FROM questionnaires WHERE rowid = NEW.rowid AND state <> 'draft')
BEGIN SELECT RAISE(ABORT, 'immutable: questionnaires'); END;
-- +goose StatementEnd

-- Who is asked.
CREATE TABLE vendors (
    id           TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    name_key     TEXT    NOT NULL,
    external_ref TEXT,
    country      TEXT    NOT NULL,
    website      TEXT    NOT NULL,
    owner        TEXT    NOT NULL,
    notes        TEXT    NOT NULL,
    row_version  INTEGER NOT NULL,
    created_us   INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (external_ref)
) STRICT;
CREATE INDEX vendors_by_name_key ON vendors (name_key, id);

-- What is asked about.
CREATE TABLE products (
    id          TEXT    NOT NULL,
    vendor_id   TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    description TEXT    NOT NULL,
    owner       TEXT    NOT NULL,
    created_us  INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (vendor_id, id),
    UNIQUE (vendor_id, name),
    FOREIGN KEY (vendor_id) REFERENCES vendors (id)
) STRICT;

-- A delivered version of a product, or a hosted service as of a date.
CREATE TABLE releases (
    id              TEXT    NOT NULL,
    vendor_id       TEXT    NOT NULL,
    product_id      TEXT    NOT NULL,
    kind            TEXT    NOT NULL CHECK (kind IN ('fixed','continuous')),
    version         TEXT    NOT NULL,
    as_of           TEXT    NOT NULL,
    label           TEXT    NOT NULL,
    artifact_sha256 TEXT    NOT NULL,
    created_us      INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (vendor_id, id),
    UNIQUE (product_id, kind, label),
    FOREIGN KEY (vendor_id, product_id) REFERENCES products (vendor_id, id)
) STRICT;

-- Vendor contacts and their sign-in.
CREATE TABLE contacts (
    id             TEXT    NOT NULL,
    vendor_id      TEXT    NOT NULL,
    person_id      TEXT    NOT NULL,
    login          TEXT,
    passphrase     TEXT    NOT NULL,
    totp_secret    TEXT    NOT NULL,
    totp_confirmed INTEGER NOT NULL CHECK (totp_confirmed IN (0, 1)),
    totp_last_step INTEGER NOT NULL,
    created_us     INTEGER NOT NULL,
    removed_us     INTEGER,
    PRIMARY KEY (id),
    UNIQUE (vendor_id, id),
    UNIQUE (login, vendor_id),
    FOREIGN KEY (vendor_id) REFERENCES vendors (id),
    FOREIGN KEY (person_id) REFERENCES people (id)
) STRICT;
CREATE INDEX contacts_by_vendor_id ON contacts (vendor_id, id);

-- Portal sessions; only hashes are kept.
CREATE TABLE sessions (
    id            TEXT    NOT NULL,
    vendor_id     TEXT    NOT NULL,
    contact_id    TEXT    NOT NULL,
    token_hash    BLOB    NOT NULL,
    second_factor INTEGER NOT NULL CHECK (second_factor IN (0, 1)),
    created_us    INTEGER NOT NULL,
    expires_us    INTEGER NOT NULL,
    ended_us      INTEGER,
    PRIMARY KEY (id),
    UNIQUE (token_hash),
    FOREIGN KEY (vendor_id, contact_id) REFERENCES contacts (vendor_id, id)
) STRICT;
CREATE INDEX sessions_by_contact_id ON sessions (contact_id);

-- One product release against one questionnaire version.
CREATE TABLE assessments (
    id                    TEXT    NOT NULL,
    vendor_id             TEXT    NOT NULL,
    product_id            TEXT    NOT NULL,
    release_id            TEXT    NOT NULL,
    questionnaire_id      TEXT    NOT NULL,
    questionnaire_digest  TEXT    NOT NULL,
    purpose               TEXT    NOT NULL CHECK (purpose IN ('rfp','onboarding','renewal','out_of_cycle')),
    source                TEXT    NOT NULL CHECK (source IN ('vendor','public_sources')),
    tier                  TEXT    NOT NULL,
    state                 TEXT    NOT NULL CHECK (state IN ('draft','invited','in_progress','submitted','returned','closed','withdrawn','declined','no_response')),
    due_on                TEXT    NOT NULL,
    time_zone             TEXT    NOT NULL,
    disclose_weights      INTEGER NOT NULL CHECK (disclose_weights IN (0, 1)),
    require_second_factor INTEGER NOT NULL CHECK (require_second_factor IN (0, 1)),
    require_approval      INTEGER NOT NULL CHECK (require_approval IN (0, 1)),
    owner                 TEXT    NOT NULL,
    revision              INTEGER NOT NULL,
    end_reason            TEXT    NOT NULL,
    outcome               TEXT    NOT NULL,
    row_version           INTEGER NOT NULL,
    draft_version         INTEGER NOT NULL,
    cleared_version       INTEGER NOT NULL DEFAULT 0, -- no answer given anew gets a version up to this
    created_us            INTEGER NOT NULL,
    submitted_us          INTEGER,
    PRIMARY KEY (id),
    UNIQUE (vendor_id, id),
    FOREIGN KEY (vendor_id, product_id) REFERENCES products (vendor_id, id),
    FOREIGN KEY (vendor_id, release_id) REFERENCES releases (vendor_id, id),
    FOREIGN KEY (questionnaire_id) REFERENCES questionnaires (id)
) STRICT;
CREATE INDEX assessments_by_created ON assessments (created_us, id);
CREATE INDEX assessments_by_state_created ON assessments (state, created_us, id);
CREATE INDEX assessments_by_vendor_id_created ON assessments (vendor_id, created_us, id);

-- Single-use enrolments; only hashes are kept. Expiry is derived from the time.
CREATE TABLE invitations (
    id            TEXT    NOT NULL,
    vendor_id     TEXT    NOT NULL,
    assessment_id TEXT    NOT NULL,
    person_id     TEXT    NOT NULL,
    role          TEXT    NOT NULL CHECK (role IN ('lead','collaborator','signatory')),
    sections      TEXT    NOT NULL,
    token_hash    BLOB    NOT NULL,
    created_us    INTEGER NOT NULL,
    created_by    TEXT    NOT NULL,
    expires_us    INTEGER NOT NULL,
    redeemed_us   INTEGER,
    superseded_us INTEGER,
    revoked_us    INTEGER,
    PRIMARY KEY (id),
    UNIQUE (token_hash),
    FOREIGN KEY (vendor_id, assessment_id) REFERENCES assessments (vendor_id, id),
    FOREIGN KEY (person_id) REFERENCES people (id)
) STRICT;
CREATE INDEX invitations_by_assessment_id_created ON invitations (assessment_id, created_us);

-- Which contact takes part in which assessment, as what.
CREATE TABLE participants (
    id            TEXT    NOT NULL,
    vendor_id     TEXT    NOT NULL,
    assessment_id TEXT    NOT NULL,
    contact_id    TEXT    NOT NULL,
    role          TEXT    NOT NULL CHECK (role IN ('lead','collaborator','signatory')),
    sections      TEXT    NOT NULL,
    created_us    INTEGER NOT NULL,
    removed_us    INTEGER,
    PRIMARY KEY (id),
    UNIQUE (assessment_id, contact_id),
    FOREIGN KEY (vendor_id, assessment_id) REFERENCES assessments (vendor_id, id),
    FOREIGN KEY (vendor_id, contact_id) REFERENCES contacts (vendor_id, id)
) STRICT;
CREATE INDEX participants_by_contact_id ON participants (contact_id);

-- The draft: one row an answer, its payload opaque behind a codec.
CREATE TABLE answers (
    assessment_id TEXT    NOT NULL,
    question_id   TEXT    NOT NULL,
    vendor_id     TEXT    NOT NULL,
    version       INTEGER NOT NULL,
    payload       BLOB    NOT NULL,
    updated_us    INTEGER NOT NULL,
    updated_by    TEXT    NOT NULL,
    PRIMARY KEY (assessment_id, question_id),
    FOREIGN KEY (vendor_id, assessment_id) REFERENCES assessments (vendor_id, id)
) STRICT, WITHOUT ROWID;

-- Uploaded files: digest, what was read, and where the bytes are. Erasure keeps the row.
CREATE TABLE evidence (
    id            TEXT    NOT NULL,
    vendor_id     TEXT    NOT NULL,
    assessment_id TEXT    NOT NULL,
    blob_id       TEXT    NOT NULL,
    file_name     TEXT    NOT NULL,
    kind          TEXT    NOT NULL,
    size          INTEGER NOT NULL,
    sha256        TEXT    NOT NULL,
    format        TEXT    NOT NULL,
    status        TEXT    NOT NULL CHECK (status IN ('read','unreadable','stored','erased')),
    problem       TEXT    NOT NULL,
    dated_on      TEXT    NOT NULL,
    facts         BLOB    NOT NULL,
    warnings      BLOB    NOT NULL,
    received_us   INTEGER NOT NULL,
    received_by   TEXT    NOT NULL,
    deleted_us    INTEGER,
    PRIMARY KEY (id),
    UNIQUE (vendor_id, id),
    FOREIGN KEY (vendor_id, assessment_id) REFERENCES assessments (vendor_id, id)
) STRICT;
CREATE INDEX evidence_by_assessment_id_received ON evidence (assessment_id, received_us);
-- Of a kept file only this ever changes: that it was taken back, or that its bytes were erased.
-- +goose StatementBegin
CREATE TRIGGER evidence_no_update BEFORE UPDATE ON evidence
WHEN NOT (OLD.id = NEW.id AND OLD.vendor_id = NEW.vendor_id AND OLD.assessment_id = NEW.assessment_id AND OLD.file_name = NEW.file_name AND OLD.kind = NEW.kind
  AND OLD.size = NEW.size AND OLD.sha256 = NEW.sha256 AND OLD.format = NEW.format AND OLD.problem = NEW.problem AND OLD.dated_on = NEW.dated_on
  AND OLD.facts = NEW.facts AND OLD.warnings = NEW.warnings AND OLD.received_us = NEW.received_us AND OLD.received_by = NEW.received_by
  AND (NEW.deleted_us IS OLD.deleted_us OR OLD.deleted_us IS NULL) AND (NEW.status = OLD.status OR NEW.status = 'erased')
  AND (NEW.blob_id = OLD.blob_id OR NEW.status = 'erased'))
BEGIN SELECT RAISE(ABORT, 'immutable: evidence'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER evidence_no_delete BEFORE DELETE ON evidence
BEGIN SELECT RAISE(ABORT, 'immutable: evidence'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER evidence_no_replace BEFORE INSERT ON evidence
WHEN EXISTS (SELECT 1 FROM evidence WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM evidence WHERE vendor_id = NEW.vendor_id AND id = NEW.id)
  OR EXISTS (SELECT 1 FROM evidence WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'immutable: evidence'); END;
-- +goose StatementEnd

-- Frozen submissions.
CREATE TABLE revisions (
    id            TEXT    NOT NULL,
    vendor_id     TEXT    NOT NULL,
    assessment_id TEXT    NOT NULL,
    number        INTEGER NOT NULL,
    digest        TEXT    NOT NULL,
    document      BLOB    NOT NULL,
    receipt_id    TEXT    NOT NULL,
    submitted_us  INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (assessment_id, number),
    UNIQUE (receipt_id),
    FOREIGN KEY (vendor_id, assessment_id) REFERENCES assessments (vendor_id, id)
) STRICT;
-- +goose StatementBegin
CREATE TRIGGER revisions_no_update BEFORE UPDATE ON revisions
BEGIN SELECT RAISE(ABORT, 'immutable: revisions'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revisions_no_delete BEFORE DELETE ON revisions
BEGIN SELECT RAISE(ABORT, 'immutable: revisions'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revisions_no_replace BEFORE INSERT ON revisions
WHEN EXISTS (SELECT 1 FROM revisions WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM revisions WHERE assessment_id = NEW.assessment_id AND number = NEW.number)
  OR EXISTS (SELECT 1 FROM revisions WHERE receipt_id = NEW.receipt_id)
  OR EXISTS (SELECT 1 FROM revisions WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'immutable: revisions'); END;
-- +goose StatementEnd

-- What the buyer sent back for another answer, and why.
CREATE TABLE returns (
    id            TEXT    NOT NULL,
    vendor_id     TEXT    NOT NULL,
    assessment_id TEXT    NOT NULL,
    revision      INTEGER NOT NULL,
    message       TEXT    NOT NULL,
    questions     BLOB    NOT NULL,
    digest        TEXT    NOT NULL,
    created_us    INTEGER NOT NULL,
    created_by    TEXT    NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (assessment_id, revision),
    FOREIGN KEY (vendor_id, assessment_id) REFERENCES assessments (vendor_id, id)
) STRICT;
-- +goose StatementBegin
CREATE TRIGGER returns_no_update BEFORE UPDATE ON returns
BEGIN SELECT RAISE(ABORT, 'immutable: returns'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER returns_no_delete BEFORE DELETE ON returns
BEGIN SELECT RAISE(ABORT, 'immutable: returns'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER returns_no_replace BEFORE INSERT ON returns
WHEN EXISTS (SELECT 1 FROM returns WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM returns WHERE assessment_id = NEW.assessment_id AND revision = NEW.revision)
  OR EXISTS (SELECT 1 FROM returns WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'immutable: returns'); END;
-- +goose StatementEnd

-- A signatory approved exactly this draft.
CREATE TABLE approvals (
    id            TEXT    NOT NULL,
    vendor_id     TEXT    NOT NULL,
    assessment_id TEXT    NOT NULL,
    number        INTEGER NOT NULL,
    contact_id    TEXT    NOT NULL,
    draft_digest  TEXT    NOT NULL,
    digest        TEXT    NOT NULL,
    approved_us   INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (assessment_id, number),
    FOREIGN KEY (vendor_id, assessment_id) REFERENCES assessments (vendor_id, id),
    FOREIGN KEY (vendor_id, contact_id) REFERENCES contacts (vendor_id, id)
) STRICT;
-- +goose StatementBegin
CREATE TRIGGER approvals_no_update BEFORE UPDATE ON approvals
BEGIN SELECT RAISE(ABORT, 'immutable: approvals'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER approvals_no_delete BEFORE DELETE ON approvals
BEGIN SELECT RAISE(ABORT, 'immutable: approvals'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER approvals_no_replace BEFORE INSERT ON approvals
WHEN EXISTS (SELECT 1 FROM approvals WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM approvals WHERE assessment_id = NEW.assessment_id AND number = NEW.number)
  OR EXISTS (SELECT 1 FROM approvals WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'immutable: approvals'); END;
-- +goose StatementEnd

-- Evaluators’ decisions. Later ones supersede; none is changed.
CREATE TABLE reviews (
    id            TEXT    NOT NULL,
    vendor_id     TEXT    NOT NULL,
    assessment_id TEXT    NOT NULL,
    number        INTEGER NOT NULL,
    revision      INTEGER NOT NULL,
    kind          TEXT    NOT NULL,
    subject       TEXT    NOT NULL,
    digest        TEXT    NOT NULL,
    document      BLOB    NOT NULL,
    note          TEXT    NOT NULL,
    created_us    INTEGER NOT NULL,
    created_by    TEXT    NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (assessment_id, number),
    FOREIGN KEY (vendor_id, assessment_id) REFERENCES assessments (vendor_id, id)
) STRICT;
-- +goose StatementBegin
CREATE TRIGGER reviews_no_update BEFORE UPDATE ON reviews
BEGIN SELECT RAISE(ABORT, 'immutable: reviews'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER reviews_no_delete BEFORE DELETE ON reviews
BEGIN SELECT RAISE(ABORT, 'immutable: reviews'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER reviews_no_replace BEFORE INSERT ON reviews
WHEN EXISTS (SELECT 1 FROM reviews WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM reviews WHERE assessment_id = NEW.assessment_id AND number = NEW.number)
  OR EXISTS (SELECT 1 FROM reviews WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'immutable: reviews'); END;
-- +goose StatementEnd

-- Immutable results: the canonical document, and a small index row.
CREATE TABLE scorecards (
    id             TEXT    NOT NULL,
    vendor_id      TEXT    NOT NULL,
    assessment_id  TEXT    NOT NULL,
    number         INTEGER NOT NULL,
    revision       INTEGER NOT NULL,
    digest         TEXT    NOT NULL,
    document       BLOB    NOT NULL,
    arithmetic     INTEGER NOT NULL,
    ruleset_digest TEXT    NOT NULL,
    band           TEXT    NOT NULL,
    gate_outcome   TEXT    NOT NULL,
    overall        INTEGER,
    exposure       INTEGER,
    practice       INTEGER,
    scored_us      INTEGER NOT NULL,
    scored_by      TEXT    NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (assessment_id, number),
    FOREIGN KEY (vendor_id, assessment_id) REFERENCES assessments (vendor_id, id)
) STRICT;
-- +goose StatementBegin
CREATE TRIGGER scorecards_no_update BEFORE UPDATE ON scorecards
BEGIN SELECT RAISE(ABORT, 'immutable: scorecards'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER scorecards_no_delete BEFORE DELETE ON scorecards
BEGIN SELECT RAISE(ABORT, 'immutable: scorecards'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER scorecards_no_replace BEFORE INSERT ON scorecards
WHEN EXISTS (SELECT 1 FROM scorecards WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM scorecards WHERE assessment_id = NEW.assessment_id AND number = NEW.number)
  OR EXISTS (SELECT 1 FROM scorecards WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'immutable: scorecards'); END;
-- +goose StatementEnd

-- The view model of each report as first made; renderings are drawn from it.
CREATE TABLE reports (
    id            TEXT    NOT NULL,
    vendor_id     TEXT    NOT NULL,
    assessment_id TEXT    NOT NULL,
    scorecard_id  TEXT    NOT NULL,
    digest        TEXT    NOT NULL,
    document      BLOB    NOT NULL,
    created_us    INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (scorecard_id),
    UNIQUE (digest),
    FOREIGN KEY (scorecard_id) REFERENCES scorecards (id),
    FOREIGN KEY (vendor_id, assessment_id) REFERENCES assessments (vendor_id, id)
) STRICT;
CREATE INDEX reports_by_assessment_id ON reports (assessment_id);
-- +goose StatementBegin
CREATE TRIGGER reports_no_update BEFORE UPDATE ON reports
BEGIN SELECT RAISE(ABORT, 'immutable: reports'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER reports_no_delete BEFORE DELETE ON reports
BEGIN SELECT RAISE(ABORT, 'immutable: reports'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER reports_no_replace BEFORE INSERT ON reports
WHEN EXISTS (SELECT 1 FROM reports WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM reports WHERE scorecard_id = NEW.scorecard_id)
  OR EXISTS (SELECT 1 FROM reports WHERE digest = NEW.digest)
  OR EXISTS (SELECT 1 FROM reports WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'immutable: reports'); END;
-- +goose StatementEnd

-- Logos that reports were drawn with, by digest: an old report is drawn as it was.
CREATE TABLE logos (
    digest     TEXT    NOT NULL,
    bytes      BLOB    NOT NULL,
    created_us INTEGER NOT NULL,
    PRIMARY KEY (digest)
) STRICT;
-- +goose StatementBegin
CREATE TRIGGER logos_no_update BEFORE UPDATE ON logos
BEGIN SELECT RAISE(ABORT, 'immutable: logos'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER logos_no_delete BEFORE DELETE ON logos
BEGIN SELECT RAISE(ABORT, 'immutable: logos'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER logos_no_replace BEFORE INSERT ON logos
WHEN EXISTS (SELECT 1 FROM logos WHERE digest = NEW.digest)
  OR EXISTS (SELECT 1 FROM logos WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'immutable: logos'); END;
-- +goose StatementEnd
