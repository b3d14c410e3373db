// Package bundle knows what a scorecard rests on: it freezes a scored case
// into the scorecard's document and its report, carries both and everything
// they rest on in one exportable file, and recomputes them from there. It is
// pure: the service, the command line and a recomputation years later use the
// same code.
package bundle

import (
	"memsure/internal/assessment"
	"memsure/internal/canon"
	"memsure/internal/fault"
	"memsure/internal/questionnaire"
	"memsure/internal/report"
	"memsure/internal/scoring"
)

// Case is one assessment at the moment it is scored: what is looked at, and
// what came out.
type Case struct {
	AssessmentID  string
	Number        int                       // of the scorecard: 1, 2, …
	Questionnaire Named                     // the pinned version
	Revisions     []RevisionRef             // all, oldest first; the last is Input.Revision
	Input         scoring.Input             // Input.At is the moment of the score; Input.Version counts by tier and own weights, see Counted
	Authored      *questionnaire.Definition // as published; nil where Input.Version is that
	Weights       questionnaire.Weights     // the assessment's own; empty for none
	Result        scoring.Result
	ScoredBy      string // person's reference
	Occasion      Occasion
}

// Named is a version of a questionnaire by its digests.
type Named struct {
	Digest        string
	RulesetDigest string
}

// Occasion is what a report says beside the score: who it is for and about.
type Occasion struct {
	ReportID string             `json:"report_id"`
	Buyer    report.Buyer       `json:"buyer"`
	Marking  string             `json:"marking"`
	Decider  string             `json:"decider"`
	Vendor   string             `json:"vendor"`
	Product  string             `json:"product"`
	Release  string             `json:"release"`
	Purpose  assessment.Purpose `json:"purpose"`
}

// Identify gives the digests of a definition.
func Identify(def *questionnaire.Definition) (Named, error) {
	_, digest, err := questionnaire.Canonical(def)
	if err != nil {
		return Named{}, err
	}
	ruleset, err := questionnaire.RulesetDigest(def)
	return Named{digest, ruleset}, err
}

// Counted compiles a definition with the weights by which an assessment counts:
// those of its tier and its own in place of the authored ones.
func Counted(def *questionnaire.Definition, tier string, own questionnaire.Weights) (*questionnaire.Compiled, error) {
	counted, err := questionnaire.Reweigh(def, tier, own)
	if err != nil {
		return nil, err
	}
	return questionnaire.Compile(counted)
}

// Freeze gives the scorecard's document with its canonical bytes and digest.
func (c *Case) Freeze() (doc Document, bytes []byte, digest string, err error) {
	doc = Document{Schema: ScorecardSchema, AssessmentID: c.AssessmentID, Number: c.Number, Revision: c.Input.Revision.Number,
		Revisions: append([]RevisionRef{}, c.Revisions...), Reviews: []ReviewRef{}, Tier: c.Input.Tier, Source: string(c.Input.Source),
		ScoredAt: c.Input.At, ScoredBy: c.ScoredBy, Panel: c.Input.Panel, Result: c.Result}
	for _, r := range c.Input.Reviews {
		doc.Reviews = append(doc.Reviews, ReviewRef{r.Number, r.ID})
	}
	if doc.Inputs, err = c.inputs(); err != nil {
		return doc, nil, "", err
	}
	bytes, digest, err = canon.EncodeDigest(canon.DomainScorecard, doc)
	return doc, bytes, digest, fault.Wrap(err, "freeze scorecard")
}

// inputs names everything the score rests on.
func (c *Case) inputs() ([]NamedDigest, error) {
	_, facts, err := assessment.DigestFacts(c.Input.Facts)
	if err != nil {
		return nil, fault.Wrap(err, "digest facts")
	}
	reviews, err := assessment.DigestReviews(c.Input.Reviews)
	if err != nil {
		return nil, fault.Wrap(err, "digest reviews")
	}
	revision := ""
	if n := len(c.Revisions); n > 0 {
		revision = c.Revisions[n-1].Digest
	}
	inputs := []NamedDigest{
		{"questionnaire", c.Questionnaire.Digest}, {"ruleset", c.Questionnaire.RulesetDigest},
		{"revision", revision}, {"facts", facts}, {"reviews", reviews},
	}
	if c.Weights.Empty() {
		return inputs, nil
	}
	_, weights, err := questionnaire.CanonicalWeights(c.Weights)
	return append(inputs, NamedDigest{"weights", weights}), err
}

// ReportInput is what reports on a frozen scorecard are written from. previous
// is the scorecard before this one of the same assessment, nil without one.
func (c *Case) ReportInput(doc *Document, digest string, previous *report.Previous) report.Input {
	on := c.Occasion
	return report.Input{
		ReportID: on.ReportID, Final: Settled(&c.Result), GeneratedAt: doc.ScoredAt, DataCutOff: doc.ScoredAt,
		Buyer: on.Buyer, Decider: on.Decider, Marking: on.Marking, Vendor: on.Vendor, Product: on.Product, Release: on.Release,
		Purpose: on.Purpose, Tier: doc.Tier, Source: c.Input.Source,
		Definition: c.Input.Version.Definition, DefinitionDigest: doc.Input("questionnaire"), RulesetDigest: doc.Input("ruleset"),
		Revision: c.Input.Revision, RevisionDigest: doc.Input("revision"), Facts: c.Input.Facts, FactsDigest: doc.Input("facts"),
		Authored: c.Authored, Weights: c.Weights, WeightsDigest: doc.Input("weights"), Panel: c.Input.Panel,
		Reviews: c.told(), ReviewsDigest: doc.Input("reviews"), Result: &c.Result, ResultDigest: digest,
		Previous: previous, People: c.people(),
	}
}

// Report gives the canonical bytes and the digest of the report of a frozen
// scorecard.
func (c *Case) Report(doc *Document, digest string, previous *report.Previous) (bytes []byte, reportDigest string, err error) {
	bytes, reportDigest, err = report.Encode(report.BuildScorecard(c.ReportInput(doc, digest, previous)))
	return bytes, reportDigest, fault.Wrap(err, "encode report")
}

// Told gives those of a scorecard's reviews that a report may tell of. What some
// members of a panel gave a question that can no longer be graded stays with
// them.
func Told(panel []string, result *scoring.Result, reviews []assessment.Review) (told []assessment.Review) {
	complete := map[string]bool{}
	for _, s := range result.Sections {
		for i := range s.Questions {
			complete[s.Questions[i].ID] = len(s.Questions[i].Grades) > 0
		}
	}
	for _, r := range reviews {
		if len(panel) == 0 || r.Kind != assessment.ReviewGrade || complete[r.QuestionID] {
			told = append(told, r)
		}
	}
	return told
}

func (c *Case) told() []assessment.Review { return Told(c.Input.Panel, &c.Result, c.Input.Reviews) }

// people lists who stands behind the report, by reference and role.
func (c *Case) people() (found []report.Person) {
	add := func(ref, role string) {
		if ref != "" {
			found = append(found, report.Person{Ref: ref, Role: role})
		}
	}
	add(c.Input.Revision.SubmittedBy, "submitted the answers")
	add(c.Input.Revision.ApprovedBy, "approved the answers for the vendor")
	seen := map[string]bool{}
	for _, member := range c.Input.Panel {
		add(member, "evaluator, member of the panel")
		seen[member] = true
	}
	for _, r := range c.told() {
		if !seen[r.By] {
			add(r.By, map[bool]string{true: "second person on a knock-out", false: "evaluator"}[r.Kind == assessment.ReviewApproval])
		}
		seen[r.By] = true
	}
	add(c.ScoredBy, "had the score computed")
	return found
}

// Settled tells whether people have judged everything that waits for them,
// gates that no rule could decide included: a report is a draft before.
func Settled(r *scoring.Result) bool {
	if r.GateOutcome == scoring.Undetermined {
		return false
	}
	for _, section := range r.Sections {
		for _, q := range section.Questions {
			if q.Status == scoring.StatusUngraded || q.Status == scoring.StatusNAPending {
				return false
			}
		}
	}
	for _, f := range r.Findings {
		if f.Kind == scoring.FindingContradiction && f.State == scoring.FindingOpen {
			return false
		}
	}
	return true
}
