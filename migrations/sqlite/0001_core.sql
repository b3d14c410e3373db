-- +goose Up

-- Who did what, chained per stream. Never changed, never deleted.
CREATE TABLE audit_events (
    stream        TEXT    NOT NULL,
    seq           INTEGER NOT NULL CHECK (seq > 0),
    id            TEXT    NOT NULL UNIQUE,
    at_us         INTEGER NOT NULL,
    actor_kind    TEXT    NOT NULL,
    actor_id      TEXT    NOT NULL,
    action        TEXT    NOT NULL,
    subject       TEXT    NOT NULL,
    before_digest TEXT    NOT NULL,
    after_digest  TEXT    NOT NULL,
    details       BLOB    NOT NULL,
    prev_hash     TEXT    NOT NULL,
    hash          TEXT    NOT NULL,
    PRIMARY KEY (stream, seq)
) STRICT, WITHOUT ROWID;

-- +goose StatementBegin
CREATE TRIGGER audit_events_no_update BEFORE UPDATE ON audit_events
BEGIN SELECT RAISE(ABORT, 'immutable: audit_events'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_events_no_delete BEFORE DELETE ON audit_events
BEGIN SELECT RAISE(ABORT, 'immutable: audit_events'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_events_no_replace BEFORE INSERT ON audit_events
WHEN EXISTS (SELECT 1 FROM audit_events WHERE stream = NEW.stream AND seq = NEW.seq)
  OR EXISTS (SELECT 1 FROM audit_events WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'immutable: audit_events'); END;
-- +goose StatementEnd

-- The newest row of each stream with its time, and how far a checkpoint
-- vouches for it. On PostgreSQL this row is also the lock that orders writers
-- of one stream.
CREATE TABLE audit_heads (
    stream           TEXT    NOT NULL,
    seq              INTEGER NOT NULL,
    hash             TEXT    NOT NULL,
    at_us            INTEGER NOT NULL DEFAULT 0,
    checkpointed_seq INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (stream)
) STRICT, WITHOUT ROWID;

-- Signed statements about the heads of all streams.
CREATE TABLE audit_checkpoints (
    number    INTEGER NOT NULL CHECK (number > 0),
    at_us     INTEGER NOT NULL,
    key_id    TEXT    NOT NULL,
    document  BLOB    NOT NULL,
    signature BLOB    NOT NULL,
    PRIMARY KEY (number)
) STRICT;

-- +goose StatementBegin
CREATE TRIGGER audit_checkpoints_no_update BEFORE UPDATE ON audit_checkpoints
BEGIN SELECT RAISE(ABORT, 'immutable: audit_checkpoints'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_checkpoints_no_delete BEFORE DELETE ON audit_checkpoints
BEGIN SELECT RAISE(ABORT, 'immutable: audit_checkpoints'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_checkpoints_no_replace BEFORE INSERT ON audit_checkpoints
WHEN EXISTS (SELECT 1 FROM audit_checkpoints WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'immutable: audit_checkpoints'); END;
-- +goose StatementEnd

-- What a repeated request is recognised by, and where its result is.
CREATE TABLE idempotency_keys (
    principal   TEXT    NOT NULL,
    operation   TEXT    NOT NULL,
    key         TEXT    NOT NULL,
    body_digest TEXT    NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN ('in_progress', 'completed')),
    result_ref  TEXT    NOT NULL,
    created_us  INTEGER NOT NULL,
    PRIMARY KEY (principal, operation, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_us);
