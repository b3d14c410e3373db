package app

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"memsure/internal/assessment"
	"memsure/internal/audit"
	"memsure/internal/auth"
	"memsure/internal/fact"
	"memsure/internal/fault"
	"memsure/internal/questionnaire"
	"memsure/internal/store"
)

// Answering is how a vendor sees the questions and saves answers.
type Answering struct{ *Core }

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
func factsOf(v store.VendorRead, assessmentID string, linked map[string]bool) (facts []fact.Fact, err error) {
	if len(linked) == 0 {
		return nil, nil
	}
	files, err := v.Evidence(assessmentID)
	if err != nil {
		return nil, err
	}
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

// Assigned is an assessment as its vendor's contact sees it.
type Assigned struct {
	Assessment
	CanEdit   bool // some answer, now
	CanSubmit bool // now, once nothing is missing
}

func assigned(row store.AssessmentView, s seat, now int64) Assigned {
	return Assigned{seen(row, now), s.edits(), s.submits()}
}

// Inbox lists what is or was asked of the caller, newest first: everything of
// the vendor for a lead, the own parts for others. A second factor is not
// needed to see what waits.
func (u Answering) Inbox(ctx context.Context) (found []Assigned, err error) {
	p := auth.PrincipalFrom(ctx)
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		all, err := tx.Vendor(p.VendorID).Assessments()
		if err != nil {
			return err
		}
		parts, err := tx.Vendor(p.VendorID).Participations(p.ContactID)
		if err != nil {
			return err
		}
		for _, a := range all {
			s, ok, err := seatOf(a.Assessment, parts)
			if err != nil {
				return err
			}
			if ok {
				found = append(found, assigned(a, s, tx.Now()))
			}
		}
		return nil
	})
	return found, err
}

// Assignment is everything a contact needs to answer.
type Assignment struct {
	Assessment    Assigned
	Draft         Draft
	ReturnMessage string
	seat          seat
}

// MayAnswer tells whether the caller may change the answer to question q now.
func (a Assignment) MayAnswer(q int) bool {
	section := a.Draft.Version.Definition.Sections[a.Draft.Version.Questions()[q].Section].ID
	return a.seat.open() && a.seat.answers(section) && a.Draft.Editable(q, a.Draft.Visible, a.Draft.VisibleBefore)
}

// Assignment opens an assessment for its vendor contact.
func (u Answering) Assignment(ctx context.Context, assessmentID string) (as Assignment, err error) {
	err = u.enter(ctx, assessmentID, func(p portal) error {
		row, err := p.vendor().Assessment(assessmentID)
		if err != nil {
			return err
		}
		as = Assignment{Assessment: assigned(row, p.seat, p.tx.Now()), seat: p.seat}
		if as.Draft, err = u.draft(p.vendor(), row.Assessment, p.version); err != nil {
			return err
		}
		if as.Draft.Returned == nil {
			return nil
		}
		back, _, err := p.vendor().Return(assessmentID, row.Revision)
		as.ReturnMessage = back.Message
		return err
	})
	return as, err
}

// Draft gives the caller's draft as it stands.
func (u Answering) Draft(ctx context.Context, assessmentID string) (d Draft, err error) {
	err = u.enter(ctx, assessmentID, func(p portal) error {
		d, err = u.draft(p.vendor(), p.seat.assessment, p.version)
		return err
	})
	return d, err
}

// Follows says which state of an answer an edit follows: IfMatch for a later
// save, First for one that must be the first.
type Follows struct {
	IfMatch string
	First   bool
}

// check compares with today's version; 0 is no answer yet.
func (f Follows) check(version int64) error {
	switch {
	case f.First && version == 0:
		return nil
	case f.First:
		stale := fault.New(fault.Stale, "stale", "There is an answer already.").
			WithRemedy("Fetch it, look at it, and send your edit with its ETag as If-Match.")
		stale.Current = ETag(version)
		return stale
	case f.IfMatch == "":
		return fault.New(fault.PreconditionRequired, "if_match_required", "Say which state of the answer this follows.").
			WithRemedy("Send If-None-Match: * for a first answer, If-Match with the last ETag for a change.")
	case version == 0:
		return fault.New(fault.Stale, "stale", "There is no answer to change any more.").WithRemedy("Save it as a first answer.")
	}
	return matches(f.IfMatch, version)
}

// Save stores one answer and gives it back with its new version. Saving what
// is stored already succeeds and changes nothing, whatever it follows.
func (u Answering) Save(ctx context.Context, assessmentID string, answer assessment.Answer, follows Follows) (SavedAnswer, error) {
	saved, err := u.SaveAll(ctx, assessmentID, []Edit{{Answer: answer, Follows: follows}})
	if err != nil {
		return SavedAnswer{}, err
	}
	return saved[0], nil
}

// Edit is one answer of a bulk save; At is its JSON Pointer in the request.
type Edit struct {
	Answer  assessment.Answer
	Follows Follows
	At      string
	payload []byte // the answer as stored; permit encodes it
}

// SaveAll stores many answers: all or none.
func (u Answering) SaveAll(ctx context.Context, assessmentID string, edits []Edit) (saved []SavedAnswer, err error) {
	vendorID := auth.PrincipalFrom(ctx).VendorID
	if err := u.mayEdit(ctx, assessmentID, edits); err != nil {
		return nil, err
	}
	by := person(ctx)
	begun := false
	_, _, err = u.writeQuietly(ctx, actor(ctx), store.On(assessmentStream(assessmentID)), func(tx *store.Tx) (_ string, events audit.Events, err error) {
		events, saved, begun, err = saveAll(tx, tx.Vendor(vendorID), assessmentID, by, edits)
		return assessmentID, events, err
	})
	if begun {
		u.memory.forget() // the assessment has another state now
	}
	return saved, err
}

// mayEdit is permit, without a transaction where the caller was seen before and
// the edits need no look at other records.
func (u Answering) mayEdit(ctx context.Context, assessmentID string, edits []Edit) error {
	if p, ok := u.recall(ctx, assessmentID); ok {
		if plain(p, edits) {
			return u.permit(p, edits)
		}
		return u.Store.Read(ctx, func(tx *store.ReadTx) error {
			p.tx = tx
			return u.permit(p, edits)
		})
	}
	moment := u.memory.moment()
	return u.Store.Read(ctx, func(tx *store.ReadTx) error {
		p, err := u.learn(ctx, tx, moment, assessmentID)
		if err != nil {
			return err
		}
		return u.permit(p, edits)
	})
}

// saveAll stores the edits; begun tells that they were the first.
func saveAll(tx *store.Tx, v store.VendorTx, assessmentID, by string, edits []Edit) (events audit.Events, saved []SavedAnswer, begun bool, err error) {
	saved = make([]SavedAnswer, len(edits))
	var start *audit.Event
	for i, e := range edits {
		state, old, next, err := v.AnswerToSave(assessmentID, e.Answer.QuestionID)
		if err != nil {
			return nil, nil, false, err
		}
		if i == 0 {
			if start, err = beginSaving(v, assessmentID, state); err != nil {
				return nil, nil, false, err
			}
		}
		event, err := saveOne(tx, v, old, next, by, e, &saved[i])
		if err != nil {
			return nil, nil, false, inside(err, e.At)
		}
		if event != nil {
			events = append(events, *event)
		}
	}
	if len(events) == 0 {
		return nil, saved, false, nil // nothing has changed, and nothing has begun
	}
	v.TouchDraft(assessmentID)
	if start != nil {
		events = append(audit.Events{*start}, events...)
	}
	return events, saved, start != nil, nil
}

// beginSaving checks that answers may be saved in this state; the first save of
// an invited assessment starts it.
func beginSaving(v store.VendorTx, assessmentID, state string) (*audit.Event, error) {
	next, err := assessment.Next(assessment.State(state), assessment.ActSave)
	if err != nil || string(next) == state {
		return nil, err
	}
	a, err := v.AssessmentRow(assessmentID)
	if err != nil {
		return nil, err
	}
	return moved(v, "assessment.start", a, next)
}

// saveOne stores an answer under its version; event is nil when nothing
// changed.
func saveOne(tx *store.Tx, v store.VendorTx, old store.Answer, version int64, by string, e Edit, saved *SavedAnswer) (*audit.Event, error) {
	if old.Version > 0 && string(old.Payload) == string(e.payload) {
		*saved = SavedAnswer{Answer: e.Answer, Version: old.Version, UpdatedUS: old.UpdatedUS}
		return nil, nil
	}
	if err := e.Follows.check(old.Version); err != nil {
		return nil, err
	}
	if err := stillLinked(v, old.AssessmentID, e.Answer); err != nil {
		return nil, err
	}
	row := store.Answer{AssessmentID: old.AssessmentID, QuestionID: e.Answer.QuestionID, Version: version,
		Payload: e.payload, UpdatedUS: tx.Now(), UpdatedBy: by}
	v.SaveAnswer(row)
	*saved = SavedAnswer{Answer: e.Answer, Version: row.Version, UpdatedUS: row.UpdatedUS}
	return &audit.Event{Action: "answer.save", Subject: e.Answer.QuestionID, Before: payloadDigest(old.Payload), After: payloadDigest(e.payload)}, nil
}

// stillLinked looks again inside the write that no linked file was deleted
// since the answer was checked.
func stillLinked(v store.VendorTx, assessmentID string, a assessment.Answer) error {
	for _, link := range a.Evidence {
		_, err := v.EvidenceFile(assessmentID, link.EvidenceID)
		if fault.Is(err, fault.NotFound) {
			return fault.New(fault.Conflict, "evidence_deleted", "A file that the answer links was just deleted.").
				WithRemedy("Unlink it, or upload it again.")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Delete clears an answer, under its ETag.
func (u Answering) Delete(ctx context.Context, assessmentID, questionID, etag string) error {
	vendorID := auth.PrincipalFrom(ctx).VendorID
	if err := u.enter(ctx, assessmentID, func(p portal) error { return u.mayChange(p, questionID) }); err != nil {
		return err
	}
	_, _, err := u.write(ctx, store.On(assessmentStream(assessmentID)), func(tx *store.Tx) (string, audit.Events, error) {
		v := tx.Vendor(vendorID)
		a, err := v.AssessmentRow(assessmentID)
		if err != nil {
			return "", nil, err
		}
		if _, err := assessment.Next(assessment.State(a.State), assessment.ActSave); err != nil {
			return "", nil, err
		}
		old, has, err := v.Answer(assessmentID, questionID)
		if err != nil || !has {
			return "", nil, absent(err)
		}
		if err := matches(etag, old.Version); err != nil {
			return "", nil, err
		}
		events := audit.Events{{Action: "answer.clear", Subject: questionID, Before: payloadDigest(old.Payload)}}
		return questionID, events, v.DeleteAnswer(old)
	})
	return err
}

// inside moves the places of a fault below one item of the request.
func inside(err error, at string) error {
	var known *fault.Error
	if at == "" || !asFault(err, &known) {
		return err
	}
	moved := *known
	moved.Fields = nil
	for _, f := range known.Fields {
		f.Pointer = at + "/answer" + f.Pointer
		moved.Fields = append(moved.Fields, f)
	}
	if len(moved.Fields) == 0 {
		moved.Fields = []fault.Field{{Pointer: at, Code: known.Code, Message: known.Message}}
	}
	return &moved
}
