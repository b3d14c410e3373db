package httpapi

import (
	"memsure/api"
	"memsure/internal/app"
	"memsure/internal/assessment"
)

func newAssessment(in api.AssessmentInput) app.NewAssessment {
	return app.NewAssessment{
		ReleaseID: in.ReleaseID, Slug: in.Questionnaire.Slug, Version: in.Questionnaire.Version,
		Purpose: assessment.Purpose(in.Purpose), Source: assessment.Source(or(in.Source, api.AssessmentInputSourceVendor)),
		Tier: given(in.Tier), DueOn: dayText(in.DueOn), TimeZone: given(in.TimeZone),
		DiscloseWeights: given(in.DiscloseWeights), RequireSecondFactor: given(in.RequireSecondFactor),
		RequireApproval: given(in.RequireApproval), Owner: given(in.Owner),
		Weights: weightsIn(in.Weights), Panel: given(in.Panel),
	}
}

// commonAssessment is what all recipients of a bulk sending share.
func commonAssessment(in api.BulkAssessmentInput) app.NewAssessment {
	return app.NewAssessment{
		Slug: in.Questionnaire.Slug, Version: in.Questionnaire.Version, Purpose: assessment.Purpose(in.Purpose),
		Tier: given(in.Tier), DueOn: dayText(in.DueOn), TimeZone: given(in.TimeZone),
		DiscloseWeights: given(in.DiscloseWeights), RequireSecondFactor: given(in.RequireSecondFactor),
		RequireApproval: given(in.RequireApproval), Owner: given(in.Owner),
		Weights: weightsIn(in.Weights), Panel: given(in.Panel),
	}
}

func recipient(in api.BulkRecipient) app.Recipient {
	to := app.Recipient{ReleaseID: in.ReleaseID}
	if in.Invite != nil {
		invited := invitee(*in.Invite)
		to.Invite = &invited
	}
	return to
}

func sentAssessment(s app.Sent) api.BulkAssessmentItem {
	item := api.BulkAssessmentItem{Assessment: assessmentView(s.Assessment)}
	if s.Invitation != nil {
		issued := issuedInvitation(*s.Invitation)
		item.Invitation = &issued
	}
	return item
}

func assessmentChange(in api.AssessmentPatch) app.AssessmentChange {
	change := app.AssessmentChange{TimeZone: in.TimeZone, Owner: in.Owner, Tier: in.Tier, Panel: in.Panel}
	if in.DueOn != nil {
		due := dayText(in.DueOn)
		change.DueOn = &due
	}
	return change
}

func returnedQuestion(q api.ReturnedQuestion) app.ReturnedQuestion {
	return app.ReturnedQuestion{QuestionID: q.QuestionID, Feedback: q.Feedback}
}

func assessmentView(a app.Assessment) api.Assessment {
	return api.Assessment{
		ID: a.ID, VendorID: a.VendorID, VendorName: a.VendorName, ProductID: a.ProductID, ProductName: a.ProductName,
		ReleaseID: a.ReleaseID, ReleaseLabel: a.ReleaseLabel,
		Questionnaire:       api.QuestionnaireRef{Slug: a.QuestionnaireSlug, Version: a.QuestionnaireVersion},
		QuestionnaireDigest: a.QuestionnaireDigest, Purpose: api.AssessmentPurpose(a.Purpose),
		Source: api.AssessmentSource(a.Source), Tier: some(a.Tier), State: api.AssessmentState(a.State),
		DueOn: day(a.DueOn), TimeZone: some(a.TimeZone), Overdue: a.Overdue,
		DiscloseWeights: bool(a.DiscloseWeights), RequireSecondFactor: bool(a.RequireSecondFactor),
		RequireApproval: bool(a.RequireApproval), Owner: some(a.Owner), Revision: a.Revision, EndReason: some(a.EndReason), Outcome: some(api.AssessmentOutcome(a.Outcome)),
		CreatedAt: moment(a.CreatedUS), SubmittedAt: maybeMoment(a.SubmittedUS), Etag: app.ETag(a.RowVersion),
		WeightsDigest: some(a.WeightsDigest), Panel: panelOut(a.Graders()),
	}
}

// etag is a version as a response header takes it.
func etag(version int64) *string {
	text := app.ETag(version)
	return &text
}
