package httpapi

import (
	"memsure/api"
	"memsure/internal/app"
	"memsure/internal/assessment"
)

func portalIdentity(w app.Who) api.PortalIdentity {
	return api.PortalIdentity{Contact: contact(w.Contact), VendorName: w.VendorName, ExpiresAt: moment(w.ExpiresUS),
		SecondFactor: api.PortalIdentitySecondFactor(w.SecondFactor)}
}

func portalSession(in app.SignedIn) api.PortalSession {
	who := portalIdentity(in.Who)
	return api.PortalSession{Contact: who.Contact, VendorName: who.VendorName, ExpiresAt: who.ExpiresAt, Token: in.Token,
		SecondFactor: api.PortalSessionSecondFactor(who.SecondFactor)}
}

// portalAssessment shows a vendor what was asked of it; nothing of what the
// buyer keeps to itself (owner, tier, reasons, results) is here.
func portalAssessment(a app.Assigned, buyer string) api.PortalAssessment {
	return api.PortalAssessment{
		ID: a.ID, Buyer: buyer, ProductName: a.ProductName, ReleaseLabel: a.ReleaseLabel, QuestionnaireTitle: a.QuestionnaireTitle,
		Questionnaire: api.QuestionnaireRef{Slug: a.QuestionnaireSlug, Version: a.QuestionnaireVersion},
		Purpose:       api.AssessmentPurpose(a.Purpose), State: api.AssessmentState(a.State),
		DueOn: day(a.DueOn), TimeZone: some(a.TimeZone), Overdue: a.Overdue, CanEdit: a.CanEdit, CanSubmit: a.CanSubmit,
	}
}

func collaboratorOut(c app.Collaborator) api.Collaborator {
	return api.Collaborator{ID: c.ID, Name: c.Name, Email: c.Email, Role: api.CollaboratorRole(c.Role),
		Sections: append([]string{}, c.Sections...), State: api.CollaboratorState(c.State)}
}

func approvalOut(a app.Approval) api.ApprovalState {
	return api.ApprovalState{Approved: a.Approved, ApprovedBy: some(a.ApprovedBy), ApprovedAt: since(a.ApprovedUS)}
}

func fileOut(f app.AnswersFile) api.AnswersFile {
	var files *[]api.NamedFile
	if len(f.Evidence) > 0 {
		named := each(f.Evidence, func(e assessment.Evidence) api.NamedFile {
			return api.NamedFile{ID: e.ID, FileName: e.FileName, Sha256: e.SHA256, Kind: some(e.Kind), DatedOn: day(e.DatedOn)}
		})
		files = &named
	}
	return api.AnswersFile{Evidence: files, Schema: api.AnswersFileSchemaMemsureAnswersV1, Questionnaire: api.QuestionnaireRef{Slug: f.Slug, Version: f.Version},
		QuestionnaireDigest: f.Digest, ProductName: some(f.Product), ReleaseLabel: some(f.Release), ExportedAt: since(f.ExportedUS),
		Answers: each(f.Answers, frozenOut)}
}

func offerOut(o app.Offer) api.Offer {
	answer := frozenOut(o.Answer)
	return api.Offer{QuestionID: o.QuestionID, Match: api.OfferMatch(o.Match), Reason: o.Reason, Answer: &answer, IfMatch: some(o.IfMatch)}
}
