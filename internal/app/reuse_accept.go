package app

import (
	"context"
	"encoding/json"
	"slices"

	"memsure/internal/assessment"
	"memsure/internal/audit"
	"memsure/internal/auth"
	"memsure/internal/fact"
	"memsure/internal/fault"
	"memsure/internal/id"
	"memsure/internal/questionnaire"
	"memsure/internal/store"
)

// Acceptance says which offers the vendor confirms: those named, all or none,
// or all that wait with one of the verdicts.
type Acceptance struct {
	Named    []NamedOffer
	Verdicts []questionnaire.Verdict
}

// NamedOffer is one offer as the vendor saw it: of which revision, and over
// which state of today's answer (empty where there was none). At is its JSON
// Pointer in the request.
type NamedOffer struct{ QuestionID, RevisionDigest, IfMatch, At string }

// asks tells whether the acceptance is about an offer.
func (a Acceptance) asks(o Reused) bool {
	return slices.Contains(a.Verdicts, o.Verdict) ||
		slices.ContainsFunc(a.Named, func(n NamedOffer) bool { return n.QuestionID == o.QuestionID })
}

// Accepted is what became of an acceptance.
type Accepted struct {
	Saved    []SavedAnswer // confirmed, in the definition's order
	Skipped  []SkippedOffer
	Progress assessment.Progress
	Waiting  int
}

// SkippedOffer is an offer that was asked for and is not confirmed. Code is
// its state, or by_name.
type SkippedOffer struct{ QuestionID, Code, Reason string }

// Accept confirms earlier answers: each is saved as an answer of today, with
// where it comes from, and brings along the files it rests on. What is
// confirmed already stays as it is. An offer that is named must be as it was
// seen; by verdict nothing that was answered meanwhile is touched.
func (u Answering) Accept(ctx context.Context, assessmentID string, in Acceptance) (done Accepted, err error) {
	_, _, err = u.write(ctx, store.On(assessmentStream(assessmentID)), func(tx *store.Tx) (string, audit.Events, error) {
		p, err := u.portal(ctx, &tx.ReadTx, assessmentID)
		if err != nil {
			return "", nil, err
		}
		events, err := u.accept(ctx, tx, p, in)
		return assessmentID, events, err
	})
	if err != nil {
		return done, err
	}
	err = u.enter(ctx, assessmentID, func(p portal) error {
		done, err = u.accepted(p, in)
		return err
	})
	return done, err
}

// accept does everything inside the write, so that two tabs that confirm at
// once see one another.
func (u Answering) accept(ctx context.Context, tx *store.Tx, p portal, in Acceptance) (audit.Events, error) {
	if p.seat.role == roleSignatory {
		return nil, fault.New(fault.Forbidden, "signatory_reads", "A signatory reads and approves; others answer.")
	}
	if _, err := assessment.Next(assessment.State(p.seat.assessment.State), assessment.ActSave); err != nil {
		return nil, err
	}
	d, err := u.draft(p.vendor(), p.seat.assessment, p.version)
	if err != nil {
		return nil, err
	}
	r, err := u.reuse(p, d)
	if err != nil {
		return nil, err
	}
	picked, err := r.pick(p, d, in)
	if err != nil || len(picked) == 0 {
		return nil, err
	}
	carry := carrying{u: u, tx: tx, p: p, from: r.files}
	edits, err := carry.edits(picked)
	if err != nil {
		return nil, err
	}
	if err := u.permit(p, edits); err != nil {
		return nil, err
	}
	save := saving{p.seat.assessment.ID, person(ctx), auth.PrincipalFrom(ctx).ContactID, p.seat.assessment.State}
	events, _, _, err := saveAll(tx, tx.Vendor(p.who.VendorID), save, edits)
	if err != nil || len(events) == 0 {
		return nil, err
	}
	return append(carry.events, events...), nil
}

// picked is an offer to confirm, with what its save follows.
type picked struct {
	Reused
	follows Follows
	at      string
	verdict bool // picked by its verdict, not by name
}

func (r Reuse) pick(p portal, d Draft, in Acceptance) (all []picked, err error) {
	for _, n := range in.Named {
		one, err := r.named(p, n)
		if err != nil {
			return nil, inside(err, n.At)
		}
		all = append(all, one)
	}
	for _, item := range r.Items {
		if item.State == OfferWaiting && !item.ByName && slices.Contains(in.Verdicts, item.Verdict) {
			all = append(all, picked{item, Follows{First: true}, "", true})
		}
	}
	return r.applying(p, d, all)
}

// applying leaves out what was picked by verdict and would not show: an offer
// may wait only because another one, not picked, would open its question.
// Without an answer others may be hidden as well, so it looks again until
// nothing changes.
func (r Reuse) applying(p portal, d Draft, all []picked) ([]picked, error) {
	for {
		with := make([]Reused, len(all))
		for i := range all {
			with[i] = all[i].Reused
		}
		shown, err := r.shown(p, d, with)
		if err != nil {
			return nil, err
		}
		before := len(all)
		all = slices.DeleteFunc(all, func(one picked) bool {
			q, _ := p.version.Index(one.QuestionID)
			return one.verdict && shown[q] != questionnaire.True
		})
		if len(all) == before {
			return all, nil
		}
	}
}

// named finds the offer that was named, as it was seen.
func (r Reuse) named(p portal, n NamedOffer) (picked, error) {
	if _, err := askedHere(p, n.QuestionID); err != nil {
		return picked{}, err
	}
	i := slices.IndexFunc(r.Items, func(item Reused) bool { return item.QuestionID == n.QuestionID })
	if i < 0 {
		return picked{}, fault.New(fault.Invalid, "no_offer", "Nothing is offered for this question.").
			WithRemedy("Fetch the offers, and answer what has none.")
	}
	item := r.Items[i]
	switch {
	case item.From.Digest != n.RevisionDigest:
		return picked{}, fault.New(fault.Stale, "offer_changed", "The offer comes from another revision than the one you saw.").
			WithRemedy("Fetch the offers again, look at the answer, and confirm it then.")
	case !item.Confirmable():
		return picked{}, fault.New(fault.Invalid, "not_confirmable", "The earlier answer cannot be confirmed: the question must be answered anew.").
			WithRemedy("Save an answer to it; the earlier one is shown beside the question.")
	}
	return picked{item, Follows{IfMatch: n.IfMatch, First: n.IfMatch == ""}, n.At, false}, nil
}

// carrying brings the files of confirmed answers into the assessment.
type carrying struct {
	u      Answering
	tx     *store.Tx
	p      portal
	from   map[string]store.Evidence // of the earlier assessments, by id
	here   map[string]string         // by the name of the bytes: the id of the file here
	events audit.Events
}

func (c *carrying) edits(all []picked) ([]Edit, error) {
	files, err := c.p.vendor().Evidence(c.p.seat.assessment.ID)
	if err != nil {
		return nil, err
	}
	c.here = map[string]string{}
	for _, file := range files {
		c.here[file.BlobID] = file.ID
	}
	edits := make([]Edit, len(all))
	for i, one := range all {
		answer := one.Answer
		answer.Evidence = slices.Clone(answer.Evidence)
		for l := range answer.Evidence {
			if answer.Evidence[l].EvidenceID, err = c.file(c.from[answer.Evidence[l].EvidenceID]); err != nil {
				return nil, inside(err, one.at)
			}
		}
		edits[i] = Edit{Answer: answer, Follows: one.follows, At: one.at}
	}
	return edits, nil
}

// file gives the id under which a file of an earlier assessment is known here.
// The first time it gets a record of its own: the same bytes, digest, dates and
// facts, as received then.
func (c *carrying) file(from store.Evidence) (string, error) {
	if known, ok := c.here[from.BlobID]; ok {
		return known, nil
	}
	if err := Proof(c.u).mayAdd(c.p, from.Size); err != nil {
		return "", err
	}
	row := from
	row.ID, row.AssessmentID = id.New(id.Evidence), c.p.seat.assessment.ID
	var facts []fact.Fact
	if err := json.Unmarshal(from.Facts, &facts); err != nil {
		return "", damaged("list of facts")
	}
	for i := range facts {
		facts[i].EvidenceID = row.ID
	}
	var err error
	if row.Facts, _, err = assessment.DigestFacts(facts); err != nil {
		return "", fault.Wrap(err, "encode facts")
	}
	event := tells("evidence.carry", row.ID, nil, row)
	event.Details = map[string]any{"from": from.ID, "from_assessment": from.AssessmentID, "sha256": row.SHA256, "facts_digest": row.FactsDigest()}
	c.events = append(c.events, event)
	c.here[row.BlobID] = row.ID
	return row.ID, c.tx.Vendor(c.p.who.VendorID).AddEvidence(row)
}

// accepted tells how the offers that were asked for stand now: after a
// repeated request it says the same as after the first, unless somebody
// changed an answer since.
func (u Answering) accepted(p portal, in Acceptance) (done Accepted, err error) {
	d, err := u.draft(p.vendor(), p.seat.assessment, p.version)
	if err != nil {
		return done, err
	}
	r, err := u.reuse(p, d)
	if err != nil {
		return done, err
	}
	for _, item := range r.Items {
		switch {
		case !in.asks(item):
		case item.State == OfferConfirmed:
			done.Saved = append(done.Saved, d.Saved(item.QuestionID))
		default:
			q, _ := p.version.Index(item.QuestionID)
			done.Skipped = append(done.Skipped, skipped(item, d.Visible[q] == questionnaire.True))
		}
	}
	done.Progress, done.Waiting = d.Progress, r.Waiting()
	return done, nil
}

// skipped says why an offer is not confirmed; shows, whether its question
// applies as the answers stand.
func skipped(item Reused, shows bool) SkippedOffer {
	code, reason := string(item.State), skipReasons[item.State]
	switch {
	case item.State == OfferWaiting && item.ByName:
		code, reason = "by_name", "Another questionnaire asked this in other words: read both and confirm it by name."
	case item.State == OfferWaiting && !shows:
		reason = "The question applies only once another one is answered, for which an earlier answer waits as well: confirm that one, then this."
	}
	return SkippedOffer{item.QuestionID, code, reason}
}

var skipReasons = map[OfferState]string{
	OfferWaiting:  "It was offered only just now: look at it and confirm it.",
	OfferOpen:     "The earlier answer cannot be confirmed: the question must be answered anew.",
	OfferAnswered: "The question has another answer already; it was left as it is.",
	OfferHidden:   "The question does not apply as the other answers stand.",
	OfferLocked:   "The answer cannot be changed now.",
}
