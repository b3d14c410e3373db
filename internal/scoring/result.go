// Package scoring turns a frozen response, the facts read from its evidence
// and the evaluators' reviews into a scorecard: quality, confidence, gates,
// exposure and practice, bounds, and the explanation of every point. It is one
// pure function over exact integers and rationals; the same call serves the
// server, the command line and a recomputation years later.
package scoring

import (
	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
)

// Arithmetic is the number of the arithmetic this package implements. A
// changed arithmetic gets a new number and the old one stays runnable.
const Arithmetic = 1

// Input is everything a score rests on.
type Input struct {
	Version  *questionnaire.Compiled
	Revision assessment.Revision
	Facts    []fact.Fact         // of the revision's evidence
	Reviews  []assessment.Review // all of them, oldest first; superseded ones included
	Tier     string              // id of the assessment's tier; may be empty
	Source   assessment.Source   // public sources cap confidence at claimed
	At       int64               // microseconds UTC: "now" for ages and lead times

	// Panel holds the ids of the persons who grade text answers together, in any
	// order. Their grades count once all of them have given one; empty means that
	// any evaluator's latest grade counts.
	Panel []string

	// Unchanged gives, by question id, the earliest revision since which the
	// answer (value, comment, not-applicable claim, evidence) is the same as in
	// Revision. A review counts from that revision on; for a question that is
	// not named, only reviews of this very revision count.
	Unchanged map[string]int
}

// Points, qualities and confidences are integers in millionths (0–1,000,000)
// unless a name says otherwise. Score is a percentage in millionths of a
// percent (0–100,000,000), rounded half-even from the exact rational once.

// Result is a scorecard's content. Nothing scorable gives nil scores, never 0.
type Result struct {
	Arithmetic    int             `json:"arithmetic"`
	RulesetID     string          `json:"ruleset_id"`
	Overall       *Summary        `json:"overall"`
	Exposure      *Summary        `json:"exposure"`
	Practice      *Summary        `json:"practice"`
	Band          string          `json:"band,omitempty"` // id, after caps; empty when Overall is nil
	BandBeforeCap string          `json:"band_before_cap,omitempty"`
	CapReason     string          `json:"cap_reason,omitempty"`
	GateOutcome   Outcome         `json:"gate_outcome"` // the worst of Gates
	Gates         []GateResult    `json:"gates"`        // in the definition's order, integrity last
	Sections      []SectionResult `json:"sections"`
	Findings      []Finding       `json:"findings"` // worst first, then by rule id
	Levers        []Lever         `json:"levers"`   // largest gain first
	NotRun        []NotRun        `json:"not_run"`  // rules that could not run, and why
}

// Summary is one published result with what stands beside it.
type Summary struct {
	Score         int64 `json:"score"`          // Σwae/Σw, millionths of a percent
	Quality       int64 `json:"quality"`        // Σwa/Σw over what was answered, millionths of a percent
	Confidence    int64 `json:"confidence"`     // Σwe/Σw over what was answered
	AnsweredShare int64 `json:"answered_share"` // of the applicable weight
	NAShare       int64 `json:"na_share"`       // of the whole weight
	Lower         int64 `json:"lower"`          // every open claim taken as false
	Upper         int64 `json:"upper"`          // every open claim taken as true
}

// SectionResult is one section's part.
type SectionResult struct {
	ID           string                  `json:"id"`
	Dimension    questionnaire.Dimension `json:"dimension"`
	Weight       int                     `json:"weight"`
	Summary      *Summary                `json:"summary"`      // nil where no scored question applies
	Contribution int64                   `json:"contribution"` // to the overall score, millionths of a percent; contributions add up to it exactly
	Questions    []QuestionResult        `json:"questions"`
}

// Status says how a question took part.
type Status string

// How a question took part in the score.
const (
	StatusScored     Status = "scored"
	StatusUnanswered Status = "unanswered"
	StatusNAPending  Status = "na_pending"   // counts 0
	StatusNAAccepted Status = "na_accepted"  // left the denominator
	StatusNARejected Status = "na_rejected"  // counts 0
	StatusExcluded   Status = "excluded"     // hidden by routing, left the denominator
	StatusInherited  Status = "inherited"    // hidden; carries the hiding answer's quality and confidence
	StatusUndecided  Status = "undetermined" // its condition is unknown; counts 0
	StatusUngraded   Status = "ungraded"     // text without an evaluator's grade; counts 0 and widens the bounds
	StatusNotScored  Status = "not_scored"   // selection, information or weight 0
)

// Confidence names the rung of the ladder an answer stands on.
type Confidence string

// The rungs. Own is "the answer is its own proof" (assurance: none).
const (
	Claimed      Confidence = "claimed"
	Documented   Confidence = "documented"
	Verified     Confidence = "verified"
	Contradicted Confidence = "contradicted"
	Own          Confidence = "own_proof"
)

// QuestionResult explains one question: answer → rule → quality → confidence →
// points.
type QuestionResult struct {
	ID            string     `json:"id"`
	Status        Status     `json:"status"`
	Weight        int        `json:"weight"`
	Quality       int64      `json:"quality"`           // a, millionths
	Confidence    int64      `json:"confidence"`        // e, millionths
	Rung          Confidence `json:"rung,omitempty"`    // the rung after ageing and penalties
	Expired       bool       `json:"expired,omitempty"` // evidence past its age lowered the rung
	Contribution  int64      `json:"contribution"`      // to the overall score, millionths of a percent
	Gain          int64      `json:"gain"`              // what the overall score would gain at a = e = 1
	Rule          string     `json:"rule"`              // sentence: which rule gave the quality
	ConfidenceWhy string     `json:"confidence_why"`    // sentence: what the confidence rests on
	InheritedFrom []string   `json:"inherited_from,omitempty"`
	EvidenceIDs   []string   `json:"evidence_ids,omitempty"`
	FactNames     []string   `json:"fact_names,omitempty"` // facts it was scored or documented by
	ReviewIDs     []string   `json:"review_ids,omitempty"` // reviews in force

	WhenParts []PartTruth `json:"when_parts,omitempty"` // of a question that was not shown: its condition part by part, in the order written, a group before what it groups

	// Grades are what each member of the panel gave, by person; none before all
	// have graded. Spread is how many steps of the rubric lie between the lowest
	// and the highest of them.
	Grades []GradeGiven `json:"grades,omitempty"`
	Spread int          `json:"spread,omitempty"`
}

// Asked tells whether the question was shown. One whose condition was false or
// unknown was not, whatever it counts for.
func (q *QuestionResult) Asked() bool {
	switch q.Status {
	case StatusExcluded, StatusInherited, StatusUndecided:
		return false
	}
	return len(q.WhenParts) == 0 // a question out of the points has one status, shown or not
}

// GradeGiven is one panel member's grade.
type GradeGiven struct {
	By       string `json:"by"` // person id
	Grade    int    `json:"grade"`
	ReviewID string `json:"review_id"`
}

// Outcome is the result of a gate.
type Outcome string

// Outcomes, best first.
const (
	Pass         Outcome = "pass"
	Conditional  Outcome = "conditional"
	Undetermined Outcome = "undetermined"
	Fail         Outcome = "fail"
)

// GateResult is one gate with the facts under it.
type GateResult struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Outcome  Outcome  `json:"outcome"`
	Why      string   `json:"why"`     // sentence naming what decided it
	Because  []string `json:"because"` // ids of questions and names of facts that decided it
	Remedy   string   `json:"remedy,omitempty"`
	RemedyBy string   `json:"remedy_by,omitempty"`
	ReviewID string   `json:"review_id,omitempty"`

	// A decision that lets a vendor through takes two persons: who proposed it
	// and, once it is in force, who approved it. ApprovalID is the second
	// person's review, be it a yes or a no.
	ProposedBy string `json:"proposed_by,omitempty"` // person id
	ApprovedBy string `json:"approved_by,omitempty"` // person id; empty while it waits, or was refused
	ApprovalID string `json:"approval_id,omitempty"`

	PassParts []PartTruth `json:"pass_parts,omitempty"` // its condition part by part, in the order written, a group before what it groups
}

// PartTruth is what one part of a condition came to.
type PartTruth string

// What a part can come to.
const (
	PartHolds   PartTruth = "true"
	PartFails   PartTruth = "false"
	PartUnknown PartTruth = "unknown"
)

// FindingKind groups findings.
type FindingKind string

// The kinds of finding.
const (
	FindingContradiction FindingKind = "contradiction"
	FindingRedFlag       FindingKind = "red_flag"
	FindingGate          FindingKind = "gate_failure"
	FindingMissingProof  FindingKind = "missing_proof"
	FindingSpread        FindingKind = "grading_spread" // a panel read one text very differently
)

// FindingState is where a finding stands.
type FindingState string

// States of a finding.
const (
	FindingOpen      FindingState = "open"
	FindingUpheld    FindingState = "upheld"
	FindingDismissed FindingState = "dismissed"
)

// Finding is something a person should look at.
type Finding struct {
	RuleID    string                 `json:"rule_id"` // unique within a scorecard
	Kind      FindingKind            `json:"kind"`
	Severity  questionnaire.Severity `json:"severity"`
	State     FindingState           `json:"state"`
	Questions []string               `json:"questions"`
	Facts     []string               `json:"facts,omitempty"`
	Message   string                 `json:"message"` // what is wrong, in the three verbs
	Resolve   string                 `json:"resolve"` // what would resolve it
	ReviewID  string                 `json:"review_id,omitempty"`
}

// Lever is what a question could still gain.
type Lever struct {
	QuestionID string `json:"question_id"`
	Gain       int64  `json:"gain"` // millionths of a percent of the overall score
	Advice     string `json:"advice"`
}

// NotRun is a rule that could not run.
type NotRun struct {
	Rule   string `json:"rule"`
	Reason string `json:"reason"`
}
