package scoring

import (
	"memsure/internal/fault"
	"memsure/internal/questionnaire"
)

// Score gives the scorecard of one response. It prepares the version each
// time; where many responses to one version are scored, Prepare it once.
//
// The same input gives the same Result, and neither the order of the answers,
// of the facts and of the reviews nor an answer to a hidden question changes
// it. Errors are faults: a version that cannot be scored, or a revision that
// holds two answers to one question.
func Score(in Input) (Result, error) {
	plan, err := planOf(in.Version)
	if err != nil {
		return Result{}, err
	}
	return plan.Score(in)
}

// ScoreFast is Score without the words: published results, band, gate outcome
// and the gates' own outcomes, with no sections, findings, levers or
// sentences. Both run the same arithmetic.
func ScoreFast(in Input) (Result, error) {
	plan, err := planOf(in.Version)
	if err != nil {
		return Result{}, err
	}
	return plan.ScoreFast(in)
}

func planOf(version *questionnaire.Compiled) (*Plan, error) {
	if version == nil {
		return nil, fault.New(fault.Invalid, "version_missing", "A score needs a questionnaire version.")
	}
	return Prepare(version)
}

// Score gives the full scorecard; see the function Score. Input.Version may be
// left out.
func (p *Plan) Score(in Input) (Result, error) { return p.score(&in, true) }

// ScoreFast gives the totals only; see the function ScoreFast.
func (p *Plan) ScoreFast(in Input) (Result, error) { return p.score(&in, false) }

func (p *Plan) score(in *Input, words bool) (Result, error) {
	r := p.runs.Get().(*run)
	defer p.runs.Put(r)
	r.reset(in, words)
	if err := r.takeAnswers(); err != nil {
		return Result{}, err
	}
	r.settle()
	out := r.publish()
	if words {
		r.explain(&out)
	}
	r.in = nil
	return out, nil
}

// settle brings every question to its status, quality and confidence.
func (r *run) settle() {
	r.files.take(r.in.Revision.Evidence, r.answers)
	r.stateAnswers()
	r.decideVisibility()
	r.takeReviews()
	r.judgeShown()
	r.contradict()
	r.weigh()
	r.settleHidden()
}

// publish rolls up and judges gates and band.
func (r *run) publish() Result {
	out := Result{Arithmetic: Arithmetic, RulesetID: r.version.Definition.Ruleset.ID}
	r.totals = r.total()
	for i, dimension := range dimensions {
		r.fit(&r.scales[i], r.totals, dimension, applicable)
	}
	out.Overall = r.summary(r.totals, dimensions[0], &r.scales[0])
	out.Exposure = r.summary(r.totals, dimensions[1], &r.scales[1])
	out.Practice = r.summary(r.totals, dimensions[2], &r.scales[2])
	r.band(&out)
	r.judgeGates(&out)
	return out
}
