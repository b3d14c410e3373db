package scoring

import (
	"cmp"
	"strings"

	"memsure/internal/assessment"
)

// settled holds the reviews in force: for each subject and kind the latest one
// that judged what is still there.
type settled struct {
	grades, overrides, verdicts, applicable map[string]*assessment.Review // by question id
	gates, findings                         map[string]*assessment.Review
}

func (s *settled) reset() { *s = settled{} }

// takeReviews sorts out which reviews count. Reviews of questions count from
// the revision since which the answer is unchanged; those of gates and
// findings are filed here and held to the same rule where they are used, as
// their subject is several answers. Reviews of later revisions never count.
func (r *run) takeReviews() {
	for i := range r.in.Reviews {
		review := &r.in.Reviews[i]
		if review.Revision > r.in.Revision.Number {
			continue
		}
		switch review.Kind {
		case assessment.ReviewGate:
			file(&r.settled.gates, review.GateID, review)
		case assessment.ReviewFinding:
			file(&r.settled.findings, review.FindingID, review)
		default:
			if review.Revision >= r.since(review.QuestionID) {
				r.settled.file(review)
			}
		}
	}
}

func (s *settled) file(review *assessment.Review) {
	switch review.Kind {
	case assessment.ReviewGrade:
		file(&s.grades, review.QuestionID, review)
	case assessment.ReviewOverride:
		file(&s.overrides, review.QuestionID, review)
	case assessment.ReviewVerdict:
		file(&s.verdicts, review.QuestionID, review)
	case assessment.ReviewNotApplicable:
		file(&s.applicable, review.QuestionID, review)
	}
}

func file(under *map[string]*assessment.Review, subject string, review *assessment.Review) {
	if *under == nil {
		*under = map[string]*assessment.Review{}
	}
	if earlier := (*under)[subject]; earlier == nil || later(review, earlier) {
		(*under)[subject] = review
	}
}

// later orders reviews by the revision they judged, then by time, and by id
// where two share a moment.
func later(a, b *assessment.Review) bool {
	return cmp.Or(cmp.Compare(a.Revision, b.Revision), cmp.Compare(a.At, b.At), strings.Compare(a.ID, b.ID)) > 0
}

// since gives the first revision whose reviews of a question still count.
func (r *run) since(questionID string) int {
	if n, ok := r.in.Unchanged[questionID]; ok {
		return n
	}
	return r.in.Revision.Number
}

// holds gives a review of a gate or a finding back if everything it is about
// is unchanged since: the answers it names, and the answers that link the
// files whose facts it names. A fact whose file no answer links to may be new,
// so reviews that rest on one count for their own revision only.
func (r *run) holds(review *assessment.Review, about subject) *assessment.Review {
	if review == nil {
		return nil
	}
	for _, q := range about.questions {
		if review.Revision < r.since(r.rules[q].ID) {
			return nil
		}
	}
	for i := range r.facts {
		if namesFact(about.facts, r.facts[i].Name) && review.Revision < r.fileSince(r.facts[i].EvidenceID) {
			return nil
		}
	}
	return review
}

func namesFact(names []string, name string) bool {
	for _, n := range names {
		if n == name {
			return true
		}
	}
	return false
}

// fileSince gives the first revision since which some answer links the file
// unchanged.
func (r *run) fileSince(evidenceID string) int {
	first := r.in.Revision.Number
	for q, answer := range r.answers {
		if answer != nil && linked(answer, evidenceID) {
			first = min(first, r.since(r.rules[q].ID))
		}
	}
	return first
}

// of gives the ids of the reviews of a question that are in force.
func (s *settled) of(questionID string) (ids []string) {
	for _, kind := range [...]map[string]*assessment.Review{s.grades, s.overrides, s.verdicts, s.applicable} {
		if review := kind[questionID]; review != nil {
			ids = append(ids, review.ID)
		}
	}
	return ids
}
