package bundle

import (
	"bytes"
	"encoding/json"

	"memsure/internal/assessment"
	"memsure/internal/canon"
	"memsure/internal/fact"
	"memsure/internal/fault"
	"memsure/internal/questionnaire"
	"memsure/internal/report"
	"memsure/internal/scoring"
)

// Recomputation is what came of computing a scorecard again.
type Recomputation struct {
	AssessmentID string       `json:"assessment_id"`
	Number       int          `json:"scorecard"`
	Revision     int          `json:"revision"`
	Arithmetic   int          `json:"arithmetic"`
	Scorecard    string       `json:"scorecard_digest"` // of the stored document
	Report       string       `json:"report_digest"`    // of the stored report
	Identical    bool         `json:"identical"`
	Differences  []Difference `json:"differences"` // inputs first, then the result, then the report
	LeftOut      int          `json:"differences_left_out,omitempty"`
}

// Prepared is a version of a questionnaire, weighed as an assessment counts it
// and ready to score with. It can be used for any number of scorecards at once.
type Prepared struct {
	authored *questionnaire.Definition
	weights  questionnaire.Weights
	named    Named
	version  *questionnaire.Compiled
	plan     *scoring.Plan
}

// Prepare makes ready what the canonical bytes of a questionnaire and of an
// assessment's own weights (nil for none) say for a tier. Errors are
// fault.Invalid: a form that is not known here, or what cannot be scored.
func Prepare(definition, weights []byte, tier string) (p *Prepared, err error) {
	p = &Prepared{}
	if p.authored, err = questionnaire.Thaw(definition); err != nil {
		return nil, err
	}
	if len(weights) > 0 && json.Unmarshal(weights, &p.weights) != nil {
		return nil, unknownForm("The weights are")
	}
	if p.named.RulesetDigest, err = questionnaire.RulesetDigest(p.authored); err != nil {
		return nil, err
	}
	p.named.Digest = canon.Digest(canon.DomainQuestionnaire, definition)
	if p.version, err = Counted(p.authored, tier, p.weights); err != nil {
		return nil, err
	}
	p.plan, err = scoring.Prepare(p.version)
	return p, err
}

// PlanKey is the same for bundles whose scorecards can be computed with one
// Prepared.
func (b *Bundle) PlanKey() string {
	return canon.Digest(canon.DomainQuestionnaire, b.Questionnaire) + canon.Digest(canon.DomainWeights, b.Weights) + b.Facts.Tier
}

func unknownForm(what string) error {
	return fault.New(fault.Invalid, "unknown_form", what+" not in a form that is known here.").
		WithRemedy("Use a newer version of memsure, or export the bundle again.")
}

// Recompute computes the scorecard of a bundle again, from what it rests on,
// and compares: every input with the digest that the scorecard names, the
// result, and the report. It says what differs and never repairs. Errors are
// fault.Invalid: documents that cannot be understood or scored at all.
func (b *Bundle) Recompute() (Recomputation, error) {
	p, err := Prepare(b.Questionnaire, b.Weights, b.Facts.Tier)
	if err != nil {
		return Recomputation{}, err
	}
	return b.RecomputeWith(p)
}

// RecomputeWith is Recompute with a version prepared from the bundle's own
// questionnaire, weights and tier: once for many scorecards.
func (b *Bundle) RecomputeWith(p *Prepared) (Recomputation, error) {
	var stored Document
	if json.Unmarshal(b.Scorecard, &stored) != nil || stored.Schema != ScorecardSchema {
		return Recomputation{}, unknownForm("The scorecard is")
	}
	r := &recomputer{Bundle: b, prepared: p, stored: &stored}
	r.found = Recomputation{AssessmentID: stored.AssessmentID, Number: stored.Number, Revision: stored.Revision, Arithmetic: stored.Result.Arithmetic,
		Scorecard: canon.Digest(canon.DomainScorecard, b.Scorecard), Report: canon.Digest(canon.DomainReport, b.Report), Differences: []Difference{}}
	if err := r.run(); err != nil {
		return Recomputation{}, err
	}
	r.found.Identical = len(r.found.Differences) == 0
	return r.found, nil
}

// recomputer is one recomputation under way.
type recomputer struct {
	*Bundle
	prepared  *Prepared
	stored    *Document
	revisions []assessment.Revision
	found     Recomputation
}

func (r *recomputer) run() error {
	c, err := r.rebuild()
	if err != nil {
		return err
	}
	doc, document, digest, err := c.Freeze()
	if err != nil {
		return err
	}
	r.compare(nameScorecard, r.Bundle.Scorecard, document)
	previous, err := r.previous()
	if err != nil {
		return err
	}
	// the report is compared as it would be of the stored scorecard, so that a
	// difference found above is not told of twice
	if !bytes.Equal(document, r.Bundle.Scorecard) {
		doc, digest, c.Result = *r.stored, r.found.Scorecard, r.stored.Result
	}
	view, _, err := c.Report(&doc, digest, previous)
	if err != nil {
		return err
	}
	r.compare(nameReport, r.Bundle.Report, view)
	return nil
}

// rebuild makes the case out of the bundle's parts and scores it.
func (r *recomputer) rebuild() (*Case, error) {
	c := &Case{AssessmentID: r.Bundle.Facts.AssessmentID, Number: r.stored.Number, Questionnaire: r.prepared.named, Authored: r.prepared.authored,
		Weights: r.prepared.weights, ScoredBy: r.stored.ScoredBy, Occasion: r.Occasion()}
	c.Input = scoring.Input{Version: r.prepared.version, Tier: r.Bundle.Facts.Tier, Source: r.Bundle.Facts.Source, Panel: r.Bundle.Facts.Panel, At: r.stored.ScoredAt}
	if err := r.takeRevisions(c); err != nil {
		return nil, err
	}
	if err := r.takeFacts(c); err != nil {
		return nil, err
	}
	if err := r.takeReviews(c); err != nil {
		return nil, err
	}
	r.takeWeights()
	result, err := r.prepared.plan.Score(c.Input)
	c.Result = result
	return c, err
}

// Occasion gives who and what the report is about.
func (b *Bundle) Occasion() Occasion { return b.Facts.Occasion }

func (r *recomputer) takeRevisions(c *Case) error {
	for i, document := range r.Revisions {
		revision, err := assessment.Thaw(document)
		if err != nil {
			return unknownForm("A revision is")
		}
		if revision.AssessmentID != c.AssessmentID || revision.Number != i+1 || revision.QuestionnaireDigest != c.Questionnaire.Digest {
			r.differs(numberedName(folderRevisions, i), "", KindInput, "The revision is of another assessment, number or questionnaire.", "", "")
		}
		r.revisions = append(r.revisions, revision)
		c.Revisions = append(c.Revisions, RevisionRef{revision.Number, canon.Digest(canon.DomainRevision, document)})
	}
	if len(r.revisions) == 0 {
		return fault.New(fault.Invalid, "no_revision", "The bundle holds no answers.").WithRemedy("Export it again.")
	}
	c.Input.Revision = r.revisions[len(r.revisions)-1]
	c.Input.Unchanged = assessment.UnchangedSince(r.revisions)
	return nil
}

// takeFacts reads what the last revision's files show, in the revision's
// order, each list held to the digest the revision was frozen with.
func (r *recomputer) takeFacts(c *Case) error {
	left := len(r.Read)
	for _, file := range c.Input.Revision.Evidence {
		document, ok := r.Read[file.ID]
		name := folderFacts + "*.json"
		if allowed.MatchString(folderFacts + file.ID + ".json") {
			name = folderFacts + file.ID + ".json"
		}
		if !ok {
			r.differs(name, "", KindInput, "What readers found in this file is not in the bundle.", file.FactsDigest, "")
			continue
		}
		left--
		if digest := canon.Digest(canon.DomainFacts, document); digest != file.FactsDigest {
			r.differs(name, "", KindInput, "The facts are not those the revision was frozen with.", file.FactsDigest, digest)
		}
		var facts []fact.Fact
		if json.Unmarshal(document, &facts) != nil {
			return unknownForm("A list of facts is")
		}
		c.Input.Facts = append(c.Input.Facts, facts...)
	}
	if left > 0 {
		r.differs(folderFacts, "", KindInput, "The bundle holds facts of files that are not part of the revision.", "", "")
	}
	return nil
}

func (r *recomputer) takeReviews(c *Case) error {
	for i, document := range r.Reviews {
		var review assessment.Review
		if json.Unmarshal(document, &review) != nil {
			return unknownForm("A review is")
		}
		if again, _, err := assessment.FreezeReview(review); err != nil || !bytes.Equal(again, document) {
			r.differs(numberedName(folderReviews, i), "", KindInput, "The review holds something that reviews do not have.", "", "")
		}
		c.Input.Reviews = append(c.Input.Reviews, review)
	}
	return nil
}

// takeWeights holds the weights to their one form; what they say is compared
// by the scorecard's digest of them.
func (r *recomputer) takeWeights() {
	if r.Weights == nil {
		return
	}
	if again, _, err := questionnaire.CanonicalWeights(r.prepared.weights); err != nil || !bytes.Equal(again, r.Weights) {
		r.differs(nameWeights, "", KindInput, "The weights hold something that weights do not have.", "", "")
	}
}

// previous is the scorecard that the report compares with.
func (r *recomputer) previous() (*report.Previous, error) {
	if r.Bundle.Previous == nil {
		return nil, nil
	}
	var last Document
	if json.Unmarshal(r.Bundle.Previous, &last) != nil || last.Schema != ScorecardSchema {
		return nil, unknownForm("The earlier scorecard is")
	}
	if again, err := canon.Encode(last); err != nil || !bytes.Equal(again, r.Bundle.Previous) || last.AssessmentID != r.stored.AssessmentID {
		r.differs(namePrevious, "", KindInput, "The earlier scorecard is of another assessment, or holds something that scorecards do not have.", "", "")
	}
	for _, revision := range r.revisions {
		if revision.Number == last.Revision {
			return &report.Previous{ReportID: r.Bundle.Facts.PreviousID, Revision: revision, Result: &last.Result}, nil
		}
	}
	r.differs(namePrevious, "/revision", KindInput, "The revision of the earlier scorecard is not in the bundle.", "", "")
	return nil, nil
}
