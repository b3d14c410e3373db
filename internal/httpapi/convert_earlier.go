package httpapi

import (
	"fmt"

	"memsure/api"
	"memsure/internal/app"
	"memsure/internal/assessment"
	"memsure/internal/fault"
	"memsure/internal/questionnaire"
)

// earlierOut writes what earlier submissions offer.
func earlierOut(r app.Reuse) api.EarlierAnswers {
	return api.EarlierAnswers{Items: each(r.Items, earlierAnswerOut), Archive: each(r.Archive, archivedOut),
		Waiting: r.Waiting(), Withheld: r.Withheld}
}

func earlierAnswerOut(o app.Reused) api.EarlierAnswer {
	return api.EarlierAnswer{QuestionID: o.QuestionID, Verdict: api.EarlierAnswerVerdict(o.Verdict), State: api.EarlierAnswerState(o.State),
		Reason: o.Reason, Source: o.Told(), Relation: api.EarlierAnswerRelation(o.From.Relation), From: carriedOut(o.Origin()),
		EarlierText: some(o.EarlierText), ByName: o.ByName, Answer: frozenOut(o.Given), Files: each(o.Files, earlierFileOut), IfMatch: some(o.IfMatch)}
}

func archivedOut(o assessment.Offer) api.ArchivedAnswer {
	return api.ArchivedAnswer{QuestionID: o.QuestionID, Text: o.EarlierText, Reason: o.Reason, Source: o.Told(), From: carriedOut(o.Origin()),
		Answer: frozenOut(o.Given), Files: each(o.Files, earlierFileOut)}
}

func carriedOut(c assessment.Carried) api.CarriedFrom {
	return api.CarriedFrom{AssessmentID: c.AssessmentID, Revision: c.Revision, RevisionDigest: c.RevisionDigest, QuestionID: c.QuestionID,
		SubmittedAt: moment(c.SubmittedAt), Of: c.Of}
}

func earlierFileOut(f assessment.OfferedFile) api.EarlierFile {
	return api.EarlierFile{EvidenceID: f.Evidence.ID, FileName: f.Evidence.FileName, Carried: f.Problem == "", Reason: some(f.Problem)}
}

// acceptanceIn reads what is confirmed: either offers by name or verdicts.
func acceptanceIn(in api.ConfirmationInput) (app.Acceptance, error) {
	var a app.Acceptance
	if (in.Offers == nil) == (in.Verdicts == nil) {
		return a, fault.New(fault.Invalid, "validation", "The request does not say clearly what is confirmed.").
			At("/offers", "one_of", "Name offers, or give verdicts; one of the two, not both.")
	}
	for i, o := range given(in.Offers) {
		a.Named = append(a.Named, app.NamedOffer{QuestionID: o.QuestionID, RevisionDigest: o.RevisionDigest, IfMatch: given(o.IfMatch),
			At: fmt.Sprintf("/offers/%d", i)})
	}
	for _, v := range given(in.Verdicts) {
		a.Verdicts = append(a.Verdicts, questionnaire.Verdict(v))
	}
	return a, nil
}

// confirmationOut writes what became of it.
func confirmationOut(done app.Accepted) api.Confirmation {
	return api.Confirmation{Items: each(done.Saved, answerOut), Progress: progressWith(done.Progress, done.Waiting),
		Skipped: each(done.Skipped, func(s app.SkippedOffer) api.SkippedOffer {
			return api.SkippedOffer{QuestionID: s.QuestionID, Code: api.SkippedOfferCode(s.Code), Reason: s.Reason}
		})}
}

// progressWith adds how many earlier answers wait to be confirmed.
func progressWith(p assessment.Progress, waiting int) api.Progress {
	out := progressOut(p)
	out.OffersWaiting = &waiting
	return out
}
