package app

import (
	"encoding/json"
	"maps"
	"slices"

	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
	"memsure/internal/store"
)

// SavedAnswer is an answer of the draft with its version. Hidden tells that
// its question is not shown now: the answer is kept and not used.
type SavedAnswer struct {
	assessment.Answer
	Version   int64
	UpdatedUS int64
	Hidden    bool
}

// Draft is the state of a response being written.
type Draft struct {
	assessment.Draft
	Rows    map[string]store.Answer // by question id
	Visible []questionnaire.Truth   // by question index
	// VisibleBefore is what the last revision showed, nil without one.
	VisibleBefore []questionnaire.Truth
	Progress      assessment.Progress // a missing approval included
	Approved      bool                // by the signatory, exactly as it stands; only where that is asked for
}

// Saved gives an answer of the draft as saved.
func (d Draft) Saved(questionID string) SavedAnswer {
	row := d.Rows[questionID]
	saved := SavedAnswer{Answer: d.Answers[questionID], Version: row.Version, UpdatedUS: row.UpdatedUS}
	if q, ok := d.Version.Index(questionID); ok {
		saved.Hidden = d.Visible[q] != questionnaire.True
	}
	return saved
}

// draft loads the response as it stands; the caller has been let in.
func (c *Core) draft(v store.VendorRead, a store.Assessment, version *questionnaire.Compiled) (Draft, error) {
	d := Draft{Draft: assessment.Draft{Version: version, Source: assessment.Source(a.Source), Answers: map[string]assessment.Answer{}},
		Rows: map[string]store.Answer{}}
	rows, err := v.Answers(a.ID)
	if err != nil {
		return d, err
	}
	for _, row := range rows {
		answer, err := assessment.DecodeAnswer(row.Payload)
		if err != nil {
			return d, damaged("answer")
		}
		d.Rows[row.QuestionID], d.Answers[row.QuestionID] = row, answer
	}
	if d.Facts, err = factsOf(v, a.ID, opening(version, slices.Collect(maps.Values(d.Answers)))); err != nil {
		return d, err
	}
	if err := d.loadReturn(v, a); err != nil {
		return d, err
	}
	d.Visible, d.VisibleBefore = d.Draft.Visible(), d.Draft.VisibleBefore()
	d.Progress = d.Draft.Progress()
	if !a.RequireApproval {
		return d, nil
	}
	if _, d.Approved, err = approved(v, a.ID, d); err == nil && !d.Approved {
		d.Progress.Missing = append(d.Progress.Missing, approvalMissing)
	}
	return d, err
}

// opensQuestions tells whether the facts of files linked to a question may
// show or hide others: only where the question itself always shows. Scoring
// draws the same line, so that the two see the same questions.
func opensQuestions(version *questionnaire.Compiled, questionID string) bool {
	q, ok := version.Index(questionID)
	return ok && !version.When(q).Exists()
}

// opening gives the ids of the files whose facts may show or hide questions.
func opening(version *questionnaire.Compiled, answers []assessment.Answer) map[string]bool {
	linked := map[string]bool{}
	for _, answer := range answers {
		if !opensQuestions(version, answer.QuestionID) {
			continue
		}
		for _, link := range answer.Evidence {
			linked[link.EvidenceID] = true
		}
	}
	return linked
}

// factsOf reads the facts of the files that answers link.
func factsOf(v store.VendorRead, assessmentID string, linked map[string]bool) ([]fact.Fact, error) {
	if len(linked) == 0 {
		return nil, nil
	}
	files, err := v.Evidence(assessmentID)
	if err != nil {
		return nil, err
	}
	return factsIn(files, linked)
}

// factsIn reads the facts of those files that are linked.
func factsIn(files []store.Evidence, linked map[string]bool) (facts []fact.Fact, err error) {
	for _, file := range files {
		if !linked[file.ID] {
			continue
		}
		var read []fact.Fact
		if err := json.Unmarshal(file.Facts, &read); err != nil {
			return nil, damaged("list of facts")
		}
		facts = append(facts, read...)
	}
	return facts, nil
}

// loadReturn adds what the buyer sent back, and the last frozen revision.
func (d *Draft) loadReturn(v store.VendorRead, a store.Assessment) error {
	if a.Revision == 0 {
		return nil
	}
	row, err := v.Revision(a.ID, a.Revision)
	if err != nil {
		return err
	}
	previous, err := thawed(row)
	if err != nil {
		return err
	}
	d.Previous = &previous
	back, ok, err := v.Return(a.ID, a.Revision)
	if err != nil || !ok || a.State != string(assessment.StateReturned) {
		return err
	}
	var questions []ReturnedQuestion
	if err := json.Unmarshal(back.Questions, &questions); err != nil || back.Fingerprint() != back.Digest {
		return damaged("return")
	}
	if d.PreviousFacts, err = factsOf(v, a.ID, opening(d.Version, previous.Answers)); err != nil {
		return err
	}
	d.Returned = map[string]string{}
	for _, q := range questions {
		d.Returned[q.QuestionID] = q.Feedback
	}
	return nil
}
