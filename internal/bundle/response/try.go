package response

import (
	"cmp"

	"memsure/internal/assessment"
	"memsure/internal/bundle"
	"memsure/internal/fault"
	"memsure/internal/questionnaire"
	"memsure/internal/report"
	"memsure/internal/scoring"
)

// Trial is a response scored without an assessment: the same arithmetic, the
// same scorecard, and nothing kept.
type Trial struct {
	Case     bundle.Case
	Document bundle.Document
	Digest   string   // of the scorecard's document
	Remarks  []string // sentences: what to know about this score
}

// Try scores the response against a definition, published or not, at a moment
// (microseconds UTC). Files are by the id of their evidence. It refuses with
// fault.Invalid what Fit refuses and what cannot be scored.
func (r *Response) Try(def *questionnaire.Definition, files map[string]File, at int64) (Trial, error) {
	named, err := bundle.Identify(def)
	if err != nil {
		return Trial{}, err
	}
	version, err := r.counted(def, named.Digest)
	if err != nil {
		return Trial{}, err
	}
	t := Trial{Case: bundle.Case{Number: 1, Questionnaire: named, Authored: def, Weights: r.Weights}}
	if t.Case.Input, err = r.Input(version, named.Digest, files, at); err != nil {
		return t, err
	}
	if t.Case.Result, err = scoring.Score(t.Case.Input); err != nil {
		return t, err
	}
	t.Remarks = r.Remarks(&t.Case.Result, files)
	return t, t.freeze(r)
}

// counted is the version as it counts in the response's tier.
func (r *Response) counted(def *questionnaire.Definition, digest string) (*questionnaire.Compiled, error) {
	version, err := questionnaire.Compile(def)
	if err != nil {
		return nil, err
	}
	if err := r.Fit(version, digest); err != nil {
		return nil, err
	}
	return bundle.Counted(def, r.Tier, r.Weights)
}

func (t *Trial) freeze(r *Response) (err error) {
	_, _, digest, err := assessment.Freeze(t.Case.Input.Revision)
	if err != nil {
		return fault.Wrap(err, "freeze the response")
	}
	t.Case.Revisions = []bundle.RevisionRef{{Number: 1, Digest: digest}}
	if t.Document, _, t.Digest, err = t.Case.Freeze(); err != nil {
		return err
	}
	t.Case.Occasion = bundle.Occasion{ReportID: "offline-" + t.Digest[len("sha256:"):][:12], Vendor: cmp.Or(r.Vendor, "Unnamed vendor"), Product: cmp.Or(r.Product, "Unnamed product"),
		Release: r.Release, Purpose: r.Purpose}
	return nil
}

// Scorecard is the report on the trial, as it would be of an assessment.
func (t *Trial) Scorecard() report.Scorecard { return report.BuildScorecard(t.input()) }

// input is always a draft: nobody submitted this, and no record keeps it.
func (t *Trial) input() report.Input {
	in := t.Case.ReportInput(&t.Document, t.Digest, nil)
	in.Final = false
	return in
}

// Trace explains the trial's score, question by question.
func (t *Trial) Trace() report.Trace { return report.BuildTrace(t.input()) }

// Bundle is everything the trial rests on, for somebody who wants to compute
// it again.
func (t *Trial) Bundle() (*bundle.Bundle, error) { return t.Case.Bundle() }
