package app

import (
	"context"

	"memsure/internal/bundle/response"
	"memsure/internal/store"
)

// Try scores a response file against a version, draft or not, and keeps
// nothing of it. The score is as of the moment the file names, or of now.
func (u Questionnaires) Try(ctx context.Context, slug, version string, file []byte) (trial response.Trial, err error) {
	given, err := response.Load(file)
	if err != nil {
		return trial, err
	}
	row, err := u.Get(ctx, slug, version)
	if err != nil {
		return trial, err
	}
	def, err := thawedVersion(row)
	if err != nil {
		return trial, err
	}
	at := given.AsOf
	if at == 0 {
		err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
			at = tx.Now()
			return nil
		})
	}
	if err != nil {
		return trial, err
	}
	return given.Try(def, nil, at)
}
