package store

import (
	"strconv"

	"memsure/internal/canon"
)

// Fingerprint methods give the digest of a record as audit events tell of it:
// of everything in its row but names, addresses, secrets and what moves
// without an event. VerifyRecords holds today's rows to the last event, so a
// row changed by hand is found out.

// columns is a row as it is digested: texts alone, so that every value can be
// written and nothing about it depends on a number format.
type columns map[string]string

func (c columns) number(name string, n int64) columns {
	c[name] = strconv.FormatInt(n, 10)
	return c
}

// time adds a time that may be absent.
func (c columns) time(name string, us *int64) columns {
	if us != nil {
		c.number(name, *us)
	}
	return c
}

func (c columns) flag(name string, f Flag) columns {
	c[name] = strconv.FormatBool(bool(f))
	return c
}

// of digests the row as one of a table.
func (c columns) of(table string) string {
	c["table"] = table
	_, digest, _ := canon.EncodeDigest(canon.DomainRecord, c) // a map of texts always encodes
	return digest
}

// Fingerprint covers the whole vendor.
func (v Vendor) Fingerprint() string {
	c := columns{"id": v.ID, "name": v.Name, "name_key": v.NameKey, "country": v.Country, "website": v.Website, "owner": v.Owner, "notes": v.Notes}
	if v.ExternalRef != nil {
		c["external_ref"] = *v.ExternalRef
	}
	return c.number("row_version", v.RowVersion).number("created_us", v.CreatedUS).of("vendors")
}

// Fingerprint covers the whole product.
func (p Product) Fingerprint() string {
	return columns{"id": p.ID, "vendor_id": p.VendorID, "name": p.Name, "description": p.Description, "owner": p.Owner}.
		number("created_us", p.CreatedUS).of("products")
}

// Fingerprint covers the whole release.
func (r Release) Fingerprint() string {
	return columns{"id": r.ID, "vendor_id": r.VendorID, "product_id": r.ProductID, "kind": r.Kind, "version": r.Version,
		"as_of": r.AsOf, "label": r.Label, "artifact_sha256": r.ArtifactSHA256}.number("created_us", r.CreatedUS).of("releases")
}

// Fingerprint covers the person without name and address.
func (p Person) Fingerprint() string {
	return columns{"id": p.ID, "kind": p.Kind}.number("created_us", p.CreatedUS).
		time("ended_us", p.EndedUS).time("erased_us", p.ErasedUS).of("people")
}

// Fingerprint covers the key without the hash of its secret.
func (k APIKey) Fingerprint() string {
	return columns{"id": k.ID, "person_id": k.PersonID, "role": k.Role, "label": k.Label, "hint": k.Hint}.
		number("created_us", k.CreatedUS).time("expires_us", k.ExpiresUS).time("revoked_us", k.RevokedUS).of("api_keys")
}

// Fingerprint covers the contact without address and secrets.
func (c Contact) Fingerprint() string {
	return columns{"id": c.ID, "vendor_id": c.VendorID, "person_id": c.PersonID}.flag("totp_confirmed", c.TOTPConfirmed).
		number("created_us", c.CreatedUS).time("removed_us", c.RemovedUS).of("contacts")
}

// Fingerprint covers the part somebody has in an assessment.
func (p Participant) Fingerprint() string {
	return columns{"id": p.ID, "vendor_id": p.VendorID, "assessment_id": p.AssessmentID, "contact_id": p.ContactID, "role": p.Role,
		"sections": p.Sections}.number("created_us", p.CreatedUS).time("removed_us", p.RemovedUS).of("participants")
}

// Fingerprint covers the invitation without the hash of its secret.
func (i Invitation) Fingerprint() string {
	return columns{"id": i.ID, "vendor_id": i.VendorID, "assessment_id": i.AssessmentID, "person_id": i.PersonID, "role": i.Role,
		"sections": i.Sections, "created_by": i.CreatedBy}.number("created_us", i.CreatedUS).number("expires_us", i.ExpiresUS).
		time("redeemed_us", i.RedeemedUS).time("superseded_us", i.SupersededUS).time("revoked_us", i.RevokedUS).of("invitations")
}

// Fingerprint covers the version with its documents, through their digests.
func (q Questionnaire) Fingerprint() string {
	return columns{"id": q.ID, "slug": q.Slug, "version": q.Version, "title": q.Title, "language": q.Language, "state": q.State,
		"digest": q.Digest, "source_digest": q.SourceDigest, "ruleset_digest": q.RulesetDigest}.
		number("question_count", int64(q.QuestionCount)).number("row_version", q.RowVersion).number("created_us", q.CreatedUS).
		time("published_us", q.PublishedUS).time("retired_us", q.RetiredUS).of("questionnaires")
}

// Fingerprint covers the assessment but for the counter of its draft, which
// moves with every saved answer.
func (a Assessment) Fingerprint() string {
	c := columns{"id": a.ID, "vendor_id": a.VendorID, "product_id": a.ProductID, "release_id": a.ReleaseID,
		"questionnaire_id": a.QuestionnaireID, "questionnaire_digest": a.QuestionnaireDigest, "purpose": a.Purpose, "source": a.Source,
		"tier": a.Tier, "state": a.State, "due_on": a.DueOn, "time_zone": a.TimeZone, "owner": a.Owner, "end_reason": a.EndReason, "outcome": a.Outcome}
	for name, text := range map[string]string{"weights_digest": a.WeightsDigest, "panel": a.Panel} {
		if text != "" { // rows of the time before these columns keep their fingerprints
			c[name] = text
		}
	}
	return c.flag("disclose_weights", a.DiscloseWeights).flag("require_second_factor", a.RequireSecondFactor).flag("require_approval", a.RequireApproval).
		number("revision", int64(a.Revision)).number("row_version", a.RowVersion).number("created_us", a.CreatedUS).
		time("submitted_us", a.SubmittedUS).of("assessments")
}

// Fingerprint covers the file's record, its content and facts through their
// digests; where the bytes lie is nobody's business.
func (e Evidence) Fingerprint() string {
	return columns{"id": e.ID, "vendor_id": e.VendorID, "assessment_id": e.AssessmentID, "file_name": e.FileName, "kind": e.Kind,
		"sha256": e.SHA256, "format": e.Format, "status": e.Status, "problem": e.Problem, "dated_on": e.DatedOn,
		"facts_digest": e.FactsDigest(), "warnings_digest": canon.Digest(canon.DomainRecord, e.Warnings), "received_by": e.ReceivedBy}.
		number("size", e.Size).number("received_us", e.ReceivedUS).time("deleted_us", e.DeletedUS).of("evidence")
}

// Fingerprint covers the whole return but its own digest.
func (r Return) Fingerprint() string {
	return columns{"id": r.ID, "vendor_id": r.VendorID, "assessment_id": r.AssessmentID, "message": r.Message,
		"questions_digest": canon.Digest(canon.DomainRecord, r.Questions), "created_by": r.CreatedBy}.
		number("revision", int64(r.Revision)).number("created_us", r.CreatedUS).of("returns")
}

// Fingerprint covers the whole approval but its own digest.
func (a Approval) Fingerprint() string {
	return columns{"id": a.ID, "vendor_id": a.VendorID, "assessment_id": a.AssessmentID, "contact_id": a.ContactID, "draft_digest": a.DraftDigest}.
		number("number", int64(a.Number)).number("approved_us", a.ApprovedUS).of("approvals")
}

// FactsDigest is the digest of the file's facts as stored.
func (e Evidence) FactsDigest() string { return canon.Digest(canon.DomainFacts, e.Facts) }
