package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"
	_ "time/tzdata" // due dates end at midnight in a named zone, on any machine

	"memsure/internal/assessment"
	"memsure/internal/audit"
	"memsure/internal/fault"
	"memsure/internal/id"
	"memsure/internal/questionnaire"
	"memsure/internal/store"
)

// Assessments is the buyer's side of an assessment's life.
type Assessments struct{ *Core }

// Assessment is an assessment as of one moment.
type Assessment struct {
	store.AssessmentView
	Overdue bool
}

// NewAssessment is what a buyer asks for.
type NewAssessment struct {
	ReleaseID           string
	Slug, Version       string
	Purpose             assessment.Purpose
	Source              assessment.Source
	Tier                string
	DueOn, TimeZone     string
	DiscloseWeights     bool
	RequireSecondFactor bool
	RequireApproval     bool
	Owner               string
	Weights             questionnaire.Weights // own ones; empty for none
	Panel               []string              // persons; empty for none
}

// Recipient is one vendor of a bulk sending; Invite may be nil.
type Recipient struct {
	ReleaseID string
	Invite    *Invitee
}

// Sent is one assessment of a bulk sending with its invitation, if any.
type Sent struct {
	Assessment Assessment
	Invitation *IssuedInvitation
}

// AssessmentChange is an edit; nil members stay as they are.
type AssessmentChange struct {
	DueOn, TimeZone, Owner, Tier *string
	Panel                        *[]string
}

// ReturnedQuestion is one question sent back with what the buyer says to it.
type ReturnedQuestion struct {
	QuestionID string `json:"question_id"`
	Feedback   string `json:"feedback"`
}

// maxRecipients bounds one bulk sending.
const maxRecipients = 500

// List gives assessments, newest first.
func (u Assessments) List(ctx context.Context, page store.Page, filter store.AssessmentFilter) (found []Assessment, err error) {
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		rows, err := tx.Buyer().Assessments(page, filter)
		for _, row := range rows {
			found = append(found, seen(row, tx.Now()))
		}
		return err
	})
	return found, err
}

// Get gives an assessment, or fault.NotFound.
func (u Assessments) Get(ctx context.Context, assessmentID string) (a Assessment, err error) {
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		row, err := tx.Buyer().Assessment(assessmentID)
		a = seen(row, tx.Now())
		return err
	})
	return a, err
}

// seen derives what depends on the time.
func seen(row store.AssessmentView, now int64) Assessment {
	due, _ := dueAt(row.DueOn, row.TimeZone) // checked when it was set
	return Assessment{row, assessment.Overdue(assessment.State(row.State), due, time.UnixMicro(now))}
}

func dueAt(dueOn, zone string) (time.Time, error) {
	if zone == "" {
		zone = "UTC"
	}
	at, err := time.LoadLocation(zone)
	if err != nil || zone == "Local" {
		return time.Time{}, fault.New(fault.Invalid, "validation", "The time zone is unknown.").
			At("/time_zone", "zone", "Use an IANA name such as Europe/Berlin.")
	}
	return assessment.DueAt(dueOn, at)
}

// Create prepares an assessment. The questionnaire version must be published,
// the tier one of its tiers; the due date must not be over.
func (u Assessments) Create(ctx context.Context, in NewAssessment) (Assessment, error) {
	made := id.New(id.Assessment)
	ref, _, err := u.write(ctx, store.On(assessmentStream(made)), func(tx *store.Tx) (string, audit.Events, error) {
		events, err := u.add(tx, made, in)
		return made, events, err
	})
	if err != nil {
		return Assessment{}, err
	}
	return u.Get(ctx, ref)
}

func (u Assessments) add(tx *store.Tx, made string, in NewAssessment) (audit.Events, error) {
	a, err := u.planned(tx, made, in)
	if err != nil {
		return nil, err
	}
	if a.Panel, err = u.panel(tx, in.Panel); err != nil {
		return nil, err
	}
	events, err := u.addWeighed(tx, &a, in.Weights)
	return append(audit.Events{tells("assessment.create", made, nil, a)}, events...), err
}

// addWeighed keeps the assessment, and its own weights where it has any: they
// name the assessment, and it names them.
func (u Assessments) addWeighed(tx *store.Tx, a *store.Assessment, own questionnaire.Weights) (audit.Events, error) {
	if err := tx.Buyer().AddAssessment(*a); err != nil || own.Empty() {
		return nil, err
	}
	events, err := u.weigh(tx, a, own)
	if err != nil {
		return nil, inWeights(err)
	}
	return events, tx.Buyer().UpdateAssessment(*a)
}

// inWeights places a fault of weights inside the request.
func inWeights(err error) error {
	return relocated(err, func(pointer string) string { return "/weights" + pointer })
}

func (u Assessments) planned(tx *store.Tx, made string, in NewAssessment) (a store.Assessment, err error) {
	rel, err := tx.Buyer().Release(in.ReleaseID)
	if fault.Is(err, fault.NotFound) {
		return a, fault.New(fault.Invalid, "validation", "There is no such release.").At("/release_id", "unknown", "Name one of a product's releases.")
	}
	if err != nil {
		return a, err
	}
	q, err := u.usable(tx, in.Slug, in.Version)
	if err != nil {
		return a, err
	}
	if err := u.plausible(tx, q, in.Tier, in.DueOn, in.TimeZone); err != nil {
		return a, err
	}
	a = store.Assessment{
		ID: made, VendorID: rel.VendorID, ProductID: rel.ProductID, ReleaseID: rel.ID,
		QuestionnaireID: q.ID, QuestionnaireDigest: q.Digest, Purpose: string(in.Purpose), Source: string(in.Source),
		Tier: in.Tier, State: string(assessment.StateDraft), DueOn: in.DueOn, TimeZone: in.TimeZone,
		DiscloseWeights:     store.Flag(in.DiscloseWeights || in.Purpose == assessment.PurposeRFP),
		RequireSecondFactor: store.Flag(in.RequireSecondFactor), RequireApproval: store.Flag(in.RequireApproval),
		Owner: in.Owner, RowVersion: 1, CreatedUS: tx.Now(),
	}
	return a, nil
}

func (u Assessments) usable(tx *store.Tx, slug, version string) (store.Questionnaire, error) {
	q, err := tx.Buyer().Questionnaire(slug, version)
	if fault.Is(err, fault.NotFound) || err == nil && q.State == "draft" {
		return q, fault.New(fault.Invalid, "validation", "There is no such published questionnaire version.").
			At("/questionnaire", "unknown", "Name a published version, or publish the draft first.")
	}
	if err == nil && q.State == "retired" {
		return q, fault.New(fault.Conflict, "questionnaire_retired", "This questionnaire version is retired.").
			WithRemedy("Use a version that is in use.")
	}
	return q, err
}

func (u Assessments) plausible(tx *store.Tx, q store.Questionnaire, tier, dueOn, zone string) error {
	compiled, err := u.compiled(&tx.ReadTx, q.ID, q.Digest)
	if err != nil {
		return err
	}
	known := func(t questionnaire.Tier) bool { return t.ID == tier }
	if tier != "" && !slices.ContainsFunc(compiled.Definition.Tiers, known) {
		return fault.New(fault.Invalid, "validation", "The questionnaire has no such tier.").
			At("/tier", "unknown", "Use one of the tiers of the questionnaire version.")
	}
	due, err := dueAt(dueOn, zone)
	if err != nil {
		return err
	}
	if !due.IsZero() && !time.UnixMicro(tx.Now()).Before(due) {
		return fault.New(fault.Invalid, "validation", "The due date is over already.").At("/due_on", "past", "Choose a date that is not over.")
	}
	return nil
}

// Send prepares one assessment for each recipient and invites where asked:
// all or none.
func (u Assessments) Send(ctx context.Context, common NewAssessment, to []Recipient) ([]Sent, error) {
	if len(to) > maxRecipients {
		return nil, fault.Newf(fault.TooLarge, "too_many_recipients", "One sending takes at most %d recipients.", maxRecipients)
	}
	planned := make([]plannedSending, len(to))
	streams := make([]string, len(to))
	for i, r := range to {
		planned[i] = u.plan(common, r)
		streams[i] = assessmentStream(planned[i].id)
	}
	ref, replayed, err := u.write(ctx, streams, func(tx *store.Tx) (string, audit.Events, error) {
		return u.sendAll(tx, planned)
	})
	if err != nil {
		return nil, err
	}
	return u.sentAgain(ctx, ref, planned, replayed)
}

type plannedSending struct {
	id     string
	input  NewAssessment
	invite *newInvitation
}

func (u Assessments) plan(common NewAssessment, to Recipient) plannedSending {
	p := plannedSending{id: id.New(id.Assessment), input: common}
	p.input.ReleaseID, p.input.Source = to.ReleaseID, assessment.SourceVendor
	if to.Invite != nil {
		p.invite = newToken(*to.Invite)
	}
	return p
}

func (u Assessments) sendAll(tx *store.Tx, planned []plannedSending) (string, audit.Events, error) {
	var events audit.Events
	ids := make([]string, len(planned))
	for i, p := range planned {
		ids[i] = p.id
		added, err := u.add(tx, p.id, p.input)
		if err != nil {
			return "", nil, inRecipient(err, i)
		}
		events = append(events, on(assessmentStream(p.id), added...)...)
		if p.invite == nil {
			continue
		}
		made, err := u.invite(tx, p.id, p.invite)
		if err != nil {
			return "", nil, inRecipient(err, i)
		}
		events = append(events, made...)
	}
	ref, err := json.Marshal(ids)
	return string(ref), events, err
}

// inRecipient places a fault of one recipient inside the request.
func inRecipient(err error, i int) error {
	return relocated(err, func(pointer string) string {
		if pointer == "/release_id" {
			return fmt.Sprintf("/recipients/%d/release_id", i)
		}
		return pointer
	})
}

func (u Assessments) sentAgain(ctx context.Context, ref string, planned []plannedSending, replayed bool) ([]Sent, error) {
	var ids []string
	if err := json.Unmarshal([]byte(ref), &ids); err != nil {
		return nil, damaged("request result")
	}
	sent := make([]Sent, len(ids))
	err := u.Store.Read(ctx, func(tx *store.ReadTx) (err error) {
		for i, assessmentID := range ids {
			if sent[i], err = u.sentOne(tx, assessmentID); err != nil {
				return err
			}
			if made := sent[i].Invitation; made != nil && !replayed {
				sent[i].Invitation = u.issued(made.Invitation.InvitationView, tx.Now(), planned[i].invite.token)
			}
		}
		return nil
	})
	return sent, err
}

// sentOne gives an assessment with its newest invitation, without the secret.
func (u Assessments) sentOne(tx *store.ReadTx, assessmentID string) (sent Sent, err error) {
	row, err := tx.Buyer().Assessment(assessmentID)
	if err != nil {
		return sent, err
	}
	sent.Assessment = seen(row, tx.Now())
	invitations, err := tx.Buyer().Invitations(assessmentID)
	if err == nil && len(invitations) > 0 {
		sent.Invitation = u.issued(invitations[0], tx.Now(), "")
	}
	return sent, err
}

// Update changes due date, owner, tier or panel, under the ETag. The tier is
// fixed once answers were submitted, for scores rest on it; one with weights of
// its own with the first answer. The panel is fixed with the first grade.
func (u Assessments) Update(ctx context.Context, assessmentID, etag string, change AssessmentChange) (Assessment, error) {
	return u.step(ctx, assessmentID, "assessment.update", func(tx *store.Tx, a *store.AssessmentView) error {
		if err := matches(etag, a.RowVersion); err != nil {
			return err
		}
		if assessment.State(a.State).Ended() {
			return fault.New(fault.Conflict, "wrong_state", "This assessment has ended.")
		}
		if change.Tier != nil && *change.Tier != a.Tier && a.Revision > 0 {
			return fault.New(fault.Conflict, "tier_fixed", "The tier is fixed once answers were submitted.")
		}
		if change.Tier != nil && *change.Tier != a.Tier {
			if err := u.retiered(tx, a.Assessment, *change.Tier); err != nil {
				return err
			}
		}
		if change.Panel != nil {
			if err := u.repanel(tx, a, *change.Panel); err != nil {
				return err
			}
		}
		set(&a.DueOn, change.DueOn)
		set(&a.TimeZone, change.TimeZone)
		set(&a.Owner, change.Owner)
		set(&a.Tier, change.Tier)
		q, err := tx.QuestionnaireByID(a.QuestionnaireID)
		if err != nil {
			return err
		}
		return u.plausible(tx, q, a.Tier, a.DueOn, a.TimeZone)
	})
}

func set(to *string, from *string) {
	if from != nil {
		*to = *from
	}
}

// step runs one change of an assessment's own row, audits it and gives the
// new state. Every step moves the ETag.
func (u Assessments) step(ctx context.Context, assessmentID, action string, do func(*store.Tx, *store.AssessmentView) error) (Assessment, error) {
	return u.stepTelling(ctx, assessmentID, action, func(tx *store.Tx, a *store.AssessmentView) (audit.Events, error) { return nil, do(tx, a) })
}

// stepTelling is step for changes that touch further records and tell of them.
func (u Assessments) stepTelling(ctx context.Context, assessmentID, action string,
	do func(*store.Tx, *store.AssessmentView) (audit.Events, error)) (Assessment, error) {
	_, _, err := u.write(ctx, store.On(assessmentStream(assessmentID)), func(tx *store.Tx) (string, audit.Events, error) {
		a, err := tx.Buyer().Assessment(assessmentID)
		if err != nil {
			return "", nil, err
		}
		before := a.Assessment
		further, err := do(tx, &a)
		if err != nil {
			return "", nil, err
		}
		a.RowVersion++
		events := append(audit.Events{tells(action, assessmentID, before, a.Assessment)}, further...)
		return assessmentID, events, tx.Buyer().UpdateAssessment(a.Assessment)
	})
	if err != nil {
		return Assessment{}, err
	}
	return u.Get(ctx, assessmentID)
}
