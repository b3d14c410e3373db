package app

import (
	"context"

	"memsure/internal/audit"
	"memsure/internal/canon"
	"memsure/internal/fault"
	"memsure/internal/id"
	"memsure/internal/questionnaire"
	"memsure/internal/store"
	"memsure/questionnaires"
)

// Ship publishes every questionnaire that memsure brings along and does not
// have yet. A version that exists is left as it is, whatever its state; where
// it says something else under the same number, the log warns.
func (u Questionnaires) Ship(ctx context.Context) error {
	for _, file := range questionnaires.Shipped() {
		row, _, err := readFile(file.Source)
		if err != nil {
			return fault.Wrap(err, "load shipped questionnaire "+file.Name)
		}
		if err := u.ship(ctx, row); err != nil {
			return err
		}
	}
	return nil
}

func (u Questionnaires) ship(ctx context.Context, row store.Questionnaire) error {
	differs := false
	err := u.Store.Write(ctx, audit.Actor{Kind: audit.ActorSystem}, store.On(audit.System), func(tx *store.Tx) (audit.Events, error) {
		known, err := tx.Buyer().Questionnaire(row.Slug, row.Version)
		if !fault.Is(err, fault.NotFound) {
			differs = err == nil && known.Digest != row.Digest
			return nil, err
		}
		now := tx.Now()
		row.State, row.CreatedUS, row.PublishedUS = "published", now, &now
		return versionTold("questionnaire.ship", nil, &row), tx.Buyer().AddQuestionnaire(row)
	})
	if differs {
		u.Log.WarnContext(ctx, "a questionnaire version that memsure brings along is kept here with other content; the kept one stays in use",
			"questionnaire", row.Slug, "version", row.Version, "shipped_digest", row.Digest)
	}
	return err
}

// readFile loads and lints an authored file into a new draft's record.
func readFile(source []byte) (store.Questionnaire, []questionnaire.Remark, error) {
	file, err := questionnaire.LoadSource(source)
	if err != nil {
		return store.Questionnaire{}, nil, err
	}
	def := file.Definition
	canonical, digest, err := questionnaire.Canonical(def)
	if err != nil {
		return store.Questionnaire{}, nil, err
	}
	ruleset, err := questionnaire.RulesetDigest(def)
	if err != nil {
		return store.Questionnaire{}, nil, err
	}
	count := 0
	for i := range def.Sections {
		count += len(def.Sections[i].Questions)
	}
	return store.Questionnaire{
		ID: id.New(id.Questionnaire), Slug: def.Slug, Version: def.Version, Title: def.Title, Language: def.Language,
		State: "draft", Digest: digest, SourceDigest: canon.Digest(canon.DomainSource, source), RulesetDigest: ruleset,
		QuestionCount: count, Canonical: canonical, Source: source, RowVersion: 1,
	}, file.Lint(), nil
}
