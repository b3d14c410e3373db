package app

import (
	"context"
	"fmt"
	"io"
	"time"

	"memsure/internal/assessment"
	"memsure/internal/audit"
	"memsure/internal/auth"
	"memsure/internal/canon"
	"memsure/internal/evidence"
	"memsure/internal/evidence/read"
	"memsure/internal/fault"
	"memsure/internal/id"
	"memsure/internal/store"
)

// Proof is evidence: files kept byte for byte, and what readers find in them.
type Proof struct{ *Core }

// NewEvidence is a file being uploaded. FileName is shown, never used as a
// path; DatedOn is the date the file bears, where no reader finds one.
type NewEvidence struct {
	FileName, Kind, DatedOn string
	Content                 io.Reader
}

// Upload keeps a file, reads it and records its facts: bytes first, safe on
// disk, then the row. A file that no reader understands, or that is malformed,
// is kept all the same and says so.
func (u Proof) Upload(ctx context.Context, assessmentID string, in NewEvidence) (store.Evidence, error) {
	if err := u.enter(ctx, assessmentID, func(p portal) error { return u.mayAdd(p, 1) }); err != nil {
		return store.Evidence{}, err
	}
	if err := checkDatedOn(in.DatedOn); err != nil {
		return store.Evidence{}, err
	}
	row := store.Evidence{ID: id.New(id.Evidence), BlobID: id.New(id.Blob), AssessmentID: assessmentID,
		FileName: in.FileName, Kind: in.Kind, DatedOn: in.DatedOn, ReceivedBy: person(ctx)}
	receipt, err := u.Blobs.Put(ctx, row.BlobID, in.Content, u.Settings.EvidenceLimit)
	if err != nil {
		return store.Evidence{}, err
	}
	row.Size, row.SHA256 = receipt.Size, receipt.SHA256
	evidenceID, err := u.keep(ctx, row)
	if unnamed := evidenceID != row.ID; unnamed && fault.Code(err) != "commit_unconfirmed" {
		u.drop(ctx, row.BlobID) // bytes that a row may name are left to the sweep, which looks
	}
	if err != nil {
		return store.Evidence{}, err
	}
	return u.own(ctx, assessmentID, evidenceID)
}

// mayProve refuses files outside the time of answering, and from those who
// only sign.
func mayProve(p portal) error {
	if p.seat.role == roleSignatory {
		return fault.New(fault.Forbidden, "signatory_reads", "A signatory reads and approves; others upload.")
	}
	if !p.seat.open() {
		return fault.New(fault.Conflict, "wrong_state", "Files can be uploaded while the assessment is being answered or was returned.")
	}
	return nil
}

// mayAdd is mayProve, with room for a further file of so many bytes. It runs
// before the bytes are taken, and again with the row.
func (u Proof) mayAdd(p portal, size int64) error {
	if err := mayProve(p); err != nil {
		return err
	}
	files, bytes, err := p.vendor().EvidenceUse(p.seat.assessment.ID)
	if err != nil {
		return err
	}
	if most := u.Settings.EvidenceFiles; most > 0 && files >= most {
		return fault.Newf(fault.Conflict, "evidence_full", "An assessment holds at most %d files.", most).
			WithRemedy("Delete files that no answer needs, or ask the buyer about the limit.")
	}
	if most := u.Settings.EvidenceTotal; most > 0 && size > most-bytes {
		return fault.Newf(fault.TooLarge, "evidence_total", "The files of an assessment hold at most %d bytes together.", most).
			WithRemedy("Delete files that no answer needs, or ask the buyer about the limit.")
	}
	return nil
}

func checkDatedOn(date string) error {
	if date == "" {
		return nil
	}
	if _, err := time.Parse(assessment.DateLayout, date); err != nil {
		return fault.New(fault.Invalid, "validation", "The date of the file is not a calendar date.").
			At("/dated_on", "date", "Write the date as YYYY-MM-DD.")
	}
	return nil
}

// keep reads the stored bytes and records the file. It gives the id of the
// record: of the first one where the upload is a repeat.
func (u Proof) keep(ctx context.Context, row store.Evidence) (evidenceID string, err error) {
	if err := u.read(ctx, &row); err != nil {
		return "", err
	}
	ctx = withContent(ctx, row)
	vendorID := auth.PrincipalFrom(ctx).VendorID
	evidenceID, _, err = u.write(ctx, store.On(assessmentStream(row.AssessmentID)), func(tx *store.Tx) (string, audit.Events, error) {
		p, err := u.portal(ctx, &tx.ReadTx, row.AssessmentID)
		if err != nil {
			return "", nil, err
		}
		if err := u.mayAdd(p, row.Size); err != nil {
			return "", nil, err
		}
		row.VendorID, row.ReceivedUS = vendorID, tx.Now()
		received := tells("evidence.receive", row.ID, nil, row)
		received.Details = map[string]any{"sha256": row.SHA256, "facts_digest": row.FactsDigest()}
		return row.ID, audit.Events{received}, tx.Vendor(vendorID).AddEvidence(row)
	})
	return evidenceID, err
}

// withContent makes the digest of a repeatable upload cover what was sent: the
// body was streamed and could not be digested before.
func withContent(ctx context.Context, row store.Evidence) context.Context {
	r, ok := ctx.Value(repeatableKey{}).(Repeatable)
	if !ok {
		return ctx
	}
	r.BodyDigest = canon.Digest(canon.DomainRequest, []byte(row.AssessmentID+"\n"+row.FileName+"\n"+row.Kind+"\n"+row.DatedOn+"\n"+row.SHA256))
	return WithRepeatable(ctx, r)
}

// read asks the readers what the file shows.
func (u Proof) read(ctx context.Context, row *store.Evidence) error {
	content, _, err := u.Blobs.Open(ctx, row.BlobID)
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }() // read only
	report, err := read.Read(content, evidence.DefaultLimits())
	if err != nil {
		return fault.Wrap(err, "read evidence")
	}
	report.Stamp(row.ID, row.SHA256)
	row.Status, row.Format = string(report.Status), report.FormatName()
	if report.Problem != nil {
		row.Problem = problemText(report.Problem)
	}
	if date := report.AsOf(); date != "" {
		row.DatedOn = date
	}
	return encodeReport(row, report)
}

func encodeReport(row *store.Evidence, report evidence.Report) (err error) {
	if row.Facts, _, err = assessment.DigestFacts(report.Facts); err != nil {
		return fault.Wrap(err, "encode facts")
	}
	sentences := []string{}
	for _, w := range report.Warnings {
		sentences = append(sentences, sentence(w.Place, w.Message))
	}
	if n := report.WarningsLeftOut; n > 0 {
		sentences = append(sentences, fmt.Sprintf("And %d further warnings.", n))
	}
	row.Warnings, err = canon.Encode(sentences)
	return fault.Wrap(err, "encode warnings")
}

func problemText(e *fault.Error) string {
	if len(e.Fields) == 0 {
		return e.Message
	}
	return e.Message + " " + e.Fields[0].String()
}

func sentence(place, message string) string {
	if place == "" {
		return message
	}
	return place + ": " + message
}

// drop removes bytes that no row names; what cannot be removed now is swept
// later.
func (u Proof) drop(ctx context.Context, blobID string) {
	if err := u.Blobs.Delete(context.WithoutCancel(ctx), blobID); err != nil {
		u.Log.WarnContext(ctx, "orphan bytes left for the sweep", "error", err)
	}
}

// Own lists the caller's files of an assessment, in the order received.
func (u Proof) Own(ctx context.Context, assessmentID string) (found []store.Evidence, err error) {
	err = u.enter(ctx, assessmentID, func(p portal) error {
		found, err = p.vendor().Evidence(assessmentID)
		return err
	})
	return found, err
}

// OwnFile gives one of the caller's files.
func (u Proof) OwnFile(ctx context.Context, assessmentID, evidenceID string) (store.Evidence, error) {
	return u.own(ctx, assessmentID, evidenceID)
}

func (u Proof) own(ctx context.Context, assessmentID, evidenceID string) (row store.Evidence, err error) {
	err = u.enter(ctx, assessmentID, func(p portal) error {
		row, err = p.vendor().EvidenceFile(assessmentID, evidenceID)
		return err
	})
	return row, err
}

// OwnContent opens the bytes of one of the caller's files; the caller closes.
func (u Proof) OwnContent(ctx context.Context, assessmentID, evidenceID string) (store.Evidence, io.ReadSeekCloser, error) {
	row, err := u.own(ctx, assessmentID, evidenceID)
	if err != nil {
		return row, nil, err
	}
	return u.content(ctx, row)
}

func (u Proof) content(ctx context.Context, row store.Evidence) (store.Evidence, io.ReadSeekCloser, error) {
	if row.Status == "erased" {
		return row, nil, fault.New(fault.Gone, "evidence_erased", "The bytes of this file were erased; its digest and facts remain.")
	}
	content, _, err := u.Blobs.Open(ctx, row.BlobID)
	if fault.Is(err, fault.NotFound) {
		err = damaged("evidence file")
	}
	return row, content, err
}

// Delete takes a file out of the draft. What an answer links or a revision
// holds stays.
func (u Proof) Delete(ctx context.Context, assessmentID, evidenceID string) error {
	vendorID := auth.PrincipalFrom(ctx).VendorID
	var orphan string // bytes that nothing names any more
	_, _, err := u.write(ctx, store.On(assessmentStream(assessmentID)), func(tx *store.Tx) (string, audit.Events, error) {
		p, err := u.portal(ctx, &tx.ReadTx, assessmentID)
		if err != nil {
			return "", nil, err
		}
		if err := mayProve(p); err != nil {
			return "", nil, err
		}
		row, err := p.vendor().EvidenceFile(assessmentID, evidenceID)
		if err != nil {
			return "", nil, err
		}
		if p.seat.role != roleLead && row.ReceivedBy != p.who.ContactID {
			return "", nil, fault.New(fault.Forbidden, "not_your_file", "A colleague uploaded this file.").
				WithRemedy("Ask that colleague, or the one who leads the answers.")
		}
		if err := unused(p, evidenceID); err != nil {
			return "", nil, err
		}
		now, after := tx.Now(), row
		after.DeletedUS = &now
		if err := tx.Vendor(vendorID).DeleteEvidence(assessmentID, evidenceID); err != nil {
			return "", nil, err
		}
		orphan = row.BlobID
		if shared, err := tx.KnowsBlob(row.BlobID); err != nil {
			return "", nil, err
		} else if shared { // carried from another assessment: its bytes are needed there
			orphan = ""
		}
		return evidenceID, audit.Events{tells("evidence.delete", evidenceID, row, after)}, nil
	})
	if err == nil && orphan != "" {
		u.drop(ctx, orphan)
	}
	return err
}

func unused(p portal, evidenceID string) error {
	inUse := fault.New(fault.Conflict, "evidence_in_use", "An answer or a submitted revision rests on this file.").
		WithRemedy("Unlink it from the answers first; what was submitted stays on record.")
	rows, err := p.vendor().Answers(p.seat.assessment.ID)
	if err != nil {
		return err
	}
	for _, row := range rows {
		answer, err := assessment.DecodeAnswer(row.Payload)
		if err != nil {
			return damaged("answer")
		}
		for _, link := range answer.Evidence {
			if link.EvidenceID == evidenceID {
				return inUse
			}
		}
	}
	revisions, err := p.vendor().Revisions(p.seat.assessment.ID)
	for _, row := range revisions {
		revision, thawErr := thawed(row)
		if thawErr != nil {
			return thawErr
		}
		for _, file := range revision.Evidence {
			if file.ID == evidenceID {
				return inUse
			}
		}
	}
	return err
}

// Submitted lists the files of the last frozen revision, for the buyer.
func (u Proof) Submitted(ctx context.Context, assessmentID string) (found []store.Evidence, err error) {
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		held, err := submittedFiles(tx, assessmentID)
		if err != nil {
			return err
		}
		all, err := tx.Buyer().Evidence(assessmentID)
		for _, row := range all {
			if held[row.ID] {
				found = append(found, row)
			}
		}
		return err
	})
	return found, err
}

// submittedFiles names the files the last revision holds: the buyer sees no
// draft.
func submittedFiles(tx *store.ReadTx, assessmentID string) (map[string]bool, error) {
	rows, err := tx.Buyer().Revisions(assessmentID)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		_, err := tx.Buyer().Assessment(assessmentID)
		return nil, err
	}
	held := map[string]bool{}
	for _, row := range rows {
		revision, err := thawed(row)
		if err != nil {
			return nil, err
		}
		for _, file := range revision.Evidence {
			held[file.ID] = true
		}
	}
	return held, nil
}

// SubmittedContent opens the bytes of a submitted file, for the buyer; the
// caller closes.
func (u Proof) SubmittedContent(ctx context.Context, assessmentID, evidenceID string) (row store.Evidence, _ io.ReadSeekCloser, err error) {
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		held, err := submittedFiles(tx, assessmentID)
		if err != nil {
			return err
		}
		if !held[evidenceID] {
			return absent(nil)
		}
		row, err = tx.Buyer().EvidenceFile(assessmentID, evidenceID)
		return err
	})
	if err != nil {
		return row, nil, err
	}
	return u.content(ctx, row)
}
