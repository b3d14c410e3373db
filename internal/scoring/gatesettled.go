package scoring

import "memsure/internal/assessment"

// settleGate applies a person's decision on a gate that did not pass: accepted
// settles it as passed, a remedy with a date makes it conditional until the end
// of that day, neither settles it as failed. Who can stop a vendor may do so
// alone; letting one through a failed gate, or on a promise, takes a second
// person.
func (r *run) settleGate(result *GateResult, review *assessment.Review) {
	if review == nil {
		return
	}
	result.ReviewID = review.ID
	remedied := !review.Accepted && review.Remedy != "" && review.RemedyBy != ""
	switch {
	case remedied:
		result.Remedy, result.RemedyBy = review.Remedy, review.RemedyBy
		r.approve(result, review)
	case !review.Accepted:
		result.Outcome = Fail
		result.Why += " A person settled the gate as failed."
	case result.Outcome == Fail:
		r.approve(result, review)
	default:
		result.Outcome = Pass
		result.Why += " A person settled the gate as passed."
	}
}

// approve puts a proposal into force where another person approved it.
func (r *run) approve(result *GateResult, proposal *assessment.Review) {
	result.ProposedBy = proposal.By
	approval := r.approvalOf(proposal)
	if approval != nil {
		result.ApprovalID = approval.ID
	}
	proposed := "to settle the gate as passed"
	if !proposal.Accepted {
		proposed = "a remedy until " + proposal.RemedyBy
	}
	switch {
	case approval == nil && !proposal.Accepted && parseDay(proposal.RemedyBy) < r.today:
		result.Why += " A person proposed " + proposed + ", which nobody else approved; that day has passed."
	case approval == nil:
		result.Why += " A person proposes " + proposed + "; that waits for another person's approval."
	case !approval.Accepted:
		result.Why += " A person proposed " + proposed + "; another person refused that."
	case proposal.Accepted:
		result.Outcome, result.ApprovedBy = Pass, approval.By
		result.Why += " A person settled the gate as passed, and another approved that."
	case parseDay(proposal.RemedyBy) < r.today:
		result.ApprovedBy = approval.By
		result.Why += " A remedy was accepted until " + proposal.RemedyBy + "; that day has passed."
	default:
		result.Outcome, result.ApprovedBy = Conditional, approval.By
		result.Why += " A person proposed a remedy until " + proposal.RemedyBy + ", and another approved it."
	}
}

// approvalOf gives the last word of others on a proposal. What the proposer
// says of it is none.
func (r *run) approvalOf(proposal *assessment.Review) (last *assessment.Review) {
	for i := range r.in.Reviews {
		review := &r.in.Reviews[i]
		if review.Kind != assessment.ReviewApproval || review.Approves != proposal.ID || review.By == proposal.By {
			continue
		}
		if review.Revision <= r.in.Revision.Number && later(review, proposal) && (last == nil || later(review, last)) {
			last = review
		}
	}
	return last
}
