package app

import (
	"context"
	"encoding/json"
	"slices"

	"memsure/internal/assessment"
	"memsure/internal/auth"
	"memsure/internal/fault"
	"memsure/internal/questionnaire"
	"memsure/internal/store"
)

// Roles of a contact in an assessment.
const (
	roleLead         = "lead"
	roleCollaborator = "collaborator"
	roleSignatory    = "signatory"
)

// seat is a contact's place in one assessment: what may be seen and done.
type seat struct {
	assessment store.Assessment
	role       string
	sections   []string // a collaborator's; empty means all
	signs      bool     // named signatory of this assessment
}

// sit finds the caller's seat. A lead of any of the vendor's assessments leads
// them all, but only signs where invited to sign; others sit where they were
// invited. No seat and no assessment answer alike: fault.NotFound.
func sit(tx *store.ReadTx, p auth.Principal, assessmentID string) (seat, error) {
	v := tx.Vendor(p.VendorID)
	a, err := v.AssessmentRow(assessmentID)
	if err != nil {
		return seat{}, err
	}
	if a.Source != string(assessment.SourceVendor) || a.State == string(assessment.StateDraft) {
		return seat{}, absent(nil)
	}
	parts, err := v.Participations(p.ContactID)
	if err != nil {
		return seat{}, err
	}
	own, ok, err := seatOf(a, parts)
	if err == nil && !ok {
		err = absent(nil)
	}
	return own, err
}

// seatOf puts the caller's parts together; ok is false without a seat. Whoever
// leads elsewhere leads here too, unless named to sign here: who approves the
// answers neither gives nor submits them.
func seatOf(a store.Assessment, parts []store.Participant) (own seat, ok bool, err error) {
	own.assessment = a
	leads := false
	for _, part := range parts {
		leads = leads || part.Role == roleLead
		if part.AssessmentID != a.ID {
			continue
		}
		own.role, own.signs = part.Role, part.Role == roleSignatory
		if err := json.Unmarshal([]byte(part.Sections), &own.sections); err != nil {
			return own, false, damaged("participation")
		}
	}
	if leads && !own.signs {
		own.role = roleLead
	}
	return own, own.role != "", nil
}

// strong refuses a session without a second factor where the assessment asks
// for one.
func (s seat) strong(tx *store.ReadTx, p auth.Principal) error {
	if !s.assessment.RequireSecondFactor {
		return nil
	}
	session, err := tx.Vendor(p.VendorID).Session(p.SessionID)
	if err != nil {
		return err
	}
	if session.SecondFactor {
		return nil
	}
	return fault.New(fault.Forbidden, "second_factor_needed", "This assessment asks for a second factor.").
		WithRemedy("Set up a second factor, or sign in again with its code.")
}

// answers tells whether the seat may answer a question of this section.
func (s seat) answers(sectionID string) bool {
	switch s.role {
	case roleLead:
		return true
	case roleCollaborator:
		return len(s.sections) == 0 || slices.Contains(s.sections, sectionID)
	}
	return false
}

// leads refuses what only the lead may do.
func (s seat) leads() error {
	if s.role == roleLead {
		return nil
	}
	return fault.New(fault.Forbidden, "lead_only", "Only the contact who leads the answers may do that.").
		WithRemedy("Ask the colleague who was invited first.")
}

// portal is the caller, the seat and the version in one snapshot: what every
// vendor-side use case starts from.
type portal struct {
	tx      *store.ReadTx
	who     auth.Principal
	seat    seat
	version *questionnaire.Compiled
}

func (p portal) vendor() store.VendorRead { return p.tx.Vendor(p.who.VendorID) }

// enter opens the portal of one assessment for the caller of this context.
func (c *Core) enter(ctx context.Context, assessmentID string, look func(portal) error) error {
	return c.Store.Read(ctx, func(tx *store.ReadTx) error {
		p, err := c.portal(ctx, tx, assessmentID)
		if err != nil {
			return err
		}
		return look(p)
	})
}

func (c *Core) portal(ctx context.Context, tx *store.ReadTx, assessmentID string) (portal, error) {
	p := portal{tx: tx, who: auth.PrincipalFrom(ctx)}
	if p.who.VendorID == "" {
		return p, absent(nil)
	}
	var err error
	if p.seat, err = sit(tx, p.who, assessmentID); err != nil {
		return p, err
	}
	if err = p.seat.strong(tx, p.who); err != nil {
		return p, err
	}
	counted, err := c.counted(tx, p.seat.assessment)
	if err == nil {
		p.version = counted.compiled
	}
	return p, err
}

// open tells whether answers are being given now.
func (s seat) open() bool {
	state := assessment.State(s.assessment.State)
	return state == assessment.StateInvited || state.Answerable()
}

// edits tells whether the seat may change some answer now.
func (s seat) edits() bool { return s.open() && s.role != roleSignatory }

// submits tells whether the seat may submit now, once nothing is missing.
func (s seat) submits() bool {
	return s.role == roleLead && assessment.State(s.assessment.State).Answerable()
}
