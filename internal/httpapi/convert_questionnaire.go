package httpapi

import (
	"encoding/json"

	"memsure/api"
	"memsure/internal/app"
	"memsure/internal/fault"
	"memsure/internal/questionnaire"
	"memsure/internal/store"
)

func questionnaireVersion(q store.Questionnaire) api.QuestionnaireVersion {
	return api.QuestionnaireVersion{
		Slug: q.Slug, Version: q.Version, Title: q.Title, Language: q.Language, State: api.QuestionnaireState(q.State),
		Digest: q.Digest, RulesetDigest: q.RulesetDigest, QuestionCount: q.QuestionCount,
		CreatedAt: moment(q.CreatedUS), PublishedAt: maybeMoment(q.PublishedUS), RetiredAt: maybeMoment(q.RetiredUS),
	}
}

func savedDraft(s app.SavedDraft) api.QuestionnaireVersion {
	v := questionnaireVersion(s.Questionnaire)
	remarks := each(s.Remarks, lintRemark)
	v.Remarks = &remarks
	return v
}

func lintRemark(r questionnaire.Remark) api.LintRemark {
	return api.LintRemark{Code: r.Code, Message: r.Message, Pointer: some(r.Pointer), Line: some(r.Line), Column: some(r.Column)}
}

func definitionDocument(canonical []byte) (doc api.QuestionnaireDefinition, err error) {
	err = fault.Wrap(json.Unmarshal(canonical, &doc), "decode stored questionnaire")
	return doc, err
}

func questionnaireChange(c questionnaire.Change) api.QuestionnaireChange {
	return api.QuestionnaireChange{Class: api.QuestionnaireChangeClass(c.Class), Subject: c.Subject, ID: c.ID, What: c.What,
		Before: some(c.Before), After: some(c.After)}
}

func carryForward(c questionnaire.Carried) api.CarryForward {
	return api.CarryForward{QuestionID: c.QuestionID, FromQuestionID: some(c.FromQuestionID),
		Verdict: api.CarryForwardVerdict(c.Verdict), Reason: c.Reason}
}
