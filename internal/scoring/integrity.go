package scoring

import (
	"memsure/internal/assessment"
	"memsure/internal/crosscheck"
)

// integritySettled gives a person's decision on the integrity gate while it
// holds: for the contradictions there were when it was made, in the same
// revision or with the same answers under them.
func (r *run) integritySettled() *assessment.Review {
	decision := r.settled.gates[IntegrityGate]
	if decision == nil {
		return nil
	}
	about, same := r.contradictedAt(decision)
	if !same {
		return nil
	}
	return r.holds(decision, about)
}

// contradictedAt collects what was or is contradicted, and tells whether people
// had settled all of it when the decision was made as they have settled it now.
func (r *run) contradictedAt(decision *assessment.Review) (about subject, same bool) {
	same = true
	checks := r.version.Checks()
	for i := range checks {
		then := r.lastBefore(decision, assessment.ReviewFinding, checks[i].ID, checks[i].Questions)
		now := r.holds(r.settled.findings[checks[i].ID], r.checks[i])
		if upheld(then) || crosscheck.IsContradicted(r.version, r.env, &checks[i]) {
			about = about.with(r.checks[i])
			same = same && (then == nil) == (now == nil) && upheld(then) == upheld(now)
		}
	}
	for q := range r.rules {
		id := r.rules[q].ID
		then := contradicting(r.lastBefore(decision, assessment.ReviewVerdict, id, []int{q}))
		now := contradicting(r.settled.verdicts[id])
		if then || now {
			about.questions = append(about.questions, q)
			same = same && then == now
		}
	}
	return about, same
}

func upheld(finding *assessment.Review) bool { return finding != nil && finding.Accepted }

func contradicting(verdict *assessment.Review) bool {
	return verdict != nil && Confidence(verdict.Confidence) == Contradicted
}

// lastBefore gives the review of a kind on a subject that was in force when a
// decision was made: the latest before it, unless an answer it judged had
// changed in between.
func (r *run) lastBefore(decision *assessment.Review, kind assessment.ReviewKind, about string, questions []int) (last *assessment.Review) {
	for i := range r.in.Reviews {
		review := &r.in.Reviews[i]
		of := review.QuestionID
		if kind == assessment.ReviewFinding {
			of = review.FindingID
		}
		if review.Kind == kind && of == about && !later(review, decision) && (last == nil || later(review, last)) {
			last = review
		}
	}
	for _, q := range questions {
		if since := r.since(r.rules[q].ID); last != nil && last.Revision < since && since <= decision.Revision {
			return nil
		}
	}
	return last
}
