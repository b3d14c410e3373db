package app

import (
	"context"
	"encoding/json"

	"memsure/internal/assessment"
	"memsure/internal/audit"
	"memsure/internal/canon"
	"memsure/internal/fault"
	"memsure/internal/questionnaire"
	"memsure/internal/store"
)

// WeightProfile is by what the answers of an assessment count, and where each
// weight comes from. Frozen profiles never change again.
type WeightProfile struct {
	Assessment
	Authored  *questionnaire.Definition // as published
	TierOwn   questionnaire.Weights     // what the tier puts in its place
	Own       questionnaire.Weights     // what the assessment puts in place of both
	Effective *questionnaire.Definition // as it counts
	Frozen    bool
}

// weightsFixed tells whether answers may have come: from then on nobody changes
// by what they count.
func weightsFixed(a store.Assessment) bool {
	state := assessment.State(a.State)
	return state != assessment.StateDraft && state != assessment.StateInvited
}

func errWeightsFixed() error {
	return fault.New(fault.Conflict, "weights_frozen", "The weights are fixed: the assessment is being answered, or was.").
		WithRemedy("Prepare another assessment where other weights are wanted.")
}

// Weights gives by what the answers of an assessment count.
func (u Assessments) Weights(ctx context.Context, assessmentID string) (p WeightProfile, err error) {
	err = u.Store.Read(ctx, func(tx *store.ReadTx) error {
		p, err = u.profile(tx, assessmentID)
		return err
	})
	return p, err
}

func (u Assessments) profile(tx *store.ReadTx, assessmentID string) (p WeightProfile, err error) {
	row, err := tx.Buyer().Assessment(assessmentID)
	if err != nil {
		return p, err
	}
	p.Assessment, p.Frozen = seen(row, tx.Now()), weightsFixed(row.Assessment)
	base, err := u.prepared(tx, row.QuestionnaireID, row.QuestionnaireDigest)
	if err != nil {
		return p, err
	}
	counted, err := u.counted(tx, row.Assessment)
	if err != nil {
		return p, err
	}
	p.Authored, p.Effective = base.compiled.Definition, counted.compiled.Definition
	if of := tierWeights(p.Authored, row.Tier); of != nil {
		p.TierOwn = *of
	}
	p.Own, err = ownWeights(tx, row.Assessment)
	return p, err
}

// SetWeights puts own weights in place of those of the questionnaire and the
// tier, under the ETag, until the assessment is being answered. Setting what is
// set already succeeds.
func (u Assessments) SetWeights(ctx context.Context, assessmentID, etag string, own questionnaire.Weights) (WeightProfile, error) {
	if own.Empty() {
		return WeightProfile{}, fault.New(fault.Invalid, "validation", "No weight is named.").
			At("", "required", "Name a section or a question, or delete the weights of this assessment.")
	}
	_, digest, err := questionnaire.CanonicalWeights(own)
	if err != nil {
		return WeightProfile{}, err
	}
	if today, err := u.Weights(ctx, assessmentID); err != nil || today.WeightsDigest == digest {
		return today, err
	}
	_, err = u.stepTelling(ctx, assessmentID, "assessment.weigh", func(tx *store.Tx, a *store.AssessmentView) (audit.Events, error) {
		if err := mayWeigh(etag, a); err != nil {
			return nil, err
		}
		return u.weigh(tx, &a.Assessment, own)
	})
	if err != nil {
		return WeightProfile{}, err
	}
	return u.Weights(ctx, assessmentID)
}

// ClearWeights takes an assessment's own weights away, under the ETag; like
// setting them, until it is being answered.
func (u Assessments) ClearWeights(ctx context.Context, assessmentID, etag string) error {
	_, err := u.step(ctx, assessmentID, "assessment.weigh", func(_ *store.Tx, a *store.AssessmentView) error {
		a.WeightsDigest = ""
		return mayWeigh(etag, a)
	})
	return err
}

func mayWeigh(etag string, a *store.AssessmentView) error {
	if err := matches(etag, a.RowVersion); err != nil {
		return err
	}
	if weightsFixed(a.Assessment) {
		return errWeightsFixed()
	}
	return nil
}

// weigh holds weights to the version and keeps their document.
func (c *Core) weigh(tx *store.Tx, a *store.Assessment, own questionnaire.Weights) (audit.Events, error) {
	base, err := c.prepared(&tx.ReadTx, a.QuestionnaireID, a.QuestionnaireDigest)
	if err != nil {
		return nil, err
	}
	if _, err := questionnaire.Reweigh(base.compiled.Definition, a.Tier, own); err != nil {
		return nil, err
	}
	doc, digest, err := questionnaire.CanonicalWeights(own)
	if err != nil {
		return nil, err
	}
	a.WeightsDigest = digest
	added, err := tx.Buyer().KeepWeights(store.Weights{AssessmentID: a.ID, Digest: digest, VendorID: a.VendorID, Document: doc, CreatedUS: tx.Now()})
	if err != nil || !added {
		return nil, err
	}
	return told("weights.create", digest, "", digest), nil
}

// ownWeights reads the weights of an assessment, held to their digest.
func ownWeights(tx *store.ReadTx, a store.Assessment) (own questionnaire.Weights, err error) {
	if a.WeightsDigest == "" {
		return own, nil
	}
	row, err := tx.Vendor(a.VendorID).Weights(a.ID, a.WeightsDigest)
	if fault.Is(err, fault.NotFound) || err == nil && canon.Digest(canon.DomainWeights, row.Document) != a.WeightsDigest {
		return own, damaged("weights document")
	}
	if err != nil {
		return own, err
	}
	if err := json.Unmarshal(row.Document, &own); err != nil {
		return own, damaged("weights document")
	}
	return own, nil
}

func tierWeights(def *questionnaire.Definition, tier string) *questionnaire.Weights {
	for i := range def.Tiers {
		if def.Tiers[i].ID == tier {
			return def.Tiers[i].Weights
		}
	}
	return nil
}

// retiered refuses a tier that would change by what answers count once they may
// have come, and one that leaves nothing to earn with the own weights.
func (c *Core) retiered(tx *store.Tx, a store.Assessment, tier string) error {
	base, err := c.prepared(&tx.ReadTx, a.QuestionnaireID, a.QuestionnaireDigest)
	if err != nil {
		return err
	}
	def := base.compiled.Definition
	if weightsFixed(a) && (tierWeights(def, a.Tier) != nil || tierWeights(def, tier) != nil) {
		return errWeightsFixed()
	}
	own, err := ownWeights(&tx.ReadTx, a)
	if err == nil {
		_, err = questionnaire.Reweigh(def, tier, own)
	}
	return err
}
