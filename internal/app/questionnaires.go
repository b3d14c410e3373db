package app

import (
	"bytes"
	"context"
	"errors"
	"io"

	"memsure/internal/audit"
	"memsure/internal/canon"
	"memsure/internal/fault"
	"memsure/internal/questionnaire"
	"memsure/internal/report"
	"memsure/internal/report/html"
	"memsure/internal/report/pdf"
	"memsure/internal/store"
)

// Questionnaires is the life of versions: draft, published, retired.
type Questionnaires struct{ *Core }

// SavedDraft is a stored version and what lint noticed about its file.
type SavedDraft struct {
	store.Questionnaire
	Remarks []questionnaire.Remark
}

// List gives versions, newest first, and whether more follow.
func (u Questionnaires) List(ctx context.Context, page store.Page, slug, state string) (found []store.Questionnaire, err error) {
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		found, err = tx.Buyer().Questionnaires(page, slug, state)
		return err
	})
	return found, err
}

// Get gives a version with its documents, held to their digests, or
// fault.NotFound.
func (u Questionnaires) Get(ctx context.Context, slug, version string) (row store.Questionnaire, err error) {
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		row, err = tx.Buyer().Questionnaire(slug, version)
		return err
	})
	if err != nil {
		return row, err
	}
	return row, heldToDigests(row)
}

// heldToDigests makes sure that a version and its author's file are the bytes
// that were digested.
func heldToDigests(row store.Questionnaire) error {
	if canon.Digest(canon.DomainQuestionnaire, row.Canonical) != row.Digest {
		return damaged("questionnaire version")
	}
	if canon.Digest(canon.DomainSource, row.Source) != row.SourceDigest {
		return damaged("questionnaire file")
	}
	return nil
}

// File gives a version as a questionnaire file: the author's own bytes, or a
// normal form that loads to the same digest.
func (u Questionnaires) File(ctx context.Context, slug, version string, original bool) ([]byte, error) {
	row, err := u.Get(ctx, slug, version)
	if err != nil {
		return nil, err
	}
	if original {
		return row.Source, nil
	}
	def, err := thawedVersion(row)
	if err != nil {
		return nil, err
	}
	return questionnaire.ToYAML(def)
}

// PDF draws a version as a sheet to print; scoring adds weights, marks,
// knock-outs and checks.
func (u Questionnaires) PDF(ctx context.Context, slug, version string, scoring bool) ([]byte, error) {
	return u.sheet(ctx, slug, version, scoring, pdf.Questionnaire)
}

// HTML writes a version as a page to read and try out.
func (u Questionnaires) HTML(ctx context.Context, slug, version string, scoring bool) ([]byte, error) {
	return u.sheet(ctx, slug, version, scoring, html.Questionnaire)
}

func (u Questionnaires) sheet(ctx context.Context, slug, version string, scoring bool, draw func(io.Writer, report.Questionnaire) error) ([]byte, error) {
	row, err := u.Get(ctx, slug, version)
	if err != nil {
		return nil, err
	}
	def, err := thawedVersion(row)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = draw(&out, report.BuildQuestionnaire(def, row.Digest, scoring))
	return out.Bytes(), err
}

// Lint checks a file without keeping it: its errors, or what lint notices.
func (u Questionnaires) Lint(source []byte) (faults []fault.Field, remarks []questionnaire.Remark, err error) {
	file, err := questionnaire.LoadSource(source)
	var known *fault.Error
	if errors.As(err, &known) && known.Kind == fault.Invalid {
		return known.Fields, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	return nil, file.Lint(), nil
}

// Create keeps a file as a new draft; fault.Invalid places every error of the
// file, fault.Conflict says that the version exists.
func (u Questionnaires) Create(ctx context.Context, source []byte) (SavedDraft, error) {
	row, remarks, err := readFile(source)
	if err != nil {
		return SavedDraft{}, err
	}
	_, _, err = u.write(ctx, store.On(audit.System), func(tx *store.Tx) (string, audit.Events, error) {
		row.CreatedUS = tx.Now()
		return row.ID, versionTold("questionnaire.draft", nil, &row), tx.Buyer().AddQuestionnaire(row)
	})
	if err != nil {
		return SavedDraft{}, err
	}
	row, err = u.Get(ctx, row.Slug, row.Version)
	return SavedDraft{row, remarks}, err
}

// Replace stores a file over the draft it names; slug and version must be the
// draft's own.
func (u Questionnaires) Replace(ctx context.Context, slug, version, etag string, source []byte) (SavedDraft, error) {
	next, remarks, err := readFile(source)
	if err != nil {
		return SavedDraft{}, err
	}
	if next.Slug != slug || next.Version != version {
		return SavedDraft{}, fault.New(fault.Invalid, "version_mismatch", "The file names another questionnaire or version than the address.").
			WithRemedy("Send it to the address of its own slug and version.")
	}
	return u.edit(ctx, slug, version, etag, remarks, "questionnaire.replace", func(tx *store.Tx, row *store.Questionnaire) error {
		if row.State != "draft" {
			return frozen()
		}
		next.ID, next.RowVersion = row.ID, row.RowVersion+1
		return tx.Buyer().ReplaceQuestionnaire(next)
	})
}

// Publish freezes a draft; publishing twice is fault.Conflict, and so is a
// draft kept in a form that is no longer written: what is frozen is in today's.
func (u Questionnaires) Publish(ctx context.Context, slug, version, etag string) (SavedDraft, error) {
	return u.edit(ctx, slug, version, etag, nil, "questionnaire.publish", func(tx *store.Tx, row *store.Questionnaire) error {
		if row.State != "draft" {
			return frozen()
		}
		if err := heldToDigests(*row); err != nil {
			return err
		}
		if _, err := questionnaire.FromCanonical(row.Canonical); err != nil {
			return fault.New(fault.Conflict, "draft_outdated", "The draft was kept by an earlier memsure, in another form.").
				WithRemedy("Save its file over the draft once more, then publish it.")
		}
		now := tx.Now()
		row.State, row.PublishedUS, row.RowVersion = "published", &now, row.RowVersion+1
		return tx.Buyer().SetQuestionnaireState(*row)
	})
}

// Retire ends new use of a published version; assessments that use it go on.
func (u Questionnaires) Retire(ctx context.Context, slug, version, etag string) (SavedDraft, error) {
	return u.edit(ctx, slug, version, etag, nil, "questionnaire.retire", func(tx *store.Tx, row *store.Questionnaire) error {
		if row.State != "published" {
			return fault.New(fault.Conflict, "wrong_state", "Only a published version can be retired.")
		}
		now := tx.Now()
		row.State, row.RetiredUS, row.RowVersion = "retired", &now, row.RowVersion+1
		return tx.Buyer().SetQuestionnaireState(*row)
	})
}

// Discard removes a draft.
func (u Questionnaires) Discard(ctx context.Context, slug, version, etag string) error {
	_, _, err := u.write(ctx, store.On(audit.System), func(tx *store.Tx) (string, audit.Events, error) {
		row, err := tx.Buyer().Questionnaire(slug, version)
		if err != nil {
			return "", nil, err
		}
		if err := matches(etag, row.RowVersion); err != nil {
			return "", nil, err
		}
		if row.State != "draft" {
			return "", nil, frozen()
		}
		return row.ID, versionTold("questionnaire.discard", &row, nil), tx.Buyer().DeleteQuestionnaire(row.ID)
	})
	return err
}

// Diff compares two versions of one questionnaire.
func (u Questionnaires) Diff(ctx context.Context, slug, from, to string) (questionnaire.Comparison, error) {
	var old, new *questionnaire.Definition
	err := u.Store.Read(ctx, func(tx *store.ReadTx) (err error) {
		if old, err = definition(tx, slug, from); err == nil {
			new, err = definition(tx, slug, to)
		}
		return err
	})
	if err != nil {
		return questionnaire.Comparison{}, err
	}
	return questionnaire.Diff(old, new), nil
}

// edit changes a version under its ETag and gives its new state.
func (u Questionnaires) edit(ctx context.Context, slug, version, etag string, remarks []questionnaire.Remark, action string,
	do func(tx *store.Tx, row *store.Questionnaire) error) (SavedDraft, error) {
	_, _, err := u.write(ctx, store.On(audit.System), func(tx *store.Tx) (string, audit.Events, error) {
		row, err := tx.Buyer().Questionnaire(slug, version)
		if err != nil {
			return "", nil, err
		}
		if err := matches(etag, row.RowVersion); err != nil {
			return "", nil, err
		}
		before := row
		if err := do(tx, &row); err != nil {
			return "", nil, err
		}
		after, err := tx.QuestionnaireByID(row.ID)
		return row.ID, versionTold(action, &before, &after), err
	})
	if err != nil {
		return SavedDraft{}, err
	}
	row, err := u.Get(ctx, slug, version)
	return SavedDraft{row, remarks}, err
}

// versionTold tells of a version's change; the details name the document, which
// is what assessments and scorecards name.
func versionTold(action string, before, after *store.Questionnaire) audit.Events {
	named := after
	if after == nil {
		named = before
	}
	e := audit.Event{Action: action, Subject: named.ID, Details: map[string]any{"digest": named.Digest}}
	if before != nil {
		e.Before = before.Fingerprint()
	}
	if after != nil {
		e.After = after.Fingerprint()
	}
	return audit.Events{e}
}

func definition(tx *store.ReadTx, slug, version string) (*questionnaire.Definition, error) {
	row, err := tx.Buyer().Questionnaire(slug, version)
	if err != nil {
		return nil, err
	}
	compiled, err := compileStored(row)
	if err != nil {
		return nil, err
	}
	return compiled.Definition, nil
}

func frozen() error {
	return fault.New(fault.Conflict, "immutable", "A published version never changes.").
		WithRemedy("Save the change as a new version.")
}
