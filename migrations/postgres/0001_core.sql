-- +goose Up

-- The one refusal of every immutable table.
-- +goose StatementBegin
CREATE FUNCTION memsure_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'immutable: %', TG_TABLE_NAME USING ERRCODE = 'MS001';
END
$$;
-- +goose StatementEnd

-- Who did what, chained per stream. Never changed, never deleted.
CREATE TABLE audit_events (
    stream        text   NOT NULL,
    seq           bigint NOT NULL CHECK (seq > 0),
    id            text   NOT NULL UNIQUE,
    at_us         bigint NOT NULL,
    actor_kind    text   NOT NULL,
    actor_id      text   NOT NULL,
    action        text   NOT NULL,
    subject       text   NOT NULL,
    before_digest text   NOT NULL,
    after_digest  text   NOT NULL,
    details       bytea  NOT NULL,
    prev_hash     text   NOT NULL,
    hash          text   NOT NULL,
    PRIMARY KEY (stream, seq)
);
CREATE TRIGGER audit_events_no_change BEFORE UPDATE OR DELETE ON audit_events
    FOR EACH ROW EXECUTE FUNCTION memsure_immutable();
CREATE TRIGGER audit_events_no_truncate BEFORE TRUNCATE ON audit_events
    FOR EACH STATEMENT EXECUTE FUNCTION memsure_immutable();

-- The newest row of each stream with its time, and how far a checkpoint
-- vouches for it. On PostgreSQL this row is also the lock that orders writers
-- of one stream.
CREATE TABLE audit_heads (
    stream           text   NOT NULL,
    seq              bigint NOT NULL,
    hash             text   NOT NULL,
    at_us            bigint NOT NULL DEFAULT 0,
    checkpointed_seq bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (stream)
);

-- Signed statements about the heads of all streams.
CREATE TABLE audit_checkpoints (
    number    bigint NOT NULL CHECK (number > 0),
    at_us     bigint NOT NULL,
    key_id    text   NOT NULL,
    document  bytea  NOT NULL,
    signature bytea  NOT NULL,
    PRIMARY KEY (number)
);
CREATE TRIGGER audit_checkpoints_no_change BEFORE UPDATE OR DELETE ON audit_checkpoints
    FOR EACH ROW EXECUTE FUNCTION memsure_immutable();
CREATE TRIGGER audit_checkpoints_no_truncate BEFORE TRUNCATE ON audit_checkpoints
    FOR EACH STATEMENT EXECUTE FUNCTION memsure_immutable();

-- What a repeated request is recognised by, and where its result is.
CREATE TABLE idempotency_keys (
    principal   text   NOT NULL,
    operation   text   NOT NULL,
    key         text   NOT NULL,
    body_digest text   NOT NULL,
    state       text   NOT NULL CHECK (state IN ('in_progress', 'completed')),
    result_ref  text   NOT NULL,
    created_us  bigint NOT NULL,
    PRIMARY KEY (principal, operation, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_us);
