package scoring

import (
	"cmp"
	"strings"

	"memsure/internal/assessment"
	"memsure/internal/questionnaire"
)

// settled holds the reviews in force: for each subject and kind the latest one
// that judged what is still there.
type settled struct {
	grades, overrides, verdicts, applicable map[string]*assessment.Review // by question id
	gates, findings                         map[string]*assessment.Review
	consensus                               map[string]*assessment.Review // by question id
	given                                   map[member]*assessment.Review // of a panel, in place of grades
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
				r.fileOnQuestion(review)
			}
		}
	}
}

func (r *run) fileOnQuestion(review *assessment.Review) {
	s := &r.settled
	switch review.Kind {
	case assessment.ReviewGrade:
		r.fileGrade(review)
	case assessment.ReviewConsensus:
		if r.onRubric(review) {
			file(&s.consensus, review.QuestionID, review)
		}
	case assessment.ReviewOverride:
		if !r.panelGrades(review.QuestionID) {
			file(&s.overrides, review.QuestionID, review)
		}
	case assessment.ReviewVerdict:
		file(&s.verdicts, review.QuestionID, review)
	case assessment.ReviewNotApplicable:
		file(&s.applicable, review.QuestionID, review)
	}
}

func file[K comparable](under *map[K]*assessment.Review, subject K, review *assessment.Review) {
	if *under == nil {
		*under = map[K]*assessment.Review{}
	}
	if earlier := (*under)[subject]; earlier == nil || later(review, earlier) {
		(*under)[subject] = review
	}
}

// later orders reviews by the revision they judged, then by their number,
// which is the order in which they were made whatever a clock said. Time and
// id decide only between reviews that nobody numbered.
func later(a, b *assessment.Review) bool {
	return cmp.Or(cmp.Compare(a.Revision, b.Revision), cmp.Compare(a.Number, b.Number),
		cmp.Compare(a.At, b.At), strings.Compare(a.ID, b.ID)) > 0
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

// inForce gives the ids of the reviews of a question that take part: of an
// answer its grade, override and verdict, of a claim that the question does not
// apply the decision on it.
func (r *run) inForce(q int) (ids []string) {
	rule, c, s := &r.rules[q], &r.cells[q], &r.settled
	add := func(review *assessment.Review, counts bool) {
		if review != nil && counts {
			ids = append(ids, review.ID)
		}
	}
	claimed := c.claim != nil && c.claim.NotApplicable != nil && rule.NA.Allowed
	judged := c.claim != nil && c.answered
	proven := rule.heard && (!ownProof(rule.Question) || needsReading(rule.Question)) || contradicting(s.verdicts[rule.ID])
	add(s.grades[rule.ID], judged && rule.heard && rule.Scoring.Kind == questionnaire.ScoreRubric)
	for _, grade := range c.grades {
		add(grade, judged && rule.heard)
	}
	add(r.consensus(rule, c), judged && rule.heard)
	add(s.overrides[rule.ID], judged && rule.heard)
	add(s.verdicts[rule.ID], judged && proven)
	add(s.applicable[rule.ID], claimed)
	return ids
}
