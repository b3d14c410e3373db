// Package crosscheck compares what a vendor states with what the files show,
// by the checks a questionnaire version carries. It judges nothing: a
// contradiction is a finding for a person, and only a person's decision lets
// it touch a score. It knows answers and facts, no file format and no points.
package crosscheck

import "memsure/internal/questionnaire"

// Outcome is what one check came to.
type Outcome string

// The outcomes. A check whose facts are missing was not run and must be shown
// as such; silence is never taken for support.
const (
	Supported       Outcome = "supported"        // the files bear the claim out
	Contradicted    Outcome = "contradicted"     // the files show otherwise
	NotContradicted Outcome = "not_contradicted" // everything needed was known, and nothing speaks for or against
	NotVerifiable   Outcome = "not_verifiable"   // an answer or some of the facts are missing
	NoEvidence      Outcome = "no_evidence"      // none of the facts it compares with is there
)

// Verdict is one check's outcome with what decided it.
type Verdict struct {
	RuleID    string
	Check     *questionnaire.CompiledCheck
	Outcome   Outcome
	Questions []string // ids of the questions that decided it, in the definition's order
	Facts     []string // names of the facts that decided it, in order of first use
}

// Run judges every check of a version against one response, in the
// definition's order. Version.Visible must have been called for env: answers
// to questions that are not shown count as missing.
func Run(version *questionnaire.Compiled, env *questionnaire.Env) []Verdict {
	checks := version.Checks()
	verdicts := make([]Verdict, len(checks))
	for i := range checks {
		verdicts[i] = Judge(version, env, &checks[i])
	}
	return verdicts
}

// Judge is Run for one check of the version. Where files disagree on a fact,
// the claim is contradicted if any of their values contradicts it, and
// supported only if all of them do support it; where they lead to different
// outcomes it cannot be verified.
func Judge(version *questionnaire.Compiled, env *questionnaire.Env, check *questionnaire.CompiledCheck) Verdict {
	if against, found := version.Possible(check.Contradicted, env); found {
		return verdict(version, check, Contradicted, against)
	}
	var first *Verdict
	agree := true
	complete := version.Readings(env, func() bool {
		now := uncontradicted(version, env, check)
		if first == nil {
			first = &now
		}
		agree = now.Outcome == first.Outcome
		return agree
	}, check.Contradicted, check.Supported)
	if agree && complete {
		return *first
	}
	unsure := uncontradicted(version, env, check)
	unsure.Outcome = NotVerifiable
	return unsure
}

// IsContradicted is Judge for callers that only need to know that.
func IsContradicted(version *questionnaire.Compiled, env *questionnaire.Env, check *questionnaire.CompiledCheck) bool {
	if len(env.Disputed) == 0 {
		return version.Eval(check.Contradicted, env) == questionnaire.True
	}
	_, found := version.Possible(check.Contradicted, env)
	return found
}

// uncontradicted judges a check whose contradiction is not given, by the facts
// env has now.
func uncontradicted(version *questionnaire.Compiled, env *questionnaire.Env, check *questionnaire.CompiledCheck) Verdict {
	if check.Supported.Exists() {
		if support := version.Explain(check.Supported, env); support.Truth != questionnaire.False {
			return undecided(version, env, check, support)
		}
	}
	return undecided(version, env, check, version.Explain(check.Contradicted, env))
}

// undecided words a reason that is not a contradiction.
func undecided(version *questionnaire.Compiled, env *questionnaire.Env, check *questionnaire.CompiledCheck, reason questionnaire.Reason) Verdict {
	outcome := NotContradicted
	switch {
	case reason.Truth == questionnaire.Unknown && nothingKnown(env, reason.Facts):
		outcome = NoEvidence
	case reason.Truth == questionnaire.Unknown:
		outcome = NotVerifiable
	case reason.Truth == questionnaire.True:
		outcome = Supported
	}
	return verdict(version, check, outcome, reason)
}

// nothingKnown tells whether facts decided, and no file gives any of them.
func nothingKnown(env *questionnaire.Env, facts []int) bool {
	for _, f := range facts {
		if env.Facts[f] != nil || env.Disputed[f] != nil {
			return false
		}
	}
	return len(facts) > 0
}

func verdict(version *questionnaire.Compiled, check *questionnaire.CompiledCheck, outcome Outcome, reason questionnaire.Reason) Verdict {
	v := Verdict{RuleID: check.ID, Check: check, Outcome: outcome}
	for _, q := range reason.Questions {
		v.Questions = append(v.Questions, version.Questions()[q].ID)
	}
	for _, f := range reason.Facts {
		v.Facts = append(v.Facts, version.FactNames()[f])
	}
	return v
}
