package report

import (
	"memsure/internal/assessment"
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

// Outcomes of the recommendation.
const (
	Proceed               = "proceed"
	ProceedWithConditions = "proceed_with_conditions"
	DecideByPerson        = "decide_by_person"
	DoNotProceed          = "do_not_proceed"
)

var purposeWords = map[assessment.Purpose]string{
	assessment.PurposeRFP:        "Tender (request for proposals)",
	assessment.PurposeOnboarding: "Taking on a new supplier",
	assessment.PurposeRenewal:    "Contract renewal",
	assessment.PurposeOutOfCycle: "Review outside the usual cycle",
}

var questionWords = map[assessment.Purpose]string{
	assessment.PurposeRFP:        "Does the memory-safety risk of %s allow its bid to go forward?",
	assessment.PurposeOnboarding: "Is the memory-safety risk of %s acceptable before we sign?",
	assessment.PurposeRenewal:    "Is the memory-safety risk of %s acceptable for another term?",
	assessment.PurposeOutOfCycle: "Is the memory-safety risk of %s still acceptable after what has changed?",
}

var sourceWords = map[assessment.Source]string{
	assessment.SourceVendor: "Answered by the vendor",
	assessment.SourcePublic: "Filled in by the buyer from public sources; confidence is capped at claimed",
}

var statusWords = map[scoring.Status]string{
	scoring.StatusScored:     "Scored",
	scoring.StatusUnanswered: "No answer: counts 0",
	scoring.StatusNAPending:  "“Not applicable” not yet decided: counts 0",
	scoring.StatusNAAccepted: "“Not applicable” accepted: outside the score",
	scoring.StatusNARejected: "“Not applicable” rejected: counts 0",
	scoring.StatusExcluded:   "Does not arise: outside the score",
	scoring.StatusInherited:  "Not asked: carries the answer that made it unnecessary",
	scoring.StatusUndecided:  "Unknown whether it applies: counts 0",
	scoring.StatusUngraded:   "Waits for an evaluator's grade: counts 0",
	scoring.StatusNotScored:  "Information only: not scored",
}

var rungWords = map[scoring.Confidence]string{
	scoring.Claimed:      "Claimed",
	scoring.Documented:   "Documented",
	scoring.Verified:     "Verified",
	scoring.Contradicted: "Contradicted",
	scoring.Own:          "Needs no proof",
}

var kindWords = map[scoring.FindingKind]string{
	scoring.FindingContradiction: "Contradiction",
	scoring.FindingRedFlag:       "Red flag",
	scoring.FindingGate:          "Failed knock-out",
	scoring.FindingMissingProof:  "Missing proof",
	scoring.FindingSpread:        "Grades far apart",
}

var stateWords = map[scoring.FindingState]string{
	scoring.FindingOpen:      "open",
	scoring.FindingUpheld:    "upheld",
	scoring.FindingDismissed: "dismissed",
}

var dimensionWords = map[questionnaire.Dimension]string{
	questionnaire.Exposure: "Exposure",
	questionnaire.Practice: "Practice",
}

var typeWords = map[questionnaire.Type]string{
	questionnaire.TypeBoolean:      "yes or no",
	questionnaire.TypeSingleChoice: "one choice",
	questionnaire.TypeMultiChoice:  "several choices",
	questionnaire.TypePercentage:   "percentage",
	questionnaire.TypeNumber:       "number",
	questionnaire.TypeDate:         "date",
	questionnaire.TypeText:         "text",
	questionnaire.TypeFile:         "file",
	questionnaire.TypeTable:        "table",
}

var reviewWords = map[assessment.ReviewKind]string{
	assessment.ReviewGrade:         "Graded a text answer",
	assessment.ReviewOverride:      "Overrode the quality",
	assessment.ReviewVerdict:       "Judged the proof",
	assessment.ReviewNotApplicable: "Decided on “not applicable”",
	assessment.ReviewGate:          "Decided on a knock-out",
	assessment.ReviewFinding:       "Settled a finding",
	assessment.ReviewConsensus:     "Recorded the panel's consensus",
	assessment.ReviewApproval:      "Second person on a knock-out",
}

var evidenceWords = map[string]string{
	"read":       "read by machine",
	"unreadable": "could not be read",
	"stored":     "stored; no reader for this format",
	"erased":     "erased; hash and facts kept",
}

func word[K ~string](words map[K]string, k K) string {
	if w, ok := words[k]; ok {
		return w
	}
	return string(k)
}
