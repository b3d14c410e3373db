package app

import (
	"context"
	"errors"
	"fmt"

	"memsure/internal/assessment"
	"memsure/internal/audit"
	"memsure/internal/canon"
	"memsure/internal/fault"
	"memsure/internal/id"
	"memsure/internal/store"
)

// Return sends chosen questions of the last revision back with feedback; only
// those unlock. A bid is never returned: that would be a second chance the
// other bidders do not get.
func (u Assessments) Return(ctx context.Context, assessmentID, message, dueOn string, questions []ReturnedQuestion) (Assessment, error) {
	return u.stepTelling(ctx, assessmentID, "assessment.return", func(tx *store.Tx, a *store.AssessmentView) (audit.Events, error) {
		if err := u.returnable(tx, a, dueOn, questions); err != nil {
			return nil, err
		}
		doc, err := canon.Encode(questions)
		if err != nil {
			return nil, fault.Wrap(err, "encode return")
		}
		made := store.Return{ID: id.New(id.Return), VendorID: a.VendorID, AssessmentID: a.ID, Revision: a.Revision,
			Message: message, Questions: doc, CreatedUS: tx.Now(), CreatedBy: tx.Actor().ID}
		made.Digest = made.Fingerprint()
		return audit.Events{tells("return.create", made.ID, nil, made)}, tx.Buyer().AddReturn(made)
	})
}

// returnable checks a return and moves the assessment on with it.
func (u Assessments) returnable(tx *store.Tx, a *store.AssessmentView, dueOn string, questions []ReturnedQuestion) error {
	if a.Purpose == string(assessment.PurposeRFP) {
		return fault.New(fault.Conflict, "bid_not_returnable", "A bid cannot be returned for another answer.").
			WithRemedy("Ask for a clarification instead; it is recorded beside the bid.")
	}
	if a.Source != string(assessment.SourceVendor) {
		return fault.New(fault.Conflict, "wrong_source", "These answers are the buyer's own; correct them and submit again.")
	}
	if err := advance(a, assessment.ActReturn); err != nil {
		return err
	}
	if err := u.knownQuestions(tx, a, questions); err != nil || dueOn == "" {
		return err
	}
	q, err := tx.QuestionnaireByID(a.QuestionnaireID)
	if err != nil {
		return err
	}
	a.DueOn = dueOn
	return u.plausible(tx, q, a.Tier, dueOn, a.TimeZone)
}

func (u Assessments) knownQuestions(tx *store.Tx, a *store.AssessmentView, questions []ReturnedQuestion) error {
	version, err := u.compiled(&tx.ReadTx, a.QuestionnaireID, a.QuestionnaireDigest)
	if err != nil {
		return err
	}
	wrong := fault.New(fault.Invalid, "validation", "Some questions cannot be returned.")
	seen := map[string]bool{}
	for i, q := range questions {
		if _, ok := version.Index(q.QuestionID); !ok || seen[q.QuestionID] {
			wrong.At(fmt.Sprintf("/questions/%d/question_id", i), "unknown", "Name each question of this questionnaire version once.")
		}
		seen[q.QuestionID] = true
	}
	if len(wrong.Fields) > 0 {
		return wrong
	}
	return nil
}

// Withdraw ends an assessment as the buyer; open invitations end with it.
func (u Assessments) Withdraw(ctx context.Context, assessmentID, reason string) (Assessment, error) {
	return u.end(ctx, assessmentID, "assessment.withdraw", assessment.ActWithdraw, reason, "")
}

// NoResponse records that the vendor did not answer by the due date.
func (u Assessments) NoResponse(ctx context.Context, assessmentID, reason string) (Assessment, error) {
	return u.end(ctx, assessmentID, "assessment.no_response", assessment.ActNoResponse, reason, "")
}

// Close records the decision on submitted answers: accepted,
// accepted_with_conditions or rejected.
func (u Assessments) Close(ctx context.Context, assessmentID, outcome, reason string) (Assessment, error) {
	return u.end(ctx, assessmentID, "assessment.close", assessment.ActClose, reason, outcome)
}

func (u Assessments) end(ctx context.Context, assessmentID, action string, how assessment.Action, reason, outcome string) (Assessment, error) {
	return u.stepTelling(ctx, assessmentID, action, func(tx *store.Tx, a *store.AssessmentView) (audit.Events, error) {
		if how == assessment.ActNoResponse && !seen(*a, tx.Now()).Overdue {
			return nil, fault.New(fault.Conflict, "not_overdue", "The vendor still has time to answer.").
				WithRemedy("Wait until the due date is over, or withdraw the assessment.")
		}
		if err := advance(a, how); err != nil {
			return nil, err
		}
		a.EndReason, a.Outcome = reason, outcome
		return revokeInvitations(tx, a.ID)
	})
}

// advance moves an assessment to where the action leads.
func advance(a *store.AssessmentView, do assessment.Action) error {
	next, err := assessment.Next(assessment.State(a.State), do)
	a.State = string(next)
	return err
}

func asFault(err error, into **fault.Error) bool { return errors.As(err, into) }
