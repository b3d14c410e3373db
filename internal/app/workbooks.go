package app

import (
	"context"
	"time"

	"memsure/internal/assessment"
	"memsure/internal/store"
	"memsure/internal/workbook"
)

// Workbooks is the questionnaire as a file to fill in offline.
type Workbooks struct{ *Core }

// Blank gives a version as an empty workbook.
func (u Workbooks) Blank(ctx context.Context, slug, version string) ([]byte, error) {
	row, err := Questionnaires(u).Get(ctx, slug, version)
	if err != nil {
		return nil, err
	}
	compiled, err := compileStored(row)
	if err != nil {
		return nil, err
	}
	return workbook.Write(compiled, nil, workbook.Meta{Buyer: u.Settings.BuyerName, Digest: row.Digest})
}

// Export gives the caller's assessment as a workbook with the answers so far.
func (u Workbooks) Export(ctx context.Context, assessmentID string) ([]byte, error) {
	var seen snapshot
	var meta workbook.Meta
	err := u.enter(ctx, assessmentID, func(p portal) (err error) {
		if seen, err = u.look(p); err != nil {
			return err
		}
		row, err := p.vendor().Assessment(assessmentID)
		meta = u.meta(row, seen, p.tx.Now())
		return err
	})
	if err != nil {
		return nil, err
	}
	return workbook.Write(seen.version, seen.draft.Answers, meta)
}

// snapshot is a draft with the names of its files, in one snapshot.
type snapshot struct {
	portal
	draft Draft
	files map[string]string // names by evidence id
}

func (u Workbooks) meta(row store.AssessmentView, seen snapshot, now int64) workbook.Meta {
	etags := make(map[string]string, len(seen.draft.Rows))
	for id, answer := range seen.draft.Rows {
		etags[id] = ETag(answer.Version)
	}
	due := row.DueOn
	if due != "" && row.TimeZone != "" {
		due += " (" + row.TimeZone + ")"
	}
	return workbook.Meta{Buyer: u.Settings.BuyerName, Vendor: row.VendorName, Product: row.ProductName, Release: row.ReleaseLabel,
		Due: due, AssessmentID: row.ID, ExportedAt: time.UnixMicro(now).UTC().Format(time.RFC3339),
		Digest: row.QuestionnaireDigest, ETags: etags, Files: seen.files}
}

// look reads the draft and the files it may name.
func (u Workbooks) look(p portal) (seen snapshot, err error) {
	seen.portal = p
	if seen.draft, err = u.draft(p.vendor(), p.seat.assessment, p.version); err != nil {
		return seen, err
	}
	rows, err := p.vendor().Evidence(p.seat.assessment.ID)
	if err != nil {
		return seen, err
	}
	files := make([]assessment.Evidence, len(rows))
	for i, row := range rows {
		files[i] = assessment.Evidence{ID: row.ID, FileName: row.FileName}
	}
	seen.files = workbook.FileNames(files)
	return seen, nil
}
