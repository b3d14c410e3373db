package app

import (
	"slices"
	"strings"

	"memsure/internal/assessment"
	"memsure/internal/questionnaire"
	"memsure/internal/store"
)

// earlier loads the vendor's submitted revisions that may offer something
// here: the last one of each of the newest assessments of this product and,
// where anything is asked about the vendor, of all products. Those that ask for
// a second factor are left out where the session has shown none, and counted.
func (u Answering) earlier(p portal, r *Reuse) (found []assessment.Earlier, err error) {
	rows, err := u.earlierRows(p)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		if row.RequireSecondFactor {
			session, err := p.vendor().Session(p.who.SessionID)
			if err != nil {
				return nil, err
			}
			if !session.SecondFactor {
				r.Withheld++
				continue
			}
		}
		e, err := u.earlierOne(p, r, row)
		if err != nil {
			return nil, err
		}
		found = append(found, e)
	}
	return found, nil
}

func (u Answering) earlierRows(p portal) ([]store.EarlierRevision, error) {
	a := p.seat.assessment
	rows, err := p.vendor().EarlierOfProduct(a.ProductID, a.ID, earlierLooked)
	if err != nil || !slices.ContainsFunc(p.version.Questions(), func(q questionnaire.Asked) bool { return q.Scope == questionnaire.ScopeVendor }) {
		return rows, err
	}
	others, err := p.vendor().EarlierOfVendor(a.ID, earlierLooked)
	for _, row := range others {
		if row.ProductID != a.ProductID {
			rows = append(rows, row)
		}
	}
	return rows, err
}

// earlierOne makes one revision ready to be asked, and remembers its files.
func (u Answering) earlierOne(p portal, r *Reuse, row store.EarlierRevision) (e assessment.Earlier, err error) {
	e = assessment.Earlier{Digest: row.Digest, Relation: relation(p.seat.assessment, row), Status: map[string]string{},
		Of: strings.TrimSpace(row.ProductName + " " + row.ReleaseLabel)}
	if e.Version, err = u.compiled(p.tx, row.QuestionnaireID, row.QuestionnaireDigest); err != nil {
		return e, err
	}
	if e.Revision, err = thawed(row.Revision); err != nil || len(e.Revision.Evidence) == 0 {
		return e, err
	}
	files, err := p.vendor().Evidence(row.AssessmentID)
	if err != nil {
		return e, err
	}
	for _, file := range files {
		e.Status[file.ID], r.files[file.ID] = file.Status, file
	}
	e.Facts, err = factsIn(files, opening(e.Version, e.Revision.Answers))
	return e, err
}

func relation(a store.Assessment, row store.EarlierRevision) assessment.Relation {
	switch {
	case row.ReleaseID == a.ReleaseID:
		return assessment.SameRelease
	case row.ProductID == a.ProductID:
		return assessment.SameProduct
	}
	return assessment.SameVendor
}
