package bundle

import (
	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/fault"
	"memsure/internal/questionnaire"
)

// Bundle puts a case together that rests on one revision only and has no
// earlier scorecard, such as a response scored without a server. The service
// makes its bundles from what it keeps.
func (c *Case) Bundle() (*Bundle, error) {
	in := &c.Input
	b := &Bundle{Read: map[string][]byte{}, Facts: Facts{Schema: CaseSchema, AssessmentID: c.AssessmentID, Tier: in.Tier, Source: in.Source,
		Panel: in.Panel, Occasion: c.Occasion}}
	_, revision, _, err := assessment.Freeze(in.Revision)
	if err != nil {
		return nil, fault.Wrap(err, "freeze revision")
	}
	b.Revisions = [][]byte{revision}
	if b.Questionnaire, _, err = questionnaire.Canonical(c.Authored); err != nil {
		return nil, err
	}
	if !c.Weights.Empty() {
		if b.Weights, _, err = questionnaire.CanonicalWeights(c.Weights); err != nil {
			return nil, err
		}
	}
	if err := c.documents(b); err != nil {
		return nil, fault.Wrap(err, "freeze a bundle's documents")
	}
	return b, nil
}

// documents freezes facts, reviews, scorecard and report.
func (c *Case) documents(b *Bundle) error {
	for _, file := range c.Input.Revision.Evidence {
		var of []fact.Fact
		for _, f := range c.Input.Facts {
			if f.EvidenceID == file.ID {
				of = append(of, f)
			}
		}
		document, _, err := assessment.DigestFacts(of)
		if err != nil {
			return err
		}
		b.Read[file.ID] = document
	}
	for _, r := range c.Input.Reviews {
		document, _, err := assessment.FreezeReview(r)
		if err != nil {
			return err
		}
		b.Reviews = append(b.Reviews, document)
	}
	doc, scorecard, digest, err := c.Freeze()
	if err != nil {
		return err
	}
	b.Scorecard = scorecard
	b.Report, _, err = c.Report(&doc, digest, nil)
	return err
}
