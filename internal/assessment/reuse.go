package assessment

import (
	"cmp"
	"slices"

	"memsure/internal/fact"
	"memsure/internal/questionnaire"
)

// Relation says how near an earlier assessment is to the one being answered.
type Relation string

// The relations, nearest first: about the same release, about another release
// of the same product, about another product of the same vendor.
const (
	SameRelease Relation = "same_release"
	SameProduct Relation = "same_product"
	SameVendor  Relation = "same_vendor"
)

// Earlier is a revision that the vendor submitted in another assessment.
type Earlier struct {
	Version  *questionnaire.Compiled
	Revision Revision
	Digest   string // of the revision
	Relation Relation
	Of       string // what it was about, in words: "Aurora Gateway 4.1"
	// Facts are those of the files that may show or hide questions of Version:
	// of files linked to questions that always show.
	Facts []fact.Fact
	// Status is today's of each file of the revision, by its id; a file that is
	// not named is gone.
	Status map[string]string
}

// OfferInvalid is the verdict on an earlier answer that cannot be given here
// as it is: its value does not fit, or the file it rests on cannot be carried.
const OfferInvalid questionnaire.Verdict = "invalid"

// Offer is an earlier answer to a question that is asked again, or, with the
// verdict gone, one to a question that is asked no more.
type Offer struct {
	QuestionID string // as asked here; for gone, as asked then
	Verdict    questionnaire.Verdict
	Reason     string
	Given      Answer // as it was submitted
	// Answer is what confirming would save: under the id of today, with where it
	// comes from, and with the links that can be carried, still naming the
	// files of the earlier assessment. Nothing for gone.
	Answer Answer
	Files  []OfferedFile // each file the earlier answer links, in its order
	// EarlierText is the question as it was asked, where it was in other words.
	EarlierText string
	// ByName tells that another questionnaire asked it in other words: it is
	// confirmed singly, by somebody who read both.
	ByName bool
	From   *Earlier
}

// OfferedFile is a file that an earlier answer links. Problem says why it is
// not carried along; it is empty for one that is.
type OfferedFile struct {
	Evidence Evidence
	Problem  string
}

// Confirmable tells whether the vendor can accept the offer as it is.
func (o Offer) Confirmable() bool {
	return o.Verdict == questionnaire.CarrySame || o.Verdict == questionnaire.CarryConfirm
}

// Reuse says what a vendor's earlier revisions offer to the questions of a
// version, in the definition's order, and which earlier answers about the same
// product it has no question for any more, newest revision first.
//
// For each question the newest earlier answer counts that the scope lets in:
// about the vendor, from anywhere in the vendor's assessments; about the
// product, from those of the product; about the release, from those of the
// release, and where there is none, of another release of the product. Where
// the question had another scope then, the narrower of the two decides.
// Answers to questions that were hidden then are neither offered nor archived.
// The order of earlier means nothing.
func Reuse(target *questionnaire.Compiled, earlier []Earlier) (offers, archive []Offer) {
	sources := newestFirst(target, earlier)
	for q, asked := range target.Questions() {
		if found, ok := newest(sources, asked.Question); ok {
			offers = append(offers, found.offer(target, q))
		}
	}
	return offers, archived(sources)
}

// source is an earlier revision made ready to be asked.
type source struct {
	*Earlier
	comparison
	shown []questionnaire.Truth
}

// comparison is what became of an earlier version's questions.
type comparison struct {
	carried map[string]questionnaire.Carried // by the id of today
	gone    []questionnaire.Carried          // in the order of then
}

func newestFirst(target *questionnaire.Compiled, earlier []Earlier) []source {
	sources := make([]source, len(earlier))
	known := map[*questionnaire.Compiled]comparison{} // versions are few, revisions many
	for i := range earlier {
		version := earlier[i].Version
		if _, ok := known[version]; !ok {
			known[version] = compare(version, target)
		}
		sources[i] = source{Earlier: &earlier[i], comparison: known[version],
			shown: Draft{Version: version}.shown(slices.Values(earlier[i].Revision.Answers), earlier[i].Facts)}
	}
	slices.SortFunc(sources, func(a, b source) int {
		return cmp.Or(cmp.Compare(b.Revision.SubmittedAt, a.Revision.SubmittedAt),
			cmp.Compare(b.Revision.AssessmentID, a.Revision.AssessmentID), cmp.Compare(b.Revision.Number, a.Revision.Number))
	})
	return sources
}

func compare(earlier, today *questionnaire.Compiled) comparison {
	all := comparison{carried: map[string]questionnaire.Carried{}}
	for _, c := range questionnaire.CarryForward(earlier.Definition, today.Definition) {
		switch c.Verdict {
		case questionnaire.CarryGone:
			all.gone = append(all.gone, c)
		case questionnaire.CarryNew:
		default:
			all.carried[c.QuestionID] = c
		}
	}
	return all
}

// given finds the answer that counted then to a question of then.
func (s source) given(questionID string) (Answer, *questionnaire.Question, bool) {
	q, ok := s.Version.Index(questionID)
	if !ok || s.shown[q] != questionnaire.True {
		return Answer{}, nil, false
	}
	asked := s.Version.Questions()[q].Question
	answer, ok := s.Revision.Answer(questionID)
	return answer, asked, ok && Given(answer, asked.NA)
}

// found is an earlier answer to a question of today.
type found struct {
	source
	verdict questionnaire.Carried
	answer  Answer
	asked   *questionnaire.Question // as it was asked then
}

// newest finds the earlier answer that counts for a question.
func newest(sources []source, q *questionnaire.Question) (found, bool) {
	if q.Scope == questionnaire.ScopeRelease {
		for _, s := range sources {
			if f, ok := s.find(q); ok && s.Relation == SameRelease {
				return f, true
			}
		}
	}
	for _, s := range sources {
		if f, ok := s.find(q); ok {
			return f, true
		}
	}
	return found{}, false
}

// find gives this source's answer to a question of today, where it has one
// that speaks about what is asked today.
func (s source) find(q *questionnaire.Question) (found, bool) {
	carried, again := s.carried[q.ID]
	if !again {
		return found{}, false
	}
	answer, asked, ok := s.given(carried.FromQuestionID)
	if !ok || !admits(narrower(q.Scope, asked.Scope), s.Relation) {
		return found{}, false
	}
	return found{s, carried, answer, asked}, true
}

var narrowFirst = []questionnaire.Scope{questionnaire.ScopeRelease, questionnaire.ScopeProduct, questionnaire.ScopeVendor}

func narrower(a, b questionnaire.Scope) questionnaire.Scope {
	return narrowFirst[min(slices.Index(narrowFirst, a), slices.Index(narrowFirst, b))]
}

// admits tells whether an answer of this scope, given in an assessment that
// stands in this relation, speaks about what is asked.
func admits(scope questionnaire.Scope, r Relation) bool {
	return r != SameVendor || scope == questionnaire.ScopeVendor
}
