-- +goose Up

-- Names and addresses live here and nowhere else, so that they can be erased.
CREATE TABLE people (
    id         text    NOT NULL,
    kind       text    NOT NULL CHECK (kind IN ('buyer','contact')),
    name       text    NOT NULL,
    email      text    NOT NULL,
    created_us bigint  NOT NULL,
    ended_us   bigint,
    erased_us  bigint,
    PRIMARY KEY (id)
);

-- Keys of the buying organisation; only hashes are kept.
CREATE TABLE api_keys (
    id         text    NOT NULL,
    person_id  text    NOT NULL,
    role       text    NOT NULL CHECK (role IN ('admin','procurement','evaluator','auditor')),
    label      text    NOT NULL,
    hint       text    NOT NULL,
    token_hash bytea   NOT NULL,
    created_us bigint  NOT NULL,
    expires_us bigint,
    revoked_us bigint,
    PRIMARY KEY (id),
    UNIQUE (token_hash),
    FOREIGN KEY (person_id) REFERENCES people (id)
);
CREATE INDEX api_keys_by_person_id ON api_keys (person_id);

-- Versions of questionnaires. A published row never changes but for its retirement.
CREATE TABLE questionnaires (
    id             text    NOT NULL,
    slug           text    NOT NULL,
    version        text    NOT NULL,
    title          text    NOT NULL,
    language       text    NOT NULL,
    state          text    NOT NULL CHECK (state IN ('draft','published','retired')),
    digest         text    NOT NULL,
    source_digest  text    NOT NULL,
    ruleset_digest text    NOT NULL,
    question_count bigint  NOT NULL,
    canonical      bytea   NOT NULL,
    source         bytea   NOT NULL,
    row_version    bigint  NOT NULL,
    created_us     bigint  NOT NULL,
    published_us   bigint,
    retired_us     bigint,
    PRIMARY KEY (id),
    UNIQUE (slug, version)
);
CREATE INDEX questionnaires_by_created ON questionnaires (created_us, id);
CREATE TRIGGER questionnaires_no_update BEFORE UPDATE ON questionnaires FOR EACH ROW
WHEN (OLD.state <> 'draft' AND NOT (OLD.state = 'published' AND NEW.state = 'retired' AND OLD.id = NEW.id AND OLD.slug = NEW.slug AND OLD.version = NEW.version
  AND OLD.title = NEW.title AND OLD.language = NEW.language AND OLD.digest = NEW.digest AND OLD.source_digest = NEW.source_digest AND OLD.ruleset_digest = NEW.ruleset_digest AND OLD.question_count = NEW.question_count
  AND OLD.canonical = NEW.canonical AND OLD.source = NEW.source AND OLD.created_us = NEW.created_us AND OLD.published_us = NEW.published_us))
EXECUTE FUNCTION memsure_immutable();
CREATE TRIGGER questionnaires_no_delete BEFORE DELETE ON questionnaires FOR EACH ROW WHEN (OLD.state <> 'draft') EXECUTE FUNCTION memsure_immutable();
CREATE TRIGGER questionnaires_no_truncate BEFORE TRUNCATE ON questionnaires FOR EACH STATEMENT EXECUTE FUNCTION memsure_immutable();

-- Who is asked.
CREATE TABLE vendors (
    id           text    NOT NULL,
    name         text    NOT NULL,
    name_key     text    NOT NULL,
    external_ref text,
    country      text    NOT NULL,
    website      text    NOT NULL,
    owner        text    NOT NULL,
    notes        text    NOT NULL,
    row_version  bigint  NOT NULL,
    created_us   bigint  NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (external_ref)
);
CREATE INDEX vendors_by_name_key ON vendors (name_key, id);

-- What is asked about.
CREATE TABLE products (
    id          text    NOT NULL,
    vendor_id   text    NOT NULL,
    name        text    NOT NULL,
    description text    NOT NULL,
    owner       text    NOT NULL,
    created_us  bigint  NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (vendor_id, id),
    UNIQUE (vendor_id, name),
    FOREIGN KEY (vendor_id) REFERENCES vendors (id)
);

-- A delivered version of a product, or a hosted service as of a date.
CREATE TABLE releases (
    id              text    NOT NULL,
    vendor_id       text    NOT NULL,
    product_id      text    NOT NULL,
    kind            text    NOT NULL CHECK (kind IN ('fixed','continuous')),
    version         text    NOT NULL,
    as_of           text    NOT NULL,
    label           text    NOT NULL,
    artifact_sha256 text    NOT NULL,
    created_us      bigint  NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (vendor_id, id),
    UNIQUE (product_id, kind, label),
    FOREIGN KEY (vendor_id, product_id) REFERENCES products (vendor_id, id)
);

-- Vendor contacts and their sign-in.
CREATE TABLE contacts (
    id             text    NOT NULL,
    vendor_id      text    NOT NULL,
    person_id      text    NOT NULL,
    login          text,
    passphrase     text    NOT NULL,
    totp_secret    text    NOT NULL,
    totp_confirmed bigint  NOT NULL CHECK (totp_confirmed IN (0, 1)),
    totp_last_step bigint  NOT NULL,
    created_us     bigint  NOT NULL,
    removed_us     bigint,
    PRIMARY KEY (id),
    UNIQUE (vendor_id, id),
    UNIQUE (login, vendor_id),
    FOREIGN KEY (vendor_id) REFERENCES vendors (id),
    FOREIGN KEY (person_id) REFERENCES people (id)
);
CREATE INDEX contacts_by_vendor_id ON contacts (vendor_id, id);

-- Portal sessions; only hashes are kept.
CREATE TABLE sessions (
    id            text    NOT NULL,
    vendor_id     text    NOT NULL,
    contact_id    text    NOT NULL,
    token_hash    bytea   NOT NULL,
    second_factor bigint  NOT NULL CHECK (second_factor IN (0, 1)),
    created_us    bigint  NOT NULL,
    expires_us    bigint  NOT NULL,
    ended_us      bigint,
    PRIMARY KEY (id),
    UNIQUE (token_hash),
    FOREIGN KEY (vendor_id, contact_id) REFERENCES contacts (vendor_id, id)
);
CREATE INDEX sessions_by_contact_id ON sessions (contact_id);

-- One product release against one questionnaire version.
CREATE TABLE assessments (
    id                    text    NOT NULL,
    vendor_id             text    NOT NULL,
    product_id            text    NOT NULL,
    release_id            text    NOT NULL,
    questionnaire_id      text    NOT NULL,
    questionnaire_digest  text    NOT NULL,
    purpose               text    NOT NULL CHECK (purpose IN ('rfp','onboarding','renewal','out_of_cycle')),
    source                text    NOT NULL CHECK (source IN ('vendor','public_sources')),
    tier                  text    NOT NULL,
    state                 text    NOT NULL CHECK (state IN ('draft','invited','in_progress','submitted','returned','closed','withdrawn','declined','no_response')),
    due_on                text    NOT NULL,
    time_zone             text    NOT NULL,
    disclose_weights      bigint  NOT NULL CHECK (disclose_weights IN (0, 1)),
    require_second_factor bigint  NOT NULL CHECK (require_second_factor IN (0, 1)),
    require_approval      bigint  NOT NULL CHECK (require_approval IN (0, 1)),
    owner                 text    NOT NULL,
    revision              bigint  NOT NULL,
    end_reason            text    NOT NULL,
    outcome               text    NOT NULL,
    row_version           bigint  NOT NULL,
    draft_version         bigint  NOT NULL,
    cleared_version       bigint  NOT NULL DEFAULT 0, -- no answer given anew gets a version up to this
    created_us            bigint  NOT NULL,
    submitted_us          bigint,
    PRIMARY KEY (id),
    UNIQUE (vendor_id, id),
    FOREIGN KEY (vendor_id, product_id) REFERENCES products (vendor_id, id),
    FOREIGN KEY (vendor_id, release_id) REFERENCES releases (vendor_id, id),
    FOREIGN KEY (questionnaire_id) REFERENCES questionnaires (id)
);
CREATE INDEX assessments_by_created ON assessments (created_us, id);
CREATE INDEX assessments_by_state_created ON assessments (state, created_us, id);
CREATE INDEX assessments_by_vendor_id_created ON assessments (vendor_id, created_us, id);

-- Single-use enrolments; only hashes are kept. Expiry is derived from the time.
CREATE TABLE invitations (
    id            text    NOT NULL,
    vendor_id     text    NOT NULL,
    assessment_id text    NOT NULL,
    person_id     text    NOT NULL,
    role          text    NOT NULL CHECK (role IN ('lead','collaborator','signatory')),
    sections      text    NOT NULL,
    token_hash    bytea   NOT NULL,
    created_us    bigint  NOT NULL,
    created_by    text    NOT NULL,
    expires_us    bigint  NOT NULL,
    redeemed_us   bigint,
    superseded_us bigint,
    revoked_us    bigint,
    PRIMARY KEY (id),
    UNIQUE (token_hash),
    FOREIGN KEY (vendor_id, assessment_id) REFERENCES assessments (vendor_id, id),
    FOREIGN KEY (person_id) REFERENCES people (id)
);
CREATE INDEX invitations_by_assessment_id_created ON invitations (assessment_id, created_us);

-- Which contact takes part in which assessment, as what.
CREATE TABLE participants (
    id            text    NOT NULL,
    vendor_id     text    NOT NULL,
    assessment_id text    NOT NULL,
    contact_id    text    NOT NULL,
    role          text    NOT NULL CHECK (role IN ('lead','collaborator','signatory')),
    sections      text    NOT NULL,
    created_us    bigint  NOT NULL,
    removed_us    bigint,
    PRIMARY KEY (id),
    UNIQUE (assessment_id, contact_id),
    FOREIGN KEY (vendor_id, assessment_id) REFERENCES assessments (vendor_id, id),
    FOREIGN KEY (vendor_id, contact_id) REFERENCES contacts (vendor_id, id)
);
CREATE INDEX participants_by_contact_id ON participants (contact_id);

-- The draft: one row an answer, its payload opaque behind a codec.
CREATE TABLE answers (
    assessment_id text    NOT NULL,
    question_id   text    NOT NULL,
    vendor_id     text    NOT NULL,
    version       bigint  NOT NULL,
    payload       bytea   NOT NULL,
    updated_us    bigint  NOT NULL,
    updated_by    text    NOT NULL,
    PRIMARY KEY (assessment_id, question_id),
    FOREIGN KEY (vendor_id, assessment_id) REFERENCES assessments (vendor_id, id)
);

-- Uploaded files: digest, what was read, and where the bytes are. Erasure keeps the row.
CREATE TABLE evidence (
    id            text    NOT NULL,
    vendor_id     text    NOT NULL,
    assessment_id text    NOT NULL,
    blob_id       text    NOT NULL,
    file_name     text    NOT NULL,
    kind          text    NOT NULL,
    size          bigint  NOT NULL,
    sha256        text    NOT NULL,
    format        text    NOT NULL,
    status        text    NOT NULL CHECK (status IN ('read','unreadable','stored','erased')),
    problem       text    NOT NULL,
    dated_on      text    NOT NULL,
    facts         bytea   NOT NULL,
    warnings      bytea   NOT NULL,
    received_us   bigint  NOT NULL,
    received_by   text    NOT NULL,
    deleted_us    bigint,
    PRIMARY KEY (id),
    UNIQUE (vendor_id, id),
    FOREIGN KEY (vendor_id, assessment_id) REFERENCES assessments (vendor_id, id)
);
CREATE INDEX evidence_by_assessment_id_received ON evidence (assessment_id, received_us);
-- Of a kept file only this ever changes: that it was taken back, or that its bytes were erased.
CREATE TRIGGER evidence_no_update BEFORE UPDATE ON evidence FOR EACH ROW
WHEN (NOT (OLD.id = NEW.id AND OLD.vendor_id = NEW.vendor_id AND OLD.assessment_id = NEW.assessment_id AND OLD.file_name = NEW.file_name AND OLD.kind = NEW.kind
  AND OLD.size = NEW.size AND OLD.sha256 = NEW.sha256 AND OLD.format = NEW.format AND OLD.problem = NEW.problem AND OLD.dated_on = NEW.dated_on
  AND OLD.facts = NEW.facts AND OLD.warnings = NEW.warnings AND OLD.received_us = NEW.received_us AND OLD.received_by = NEW.received_by
  AND (NEW.deleted_us IS NOT DISTINCT FROM OLD.deleted_us OR OLD.deleted_us IS NULL) AND (NEW.status = OLD.status OR NEW.status = 'erased')
  AND (NEW.blob_id = OLD.blob_id OR NEW.status = 'erased')))
EXECUTE FUNCTION memsure_immutable();
CREATE TRIGGER evidence_no_delete BEFORE DELETE ON evidence FOR EACH ROW EXECUTE FUNCTION memsure_immutable();
CREATE TRIGGER evidence_no_truncate BEFORE TRUNCATE ON evidence FOR EACH STATEMENT EXECUTE FUNCTION memsure_immutable();

-- Frozen submissions.
CREATE TABLE revisions (
    id            text    NOT NULL,
    vendor_id     text    NOT NULL,
    assessment_id text    NOT NULL,
    number        bigint  NOT NULL,
    digest        text    NOT NULL,
    document      bytea   NOT NULL,
    receipt_id    text    NOT NULL,
    submitted_us  bigint  NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (assessment_id, number),
    UNIQUE (receipt_id),
    FOREIGN KEY (vendor_id, assessment_id) REFERENCES assessments (vendor_id, id)
);
CREATE TRIGGER revisions_no_change BEFORE UPDATE OR DELETE ON revisions FOR EACH ROW EXECUTE FUNCTION memsure_immutable();
CREATE TRIGGER revisions_no_truncate BEFORE TRUNCATE ON revisions FOR EACH STATEMENT EXECUTE FUNCTION memsure_immutable();

-- What the buyer sent back for another answer, and why.
CREATE TABLE returns (
    id            text    NOT NULL,
    vendor_id     text    NOT NULL,
    assessment_id text    NOT NULL,
    revision      bigint  NOT NULL,
    message       text    NOT NULL,
    questions     bytea   NOT NULL,
    digest        text    NOT NULL,
    created_us    bigint  NOT NULL,
    created_by    text    NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (assessment_id, revision),
    FOREIGN KEY (vendor_id, assessment_id) REFERENCES assessments (vendor_id, id)
);
CREATE TRIGGER returns_no_change BEFORE UPDATE OR DELETE ON returns FOR EACH ROW EXECUTE FUNCTION memsure_immutable();
CREATE TRIGGER returns_no_truncate BEFORE TRUNCATE ON returns FOR EACH STATEMENT EXECUTE FUNCTION memsure_immutable();

-- A signatory approved exactly this draft.
CREATE TABLE approvals (
    id            text    NOT NULL,
    vendor_id     text    NOT NULL,
    assessment_id text    NOT NULL,
    number        bigint  NOT NULL,
    contact_id    text    NOT NULL,
    draft_digest  text    NOT NULL,
    digest        text    NOT NULL,
    approved_us   bigint  NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (assessment_id, number),
    FOREIGN KEY (vendor_id, assessment_id) REFERENCES assessments (vendor_id, id),
    FOREIGN KEY (vendor_id, contact_id) REFERENCES contacts (vendor_id, id)
);
CREATE TRIGGER approvals_no_change BEFORE UPDATE OR DELETE ON approvals FOR EACH ROW EXECUTE FUNCTION memsure_immutable();
CREATE TRIGGER approvals_no_truncate BEFORE TRUNCATE ON approvals FOR EACH STATEMENT EXECUTE FUNCTION memsure_immutable();

-- Evaluators’ decisions. Later ones supersede; none is changed.
CREATE TABLE reviews (
    id            text    NOT NULL,
    vendor_id     text    NOT NULL,
    assessment_id text    NOT NULL,
    number        bigint  NOT NULL,
    revision      bigint  NOT NULL,
    kind          text    NOT NULL,
    subject       text    NOT NULL,
    digest        text    NOT NULL,
    document      bytea   NOT NULL,
    note          text    NOT NULL,
    created_us    bigint  NOT NULL,
    created_by    text    NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (assessment_id, number),
    FOREIGN KEY (vendor_id, assessment_id) REFERENCES assessments (vendor_id, id)
);
CREATE TRIGGER reviews_no_change BEFORE UPDATE OR DELETE ON reviews FOR EACH ROW EXECUTE FUNCTION memsure_immutable();
CREATE TRIGGER reviews_no_truncate BEFORE TRUNCATE ON reviews FOR EACH STATEMENT EXECUTE FUNCTION memsure_immutable();

-- Immutable results: the canonical document, and a small index row.
CREATE TABLE scorecards (
    id             text    NOT NULL,
    vendor_id      text    NOT NULL,
    assessment_id  text    NOT NULL,
    number         bigint  NOT NULL,
    revision       bigint  NOT NULL,
    digest         text    NOT NULL,
    document       bytea   NOT NULL,
    arithmetic     bigint  NOT NULL,
    ruleset_digest text    NOT NULL,
    band           text    NOT NULL,
    gate_outcome   text    NOT NULL,
    overall        bigint,
    exposure       bigint,
    practice       bigint,
    scored_us      bigint  NOT NULL,
    scored_by      text    NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (assessment_id, number),
    FOREIGN KEY (vendor_id, assessment_id) REFERENCES assessments (vendor_id, id)
);
CREATE TRIGGER scorecards_no_change BEFORE UPDATE OR DELETE ON scorecards FOR EACH ROW EXECUTE FUNCTION memsure_immutable();
CREATE TRIGGER scorecards_no_truncate BEFORE TRUNCATE ON scorecards FOR EACH STATEMENT EXECUTE FUNCTION memsure_immutable();

-- The view model of each report as first made; renderings are drawn from it.
CREATE TABLE reports (
    id            text    NOT NULL,
    vendor_id     text    NOT NULL,
    assessment_id text    NOT NULL,
    scorecard_id  text    NOT NULL,
    digest        text    NOT NULL,
    document      bytea   NOT NULL,
    created_us    bigint  NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (scorecard_id),
    UNIQUE (digest),
    FOREIGN KEY (scorecard_id) REFERENCES scorecards (id),
    FOREIGN KEY (vendor_id, assessment_id) REFERENCES assessments (vendor_id, id)
);
CREATE INDEX reports_by_assessment_id ON reports (assessment_id);
CREATE TRIGGER reports_no_change BEFORE UPDATE OR DELETE ON reports FOR EACH ROW EXECUTE FUNCTION memsure_immutable();
CREATE TRIGGER reports_no_truncate BEFORE TRUNCATE ON reports FOR EACH STATEMENT EXECUTE FUNCTION memsure_immutable();

-- Logos that reports were drawn with, by digest: an old report is drawn as it was.
CREATE TABLE logos (
    digest     text    NOT NULL,
    bytes      bytea   NOT NULL,
    created_us bigint  NOT NULL,
    PRIMARY KEY (digest)
);
CREATE TRIGGER logos_no_change BEFORE UPDATE OR DELETE ON logos FOR EACH ROW EXECUTE FUNCTION memsure_immutable();
CREATE TRIGGER logos_no_truncate BEFORE TRUNCATE ON logos FOR EACH STATEMENT EXECUTE FUNCTION memsure_immutable();
