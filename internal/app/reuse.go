package app

import (
	"context"
	"maps"

	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
	"memsure/internal/store"
)

// earlierLooked is how many of the vendor's assessments are looked into for
// earlier answers: the newest of the product, and the newest of all.
const earlierLooked = 20

// OfferState says what can be done with an offer in the assessment it is made to.
type OfferState string

// The states: it waits to be confirmed; it cannot be confirmed and the question
// is open; it was confirmed; the question has another answer; the question does
// not apply; its answer cannot be changed now.
const (
	OfferWaiting   OfferState = "waiting"
	OfferOpen      OfferState = "open"
	OfferConfirmed OfferState = "confirmed"
	OfferAnswered  OfferState = "answered"
	OfferHidden    OfferState = "hidden"
	OfferLocked    OfferState = "locked"
)

// Reused is an offer of an earlier answer with how it stands. IfMatch is the
// ETag of today's answer, empty where there is none.
type Reused struct {
	assessment.Offer
	State   OfferState
	IfMatch string
}

// Reuse is what a vendor's own submitted revisions offer to an assessment.
type Reuse struct {
	Items   []Reused           // by question, in the definition's order; only those the caller may answer
	Archive []assessment.Offer // asked no more, newest first; only for those who answer all sections
	// Withheld counts earlier assessments that ask for a second factor, which
	// the caller's session has not shown.
	Withheld int
	files    map[string]store.Evidence // of the earlier assessments, by id
}

// Waiting counts the offers that can be confirmed now.
func (r Reuse) Waiting() (n int) {
	for _, item := range r.Items {
		if item.State == OfferWaiting {
			n++
		}
	}
	return n
}

// waiting counts the offers that wait for the caller. It spares the work where
// nothing can be confirmed.
func (u Answering) waiting(p portal, d Draft) (int, error) {
	if !p.seat.open() {
		return 0, nil
	}
	r, err := u.reuse(p, d)
	return r.Waiting(), err
}

// Earlier says what the vendor's own submitted revisions offer to this
// assessment. Nothing is saved.
func (u Answering) Earlier(ctx context.Context, assessmentID string) (r Reuse, err error) {
	err = u.enter(ctx, assessmentID, func(p portal) error {
		d, err := u.draft(p.vendor(), p.seat.assessment, p.version)
		if err != nil {
			return err
		}
		r, err = u.reuse(p, d)
		return err
	})
	return r, err
}

// Progress says what is missing, and how many offers wait for the caller.
func (u Answering) Progress(ctx context.Context, assessmentID string) (done assessment.Progress, waiting int, err error) {
	err = u.enter(ctx, assessmentID, func(p portal) error {
		d, err := u.draft(p.vendor(), p.seat.assessment, p.version)
		if err != nil {
			return err
		}
		done = d.Progress
		waiting, err = u.waiting(p, d)
		return err
	})
	return done, waiting, err
}

func (u Answering) reuse(p portal, d Draft) (Reuse, error) {
	r := Reuse{files: map[string]store.Evidence{}}
	if p.seat.role == roleSignatory { // who signs neither gives nor confirms answers
		return r, nil
	}
	earlier, err := u.earlier(p, &r)
	if err != nil || len(earlier) == 0 {
		return r, err
	}
	offers, archive := assessment.Reuse(p.version, earlier)
	for _, o := range offers {
		if q, _ := p.version.Index(o.QuestionID); p.seat.answers(p.version.Definition.Sections[p.version.Questions()[q].Section].ID) {
			r.Items = append(r.Items, Reused{Offer: o})
		}
	}
	if p.seat.role == roleLead || len(p.seat.sections) == 0 {
		r.Archive = archive
	}
	return r, r.settle(p, d)
}

// settle finds out how each offer stands.
func (r *Reuse) settle(p portal, d Draft) error {
	shown, err := r.shown(p, d, r.Items)
	if err != nil {
		return err
	}
	for i := range r.Items {
		item := &r.Items[i]
		q, _ := p.version.Index(item.QuestionID)
		answer, answered := d.Answers[item.QuestionID]
		if answered {
			item.IfMatch = ETag(d.Rows[item.QuestionID].Version)
		}
		switch {
		case answered && answer.Carried != nil && item.Confirmable() && *answer.Carried == *item.Answer.Carried:
			item.State = OfferConfirmed
		case answered:
			item.State = OfferAnswered
		case shown[q] != questionnaire.True:
			item.State = OfferHidden
		case !p.seat.open() || !d.Editable(q, shown, d.VisibleBefore):
			item.State = OfferLocked
		case item.Confirmable():
			item.State = OfferWaiting
		default:
			item.State = OfferOpen
		}
	}
	return nil
}

// shown gives what would show if these offers to open questions were confirmed.
// To settle how each stands it is asked about all of them: most questions under
// a condition wait for the one they rest on. In a returned assessment it is
// what shows now.
func (r *Reuse) shown(p portal, d Draft, offers []Reused) ([]questionnaire.Truth, error) {
	if d.Returned != nil {
		return d.Visible, nil
	}
	next := d.Draft
	next.Answers = maps.Clone(d.Answers)
	var offered []assessment.Answer
	for _, item := range offers {
		if _, answered := d.Answers[item.QuestionID]; !answered && item.Confirmable() {
			next.Answers[item.QuestionID] = item.Answer
			offered = append(offered, item.Answer)
		}
	}
	linked := opening(p.version, offered)
	var files []store.Evidence
	for id := range linked {
		files = append(files, r.files[id])
	}
	facts, err := factsIn(files, linked)
	next.Facts = append(append([]fact.Fact{}, d.Facts...), facts...)
	return next.Visible(), err
}
