package app

import (
	"bytes"
	"context"
	"slices"

	"memsure/internal/assessment"
	"memsure/internal/audit"
	"memsure/internal/auth"
	"memsure/internal/fault"
	"memsure/internal/store"
)

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
	who := auth.PrincipalFrom(ctx)
	seen, err := u.mayEdit(ctx, assessmentID, edits)
	if err != nil {
		return nil, err
	}
	save := saving{assessmentID, person(ctx), who.ContactID, seen}
	begun := false
	_, _, err = u.writeQuietly(ctx, actor(ctx), store.On(assessmentStream(assessmentID)), func(tx *store.Tx) (_ string, events audit.Events, err error) {
		events, saved, begun, err = saveAll(tx, tx.Vendor(who.VendorID), save, edits)
		return assessmentID, events, err
	})
	if begun {
		u.memory.forget() // the assessment has another state now
	}
	return saved, err
}

// mayEdit is permit, without a transaction where the caller was seen before and
// the edits need no look at other records. It gives the state of the
// assessment that it saw.
func (u Answering) mayEdit(ctx context.Context, assessmentID string, edits []Edit) (seen string, err error) {
	if p, ok := u.recall(ctx, assessmentID); ok {
		if plain(p, edits) {
			return p.seat.assessment.State, u.permit(p, edits)
		}
		return p.seat.assessment.State, u.Store.Read(ctx, func(tx *store.ReadTx) error {
			p.tx = tx
			return u.permit(p, edits)
		})
	}
	moment := u.memory.moment()
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		p, err := u.learn(ctx, tx, moment, assessmentID)
		if err != nil {
			return err
		}
		seen = p.seat.assessment.State
		return u.permit(p, edits)
	})
	return seen, err
}

// saving is whose edits are saved where. What was permitted before the write is
// held to it: contact must still take part, and an assessment returned since
// then unlocks other questions. Both are empty where the buyer saves.
type saving struct{ assessment, by, contact, seen string }

// holds refuses what was permitted before the assessment was returned.
func (s saving) holds(state string) error {
	if s.seen == "" || s.seen == state || state != string(assessment.StateReturned) {
		return nil
	}
	return fault.New(fault.Conflict, "returned_meanwhile", "The buyer has just returned this assessment.").
		WithRemedy("Look at which questions were returned, and save again.")
}

// saveAll stores the edits; begun tells that they were the first.
func saveAll(tx *store.Tx, v store.VendorTx, save saving, edits []Edit) (events audit.Events, saved []SavedAnswer, begun bool, err error) {
	saved = make([]SavedAnswer, len(edits))
	var start *audit.Event
	for i, e := range edits {
		state, old, next, err := v.AnswerToSave(save.assessment, e.Answer.QuestionID, save.contact)
		if err != nil {
			return nil, nil, false, err
		}
		if i == 0 {
			if err := save.holds(state); err != nil {
				return nil, nil, false, err
			}
			if start, err = beginSaving(v, save.assessment, state); err != nil {
				return nil, nil, false, err
			}
		}
		event, err := saveOne(tx, v, old, next, save.by, e, &saved[i])
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
	v.TouchDraft(save.assessment)
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
	if kept, ok := unchanged(old, e); ok {
		*saved = SavedAnswer{Answer: kept, Version: old.Version, UpdatedUS: old.UpdatedUS}
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
	event := audit.Event{Action: "answer.save", Subject: e.Answer.QuestionID, Before: payloadDigest(old.Payload), After: payloadDigest(e.payload)}
	if from := e.Answer.Carried; from != nil {
		event.Details = map[string]any{"carried_from": from.AssessmentID, "revision_digest": from.RevisionDigest}
	}
	return &event, nil
}

// carriedMember is how an answer's payload tells that it was carried.
var carriedMember = []byte(`"carried":`)

// unchanged tells that an edit says what is stored already, and gives that. A
// confirmed earlier answer stays one when it is sent again without saying so:
// edits never say where an answer comes from.
func unchanged(old store.Answer, e Edit) (assessment.Answer, bool) {
	switch {
	case old.Version == 0:
		return e.Answer, false
	case bytes.Equal(old.Payload, e.payload):
		return e.Answer, true
	case e.Answer.Carried != nil || !bytes.Contains(old.Payload, carriedMember):
		return e.Answer, false
	}
	kept, err := assessment.DecodeAnswer(old.Payload)
	return kept, err == nil && assessment.Same(kept, e.Answer)
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
	_, _, err := u.write(ctx, store.On(assessmentStream(assessmentID)), func(tx *store.Tx) (string, audit.Events, error) {
		p, err := u.portal(ctx, &tx.ReadTx, assessmentID)
		if err != nil {
			return "", nil, err
		}
		if err := u.mayChange(p, questionID); err != nil {
			return "", nil, err
		}
		events, err := clearAnswer(tx.Vendor(p.who.VendorID), assessmentID, questionID, etag)
		return questionID, events, err
	})
	return err
}

func clearAnswer(v store.VendorTx, assessmentID, questionID, etag string) (audit.Events, error) {
	a, err := v.AssessmentRow(assessmentID)
	if err != nil {
		return nil, err
	}
	if _, err := assessment.Next(assessment.State(a.State), assessment.ActSave); err != nil {
		return nil, err
	}
	old, has, err := v.Answer(assessmentID, questionID)
	if err != nil || !has {
		return nil, absent(err)
	}
	if err := matches(etag, old.Version); err != nil {
		return nil, err
	}
	return audit.Events{{Action: "answer.clear", Subject: questionID, Before: payloadDigest(old.Payload)}}, v.DeleteAnswer(old)
}

// inside moves the places of a fault below one item of the request.
func inside(err error, at string) error {
	var known *fault.Error
	if at == "" || !asFault(err, &known) {
		return err
	}
	if len(known.Fields) == 0 {
		whole := *known
		whole.Fields = []fault.Field{{Pointer: at, Code: known.Code, Message: known.Message}}
		return &whole
	}
	return relocated(err, func(pointer string) string { return at + "/answer" + pointer })
}

// relocated gives a fault with its places moved. Faults without places and other
// errors stay as they are.
func relocated(err error, to func(pointer string) string) error {
	var known *fault.Error
	if !asFault(err, &known) || len(known.Fields) == 0 {
		return err
	}
	out := *known
	out.Fields = slices.Clone(known.Fields)
	for i := range out.Fields {
		out.Fields[i].Pointer = to(out.Fields[i].Pointer)
	}
	return &out
}
