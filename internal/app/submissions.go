package app

import (
	"context"
	"encoding/json"

	"memsure/internal/assessment"
	"memsure/internal/audit"
	"memsure/internal/auth"
	"memsure/internal/canon"
	"memsure/internal/fault"
	"memsure/internal/id"
	"memsure/internal/store"
)

// Submissions is how a response is approved, attested, frozen and receipted.
type Submissions struct{ *Core }

// Receipt is what a vendor keeps of a submission.
type Receipt struct {
	ID       string
	Digest   string
	Document []byte // the canonical bytes the digest is over
	Revision assessment.Revision
}

// Approval is whether the draft as it stands is approved.
type Approval struct {
	Approved   bool
	ApprovedBy string // contact id
	ApprovedUS int64
}

// Submit freezes the draft: it must be complete, attested, and approved where
// the assessment asks for it. What is missing is listed, and nothing changes.
func (u Submissions) Submit(ctx context.Context, assessmentID string, attest bool) (Receipt, error) {
	if err := attested(attest, assessment.SourceVendor); err != nil {
		return Receipt{}, err
	}
	vendorID := auth.PrincipalFrom(ctx).VendorID
	ref, _, err := u.write(ctx, store.On(assessmentStream(assessmentID)), func(tx *store.Tx) (string, audit.Events, error) {
		p, err := u.portal(ctx, &tx.ReadTx, assessmentID)
		if err != nil {
			return "", nil, err
		}
		if err := p.seat.leads(); err != nil {
			return "", nil, err
		}
		return u.freeze(tx, p)
	})
	if err != nil {
		return Receipt{}, err
	}
	return u.receipt(ctx, vendorID, assessmentID, ref)
}

func attested(attest bool, from assessment.Source) error {
	if attest {
		return nil
	}
	return fault.New(fault.Invalid, "validation", "A submission needs your attestation.").
		At("/attest", "required", "Agree to it: "+attestation(from))
}

// attestation is what a submission agrees to: the buyer cannot speak for the
// vendor.
func attestation(from assessment.Source) string {
	if from == assessment.SourcePublic {
		return "The buyer filled these answers in from the public sources cited, completely and correctly to my knowledge."
	}
	return assessment.Attestation
}

// freeze turns the draft into the next revision and moves the assessment on;
// it gives the receipt's id.
func (c *Core) freeze(tx *store.Tx, p portal) (string, audit.Events, error) {
	a := p.seat.assessment
	next, err := assessment.Next(assessment.State(a.State), assessment.ActSubmit)
	if err != nil {
		return "", nil, err
	}
	v := tx.Vendor(a.VendorID)
	d, err := c.draft(v.VendorRead, a, p.version)
	if err != nil {
		return "", nil, err
	}
	approvedBy, err := c.mayFreeze(v.VendorRead, a, d, tx.Actor().ID)
	if err != nil {
		return "", nil, err
	}
	row, err := frozenRow(tx, a, d, approvedBy)
	if err != nil {
		return "", nil, err
	}
	now, before := tx.Now(), a
	a.State, a.Revision, a.SubmittedUS = string(next), row.Number, &now
	a.RowVersion++
	if err := v.UpdateAssessment(a); err != nil {
		return "", nil, err
	}
	events := append(told("response.submit", a.ID, "", row.Digest), tells("assessment.submit", a.ID, before, a))
	return row.ReceiptID, events, v.AddRevision(row)
}

// mayFreeze lists everything that stands between the draft and its
// submission; it gives the signatory who approved it, who is somebody else
// than the one who submits.
func (c *Core) mayFreeze(v store.VendorRead, a store.Assessment, d Draft, submitter string) (approvedBy string, err error) {
	if a.RequireApproval {
		last, _, err := v.LastApproval(a.ID)
		if err != nil {
			return "", err
		}
		approvedBy = last.ContactID
	}
	if d.Progress.Ready() && approvedBy == submitter {
		return "", fault.New(fault.Conflict, "own_approval", "You approved these answers; somebody else submits them.").
			WithRemedy("Let a colleague who leads submit, or let another signatory approve.")
	}
	if d.Progress.Ready() {
		return approvedBy, nil
	}
	bad := fault.New(fault.Invalid, "incomplete", "The response cannot be submitted yet; everything saved so far is kept.").
		WithRemedy("Complete what is listed and submit again.")
	for _, m := range d.Progress.Missing {
		bad.At(missingPointer(m), m.Code, m.Message)
	}
	return "", bad
}

// missingPointer places what is missing among the resources of the assessment.
func missingPointer(m assessment.Missing) string {
	if m.QuestionID == "" {
		return "/" + m.Code
	}
	return "/answers/" + m.QuestionID
}

// approvalMissing is the one missing thing that is not about a question.
var approvalMissing = assessment.Missing{Code: "approval", Message: "The signatory has not approved the answers as they stand."}

func frozenRow(tx *store.Tx, a store.Assessment, d Draft, approvedBy string) (store.Revision, error) {
	revision := assessment.Revision{
		AssessmentID: a.ID, Number: a.Revision + 1, QuestionnaireDigest: a.QuestionnaireDigest,
		SubmittedAt: tx.Now(), SubmittedBy: tx.Actor().ID, ApprovedBy: approvedBy, Attestation: attestation(assessment.Source(a.Source)),
	}
	linked := map[string]bool{}
	for _, answer := range d.Answers {
		revision.Answers = append(revision.Answers, answer)
		for _, link := range answer.Evidence {
			linked[link.EvidenceID] = true
		}
	}
	files, err := tx.Vendor(a.VendorID).Evidence(a.ID)
	if err != nil {
		return store.Revision{}, err
	}
	for _, file := range files {
		if linked[file.ID] {
			revision.Evidence = append(revision.Evidence, registered(file))
		}
	}
	_, document, digest, err := assessment.Freeze(revision)
	if err != nil {
		return store.Revision{}, fault.Wrap(err, "freeze revision")
	}
	return store.Revision{ID: id.New(id.Revision), VendorID: a.VendorID, AssessmentID: a.ID, Number: revision.Number, Digest: digest,
		Document: document, ReceiptID: id.New(id.Receipt), SubmittedUS: tx.Now()}, nil
}

// registered is a file as revisions and reports name it.
func registered(f store.Evidence) assessment.Evidence {
	return assessment.Evidence{ID: f.ID, FileName: f.FileName, SHA256: f.SHA256, Size: f.Size, Kind: f.Kind,
		Format: f.Format, Status: f.Status, DatedOn: f.DatedOn, ReceivedAt: f.ReceivedUS, FactsDigest: f.FactsDigest()}
}

func (c *Core) receipt(ctx context.Context, vendorID, assessmentID, receiptID string) (r Receipt, err error) {
	err = c.Store.Read(ctx, func(tx *store.ReadTx) error {
		rows, err := tx.Vendor(vendorID).Revisions(assessmentID)
		for _, row := range rows {
			if row.ReceiptID == receiptID {
				r, err = receiptOf(row)
			}
		}
		if err == nil && r.ID == "" {
			err = absent(nil)
		}
		return err
	})
	return r, err
}

func receiptOf(row store.Revision) (Receipt, error) {
	revision, err := thawed(row)
	return Receipt{row.ReceiptID, row.Digest, row.Document, revision}, err
}

// thawed reads a frozen revision back and holds it to its digest.
func thawed(row store.Revision) (assessment.Revision, error) {
	revision, err := assessment.Thaw(row.Document)
	if err != nil || canon.Digest(canon.DomainRevision, row.Document) != row.Digest ||
		revision.AssessmentID != row.AssessmentID || revision.Number != row.Number || revision.SubmittedAt != row.SubmittedUS {
		return revision, damaged("revision")
	}
	return revision, nil
}

// Receipt gives the receipt of the last submission.
func (u Submissions) Receipt(ctx context.Context, assessmentID string) (r Receipt, err error) {
	err = u.enter(ctx, assessmentID, func(p portal) error {
		row, err := p.vendor().Revision(assessmentID, p.seat.assessment.Revision)
		if err != nil {
			return err
		}
		r, err = receiptOf(row)
		return err
	})
	return r, err
}

// Revisions lists the vendor's own frozen revisions, oldest first.
func (u Submissions) Revisions(ctx context.Context, assessmentID string) (rows []store.Revision, err error) {
	err = u.enter(ctx, assessmentID, func(p portal) error {
		rows, err = p.vendor().Revisions(assessmentID)
		return err
	})
	return rows, err
}

// Revision gives one of the vendor's own frozen revisions.
func (u Submissions) Revision(ctx context.Context, assessmentID string, number int) (r Receipt, err error) {
	err = u.enter(ctx, assessmentID, func(p portal) error {
		row, err := p.vendor().Revision(assessmentID, number)
		if err != nil {
			return err
		}
		r, err = receiptOf(row)
		return err
	})
	return r, err
}

// Approval tells whether the draft as it stands is approved.
func (u Submissions) Approval(ctx context.Context, assessmentID string) (a Approval, err error) {
	err = u.enter(ctx, assessmentID, func(p portal) error {
		d, err := u.draft(p.vendor(), p.seat.assessment, p.version)
		if err != nil {
			return err
		}
		last, ok, err := approved(p.vendor(), assessmentID, d)
		if ok {
			a = Approval{Approved: true, ApprovedBy: last.ContactID, ApprovedUS: last.ApprovedUS}
		}
		return err
	})
	return a, err
}

// Approve records that the signatory approves exactly the draft as it stands;
// any later change of an answer voids it.
func (u Submissions) Approve(ctx context.Context, assessmentID string) (Approval, error) {
	_, _, err := u.write(ctx, store.On(assessmentStream(assessmentID)), func(tx *store.Tx) (string, audit.Events, error) {
		p, err := u.portal(ctx, &tx.ReadTx, assessmentID)
		if err != nil {
			return "", nil, err
		}
		if !p.seat.signs {
			return "", nil, fault.New(fault.Forbidden, "signatory_only", "Only the named signatory can approve the answers.").
				WithRemedy("Invite the signatory as a collaborator with that role.")
		}
		if _, err := assessment.Next(assessment.State(p.seat.assessment.State), assessment.ActSubmit); err != nil {
			return "", nil, err
		}
		d, err := u.draft(p.vendor(), p.seat.assessment, p.version)
		if err != nil {
			return "", nil, err
		}
		digest, err := d.Digest()
		if err != nil {
			return "", nil, fault.Wrap(err, "digest draft")
		}
		last, _, err := p.vendor().LastApproval(assessmentID)
		if err != nil {
			return "", nil, err
		}
		made := store.Approval{ID: id.New(id.Approval), VendorID: p.who.VendorID, AssessmentID: assessmentID, Number: last.Number + 1,
			ContactID: p.who.ContactID, DraftDigest: digest, ApprovedUS: tx.Now()}
		made.Digest = made.Fingerprint()
		return made.ID, told("response.approve", made.ID, "", made.Digest), tx.Vendor(p.who.VendorID).AddApproval(made)
	})
	if err != nil {
		return Approval{}, err
	}
	return u.Approval(ctx, assessmentID)
}

// Decline ends the assessment as the vendor, with a reason, and what open
// invitations it has.
func (u Submissions) Decline(ctx context.Context, assessmentID, reason string) error {
	_, _, err := u.write(ctx, store.On(assessmentStream(assessmentID)), func(tx *store.Tx) (string, audit.Events, error) {
		p, err := u.portal(ctx, &tx.ReadTx, assessmentID)
		if err != nil {
			return "", nil, err
		}
		if err := p.seat.leads(); err != nil {
			return "", nil, err
		}
		a := p.seat.assessment
		next, err := assessment.Next(assessment.State(a.State), assessment.ActDecline)
		if err != nil {
			return "", nil, err
		}
		before := a
		a.State, a.EndReason = string(next), reason
		a.RowVersion++
		ended, err := revokeInvitations(tx, a.ID)
		if err != nil {
			return "", nil, err
		}
		return a.ID, append(audit.Events{tells("assessment.decline", a.ID, before, a)}, ended...), tx.Vendor(a.VendorID).UpdateAssessment(a)
	})
	return err
}

func encodeSections(sections []string) string {
	if sections == nil {
		sections = []string{}
	}
	doc, _ := json.Marshal(sections) // strings always encode
	return string(doc)
}
