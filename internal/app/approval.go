package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"memsure/internal/assessment"
	"memsure/internal/fault"
	"memsure/internal/scoring"
)

// Approve records a second person's yes or no to a proposal on a gate. Who
// proposed it cannot approve it, and what another decision has replaced cannot
// be approved any more.
func (u Evaluation) Approve(ctx context.Context, assessmentID, reviewID string, approved bool, reason string) (Review, error) {
	return u.record(ctx, assessmentID, assessment.Review{Kind: assessment.ReviewApproval, Approves: reviewID, Accepted: approved, Reason: reason})
}

func checkApproval(j judged, r *assessment.Review) error {
	at := slices.IndexFunc(j.input.Reviews, func(other assessment.Review) bool { return other.ID == r.Approves })
	if at < 0 || j.withheld(j.input.Reviews[at], r.By) {
		return fault.New(fault.NotFound, "review_unknown", "This assessment has no such review.")
	}
	proposal := &j.input.Reviews[at]
	if proposal.By == r.By {
		return fault.New(fault.Forbidden, "own_proposal", "Who proposes a decision on a gate cannot approve it.").
			WithRemedy("Ask another person who may approve.")
	}
	if reason, ok := scoring.Reviewable(&j.result, j.input.Version, r); !ok {
		return fault.New(fault.Conflict, "nothing_to_approve", reason).WithRemedy("Look at the gate and its last decision again.")
	}
	if r.Accepted && proposal.RemedyBy != "" && proposal.RemedyBy < time.UnixMicro(j.input.At).UTC().Format(assessment.DateLayout) {
		return fault.New(fault.Conflict, "remedy_over", "The day by which the remedy was promised is over.").
			WithRemedy("Refuse it, and have a remedy with a later day proposed.")
	}
	if strings.TrimSpace(r.Reason) == "" {
		return fault.New(fault.Invalid, "validation", "The decision cannot be recorded as it is.").At("/reason", "required", "Say why.")
	}
	return nil
}
