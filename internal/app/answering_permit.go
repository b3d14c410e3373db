package app

import (
	"maps"
	"slices"
	"strconv"

	"memsure/internal/assessment"
	"memsure/internal/canon"
	"memsure/internal/fault"
	"memsure/internal/questionnaire"
	"memsure/internal/store"
)

// permit checks everything about edits that does not move with the draft's
// versions: that the questions exist, apply, are the caller's to answer and
// are unlocked, that the answers mean something, and that linked files are
// this assessment's. It runs on a snapshot before the write; a question that
// a parallel edit hides in between keeps its answer, unused.
func (u Answering) permit(p portal, edits []Edit) error {
	bad := fault.New(fault.Invalid, "validation", "The answer cannot be saved as it is.").
		WithRemedy("Correct the places listed and save again; nothing was changed.")
	view := lazyDraft{core: u.Core, p: p}
	seen := map[string]bool{}
	for i, e := range edits {
		fields, err := u.permitOne(p, &view, edits, e)
		if err != nil {
			return inside(err, e.At)
		}
		if edits[i].payload, err = assessment.EncodeAnswer(e.Answer); err != nil {
			return fault.Wrap(err, "encode answer")
		}
		if seen[e.Answer.QuestionID] {
			bad.At(e.At+"/question_id", "duplicate", "This question is answered twice in the request.")
		}
		seen[e.Answer.QuestionID] = true
		for _, f := range fields {
			if e.At != "" {
				f.Pointer = e.At + "/answer" + f.Pointer
			}
			bad.Fields = append(bad.Fields, f)
		}
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

// plain tells that permit needs nothing but the seat and the version: no
// condition, no file, nothing that was returned.
func plain(p portal, edits []Edit) bool {
	if p.seat.assessment.State == string(assessment.StateReturned) {
		return false
	}
	for _, e := range edits {
		q, ok := p.version.Index(e.Answer.QuestionID)
		if len(e.Answer.Evidence) > 0 || ok && p.version.When(q).Exists() {
			return false
		}
	}
	return true
}

func (u Answering) permitOne(p portal, view *lazyDraft, edits []Edit, e Edit) ([]fault.Field, error) {
	q, err := askedHere(p, e.Answer.QuestionID)
	if err != nil {
		return nil, err
	}
	if err := view.applies(q, edits); err != nil {
		return nil, err
	}
	assessment.Settle(p.version.Questions()[q].Question, e.Answer.Value)
	fields := assessment.Check(p.version, q, e.Answer, assessment.Source(p.seat.assessment.Source))
	for i, link := range e.Answer.Evidence {
		_, err := p.vendor().EvidenceFile(p.seat.assessment.ID, link.EvidenceID)
		if fault.Is(err, fault.NotFound) {
			fields = append(fields, fault.Field{Pointer: evidencePointer(i), Code: "unknown", Message: "There is no such file in this assessment."})
		} else if err != nil {
			return nil, err
		}
	}
	return fields, nil
}

// mayChange checks one question for a change without a new value.
func (u Answering) mayChange(p portal, questionID string) error {
	q, err := askedHere(p, questionID)
	if err != nil {
		return err
	}
	view := lazyDraft{core: u.Core, p: p}
	return view.unlocked(q)
}

// askedHere finds a question of this version that the caller may answer.
func askedHere(p portal, questionID string) (int, error) {
	q, ok := p.version.Index(questionID)
	if !ok {
		return 0, fault.New(fault.NotFound, "question_unknown", "This questionnaire version has no such question.")
	}
	section := p.version.Definition.Sections[p.version.Questions()[q].Section].ID
	if !p.seat.answers(section) {
		return 0, fault.New(fault.Forbidden, "not_your_section", "This question is not among the sections you were asked to answer.").
			WithRemedy("Ask the colleague who leads the answers.")
	}
	return q, nil
}

// lazyDraft loads the draft only for edits that need to know the rest of it:
// questions under a condition, and returned assessments.
type lazyDraft struct {
	core  *Core
	p     portal
	draft *Draft
	next  []questionnaire.Truth // what the whole draft shows with all edits in it
}

func (l *lazyDraft) load() (*Draft, error) {
	if l.draft != nil {
		return l.draft, nil
	}
	d, err := l.core.draft(l.p.vendor(), l.p.seat.assessment, l.p.version)
	l.draft = &d
	return l.draft, err
}

// fewEdits is up to how many edits each look up only what their condition rests
// on; with more, the whole draft is loaded once.
const fewEdits = 4

// about gives as much of the draft as decides whether question q applies.
func (l *lazyDraft) about(q int, edits []Edit) (*Draft, error) {
	questions, facts := l.p.version.RestsOn(q)
	if facts || len(edits) > fewEdits || l.draft != nil {
		return l.load()
	}
	d := &Draft{Draft: assessment.Draft{Version: l.p.version, Answers: make(map[string]assessment.Answer, len(questions))}}
	for _, on := range questions {
		id := l.p.version.Questions()[on].ID
		row, ok, err := l.p.vendor().Answer(l.p.seat.assessment.ID, id)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		if d.Answers[id], err = assessment.DecodeAnswer(row.Payload); err != nil {
			return nil, damaged("answer")
		}
	}
	return d, nil
}

// applies refuses questions that are hidden as the draft stands with all edits
// in it, and questions that a return did not unlock.
func (l *lazyDraft) applies(q int, edits []Edit) error {
	if err := l.unlocked(q); err != nil {
		return err
	}
	if !l.p.version.When(q).Exists() {
		return nil
	}
	d, err := l.about(q, edits)
	if err != nil {
		return err
	}
	shown, err := l.shown(d, edits)
	if err != nil || shown[q] == questionnaire.True {
		return err
	}
	return fault.New(fault.Conflict, "question_hidden", "This question does not apply as the other answers stand.").
		WithRemedy("Answer the questions it depends on first.")
}

// shown gives what shows once the edits are made. Of the whole draft it is
// worked out once, with the facts of the files that the edits link.
func (l *lazyDraft) shown(d *Draft, edits []Edit) ([]questionnaire.Truth, error) {
	whole := d == l.draft
	if whole && l.next != nil {
		return l.next, nil
	}
	next := d.Draft
	next.Answers = make(map[string]assessment.Answer, len(d.Answers)+len(edits))
	maps.Copy(next.Answers, d.Answers)
	for _, e := range edits {
		next.Answers[e.Answer.QuestionID] = e.Answer
	}
	if !whole {
		return next.Visible(), nil
	}
	facts, err := factsOf(l.p.vendor(), l.p.seat.assessment.ID, opening(l.p.version, slices.Collect(maps.Values(next.Answers))))
	if err != nil {
		return nil, err
	}
	next.Facts = facts
	l.next = next.Visible()
	return l.next, nil
}

func (l *lazyDraft) unlocked(q int) error {
	if l.p.seat.assessment.State != string(assessment.StateReturned) {
		return nil
	}
	d, err := l.load()
	if err != nil || d.Editable(q, d.Visible, d.VisibleBefore) {
		return err
	}
	return fault.New(fault.Conflict, "question_locked", "The buyer did not return this question; its answer stays as submitted.").
		WithRemedy("Change only the questions that were returned.")
}

func payloadDigest(payload []byte) string {
	if payload == nil {
		return ""
	}
	return canon.Digest(canon.DomainAnswer, payload)
}

func evidencePointer(i int) string { return "/evidence/" + strconv.Itoa(i) + "/evidence_id" }

// approved tells whether the signatory approved the draft as it stands, and
// gives the approval.
func approved(v store.VendorRead, assessmentID string, d Draft) (last store.Approval, ok bool, err error) {
	last, ok, err = v.LastApproval(assessmentID)
	if err != nil || !ok {
		return last, false, err
	}
	if last.Fingerprint() != last.Digest {
		return last, false, damaged("approval")
	}
	digest, err := d.Digest()
	return last, digest == last.DraftDigest, err
}
